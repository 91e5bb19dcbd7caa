/** What of a finding's evidence is quoted: from the third time on the same words are only named by their lines. */
import type { Finding, Quote } from "./report.ts";

export function proof({ evidence = [] }: Finding): { quoted: Quote[]; again: Quote[] } {
  const quoted: Quote[] = [];
  const again = new Map<number, Quote>();
  const seen = new Map<string, number>();
  for (const quote of [...evidence].sort((a, b) => a.span.start - b.span.start)) {
    const times = (seen.get(quote.text) ?? 0) + 1;
    seen.set(quote.text, times);
    if (times <= 2) quoted.push(quote);
    else if (!again.has(quote.span.line)) again.set(quote.span.line, quote);
  }
  return { quoted, again: [...again.values()] };
}
