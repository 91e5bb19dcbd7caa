import type { ComponentChildren } from "preact";
import { stamp, unixOf } from "../format.ts";
import { linkTo, t } from "../settings.ts";
import type { Field, InspectedToken } from "../workbench.ts";
import { Checks, failed } from "./checks.tsx";
import { LongCode } from "./long.tsx";
import { Lifetimes, type Life } from "./tokens.tsx";

export function nameOf({ name, use, opaque, family, header }: InspectedToken): string {
  const words = t.value;
  if (use) return words.tokenView.use[use] ?? use;
  if (name) return words.token.use[name] ?? name;
  return opaque ?? (header.length > 0 || family ? "JWT" : words.tokenView.opaque);
}

const timeOf = ({ claims }: InspectedToken, name: string) => unixOf(claims.find((claim) => claim.name === name && claim.confidence !== "guess")?.time);

/** A guess is no fact: it is in no bar. */
function lifeOf(token: InspectedToken, now: number): Life {
  const [issuedAt, notBefore, authTime, expiresAt] = [timeOf(token, "iat"), timeOf(token, "nbf"), timeOf(token, "auth_time"), timeOf(token, "exp")];
  const state = expiresAt !== undefined && expiresAt <= now ? "expired" : notBefore !== undefined && notBefore > now ? "not_yet_valid" : expiresAt === undefined ? "unknown" : "valid";
  return { id: String(token.offset), name: nameOf(token), state, issuedAt, notBefore, authTime, expiresAt };
}

/** The tokens of a text, explained. show leads to a byte of the text. */
export function InspectedTokens({ tokens, now, show, recover }: { tokens: InspectedToken[]; now: number; show?: (byte: number, length: number) => void; recover?: ComponentChildren }) {
  const lives = tokens.map((token) => lifeOf(token, now));
  return (
    <>
      <h2 class="visually-hidden">{t.value.answer.tokens}</h2>
      <Lifetimes lives={lives} reference={{ unix: now, name: t.value.token.thisTime }} />
      {tokens.map((token, i) => (
        <Part key={i} token={token} life={lives[i]!} show={show} recover={recover} />
      ))}
    </>
  );
}

function Part({ token, life, show, recover }: { token: InspectedToken; life: Life; show: ((byte: number, length: number) => void) | undefined; recover?: ComponentChildren }) {
  const words = t.value.tokenView;
  const short = t.value.token;
  const bad = token.checks.filter(failed);
  const rest = token.checks.filter((check) => !failed(check));
  return (
    <article class="token">
      <h3>
        {nameOf(token)} <span class="token-kind">{short.kind[token.kind]}</span> {token.kind === "jws" && <span class={`state ${life.state}`}>{short.state[life.state]}</span>}
        {token.kind !== "opaque" && !token.complete && <span class="state damaged">{short.incomplete}</span>}
        {token.family && <span class="token-kind">{words.from(token.family)}</span>}
      </h3>
      {token.kind === "opaque" && token.opaque && <p>{token.opaque === nameOf(token) ? words.opaqueHint : token.opaque}</p>}
      {token.kind === "jwe" && (
        <p class="hint">
          {words.encrypted} <a href={linkTo("token", "decrypt")}>{words.decryptIt}</a>
        </p>
      )}
      {token.damage.length > 0 && (
        <div class="damage">
          <h4>{short.damage}</h4>
          <ul>
            {token.damage.map((damage, i) => (
              <li key={i}>
                <code>{damage.part}</code> <code class="bad">{damage.text}</code> {damage.reason}{" "}
                {show && (
                  <button type="button" class="link" onClick={() => show(damage.offset, new TextEncoder().encode(damage.text).length)}>
                    {words.showAt}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {!token.recovered && recover}
        </div>
      )}
      {token.recovered && <p class="hint">{words.recovered}</p>}
      {token.repairs.length > 0 && (
        <div class="repairs">
          <h4>{short.repairs}</h4>
          <Folded>
            {token.repairs.map((repair, i) => (
              <li key={i}>{repair}</li>
            ))}
          </Folded>
        </div>
      )}
      {bad.length > 0 && (
        <div class="stands-out">
          <h4>{words.standsOut}</h4>
          <Checks checks={bad} />
        </div>
      )}
      <Fields title={words.claims} fields={token.claims} />
      <Fields title={words.header} fields={token.header} />
      <Fields title={words.unprotected} fields={token.unprotected ?? []} />
      {rest.length > 0 && token.kind !== "opaque" && (
        <details>
          <summary>{words.otherChecks(rest.length)}</summary>
          <Checks checks={rest} />
        </details>
      )}
      {token.nested && (
        <section class="nested">
          <h4>{words.nested}</h4>
          <Part token={token.nested} life={{ ...life, ...lifeOf(token.nested, Date.now() / 1000) }} show={undefined} />
        </section>
      )}
    </article>
  );
}

/** The first few of a long list, and the others on demand. */
function Folded({ children }: { children: ComponentChildren[] }) {
  const most = 6;
  if (children.length <= most + 2) return <ul>{children}</ul>;
  return (
    <>
      <ul>{children.slice(0, most)}</ul>
      <details>
        <summary>+ {children.length - most}</summary>
        <ul>{children.slice(most)}</ul>
      </details>
    </>
  );
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  const words = t.value.tokenView;
  if (fields.length === 0) return null;
  const sure = fields.every(({ confidence }) => confidence === "certain");
  return (
    <div class="explained-box">
      <h4>{title}</h4>
      <table class="explained">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field, i) => (
            <tr key={i} class={field.confidence}>
              <th scope="row">
                {field.name}
                {!sure && <span class={`confidence ${field.confidence}`}>{words.confidence[field.confidence]}</span>}
              </th>
              <td>
                <LongCode value={field.value} />
                {field.time && (
                  <span class="claim-time">
                    {stamp(field.time)} UTC{field.ago && `, ${field.ago}`}
                  </span>
                )}
              </td>
              <td>
                {field.what ? (
                  <>
                    {field.what} {field.should && <span class="should">{words.should(field.should)}</span>} {field.source && <span class="muted source-of">{words.source(field.source)}</span>}
                  </>
                ) : (
                  <span class="muted">{words.unknownName}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
