/**
 * The engines of the page, each in a worker. Workers of one program share its compiled WASM. The one that
 * reads logs speaks one language: after another is chosen, the next worker runs the other's.
 */
import { effect, signal } from "@preact/signals";
import { Engine, EngineError, type Connect } from "./engine.ts";
import engineEn from "./generated/grantlens.en.wasm?url";
import engineRu from "./generated/grantlens.ru.wasm?url";
import requestsEn from "./generated/requests.en.wasm?url";
import requestsRu from "./generated/requests.ru.wasm?url";
import keysUrl from "./generated/keys.wasm?url";
import vaultUrl from "./generated/vault.wasm?url";
import type { Lang } from "./messages.ts";
import { lang } from "./settings.ts";
import { newWorker } from "./trusted.ts";
import { program, workerTransport, type Program } from "./worker-transport.ts";

const compiled = (url: string) => program(() => WebAssembly.compileStreaming(fetch(url)));
const wasm = (url: string) => workerTransport(newWorker, compiled(url));

export const connectKeys = wasm(keysUrl);

const engines: Record<Lang, Program> = { en: compiled(engineEn), ru: compiled(engineRu) };

/** Reads logs. */
export const logEngine = new Engine((events) => workerTransport(newWorker, engines[lang.peek()])(events));

const requestPrograms: Record<Lang, Program> = { en: compiled(requestsEn), ru: compiled(requestsRu) };

/** Makes requests, and reads them and callbacks; loaded with the first. */
export const requestEngine = new Engine((events) => workerTransport(newWorker, requestPrograms[lang.peek()])(events));

/** Reads tokens. It is never given a key. */
export const tokenEngine = new Engine(connectKeys);

export type EngineState = { is: "loading" } | { is: "ready"; version: string } | { is: "failed" };

export const engineState = signal<EngineState>({ is: "loading" });

/** Loads the engine, or learns why not. Callers show the error; the state is for the line at the foot of the page. */
export async function wake(): Promise<void> {
  engineState.value = { is: "loading" };
  try {
    engineState.value = { is: "ready", version: (await logEngine.hello()).version };
  } catch {
    engineState.value = { is: "failed" };
  }
}

/** A worker a secret: it is started before it is needed, does one call, and ends with all it has seen. */
class OneCall {
  private readonly connect: Connect;
  private waiting: Engine | null = null;

  constructor(connect: Connect) {
    this.connect = connect;
  }

  /** Has a worker ready, so that the call itself asks nothing of the network. */
  prepare(): Engine {
    this.waiting ??= new Engine(this.connect);
    this.waiting.start();
    return this.waiting;
  }

  /** Aborting ends the worker in the middle of the call. */
  async run<Result>(call: (engine: Engine) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const engine = this.prepare();
    this.waiting = null;
    signal?.addEventListener("abort", () => engine.stop());
    try {
      return await call(engine);
    } finally {
      engine.stop();
    }
  }
}

/** Handles seeds. */
export const vault = new OneCall(wasm(vaultUrl));

/** Handles keys of tokens. */
export const keyring = new OneCall(connectKeys);

// What an engine was asked in the language before is asked again by the views.
let spoken = lang.peek();
effect(() => {
  if (lang.value === spoken) return;
  spoken = lang.value;
  logEngine.stop();
  requestEngine.stop();
});

export function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError("internal");
}
