import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { vault } from "../../engines.ts";
import { time } from "../../format.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { Output, SecretField } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { WavesRequest } from "../../workbench.ts";
import { SERVICES, Snippets } from "./parts.tsx";

/** Seconds: a number over this is a Unix time, as the documentation prints expires_in, and no duration, as a recorded answer has it. */
const BILLION = 1e9;

export function Refresh() {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const request = useSignal<WavesRequest | null>(null);
  const answered = useSignal("");
  const build = () =>
    asking.ask(async () => {
      const field = reader(form.current!);
      request.value = null;
      request.value = await vault.run((engine) => engine.wavesRefresh({ refreshToken: field("refreshToken"), profile: field("service"), lang: lang.peek() }));
    });
  const seconds = /^\d{1,11}$/.test(answered.value.trim()) ? Number(answered.value) : 0;
  const isTime = seconds > BILLION;
  const now = Math.floor(Date.now() / 1000);
  return (
    <>
      <p class="lead">{words.refreshLead}</p>
      <AskForm asking={asking} onAsk={build} form={form} label={words.buildRefresh}>
        <SecretField id="waves-refresh" name="refreshToken" label={words.refreshToken} rows={2} onInput={() => void vault.prepare()} />
        <div class="field">
          <label for="waves-service">{words.endpoint}</label>
          <select id="waves-service" name="service">
            {SERVICES.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </AskForm>
      {request.value && (
        <section class="part refreshed" key={request.value.formBody}>
          <dl class="outputs">
            <Output name={words.formBody} value={request.value.formBody} secret />
          </dl>
          <Snippets snippets={request.value.snippets} secret />
        </section>
      )}
      <div class="fields">
        <div class="field">
          <label for="waves-expires-in">{words.expiresIn}</label>
          <input id="waves-expires-in" inputMode="numeric" autocomplete="off" aria-describedby="waves-expires-in-note" value={answered.value} onInput={(event) => (answered.value = event.currentTarget.value)} />
        </div>
        <div id="waves-expires-in-note" class="wide" aria-live="polite">
          <p class="hint">{words.expiresInLead}</p>
          {seconds > 0 && (
            <ul class="plain">
              <li>
                {words.expiresInDuration(time(now + seconds))} {!isTime && <b>{words.likely}</b>}
              </li>
              <li>
                {words.expiresInAbsolute(time(seconds))} {isTime && <b>{words.likely}</b>}
              </li>
            </ul>
          )}
        </div>
      </div>
    </>
  );
}
