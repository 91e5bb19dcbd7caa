import { expect, test } from "vitest";
import { isObject, objectOf, withMembers } from "./json-text.ts";

test("an object is edited without reading its values", () => {
  const text = `{ "id": 12345678901234567890123, "role": "a", "role": "b", "deep": { "iat": 1, "x": "}, \\"exp\\": 2" }, "iat": 5 }`;
  expect(withMembers(text, { iat: "7", exp: "8" })).toBe(
    `{ "id": 12345678901234567890123, "role": "a", "role": "b", "deep": { "iat": 1, "x": "}, \\"exp\\": 2" }, "iat": 7,\n  "exp": 8\n}`,
  );
  expect(withMembers("{}", { exp: "8" })).toBe(`{\n  "exp": 8\n}`);
  expect(withMembers(`{"exp":[1,2],"a":1}`, { exp: "8" })).toBe(`{"exp":8,"a":1}`);
  expect(withMembers(`{"\\u0065xp": null}`, { exp: "8" })).toBe(`{"\\u0065xp": 8}`);
});

test("values that are JSON already are taken as they are", () => {
  expect(objectOf([{ name: 'a"b', value: "1.0" }, { name: "n", value: "98765432109876543210" }])).toBe(`{\n  "a\\"b": 1.0,\n  "n": 98765432109876543210\n}`);
});

test("what is no object is told", () => {
  for (const text of ["", "[]", "null", "1", `{"a":1,}`]) expect(isObject(text)).toBe(false);
  expect(isObject(`{"a":1}`)).toBe(true);
});
