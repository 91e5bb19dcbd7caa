import type { Piece, QuoteLine } from "../mask.ts";
import type { Severity } from "../report.ts";

export function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <>
      {pieces.map((piece, i) => {
        const text =
          piece.hidden === undefined ? (
            piece.text
          ) : (
            <span class="secret">
              {piece.text}
              <span class="masked">…[{piece.hidden}]</span>
            </span>
          );
        return piece.marked ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>;
      })}
    </>
  );
}

/** Lines of the log as a compiler prints them: number, rule, text with the quote underlined. */
export function QuoteLines({ lines, severity }: { lines: QuoteLine[]; severity?: Severity }) {
  return (
    <span class={`quote ${severity ?? ""}`}>
      {lines.map(({ line, pieces }) => (
        <span class="quote-line" key={line}>
          <span class="quote-number">{line}</span>
          <code>
            <Pieces pieces={pieces} />
          </code>
        </span>
      ))}
    </span>
  );
}
