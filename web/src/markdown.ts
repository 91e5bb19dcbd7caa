/** The answer as Markdown, for an issue or a chat. Secrets are as masked as on the page. */
import type { Answer } from "./diagnosis.ts";
import type { Messages } from "./messages.ts";
import { stamp } from "./format.ts";
import { proof } from "./proof.ts";

export function toMarkdown({ report, masker }: Omit<Answer, "of">, revealed: boolean, t: Messages): string {
  const { summary, findings, stats } = report;
  const out: string[] = [`## ${summary.headline || t.verdict[summary.verdict]}`, ""];
  const actual = `**${t.actual[summary.actual]}**.`;
  if (summary.exchange) out.push(summary.claimed === "none" ? `${t.answer.showsAlone} ${actual}` : `${t.answer.claims} **${t.claimed[summary.claimed]}**, ${t.answer.shows} ${actual}`, "");
  const digits = Math.max(5, ...findings.flatMap(({ evidence = [] }) => evidence.map(({ span }) => String(span.line).length)));
  for (const finding of findings) {
    out.push(`### ${t.severity[finding.severity]}: ${finding.title}`, "", `\`${finding.rule}\`, ${t.confidence[finding.confidence]}`, "");
    const { quoted, again } = proof(finding);
    if (quoted.length > 0) {
      const lines = quoted.map((quote) => `${String(quote.span.line).padStart(digits)} | ${masker.plain(quote, revealed).replace(/\s*\n\s*/g, " ⏎ ")}`);
      const numbers = again.map(({ span }) => span.line).join(", ");
      const rest = [again.length > 0 && `${t.finding.again(again.length)} ${numbers}`, finding.moreEvidence && "…"].filter(Boolean).join(" ");
      if (rest) lines.push(`${" ".repeat(digits)}   ${rest}`);
      const fence = fenceFor(lines);
      out.push(fence, ...lines, fence, "");
    }
    out.push(finding.detail, "");
    section(out, t.finding.causes, finding.causes);
    section(out, t.finding.fixes, finding.fixes);
    section(out, t.finding.missing, finding.missing);
    section(out, t.finding.refs, finding.refs?.map(({ label, url }) => `[${label}](${url})`));
  }
  if (stats.at) out.push(`_${t.answer.at(stamp(stats.at), t.atSource[stats.atSource ?? "now"])}_`, "");
  return out.join("\n").trimEnd() + "\n";
}

function section(out: string[], label: string, items: string[] | undefined): void {
  if (items?.length) out.push(`**${label}**`, "", ...items.map((item) => `- ${item}`), "");
}

/** A fence longer than any run of backticks inside. */
function fenceFor(lines: string[]): string {
  const longest = Math.max(0, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((m) => m[0].length)));
  return "`".repeat(Math.max(3, longest + 1));
}
