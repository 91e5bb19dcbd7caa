import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { openExample } from "../../diagnosis.ts";
import { inWords, type EngineError } from "../../engine.ts";
import { asEngineError, keyring, logEngine } from "../../engines.ts";
import { byteSize } from "../../format.ts";
import { goTo } from "../../go.ts";
import { Checks, failed } from "../../parts/checks.tsx";
import { CopyButton, Failure } from "../../parts/controls.tsx";
import { FindingPart } from "../../parts/finding.tsx";
import { Scale } from "../../parts/scale.tsx";
import { SendError } from "../../relay.ts";
import type { CallbackRead, Judgment } from "../../requests.ts";
import { lang, linkTo, t } from "../../settings.ts";
import type { TokenCheck } from "../../workbench.ts";
import { setText } from "../token/state.ts";
import { objectOf, pretty } from "./answers.ts";
import * as state from "./state.ts";
import type { Run } from "./state.ts";
import { Masked, secretsIn, subjectOf } from "./text.tsx";
import { TracePart } from "./waterfall.tsx";
import { w } from "./words.ts";

/** What came, in a few words. */
export function statusOf({ exchanged: { response, failure } }: Run): string {
  if (response) return [response.status, response.statusText].filter(Boolean).join(" ");
  return failure?.message || w.value.failed;
}

/** Brings a part that has just come into sight. */
function useSight() {
  const part = useRef<HTMLElement>(null);
  useEffect(() => {
    const box = part.current?.getBoundingClientRect();
    if (box && (box.top > innerHeight - 120 || box.top < 0)) part.current?.scrollIntoView({ block: "start" });
  }, []);
  return part;
}

export function AnswerPart({ run }: { run: Run }) {
  const words = w.value;
  const { exchanged, via, first } = run;
  const { report, response, failure, trace } = exchanged;
  const { summary, findings } = report;
  const subject = useMemo(() => subjectOf(exchanged, run.secrets), [exchanged]);
  const { revealed } = state;
  const set = useMemo(() => (response ? pretty(response.body) : null), [response]);
  const raw = useSignal(set === null);
  const part = useSight();
  const none: never[] = [];
  const lead = (line: number) => {
    raw.value = true;
    requestAnimationFrame(() => goTo(`exchange-line-${line}`));
  };
  const secrets = revealed.value ? none : subject.masker.secrets;
  const headline = summary.headline || t.value.verdict[summary.verdict];
  return (
    <section class="answer" aria-label={words.answer} ref={part}>
      <p class="visually-hidden" role="status">
        {words.announce(statusOf(run), headline)}
      </p>
      <div class={`verdict ${summary.verdict}`}>
        <p class="verdict-name">
          {words.answer}: <b>{response ? statusOf(run) : words.failed}</b> <span class="muted">{words.via[via]}</span>
        </p>
        <h2>{headline}</h2>
        <Scale summary={summary} says={words.claims} shows={words.shows} quiet={!response || summary.claimed === "none"} />
      </div>
      {failure && failure.code !== "redirect_hidden" && (
        <div class="trouble">
          <h3>{failure.message}</h3>
          {failure.hint && <p>{failure.hint}</p>}
        </div>
      )}
      {exchanged.notes?.map(({ code, message, hint }) => (
        <p class="problem info" key={code}>
          <span aria-hidden="true">i</span> {message} {hint}
        </p>
      ))}
      {failure?.code === "redirect_hidden" && <p class="stale">{words.hiddenRedirect}</p>}
      {first && (
        <div class="stale">
          <p>{words.firstTry}</p>
          <details>
            <summary>{words.firstAnswer}</summary>
            <Transcript exchanged={first} secrets={run.secrets} />
          </details>
        </div>
      )}
      <Next run={run} />
      {findings.length > 0 ? (
        <section aria-label={words.findings}>
          {findings.map((finding, n) => (
            <FindingPart key={n} finding={finding} n={n} headline={headline} linked={false} of={{ masker: subject.masker, revealed: revealed.value, show: (span) => lead(span.line) }} />
          ))}
        </section>
      ) : (
        response && <p class="hint">{words.noFindings}</p>
      )}
      {response && (
        <section class="part">
          <div class="toolbar">
            <h3>{words.response}</h3>
            {set !== null && (
              <span class="segments" role="group" aria-label={words.response}>
                <button type="button" class="quiet" aria-pressed={!raw.value} onClick={() => (raw.value = false)}>
                  {words.pretty}
                </button>
                <button type="button" class="quiet" aria-pressed={raw.value} onClick={() => (raw.value = true)}>
                  {words.raw}
                </button>
              </span>
            )}
            <button type="button" class="quiet" aria-pressed={revealed.value} onClick={() => (revealed.value = !revealed.value)}>
              {revealed.value ? words.mask : words.reveal}
            </button>
            <CopyButton label={words.copy} text={() => (revealed.peek() ? (raw.peek() ? subject.text.slice(subject.response) : set!) : withoutSecrets(raw.peek() ? subject.text.slice(subject.response) : set!))} />
          </div>
          {raw.value ? (
            <Masked text={subject.text} from={subject.response} secrets={secrets} firstLine={subject.lineOf(subject.response)} label={words.response} />
          ) : (
            <>
              <Masked text={subject.text} from={subject.response} to={subject.body} secrets={secrets} firstLine={subject.lineOf(subject.response)} label={words.headers} />
              <Masked text={set!} secrets={revealed.value ? none : secretsIn(set!, subject)} label={words.response} />
            </>
          )}
          {response.truncated && <p class="hint">{words.truncated(byteSize(response.size, lang.value))}</p>}
          {response.bodyEncoding === "base64" && <p class="hint">{words.binary}</p>}
          {via === "direct" && <p class="hint">{words.onlyVisible}</p>}
        </section>
      )}
      <section class="part">
        <h3>{words.requestSent}</h3>
        <Masked text={subject.text} to={trimEnd(subject.text, subject.response)} secrets={secrets} firstLine={1} label={words.requestSent} />
      </section>
      <TracePart trace={trace} />
    </section>
  );
}

const withoutSecrets = (text: string) => logEngine.redact(text).then((redacted) => redacted.text);

const trimEnd = (text: string, end: number) => text.slice(0, end).trimEnd().length;

function Transcript({ exchanged, secrets }: { exchanged: Run["exchanged"]; secrets: string[] }) {
  const subject = useMemo(() => subjectOf(exchanged, secrets), [exchanged]);
  return <Masked text={subject.text} secrets={state.revealed.value ? [] : subject.masker.secrets} label={w.value.firstAnswer} />;
}

/** What one does with an answer: each is a click, and sends nothing that the click does not say. */
function Next({ run }: { run: Run }) {
  const words = w.value;
  const tokens = state.issued(run);
  const { via } = run;
  const any = tokens.access_token ?? tokens.refresh_token ?? tokens.id_token;
  const keys = useSignal<{ token: string; checks: TokenCheck[] } | null>(null);
  const failure = useSignal<SendError | EngineError | null>(null);
  const noKeys = useSignal<string | null>(null);
  const busy = useSignal(false);
  /** Chooses another request with the tokens in it, and sends it. */
  const ask = async (to: Partial<state.Choice>, fills: Record<string, string | undefined>, send = true) => {
    const given = Object.fromEntries(Object.entries(fills).filter((pair): pair is [string, string] => !!pair[1]));
    await state.choose(to, given);
    if (send && !state.failure.peek()) await state.send(via);
  };
  const verify = async () => {
    busy.value = true;
    failure.value = noKeys.value = keys.value = null;
    try {
      keys.value = await verified(run);
      if (!keys.value) noKeys.value = "";
    } catch (error) {
      if (error instanceof state.NoKeys) noKeys.value = error.message;
      else failure.value = error instanceof SendError ? error : asEngineError(error);
    } finally {
      busy.value = false;
    }
  };
  const found = discovered(run);
  const jwt = [tokens.id_token, tokens.access_token].find((token) => token?.startsWith("eyJ"));
  return (
    <div class="next">
      <div class="toolbar" role="group" aria-label={words.next}>
        {found && (
          <button
            type="button"
            onClick={() => void state.choose({ endpoint: "", grant: state.choice.peek().grant || "authorization_code" }, found)}
          >
            {words.useEndpoints}
          </button>
        )}
        {any && (
          <a class="button primary" href={linkTo("token")} onClick={() => setText(run.exchanged.response!.body)}>
            {words.openTokens}
          </a>
        )}
        {tokens.refresh_token && (
          <button type="button" onClick={() => void ask({ grant: "refresh_token", endpoint: "" }, { refresh_token: tokens.refresh_token })}>
            {words.refresh}
          </button>
        )}
        {jwt && (
          <button type="button" disabled={busy.value} onClick={() => void verify()}>
            {busy.value ? words.verifying : words.verifyKeys}
          </button>
        )}
        {tokens.access_token && state.offers("userinfo") && (
          <button type="button" onClick={() => void ask({ endpoint: "userinfo" }, { access_token: tokens.access_token })}>
            {words.userinfo}
          </button>
        )}
        {any && state.offers("introspect") && (
          <button type="button" onClick={() => void ask({ endpoint: "introspect" }, { token: any })}>
            {words.introspect}
          </button>
        )}
        {any && state.offers("revoke") && (
          <button type="button" onClick={() => void ask({ endpoint: "revoke" }, { token: tokens.refresh_token ?? any }, false)}>
            {words.revoke}…
          </button>
        )}
        <a
          class="button quiet"
          href={linkTo("diagnose")}
          onClick={() => void openExample(run.exchanged.transcript)}
        >
          {words.diagnose}
        </a>
      </div>
      {noKeys.value !== null && (
        <p class="stale" role="alert">
          {words.noKeys(noKeys.value)}
        </p>
      )}
      {failure.value && <SendFailure error={failure.value} />}
      {keys.value && (
        <section class="part" role="status">
          <h3>{words.verified(t.value.token.use[keys.value.token] ?? keys.value.token)}</h3>
          <Checks checks={keys.value.checks} />
        </section>
      )}
    </div>
  );
}

function discovered({ choice, exchanged }: Run): Record<string, string> | null {
  const urls = choice.endpoint === "discovery" && exchanged.response?.status === 200 ? state.endpointsIn(objectOf(exchanged)) : {};
  return Object.keys(urls).length ? urls : null;
}

/** Fetches the keys through the relay, and has the token's worker check the token by them. */
async function verified(run: Run): Promise<{ token: string; checks: TokenCheck[] } | null> {
  const tokens = state.issued(run);
  const use = tokens.id_token ? "id_token" : "access_token";
  const token = tokens[use];
  if (!token) return null;
  const value = (name: string) => state.values.peek()[name] ?? "";
  const keys = await state.fetchKeys();
  const checks = await keyring.run((engine) =>
    engine.tokenVerify({
      token,
      keys,
      discovery: "",
      use: use === "id_token" ? "id" : "access",
      issuer: "",
      audience: "",
      clientId: value("client_id"),
      nonce: use === "id_token" ? value("nonce") : "",
      accessToken: use === "id_token" ? (tokens.access_token ?? "") : "",
      code: "",
      now: "",
      leeway: 0,
      lang: lang.peek(),
    }),
  );
  return { token: use, checks };
}

export function SendFailure({ error }: { error: SendError | EngineError }) {
  const words = w.value;
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => part.current?.scrollIntoView({ block: "nearest" }), []);
  if (!(error instanceof SendError)) return <Failure error={error} retry={() => void state.send("relay")} />;
  return (
    <div class="trouble" role="alert" ref={part}>
      <h2>{words.error[error.kind]}</h2>
      {error.message && <p>{error.message}</p>}
      {error.hint && <p>{error.hint}</p>}
      <p class="hint">{words.errorDetail[error.kind]}</p>
      {error.kind === "blocked" && (
        <button type="button" class="primary" onClick={() => void state.send("relay")}>
          {words.byRelay}
        </button>
      )}
    </div>
  );
}

const SIGN = { error: "✕", warning: "!", info: "i" };

export function Judgments({ items }: { items: Judgment[] }) {
  return (
    <ul class="judgments">
      {items.map(({ severity, title, detail, fix }) => (
        <li key={title} class={severity}>
          <span class="check-sign" aria-hidden="true">
            {SIGN[severity]}
          </span>
          <div>
            <b>{title}</b> <span class="visually-hidden">({t.value.severity[severity]})</span>
            {detail && <p>{detail}</p>}
            {fix && (
              <p>
                <span class="fix-word">{w.value.fix}:</span> {fix}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function CallbackPart({ callback: { read } }: { callback: { read: CallbackRead } }) {
  const words = w.value;
  const part = useSight();
  const findings = read.findings ?? [];
  const { revealed } = state;
  return (
    <section class="part callback" ref={part} aria-label={words.callback}>
      <h2>
        {words.callback} <span class="muted">{words.callbackIn[read.in] ?? ""}</span>
      </h2>
      <div role="status">
        {read.error && findings.length === 0 && (
          <p class="problem error">
            <span aria-hidden="true">✕</span> <code>{read.error}</code> {read.errorDescription}
          </p>
        )}
        {read.code && <p>{words.codeTaken}</p>}
        {findings.length > 0 ? <Judgments items={findings} /> : !read.error && <p class="good">✓ {words.callbackFine}</p>}
      </div>
      {state.jarm.value && <JarmPart jarm={state.jarm.value} />}
      <dl class="facts">
        {read.params?.map(([name, value], i) => (
          <div key={i}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd class="mono">{revealed.value || !SECRET.test(name) ? value : `••••••…[${value.length}]`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Whether the JARM answer is what the server signed. */
function JarmPart({ jarm: { busy, checks, noKeys, error, needsSecret } }: { jarm: state.Jarm }) {
  const words = w.value;
  const bad = checks?.some(failed);
  const good = checks && !bad && checks.some(({ name, result }) => name === "signature" && result === "pass");
  return (
    <section class="jarm" aria-label={words.jarm}>
      <div role="status">
        {busy ? (
          <p class="hint working">{words.jarmBusy}</p>
        ) : good ? (
          <p class="good">✓ {words.jarmGood}</p>
        ) : (
          <p class={`problem ${bad ? "error" : "warning"}`}>
            <span aria-hidden="true">{bad ? "✕" : "!"}</span> {bad ? words.jarmBad : needsSecret ? words.jarmSecret : words.jarmOpen}
          </p>
        )}
      </div>
      {checks && <Checks checks={checks} />}
      {noKeys !== undefined && (
        <p class="stale" role="alert">
          {words.noKeys(noKeys)}
        </p>
      )}
      {error && (
        <p class="trouble" role="alert">
          {error instanceof SendError ? [words.error[error.kind], error.message, error.hint].filter(Boolean).join(". ") : inWords(error, t.value.engine)}
        </p>
      )}
      {!good && (
        <button type="button" disabled={busy} onClick={() => void state.verifyJarm(true)}>
          {needsSecret ? words.jarmAgain : words.verifyKeys}
        </button>
      )}
    </section>
  );
}

const SECRET = /^(code|access_token|id_token|refresh_token|response|session_state)$/;
