import type { RefObject } from "preact";
import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** A seed that is out of sight for so long is forgotten. */
const HIDDEN_MS = 30_000;

/** A seed lives in its field alone: no state of the page ever holds it. */
export interface SeedField {
  field: RefObject<HTMLTextAreaElement | null>;
  shown: Signal<boolean>;
  /** Whether there was one. */
  forget(): boolean;
}

export function useSeed(away: boolean, onForgotten: () => void): SeedField {
  const field = useRef<HTMLTextAreaElement>(null);
  const shown = useSignal(false);
  const forget = () => {
    const had = !!field.current?.value;
    if (field.current) field.current.value = "";
    shown.value = false;
    return had;
  };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(timer);
      if (away || document.hidden) timer = setTimeout(() => forget() && onForgotten(), HIDDEN_MS);
    };
    watch();
    document.addEventListener("visibilitychange", watch);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", watch);
    };
  }, [away]);
  return { field, shown, forget };
}
