import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { asEngineError, vault } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { Output } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { WavesVerdict, WavesWallet } from "../../workbench.ts";
import { Client, expiryNote, expiryOf, Lifetime, secondsOf } from "./parts.tsx";
import { VerdictPart } from "./verdict.tsx";

interface Asked {
  chain: string;
  clientId: string;
  scope: string;
  expires: number;
  wallet: WavesWallet;
}

/** The body of the token request, in the documentation's order. */
const bodyOf = (username: string, password: string, { scope, clientId }: Asked) =>
  [["grant_type", "password"], ["scope", scope || "general"], ["username", username], ["password", password], ["client_id", clientId]].map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join("&");

export function Wallet() {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const back = useRef<HTMLFormElement>(null);
  const lifetime = useSignal("0");
  const asked = useSignal<Asked | null>(null);
  const said = useSignal<{ verdict: WavesVerdict; body: string } | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const read = (of: HTMLFormElement) => {
    const data = new FormData(of);
    return (name: string) => String(data.get(name) ?? "").trim();
  };
  const ask = async () => {
    const text = read(form.current!);
    const params = { chain: text("chain"), clientId: text("clientId"), expires: expiryOf(secondsOf(lifetime.peek(), text("seconds"))), lang: lang.peek() };
    failure.value = null;
    said.value = null;
    try {
      asked.value = { ...params, scope: text("scope"), wallet: await vault.run((engine) => engine.wavesWallet(params)) };
    } catch (error) {
      failure.value = asEngineError(error);
    }
  };
  const assemble = async () => {
    const text = read(back.current!);
    const body = bodyOf(text("publicKey"), `${asked.peek()!.expires}:${text("signature")}`, asked.peek()!);
    const { chain, clientId } = asked.peek()!;
    failure.value = null;
    try {
      said.value = { body, verdict: await vault.run((engine) => engine.wavesVerify({ input: body, chain, clientId, lang: lang.peek() })) };
    } catch (error) {
      failure.value = asEngineError(error);
    }
  };
  const field = (name: string, label: string) => (
    <div class="field wide">
      <label for={`wallet-${name}`}>{label}</label>
      <input id={`wallet-${name}`} name={name} class="mono" required spellcheck={false} autocapitalize="off" autocomplete="off" />
    </div>
  );
  return (
    <>
      <p class="lead">{words.walletLead}</p>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <Client id="wallet" />
        <Lifetime id="wallet" value={lifetime} />
        <div class="toolbar wide">
          <button type="submit" class="primary">
            {words.show}
          </button>
        </div>
      </form>
      {asked.value && (
        <>
          <section class="part wallet">
            <dl class="outputs">
              <Output name={words.walletText} value={asked.value.wallet.text} note={expiryNote(asked.value.expires, words)} />
              <Output name={words.walletSigner} value={asked.value.wallet.signer} />
              <Output name={words.walletBinary} value={asked.value.wallet.binary} />
              <Output name={words.walletKeeper} value={asked.value.wallet.keeper} />
              <Output name={words.walletBytes} value={asked.value.wallet.bytes} />
            </dl>
          </section>
          <form
            ref={back}
            class="fields"
            autocomplete="off"
            onSubmit={(event) => {
              event.preventDefault();
              void assemble();
            }}
          >
            <h2 class="wide">{words.walletBack}</h2>
            {field("publicKey", words.publicKey)}
            {field("signature", words.signature)}
            <div class="toolbar wide">
              <button type="submit" class="primary">
                {words.assemble}
              </button>
            </div>
          </form>
        </>
      )}
      {failure.value && <Failure error={failure.value} retry={() => void ask()} />}
      {said.value && (
        <>
          <VerdictPart verdict={said.value.verdict} />
          {said.value.verdict.valid && (
            <>
              <p>{words.assembled}</p>
              <dl class="outputs">
                <Output name={words.formBody} value={said.value.body} />
              </dl>
            </>
          )}
        </>
      )}
    </>
  );
}
