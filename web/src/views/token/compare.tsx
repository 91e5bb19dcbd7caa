import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { asEngineError, tokenEngine } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { Failure } from "../../parts/controls.tsx";
import { LongCode } from "../../parts/long.tsx";
import { lang, t, view } from "../../settings.ts";
import type { Comparison, Difference } from "../../workbench.ts";
import { setText, text } from "./state.ts";

export function Compare({ shown }: { shown: boolean }) {
  const words = t.value.tokenView;
  const second = useSignal("");
  const answer = useSignal<Comparison | null>(null);
  const failure = useSignal<EngineError | null>(null);
  const here = shown && view.value === "token";
  const compare = async () => {
    failure.value = null;
    const [a, b] = [text.peek(), second.peek()];
    if (!a.trim() || !b.trim()) {
      answer.value = null;
      return;
    }
    try {
      const said = await tokenEngine.tokenCompare({ a, b, lang: lang.peek() });
      if (a === text.peek() && b === second.peek()) answer.value = said;
    } catch (error) {
      failure.value = asEngineError(error);
    }
  };
  useEffect(() => {
    if (here) void compare();
  }, [here, text.value, second.value, lang.value]);
  const box = (id: string, label: string, value: string, change: (to: string) => void) => (
    <div class="token-form">
      <label for={id}>{label}</label>
      <textarea id={id} class="mono" rows={7} spellcheck={false} autocomplete="off" autocapitalize="off" value={value} onInput={(event) => change(event.currentTarget.value)} />
    </div>
  );
  const all = answer.value?.differences ?? [];
  const differing = all.filter(({ change }) => change !== "same");
  return (
    <>
      <p class="hint">{words.compareLead}</p>
      <div class="two">
        {box("compare-first", words.label, text.value, setText)}
        {box("compare-second", words.otherToken, second.value, (to) => (second.value = to))}
      </div>
      {failure.value && <Failure error={failure.value} retry={() => void compare()} />}
      <div aria-live="polite">
        {answer.value && (
          <ul class="meaning">
            {(answer.value.meaning ?? []).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {differing.length === 0 && <li>{words.alike}</li>}
          </ul>
        )}
      </div>
      {differing.length > 0 && (
        <table class="explained compared">
          <caption class="visually-hidden">{words.differences}</caption>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.first}</th>
              <th scope="col">{words.second}</th>
              <th scope="col">{words.difference}</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((difference) => (
              <Row key={difference.where + difference.name} difference={difference} />
            ))}
          </tbody>
        </table>
      )}
      {all.length > differing.length && (
        <details>
          <summary>{words.same(all.length - differing.length)}</summary>
          <p class="mono">{all.flatMap(({ change, name }) => (change === "same" ? [name] : [])).join(", ")}</p>
        </details>
      )}
    </>
  );
}

function Row({ difference: { where, name, a, b, change, added = [], removed = [], delta } }: { difference: Difference }) {
  const words = t.value.tokenView;
  const value = (of: unknown) => (of === undefined ? <span class="muted">–</span> : <LongCode value={JSON.stringify(of)} />);
  return (
    <tr>
      <th scope="row">
        {name} <span class="muted">{words.where[where] ?? where}</span>
      </th>
      <td>{value(a)}</td>
      <td>{value(b)}</td>
      <td>
        {words.change[change] ?? change}
        {delta && <span class="claim-time">{delta}</span>}
        {removed.length > 0 && <span class="claim-time minus">− {removed.join(", ")}</span>}
        {added.length > 0 && <span class="claim-time plus">+ {added.join(", ")}</span>}
      </td>
    </tr>
  );
}
