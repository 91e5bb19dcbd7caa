import type { ComponentChildren, Ref } from "preact";
import { useSignal, type Signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { linkTo, t, type View } from "../settings.ts";
import { CopyButton } from "./controls.tsx";

/** The tools of a view, each with a link of its own. */
export function Tools<Name extends string>({ view, label, names, tools, current }: { view: View; label: string; names: Record<Name, string>; tools: readonly Name[]; current: Name }) {
  return (
    <nav class="tools" aria-label={label}>
      {tools.map((tool, i) => (
        <a key={tool} href={linkTo(view, i === 0 ? "" : tool)} aria-current={tool === current ? "page" : undefined}>
          {names[tool]}
        </a>
      ))}
    </nav>
  );
}

interface SecretProps {
  id: string;
  name: string;
  label: string;
  rows?: number;
  field?: Ref<HTMLTextAreaElement>;
  /** Given by who wants to hide it again. */
  shown?: Signal<boolean>;
  onInput?: () => void;
  describedBy?: string;
}

/** A field for what others must not read: dots until shown, and no state of the page ever holds it. */
export function SecretField({ id, name, label, rows = 3, field, shown: given, onInput, describedBy }: SecretProps) {
  const own = useSignal(false);
  const shown = given ?? own;
  return (
    <div class="field wide">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        ref={field ?? null}
        class={`mono${shown.value ? "" : " concealed"}`}
        rows={rows}
        autocomplete="off"
        autocapitalize="off"
        onFocus={(event) => event.currentTarget.setAttribute("autocorrect", "off") /* the property is a boolean, and to Preact "off" is true */}
        spellcheck={false}
        aria-describedby={describedBy}
        onInput={onInput}
      />
      <button type="button" class="link" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
        {shown.value ? t.value.tokenView.hide : t.value.tokenView.show}
      </button>
    </div>
  );
}

/** One of several results to take away; a secret one is dots until shown. */
export function Output({ name, value, note, secret = false }: { name: ComponentChildren; value: string; note?: ComponentChildren; secret?: boolean }) {
  const words = t.value;
  const [shown, show] = useState(false);
  return (
    <div>
      <dt>
        {name} {note && <span class="note">{note}</span>}
      </dt>
      <dd>
        <code class={secret && !shown ? "concealed" : ""} aria-hidden={secret && !shown}>
          {secret && !shown ? "•".repeat(24) : value}
        </code>
        <span class="output-buttons">
          {secret && (
            <button type="button" class="quiet" aria-pressed={shown} onClick={() => show(!shown)}>
              {shown ? words.tokenView.hide : words.tokenView.show}
            </button>
          )}
          <CopyButton label={words.wavesView.copy} text={() => value} />
        </span>
      </dd>
    </div>
  );
}
