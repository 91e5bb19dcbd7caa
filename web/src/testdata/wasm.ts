/** One of the built WASM programs, started in node: what the page's workers run, asked as they are. */
import { readFile } from "node:fs/promises";

interface Scope {
  Go: new () => { importObject: WebAssembly.Imports; run(instance: WebAssembly.Instance): Promise<void> };
  grantlensReady: () => void;
  grantlensHandle(request: Uint8Array): Uint8Array;
}

export interface Failure {
  message: string;
}

export type Call = <Result>(method: string, params: object) => Result;

/** Starts a program; a call throws what it answers as an error. There is one at a time. */
export async function program(name: "grantlens.en" | "keys" | "vault"): Promise<Call> {
  const scope = globalThis as unknown as Scope;
  await import("../generated/wasm_exec.js" as string);
  const go = new scope.Go();
  const { instance } = await WebAssembly.instantiate(await readFile(new URL(`../generated/${name}.wasm`, import.meta.url)), go.importObject);
  const ready = new Promise<void>((resolve) => (scope.grantlensReady = resolve));
  void go.run(instance);
  await ready;
  const handle = scope.grantlensHandle;
  let id = 0;
  return (method, params) => {
    const request = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }));
    const answer = JSON.parse(new TextDecoder().decode(handle(request))) as { result: never; error?: Failure };
    if (answer.error) throw new Error(answer.error.message);
    return answer.result;
  };
}
