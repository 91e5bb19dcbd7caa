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

export class Masker {
  private readonly subject: Subject;
  private readonly spans: Span[];
  readonly secrets: Range[];

  constructor(subject: Subject, secrets: Span[]) {
    this.subject = subject;
    this.spans = secrets;
    const { index } = subject;
    this.secrets = index ? merge(secrets.map((span) => rangeOf(span, index))) : [];
  }

  /** The lines a quote covers, at most `most`, with the text around it; only the quote itself where the text is not at hand. */
  lines(quote: Quote, revealed: boolean, most = 3): QuoteLine[] {
    const { text, index } = this.subject;
    if (text === null || !index) return [{ line: quote.span.line, pieces: this.own(quote, revealed).map((p) => ({ ...p, marked: true })) }];
    const { from, to } = rangeOf(quote.span, index);
    const secrets = revealed ? [] : this.secrets;
    const lines: QuoteLine[] = [];
    for (let at = from, line = quote.span.line; lines.length < most && at <= to; line++) {
      const start = text.lastIndexOf("\n", at - 1) + 1;
      const newline = text.indexOf("\n", at);
      const end = newline < 0 ? text.length : newline;
      const markEnd = Math.min(to, end);
      if (markEnd > at || lines.length === 0) {
        lines.push({
          line,
          pieces: [
            ...keepEnd(maskRange(text, Math.max(start, at - WINDOW), at, secrets), AROUND),
            ...keepMiddle(maskRange(text, at, markEnd, secrets), MARKED).map((p) => ({ ...p, marked: true })),
            ...keepStart(maskRange(text, markEnd, Math.min(end, markEnd + WINDOW), secrets), AROUND),
          ].map(tidy),
        });
      }
      at = end + 1;
      if (newline < 0) break;
    }
    return lines;
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
