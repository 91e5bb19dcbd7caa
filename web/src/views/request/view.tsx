import { useEffect, useRef } from "preact/hooks";
import { landed } from "../../callback.ts";
import { Tools } from "../../parts/fields.tsx";
import { placeIn } from "../../settings.ts";
import "../../styles/request.css";
import { Build } from "./build.tsx";
import { History } from "./history.tsx";
import { Moex } from "./moex.tsx";
import { Providers } from "./providers.tsx";
import { resume } from "./state.ts";
import { w } from "./words.ts";

const tools = ["build", "history", "providers", "moex"] as const;

let taken = false;

/** All tools stay alive, so that going to another loses nothing typed. */
export function RequestTools() {
  const words = w.value;
  const [place = "", chosen = ""] = placeIn("request").split("/");
  const tool = tools.find((name) => name === place) ?? "build";
  useEffect(() => {
    if (!landed || taken) return;
    taken = true;
    void resume(landed.url, landed.pending);
  }, []);
  // Another tool is another page: it begins at its top.
  const before = useRef(tool);
  useEffect(() => {
    if (before.current !== tool) scrollTo({ top: 0, behavior: "instant" });
    before.current = tool;
  }, [tool]);
  return (
    <div class={tool === "build" ? "request-view" : "column"}>
      <h1>{words.heading[tool]}</h1>
      <Tools view="request" label={words.tools} names={words.tool} tools={tools} current={tool} />
      <div class="tool" hidden={tool !== "build"}>
        <Build />
      </div>
      <div class="tool" hidden={tool !== "history"}>
        <History />
      </div>
      <div class="tool" hidden={tool !== "providers"}>
        <Providers chosen={tool === "providers" ? chosen : ""} />
      </div>
      <div class="tool" hidden={tool !== "moex"}>
        <Moex />
      </div>
    </div>
  );
}
