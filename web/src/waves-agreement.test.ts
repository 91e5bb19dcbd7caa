/**
 * Agreement with the libraries that Waves programs use: what the vault signs they verify, and what they sign it verifies,
 * for random seeds, keys, nonces, chains and messages. Where they are laxer than the vault, it says so.
 */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { program, type Call } from "./testdata/wasm.ts";
import { CASES, SLOW, cases, curve, formOf, keyOf, verify, waves } from "./testdata/waves-cases.ts";
import type { WavesPassword, WavesVerdict } from "./workbench.ts";

let call: Call;
beforeAll(async () => {
  call = await program("vault");
}, SLOW);

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
    const verdict = verify(call, form, chain);
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
