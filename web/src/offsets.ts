/**
 * The engine speaks in byte offsets of UTF-8 (or of the raw bytes, where they are not valid UTF-8); the editor in
 * UTF-16 units. ByteIndex leads from the one to the other.
 */
export class ByteIndex {
  private readonly bytes: Uint8Array;
  /** UTF-16 offset at every STEP-th byte (moved on to the next character); null when all is ASCII. */
  private readonly marks: { byte: number; unit: number }[] | null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.marks = isAscii(bytes) ? null : marksOf(bytes);
  }

  /** The UTF-16 offset of the character that the byte belongs to; offsets outside are clamped. */
  toUnit(byte: number): number {
    let at = Math.max(0, Math.min(byte, this.bytes.length));
    if (!this.marks) return at;
    at = characterStart(this.bytes, at);
    let mark = { byte: 0, unit: 0 };
    for (let low = 0, high = this.marks.length - 1; low <= high; ) {
      const middle = (low + high) >> 1;
      const candidate = this.marks[middle]!;
      if (candidate.byte <= at) {
        mark = candidate;
        low = middle + 1;
      } else high = middle - 1;
    }
    return mark.unit + decode(this.bytes.subarray(mark.byte, at)).length;
  }
}

const STEP = 4096;

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 0x7f) return false;
  return true;
}

function marksOf(bytes: Uint8Array): { byte: number; unit: number }[] {
  const marks = [{ byte: 0, unit: 0 }];
  let unit = 0;
  for (let from = 0; from < bytes.length; ) {
    const to = characterStart(bytes, Math.min(from + STEP, bytes.length));
    unit += decode(bytes.subarray(from, to)).length;
    marks.push({ byte: to, unit });
    from = to;
  }
  return marks;
}

/** The start of the character around a byte: back over at most three continuation bytes, so that garbage is no trap. */
function characterStart(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length;
  for (let back = 0; back <= 3 && at - back >= 0; back++) {
    const byte = bytes[at - back]!;
    if ((byte & 0xc0) !== 0x80) return byte > 0xc1 && lengthOf(byte) > back ? at - back : at;
  }
  return at;
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** Text of a file as the engine decodes it: UTF-16 by its byte order mark or its zeros, Russian code pages by their letters, else UTF-8 with the mark kept. */
export function decodeFile(bytes: Uint8Array): { text: string; index: ByteIndex } {
  const encoding = sniffUtf16(bytes) ?? codePage(bytes.subarray(0, 65536));
  if (encoding) {
    const text = new TextDecoder(encoding).decode(bytes);
    return { text, index: new ByteIndex(new TextEncoder().encode(text)) };
  }
  return { text: decode(bytes), index: new ByteIndex(bytes) };
}

function sniffUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const n = Math.min(bytes.length, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < n; i++) if (bytes[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (n >= 4 && odd > n / 4 && even <= n / 64) return "utf-16le";
  if (n >= 4 && even > n / 4 && odd <= n / 64) return "utf-16be";
  return null;
}

/** As source.CodePage of the engine tells it. */
function codePage(bytes: Uint8Array): "windows-1251" | "ibm866" | null {
  let characters = 0;
  let high = 0;
  let windows = 0;
  let console = 0;
  let lower = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) continue;
    const length = byte > 0xc1 && byte < 0xf5 ? lengthOf(byte) : 1;
    if (length > 1 && i + length <= bytes.length && bytes.subarray(i + 1, i + length).every((b) => (b & 0xc0) === 0x80)) {
      characters++;
      i += length - 1;
      continue;
    }
    high++;
    if (!(bytes[i - 1]! >= 0x80) && !(bytes[i + 1]! >= 0x80)) continue;
    if (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8) windows++;
    if (byte >= 0xe0) lower++;
    if (byte < 0xb0 || (byte >= 0xe0 && byte <= 0xf1)) console++;
  }
  const sure = Math.max(8, high - Math.floor(high / 8));
  if (characters > Math.floor(high / 2)) return null;
  if (console >= sure && console > windows) return "ibm866";
  return windows >= sure && lower > Math.floor(windows / 2) ? "windows-1251" : null;
}
