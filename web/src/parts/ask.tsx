import type { ComponentChildren, Ref } from "preact";
import { useSignal, type Signal } from "@preact/signals";
import { asEngineError } from "../engines.ts";
import type { EngineError } from "../engine.ts";
import { Failure } from "./controls.tsx";

/** A question to an engine: whether it is being answered, what went wrong, and how to give it up. */
export interface Asking {
  busy: Signal<boolean>;
  failure: Signal<EngineError | null>;
  ask(question: (signal: AbortSignal) => Promise<void>): Promise<void>;
  stop(): void;
}

export function useAsking(): Asking {
  const busy = useSignal(false);
  const failure = useSignal<EngineError | null>(null);
  const running = useSignal<AbortController | null>(null);
  return {
    busy,
    failure,
    async ask(question) {
      const control = (running.value = new AbortController());
      busy.value = true;
      failure.value = null;
      try {
        await question(control.signal);
      } catch (error) {
        if (!control.signal.aborted) failure.value = asEngineError(error);
      } finally {
        busy.value = false;
      }
    },
    stop: () => running.peek()?.abort(),
  };
}

interface FormProps {
  asking: Asking;
  onAsk: () => Promise<void>;
  form: Ref<HTMLFormElement>;
  label: string;
  busyLabel?: string;
  /** Behind the button that asks. */
  buttons?: ComponentChildren;
  children: ComponentChildren;
}

/** The fields of a question, the button that asks it, and what went wrong. */
export function AskForm({ asking, onAsk, form, label, busyLabel = label, buttons, children }: FormProps) {
  return (
    <>
      <form
        ref={form}
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void onAsk();
        }}
      >
        {children}
        <div class="toolbar wide">
          <button type="submit" class="primary" disabled={asking.busy.value}>
            {asking.busy.value ? busyLabel : label}
          </button>
          {buttons}
        </div>
      </form>
      {asking.failure.value && <Failure error={asking.failure.value} retry={() => void onAsk()} />}
    </>
  );
}

/** What a text field of a form holds. */
export function reader(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => String(data.get(name) ?? "").trim();
}
