/**
 * The server's CSP asks for Trusted Types and names one policy, "grantlens". It admits two things: the URLs of this
 * build's own workers.
 */
import directUrl from "./direct.ts?worker&url";
import workerUrl from "./worker.ts?worker&url";

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

const policy = trustedTypes?.createPolicy("grantlens", {
  createScriptURL(url) {
    if (url !== workerUrl && url !== directUrl) throw new TypeError("grantlens: not a worker of this page");
    return url;
  },
});

// The Worker constructor takes the policy's TrustedScriptURL, which the DOM types do not know yet.
const start = (url: string) => new Worker(policy ? policy.createScriptURL(url) : url, { type: "module", name: "grantlens" });

/** A worker for one of the engine's programs. It may connect to nothing. */
export const newWorker = () => start(workerUrl);

/** A worker that sends one request. */
export const newDirectWorker = () => start(directUrl);
