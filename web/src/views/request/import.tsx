import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { imported, importText, take } from "./state.ts";
import { w } from "./words.ts";

/** One box for what a person has: the text stays in the field until it is read. */
export function ImportPart() {
  const words = w.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const open = useSignal(false);
  const read = async () => {
    const text = field.current?.value ?? "";
    if (!text.trim()) return void field.current?.focus();
    await importText(text);
    const got = imported.peek();
    if (!got?.requests?.length && !got?.callback) return;
    field.current!.value = ""; // it may hold secrets
    open.value = false;
  };
  const got = imported.value;
  const [first, ...others] = got?.requests ?? [];
  return (
    <>
      <details class="fold" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
        <summary>{words.importTitle}</summary>
        <div class="token-form">
          <label for="request-import">{words.importLabel}</label>
          <textarea
            id="request-import"
            ref={field}
            class="mono"
            rows={5}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            onPaste={() => setTimeout(() => void read())}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
              event.stopPropagation();
              event.preventDefault();
              void read();
            }}
          />
          <div class="toolbar">
            <button type="button" onClick={() => void read()}>
              {words.importRead}
            </button>
          </div>
        </div>
      </details>
      {got && (
        <div class="imported" role="status">
          {first ? <p>{words.importFilled(first.label)}</p> : !got.callback && !got.notes?.length && <p>{words.importNone}</p>}
          {got.notes?.map((note) => (
            <p class="hint" key={note}>
              {note}
            </p>
          ))}
          {others.length > 0 && (
            <>
              <p>{words.importMore}</p>
              <ul class="plain">
                {[first!, ...others].map((request, i) => (
                  <li key={i}>
                    <button type="button" class="link" onClick={() => void take(request)}>
                      {request.label}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </>
  );
}
