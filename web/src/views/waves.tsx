import { useEffect } from "preact/hooks";
import { vault } from "../engines.ts";
import { Tools } from "../parts/fields.tsx";
import { placeIn, t, view } from "../settings.ts";
import { Refresh } from "./waves/refresh.tsx";
import { Sign } from "./waves/sign.tsx";
import { Verify } from "./waves/verify.tsx";
import { Wallet } from "./waves/wallet.tsx";

const tools = ["sign", "wallet", "verify", "refresh"] as const;

/** All tools stay alive, so that going to another loses nothing typed but a seed. */
export function WavesView() {
  const words = t.value.wavesView;
  const tool = tools.find((name) => name === placeIn("waves")) ?? "sign";
  const here = view.value === "waves";
  useEffect(() => {
    if (here) vault.prepare();
  }, [here]);
  return (
    <div class="column">
      <h1>{words.heading[tool]}</h1>
      <Tools view="waves" label={words.tools} names={words.tool} tools={tools} current={tool} />
      <div class="tool" hidden={tool !== "sign"}>
        <Sign shown={tool === "sign"} />
      </div>
      <div class="tool" hidden={tool !== "wallet"}>
        <Wallet />
      </div>
      <div class="tool" hidden={tool !== "verify"}>
        <Verify shown={tool === "verify"} />
      </div>
      <div class="tool" hidden={tool !== "refresh"}>
        <Refresh />
      </div>
    </div>
  );
}
