import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { vault } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { Output } from "../../parts/fields.tsx";
import { lang, t, view } from "../../settings.ts";
import type { WavesChoice, WavesSigned, WavesSignParams } from "../../workbench.ts";
import { Client, Clock, expiryNote, expiryOf, Lifetime, SeedFields, seedOf, Snippets } from "./parts.tsx";
import { useSeed } from "./seed.ts";

const signed = signal<WavesSigned | null>(null);
const choice = signal<WavesChoice["choice"] | null>(null);
const note = signal<"" | "seedMissing" | "cleared" | "clearedHidden">("");
const lifetime = signal("0");

export function Sign({ shown }: { shown: boolean }) {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const asking = useAsking();
  const seed = useSeed(!shown || view.value !== "waves", () => {
    choice.value = null;
    note.value = "clearedHidden";
  });

  const sign = async (spaces: WavesSignParams["spaces"]) => {
    if (!seed.field.current?.value) {
      note.value = "seedMissing";
      seed.field.current?.focus();
      return;
    }
    const field = reader(form.current!);
    const params: WavesSignParams = {
      ...seedOf(seed.field.current, field),
      ...expiryOf(lifetime.peek(), field),
      chain: field("chain"),
      clientId: field("clientId"),
      scope: field("scope"),
      spaces,
      lang: lang.peek(),
    };
    note.value = "";
    signed.value = null;
    choice.value = null;
    await asking.ask(async () => {
      const answer = await vault.run((engine) => engine.wavesSign(params));
      if ("choice" in answer) {
        choice.value = answer.choice;
        return;
      }
      signed.value = answer;
      seed.forget();
      note.value = "cleared";
    });
  };

  const clear = () => {
    form.current?.reset();
    seed.forget();
    lifetime.value = "0";
    signed.value = null;
    choice.value = null;
    asking.failure.value = null;
    note.value = "cleared";
  };

  return (
    <>
      <p class="lead">
        {words.lead} {words.check}
      </p>
      <AskForm
        asking={asking}
        onAsk={() => sign("ask")}
        form={form}
        label={words.sign}
        busyLabel={words.signing}
        buttons={
          <>
            <button type="button" class="quiet" onClick={clear}>
              {words.clear}
            </button>
            <span id="waves-note" role="status" class="note">
              {note.value && words[note.value]}
            </span>
          </>
        }
      >
        <SeedFields
          id="waves"
          field={seed.field}
          shown={seed.shown}
          describedBy="waves-note"
          onInput={() => {
            choice.value = null;
            vault.prepare();
          }}
        />
        <Client id="waves" />
        <Lifetime id="waves" value={lifetime} />
        <Clock />
      </AskForm>
      {choice.value && (
        <section class="part choice" role="alert">
          <h2>{words.addressesDiffer}</h2>
          <dl class="outputs">
            <Output name={words.rawAddress} value={choice.value.kept} />
            <Output name={`${words.address}: ${words.reading["trimmed"]}`} value={choice.value.trimmed} />
          </dl>
          <div class="toolbar">
            <button type="button" onClick={() => void sign("keep")}>
              {words.signKept}
            </button>
            <button type="button" onClick={() => void sign("trim")}>
              {words.signTrimmed}
            </button>
          </div>
        </section>
      )}
      {signed.value && <Signed signed={signed.value} />}
    </>
  );
}

function Signed({ signed }: { signed: WavesSigned }) {
  const words = t.value.wavesView;
  const others = signed.alternatives ?? [];
  return (
    <section class="part signed">
      <h2>{words.result}</h2>
      {others.length > 0 && <p class="hint">{words.alternatives}</p>}
      <dl class="outputs">
        <Output name={words.address} value={signed.address} />
        {others.map(({ reading, address }) => (
          <Output key={reading} name={`${words.address}: ${words.reading[reading] ?? reading}`} value={address} />
        ))}
        <Output name={words.username} value={signed.username} />
        <Output name={words.password} value={signed.password} note={expiryNote(signed.expires, words)} />
        <Output name={words.formBody} value={signed.formBody} />
        <Output name={words.message} value={signed.text} />
      </dl>
      <Snippets snippets={signed.snippets} />
    </section>
  );
}
