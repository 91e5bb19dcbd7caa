import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { EngineError } from "../../engine.ts";
import { keyring } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { Output, SecretField } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { Signed } from "../../workbench.ts";
import { isObject, objectOf, withMembers } from "./json-text.ts";
import { inspected } from "./state.ts";

/** Those come first whose fresh key takes no time; an RSA key takes seconds. */
const ALGS = ["ES256", "ES384", "ES512", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256", "HS384", "HS512", "none"];

const times = () => {
  const now = Math.floor(Date.now() / 1000);
  return { iat: String(now), exp: String(now + 3600) };
};

const sample = () => withMembers(JSON.stringify({ iss: "https://issuer.example.com", sub: "user-1", aud: "my-api", scope: "openid profile" }, null, 2), times());

export function Make() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const claims = useSignal(sample());
  const header = useSignal("{}");
  const alg = useSignal("ES256");
  const key = useSignal(false);
  const made = useSignal<(Signed & { alg: string }) | null>(null);
  const source = inspected.value?.answer.tokens.find((token) => token.claims.length > 0);
  const notJson = (id: string) => {
    document.getElementById(id)?.focus();
    return new EngineError("input", words.notJson, words.notJsonHint);
  };
  const make = () =>
    asking.ask(async (signal) => {
      if (!isObject(claims.peek())) throw notJson("make-claims");
      if (!isObject(header.peek().trim() || "{}")) throw notJson("make-header");
      const params = { alg: alg.peek(), key: reader(form.current!)("key"), header: header.peek(), claims: claims.peek(), lang: lang.peek() };
      made.value = { ...(await keyring.run((engine) => engine.tokenSign(params), signal)), alg: params.alg };
    });
  const take = () => (claims.value = objectOf(source!.claims));
  const refresh = () => {
    if (isObject(claims.peek())) claims.value = withMembers(claims.peek(), times());
    else asking.failure.value = notJson("make-claims");
  };
  const slow = /^[RP]S/.test(alg.value) && !key.value;
  return (
    <>
      <p class="hint">{words.makeLead}</p>
      <AskForm
        asking={asking}
        onAsk={make}
        form={form}
        label={words.make}
        busyLabel={words.making}
        buttons={
          <>
            {asking.busy.value && (
              <button type="button" class="quiet" onClick={asking.stop}>
                {words.stop}
              </button>
            )}
            <span class="note" role="status">
              {slow && asking.busy.value && words.makingRsa}
            </span>
          </>
        }
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
        <SecretField
          id="make-key"
          name="key"
          label={words.freshKey}
          onInput={() => {
            key.value = reader(form.current!)("key") !== "";
            keyring.prepare();
          }}
        />
      </AskForm>
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
