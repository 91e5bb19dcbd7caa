import { useMemo } from "preact/hooks";
import { Masker, maskRange, merge, type Range } from "../../mask.ts";
import { ByteIndex } from "../../offsets.ts";
import { Pieces } from "../../parts/quote.tsx";
import type { Exchanged } from "../../requests.ts";
import { w } from "./words.ts";

/** More is not drawn. */
const MOST = 60_000;

/** A text with its secrets masked, in numbered lines from the given one on; the numbers are those that findings speak of. */
export function Masked({ text, from = 0, to = text.length, secrets, firstLine, label }: { text: string; from?: number; to?: number; secrets: Range[]; firstLine?: number; label: string }) {
  const end = Math.min(to, from + MOST);
  const lines = useMemo(() => {
    const starts = [from];
    for (let at = text.indexOf("\n", from); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts.map((start, i) => maskRange(text, start, (starts[i + 1] ?? end + 1) - 1, secrets));
  }, [text, from, end, secrets]);
  return (
    <>
      <pre class="exchange-text" tabIndex={0} role="region" aria-label={label}>
        {lines.map((pieces, i) =>
          firstLine === undefined ? (
            <code key={i} class="plain-line">
              <Pieces pieces={pieces} />
              {"\n"}
            </code>
          ) : (
            <span class="quote-line" key={i} id={`exchange-line-${firstLine + i}`}>
              <span class="quote-number">{firstLine + i}</span>
              <code>
                <Pieces pieces={pieces} />
              </code>
            </span>
          ),
        )}
      </pre>
      {end < to && <p class="hint">{w.value.cut(to - end)}</p>}
    </>
  );
}

/** Where request and response stand in the transcript, and what in it is secret. */
export interface Subject {
  text: string;
  masker: Masker;
  /** Where the response begins; the length of the text where there is none. */
  response: number;
  /** Where its headers end. */
  body: number;
  lineOf(at: number): number;
}

/** Secrets are those of the request, as it was built: they are hidden beside those that the report names. */
export function subjectOf({ transcript, report, response }: Exchanged, secrets: string[]): Subject {
  const index = new ByteIndex(new TextEncoder().encode(transcript));
  const own = occurrences(transcript, secrets).map(({ from, to }) => {
    const start = utf8(transcript.slice(0, from));
    return { start, end: start + utf8(transcript.slice(from, to)), line: 0, column: 0 };
  });
  const masker = new Masker({ text: transcript, index }, [...(report.secrets ?? []), ...own]);
  // The status line of the answer: the last one that stands at the beginning of a line, before the body's own lines.
  const at = response ? transcript.search(new RegExp(`^(?:< )?HTTP/[\\d.]+ ${response.status}\\b`, "m")) : -1;
  const from = at < 0 ? transcript.length : at;
  const blank = transcript.slice(from).search(/\r?\n\r?\n/);
  return {
    text: transcript,
    masker,
    response: from,
    body: blank < 0 ? transcript.length : from + blank,
    lineOf: (to) => transcript.slice(0, to).split("\n").length,
  };
}

/** The same secrets wherever they stand in another text. */
export function secretsIn(text: string, { masker, text: from }: Subject): Range[] {
  return merge(occurrences(text, masker.secrets.map(({ from: start, to }) => from.slice(start, to))));
}

const utf8 = (text: string) => new TextEncoder().encode(text).length;

/** Shorter ones are ordinary words. */
const SHORTEST = 4;

function occurrences(text: string, values: string[]): Range[] {
  const found: Range[] = [];
  for (const value of new Set(values)) {
    if (value.length < SHORTEST) continue;
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) found.push({ from: at, to: at + value.length });
  }
  return found;
}
