// Feeds standard input to the engine as WASM and prints the seconds that took, by the clock and of the processors. Arguments:
// the folder of the built engine; paste, to read the whole of it again and again and print the middle of the times.
const fs = require("node:fs");
const path = require("node:path");
const folder = path.resolve(process.argv[1]);
require(path.join(folder, "wasm_exec.js"));

let id = 0;
function call(method, params, data) {
  let request = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }));
  if (data) request = Buffer.concat([Buffer.of(0), request, Buffer.from("\n"), data]);
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
  const [wall, cpu] = process.argv[2] === "paste" ? await paste() : await log();
  process.stdout.write(`seconds ${wall} ${cpu}\n`, () => process.exit(0));
}

/** Seconds since some time, by the clock and of the processors. */
function now() {
  const { user, system } = process.cpuUsage();
  return [performance.now() / 1e3, (user + system) / 1e6];
}

async function log() {
  const took = [0, 0];
  const timed = (method, params, data) => {
    const [wall, cpu] = now();
    const result = call(method, params, data);
    const end = now();
    took[0] += end[0] - wall;
    took[1] += end[1] - cpu;
    return result;
  };
  const { session } = timed("diagnose.open", {});
  const chunk = Buffer.alloc(1 << 20);
  let held = 0;
  const feed = () => {
    timed("diagnose.feed", { session }, chunk.subarray(0, held));
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
  timed("diagnose.close", { session });
  return took;
}

async function paste() {
  const pieces = [];
  for await (const piece of process.stdin) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  const took = [[], []];
  for (let i = -10; i < 31; i++) {
    const [wall, cpu] = now();
    const { session } = call("diagnose.open", {});
    call("diagnose.feed", { session, text });
    call("diagnose.close", { session });
    const end = now();
    if (i < 0) continue; // not warm yet
    took[0].push(end[0] - wall);
    took[1].push(end[1] - cpu);
  }
  return took.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
