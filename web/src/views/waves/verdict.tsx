import { time } from "../../format.ts";
import { Facts, type Fact } from "../../parts/facts.tsx";
import { Output } from "../../parts/fields.tsx";
import { Reason } from "../../parts/finding.tsx";
import { t } from "../../settings.ts";
import type { WavesVerdict } from "../../workbench.ts";

/** What the engine says of a password: valid, or the mistake with its fix. */
export function VerdictPart({ verdict }: { verdict: WavesVerdict }) {
  const words = t.value.wavesView;
  const [first, ...further] = verdict.mistakes ?? [];
  // The detail is what the cause was seen by.
  const cause = first && [first.cause.replace(first.detail ? /\.$/ : "", ""), first.detail].filter(Boolean).join(": ");
  const facts: Fact[] = [
    [words.facts.account, verdict.address],
    [words.username, verdict.username],
    [words.facts.chain, verdict.chain],
    [words.facts.clientId, verdict.clientId],
    [words.facts.expires, verdict.expires > 0 && `${time(verdict.expires)} UTC`],
    [words.signedReally, verdict.signedText || verdict.signed],
  ];
  return (
    <section class="part waves-verdict" role="status">
      <p class={`verdict-name ${verdict.valid ? "good" : "bad"}`}>{verdict.valid ? words.valid : words.invalid}</p>
      <h2>{verdict.valid ? words.validUntil(time(verdict.expires)) : verdict.explanation}</h2>
      {first && (
        <dl class="reasons">
          <Reason label={words.cause} items={cause ? [cause] : []} />
          <Reason label={words.fix} items={[verdict.fix || first.fix]} class="fix" />
        </dl>
      )}
      {further.length > 0 && (
        <>
          <h3>{words.further}</h3>
          <ul class="plain">
            {further.map((mistake) => (
              <li key={mistake.mistake}>
                {mistake.explanation} <span class="muted">{mistake.fix}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {!!verdict.laxAccepts?.length && (
        <p class="lax">
          {words.lax}: {verdict.laxAccepts.join(", ")}
        </p>
      )}
      {!!verdict.warnings?.length && (
        <>
          <h3>{words.warnings}</h3>
          <ul class="plain">
            {verdict.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      )}
      <Facts facts={facts} />
      {verdict.repaired && (
        <dl class="outputs">
          <Output name={words.repaired} value={verdict.repaired.formBody} />
        </dl>
      )}
    </section>
  );
}
