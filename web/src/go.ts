import { effect } from "@preact/signals";
import { view, type View } from "./settings.ts";

/** Brings a part of the page into sight and puts the focus there. */
export function goTo(id: string, block: ScrollLogicalPosition = "nearest"): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block });
  // A tabindex of -1 on details would take its summary out of the order of Tab: it holds a shadow root.
  (element instanceof HTMLDetailsElement ? element.querySelector("summary") : element)?.focus({ preventScroll: true });
}

/** Where one was in a view one comes back to: as far down, and, by a link or the Back button, to what one left it from. */
export function keepPlaces(): void {
  history.scrollRestoration = "manual"; // the browser's place would be that of the view just left
  const left = new Map<View, { top: number; focus: HTMLElement | null }>();
  let last = view.peek();
  effect(() => {
    const now = view.value;
    if (now === last) return;
    const focus = document.activeElement;
    const inside = focus instanceof HTMLElement && document.getElementById(`panel-${last}`)?.contains(focus);
    left.set(last, { top: scrollY, focus: inside ? focus : null });
    last = now;
    requestAnimationFrame(() => {
      const place = left.get(now);
      scrollTo({ top: place?.top ?? 0, behavior: "instant" });
      if (inside) (place?.focus ?? document.getElementById("main"))?.focus({ preventScroll: true });
    });
  });
}
