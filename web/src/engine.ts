import type { Messages } from "./messages.ts";
import type { Confidence, Ref, Report, Severity } from "./report.ts";
import { SCHEMA } from "./report.ts";
import type * as requests from "./requests.ts";
import type * as bench from "./workbench.ts";

/**
 * Why the engine did not answer.
 * load: it could not be fetched, compiled or started. crash: it ended in the middle. cancelled: by the caller.
 * input: it says what is wrong with what it was given, in message and hint.
 * internal: it failed on this input and lives. schema: page and engine are of different builds.
 */
export type EngineErrorKind = "load" | "crash" | "cancelled" | "input" | "internal" | "schema";

export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  readonly hint: string;
  /** The same in every language, where the other side gives it. */
  readonly words: requests.Words | undefined;
  constructor(kind: EngineErrorKind, message = "", hint = "", words?: requests.Words) {
    super(message || `engine: ${kind}`);
    this.name = "EngineError";
    this.kind = kind;
    this.hint = hint;
    this.words = words;
  }
}

/** An error in the words of the page. What the engine says of its input is in the language it was asked in. */
export function inWords(error: EngineError, words: Messages["engine"]): string {
  if (error.kind === "input") return [error.message, error.hint].filter(Boolean).join(". ");
  return `${words.title[error.kind]}. ${words.detail[error.kind]}`;
}

/** One connection to an engine: a worker, later a WebSocket. After failed or close it is dead. */
export interface Transport {
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface TransportEvents {
  message(bytes: Uint8Array): void;
  failed(error: EngineError): void;
}

export type Connect = (events: TransportEvents) => Transport;

/** Bytes, or UTF-16 units of text, in one diagnose.feed. */
const SLICE = 1 << 20;

export interface Hello {
  version: string;
  schema: number;
  methods: string[];
}

export interface DiagnoseOptions {
  lang: string;
  /** Judges tokens where the log has no time of its own. */
  now?: Date;
  /** Judges a token that stands alone: of it one asks whether it is valid now. A log of another day is not judged by it. */
  clock?: Date;
  /** 0 … 1 of the input fed. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

/** Everything the engine judges by, in one language. */
export interface RuleList {
  rules: Rule[];
  facts: Fact[];
}

/** Where a text names what a log showed, … stands for it. */
export interface Rule {
  id: string;
  /** Ids of rules that were merged into it. */
  former?: string[];
  title: string;
  about: string;
  severity: Severity;
  confidence: Confidence;
  detail: string;
  causes: string[];
  fixes: string[];
  missing: string[];
  refs: Ref[];
}

/** An error code, an error value or a text of a provider, and what it means. */
export interface Fact {
  provider: string;
  /** Of the provider. */
  name?: string;
  system: string;
  status?: number;
  error?: string;
  code?: string;
  /** Regular expression of the text, RE2. */
  pattern?: string;
  meaning: string;
  cause: string;
  fix: string;
  source: Ref;
  /** The day the source was read. */
  checked?: string;
  confidence: string;
  /** Id of the rule that judges it. */
  rule?: string;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: EngineError): void;
}

interface Answer {
  id?: number | null;
  /** Of a notification: it has no id. */
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string; data?: { hint?: string; words?: requests.Words } };
}

/**
 * A typed client of the engine's JSON-RPC methods. It connects on the first call, and again on the next call after the
 * engine died; a death rejects everything that waits.
 */
export class Engine {
  private readonly connect: Connect;
  private transport: Transport | null = null;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private greeting: Promise<Hello> | null = null;
  /** Hears what the other side says unasked. */
  onNotification: (method: string, params: unknown) => void = () => {};

  constructor(connect: Connect) {
    this.connect = connect;
  }

  /** Connects, if need be, and learns what the engine can do. */
  hello(): Promise<Hello> {
    this.open();
    this.greeting ??= this.call<Hello>("hello", {}).then((hello) => {
      if (hello.schema === SCHEMA) return hello;
      throw new EngineError("schema");
    });
    return this.greeting;
  }

  /** Reads a log. Text goes as text; a Blob goes as its bytes, so that its encoding is the engine's to judge. */
  async diagnose(input: string | Blob, options: DiagnoseOptions): Promise<Report> {
    const { signal } = options;
    if (!signal) return this.read(input, options);
    const cancelled = new EngineError("cancelled");
    if (signal.aborted) throw cancelled;
    // Go cannot be interrupted, so the worker ends; and the disk may never answer, so it is not waited for.
    return new Promise<Report>((resolve, reject) => {
      const stop = () => {
        reject(cancelled);
        this.stop(cancelled);
      };
      signal.addEventListener("abort", stop, { once: true });
      this.read(input, options)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", stop));
    });
  }

  private async read(input: string | Blob, options: DiagnoseOptions): Promise<Report> {
    const size = sizeOf(input);
    await this.hello();
    const { session } = await this.call<{ session: string }>("diagnose.open", { lang: options.lang, now: options.now?.toISOString() ?? "", clock: options.clock?.toISOString() ?? "" });
    for (let from = 0; from < size; ) {
      const to = sliceEnd(input, from);
      if (typeof input === "string") {
        await this.call("diagnose.feed", { session, text: input.slice(from, to) });
      } else {
        const data = new Uint8Array(await input.slice(from, to).arrayBuffer());
        if (options.signal?.aborted) throw new EngineError("cancelled");
        await this.call("diagnose.feed", { session }, data);
      }
      from = to;
      options.onProgress?.(from / size);
    }
    return this.call<Report>("diagnose.close", { session });
  }

  async markdown(report: Report, lang: string): Promise<string> {
    return (await this.call<{ markdown: string }>("report.markdown", { report, lang })).markdown;
  }

  redact(text: string): Promise<{ text: string }> {
    return this.call("redact", {}, new TextEncoder().encode(text));
  }

  tokenInspect({ text, ...params }: bench.InspectParams): Promise<bench.Inspected> {
    return this.call("token.inspect", params, new TextEncoder().encode(text));
  }

  async tokenVerify(params: bench.VerifyParams): Promise<bench.TokenCheck[]> {
    return (await this.call<{ checks: bench.TokenCheck[] }>("token.verify", params)).checks;
  }

  tokenDecrypt(params: bench.DecryptParams): Promise<bench.InspectedToken> {
    return this.call("token.decrypt", params);
  }

  tokenSign(params: bench.SignParams): Promise<bench.Signed> {
    return this.call("token.sign", params);
  }

  tokenCompare(params: { a: string; b: string; lang: string }): Promise<bench.Comparison> {
    return this.call("token.compare", params);
  }

  wavesSign(params: bench.WavesSignParams): Promise<bench.WavesSigned | bench.WavesChoice> {
    return this.call("waves.sign", params);
  }

  wavesWallet(params: bench.WavesWalletParams): Promise<bench.WavesWallet> {
    return this.call("waves.wallet", params);
  }

  wavesVerify(params: bench.WavesVerifyParams): Promise<bench.WavesVerdict> {
    return this.call("waves.verify", params);
  }

  wavesAssemble(params: bench.WavesAssembleParams): Promise<bench.WavesAssembled> {
    return this.call("waves.assemble", params);
  }

  wavesRefresh(params: { refreshToken: string; profile: string; lang: string }): Promise<bench.WavesRequest> {
    return this.call("waves.refresh", params);
  }

  providers(lang: string): Promise<requests.ProviderList> {
    return this.call("providers.list", { lang });
  }

  requestForm(params: requests.FormParams): Promise<requests.Form> {
    return this.call("request.form", params);
  }

  requestBuild(params: requests.BuildParams): Promise<requests.Built> {
    return this.call("request.build", params);
  }

  requestImport(params: { text: string; lang: string }): Promise<requests.Imported> {
    return this.call("request.import", params);
  }

  requestCallback(params: { text: string; expected: requests.Expected; lang: string }): Promise<requests.CallbackRead> {
    return this.call("request.callback", params);
  }

  /** Without an environment it is that of the request, or production. */
  moexMigrate(params: { text: string; environment: requests.Environment | ""; lang: string }): Promise<requests.Migration> {
    return this.call("moex.migrate", params);
  }

  async clientAssertion(params: requests.AssertionParams): Promise<string> {
    return (await this.call<{ assertion: string }>("client.assertion", params)).assertion;
  }

  dpopKey(params: { alg: string; lang: string }): Promise<requests.DpopKey> {
    return this.call("dpop.key", params);
  }

  async dpopProof(params: requests.DpopParams): Promise<string> {
    return (await this.call<{ proof: string }>("dpop.proof", params)).proof;
  }

  relaySend(params: requests.HttpRequest & { id: string; lang: string }): Promise<requests.Exchanged> {
    return this.call("relay.send", params);
  }

  relayCancel(id: string): Promise<unknown> {
    return this.call("relay.cancel", { id });
  }

  /** Begins to load, so that the first call need not wait for it. */
  start(): void {
    this.open();
  }

  /** Ends the engine; what waits is rejected. The next call starts another. */
  stop(reason: EngineError = new EngineError("cancelled")): void {
    this.transport?.close();
    this.dead(reason);
  }

  private open(): Transport {
    if (this.transport) return this.transport;
    const transport: Transport = this.connect({
      message: (bytes) => transport === this.transport && this.receive(bytes),
      failed: (error) => transport === this.transport && this.dead(error),
    });
    return (this.transport = transport);
  }

  private dead(reason: EngineError): void {
    this.transport = null;
    this.greeting = null;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of waiting) reject(reason);
  }

  private call<Result>(method: string, params: object, data?: Uint8Array): Promise<Result> {
    const transport = this.open();
    const id = ++this.lastId;
    return new Promise<Result>((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (result: unknown) => void, reject });
      const request = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      transport.send(data ? beside(request, data) : request);
    });
  }

  private receive(bytes: Uint8Array): void {
    let answer: Answer;
    try {
      answer = JSON.parse(new TextDecoder().decode(bytes)) as Answer;
    } catch {
      return this.stop(new EngineError("crash"));
    }
    if (answer.method) return this.onNotification(answer.method, answer.params);
    const id = answer.id ?? NaN;
    const waiting = this.pending.get(id);
    if (!waiting) return; // an answer to what was given up
    this.pending.delete(id);
    if (answer.error) waiting.reject(rpcError(answer.error));
    else waiting.resolve(answer.result);
  }
}

const BAD_INPUT = -32000;

function rpcError(error: NonNullable<Answer["error"]>): EngineError {
  return new EngineError(error.code === BAD_INPUT ? "input" : "internal", error.message, error.data?.hint, error.data?.words);
}

const sizeOf = (input: string | Blob) => (typeof input === "string" ? input.length : input.size);

/** A slice of text never ends between the halves of a surrogate pair. */
function sliceEnd(input: string | Blob, from: number): number {
  if (typeof input !== "string") return Math.min(from + SLICE, input.size);
  const to = Math.min(from + SLICE, input.length);
  const last = input.charCodeAt(to - 1);
  return to < input.length && last >= 0xd800 && last < 0xdc00 ? to - 1 : to;
}

/** A request with bytes beside it (rpc.Mux.Handle): a zero, the request in one line, a line feed, the bytes. */
function beside(request: Uint8Array, data: Uint8Array): Uint8Array {
  const message = new Uint8Array(request.length + data.length + 2);
  message.set(request, 1);
  message[request.length + 1] = 0x0a;
  message.set(data, request.length + 2);
  return message;
}
