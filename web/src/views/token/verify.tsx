import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { EngineError, inWords } from "../../engine.ts";
import { keyring } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { Checks } from "../../parts/checks.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { relayGet, SendError } from "../../relay.ts";
import { lang, t } from "../../settings.ts";
import type { TokenCheck } from "../../workbench.ts";
import { publishedKeys } from "./discovery.ts";
import { inspected, text } from "./state.ts";

const USES = ["", "access", "id", "refresh", "logout"] as const;

/** "2026-03-02 17:31:58", UTC, as RFC 3339; what is neither is left for the engine to refuse. */
export function rfc3339(time: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(time);
  return match ? `${match[1]}T${match[2]}${match[3] ?? ":00"}Z` : time;
}

export function Verify() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const checks = useSignal<TokenCheck[] | null>(null);
  const verify = () =>
    asking.ask(async () => {
      const field = reader(form.current!);
      checks.value = await keyring.run((engine) =>
        engine.tokenVerify({
          token: text.peek(),
          keys: field("keys"),
          discovery: field("discovery"),
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
    });
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
      <AskForm asking={asking} onAsk={verify} form={form} label={words.verify} busyLabel={words.verifying}>
        <SecretField id="verify-keys" name="keys" label={words.keys} rows={4} onInput={() => void keyring.prepare()} />
        <Published form={form} verify={verify} />
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
      </AskForm>
      {checks.value && (
        <section class="part verified" aria-label={t.value.token.checks}>
          <p role="status">{words.summary(number("fail"), number("fail", true), number("unknown"), number("pass"))}</p>
          <Checks checks={checks.value} />
        </section>
      )}
    </>
  );
}

/** The issuer's discovery document: pasted, or fetched with its keys on a click. */
function Published({ form, verify }: { form: { current: HTMLFormElement | null }; verify: () => Promise<void> }) {
  const words = t.value.tokenView;
  const asking = useAsking();
  const places = inspected.value?.answer.tokens.find((token) => token.discovery)?.discovery;
  const fetchKeys = () =>
    asking.ask(async () => {
      const found = await publishedKeys(places!, relayGet, words).catch((error: unknown) => {
        throw error instanceof SendError ? new EngineError("input", error.message || words.notSent, error.hint) : error;
      });
      const field = (name: string) => form.current!.elements.namedItem(name) as HTMLTextAreaElement;
      field("discovery").value = found.discovery;
      field("keys").value = found.keys;
      await verify();
    });
  return (
    <div class="field wide">
      <label for="verify-discovery">{words.discovery}</label>
      <textarea id="verify-discovery" name="discovery" class="mono" rows={2} spellcheck={false} autocomplete="off" autocapitalize="off" />
      {places && (
        <>
          <button type="button" class="link" disabled={asking.busy.value} onClick={() => void fetchKeys()}>
            {asking.busy.value ? words.fetching : words.fetchKeys(new URL(places[0]!).host)}
          </button>
          <p class="hint">{words.fetchKeysNote}</p>
        </>
      )}
      {asking.failure.value && (
        <p class="trouble" role="alert">
          {inWords(asking.failure.value, t.value.engine)}
        </p>
      )}
    </div>
  );
}
