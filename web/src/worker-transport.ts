import { EngineError, type Connect } from "./engine.ts";
import type { Init, Program, WorkerState } from "./worker.ts";

/** What a Worker must offer; tests give a fake one. */
export interface WorkerLike {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** The compiled WASM, kept for the next worker. */
export interface ModuleCache {
  module: WebAssembly.Module | null;
}

/** Connects an Engine to a worker of its own; requests wait until the worker is ready. */
export function workerTransport(spawn: () => WorkerLike, program: Program, cache: ModuleCache): Connect {
  return (events) => {
    let worker: WorkerLike;
    try {
      worker = spawn();
    } catch {
      queueMicrotask(() => events.failed(new EngineError("load")));
      return { send() {}, close() {} };
    }
    let waiting: Uint8Array[] | null = [];
    const post = (bytes: Uint8Array) => worker.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
    const fail = (kind: "load" | "crash") => {
      worker.terminate();
      events.failed(new EngineError(kind));
    };
    worker.onmessage = (event: MessageEvent<WorkerState | Uint8Array>) => {
      const message = event.data;
      if (message instanceof Uint8Array) return events.message(message);
      switch (message.state) {
        case "ready":
          cache.module = message.module;
          waiting?.forEach(post);
          waiting = null;
          return;
        case "refused":
          cache.module = null;
          return fail("load");
        case "exited":
          return fail("crash");
      }
    };
    worker.onerror = () => fail(waiting ? "load" : "crash");
    worker.onmessageerror = () => fail("crash");
    worker.postMessage({ program, module: cache.module } satisfies Init);
    return {
      send: (bytes) => (waiting ? void waiting.push(bytes) : post(bytes)),
      close: () => worker.terminate(),
    };
  };
}
