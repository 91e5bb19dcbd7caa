/** Random seeds, keys, nonces, chains and messages, and the libraries that Waves programs use: what the tests of agreement share. */
import { createRequire } from "node:module";
import type { Call } from "./wasm.ts";
import type { WavesSignParams, WavesVerdict } from "../workbench.ts";

const require = createRequire(import.meta.url); // neither library can be imported as an ES module
export const waves = require("@waves/ts-lib-crypto") as typeof import("@waves/ts-lib-crypto");
export const curve = require("curve25519-js") as typeof import("curve25519-js");

export const CASES = 1000;
/** The libraries take a tenth of a second for some of it, and a small machine may have other work. */
export const SLOW = 1_200_000;
export const NOW = 1_584_046_800;
const PREFIX = [255, 255, 255, 1];

/** mulberry32: the same cases in every run. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const next = random(20_260_322);
const upTo = (n: number) => Math.floor(next() * n);
const oneOf = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
export const bytes = (n: number) => Uint8Array.from({ length: n }, () => upTo(256));

const ODD = ["é", "e\u0301", "ß", "İ", "Ω", "ё", "中", "한", "🙂", "👩‍👩‍👧", "\u200b", "\u00a0", "\ufeff", "\t", "\n", "\r\n", "  ", "\u0000", '"', "\\", "</script>", "\u2028", "𝕊", "\u{10ffff}"];
const WORDS = "manual harvest desert police rose hollow moral pledge kitten position amber violin".split(" ");

/** Words, odd characters, white space at the ends: whatever people type. */
function seedText(i: number): string {
  const words = Array.from({ length: 1 + upTo(15) }, () => oneOf(WORDS)).join(" ");
  switch (i % 5) {
    case 0:
      return words;
    case 1:
      return Array.from({ length: 1 + upTo(12) }, () => oneOf(ODD)).join("") + words;
    case 2:
      return oneOf([" ", "\n", "\t", ""]) + words + oneOf([" ", "\n", "\r\n", "\u00a0"]);
    case 3:
      return `base58:${waves.base58Encode(bytes(1 + upTo(64)))}`; // read as text: wallets' prefix is unknown to the libraries
    default:
      return words + String.fromCodePoint(0x20 + upTo(0xd000)) + String.fromCodePoint(0x1_0000 + upTo(0x10_0000));
  }
}

export interface Case {
  params: WavesSignParams;
  /** The same account for ts-lib-crypto. */
  seed: Parameters<typeof waves.signBytes>[0];
  chain: string;
  clientId: string;
  expires: number;
  message: Uint8Array;
}

function newCase(i: number): Case {
  const chain = i % 3 ? oneOf(["W", "T", "S"]) : String.fromCharCode(1 + upTo(255));
  const clientId = i % 2 ? oneOf(["waves.exchange", "wx.network"]) : Array.from({ length: 1 + upTo(20) }, () => oneOf([..."abcdefghijklmnopqrstuvwxyz0123456789.-_éж"])).join("");
  const expires = NOW + 1 + upTo(7 * 86_400 - 300);
  const nonce = i % 2 ? 0 : upTo(2 ** 32);
  const common = { chain, clientId, scope: "general", expires, now: NOW, spaces: "keep" as const, lang: "en", nonce: 0 };
  const message = Uint8Array.from([...PREFIX, ...new TextEncoder().encode(`${chain}:${clientId}:${expires}`)]);
  const rest = { chain, clientId, expires, message };
  switch (i % 7) {
    case 5: {
      const raw = bytes(1 + upTo(64));
      return { ...rest, params: { ...common, seed: waves.base58Encode(raw), seedKind: "base58", nonce }, seed: waves.seedWithNonce(raw, nonce) };
    }
    case 6: {
      const privateKey = waves.base58Encode(bytes(32));
      return { ...rest, params: { ...common, seed: privateKey, seedKind: "privateKey" }, seed: { privateKey } };
    }
    default: {
      const seed = seedText(i);
      return { ...rest, params: { ...common, seed, seedKind: "text", nonce }, seed: waves.seedWithNonce(seed, nonce) };
    }
  }
}

export const cases = Array.from({ length: CASES }, (_, i) => newCase(i));

const keys = new Map<Case, string>();

/** The public key by ts-lib-crypto, which takes its time. */
export function keyOf(one: Case): string {
  const key = keys.get(one) ?? waves.publicKey(one.seed);
  keys.set(one, key);
  return key;
}
export const formOf = (username: string, password: string, clientId: string) => String(new URLSearchParams({ grant_type: "password", scope: "general", username, password, client_id: clientId }));
export const verify = (call: Call, input: string, chain: string) => call<WavesVerdict>("waves.verify", { input, chain, now: NOW, lang: "en" });
