/** The other direction of waves-agreement.test.ts, in a file of its own because the two run side by side: each takes a minute. */
import { beforeAll, expect, test } from "vitest";
import { program, type Call } from "./testdata/wasm.ts";
import { SLOW, bytes, cases, curve, formOf, keyOf, verify, waves } from "./testdata/waves-cases.ts";

let call: Call;
beforeAll(async () => {
  call = await program("vault");
}, SLOW);

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
      const verdict = verify(call, formOf(key, `${expires}:${signature}`, clientId), chain);
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
