import type { ComponentChildren } from "preact";
import { answer, findingId, point, placeShower, pointed, revealed } from "../diagnosis.ts";
import { goTo } from "../go.ts";
import type { Masker, QuoteLine } from "../mask.ts";
import type { Finding, Quote, Ref, Span } from "../report.ts";
import { moved } from "../pointer.ts";
import { linkTo, t } from "../settings.ts";
import { exchangeId } from "./exchanges.tsx";
import { QuoteLines } from "./quote.tsx";

interface FindingProps {
  finding: Finding;
  n: number;
  exchange?: { id: string; n: number } | undefined;
  /** What stands above in large letters: the same title is not shown again. */
  headline: string;
  /** Of the Diagnose view, whose text and marks it goes with. */
  linked: boolean;
  /** Of another view's text: what masks its quotes, and what leads to their place. */
  of?: { masker: Masker; revealed: boolean; show: (span: Span) => void };
}

export function FindingPart({ finding, n, exchange, headline, linked, of }: FindingProps) {
  const words = t.value;
  const active = linked && pointed.value === n;
  const listen = linked
    ? {
        onMouseMove: (event: MouseEvent) => {
          if (moved(event)) point(n);
        },
        onMouseLeave: () => point(null),
        onFocusIn: () => point(n),
      }
    : {};
  const lead = of?.show ?? (linked ? placeShower() : null);
  const evidence = finding.evidence?.toSorted((a, b) => a.span.start - b.span.start) ?? [];
  const quoted = evidence.filter(({ again }) => !again);
  return (
    <article id={linked ? findingId(n) : undefined} class={`finding ${finding.severity}${active ? " active" : ""}`} tabIndex={-1} {...listen}>
      <p class="finding-tag">
        <b>{words.severity[finding.severity]}</b>
        <a class="rule" href={linkTo("rules", finding.rule)}>[{finding.rule}]</a> <span>{words.confidence[finding.confidence]}</span>
        {exchange && (
          <button type="button" class="link" onClick={() => goTo(exchangeId(exchange.id))}>
            {words.exchange.nth(exchange.n)}
          </button>
        )}
      </p>
      <h3 class={finding.title === headline ? "visually-hidden" : ""}>{finding.title}</h3>
      {quoted.length > 0 && (
        <ul class="evidence" aria-label={words.finding.evidence} style={{ "--digits": digitsOf(quoted) }}>
          {evidenceLines(quoted, linked, of).map((line, i) => (
            <li key={i}>{lead ? <EvidenceLine line={line} finding={finding} show={lead} /> : <QuoteLines lines={[line]} severity={finding.severity} />}</li>
          ))}
        </ul>
      )}
      <Again quotes={evidence.filter(({ again }) => again)} more={!!finding.moreEvidence} show={lead} />
      <p class="detail">{finding.detail}</p>
      <Reasons finding={finding} />
    </article>
  );
}

/** All lines of one finding begin at the same place, however long their numbers are. */
const digitsOf = (quotes: Quote[]) => String(Math.max(...quotes.map(({ span }) => span.line))).length;

/** Without the text at hand (another view's), a quote is shown as the report gives it. */
function evidenceLines(quotes: Quote[], linked: boolean, of: FindingProps["of"]): QuoteLine[] {
  if (of) return of.masker.lines(quotes, of.revealed);
  const masker = linked ? answer.value?.masker : undefined;
  return masker?.lines(quotes, revealed.value) ?? quotes.map(({ span, text }) => ({ line: span.line, span, pieces: [{ text, marked: true }] }));
}

function EvidenceLine({ line, finding, show }: { line: QuoteLine; finding: Finding; show: (span: Span) => void }) {
  const label = t.value.finding.goTo(line.line);
  return (
    <button type="button" class="evidence-line" title={label} onClick={() => show(line.span)}>
      <span class="visually-hidden">{label}: </span>
      <QuoteLines lines={[line]} severity={finding.severity} />
    </button>
  );
}

/** Where the words that are quoted stand again. */
function Again({ quotes, more, show }: { quotes: Quote[]; more: boolean; show: ((span: Span) => void) | null }) {
  const words = t.value.finding;
  const lines = quotes.filter(({ span }, i) => span.line !== quotes[i - 1]?.span.line);
  if (lines.length === 0 && !more) return null;
  return (
    <p class="again">
      {lines.length > 0 && words.again(lines.length)}
      {lines.map(({ span }) =>
        show ? (
          <button key={span.line} type="button" class="link" aria-label={words.goTo(span.line)} onClick={() => show(span)}>
            {span.line}
          </button>
        ) : (
          <span key={span.line}>{span.line}</span>
        ),
      )}
      {more && <span>…</span>}
    </p>
  );
}

function Reasons({ finding }: { finding: Finding }) {
  const words = t.value.finding;
  const { causes = [], fixes = [], missing = [], refs = [], codes = [] } = finding;
  return (
    <dl class="reasons">
      <Reason label={words.causes} items={causes} />
      <Reason label={words.fixes} items={fixes} class="fix" />
      {missing.length > 0 && <Reason label={words.missing} items={[<Checklist items={missing} />]} />}
      {codes.length > 0 && (
        <Reason label={words.codes} items={[codes.map((code) => <code key={code}>{code} </code>)]} />
      )}
      <Refs refs={refs} />
    </dl>
  );
}

/** What to fetch so that the judgment can be sure, to be ticked off. */
function Checklist({ items }: { items: string[] }) {
  return (
    <ul class="checklist">
      {items.map((item) => (
        <li key={item}>
          <label>
            <input type="checkbox" /> <span>{item}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

/** Where to read on. */
export function Refs({ refs }: { refs: Ref[] }) {
  if (refs.length === 0) return null;
  const links = refs.map((ref, i) => (
    <span key={ref.url}>
      {i > 0 && " · "}
      <Source of={ref} />
    </span>
  ));
  return <Reason label={t.value.finding.refs} items={[links]} />;
}

/** A source, and its address where it has one. */
export function Source({ of: { label, url } }: { of: Ref }) {
  if (!/^https:\/\//.test(url)) return <>{label || url}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {label || url}
    </a>
  );
}

/** What is said under one word: one thing as it is, several numbered, for the likeliest or best comes first. */
export function Reason({ label, items, class: name = "" }: { label: string; items: ComponentChildren[]; class?: string }) {
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
