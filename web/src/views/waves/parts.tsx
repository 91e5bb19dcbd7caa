import type { Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { time } from "../../format.ts";
import type { Messages } from "../../messages.ts";
import { CopyButton } from "../../parts/controls.tsx";
import { t } from "../../settings.ts";
import type { WavesSigned } from "../../workbench.ts";

const LIFETIMES = [
  ["0", "week"],
  ["86400", "day"],
  ["3600", "hour"],
  ["custom", "custom"],
] as const;

/** A week, less what a clock may be ahead: the service refuses more. */
const LONGEST = 7 * 86_400 - 300;

/** Seconds; 0 is as long as the service allows. */
export const secondsOf = (choice: string, typed: string) => Number(choice === "custom" ? typed : choice) || 0;

/** The end of a password that begins now, in Unix seconds. */
export const expiryOf = (seconds: number) => Math.floor(Date.now() / 1000) + (seconds || LONGEST);

export const expiryNote = (expires: number, words: Messages["wavesView"]) => `· ${words.expires} ${time(expires)} UTC`;

/** Chain, client id and scope. */
export function Client({ id, anyChain = false, scope = true }: { id: string; anyChain?: boolean; scope?: boolean }) {
  const words = t.value.wavesView;
  return (
    <>
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
    </>
  );
}

/** The request in one language of several. */
export function Snippets({ snippets }: { snippets: WavesSigned["snippets"] }) {
  const words = t.value.wavesView;
  const [chosen, choose] = useState(0);
  const shown = snippets[chosen];
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
        <CopyButton label={words.copy} text={() => shown.code} />
      </div>
      <pre class="mono" tabIndex={0} role="region" aria-label={words.request}>
        {shown.code}
      </pre>
    </div>
  );
}
