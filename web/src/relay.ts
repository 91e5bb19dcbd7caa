/** Sending a request: through the server's relay, over its WebSocket or by POST, or from the browser itself. */
import { noteServerDate } from "./clock.ts";
import { Engine, EngineError } from "./engine.ts";
import { logEngine } from "./engines.ts";
import type { Lang } from "./messages.ts";
import { headerOf, type Exchanged, type HttpRequest, type InAnyLanguage, type Pair, type Phase, type RelayResponse, type Words } from "./requests.ts";
import { lang } from "./settings.ts";
import { socketTransport } from "./socket-transport.ts";
import { newDirectWorker } from "./trusted.ts";

/**
 * Why there is no exchange to show. refused: the relay's guard did not let it out. blocked: the browser did not let the
 * page see the answer. lost: the connection to our own server. cancelled: by the person.
 */
export type SendErrorKind = "refused" | "blocked" | "lost" | "cancelled";

export class SendError extends Error {
  readonly kind: SendErrorKind;
  readonly hint: string;
  readonly words: Words | undefined;
  constructor(kind: SendErrorKind, message = "", hint = "", words?: Words) {
    super(message);
    this.kind = kind;
    this.hint = hint;
    this.words = words;
  }
}

/** What the server said, in the language of the page now. */
function saidIn<Said extends InAnyLanguage>(said: Said, to: Lang): Said {
  return { ...said, ...said.words?.[to] };
}

/** The same exchange, shown in another language; its phases and its TLS tell the failure too. */
export async function translated(exchanged: Exchanged, to: Lang, now: Date): Promise<Exchanged> {
  const { failure, notes, trace, transcript } = exchanged;
  const said = failure && saidIn(failure, to);
  const same = (text: string | undefined) => (said && text === failure.message ? said.message : text);
  return {
    ...exchanged,
    report: await logEngine.diagnose(transcript, { lang: to, now }),
    ...(said ? { failure: said } : {}),
    ...(notes ? { notes: notes.map((note) => saidIn(note, to)) } : {}),
    trace: {
      ...trace,
      phases: trace.phases?.map((phase) => ({ ...phase, detail: same(phase.detail) ?? "" })) ?? null,
      ...(trace.tls ? { tls: { ...trace.tls, problem: same(trace.tls.problem) ?? "" } } : {}),
    },
  };
}

export interface SendOptions {
  signal: AbortSignal;
  onPhase?: (phase: Phase) => void;
}

const server = new Engine(socketTransport("/ws"));
const listeners = new Map<string, (phase: Phase) => void>();

server.onNotification = (method, params) => {
  if (method !== "relay.trace") return;
  const { id, phase } = params as { id: string; phase: Phase };
  listeners.get(id)?.(phase);
};

let sends = 0;

/** Sends a request through the relay. */
export async function relay(request: HttpRequest, { signal, onPhase }: SendOptions): Promise<Exchanged> {
  const id = `${Date.now().toString(36)}-${++sends}`;
  const began = Date.now();
  if (onPhase) listeners.set(id, onPhase);
  const stop = () => void server.relayCancel(id).catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    return noted(await over(request, id, signal), began);
  } finally {
    listeners.delete(id);
    signal.removeEventListener("abort", stop);
  }
}

async function over({ method, url, headers, body }: HttpRequest, id: string, signal: AbortSignal): Promise<Exchanged> {
  try {
    return await server.relaySend({ id, method, url, headers, body, lang: lang.peek() });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.kind === "input") throw new SendError("refused", error.message, error.hint, error.words);
    if (error.kind !== "load") throw new SendError("lost");
  }
  // No WebSocket comes through: some proxies let none.
  return post({ method, url, headers, body }, signal);
}

async function post(request: HttpRequest, signal: AbortSignal): Promise<Exchanged> {
  let answer: Response;
  try {
    answer = await fetch(`/api/relay?lang=${lang.peek()}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request), signal });
  } catch {
    throw new SendError(signal.aborted ? "cancelled" : "lost");
  }
  const said = (await answer.json().catch(() => null)) as (Exchanged & { error?: { message: string; hint: string; words?: Words } }) | null;
  if (answer.ok && said) return said;
  throw said?.error ? new SendError("refused", said.error.message, said.error.hint, said.error.words) : new SendError("lost");
}

function noted(exchanged: Exchanged, began: number): Exchanged {
  const date = headerOf(exchanged.response?.headers ?? [], "date");
  if (date) noteServerDate(new URL(exchanged.request.url).host, date, began, Date.now());
  return exchanged;
}

/** One document, for who asks for nothing but it. Rejects with a SendError when none came. */
export async function relayGet(url: string): Promise<{ status: number; body: string; date?: string }> {
  const { response, failure } = await relay({ method: "GET", url, headers: [["Accept", "application/json"]], body: "" }, { signal: new AbortController().signal });
  if (!response) throw new SendError("lost", failure?.message, failure?.hint, failure?.words);
  const date = headerOf(response.headers, "date");
  return { status: response.status, body: response.body, ...(date ? { date } : {}) };
}

/** What src/direct.ts answers. */
export type DirectAnswer = { failed: true } | { failed: false; redirected: boolean; response: RelayResponse; total: number };

/** These the browser sets itself, or forbids (Fetch Standard, "forbidden request-header"). */
const OWN = /^(accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|proxy-.*|referer|sec-.*|te|trailer|transfer-encoding|upgrade|user-agent|via)$/i;

/** Sends a request from the browser, in a worker that may connect to where the page may not. */
export async function direct(request: HttpRequest, { signal }: SendOptions): Promise<Exchanged> {
  const headers = request.headers.filter(([name]) => !OWN.test(name));
  const sent = { ...request, headers };
  const answer = await new Promise<DirectAnswer>((resolve, reject) => {
    const worker = newDirectWorker();
    const end = (what: () => void) => {
      worker.terminate();
      what();
    };
    worker.onmessage = (event: MessageEvent<DirectAnswer>) => end(() => resolve(event.data));
    worker.onerror = () => end(() => reject(new SendError("lost")));
    signal.addEventListener("abort", () => end(() => reject(new SendError("cancelled"))), { once: true });
    worker.postMessage(sent);
  });
  if (answer.failed) throw new SendError("blocked");
  const transcript = transcriptOf(sent, answer.redirected ? undefined : answer.response);
  const report = await logEngine.diagnose(transcript, { lang: lang.peek() });
  return {
    request: sent,
    ...(answer.redirected ? { failure: { phase: "body", code: "redirect_hidden", message: "" } } : { response: answer.response }),
    trace: { phases: [], total: answer.total },
    transcript,
    report,
  };
}

/** An exchange as HTTP text, as far as a browser tells it. */
function transcriptOf({ method, url, headers, body }: HttpRequest, response: RelayResponse | undefined): string {
  const lines = (pairs: Pair[]) => pairs.map(([name, value]) => `${name}: ${value}\n`).join("");
  const { host, pathname, search } = new URL(url);
  const request = `${method} ${pathname}${search} HTTP/1.1\nHost: ${host}\n${lines(headers)}\n${body}`;
  if (!response) return request;
  return `${request}\n\nHTTP/1.1 ${response.status} ${response.statusText}\n${lines(response.headers)}\n${response.body}`;
}
