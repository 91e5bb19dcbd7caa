// Feeds standard input to a program as WASM and prints the seconds that took, by the clock and of the processors. Arguments:
// the folder of the built programs; and, unless the input is to be diagnosed once, what is done with it again and again,
// to print the middle of the times: paste diagnoses it, redact masks its secrets, token explains the tokens in it.
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
  const work = repeated[process.argv[2]];
  const program = work === repeated.token ? "keys.wasm" : "grantlens.en.wasm";
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(folder, program)), go.importObject);
  go.run(instance);
  await ready;
  const [wall, cpu] = work ? await again(work) : await log();
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

const repeated = {
  paste(text) {
    const { session } = call("diagnose.open", {});
    call("diagnose.feed", { session, text });
    call("diagnose.close", { session });
  },
  redact: (text) => call("redact", {}, Buffer.from(text)),
  token: (text) => call("token.inspect", { now: "2030-03-01T00:00:00Z", lang: "en" }, Buffer.from(text)),
};

/** The middle of many times; each is of as many calls as take a few milliseconds, for the clock of the processors is coarse. */
async function again(work) {
  const pieces = [];
  for await (const piece of process.stdin) pieces.push(piece);
  const text = Buffer.concat(pieces).toString();
  const calls = text.length < 5000 ? 20 : 1;
  const took = [[], []];
  for (let i = -10 * calls; i < 31; i++) {
    const [wall, cpu] = now();
    for (let n = 0; n < calls; n++) work(text);
    const end = now();
    if (i < 0) continue; // not warm yet
    took[0].push((end[0] - wall) / calls);
    took[1].push((end[1] - cpu) / calls);
  }
  return took.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
