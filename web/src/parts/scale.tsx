import type { Summary, Verdict } from "../report.ts";
import { t } from "../settings.ts";

/** The sign between what the log says and what the protocol shows. */
const relationOf = (verdict: Verdict) => (verdict === "agrees" ? "=" : verdict === "undetermined" ? "?" : "≠");

/** What the log says, if anything, against what the protocol shows. */
export function Scale({ summary, says, shows, quiet = summary.claimed === "none" }: { summary: Summary; says: string; shows: string; quiet?: boolean }) {
  const words = t.value;
  return (
    <p class="scale">
      {!quiet && (
        <span>
          {says} <b class={`claimed ${summary.claimed}`}>{words.claimed[summary.claimed]}</b>
        </span>
      )}
      <span>
        {!quiet && (
          <span class="relation" aria-hidden="true">
            {relationOf(summary.verdict)}
          </span>
        )}
        {quiet ? words.answer.showsAlone : shows} <b class={`claimed ${summary.actual}`}>{words.actual[summary.actual]}</b>
      </span>
    </p>
  );
}
