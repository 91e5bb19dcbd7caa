import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asEngineError, keyring } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { InspectedTokens } from "../../parts/inspected.tsx";
import { lang, t } from "../../settings.ts";
import type { InspectedToken } from "../../workbench.ts";
import { text } from "./state.ts";
import { reader } from "./verify.tsx";

export function Decrypt() {
  const words = t.value.tokenView;
  const form = useRef<HTMLFormElement>(null);
  const opened = useSignal<{ token: InspectedToken; now: number } | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const busy = useSignal(false);
  const decrypt = async () => {
    const key = reader(form.current!)("key");
    const now = new Date();
    busy.value = true;
    failure.value = null;
    opened.value = null;
    try {
      const token = await keyring.run((engine) => engine.tokenDecrypt({ token: text.peek(), key, now: now.toISOString(), lang: lang.peek() }));
      opened.value = { token, now: Math.floor(now.getTime() / 1000) };
    } catch (error) {
      failure.value = asEngineError(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <p class="hint">{words.decryptLead}</p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void decrypt();
        }}
      >
        <SecretField id="decrypt-key" name="key" label={words.decryptKey} rows={4} onInput={() => void keyring.prepare()} />
        <div class="toolbar wide">
          <button type="submit" class="primary" disabled={busy.value}>
            {busy.value ? words.decrypting : words.decrypt}
          </button>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void decrypt()} />}
      {opened.value && (
        <section class="part" aria-label={words.decrypted}>
          <InspectedTokens tokens={[opened.value.token]} now={opened.value.now} />
        </section>
      )}
    </>
  );
}
