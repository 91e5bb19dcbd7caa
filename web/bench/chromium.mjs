/**
 * Measures, in workers of one Chromium: signing by the vault and by ts-lib-crypto, and explaining a token of 2 KB. Prints the
 * figures as JSON, none without Chromium. Run from web/, after a build, by make bench (internal/bench).
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build } from "vite";

const generated = (name) => readFileSync(new URL(`../src/generated/${name}`, import.meta.url));

function browserPath() {
  for (const name of [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"]) {
    if (!name) continue;
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name.
    }
  }
  return null;
}

const executablePath = browserPath();
if (!executablePath) {
  console.log("[]");
  process.exit(0);
}

const SEED = "invented words for a bench only, fifteen of them or so, nobody's account at all";
const ROUNDS = 7;

/** What both workers share: calls of work in rounds, and the quietest round's time of one call in ms. */
const measure = `
  function measure(work, calls) {
    for (let i = 0; i < calls; i++) work();
    return Math.min(...Array.from({ length: ${ROUNDS} }, () => {
      const start = performance.now();
      for (let i = 0; i < calls; i++) work();
      return (performance.now() - start) / calls;
    }));
  }`;

/** A token of 2 KB as Keycloak issues them, of nobody. */
function token() {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const roles = Array.from({ length: 40 }, (_, i) => `invented-role-${i}`);
  const claims = { exp: 1900000000, iat: 1899999700, jti: "5f1d2c3b-0000-4000-8000-000000000000", iss: "https://sso.example.com/realms/demo", aud: ["orders", "account"], sub: "7b1e2c3d-0000-4000-8000-000000000000", typ: "Bearer", azp: "web", realm_access: { roles }, scope: "openid email profile", email_verified: true, name: "Anna Example", preferred_username: "anna", email: "anna@example.com" };
  return `${part({ alg: "RS256", typ: "JWT", kid: "bench" })}.${part(claims)}.${Buffer.alloc(256, 7).toString("base64url")}`;
}

const message = (method, params, text) => (text ? "\0" : "") + JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) + (text ? `\n${text}` : "");

/** A worker that calls a program; a text goes as the page sends it, as bytes beside the request (src/engine.ts). */
const engine = (program, method, params, calls, text) => `
  importScripts("/wasm_exec.js");
  ${measure}
  const go = new Go();
  grantlensReady = () => {
    const request = new TextEncoder().encode(${JSON.stringify(message(method, params, text))});
    let answer;
    const ms = measure(() => (answer = JSON.parse(new TextDecoder().decode(grantlensHandle(request)))), ${calls});
    postMessage(answer.error ? answer.error.message : ms);
  };
  WebAssembly.instantiateStreaming(fetch("/${program}.wasm"), go.importObject).then(({ instance }) => go.run(instance));`;

async function library() {
  const built = await build({
    root: fileURLToPath(new URL("..", import.meta.url)),
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry: "bench/library.js", formats: ["iife"], name: "library" } },
  });
  return `${[built].flat()[0].output[0].code};${measure}
    postMessage(measure(() => signByLibrary(${JSON.stringify(SEED)}), 20));`;
}

const sign = { seed: SEED, seedKind: "text", nonce: 0, chain: "W", clientId: "waves.exchange", scope: "general", lang: "en" };
const text = token();
const pages = {
  "/": ["text/html", "<!doctype html>"],
  "/wasm_exec.js": ["text/javascript", generated("wasm_exec.js")],
  "/vault.wasm": ["application/wasm", generated("vault.wasm")],
  "/keys.wasm": ["application/wasm", generated("keys.wasm")],
  "/vault.js": ["text/javascript", engine("vault", "waves.sign", sign, 100)],
  "/keys.js": ["text/javascript", engine("keys", "token.inspect", { now: "2030-03-01T00:00:00Z", lang: "en" }, 100, text)],
  "/library.js": ["text/javascript", await library()],
};
const server = createServer(({ url }, response) => {
  const [type, body] = pages[url] ?? [];
  response.writeHead(body ? 200 : 404, { "Content-Type": type ?? "text/plain" }).end(body ?? "");
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const run = async (script) => {
  const said = await page.evaluate(
    (script) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(script);
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
    script,
  );
  if (typeof said !== "number") throw new Error(`${script}: ${said}`);
  return said;
};
try {
  const [ours, theirs, explained] = [await run("/vault.js"), await run("/library.js"), await run("/keys.js")];
  const ms = (value) => `${value.toFixed(2)} ms`;
  console.log(
    JSON.stringify([
      { what: "waves.sign in the worker", measured: ms(ours), budget: "<= 1 ms", met: ours <= 1 },
      { what: "signBytes of ts-lib-crypto in a worker", measured: ms(theirs) },
      { what: "how much faster the vault signs", measured: `${(theirs / ours).toFixed(1)} times`, budget: ">= 10 times", met: theirs >= 10 * ours },
      { what: `token of ${text.length} bytes, explained`, measured: ms(explained), budget: "<= 1 ms", met: explained <= 1 },
    ]),
  );
} finally {
  await browser.close();
  server.close();
}
