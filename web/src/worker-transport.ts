import { EngineError, type Connect } from "./engine.ts";
import type { WorkerState } from "./worker.ts";

/** What a Worker must offer; tests give a fake one. */
export interface WorkerLike {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

/** The compiled WASM of one program: loaded once for all workers, and anew after a failure. */
export type Program = () => Promise<WebAssembly.Module>;

export function program(load: Program): Program {
  let module: Promise<WebAssembly.Module> | null = null;
  return () =>
    (module ??= load().catch((error: unknown) => {
      module = null;
      throw error;
    }));
}

/** Connects an Engine to a worker of its own; requests wait until the worker is ready. */
export function workerTransport(spawn: () => WorkerLike, module: Program): Connect {
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
          waiting?.forEach(post);
          waiting = null;
          return;
        case "refused":
          return fail("load");
        case "exited":
          return fail("crash");
      }
    };
    worker.onerror = () => fail(waiting ? "load" : "crash");
    worker.onmessageerror = () => fail("crash");
    module().then(
      (compiled) => worker.postMessage(compiled),
      () => fail("load"),
    );
    return {
      send: (bytes) => (waiting ? void waiting.push(bytes) : post(bytes)),
      close: () => worker.terminate(),
    };
  };
}
