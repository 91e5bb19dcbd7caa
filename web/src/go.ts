/** Brings a part of the page into sight and puts the focus there. */
export function goTo(id: string, block: ScrollLogicalPosition = "nearest"): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block });
  // A tabindex of -1 on details would take its summary out of the order of Tab: it holds a shadow root.
  (element instanceof HTMLDetailsElement ? element.querySelector("summary") : element)?.focus({ preventScroll: true });
}
