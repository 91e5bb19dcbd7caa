import { useEffect, useRef } from "preact/hooks";
import { ByteIndex } from "../../offsets.ts";
import { Failure } from "../../parts/controls.tsx";
import { InspectedTokens } from "../../parts/inspected.tsx";
import { lang, t } from "../../settings.ts";
import { failure, hopeless, inspect, inspected, recovering, setText, stopSearch, text } from "./state.ts";

/** The token itself: one field for Inspect, Verify and Decrypt. */
export function TokenText({ children }: { children?: preact.ComponentChildren }) {
  const words = t.value.tokenView;
  return (
    <div class="token-form">
      <label for="token-text">{words.label}</label>
      <textarea
        id="token-text"
        class="mono"
        rows={7}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        placeholder={words.placeholder}
        value={text.value}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="toolbar">
        {children}
        {text.value && (
          <button type="button" class="quiet" onClick={() => setText("")}>
            {words.clear}
          </button>
        )}
      </div>
    </div>
  );
}

/** Marks a place of the token in its field. */
function show(byte: number, length: number): void {
  const field = document.getElementById("token-text") as HTMLTextAreaElement;
  const index = new ByteIndex(new TextEncoder().encode(text.peek()));
  // The field scrolls to where the cursor is when it gets the focus.
  field.blur();
  field.setSelectionRange(index.toUnit(byte), index.toUnit(byte + length));
  field.focus();
}

export function Inspect() {
  const words = t.value.tokenView;
  const said = inspected.value;
  const asked = useRef(lang.value);
  useEffect(() => {
    if (asked.current !== lang.value) void inspect(inspected.peek()?.answer.tokens.some((token) => token.recovered));
    asked.current = lang.value;
  }, [lang.value]);
  const recover = (
    <div class="recover">
      {hopeless.value ? (
        <p class="hint">{words.notRecovered}</p>
      ) : (
        <>
          <p class="hint">{words.recoverWhy}</p>
          <button type="button" disabled={recovering.value} onClick={() => void inspect(true)}>
            {recovering.value ? words.recovering : words.recover}
          </button>
          {recovering.value && (
            <button type="button" class="quiet" onClick={stopSearch}>
              {words.stop}
            </button>
          )}
        </>
      )}
    </div>
  );
  return (
    <>
      {failure.value && <Failure error={failure.value} retry={() => void inspect()} />}
      <div aria-live="polite">
        {!said && !failure.value && <p class="hint">{text.value.trim() ? words.loading : words.empty}</p>}
        {said?.answer.tokens.length === 0 && <p class="hint">{words.none}</p>}
      </div>
      {said && (
        <section aria-label={t.value.answer.tokens}>
          <InspectedTokens tokens={said.answer.tokens} now={said.now} show={show} recover={recover} />
          {said.answer.omitted && <p class="hint">{words.omitted(said.answer.omitted)}</p>}
        </section>
      )}
    </>
  );
}
