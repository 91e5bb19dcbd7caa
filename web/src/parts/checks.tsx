import { t } from "../settings.ts";
import type { TokenCheck } from "../workbench.ts";

const ORDER = { fail: 0, unknown: 2, pass: 3 };

/** What failed comes first, advice after it. */
const rank = ({ result, advice }: TokenCheck) => ORDER[result] + (result === "fail" && advice ? 1 : 0);

const SIGN = { pass: "✓", fail: "✕", unknown: "?" };

export const failed = ({ result }: TokenCheck) => result === "fail";

export function Checks({ checks }: { checks: TokenCheck[] }) {
  const words = t.value;
  return (
    <ul class="check-list">
      {[...checks]
        .sort((a, b) => rank(a) - rank(b))
        .map((check) => (
          <li key={check.name} class={`${check.result}${check.advice && check.result === "fail" ? " advice" : ""}`}>
            <span class="check-sign" aria-hidden="true">
              {SIGN[check.result]}
            </span>
            <span class="check-result">{check.advice && check.result === "fail" ? words.tokenView.advice : words.token.result[check.result]}</span>
            <b>{check.title}</b>
            <span>{check.reason}</span>
          </li>
        ))}
    </ul>
  );
}
