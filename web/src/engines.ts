/** The engines of the page. Workers of one program share its compiled WASM. */
import { signal } from "@preact/signals";
import { Engine, EngineError, type WavesSigned, type WavesSignParams } from "./engine.ts";
import { newWorker } from "./trusted.ts";
import { workerTransport } from "./worker-transport.ts";

const connect = workerTransport(newWorker, "engine", { module: null });
const connectVault = workerTransport(newWorker, "vault", { module: null });

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

/** The worker that waits for the next seed. */
let vault: Engine | null = null;

/** Has a worker ready for a seed, so that signing itself asks nothing of the network. */
export function prepareVault(): Engine {
  vault ??= new Engine(connectVault);
  vault.start();
  return vault;
}

/** Signs in a worker that sees this one seed and is ended after it, whatever comes of it. */
export async function signOnce(params: WavesSignParams): Promise<WavesSigned> {
  const engine = prepareVault();
  vault = null;
  try {
    return await engine.wavesSign(params);
  } finally {
    engine.stop();
  }
}

export function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError("internal");
}
