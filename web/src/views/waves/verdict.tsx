import { time } from "../../format.ts";
import { Output } from "../../parts/fields.tsx";
import { t } from "../../settings.ts";
import type { WavesVerdict } from "../../workbench.ts";

/** What the engine says of a password: valid, or the mistake with its fix. */
export function VerdictPart({ verdict }: { verdict: WavesVerdict }) {
  const words = t.value.wavesView;
  const [first, ...further] = verdict.mistakes ?? [];
  const facts: [string, string | false | undefined][] = [
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
          {(first.cause || first.detail) && (
            <div class="reason">
              <dt>{words.cause}</dt>
              {/* The detail is what the cause was seen by. */}
              <dd>{[first.cause.replace(first.detail ? /\.$/ : "", ""), first.detail].filter(Boolean).join(": ")}</dd>
            </div>
          )}
          <div class="reason fix">
            <dt>{words.fix}</dt>
            <dd>{verdict.fix || first.fix}</dd>
          </div>
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
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {verdict.repaired && (
        <dl class="outputs">
          <Output name={words.repaired} value={verdict.repaired.formBody} />
        </dl>
      )}
    </section>
  );
}
