/**
 * Measures, in workers of one Chromium: signing by the vault and by ts-lib-crypto, and explaining a token of 2 KB. Prints a
 * table; without Chromium it says so. Run from web/, after a build, by make bench.
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
  console.log("signing and tokens in Chromium: not measured, there is no Chromium here");
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

const engine = (program, method, params, calls) => `
  importScripts("/wasm_exec.js");
  ${measure}
  const go = new Go();
  grantlensReady = () => {
    const request = new TextEncoder().encode(JSON.stringify(${JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })}));
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
  "/keys.js": ["text/javascript", engine("keys", "token.inspect", { text, now: "2030-03-01T00:00:00Z", lang: "en" }, 100)],
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
  const row = (what, value, goal) => console.log(`${what.padEnd(52)} ${value.padStart(10)}   ${goal}`);
  row(`in Chromium ${browser.version()}`, "measured", "goal");
  row("waves.sign in the worker", `${ours.toFixed(2)} ms`, "≤ 1 ms");
  row("signBytes of ts-lib-crypto in a worker", `${theirs.toFixed(2)} ms`, "");
  row("how much faster", `${(theirs / ours).toFixed(1)}×`, "≥ 10×");
  row(`token.inspect of a token of ${text.length} bytes`, `${explained.toFixed(2)} ms`, "≤ 1 ms");
} finally {
  await browser.close();
  server.close();
}
