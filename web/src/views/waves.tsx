import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { asEngineError, prepareVault, signOnce } from "../engines.ts";
import type { EngineError, WavesSigned, WavesSignParams } from "../engine.ts";
import { time } from "../format.ts";
import { CopyButton, Failure } from "../parts/controls.tsx";
import { lang, t, view } from "../settings.ts";

const signed = signal<WavesSigned | null>(null);
const failure = signal<EngineError | null>(null);
const note = signal<"" | "seedMissing" | "cleared" | "clearedHidden">("");
const busy = signal(false);
const seedShown = signal(false);
/** Seconds; 0 is as long as the service allows. */
const lifetime = signal("0");

/** A seed that is out of sight for so long is forgotten. */
const HIDDEN_MS = 30_000;

const LIFETIMES = [
  ["0", "week"],
  ["86400", "day"],
  ["3600", "hour"],
  ["custom", "custom"],
] as const;

/** The seed lives in the field alone: no state of the page ever holds it. */
export function WavesView() {
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

  const away = view.value !== "waves";
  useEffect(() => {
    if (!away) prepareVault();
  }, [away]);
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
      lifetime: Number(lifetime.peek() === "custom" ? text("seconds") : lifetime.peek()),
      lang: lang.peek(),
    };
    busy.value = true;
    failure.value = null;
    signed.value = null;
    try {
      signed.value = await signOnce(params);
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
    <div class="column">
      <h1>{words.heading}</h1>
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
        <div class="field wide">
          <label for="waves-seed">{words.seed}</label>
          <textarea id="waves-seed" name="seed" ref={seed} class={`mono${seedShown.value ? "" : " concealed"}`} rows={3} autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck={false} aria-describedby="waves-note" onInput={() => void prepareVault()} />
          <button type="button" class="link" aria-pressed={seedShown.value} onClick={() => (seedShown.value = !seedShown.value)}>
            {seedShown.value ? words.hideSeed : words.showSeed}
          </button>
        </div>
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
        <div class="field">
          <label for="waves-chain">{words.chain}</label>
          <select id="waves-chain" name="chain">
            <option value="W">{words.chains.W}</option>
            <option value="T">{words.chains.T}</option>
            <option value="S">{words.chains.S}</option>
          </select>
        </div>
        <div class="field">
          <label for="waves-client">{words.clientId}</label>
          <input id="waves-client" name="clientId" list="waves-clients" defaultValue="waves.exchange" spellcheck={false} autocapitalize="off" />
          <datalist id="waves-clients">
            <option value="waves.exchange" />
            <option value="wx.network" />
          </datalist>
        </div>
        <div class="field">
          <label for="waves-scope">{words.scope}</label>
          <input id="waves-scope" name="scope" defaultValue="general" spellcheck={false} autocapitalize="off" />
        </div>
        <div class="field">
          <label for="waves-lifetime">{words.lifetime}</label>
          <select id="waves-lifetime" value={lifetime.value} onChange={(event) => (lifetime.value = event.currentTarget.value)}>
            {LIFETIMES.map(([value, name]) => (
              <option key={value} value={value}>
                {words.lifetimes[name]}
              </option>
            ))}
          </select>
        </div>
        {lifetime.value === "custom" && (
          <div class="field">
            <label for="waves-seconds">{words.seconds}</label>
            <input id="waves-seconds" name="seconds" type="number" min={1} step={1} required defaultValue="600" />
          </div>
        )}
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
    </div>
  );
}

function Signed({ signed }: { signed: WavesSigned }) {
  const words = t.value.wavesView;
  const differs = !!signed.trimmedAddress && signed.trimmedAddress !== signed.address;
  return (
    <section class="part signed">
      <h2>{words.result}</h2>
      {differs && <p class="trouble">{words.addressesDiffer}</p>}
      <dl class="outputs">
        <Output name={differs ? words.rawAddress : words.address} value={signed.address} />
        {differs && <Output name={words.trimmedAddress} value={signed.trimmedAddress!} />}
        <Output name={words.username} value={signed.username} />
        <Output name={words.password} value={signed.password} note={`· ${words.expires} ${time(signed.expires)} UTC`} />
        <Output name={words.formBody} value={signed.formBody} />
        <Output name={words.message} value={signed.text} />
        <Output name={words.curl} value={signed.curl} />
      </dl>
    </section>
  );
}

function Output({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <dt>
        {name} {note && <span class="note">{note}</span>}
      </dt>
      <dd>
        <code>{value}</code> <CopyButton label={t.value.wavesView.copy} text={() => value} />
      </dd>
    </div>
  );
}
