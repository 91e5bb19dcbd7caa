import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import * as diagnosis from "../diagnosis.ts";
import { LogEditor } from "../editor.ts";
import { examples, titleOf, type Example } from "../examples.ts";
import { byteSize, stamp } from "../format.ts";
import { goTo } from "../go.ts";
import { Failure, CopyButton, Menu } from "../parts/controls.tsx";
import { exchangeId, Exchanges } from "../parts/exchanges.tsx";
import { FindingPart } from "../parts/finding.tsx";
import { Scale } from "../parts/scale.tsx";
import { Tokens } from "../parts/tokens.tsx";
import type { Finding, Report } from "../report.ts";
import { lang, t, view } from "../settings.ts";

export function DiagnoseView() {
  const words = t.value;
  const { answer, failure, answers } = diagnosis;
  const said = answer.value;
  return (
    <div class={`diagnose${said || failure.value ? " answered" : ""}`}>
      <Source />
      <section class="answer" aria-label={words.answer.heading} aria-busy={diagnosis.busy.value}>
        <Progress />
        {failure.value && <Failure error={failure.value} retry={() => void diagnosis.diagnose()} />}
        {said && <AnswerPart answer={said} key={answers.value} />}
      </section>
      <p class="visually-hidden" role="status">
        {said && !diagnosis.busy.value && <span key={answers.value}>{words.answer.announce(headlineOf(said.report), said.report.findings.length)}</span>}
      </p>
    </div>
  );
}

const headlineOf = ({ summary }: Report) => summary.headline || t.value.verdict[summary.verdict];

function Source() {
  const words = t.value.source;
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const { held, hasText, busy, answer, failure, stale, revealed } = diagnosis;
  const [exampleFailed, setExampleFailed] = useState(false);

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: "open", delegatesFocus: true });
    const editor = new LogEditor(root, t.peek(), {
      changed: diagnosis.changed,
      diagnose: () => void diagnosis.diagnose(),
      leave: () => button.current?.focus(),
      pointed: diagnosis.point,
      picked: (finding) => goTo(diagnosis.findingId(finding)),
    });
    diagnosis.attach(editor);
    const stopTranslating = effect(() => editor.translate(t.value));
    return () => {
      stopTranslating();
      diagnosis.attach(null);
      editor.destroy();
    };
  }, []);

  // The report is in the language asked for: another language is another question.
  const asked = useRef(lang.value);
  useEffect(() => {
    if (asked.current !== lang.value && (answer.peek() || diagnosis.busy.peek())) void diagnosis.diagnose();
    asked.current = lang.value;
  }, [lang.value]);

  const open = (example: Example) => {
    setExampleFailed(false);
    setNote(null);
    example.load().then(diagnosis.openExample, () => setExampleFailed(true));
  };
  /** What is to be said of the files that somebody gave. */
  const [note, setNote] = useState<{ name: string; others: number; empty: boolean } | null>(null);
  const choose = (files: FileList | null | undefined) => {
    const [first, ...others] = files ?? [];
    if (!first) return;
    setNote({ name: first.name, others: others.length, empty: first.size === 0 });
    if (first.size > 0) void diagnosis.openFile(first);
  };

  return (
    <section class="source" aria-label={words.label}>
      <h1 class={answer.value ? "visually-hidden" : ""}>{words.heading}</h1>
      {!answer.value && <p class="lead">{words.lead}</p>}
      <DropZone onFiles={choose} />
      {note && (note.empty || note.others > 0) && (
        <p class="hint" role="status">
          {note.empty ? words.emptyFile(note.name) : words.oneFile(note.name, note.others)}
        </p>
      )}
      {held.value && (
        <div class="held">
          <h2>{words.heldTitle(held.value.name, byteSize(held.value.blob.size, lang.value))}</h2>
          <p>{words.held}</p>
          <button type="button" class="quiet" onClick={diagnosis.putAside}>
            {words.heldBack}
          </button>
        </div>
      )}
      <div class="editor" hidden={!!held.value} ref={host} />
      <div class="toolbar">
        {busy.value ? (
          <button type="button" class="primary" onClick={diagnosis.stop}>
            {words.stop}
          </button>
        ) : (
          <button type="button" class="primary" ref={button} onClick={() => void diagnosis.diagnose()}>
            {words.diagnose}
          </button>
        )}
        {!!diagnosis.progress.value && diagnosis.progress.value < 1 && (
          <span class="percent">
            {words.diagnosing} {Math.floor(diagnosis.progress.value * 100)} %
          </span>
        )}
        <button type="button" class="quiet" onClick={() => file.current?.click()}>
          {words.open}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          onChange={(event) => {
            choose(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
        {examples.length > 0 && (
          <Menu label={words.example}>
            {(close) =>
              examples.map((example) => (
                <button
                  type="button"
                  key={example.name}
                  onClick={() => {
                    close();
                    open(example);
                  }}
                >
                  {titleOf(example, t.value)}
                </button>
              ))
            }
          </Menu>
        )}
        {(hasText.value || held.value || answer.value || failure.value) && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setNote(null);
              diagnosis.clear();
            }}
          >
            {words.clear}
          </button>
        )}
        {!!answer.value?.report.secrets.length && (
          <button type="button" class="quiet" aria-pressed={revealed.value} onClick={() => diagnosis.reveal(!revealed.value)}>
            {revealed.value ? words.mask : words.reveal}
          </button>
        )}
        {hasText.value && !held.value && answer.value && <CopyButton label={words.copyRedacted} text={diagnosis.withoutSecrets} />}
      </div>
      {exampleFailed && (
        <p class="stale" role="alert">
          {words.exampleFailed}
        </p>
      )}
      {stale.value && (
        <p class="stale">
          {words.stale}{" "}
          <button type="button" class="link" onClick={() => void diagnosis.diagnose()}>
            {words.again}
          </button>
        </p>
      )}
      <p class="keys">{words.keys}</p>
    </section>
  );
}

/** Takes a file dropped anywhere on the page while this view is shown. */
function DropZone({ onFiles }: { onFiles(files: FileList | undefined): void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => view.peek() === "diagnose" && !!event.dataTransfer?.types.includes("Files");
    const dragover = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onFiles(event.dataTransfer?.files);
    };
    addEventListener("dragover", dragover);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", dragover);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return over ? <div class="drop-zone">{t.value.source.drop}</div> : null;
}

function Progress() {
  const done = diagnosis.progress.value;
  if (done === null) return null;
  return <progress class="progress" value={done} max={1} aria-label={t.value.source.diagnosing} />;
}

function AnswerPart({ answer }: { answer: diagnosis.Answer }) {
  const words = t.value;
  const { report } = answer;
  const { summary, findings, exchanges, tokens, stats } = report;
  const top = useRef<HTMLDivElement>(null);
  // On a narrow screen the verdict is below the box: bring it into sight, for it is what was asked.
  useEffect(() => {
    const box = top.current?.getBoundingClientRect();
    if (box && (box.bottom > innerHeight || box.top < 0)) top.current?.scrollIntoView({ block: "start" });
  }, []);
  // A token alone, or a text without a login, has nothing to weigh.
  const weighed = !!summary.exchange;
  // A bare answer claims nothing: there is nothing to agree with. Nor is it the news where the tokens came and are not fit for use.
  const spoilt = summary.actual === "success" && findings[0]?.severity === "error";
  const unclaimed = summary.verdict === "agrees" && (spoilt || summary.claimed === "none");
  const moreNeeded = summary.verdict === "undetermined" && tokens.length === 0;
  const groups = groupsOf(report);
  const grouped = groups.length > 1;
  return (
    <div class={diagnosis.busy.value ? "old" : ""}>
      <div class={`verdict ${summary.verdict}`} ref={top}>
        {summary.headline && weighed && !unclaimed && <p class="verdict-name">{words.verdict[summary.guess && summary.verdict === "misclassified_success" ? "guess" : summary.verdict]}</p>}
        <h2>{headlineOf(report)}</h2>
        {weighed && <Scale summary={summary} says={words.answer.claims} shows={summary.guess ? words.answer.suggests : words.answer.shows} />}
        <p class="meta">
          {summary.kind && <span>{words.answer.took(words.kind[summary.kind] ?? summary.kind)}</span>}
          <span>{words.answer.lines(stats.lines, byteSize(stats.bytes, lang.value))}</span>
          {stats.encoding && stats.encoding !== summary.kind && <span>{words.answer.encoding(stats.encoding)}</span>}
          {stats.at ? <span>{words.answer.at(stamp(stats.at), words.atSource[stats.atSource ?? "now"])}</span> : tokens.length > 0 && <span>{words.answer.noTime}</span>}
          <CopyButton label={words.answer.copy} text={diagnosis.asMarkdown} />
        </p>
      </div>
      {findings.length > 0 ? (
        <section aria-label={words.answer.findings}>
          {findings.length >= MANY && <Overview groups={groups} n={findings.length} />}
          {groups.map(({ exchange, findings }) => (
            <Group key={exchange?.id ?? ""} exchange={exchange} grouped={grouped}>
              {findings.map(({ finding, n }) => (
                <FindingPart key={n} finding={finding} n={n} linked headline={headlineOf(report)} exchange={exchanges.length > 1 && !grouped ? exchange : undefined} />
              ))}
            </Group>
          ))}
          <Omitted n={stats.findingsOmitted} />
        </section>
      ) : (
        (weighed || tokens.length === 0) && summary.kind !== "binary" && <p class="hint part">{moreNeeded ? words.answer.moreNeeded : words.answer.noFindings}</p>
      )}
      {exchanges.length > 0 && (
        <section class="part">
          <h2>{words.answer.exchanges}</h2>
          <Exchanges exchanges={exchanges} />
          <Omitted n={stats.exchangesOmitted} />
        </section>
      )}
      {tokens.length > 0 && (
        <section class="part">
          <h2>{words.answer.tokens}</h2>
          <Tokens tokens={tokens} stats={stats} />
          <Omitted n={stats.tokensOmitted} />
        </section>
      )}
    </div>
  );
}

/** So many findings are more than a screen: what they are is said first. */
const MANY = 5;
/** Of more than so many the list would be more than a screen itself, above the first finding. */
const LISTED = 12;

function Overview({ groups, n }: { groups: FindingGroup[]; n: number }) {
  const words = t.value;
  const [all, setAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const listAll = () => {
    setAll(true);
    requestAnimationFrame(() => list.current?.querySelectorAll("button")[LISTED]?.focus());
  };
  const folded = n > LISTED && !all;
  return (
    <nav class="overview" aria-label={words.answer.overview(n)}>
      <h3 class="group-name">{words.answer.overview(n)}</h3>
      <ol ref={list}>
        {groups
          .flatMap(({ exchange, findings }) =>
            findings.map(({ finding, n }) => (
              <li key={n}>
                <b class={finding.severity}>{words.severity[finding.severity]}</b>
                <span>
                  <button type="button" class="link" onClick={() => goTo(diagnosis.findingId(n), "start")}>
                    {finding.title}
                  </button>{" "}
                  {exchange && <span class="muted">{words.exchange.nth(exchange.n)}</span>}
                </span>
              </li>
            )),
          )
          .slice(0, folded ? LISTED : n)}
      </ol>
      {folded && (
        <button type="button" class="link" onClick={listAll}>
          {words.answer.listAll(n)}
        </button>
      )}
    </nav>
  );
}

interface FindingGroup {
  exchange: { id: string; n: number } | undefined;
  findings: { finding: Finding; n: number }[];
}

/** Findings by their exchange; the exchange of the weightiest finding comes first. */
function groupsOf({ findings, exchanges }: Report): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  findings.forEach((finding, n) => {
    const at = exchanges.findIndex(({ id }) => id === finding.exchange);
    const id = at < 0 ? "" : finding.exchange!;
    const group = groups.get(id) ?? { exchange: at < 0 ? undefined : { id, n: at + 1 }, findings: [] };
    group.findings.push({ finding, n });
    groups.set(id, group);
  });
  return [...groups.values()];
}

function Group({ exchange, grouped, children }: { exchange: FindingGroup["exchange"]; grouped: boolean; children: ComponentChildren }) {
  const words = t.value;
  if (!grouped) return <>{children}</>;
  const title = exchange ? words.answer.ofExchange(exchange.n) : words.answer.ofText;
  return (
    <section class="finding-group" aria-label={title}>
      <h3 class="group-name">
        {exchange ? (
          <button type="button" class="link" onClick={() => goTo(exchangeId(exchange.id))}>
            {title}
          </button>
        ) : (
          title
        )}
      </h3>
      {children}
    </section>
  );
}

function Omitted({ n }: { n: number | undefined }) {
  return n ? <p class="hint">{t.value.answer.omitted(n)}</p> : null;
}
