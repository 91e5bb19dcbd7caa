import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    target: ["chrome123", "firefox128", "safari17.5"],
    // The server's CSP allows no inline script and the page is one chunk: there is nothing to preload.
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:8080" } },
  test: { include: ["src/**/*.test.ts"], environment: "node", maxWorkers: 2 }, // two files of a minute each
});
