/**
 * The engine's worker: loads the WASM, says ready, then answers bytes with bytes. It knows no method by name.
 *
 * Messages in: Init once, then Uint8Array requests. Messages out: WorkerState, and Uint8Array answers.
 */
import "./generated/wasm_exec.js";
import engineUrl from "./generated/grantlens.wasm?url";
import vaultUrl from "./generated/vault.wasm?url";

/** The WASM programs: the engine that reads logs and tokens, and the small one that handles a seed. */
const programs = { engine: engineUrl, vault: vaultUrl };

export type Program = keyof typeof programs;

/** What a worker is started with; module is that of an earlier one, so that it is neither fetched nor compiled again. */
export interface Init {
  program: Program;
  module: WebAssembly.Module | null;
}

export type WorkerState =
  | { state: "ready"; module: WebAssembly.Module }
  /** The WASM could not be fetched, compiled or started. */
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
  onmessage: ((event: MessageEvent<Init | Uint8Array>) => void) | null;
  postMessage(message: WorkerState | Uint8Array, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = (event) => {
  if (event.data instanceof Uint8Array) answer(event.data);
  else void start(event.data);
};

async function start({ program, module: cached }: Init): Promise<void> {
  try {
    const module = cached ?? (await WebAssembly.compileStreaming(fetch(programs[program])));
    const go = new scope.Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    scope.grantlensReady = () => scope.postMessage({ state: "ready", module });
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
