import { describe, expect, test } from "vitest";
import { ByteIndex, decodeFile } from "./offsets.ts";

const encode = (text: string) => new TextEncoder().encode(text);

describe("ByteIndex", () => {
  test.each([
    ["ascii", "error: token"],
    ["cyrillic", "Ошибка: {\"access_token\":\"abc\"}\nШаг 1"],
    ["surrogate pairs", "a😀b🔑c"],
    ["byte order mark", "\ufeffkey=value"],
    ["carriage returns", "a\r\nб\r\nc"],
    ["long, marks in the middle of characters", "ж".repeat(5000) + "😀".repeat(3000) + "end"],
  ])("every character start maps to its UTF-16 offset: %s", (_name, text) => {
    const index = new ByteIndex(encode(text));
    let byte = 0;
    let unit = 0;
    for (const character of text) {
      expect(index.toUnit(byte)).toBe(unit);
      byte += encode(character).length;
      unit += character.length;
    }
    expect(index.toUnit(byte)).toBe(text.length);
  });

  test("a byte inside a character maps to its start", () => {
    const index = new ByteIndex(encode("жz"));
    expect([0, 1, 2].map((byte) => index.toUnit(byte))).toEqual([0, 0, 1]);
  });

  test("offsets outside are clamped", () => {
    const index = new ByteIndex(encode("жz"));
    expect(index.toUnit(-5)).toBe(0);
    expect(index.toUnit(99)).toBe(2);
  });

  test("invalid bytes are one replacement character each, as the editor shows them", () => {
    const bytes = new Uint8Array([0x61, 0xff, 0x80, 0x0a, 0xd0, 0xb6, 0x62]);
    const { text, index } = decodeFile(bytes);
    expect(text).toBe("a\ufffd\ufffd\nжb");
    expect(index.toUnit(3)).toBe(text.indexOf("\n"));
    expect(index.toUnit(6)).toBe(text.indexOf("b"));
  });
});

describe("decodeFile", () => {
  const utf16 = (text: string, bigEndian: boolean, mark: boolean) => {
    const units = [...(mark ? "\ufeff" : ""), ...text].flatMap((c) => [c.charCodeAt(0)]);
    return new Uint8Array(units.flatMap((u) => (bigEndian ? [u >> 8, u & 255] : [u & 255, u >> 8])));
  };
  test.each([
    ["little endian with mark", false, true],
    ["big endian with mark", true, true],
    ["little endian without mark", false, false],
  ])("UTF-16 %s is read and indexed as the UTF-8 it becomes", (_name, bigEndian, mark) => {
    const { text, index } = decodeFile(utf16("error: код 1", bigEndian, mark));
    expect(text).toBe("error: код 1");
    expect(index.toUnit(encode("error: код").length)).toBe("error: код".length);
  });

  test.each([
    ["windows-1251", (c: number) => (c >= 0x410 ? c - 0x350 : c)],
    ["ibm866", (c: number) => (c >= 0x440 ? c - 0x360 : c >= 0x410 ? c - 0x390 : c)],
  ])("Russian words in %s are read and indexed as the UTF-8 they become", (_name, byteOf) => {
    const said = "error: Неверный код авторизации";
    const { text, index } = decodeFile(new Uint8Array([...said].map((c) => byteOf(c.charCodeAt(0)))));
    expect(text).toBe(said);
    expect(index.toUnit(encode("error: Неверный").length)).toBe("error: Неверный".length);
  });

  test("umlauts of Latin-1 are no Russian", () => {
    const { text } = decodeFile(new Uint8Array([...("ung\u00fcltig ".repeat(20))].map((c) => c.charCodeAt(0))));
    expect(text).toBe("ung\ufffdltig ".repeat(20));
  });
});
