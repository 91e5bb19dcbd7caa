import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { asEngineError, vault } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { Output, SecretField } from "../../parts/fields.tsx";
import { lang, t, view } from "../../settings.ts";
import type { WavesSigned, WavesSignParams } from "../../workbench.ts";
import { Client, expiryNote, Lifetime, secondsOf, Snippets } from "./parts.tsx";

const signed = signal<WavesSigned | null>(null);
const failure = signal<EngineError | null>(null);
const note = signal<"" | "seedMissing" | "cleared" | "clearedHidden">("");
const busy = signal(false);
const seedShown = signal(false);
const lifetime = signal("0");

/** A seed that is out of sight for so long is forgotten. */
const HIDDEN_MS = 30_000;

/** The seed lives in the field alone: no state of the page ever holds it. */
export function Sign({ shown }: { shown: boolean }) {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const seed = useRef<HTMLTextAreaElement>(null);
  const forget = () => {
    const field = seed.current;
    if (!field) return false;
    const had = field.value !== "";
    field.value = "";
    seedShown.value = false;
    return had;
  };

  const away = !shown || view.value !== "waves";
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      if (away || document.hidden) timer = setTimeout(() => forget() && (note.value = "clearedHidden"), HIDDEN_MS);
    };
    watch();
    document.addEventListener("visibilitychange", watch);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", watch);
    };
  }, [away]);

  const sign = async () => {
    const data = new FormData(form.current!);
    const text = (name: string) => String(data.get(name) ?? "");
    if (!seed.current?.value) {
      note.value = "seedMissing";
      seed.current?.focus();
      return;
    }
    const params: WavesSignParams = {
      seed: seed.current!.value,
      seedKind: text("seedKind") as WavesSignParams["seedKind"],
      nonce: Number(text("nonce")) || 0,
      chain: text("chain"),
      clientId: text("clientId"),
      scope: text("scope"),
      lang: lang.peek(),
    };
    const seconds = secondsOf(lifetime.peek(), text("seconds"));
    if (seconds > 0) params.lifetime = seconds;
    busy.value = true;
    failure.value = null;
    signed.value = null;
    try {
      signed.value = await vault.run((engine) => engine.wavesSign(params));
      forget();
      note.value = "cleared";
    } catch (error) {
      note.value = "";
      failure.value = asEngineError(error);
    } finally {
      busy.value = false;
    }
  };

  const clear = () => {
    form.current?.reset();
    forget();
    lifetime.value = "0";
    signed.value = null;
    failure.value = null;
    note.value = "cleared";
  };

  return (
    <>
      <p class="lead">
        {words.lead} {words.check}
      </p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void sign();
        }}
      >
        <SecretField id="waves-seed" name="seed" label={words.seed} field={seed} shown={seedShown} describedBy="waves-note" onInput={() => void vault.prepare()} />
        <div class="field">
          <label for="waves-kind">{words.seedKind.label}</label>
          <select id="waves-kind" name="seedKind">
            <option value="text">{words.seedKind.text}</option>
            <option value="base58">{words.seedKind.base58}</option>
            <option value="privateKey">{words.seedKind.privateKey}</option>
          </select>
        </div>
        <div class="field">
          <label for="waves-nonce">{words.nonce}</label>
          <input id="waves-nonce" name="nonce" type="number" min={0} max={4294967295} step={1} defaultValue="0" />
        </div>
        <Client id="waves" />
        <Lifetime id="waves" value={lifetime} />
        <div class="toolbar wide">
          <button type="submit" class="primary" disabled={busy.value}>
            {busy.value ? words.signing : words.sign}
          </button>
          <button type="button" class="quiet" onClick={clear}>
            {words.clear}
          </button>
          <span id="waves-note" role="status" class="note">
            {note.value && words[note.value]}
          </span>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void sign()} />}
      {signed.value && <Signed signed={signed.value} />}
    </>
  );
}

function Signed({ signed }: { signed: WavesSigned }) {
  const words = t.value.wavesView;
  const differs = !!signed.trimmedAddress && signed.trimmedAddress !== signed.address;
  const others = signed.alternatives ?? [];
  return (
    <section class="part signed">
      <h2>{words.result}</h2>
      {differs && <p class="trouble">{words.addressesDiffer}</p>}
      {!differs && others.length > 0 && <p class="hint">{words.alternatives}</p>}
      <dl class="outputs">
        <Output name={differs ? words.rawAddress : words.address} value={signed.address} />
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
