/** The engines of the page. All their workers share one compiled WASM. */
import { signal } from "@preact/signals";
import { Engine, EngineError, type WavesSigned, type WavesSignParams } from "./engine.ts";
import { newWorker } from "./trusted.ts";
import { workerTransport, type ModuleCache } from "./worker-transport.ts";

const cache: ModuleCache = { module: null };
const connect = workerTransport(newWorker, cache);

/** Reads logs. */
export const logEngine = new Engine(connect);

/** Reads single tokens, so that stopping a long log does not stop a token. */
export const tokenEngine = new Engine(connect);

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

/** Signs in a worker started for this one signature and ended after it, whatever comes of it. */
export async function signOnce(params: WavesSignParams): Promise<WavesSigned> {
  const engine = new Engine(connect);
  try {
    return await engine.wavesSign(params);
  } finally {
    engine.stop();
  }
}

export function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError("internal");
}
