import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asEngineError, vault } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { WavesVerdict } from "../../workbench.ts";
import { Client } from "./parts.tsx";
import { VerdictPart } from "./verdict.tsx";

export function Verify() {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const verdict = useSignal<WavesVerdict | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const verify = async () => {
    const data = new FormData(form.current!);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    failure.value = null;
    try {
      // In a worker that ends: what people paste here may be a seed by mistake.
      verdict.value = await vault.run((engine) => engine.wavesVerify({ input: text("input"), chain: text("chain"), clientId: text("clientId"), lang: lang.peek() }));
    } catch (error) {
      failure.value = asEngineError(error);
    }
  };
  return (
    <>
      <p class="lead">{words.verifyLead}</p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void verify();
        }}
      >
        <SecretField id="waves-input" name="input" label={words.input} rows={5} onInput={() => void vault.prepare()} />
        <Client id="waves-verify" anyChain scope={false} />
        <div class="toolbar wide">
          <button type="submit" class="primary">
            {words.verify}
          </button>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void verify()} />}
      {verdict.value && <VerdictPart verdict={verdict.value} />}
    </>
  );
}
