/**
 * One request, sent from the browser itself. The page may connect to its own server alone; this worker is the one script
 * that may connect elsewhere, started for a request that somebody asked for, and ended after it.
 *
 * Message in: HttpRequest. Message out: DirectAnswer.
 */
import type { DirectAnswer } from "./relay.ts";
import type { HttpRequest } from "./requests.ts";

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<HttpRequest>) => void) | null;
  postMessage(answer: DirectAnswer): void;
};

scope.onmessage = (event) => void send(event.data).then(scope.postMessage.bind(scope), () => scope.postMessage({ failed: true }));

async function send({ method, url, headers, body }: HttpRequest): Promise<DirectAnswer> {
  const began = performance.now();
  const answer = await fetch(url, {
    method,
    headers,
    ...(body && method !== "GET" && method !== "HEAD" ? { body } : {}),
    redirect: "manual", // a redirect is an answer
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  const text = await answer.text();
  const { status, statusText } = answer;
  return {
    failed: false,
    redirected: answer.type === "opaqueredirect",
    response: { status, statusText, headers: [...answer.headers], body: text, bodyEncoding: "utf-8", size: new TextEncoder().encode(text).length },
    total: performance.now() - began,
  };
}
