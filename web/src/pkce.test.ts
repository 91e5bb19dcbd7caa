import { expect, test } from "vitest";
import { challengeOf, randomValue } from "./pkce.ts";

test("the challenge is that of RFC 7636, appendix B", async () => {
  expect(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test("a value is of the characters and the length that RFC 7636 asks of a verifier, and new each time", () => {
  const values = Array.from({ length: 20 }, randomValue);
  for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(values).size).toBe(20);
});
