/** What of the diagnosed text may be shown: secrets keep their first characters and their length. */
import { ByteIndex } from "./offsets.ts";
import type { Quote, Span } from "./report.ts";

/** Half-open range of UTF-16 units. */
export interface Range {
  from: number;
  to: number;
}

/** A run of shown text; hidden is the length of the secret it stands for. */
export interface Piece {
  text: string;
  marked?: boolean;
  hidden?: number;
}

/** One line of a quote, as a compiler would print it. */
export interface QuoteLine {
  line: number;
  /** Of the first quote of the line. */
  span: Span;
  pieces: Piece[];
}

/** The text that a report speaks of. A held file is not in memory: text and index are null. */
export interface Subject {
  text: string | null;
  index: ByteIndex | null;
}

/** How much of a secret stays readable: enough to tell a JWT from an opaque token, nothing of a short password. */
export function headOf(length: number): number {
  return length >= 24 ? 6 : 0;
}

export function rangeOf(span: Span, index: ByteIndex): Range {
  return { from: index.toUnit(span.start), to: index.toUnit(span.end) };
}

/** Sorted, and merged where they touch. */
export function merge(ranges: Range[]): Range[] {
  const out: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (range.to <= range.from) continue;
    if (last && range.from < last.to) last.to = Math.max(last.to, range.to);
    else out.push({ ...range });
  }
  return out;
}

/** text[from:to) with the secrets in it hidden; the secrets are ranges of text, merged. */
export function maskRange(text: string, from: number, to: number, secrets: Range[]): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  if (from >= to) return pieces;
  for (const secret of secrets) {
    if (secret.to <= at || secret.from >= to) continue;
    if (secret.from > at) pieces.push({ text: text.slice(at, secret.from) });
    const length = secret.to - secret.from;
    const head = Math.min(secret.from + headOf(length), to);
    pieces.push({ text: head > at ? text.slice(Math.max(at, secret.from), head) : "", hidden: length });
    at = Math.min(secret.to, to);
  }
  if (at < to) pieces.push({ text: text.slice(at, to) });
  return pieces;
}

/** A secret is one wherever it stands again, also where the engine had no reason to look. */
function everywhere(text: string, secrets: Range[]): Range[] {
  if (text.length > SEARCHED) return secrets;
  const values = new Set(secrets.filter(({ from, to }) => to - from >= DISTINCT).map(({ from, to }) => text.slice(from, to)));
  const again: Range[] = [];
  for (const value of [...values].slice(0, 64)) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) again.push({ from: at, to: at + value.length });
  }
  return [...secrets, ...again];
}

/** Shorter secrets may be ordinary words elsewhere; in longer texts the search would be felt. */
const DISTINCT = 16;
const SEARCHED = 8 << 20;

export class Masker {
  private readonly subject: Subject;
  private readonly spans: Span[];
  readonly secrets: Range[];

  constructor(subject: Subject, secrets: Span[]) {
    this.subject = subject;
    this.spans = secrets;
    const { index } = subject;
    const { text } = subject;
    this.secrets = index && text !== null ? merge(everywhere(text, secrets.map((span) => rangeOf(span, index)))) : [];
  }

  /**
   * The lines that quotes cover, at most `most` of each quote, as a compiler prints them: quotes on one line are marked
   * in it together. Where the text is not at hand, each quote is a line of its own.
   */
  lines(quotes: Quote[], revealed: boolean, most = 3): QuoteLine[] {
    const { text, index } = this.subject;
    if (text === null || !index) {
      return quotes.map((quote) => ({ line: quote.span.line, span: quote.span, pieces: this.own(quote, revealed).map((p) => ({ ...p, marked: true })) }));
    }
    const lines = new Map<number, { span: Span; marks: Range[] }>();
    for (const { span } of quotes) {
      const { from, to } = rangeOf(span, index);
      for (let at = from, line = span.line, n = 0; n < most && at <= to; line++, n++) {
        const newline = text.indexOf("\n", at);
        const end = newline < 0 ? text.length : newline;
        if (end > at) {
          const marks = lines.get(line) ?? { span, marks: [] };
          marks.marks.push({ from: at, to: Math.min(to, end) });
          lines.set(line, marks);
        }
        if (newline < 0) break;
        at = end + 1;
      }
    }
    const secrets = revealed ? [] : this.secrets;
    return [...lines]
      .sort(([a], [b]) => a - b)
      .map(([line, { span, marks }]) => ({ line, span, pieces: markedLine(text, merge(marks.map((mark) => cover(mark, secrets, text))), secrets) }));
  }

  /** The quote's own text, masked, for where no markup is possible. */
  plain(quote: Quote, revealed: boolean): string {
    const text = this.own(quote, revealed).map((piece) => piece.text + (piece.hidden ? `…[${piece.hidden}]` : "")).join("");
    return text.length > MARKED ? `${text.slice(0, MARKED)}…` : text;
  }

  private own(quote: Quote, revealed: boolean): Piece[] {
    if (revealed) return [{ text: quote.text }];
    const bytes = new TextEncoder().encode(quote.text);
    if (bytes.length !== quote.span.end - quote.span.start) return byPattern(quote.text);
    const index = new ByteIndex(bytes);
    const own = this.spans
      .filter((s) => s.start < quote.span.end && s.end > quote.span.start)
      .map((s) => ({ from: index.toUnit(s.start - quote.span.start), to: index.toUnit(s.end - quote.span.start) }));
    return maskRange(quote.text, 0, quote.text.length, merge(own));
  }
}

/** A quote that is not the bytes under its span (shortened, unescaped) is masked by what tokens look like. */
function byPattern(text: string): Piece[] {
  const secrets = [...text.matchAll(/\beyJ[\w.-]+|[\w-]{24,}[\w.-]*/g)].map((m) => ({ from: m.index, to: m.index + m[0].length }));
  return maskRange(text, 0, text.length, secrets);
}

/** A mark that begins or ends inside a hidden secret marks all of the secret that stands in its line. */
function cover(mark: Range, secrets: Range[], text: string): Range {
  let { from, to } = mark;
  for (const secret of touching(mark, secrets)) {
    const newline = text.indexOf("\n", mark.from);
    from = Math.min(from, Math.max(secret.from, text.lastIndexOf("\n", mark.from - 1) + 1));
    to = Math.max(to, Math.min(secret.to, newline < 0 ? text.length : newline));
  }
  return { from, to };
}

export function touching(range: Range, secrets: Range[]): Range[] {
  return secrets.filter((secret) => secret.from < range.to && secret.to > range.from);
}

/** The line of text that the marks stand in, cut to what is near them. */
function markedLine(text: string, marks: Range[], secrets: Range[]): Piece[] {
  const first = marks[0]!;
  const last = marks.at(-1)!;
  const start = text.lastIndexOf("\n", first.from - 1) + 1;
  const newline = text.indexOf("\n", last.to);
  const end = newline < 0 ? text.length : newline;
  const pieces = keepEnd(maskRange(text, Math.max(start, first.from - WINDOW), first.from, secrets), AROUND);
  marks.forEach((mark, i) => {
    const next = marks[i + 1];
    pieces.push(...keepMiddle(maskRange(text, mark.from, mark.to, secrets), MARKED).map((piece) => ({ ...piece, marked: true })));
    if (next) pieces.push(...keepMiddle(maskRange(text, mark.to, next.from, secrets), AROUND));
  });
  pieces.push(...keepStart(maskRange(text, last.to, Math.min(end, last.to + WINDOW), secrets), AROUND));
  return pieces.map(tidy);
}

const WINDOW = 4000;
const AROUND = 60;
const MARKED = 320;

const lengthOf = (pieces: Piece[]) => pieces.reduce((sum, piece) => sum + piece.text.length, 0);

function keepStart(pieces: Piece[], most: number): Piece[] {
  const out: Piece[] = [];
  let left = most;
  for (const piece of pieces) {
    if (piece.text.length > left) {
      out.push({ text: `${piece.text.slice(0, left)}…` });
      return out;
    }
    left -= piece.text.length;
    out.push(piece);
  }
  return out;
}

function keepEnd(pieces: Piece[], most: number): Piece[] {
  const out: Piece[] = [];
  let left = most;
  for (const piece of [...pieces].reverse()) {
    if (piece.text.length > left) {
      out.unshift({ text: `…${piece.text.slice(piece.text.length - left)}` });
      return out;
    }
    left -= piece.text.length;
    out.unshift(piece);
  }
  return out;
}

function keepMiddle(pieces: Piece[], most: number): Piece[] {
  if (lengthOf(pieces) <= most) return pieces;
  return [...keepStart(pieces, most / 2), ...keepEnd(pieces, most / 2)];
}

/** Control characters would break the line or colour a terminal; they are shown as pictures of themselves. */
function tidy(piece: Piece): Piece {
  return { ...piece, text: piece.text.replace(/\r/g, "").replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0))) };
}
