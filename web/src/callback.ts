/**
 * The redirect back from a provider. Imported before all else: the address is read and cleaned before anything can note
 * it, and before the route is read of it.
 *
 * A sign-in in this tab leaves what the next step needs in sessionStorage until the redirect comes back, and no longer. A
 * sign-in in a popup leaves nothing: the popup hands its address to the tab that waits, over a channel that reaches pages
 * of this origin alone. It needs no opener, which a page in between may have cut (COOP).
 */

export const CALLBACK = "/callback";
const PENDING = "grantlens.callback";
const CHANNEL = "grantlens.callback";

/** The redirect back, with what was left for it: the text of a JSON object, or null. */
export interface Landed {
  url: string;
  pending: string | null;
}

export const landed: Landed | null = land();

function land(): Landed | null {
  const pending = take();
  if (location.pathname !== CALLBACK) return null;
  const url = location.href;
  history.replaceState(null, "", "/#/request");
  return { url, pending };
}

function take(): string | null {
  try {
    const pending = sessionStorage.getItem(PENDING);
    sessionStorage.removeItem(PENDING);
    return pending;
  } catch {
    return null; // storage may be forbidden
  }
}

/** Leaves what the redirect back will need. Throws where storage is forbidden. */
export function leave(pending: string): void {
  sessionStorage.setItem(PENDING, pending);
}

type Said = { callback: string; state: string | null; any: boolean } | { taken: true };

/** state of a callback; null where it is not to be seen (a JARM answer has it inside). */
function stateOf(url: string): string | null {
  const { search, hash } = new URL(url);
  return new URLSearchParams(search).get("state") ?? new URLSearchParams(hash.slice(1)).get("state");
}

/** How long another tab may take to answer, in ms. */
const PATIENCE = 400;

/** Hands a callback to the tab that waits for its state, or else to one that waits at all. Says whether one took it. */
export async function handOver(url: string): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  const asked = (any: boolean) =>
    new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE);
      channel.onmessage = ({ data }: MessageEvent<Said>) => {
        if (!("taken" in data)) return;
        clearTimeout(timer);
        resolve(true);
      };
      channel.postMessage({ callback: url, state: stateOf(url), any } satisfies Said);
    });
  const taken = (await asked(false)) || (await asked(true));
  channel.close();
  return taken;
}

/** Waits for a popup's callback; the function returned stops it. */
export function waitFor(state: string, take: (url: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (!("callback" in data) || (!data.any && data.state !== state)) return;
    channel.postMessage({ taken: true } satisfies Said);
    channel.close();
    take(data.callback);
  };
  return () => channel.close();
}
