import { expect, test } from "vitest";
import { byteSize, duration, stamp, time } from "./format.ts";
import { messages } from "./messages.ts";

test.each([
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [1799, "29 min 59 s"],
  [7200, "2 h"],
  [90_061, "1 d 1 h"],
  [86_400 + 60, "1 d"],
  [-30, "30 s"],
  [31_536_000 * 3 + 86_400 * 355, "3 y 355 d"],
])("%d seconds read as %s", (seconds, text) => {
  expect(duration(seconds, messages.en).replaceAll("\u00a0", " ")).toBe(text);
});

test("times are UTC, to the second, and what no calendar has stays a number", () => {
  expect(time(1772472717)).toBe("2026-03-02 17:31:57");
  expect(stamp("2026-03-02T20:31:57+03:00")).toBe("2026-03-02 17:31:57");
  expect(stamp("yesterday")).toBe("yesterday");
  expect(time(9e15)).toBe("9000000000000000");
});

test("sizes are in the reader's language", () => {
  expect(byteSize(600, "en")).toBe("600 bytes");
  expect(byteSize(9100, "en")).toBe("9.1 kB");
  expect(byteSize(52_000_000, "ru")).toBe("52 МБ");
});
