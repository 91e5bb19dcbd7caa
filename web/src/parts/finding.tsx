import type { ComponentChildren } from "preact";
import { answer, point, pointed, revealed, show } from "../diagnosis.ts";
import type { Finding, Quote } from "../report.ts";
import { t } from "../settings.ts";
import { QuoteLines } from "./quote.tsx";

export const findingId = (n: number) => `finding-${n}`;

export function FindingPart({ finding, n, exchange, linked }: { finding: Finding; n: number; exchange: string | undefined; linked: boolean }) {
  const words = t.value;
  const active = linked && pointed.value?.finding === n;
  const listen = linked
    ? {
        onMouseEnter: () => point({ finding: n, evidence: null }),
        onMouseLeave: () => point(null),
        onFocusIn: () => point({ finding: n, evidence: null }),
      }
    : {};
  return (
    <article id={linked ? findingId(n) : undefined} class={`finding ${finding.severity}${active ? " active" : ""}`} tabIndex={-1} {...listen}>
      <p class="finding-tag">
        <b>{words.severity[finding.severity]}</b>
        <span class="rule">[{finding.rule}]</span> <span>{words.confidence[finding.confidence]}</span>
        {exchange && <span class="rule">{exchange}</span>}
      </p>
      <h3>{finding.title}</h3>
      <p class="detail">{finding.detail}</p>
      {!!finding.evidence?.length && (
        <ul class="evidence" aria-label={words.finding.evidence}>
          {finding.evidence.map((quote, i) => (
            <li key={i}>
              <Evidence quote={quote} finding={finding} n={n} i={i} linked={linked} />
            </li>
          ))}
        </ul>
      )}
      <Reasons finding={finding} />
    </article>
  );
}

function Evidence({ quote, finding, n, i, linked }: { quote: Quote; finding: Finding; n: number; i: number; linked: boolean }) {
  const masker = answer.value?.masker;
  if (!linked || !masker) return <QuoteLines lines={[{ line: quote.span.line, pieces: [{ text: quote.text, marked: true }] }]} severity={finding.severity} />;
  return (
    <button
      type="button"
      class="evidence-line"
      title={t.value.finding.goTo(quote.span.line)}
      onMouseEnter={() => point({ finding: n, evidence: i })}
      onFocus={() => point({ finding: n, evidence: i })}
      onClick={() => show(quote.span)}
    >
      <span class="visually-hidden">{t.value.finding.goTo(quote.span.line)}: </span>
      <QuoteLines lines={masker.lines(quote, revealed.value)} severity={finding.severity} />
    </button>
  );
}

function Reasons({ finding }: { finding: Finding }) {
  const words = t.value.finding;
  const { causes = [], fixes = [], missing = [], refs = [], codes = [] } = finding;
  return (
    <dl class="reasons">
      <Reason label={words.causes} items={causes} />
      <Reason label={words.fixes} items={fixes} class="fix" />
      <Reason label={words.missing} items={missing} />
      {codes.length > 0 && (
        <Reason label={words.codes} items={[codes.map((code) => <code key={code}>{code} </code>)]} />
      )}
      {refs.length > 0 && (
        <Reason
          label={words.refs}
          items={[
            refs.map(({ label, url }, i) => (
              <span key={url}>
                {i > 0 && " · "}
                {/^https:\/\//.test(url) ? (
                  <a href={url} target="_blank" rel="noreferrer noopener">
                    {label}
                  </a>
                ) : (
                  label
                )}
              </span>
            )),
          ]}
        />
      )}
    </dl>
  );
}

function Reason({ label, items, class: name = "" }: { label: string; items: ComponentChildren[]; class?: string }) {
  if (items.length === 0) return null;
  return (
    <div class={`reason ${name}`}>
      <dt>{label}</dt>
      <dd>
        {items.length === 1 ? (
          items[0]
        ) : (
          <ol>
            {items.map((item, i) => (
              <li key={i}>{item}</li>
            ))}
          </ol>
        )}
      </dd>
    </div>
  );
}
