/**
 * The server's CSP asks for Trusted Types and names one policy, "grantlens". It admits one thing: the URL of this
 * build's own worker.
 */
import workerUrl from "./worker.ts?worker&url";

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;

const policy = trustedTypes?.createPolicy("grantlens", {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError("grantlens: not a worker of this page");
    return url;
  },
});

export function newWorker(): Worker {
  // The Worker constructor takes the policy's TrustedScriptURL, which the DOM types do not know yet.
  return new Worker(policy ? policy.createScriptURL(workerUrl) : workerUrl, { type: "module", name: "grantlens" });
}
