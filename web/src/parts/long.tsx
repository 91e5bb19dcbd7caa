import { useState } from "preact/hooks";
import { t } from "../settings.ts";
import { CopyButton } from "./controls.tsx";

/** More characters than this in a table keep a browser busy for seconds with where to break the lines. */
const MOST = 2000;

/** A value of any length: of a very long one the beginning, and the whole on demand, where it scrolls by itself. */
export function LongCode({ value }: { value: string }) {
  const words = t.value.tokenView;
  const [open, show] = useState(false);
  if (value.length <= MOST) return <code>{value}</code>;
  return (
    <>
      {open ? <textarea class="mono" readOnly rows={10} wrap="off" aria-label={words.value} value={value} /> : <code>{value.slice(0, MOST)}…</code>}
      <span class="toolbar">
        <button type="button" class="link" onClick={() => show(!open)}>
          {open ? words.showLess : words.showAll(value.length)}
        </button>
        <CopyButton label={t.value.wavesView.copy} text={() => value} />
      </span>
    </>
  );
}
