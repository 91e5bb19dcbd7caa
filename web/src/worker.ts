/**
 * The engine's worker: starts the WASM it is handed, says ready, then answers bytes with bytes. It knows no method by
 * name. The page fetches the WASM, so that the worker needs no connection: the server's CSP allows this script none.
 *
 * Messages in: a WebAssembly.Module once, then Uint8Array requests. Messages out: WorkerState, and Uint8Array answers.
 */
import "./generated/wasm_exec.js";

export type WorkerState =
  | { state: "ready" }
  /** The WASM could not be started. */
  | { state: "refused" }
  /** The Go program ended, which it never does by itself: it panicked or ran out of memory. */
  | { state: "exited" };

interface GoRuntime {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

interface Scope {
  Go: new () => GoRuntime;
  grantlensReady: () => void;
  grantlensHandle(request: Uint8Array): Uint8Array;
  onmessage: ((event: MessageEvent<WebAssembly.Module | Uint8Array>) => void) | null;
  postMessage(message: WorkerState | Uint8Array, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = (event) => {
  if (event.data instanceof Uint8Array) answer(event.data);
  else void start(event.data);
};

async function start(module: WebAssembly.Module): Promise<void> {
  try {
    const go = new scope.Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    scope.grantlensReady = () => scope.postMessage({ state: "ready" });
    await go.run(instance);
    scope.postMessage({ state: "exited" });
  } catch {
    scope.postMessage({ state: "refused" });
  }
}

function answer(request: Uint8Array): void {
  try {
    const bytes = scope.grantlensHandle(request);
    scope.postMessage(bytes, [bytes.buffer]);
  } catch {
    scope.postMessage({ state: "exited" });
  } finally {
    request.fill(0); // a request may hold a seed
  }
}
