import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asEngineError, keyring } from "../../engines.ts";
import { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { Output, SecretField } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { Signed } from "../../workbench.ts";
import { inspected } from "./state.ts";
import { reader } from "./verify.tsx";

/** Those come first whose fresh key takes no time; an RSA key takes a second or more. */
const ALGS = ["ES256", "ES384", "ES512", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256", "HS384", "HS512", "none"];

const times = () => {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, exp: now + 3600 };
};

const sample = () => JSON.stringify({ iss: "https://issuer.example.com", sub: "user-1", aud: "my-api", scope: "openid profile", ...times() }, null, 2);

/** A JSON object, or null. */
function object(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function Make() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const claims = useSignal(sample());
  const header = useSignal("{}");
  const alg = useSignal("ES256");
  const made = useSignal<(Signed & { alg: string }) | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const busy = useSignal(false);
  const source = inspected.value?.answer.tokens.find((token) => token.claims.length > 0);
  const make = async () => {
    failure.value = null;
    const params = { header: object(header.peek().trim() || "{}"), claims: object(claims.peek()) };
    if (!params.header || !params.claims) {
      failure.value = new EngineError("input", words.notJson, words.notJsonHint);
      document.getElementById(params.header ? "make-claims" : "make-header")?.focus();
      return;
    }
    const key = reader(form.current!)("key");
    busy.value = true;
    try {
      const signed = await keyring.run((engine) => engine.tokenSign({ alg: alg.peek(), key, header: params.header!, claims: params.claims!, lang: lang.peek() }));
      made.value = { ...signed, alg: alg.peek() };
    } catch (error) {
      failure.value = asEngineError(error);
    } finally {
      busy.value = false;
    }
  };
  const take = () => {
    const taken: Record<string, unknown> = {};
    for (const { name, value } of source!.claims) taken[name] = parsed(value);
    claims.value = JSON.stringify(taken, null, 2);
  };
  const refresh = () => {
    const now = object(claims.peek());
    if (now) claims.value = JSON.stringify({ ...now, ...times() }, null, 2);
    else failure.value = new EngineError("input", words.notJson, words.notJsonHint);
  };
  return (
    <>
      <p class="hint">{words.makeLead}</p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div class="field wide">
          <label for="make-claims">{words.claimsJson}</label>
          <textarea id="make-claims" class="mono" rows={10} spellcheck={false} autocapitalize="off" autocomplete="off" value={claims.value} onInput={(event) => (claims.value = event.currentTarget.value)} />
          <div class="toolbar">
            <button type="button" class="quiet" onClick={refresh}>
              {words.newTimes}
            </button>
            {source && (
              <button type="button" class="quiet" onClick={take}>
                {words.takeClaims}
              </button>
            )}
          </div>
        </div>
        <div class="field">
          <label for="make-alg">{words.algorithm}</label>
          <select id="make-alg" value={alg.value} onChange={(event) => (alg.value = event.currentTarget.value)}>
            {ALGS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="make-header">{words.headerJson}</label>
          <input id="make-header" class="mono" spellcheck={false} autocapitalize="off" autocomplete="off" value={header.value} onInput={(event) => (header.value = event.currentTarget.value)} />
        </div>
        <SecretField id="make-key" name="key" label={words.freshKey} onInput={() => void keyring.prepare()} />
        <div class="toolbar wide">
          <button type="submit" class="primary" disabled={busy.value}>
            {busy.value ? words.making : words.make}
          </button>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void make()} />}
      {made.value && (
        <section class="part made" aria-label={words.madeToken} key={made.value.token}>
          <dl class="outputs">
            <Output name={words.madeToken} value={made.value.token} />
            {made.value.jwks && <Output name={made.value.alg.startsWith("HS") ? words.madeSecretJwks : words.madeJwks} value={made.value.jwks} secret={made.value.alg.startsWith("HS")} />}
            {made.value.pem && <Output name={words.madePem} value={made.value.pem} secret />}
          </dl>
        </section>
      )}
    </>
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
