import type { Ref } from "preact";
import { signal, type Signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { askOwnServer, clockOffset } from "../../clock.ts";
import { duration, time } from "../../format.ts";
import { takesRequests, toRequest } from "../../handover.ts";
import type { Messages } from "../../messages.ts";
import { CopyButton } from "../../parts/controls.tsx";
import { SecretField } from "../../parts/fields.tsx";
import { t } from "../../settings.ts";
import type { Snippet, WavesExpiry, WavesSignParams } from "../../workbench.ts";

/** Where passwords and refresh tokens are taken, as internal/waves lists it: id, name, client id, chain. */
export const SERVICES = [
  ["waves.exchange", "Waves.Exchange", "waves.exchange", "W"],
  ["wx.network", "WX Network", "wx.network", "W"],
  ["wx.network-test", "WX Network, testnet", "wx.network", "T"],
  ["waves.exchange-test", "Waves.Exchange, testnet", "waves.exchange", "T"],
] as const;

const LIFETIMES = [
  ["0", "week"],
  ["86400", "day"],
  ["3600", "hour"],
  ["custom", "custom"],
  ["until", "until"],
] as const;

/** What was chosen by Lifetime. A clock known to be wrong is put right. */
export function expiryOf(choice: string, field: (name: string) => string): WavesExpiry {
  const ahead = clockOffset.peek()?.ahead ?? 0;
  const present = ahead === 0 ? {} : { now: Math.round(Date.now() / 1000) - ahead };
  if (choice === "until") return { ...present, expires: Math.floor(new Date(field("until")).getTime() / 1000) || 0 };
  const seconds = Number(choice === "custom" ? field("seconds") : choice) || 0;
  return seconds > 0 ? { ...present, lifetime: seconds } : present;
}

export const expiryNote = (expires: number, words: Messages["wavesView"]) => `· ${words.expires} ${time(expires)} UTC`;

/** The service chosen fills in its chain and client id, which stay open to be changed. */
export function Client({ id, anyChain = false, scope = true }: { id: string; anyChain?: boolean; scope?: boolean }) {
  const words = t.value.wavesView;
  const choose = (form: HTMLFormElement, service: string) => {
    const [, , clientId, chain] = SERVICES.find(([known]) => known === service)!;
    for (const [name, value] of [["clientId", clientId], ["chain", chain], ["scope", "general"]] as const) {
      const field = form.elements.namedItem(name) as HTMLInputElement | null;
      if (field) field.value = value;
    }
  };
  return (
    <>
      {!anyChain && (
        <div class="field">
          <label for={`${id}-profile`}>{words.endpoint}</label>
          <select id={`${id}-profile`} name="service" onChange={(event) => choose(event.currentTarget.form!, event.currentTarget.value)}>
            {SERVICES.map(([service, name]) => (
              <option key={service} value={service}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="field">
        <label for={`${id}-chain`}>{words.chain}</label>
        <input id={`${id}-chain`} name="chain" list={`${id}-chains`} defaultValue={anyChain ? "" : "W"} placeholder={anyChain ? words.anyChain : ""} maxLength={4} required={!anyChain} spellcheck={false} autocomplete="off" />
        <datalist id={`${id}-chains`}>
          <option value="W">{words.chains.W}</option>
          <option value="T">{words.chains.T}</option>
          <option value="S">{words.chains.S}</option>
        </datalist>
      </div>
      <div class="field">
        <label for={`${id}-client`}>{words.clientId}</label>
        <input id={`${id}-client`} name="clientId" list={`${id}-clients`} defaultValue={anyChain ? "" : "waves.exchange"} placeholder={anyChain ? words.anyChain : ""} spellcheck={false} autocapitalize="off" autocomplete="off" />
        <datalist id={`${id}-clients`}>
          <option value="waves.exchange" />
          <option value="wx.network" />
        </datalist>
      </div>
      {scope && (
        <div class="field">
          <label for={`${id}-scope`}>{words.scope}</label>
          <input id={`${id}-scope`} name="scope" defaultValue="general" spellcheck={false} autocapitalize="off" autocomplete="off" />
        </div>
      )}
    </>
  );
}

export function Lifetime({ id, value }: { id: string; value: Signal<string> }) {
  const words = t.value.wavesView;
  return (
    <>
      <div class="field">
        <label for={`${id}-lifetime`}>{words.lifetime}</label>
        <select id={`${id}-lifetime`} value={value.value} onChange={(event) => (value.value = event.currentTarget.value)}>
          {LIFETIMES.map(([seconds, name]) => (
            <option key={seconds} value={seconds}>
              {words.lifetimes[name]}
            </option>
          ))}
        </select>
      </div>
      {value.value === "custom" && (
        <div class="field">
          <label for={`${id}-seconds`}>{words.seconds}</label>
          <input id={`${id}-seconds`} name="seconds" type="number" min={1} step={1} required defaultValue="600" />
        </div>
      )}
      {value.value === "until" && (
        <div class="field">
          <label for={`${id}-until`}>{words.until}</label>
          <input id={`${id}-until`} name="until" type="datetime-local" step={1} required />
        </div>
      )}
    </>
  );
}

const asked = signal(false);

/** What is known of this machine's clock: a password whose end is counted by a wrong one is refused. */
export function Clock() {
  useEffect(() => {
    if (asked.value) return;
    asked.value = true;
    void askOwnServer();
  }, []);
  const known = clockOffset.value;
  if (!known) return null;
  const words = t.value.wavesView.clock;
  if (known.ahead === 0) return <p class="hint wide">{words.agrees(known.host)}</p>;
  const said = duration(known.ahead, t.value);
  return <p class="lax wide">{known.ahead > 0 ? words.ahead(said, known.host) : words.behind(said, known.host)}</p>;
}

interface SeedProps {
  id: string;
  field: Ref<HTMLTextAreaElement>;
  shown: Signal<boolean>;
  describedBy?: string;
  onInput: () => void;
}

/** A seed and how to read it. */
export function SeedFields({ id, field, shown, describedBy, onInput }: SeedProps) {
  const words = t.value.wavesView;
  return (
    <>
      <SecretField id={`${id}-seed`} name="seed" label={words.seed} field={field} shown={shown} onInput={onInput} {...(describedBy ? { describedBy } : {})} />
      <div class="field">
        <label for={`${id}-kind`}>{words.seedKind.label}</label>
        <select id={`${id}-kind`} name="seedKind">
          <option value="text">{words.seedKind.text}</option>
          <option value="base58">{words.seedKind.base58}</option>
          <option value="privateKey">{words.seedKind.privateKey}</option>
        </select>
      </div>
      <div class="field">
        <label for={`${id}-nonce`}>{words.nonce}</label>
        <input id={`${id}-nonce`} name="nonce" type="number" min={0} max={4294967295} step={1} defaultValue="0" />
      </div>
    </>
  );
}

/** What SeedFields hold; the seed itself is read from its field, with all its white space. */
export const seedOf = (seed: HTMLTextAreaElement, field: (name: string) => string) => ({
  seed: seed.value,
  seedKind: field("seedKind") as WavesSignParams["seedKind"],
  nonce: Number(field("nonce")) || 0,
});

/** The request in one language of several, and a way to the Request view. */
export function Snippets({ snippets, secret = false }: { snippets: Snippet[]; secret?: boolean }) {
  const words = t.value.wavesView;
  const [chosen, choose] = useState(0);
  const [open, show] = useState(!secret);
  const shown = snippets[chosen];
  const curl = snippets.find(({ lang }) => lang === "curl");
  if (!shown) return null;
  return (
    <div class="snippets">
      <h3>{words.request}</h3>
      <div class="toolbar">
        {snippets.map(({ lang }, i) => (
          <button type="button" key={lang} class="quiet" aria-pressed={i === chosen} onClick={() => choose(i)}>
            {words.snippet[lang]}
          </button>
        ))}
        {secret && (
          <button type="button" class="quiet" aria-pressed={open} onClick={() => show(!open)}>
            {open ? t.value.tokenView.hide : t.value.tokenView.show}
          </button>
        )}
        <CopyButton label={words.copy} text={() => shown.code} />
        {curl && takesRequests() && (
          <button type="button" class="quiet" onClick={() => toRequest(curl.code)}>
            {words.toRequest}
          </button>
        )}
      </div>
      {open && (
        <pre class="mono" tabIndex={0} role="region" aria-label={words.request}>
          {shown.code}
        </pre>
      )}
    </div>
  );
}
