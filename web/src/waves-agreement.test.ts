/**
 * Agreement with the libraries that Waves programs use: what the vault signs they verify, and what they sign it verifies,
 * for random seeds, keys, nonces, chains and messages. Where they are laxer than the vault, it says so.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import { program, type Call } from "./testdata/wasm.ts";
import type { WavesPassword, WavesSignParams, WavesVerdict } from "./workbench.ts";

const require = createRequire(import.meta.url); // neither library can be imported as an ES module
const waves = require("@waves/ts-lib-crypto") as typeof import("@waves/ts-lib-crypto");
const curve = require("curve25519-js") as typeof import("curve25519-js");

const CASES = 1000;
/** The libraries take a tenth of a second for some of it, and a small machine may have other work. */
const SLOW = 1_200_000;
const NOW = 1_584_046_800;
const PREFIX = [255, 255, 255, 1];

let call: Call;
beforeAll(async () => {
  call = await program("vault");
}, SLOW);

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
const bytes = (n: number) => Uint8Array.from({ length: n }, () => upTo(256));

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

interface Case {
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

const cases = Array.from({ length: CASES }, (_, i) => newCase(i));

const keys = new Map<Case, string>();

/** The public key by ts-lib-crypto, which takes its time. */
function keyOf(one: Case): string {
  const key = keys.get(one) ?? waves.publicKey(one.seed);
  keys.set(one, key);
  return key;
}
const formOf = (username: string, password: string, clientId: string) => String(new URLSearchParams({ grant_type: "password", scope: "general", username, password, client_id: clientId }));
const verify = (input: string, chain: string) => call<WavesVerdict>("waves.verify", { input, chain, now: NOW, lang: "en" });

/** Bit 255 of u says nothing, but the libraries' base58 wants the key as it stands. */
const lax = {
  "ts-lib-crypto": (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => waves.verifySignature(key, message, signature),
  "curve25519-js": (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => curve.verify(key, message, signature),
};

test("the cases are what they are meant to be", { timeout: SLOW }, () => {
  expect(new Set(cases.map(({ params }) => params.seedKind)).size).toBe(3);
  expect(cases.filter(({ params }) => params.seed.trim() !== params.seed).length).toBeGreaterThan(CASES / 20);
  expect(cases.filter(({ params }) => params.nonce > 0).length).toBeGreaterThan(CASES / 4);
  expect(cases.filter(({ params }) => /[^\x20-\x7e]/.test(params.seed)).length).toBeGreaterThan(CASES / 5);
});

test("signed here, verified there: keys, addresses and signatures", { timeout: SLOW }, () => {
  const signs = [0, 0];
  for (const one of cases) {
    const { params, message, clientId, chain } = one;
    const signed = call<WavesPassword>("waves.sign", params);
    const key = keyOf(one);
    const [expires, signature] = signed.password.split(":") as [string, string];
    const raw = waves.base58Decode(signature);
    const got = {
      username: signed.username,
      address: signed.address,
      bytes: signed.message,
      expires,
      "ts-lib-crypto": lax["ts-lib-crypto"](waves.base58Decode(key), message, raw),
      "curve25519-js": lax["curve25519-js"](waves.base58Decode(key), message, raw),
      again: waves.base58Encode(raw),
      form: signed.formBody,
    };
    expect(got).toEqual({
      username: key,
      address: waves.address({ publicKey: key }, chain.charCodeAt(0)),
      bytes: Buffer.from(message).toString("hex"),
      expires: String(params.expires),
      "ts-lib-crypto": true,
      "curve25519-js": true,
      again: signature,
      form: `grant_type=password&scope=general&username=${key}&password=${expires}%3A${signature}&client_id=${encodeURIComponent(clientId)}`,
    });
    signs[raw[63]! >> 7]!++;
  }
  // Half of all keys have sign bit 1: a port that loses it passes for the other half.
  expect(Math.min(...signs)).toBeGreaterThan(CASES / 3);
});

test("signed there, verified here", { timeout: SLOW }, () => {
  cases.forEach((one, i) => {
    const { seed, message, clientId, expires, chain } = one;
    const key = keyOf(one);
    const signatures = [waves.signBytes(seed, message)];
    // The older library, with random bytes and, as some ports do, without.
    const privateKey = waves.base58Decode(typeof seed === "object" && "privateKey" in seed ? String(seed.privateKey) : waves.privateKey(seed));
    privateKey[0]! &= 248; // a key that is not clamped it signs wrongly with
    privateKey[31] = (privateKey[31]! & 127) | 64;
    signatures.push(waves.base58Encode(curve.sign(privateKey, message, i % 2 ? bytes(64) : undefined)));
    for (const signature of signatures) {
      const verdict = verify(formOf(key, `${expires}:${signature}`, clientId), chain);
      expect({ mistakes: verdict.mistakes, valid: verdict.valid, expires: verdict.expires, address: verdict.address, chain: verdict.chain, clientId: verdict.clientId }).toEqual({
        mistakes: [],
        valid: true,
        expires,
        address: waves.address({ publicKey: key }, chain.charCodeAt(0)),
        chain,
        clientId,
      });
    }
  });
});

test("a seed with white space around it is two accounts, here as there", { timeout: SLOW }, () => {
  let differing = 0;
  for (const one of cases.filter(({ params }) => params.seedKind === "text")) {
    const { params } = one;
    const trimmed = params.seed.trim();
    if (trimmed === params.seed || trimmed === "") continue;
    const chain = params.chain.charCodeAt(0);
    const answer = call<{ choice: { kept: string; trimmed: string } }>("waves.sign", { ...params, spaces: "ask" });
    expect(answer.choice).toEqual({
      kept: waves.address({ publicKey: keyOf(one) }, chain),
      trimmed: waves.address({ publicKey: waves.publicKey(waves.seedWithNonce(trimmed, params.nonce)) }, chain),
    });
    differing++;
  }
  expect(differing).toBeGreaterThan(CASES / 20);
});

const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** s + k·L in place of s, the sign bit where it was. */
function addOrder(signature: Uint8Array, k: bigint): Uint8Array {
  const half = signature.slice(32);
  const bit = half[31]! & 0x80;
  half[31]! &= 0x7f;
  let s = BigInt(`0x${Buffer.from(half).reverse().toString("hex")}`) + k * ORDER;
  const out = signature.slice();
  for (let i = 32; i < 64; i++, s >>= 8n) out[i] = Number(s & 0xffn);
  out[63]! |= bit;
  return out;
}

test("what they take and the vault does not is named, with who would take it", { timeout: SLOW }, () => {
  let taken = 0;
  const check = (mistake: string, form: string, chain: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array) => {
    const verdict = verify(form, chain);
    expect(verdict).toMatchObject({ valid: false, mistake });
    for (const [name, peer] of Object.entries(lax)) {
      const takes = peer(key, message, signature);
      expect([mistake, name, (verdict.laxAccepts ?? []).includes(name)]).toEqual([mistake, name, takes]);
      if (takes) taken++;
    }
  };
  for (const { seed, message, clientId, expires, chain } of cases.slice(0, 20)) {
    const key = waves.base58Decode(waves.publicKey(seed));
    const signature = waves.base58Decode(waves.signBytes(seed, message));
    for (const k of [1n, 2n, 7n]) {
      const again = addOrder(signature, k);
      check("signature_non_canonical_s", formOf(waves.base58Encode(key), `${expires}:${waves.base58Encode(again)}`, clientId), chain, key, message, again);
    }
    const other = key.slice();
    other[31]! |= 0x80;
    check("public_key_non_canonical", formOf(waves.base58Encode(other), `${expires}:${waves.base58Encode(signature)}`, clientId), chain, other, message, signature);
    const flipped = signature.slice();
    flipped[63]! ^= 0x80;
    check("signature_sign_bit_lost", formOf(waves.base58Encode(key), `${expires}:${waves.base58Encode(flipped)}`, clientId), chain, key, message, flipped);
  }
  expect(taken).toBe(20 * 4 * 2);
});

interface Vectors {
  positive: { public_key_b58: string; message_bytes_hex: string; signature_b58: string; form_body: string; chain_id: string; issued_at: number }[];
  negative: { mistake: string; form_body: string; expected_chain_id: string; now: number; documented_message_bytes_hex: string; input: Record<string, string> }[];
}

test("the vectors: forged for keys of low order, and all the others", { timeout: SLOW }, () => {
  const file = JSON.parse(readFileSync(new URL("../../internal/waves/testdata/vectors.json", import.meta.url), "utf8")) as Vectors;
  for (const { public_key_b58, message_bytes_hex, signature_b58, form_body, chain_id, issued_at } of file.positive) {
    const [key, message, signature] = [waves.base58Decode(public_key_b58), Buffer.from(message_bytes_hex, "hex"), waves.base58Decode(signature_b58)];
    expect(Object.values(lax).map((peer) => peer(key, message, signature))).toEqual([true, true]);
    expect(call<WavesVerdict>("waves.verify", { input: form_body, chain: chain_id, now: issued_at }).valid).toBe(true);
  }
  let forged = 0;
  for (const { mistake, form_body, expected_chain_id, now, documented_message_bytes_hex, input } of file.negative) {
    if (mistake !== "low_order_public_key") continue;
    const verdict = call<WavesVerdict>("waves.verify", { input: form_body, chain: expected_chain_id, now });
    const [key, message, signature] = [waves.base58Decode(input["username"]!), Buffer.from(documented_message_bytes_hex, "hex"), waves.base58Decode(input["password"]!.split(":")[1]!)];
    expect(verdict).toMatchObject({ valid: false, mistake });
    expect(verdict.laxAccepts).toEqual(expect.arrayContaining(Object.entries(lax).flatMap(([name, peer]) => (peer(key, message, signature) ? [name] : []))));
    forged++;
  }
  expect(forged).toBeGreaterThan(0);
});
