import { Tools } from "../parts/fields.tsx";
import { placeIn, t } from "../settings.ts";
import { Compare } from "./token/compare.tsx";
import { Decrypt } from "./token/decrypt.tsx";
import { Inspect, TokenText } from "./token/inspect.tsx";
import { Make } from "./token/make.tsx";
import { inspect } from "./token/state.ts";
import { Verify } from "./token/verify.tsx";

const tools = ["inspect", "verify", "compare", "make", "decrypt"] as const;

/** All tools stay alive, so that going to another loses nothing typed. */
export function TokenView() {
  const words = t.value.tokenView;
  const tool = tools.find((name) => name === placeIn("token")) ?? "inspect";
  const own = tool === "compare" || tool === "make"; // these have fields of their own in place of the token's
  return (
    <div class="column">
      <h1>{words.heading[tool]}</h1>
      <Tools view="token" label={words.tools} names={words.tool} tools={tools} current={tool} />
      <form
        hidden={own}
        onSubmit={(event) => {
          event.preventDefault();
          void inspect();
        }}
      >
        <TokenText>
          {tool === "inspect" && (
            <button type="submit" class="primary">
              {words.inspect}
            </button>
          )}
        </TokenText>
      </form>
      <div class="tool" hidden={tool !== "inspect"}>
        <Inspect />
      </div>
      <div class="tool" hidden={tool !== "verify"}>
        <Verify />
      </div>
      <div class="tool" hidden={tool !== "compare"}>
        <Compare shown={tool === "compare"} />
      </div>
      <div class="tool" hidden={tool !== "make"}>
        <Make />
      </div>
      <div class="tool" hidden={tool !== "decrypt"}>
        <Decrypt />
      </div>
    </div>
  );
}
