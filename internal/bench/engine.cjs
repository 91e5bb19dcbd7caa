// Feeds standard input to the engine as WASM and prints the seconds that took. Argument: the folder of the built engine.
const fs = require("node:fs");
const path = require("node:path");
const folder = path.resolve(process.argv[1]);
require(path.join(folder, "wasm_exec.js"));

let id = 0;
function call(method, params) {
  const request = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }));
  const answer = JSON.parse(Buffer.from(grantlensHandle(request)).toString());
  if (answer.error) throw new Error(answer.error.message);
  return answer.result;
}

async function main() {
  const go = new Go();
  const ready = new Promise((resolve) => (globalThis.grantlensReady = resolve));
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(folder, "grantlens.en.wasm")), go.importObject);
  go.run(instance);
  await ready;
  const chunk = Buffer.alloc(1 << 20);
  let held = 0;
  let took = 0;
  const { session } = call("diagnose.open", {});
  const feed = () => {
    const start = performance.now();
    call("diagnose.feed", { session, text: chunk.toString("latin1", 0, held) });
    took += performance.now() - start;
    held = 0;
  };
  for await (const piece of process.stdin) {
    for (let from = 0; from < piece.length; ) {
      const n = piece.copy(chunk, held, from);
      from += n;
      held += n;
      if (held === chunk.length) feed();
    }
  }
  feed();
  const start = performance.now();
  call("diagnose.close", { session });
  took += performance.now() - start;
  process.stdout.write(`seconds ${took / 1000}\n`, () => process.exit(0));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
