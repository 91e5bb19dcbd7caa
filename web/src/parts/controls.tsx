import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../settings.ts";
import { inWords, type EngineError } from "../engine.ts";

/** Text that comes later is promised to the clipboard at once, for browsers that let only a click write to it. */
function write(text: string | Promise<string>): Promise<void> {
  if (typeof text === "string") return navigator.clipboard.writeText(text);
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((known) => new Blob([known], { type: "text/plain" })) })]);
}

/** Copies text and says so on itself for a while. */
export function CopyButton({ text, label }: { text: () => string | Promise<string>; label: string }) {
  const [said, say] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => say(""), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    write(text()).then(
      () => say(t.value.answer.copied),
      () => say(t.value.answer.copyFailed),
    );
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}

/** A button that opens a short list of choices; a choice, Escape and leaving it close it. */
export function Menu({ label, children }: { label: string; children: (close: () => void) => ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  const leave = () => {
    close();
    button.current?.focus();
  };
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    const above = button.current!.getBoundingClientRect().top;
    list.current?.classList.toggle("up", !!box && box.bottom > innerHeight && above > box.height);
  }, [open]);
  return (
    <div
      class="menu"
      ref={root}
      onFocusOut={(event) => !root.current?.contains(event.relatedTarget as Node | null) && close()}
      onKeyDown={(event) => event.key === "Escape" && open && leave()}
    >
      <button type="button" class="quiet" ref={button} aria-expanded={open} onClick={() => setOpen(!open)}>
        {label} <span aria-hidden="true">▾</span>
      </button>
      {open && <div class="menu-list" ref={list}>{children(leave)}</div>}
    </div>
  );
}

/** An engine error in words, with what to do. */
export function Failure({ error, retry }: { error: EngineError; retry: () => void }) {
  const words = t.value.engine;
  return (
    <div class={`trouble ${error.kind}`} role="alert">
      <h2>{words.title[error.kind]}</h2>
      {error.kind === "input" && <p>{inWords(error, words)}</p>}
      <p>{words.detail[error.kind]}</p>
      {error.kind !== "input" && (
        <button type="button" onClick={retry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
