import { exactText, placeShower } from "../diagnosis.ts";
import { duration, time, unixOf } from "../format.ts";
import type { Messages } from "../messages.ts";
import type { Stats, Token } from "../report.ts";
import { linkTo, t } from "../settings.ts";
import { Facts, type Fact } from "./facts.tsx";
import { setText } from "../views/token/state.ts";

const useOf = (token: Token, t: Messages) => t.token.use[token.use] ?? token.use;

/** What token times are measured against. */
interface Reference {
  unix: number;
  name: string;
}

/** The log's time, or the clock where the log has none, and how far from it another time is. */
interface LogReference extends Reference {
  distance(unix: number): string;
}

function referenceOf(stats: Stats, words: Messages): LogReference {
  const { thisTime, logTime, logTimeOf, ago, ahead, before, after } = words.token;
  const at = stats.atSource === "now" ? undefined : unixOf(stats.at);
  const unix = at ?? Math.floor(Date.now() / 1000);
  const name = at === undefined ? thisTime : logTime;
  const distance = (to: number) => {
    const time = duration(Math.abs(to - unix), words);
    if (to === unix) return `= ${name}`;
    if (at === undefined) return to < unix ? ago(time) : ahead(time);
    return (to < unix ? before : after)(time, logTimeOf);
  };
  return { unix, name, distance };
}

/** The tokens of the diagnosed text. */
export function Tokens({ tokens, stats }: { tokens: Token[]; stats: Stats }) {
  const reference = referenceOf(stats, t.value);
  const parts = tokens.map((token) => <TokenPart key={token.id} token={token} reference={reference} />);
  return (
    <>
      <Lifetimes lives={tokens.map((token) => ({ ...token, name: useOf(token, t.value) }))} reference={reference} />
      {parts.slice(0, SHOWN)}
      {parts.length > SHOWN && (
        <details class="more-tokens">
          <summary>{t.value.token.more(parts.length - SHOWN)}</summary>
          {parts.slice(SHOWN)}
        </details>
      )}
    </>
  );
}

/** So many tokens are looked at; of a log with hundreds the others wait. */
const SHOWN = 8;

/** The times of a token, in Unix seconds. */
export interface Life {
  id: string;
  name: string;
  state: Token["state"];
  issuedAt?: number | undefined;
  notBefore?: number | undefined;
  authTime?: number | undefined;
  expiresAt?: number | undefined;
}

/** Bars of all tokens on one axis, with a line where the log stands. */
export function Lifetimes({ lives, reference }: { lives: Life[]; reference: Reference }) {
  const words = t.value;
  const bars = lives.flatMap((token) => {
    const from = token.issuedAt ?? token.notBefore ?? token.authTime;
    return token.expiresAt && from && token.expiresAt > from ? [{ token, from, to: token.expiresAt }] : [];
  });
  if (bars.length === 0) return null;
  const first = Math.min(...bars.map((bar) => bar.from));
  const last = Math.max(...bars.map((bar) => bar.to));
  // A reference years away would press the bars flat: it stands at the edge then, and its distance is in words.
  const room = last - first;
  const near = reference.unix > first - room && reference.unix < last + room;
  const start = near ? Math.min(first, reference.unix) : reference.unix < first ? first - room * 0.15 : first;
  const end = near ? Math.max(last, reference.unix) : reference.unix > last ? last + room * 0.15 : last;
  const pad = (end - start) * 0.02;
  const left = (unix: number) => `${(((Math.min(Math.max(unix, start), end) - start + pad) / (end - start + 2 * pad)) * 100).toFixed(3)}%`;
  const width = (from: number, to: number) => `${(((to - from) / (end - start + 2 * pad)) * 100).toFixed(3)}%`;
  const distance = reference.unix < first ? words.token.before(duration(first - reference.unix, words), time(first)) : words.token.after(duration(reference.unix - last, words), time(last));
  return (
    <figure class="lifetimes" aria-label={words.token.lifetimes}>
      <ul>
        {bars.map(({ token, from, to }) => (
          <li key={token.id}>
            <span class="bar-name">{token.name}</span>
            <span class="track" role="img" aria-label={words.token.bar(token.name, time(from), time(to), duration(to - from, words))}>
              <span class={`bar ${token.state}`} style={{ left: left(from), width: width(from, to) }} />
              {token.notBefore !== undefined && token.notBefore !== from && <span class="tick" style={{ left: left(token.notBefore) }} title="nbf" />}
              {!!token.authTime && token.authTime >= start && token.authTime !== from && <span class="tick" style={{ left: left(token.authTime) }} title="auth_time" />}
              <span class="now" style={{ left: left(reference.unix) }} />
            </span>
            <span class="bar-life">{duration(to - from, words)}</span>
          </li>
        ))}
      </ul>
      <figcaption>
        <span class="now-key" aria-hidden="true" /> {reference.name}: {time(reference.unix)} UTC{near ? "" : `, ${distance}`}
      </figcaption>
    </figure>
  );
}

function TokenPart({ token, reference }: { token: Token; reference: LogReference }) {
  const words = t.value.token;
  const text = exactText(token.span);
  const lead = placeShower();
  const when = (unix: number | undefined) =>
    unix === undefined ? null : (
      <>
        {time(unix)} <span class="muted">{reference.distance(unix)}</span>
      </>
    );
  const facts: Fact[] = [
    [words.alg, token.alg],
    [words.kid, token.kid],
    [words.looks, token.looks],
    [words.issuer, token.issuer],
    [words.realm, token.realm],
    [words.audience, token.audience?.join(", ")],
    [words.azp, token.azp],
    [words.subject, token.subject],
    [words.scope, token.scope],
    [words.issuedAt, when(token.issuedAt)],
    [words.notBefore, when(token.notBefore)],
    [words.authTime, token.authTime === 0 ? words.zeroTime : when(token.authTime)],
    [words.expiresAt, when(token.expiresAt)],
    [words.lifetime, token.lifetime ? duration(token.lifetime, t.value) : null],
  ];
  return (
    <article class="token">
      <h3>
        {useOf(token, t.value)} <span class="token-kind">{words.kind[token.kind]}</span> <span class={`state ${token.state}`}>{words.state[token.state]}</span>
        {!token.complete && <span class="state damaged">{words.incomplete}</span>}
        {text === null || !lead ? (
          <span class="token-kind">{words.line(token.span.line)}</span>
        ) : (
          <>
            <button type="button" class="link" onClick={() => lead(token.span)}>
              {words.line(token.span.line)}
            </button>
            <a href={linkTo("token")} onClick={() => setText(text)}>
              {words.open}
            </a>
          </>
        )}
      </h3>
      <Facts facts={facts} />
      {!!token.damage?.length && (
        <div class="damage">
          <h4>{words.damage}</h4>
          <ul>
            {token.damage.map((damage, i) => (
              <li key={i}>
                <code>{damage.part}</code> {words.line(damage.span.line)}: <code class="bad">{damage.text}</code> {damage.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      {!!token.repairs?.length && (
        <div class="repairs">
          <h4>{words.repairs}</h4>
          <ul>
            {token.repairs.map((repair, i) => (
              <li key={i}>{repair}</li>
            ))}
          </ul>
        </div>
      )}
      {!!token.checks?.length && (
        <div class="checks">
          <h4>{words.checks}</h4>
          <ul>
            {token.checks.map((check) => (
              <li key={check.name} class={check.result}>
                <b>{words.result[check.result]}</b> <code>{check.name}</code> {check.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      {!!token.claims?.length && (
        <details>
          <summary>{words.claims(token.claims.length)}</summary>
          <table class="claims">
            <thead>
              <tr>
                <th scope="col">{words.claim}</th>
                <th scope="col">{words.value}</th>
              </tr>
            </thead>
            <tbody>
              {token.claims.map((claim, i) => (
                <tr key={i}>
                  <th scope="row">{claim.name}</th>
                  <td>
                    <code>{claim.value}</code> {TIMES.has(claim.name) && /^\d{9,11}$/.test(claim.value) && <span class="muted">{time(Number(claim.value))}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </article>
  );
}

const TIMES = new Set(["iat", "nbf", "exp", "auth_time", "updated_at", "exp0"]);
