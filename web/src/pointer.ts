let x = NaN;
let y = NaN;

/** Whether a mouse event comes of the mouse: a page that scrolls under a resting one sends moves as well. */
export function moved(event: MouseEvent): boolean {
  const same = event.screenX === x && event.screenY === y;
  ({ screenX: x, screenY: y } = event);
  return !same;
}
