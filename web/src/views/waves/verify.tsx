import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { vault } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { lang, t, view } from "../../settings.ts";
import type { WavesVerdict } from "../../workbench.ts";
import { Client, SeedFields, seedOf } from "./parts.tsx";
import { useSeed } from "./seed.ts";
import { VerdictPart } from "./verdict.tsx";

export function Verify({ shown }: { shown: boolean }) {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const seedForm = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const naming = useAsking();
  const verdict = useSignal<WavesVerdict | null>(null);
  const note = useSignal<"" | "clearedHidden">("");
  const seed = useSeed(!shown || view.value !== "waves", () => (note.value = "clearedHidden"));
  const read = () => {
    const field = reader(form.current!);
    return { input: field("input"), chain: field("chain"), clientId: field("clientId"), expected: field("expected"), lang: lang.peek() };
  };
  // In a worker that ends: what people paste here may be a seed by mistake.
  const verify = () =>
    asking.ask(async () => {
      verdict.value = await vault.run((engine) => engine.wavesVerify({ ...read(), seed: "", seedKind: "text", nonce: 0 }));
    });
  const name = () =>
    naming.ask(async () => {
      const given = seedOf(seed.field.current!, reader(seedForm.current!));
      verdict.value = await vault.run((engine) => engine.wavesVerify({ ...read(), ...given }));
      seed.forget();
    });
  const needed = verdict.value?.needed ?? [];
  return (
    <>
      <p class="lead">{words.verifyLead}</p>
      <AskForm asking={asking} onAsk={verify} form={form} label={words.verify} busyLabel={words.verifying}>
        <SecretField id="waves-input" name="input" label={words.input} rows={5} onInput={() => void vault.prepare()} />
        <Client id="waves-verify" anyChain scope={false} />
        <div class="field wide">
          <label for="waves-expected">{words.expected}</label>
          <input id="waves-expected" name="expected" class="mono" spellcheck={false} autocapitalize="off" autocomplete="off" />
        </div>
      </AskForm>
      {verdict.value && <VerdictPart verdict={verdict.value} />}
      {needed.length > 0 && (
        <section class="part">
          <h2>{words.needed}</h2>
          <ul class="plain">
            {needed.map(({ mistake, explanation, fix }) => (
              <li key={mistake}>
                {explanation} <span class="muted">{fix}</span>
              </li>
            ))}
          </ul>
          <p class="hint">{words.neededSeed}</p>
          <AskForm asking={naming} onAsk={name} form={seedForm} label={words.nameIt} busyLabel={words.verifying} buttons={<span class="note">{note.value && words[note.value]}</span>}>
            <SeedFields id="waves-naming" field={seed.field} shown={seed.shown} onInput={() => void vault.prepare()} />
          </AskForm>
        </section>
      )}
    </>
  );
}
