import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { vault } from "../../engines.ts";
import { AskForm, reader, useAsking } from "../../parts/ask.tsx";
import { Output } from "../../parts/fields.tsx";
import { lang, t } from "../../settings.ts";
import type { WavesAssembled, WavesWallet } from "../../workbench.ts";
import { Client, Clock, expiryNote, expiryOf, Lifetime, Snippets } from "./parts.tsx";
import { VerdictPart } from "./verdict.tsx";

interface Asked {
  chain: string;
  clientId: string;
  scope: string;
  wallet: WavesWallet;
}

export function Wallet() {
  const words = t.value.wavesView;
  const form = useRef<HTMLFormElement>(null);
  const back = useRef<HTMLFormElement>(null);
  const lifetime = useSignal("0");
  const asked = useSignal<Asked | null>(null);
  const said = useSignal<WavesAssembled | null>(null);
  const asking = useAsking();
  const assembling = useAsking();
  const ask = () =>
    asking.ask(async () => {
      const field = reader(form.current!);
      const params = { chain: field("chain"), clientId: field("clientId"), ...expiryOf(lifetime.peek(), field), lang: lang.peek() };
      said.value = null;
      asked.value = { chain: params.chain, clientId: params.clientId, scope: field("scope"), wallet: await vault.run((engine) => engine.wavesWallet(params)) };
    });
  const assemble = () =>
    assembling.ask(async () => {
      const field = reader(back.current!);
      const { chain, clientId, scope, wallet } = asked.peek()!;
      said.value = await vault.run((engine) => engine.wavesAssemble({ publicKey: field("publicKey"), signature: field("signature"), chain, clientId, scope, expires: wallet.expires, lang: lang.peek() }));
    });
  const field = (name: string, label: string) => (
    <div class="field wide">
      <label for={`wallet-${name}`}>{label}</label>
      <input id={`wallet-${name}`} name={name} class="mono" required spellcheck={false} autocapitalize="off" autocomplete="off" />
    </div>
  );
  return (
    <>
      <p class="lead">{words.walletLead}</p>
      <AskForm asking={asking} onAsk={ask} form={form} label={words.show}>
        <Client id="wallet" />
        <Lifetime id="wallet" value={lifetime} />
        <Clock />
      </AskForm>
      {asked.value && (
        <>
          <section class="part wallet">
            <dl class="outputs">
              <Output name={words.walletText} value={asked.value.wallet.text} note={expiryNote(asked.value.wallet.expires, words)} />
              <Output name={words.walletSigner} value={asked.value.wallet.signer} />
              <Output name={words.walletBinary} value={asked.value.wallet.binary} />
              <Output name={words.walletKeeper} value={asked.value.wallet.keeper} />
              <Output name={words.walletBytes} value={asked.value.wallet.bytes} />
            </dl>
          </section>
          <h2>{words.walletBack}</h2>
          <AskForm asking={assembling} onAsk={assemble} form={back} label={words.assemble}>
            {field("publicKey", words.publicKey)}
            {field("signature", words.signature)}
          </AskForm>
        </>
      )}
      {said.value && (
        <>
          <VerdictPart verdict={said.value.verdict} />
          {said.value.password && (
            <section class="part assembled">
              <p>{words.assembled}</p>
              <dl class="outputs">
                <Output name={words.username} value={said.value.password.username} />
                <Output name={words.password} value={said.value.password.password} note={expiryNote(said.value.password.expires, words)} />
                <Output name={words.formBody} value={said.value.password.formBody} />
              </dl>
              <Snippets snippets={said.value.snippets ?? []} />
            </section>
          )}
        </>
      )}
    </>
  );
}
