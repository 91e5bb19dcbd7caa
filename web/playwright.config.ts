import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const PORT = 8791;
/** Of the provider that requests are relayed to, e2e/provider.mjs; at the next one it speaks TLS that is not to be trusted. */
export const PROVIDER_PORT = 8792;
const SERVER = process.env["SERVER"] ?? "../bin/server";

function chromium(): string {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name.
    }
  }
  throw new Error("The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one: CHROMIUM=/path/to/chromium");
}

if (!existsSync(SERVER)) throw new Error(`The browser tests drive the server itself: build it first (make build), ${SERVER} is not there`);

export default defineConfig({
  testDir: "e2e",
  timeout: 180_000, // a small machine may have other work
  expect: { timeout: 20_000 },
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: "list",
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: chromium(),
      // A container's Chromium runs as root and finds no network but this machine's.
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: [
    {
      command: `${SERVER} -listen 127.0.0.1:${PORT} -relay-allow 127.0.0.1:${PROVIDER_PORT} -relay-allow 127.0.0.1:${PROVIDER_PORT + 1} -relay-rate 60000 -relay-rate-all 60000`,
      url: `http://127.0.0.1:${PORT}/healthz`,
      reuseExistingServer: false,
      stderr: "ignore", // its access lines
    },
    {
      command: `node e2e/provider.mjs ${PROVIDER_PORT}`,
      url: `http://127.0.0.1:${PROVIDER_PORT}/.well-known/openid-configuration`,
      reuseExistingServer: false,
    },
  ],
});
