/** What the bench holds the vault against: the same signature by the library of Waves. */
import { signBytes, stringToBytes } from "@waves/ts-lib-crypto";

const message = Uint8Array.from([255, 255, 255, 1, ...stringToBytes("W:waves.exchange:1900000000")]);
globalThis.signByLibrary = (seed) => signBytes(seed, message);
