import { describe, expect, test } from "vitest";
import { Masker, maskRange, merge, type Piece } from "./mask.ts";
import { ByteIndex } from "./offsets.ts";
import type { Quote, Span } from "./report.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const show = (pieces: Piece[]) => pieces.map((p) => (p.marked ? `[${p.text}]` : p.text) + (p.hidden ? `<${p.hidden}>` : "")).join("");

function spanOf(text: string, part: string): Span {
  const at = text.indexOf(part);
  const start = encode(text.slice(0, at)).length;
  return { start, end: start + encode(part).length, line: text.slice(0, at).split("\n").length, column: 1 };
}

function quoteOf(text: string, part: string): Quote {
  return { span: spanOf(text, part), text: part };
}

const secret = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl";
const log = `Старт\nОшибка: {"access_token":"${secret}","password":"hunter2"}\nконец`;

function masker(text: string, ...secrets: string[]): Masker {
  return new Masker({ text, index: new ByteIndex(encode(text)) }, secrets.map((s) => spanOf(text, s)));
}

describe("Masker", () => {
  test("a quote's line is shown around it, with the secrets of the line hidden", () => {
    const [line] = masker(log, secret, "hunter2").lines([quoteOf(log, "Ошибка:")], false);
    expect(line!.line).toBe(2);
    expect(show(line!.pieces)).toBe(`[Ошибка:] {"access_token":"eyJhbG<${secret.length}>","password":"<7>"}`);
  });

  test("revealed, the line is as it was", () => {
    const [line] = masker(log, secret, "hunter2").lines([quoteOf(log, `"password":"hunter2"`)], true);
    expect(show(line!.pieces)).toContain(`["password":"hunter2"]}`);
  });

  test("a quote over several lines is shown line by line", () => {
    const text = "a\nbb\n\ncc\ndd";
    expect(masker(text).lines([quoteOf(text, "bb\n\ncc")], false).map((l) => `${l.line}${show(l.pieces)}`)).toEqual(["2[bb]", "4[cc]"]);
  });

  test("no character of a secret beyond its head is shown, wherever the quote cuts it", () => {
    const half = secret.slice(10, 40);
    for (const part of [half, secret, `access_token":"${secret.slice(0, 12)}`]) {
      const m = masker(log, secret);
      const shown = m.lines([quoteOf(log, part)], false).map((l) => show(l.pieces)).join() + m.plain(quoteOf(log, part), false);
      expect(shown).not.toContain(secret.slice(6, 14));
      expect(shown).not.toContain(secret.slice(20, 30));
    }
  });

  test("quotes on one line are marked in it together", () => {
    const lines = masker(log, secret, "hunter2").lines([quoteOf(log, "Ошибка"), quoteOf(log, "password"), quoteOf(log, "конец")], false);
    expect(lines.map((l) => `${l.line} ${show(l.pieces)}`)).toEqual([`2 [Ошибка]: {"access_token":"eyJhbG<${secret.length}>","[password]":"<7>"}`, "3 [конец]"]);
  });

  test("a long secret is hidden where it stands again, a short one may be a word", () => {
    const text = `${log}\n${secret} hunter2`;
    const [line] = masker(text, secret, "hunter2").lines([quoteOf(text, " hunter2")], false);
    expect(show(line!.pieces)).toBe(`eyJhbG<${secret.length}>[ hunter2]`);
  });

  test("marks inside a hidden secret mark it once", () => {
    const quotes = [quoteOf(log, secret.slice(10, 14)), quoteOf(log, secret.slice(20, 24))];
    expect(masker(log, secret).lines(quotes, false).map((l) => show(l.pieces))).toEqual([`Ошибка: {"access_token":"[eyJhbG]<${secret.length}>","password":"hunter2"}`]);
    expect(masker(log, secret).lines(quotes, true)).toHaveLength(1);
    const wrapped = `token: ${secret.slice(0, 30)}\n${secret.slice(30)} end`;
    const whole = wrapped.slice(7, -4);
    expect(masker(wrapped, whole).lines([quoteOf(wrapped, secret.slice(32, 36))], false).map((l) => `${l.line} ${show(l.pieces)}`)).toEqual([`2 []<${whole.length}> end`]);
  });

  test("without the text, the quote itself is masked by its span", () => {
    const m = new Masker({ text: null, index: null }, [spanOf(log, secret)]);
    expect(show(m.lines([quoteOf(log, `token":"${secret}"`)], false)[0]!.pieces)).toBe(`[token":"][eyJhbG]<${secret.length}>["]`);
  });

  test("a quote that is not the bytes under its span is masked by what tokens look like", () => {
    const m = new Masker({ text: null, index: null }, []);
    const quote: Quote = { span: { start: 0, end: 5, line: 1, column: 1 }, text: `token=${secret} end` };
    expect(m.plain(quote, false)).not.toContain(secret.slice(6));
  });

  test("a line of a megabyte is cut around the quote", () => {
    const text = "x".repeat(500_000) + "needle" + "y".repeat(500_000);
    const shown = show(masker(text).lines([quoteOf(text, "needle")], false)[0]!.pieces);
    expect(shown).toContain("[needle]");
    expect(shown.length).toBeLessThan(200);
  });
});

test("maskRange cuts secrets at the ends of the range", () => {
  expect(show(maskRange("0123456789", 2, 8, [{ from: 0, to: 4 }, { from: 6, to: 10 }]))).toBe("<4>45<4>");
});

test("merge joins what overlaps and drops what is empty", () => {
  expect(merge([{ from: 5, to: 9 }, { from: 0, to: 2 }, { from: 7, to: 12 }, { from: 3, to: 3 }])).toEqual([{ from: 0, to: 2 }, { from: 5, to: 12 }]);
});
