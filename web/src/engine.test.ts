import { describe, expect, test } from "vitest";
import { Engine, EngineError, type EngineErrorKind } from "./engine.ts";
import { report } from "./testdata/fixture.ts";
import { program, workerTransport, type WorkerLike } from "./worker-transport.ts";

interface Request {
  id: number;
  method: string;
  params: Record<string, string>;
  /** The bytes beside it. */
  data?: Uint8Array;
}

/** A worker whose engine is a function; it says ready by itself, unless told otherwise. */
class FakeWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  terminated = false;
  readonly requests: Request[] = [];
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  postMessage(message: unknown): void {
    if (!(message instanceof Uint8Array)) {
      expect(message).toBe("compiled");
      queueMicrotask(() => this.say(this.world.start()));
      return;
    }
    const line = message[0] === 0 ? message.indexOf(0x0a) : message.length;
    const request = JSON.parse(new TextDecoder().decode(message.subarray(message[0] === 0 ? 1 : 0, line))) as Request;
    if (message[0] === 0) request.data = message.slice(line + 1);
    this.requests.push(request);
    queueMicrotask(() => {
      const answer = this.world.handle(request, this);
      if (answer) this.say(new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", id: request.id, ...answer })));
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: unknown): void {
    if (!this.terminated) this.onmessage?.({ data } as MessageEvent);
  }
}

class World {
  readonly workers: FakeWorker[] = [];
  /** How often the WASM was fetched and compiled. */
  loads = 0;
  load = async (): Promise<unknown> => "compiled";
  private readonly program = program(() => (this.loads++, this.load() as Promise<WebAssembly.Module>));
  start = (): unknown => ({ state: "ready" });
  schema = 1;
  handle = (request: Request, _worker: FakeWorker): object | null => this.answer(request);

  answer({ method }: Request): object {
    switch (method) {
      case "hello":
        return { result: { version: "test", schema: this.schema, methods: [] } };
      case "diagnose.open":
        return { result: { session: "7" } };
      case "diagnose.feed":
        return { result: { bytes: 0 } };
      case "diagnose.close":
        return { result: report };
    }
    return { error: { code: -32601, message: "there is no method of this name here" } };
  }

  engine(): Engine {
    return new Engine(
      workerTransport(() => {
        const worker = new FakeWorker(this);
        this.workers.push(worker);
        return worker;
      }, this.program),
    );
  }

  fed(): Request[] {
    return this.workers.flatMap((w) => w.requests.filter((r) => r.method === "diagnose.feed"));
  }
}

async function kindOf(promise: Promise<unknown>): Promise<EngineErrorKind | "none"> {
  return promise.then(
    () => "none",
    (error: EngineError) => error.kind,
  );
}

const lang = "en";

describe("Engine", () => {
  test("calls made before the worker is ready are answered", async () => {
    expect((await new World().engine().hello()).version).toBe("test");
  });

  test("text is fed as text, in pieces that never cut a surrogate pair, and comes out whole", async () => {
    const world = new World();
    const text = "x".repeat((1 << 20) - 1) + "🔑" + "я".repeat(1 << 20);
    const progress: number[] = [];
    expect(await world.engine().diagnose(text, { lang: "ru", onProgress: (done) => progress.push(done) })).toEqual(report);
    const pieces = world.fed().map((r) => r.params["text"]!);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join("")).toBe(text);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(progress.at(-1)).toBe(1);
    expect(world.workers[0]!.requests.find((r) => r.method === "diagnose.open")!.params["lang"]).toBe("ru");
  });

  test("a file is fed as its bytes, whatever they are", async () => {
    const world = new World();
    const bytes = Uint8Array.from({ length: (1 << 20) + 300 }, (_, i) => i % 256);
    await world.engine().diagnose(new Blob([bytes]), { lang });
    const pieces = world.fed().map((r) => r.data!);
    expect(Buffer.concat(pieces).equals(Buffer.from(bytes))).toBe(true);
  });

  test("an empty input is a question too", async () => {
    expect(await new World().engine().diagnose("", { lang })).toEqual(report);
  });

  test.each<[string, (worker: FakeWorker) => void]>([
    ["the Go program ends", (worker) => worker.say({ state: "exited" })],
    ["the worker throws", (worker) => worker.onerror?.({} as ErrorEvent)],
    ["a message cannot be read", (worker) => worker.onmessageerror?.({} as MessageEvent)],
    ["an answer is no JSON", (worker) => worker.say(new Uint8Array([1, 2, 3]))],
  ])("when %s, everything that waits is rejected, and the next call gets a new worker with the compiled module", async (_name, crash) => {
    const world = new World();
    const engine = world.engine();
    await engine.hello();
    world.handle = (request, worker) => {
      if (request.method !== "diagnose.feed") return world.answer(request);
      crash(worker);
      return null;
    };
    expect(await Promise.all([kindOf(engine.diagnose("a", { lang })), kindOf(engine.diagnose("b", { lang }))])).toEqual(["crash", "crash"]);
    expect(world.workers.map((w) => w.terminated)).toEqual([true]);
    world.handle = (request) => world.answer(request);
    expect(await engine.diagnose("a", { lang })).toEqual(report);
    expect([world.workers.length, world.loads]).toEqual([2, 1]);
  });

  test.each<[string, (world: World) => void]>([
    ["the WASM does not arrive", (world) => (world.load = () => Promise.reject(new TypeError("refused")))],
    ["the WASM cannot be started", (world) => (world.start = () => ({ state: "refused" }))],
    ["the worker's script does not arrive", (world) => (world.start = () => (world.workers.at(-1)!.onerror?.({} as ErrorEvent), null))],
  ])("when %s, the call fails as load, and a later one may succeed", async (_name, breakIt) => {
    const world = new World();
    const engine = world.engine();
    const { start, load } = world;
    breakIt(world);
    expect(await kindOf(engine.hello())).toBe("load");
    Object.assign(world, { start, load });
    expect((await engine.hello()).version).toBe("test");
    expect(world.workers.map((w) => w.terminated)).toEqual([true, false]);
  });

  test("a worker that cannot be made is a failure to load", async () => {
    const engine = new Engine(
      workerTransport(() => {
        throw new TypeError("refused");
      }, async () => "compiled" as unknown as WebAssembly.Module),
    );
    expect(await kindOf(engine.hello())).toBe("load");
  });

  test("cancelling ends the worker, for Go cannot be interrupted", async () => {
    const world = new World();
    const engine = world.engine();
    const abort = new AbortController();
    world.handle = (request) => {
      if (request.method !== "diagnose.close") return world.answer(request);
      abort.abort();
      return null;
    };
    expect(await kindOf(engine.diagnose("a", { lang, signal: abort.signal }))).toBe("cancelled");
    expect(world.workers.map((w) => w.terminated)).toEqual([true]);
    expect(await kindOf(engine.diagnose("a", { lang, signal: abort.signal }))).toBe("cancelled");
  });

  test("what the engine says of the input reaches the caller in its own words", async () => {
    const world = new World();
    world.handle = (request) =>
      request.method === "waves.sign" ? { error: { code: -32000, message: "the seed is not Base58", data: { hint: "Choose text." } } } : world.answer(request);
    const error = await world
      .engine()
      .wavesSign({ seed: "0", seedKind: "base58", nonce: 0, chain: "W", clientId: "waves.exchange", scope: "general", lifetime: 0, spaces: "keep", lang })
      .catch((e: EngineError) => e);
    expect(error).toMatchObject({ kind: "input", message: "the seed is not Base58", hint: "Choose text." });
  });

  test("an engine of another schema is not used", async () => {
    const world = new World();
    world.schema = 2;
    expect(await kindOf(world.engine().diagnose("a", { lang }))).toBe("schema");
  });

  test("what is said unasked is heard, and answers nothing that waits", async () => {
    const world = new World();
    const heard: unknown[] = [];
    world.handle = (request, worker) => {
      if (request.method !== "relay.send") return world.answer(request);
      const said = { jsonrpc: "2.0", method: "relay.trace", params: { id: "a", phase: { name: "dns", start: 0 } } };
      worker.say(new TextEncoder().encode(JSON.stringify(said)));
      return { result: { total: 1 } };
    };
    const engine = world.engine();
    engine.onNotification = (method, params) => heard.push([method, params]);
    expect(await engine.relaySend({ id: "a", method: "GET", url: "https://id.example.com", headers: [], body: "", lang })).toEqual({ total: 1 });
    expect(heard).toEqual([["relay.trace", { id: "a", phase: { name: "dns", start: 0 } }]]);
  });
});
