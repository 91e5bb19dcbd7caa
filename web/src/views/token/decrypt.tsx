import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { keyring } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { InspectedTokens } from "../../parts/inspected.tsx";
import { lang, t } from "../../settings.ts";
import type { InspectedToken } from "../../workbench.ts";
import { text } from "./state.ts";

export function Decrypt() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const opened = useSignal<{ token: InspectedToken; now: number } | null>(null);
  const decrypt = () =>
    asking.ask(async () => {
      const key = reader(form.current!)("key");
      const now = new Date();
      opened.value = null;
      const token = await keyring.run((engine) => engine.tokenDecrypt({ token: text.peek(), key, now: now.toISOString(), lang: lang.peek() }));
      opened.value = { token, now: Math.floor(now.getTime() / 1000) };
    });
  return (
    <>
      <p class="hint">{words.decryptLead}</p>
      <AskForm asking={asking} onAsk={decrypt} form={form} label={words.decrypt} busyLabel={words.decrypting}>
        <SecretField id="decrypt-key" name="key" label={words.decryptKey} rows={4} onInput={() => void keyring.prepare()} />
      </AskForm>
      {opened.value && (
        <section class="part" aria-label={words.decrypted}>
          <InspectedTokens tokens={[opened.value.token]} now={opened.value.now} />
        </section>
      )}
    </>
  );
}
