import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asEngineError, keyring } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Checks } from "../../parts/checks.tsx";
import { Failure } from "../../parts/controls.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { TokenCheck } from "../../workbench.ts";
import { text } from "./state.ts";

const USES = ["", "access", "id", "refresh", "logout"] as const;

/** What a text field of the form holds. */
export function reader(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? "").trim();
}

/** "2026-03-02 17:31:58", UTC, as RFC 3339; what is neither is left for the engine to refuse. */
export function rfc3339(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(time);
  return match ? `${match[1]}T${match[2]}${match[3] ?? ":00"}Z` : time;
}

export function Verify() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const checks = useSignal<TokenCheck[] | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const busy = useSignal(false);
  const verify = async () => {
    const field = reader(form.current!);
    busy.value = true;
    failure.value = null;
    try {
      checks.value = await keyring.run((engine) =>
        engine.tokenVerify({
          token: text.peek(),
          keys: field("keys"),
          use: field("use"),
          issuer: field("issuer"),
          audience: field("audience"),
          clientId: field("clientId"),
          nonce: field("nonce"),
          accessToken: field("accessToken"),
          code: field("code"),
          now: rfc3339(field("now")),
          leeway: Number(field("leeway")) || 0,
          lang: lang.peek(),
        }),
      );
    } catch (error) {
      failure.value = asEngineError(error);
    } finally {
      busy.value = false;
    }
  };
  const input = (name: string, label: string) => (
    <div class="field">
      <label for={`verify-${name}`}>{label}</label>
      <input id={`verify-${name}`} name={name} spellcheck={false} autocapitalize="off" autocomplete="off" />
    </div>
  );
  const number = (result: string, advice = false) => checks.value!.filter((check) => check.result === result && (result !== "fail" || !!check.advice === advice)).length;
  return (
    <>
      <p class="hint">{words.verifyLead}</p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void verify();
        }}
      >
        <SecretField id="verify-keys" name="keys" label={words.keys} rows={4} onInput={() => void keyring.prepare()} />
        <div class="field">
          <label for="verify-use">{words.usedAs}</label>
          <select id="verify-use" name="use">
            {USES.map((use) => (
              <option key={use} value={use}>
                {words.uses[use || "any"]}
              </option>
            ))}
          </select>
        </div>
        {input("issuer", words.issuer)}
        {input("audience", words.audience)}
        {input("clientId", words.clientId)}
        {input("nonce", words.nonce)}
        {input("accessToken", words.accessToken)}
        {input("code", words.code)}
        {input("leeway", words.leeway)}
        {input("now", words.at)}
        <div class="toolbar wide">
          <button type="submit" class="primary" disabled={busy.value}>
            {busy.value ? words.verifying : words.verify}
          </button>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void verify()} />}
      {checks.value && (
        <section class="part verified" aria-label={t.value.token.checks}>
          <p role="status">{words.summary(number("fail"), number("fail", true), number("unknown"), number("pass"))}</p>
          <Checks checks={checks.value} />
        </section>
      )}
    </>
  );
}
