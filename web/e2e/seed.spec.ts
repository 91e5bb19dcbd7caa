/**
 * "The seed never leaves", looked at from outside: everything the browser sends, stores and prints is recorded by the
 * DevTools protocol while a canary seed is typed and signed.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CDPSession } from "@playwright/test";
import { crashOn, expect, ready, test, type Page } from "./page.ts";

const canary = "canary zyxwvut quartz invented words of nobody 7f3a9";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(bytes: Buffer): string {
  let n = BigInt(`0x${bytes.toString("hex")}`);
  let out = "";
  for (; n > 0n; n /= 58n) out = ALPHABET[Number(n % 58n)] + out;
  return out;
}

/** The canary in every form that somebody might send it in. Base64 has three, by where in a group of three bytes it begins. */
function forms(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift, 0x20), bytes]).toString("base64").slice(shift ? shift + 1 : 0).replace(/=+$/, "").slice(0, -1));
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return [
    text,
    [...text].reverse().join(""),
    text.replaceAll(" ", "+"),
    encodeURIComponent(text),
    percent,
    bytes.toString("hex"),
    Buffer.from(bytes).reverse().toString("hex"),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    base58(bytes),
    [...bytes].join(","),
  ].map((form) => form.toLowerCase());
}

const all = [...forms(canary), ...forms("zyxwvut quartz")];
const leaks = (text: string) => all.filter((form) => text.toLowerCase().includes(form));

/** Records what page and workers send and print. The workers' sessions are nested in the page's. */
async function record(page: Page): Promise<{ seen: string[]; session: CDPSession }> {
  const session = await page.context().newCDPSession(page);
  const seen: string[] = [];
  const sent = /^(Network\.(requestWillBeSent|requestWillBeSentExtraInfo|webSocket|eventSource|webTransport|reportingApi)|Runtime\.(consoleAPICalled|exceptionThrown)|Log\.entryAdded|Audits\.issueAdded|Target\.targetCreated)/;
  const note = (method: string, params: unknown) => {
    if (sent.test(method)) seen.push(`${method} ${JSON.stringify(params)}`);
  };
  for (const name of ["Network.requestWillBeSent", "Network.requestWillBeSentExtraInfo", "Network.webSocketCreated", "Network.webSocketFrameSent", "Network.webTransportCreated", "Network.reportingApiReportAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded"] as const) {
    session.on(name, (params: unknown) => note(name, params));
  }
  let id = 0;
  session.on("Target.attachedToTarget", ({ sessionId }) => {
    for (const method of ["Network.enable", "Runtime.enable", "Log.enable", "Runtime.runIfWaitingForDebugger"]) {
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: ++id, method, params: method === "Network.enable" ? { maxPostDataSize: 1 << 20 } : {} }) }).catch(() => {});
    }
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { method, params } = JSON.parse(message) as { method?: string; params?: unknown };
    if (method) note(method, params);
  });
  await session.send("Network.enable", { maxPostDataSize: 1 << 20 });
  await session.send("Network.enableReportingApi", { enable: true });
  await session.send("Runtime.enable");
  await session.send("Log.enable");
  await session.send("Audits.enable");
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
  return { seen, session };
}

/** Everything a page can leave behind on the machine. */
async function stored(page: Page, session: CDPSession): Promise<string> {
  const own = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookies: document.cookie,
    history: history.state as unknown,
    length: history.length,
    url: location.href,
    name: window.name,
    title: document.title,
    files: await (async () => {
      const names: string[] = [];
      for await (const name of (await navigator.storage.getDirectory() as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names;
    })(),
  }));
  expect(own.databases).toEqual([]);
  expect(own.caches).toEqual([]);
  expect(own.files).toEqual([]);
  const { cookies } = await session.send("Network.getAllCookies");
  const { entries } = await session.send("Page.getNavigationHistory");
  return JSON.stringify({ own, cookies, entries });
}

test("what is looked for would be found", () => {
  const bytes = Buffer.from(`{"seed":"${canary}"}`);
  for (const text of [bytes.toString(), bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url"), encodeURIComponent(bytes.toString()), [...bytes.toString()].reverse().join(""), base58(Buffer.from(canary))]) {
    expect(leaks(text), text).not.toEqual([]);
  }
});

test("a seed typed and signed is in no request, no storage and no console line, in any form", async ({ page }) => {
  const { seen, session } = await record(page);
  const copied: string[] = [];
  await page.exposeFunction("noteCopied", (text: string) => copied.push(text));
  await page.addInitScript(() => {
    const note = (globalThis as unknown as { noteCopied(text: string): void }).noteCopied;
    navigator.clipboard.writeText = async (text) => note(text);
    navigator.clipboard.write = async (items) => note(String(items.length));
    document.addEventListener("copy", (event) => note(event.type), true);
  });
  await page.goto("/#/waves");
  await ready(page);
  const seed = page.locator("#waves-seed");
  await seed.focus();
  for (const [name, value] of [["autocomplete", "off"], ["spellcheck", "false"], ["autocorrect", "off"]] as const) await expect(seed).toHaveAttribute(name, value);
  await seed.pressSequentially(canary.slice(0, 12));
  await seed.fill(canary);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.locator(".signed")).toContainText("grant_type=password");
  await expect(seed).toHaveValue("");
  const form = (await page.locator(".signed code").allInnerTexts()).find((code) => code.startsWith("grant_type="))!;
  // White space makes the page ask: the seed waits in its field alone, and a button clears it.
  await seed.fill(`${canary} `);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.locator(".choice")).toBeVisible();
  expect(leaks(await stored(page, session))).toEqual([]);
  await page.getByRole("button", { name: "Clear everything" }).click();
  await expect(seed).toHaveValue("");
  await expect(page.locator(".choice")).toHaveCount(0);
  // The seed that tells apart what looks alike without it.
  await page.getByRole("link", { name: "Verify", exact: true }).click();
  const other = new URLSearchParams(form);
  other.set("username", "9cpfKN9suPNvfeUNphzxXMjcnn974eme8ZhWUjaktzU5");
  await page.getByLabel("Password, form body or curl command").fill(String(other));
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.locator("#waves-naming-seed").fill(canary);
  await page.getByRole("button", { name: "Name the mistake" }).click();
  await expect(page.locator(".waves-verdict")).toContainText("signed by");
  expect(leaks(await page.content())).toEqual([]);
  // A seed pasted where a request belongs is repeated nowhere either.
  await page.getByLabel("Password, form body or curl command").fill(`grant_type=password&scope=general&client_id=waves.exchange&username=${canary.replace(/ \w*\d.*/, "")}&password=1584651600:x`);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.locator(".waves-verdict")).toContainText("seed phrase was sent as the username");
  await page.getByLabel("Password, form body or curl command").fill("");
  await page.getByRole("link", { name: "Sign", exact: true }).click();
  // Refused as well: an error is where input slips out.
  await seed.fill(`${canary} 0OIl`);
  await page.getByLabel("The seed is").selectOption("base58");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("tab", { name: "Diagnose" }).click();
  await page.reload();
  await ready(page);
  // The recorder hears the page, its requests and its workers.
  await page.evaluate(() => fetch("/healthz?asked-by-the-page", { method: "GET" }));
  await page.workers()[0]!.evaluate(() => console.log("said by a worker"));
  await expect.poll(() => ["asked-by-the-page", "said by a worker"].filter((sign) => seen.some((line) => line.includes(sign)))).toHaveLength(2);
  expect(seen.filter((line) => leaks(line).length > 0)).toEqual([]);
  expect(leaks(await stored(page, session))).toEqual([]);
  expect(leaks(await page.content())).toEqual([]);
  expect(copied).toEqual([]);
});

test("a worker that crashes with the seed says nothing of it", async ({ page }) => {
  await crashOn(page, canary);
  const { seen, session } = await record(page);
  await page.goto("/#/waves");
  await ready(page);
  await page.locator("#waves-seed").fill(canary);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  expect(seen.filter((line) => leaks(line).length > 0)).toEqual([]);
  expect(leaks(await stored(page, session))).toEqual([]);
  expect(leaks(await page.content())).toEqual([]);
});

test("signing works with the network off after load, again and again", async ({ page, context }) => {
  await page.goto("/#/waves");
  await ready(page);
  await expect.poll(() => page.workers().length).toBe(2);
  await context.setOffline(true);
  for (let i = 0; i < 2; i++) {
    await page.getByLabel("Seed", { exact: true }).fill(`${canary} ${i}`);
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(page.locator(".signed")).toContainText(/\d{10}:[1-9A-HJ-NP-Za-km-z]{80,}/);
    await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("");
  }
});

test.describe("from inside a worker", () => {
  test.use({ expectedErrors: [/Content Security Policy|CSP|Refused to|Failed to fetch|violates|worker-src|connect-src/] });

  test("every way out is closed, also to the own server", async ({ page, baseURL }) => {
    const hits: string[] = [];
    const sink = createServer((request, response) => {
      hits.push(request.url!);
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    });
    await new Promise<void>((listening) => sink.listen(0, "127.0.0.1", listening));
    const elsewhere = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
    const answered: string[] = [];
    page.on("response", (response) => answered.push(response.url()));
    await page.goto("/#/waves");
    await ready(page);
    await expect.poll(() => page.workers().length).toBe(2);
    for (const worker of page.workers()) {
      for (const origin of [baseURL!, elsewhere]) {
        const results = await worker.evaluate(
          async ({ url, socket }) => {
            const opens = (target: EventTarget, good: string) =>
              new Promise<string>((resolve) => {
                target.addEventListener(good, () => resolve("open"));
                target.addEventListener("error", () => resolve("blocked"));
              });
            const ways: Record<string, () => unknown> = {
              fetch: () => fetch(url),
              "fetch without CORS": () => fetch(url, { mode: "no-cors", method: "POST", body: url }),
              "fetch, kept alive": () => fetch(url, { mode: "no-cors", keepalive: true }),
              XMLHttpRequest: () => {
                const request = new XMLHttpRequest();
                request.open("GET", url, false);
                request.send();
              },
              WebSocket: async () => {
                if ((await opens(new WebSocket(socket), "open")) === "blocked") throw new Error();
              },
              EventSource: async () => {
                if ((await opens(new EventSource(url), "open")) === "blocked") throw new Error();
              },
              WebTransport: async () => {
                const transport = new (globalThis as unknown as { WebTransport: new (url: string) => { ready: Promise<void> } }).WebTransport(url.replace("http:", "https:"));
                await transport.ready;
              },
              "import()": () => import(url),
              importScripts: () => (globalThis as unknown as { importScripts(url: string): void }).importScripts(url),
              Worker: async () => {
                const inner = new Worker(url, { type: "module" });
                if ((await opens(inner, "message")) === "blocked") throw new Error();
              },
              cache: async () => (await caches.open("canary")).add(url),
            };
            const out: Record<string, string> = {};
            for (const [name, way] of Object.entries(ways)) {
              try {
                await way();
                out[name] = "open";
              } catch {
                out[name] = "blocked";
              }
            }
            return out;
          },
          { url: `${origin}/healthz?${encodeURIComponent(canary)}`, socket: `${origin.replace("http", "ws")}/ws?${encodeURIComponent(canary)}` },
        );
        expect(Object.entries(results).filter(([, result]) => result !== "blocked")).toEqual([]);
        expect(Object.keys(results).length).toBe(11);
      }
    }
    expect(hits).toEqual([]);
    expect(answered.filter((url) => leaks(url).length > 0)).toEqual([]);
    await new Promise((closed) => sink.close(closed));
  });
});
