/** What the tools of the Token view share: the token, and what was read of it. Keys are in no state: see SecretField. */
import { signal } from "@preact/signals";
import { asEngineError, keyring, tokenEngine } from "../../engines.ts";
import type { EngineError } from "../../engine.ts";
import { lang } from "../../settings.ts";
import type { Inspected } from "../../workbench.ts";

export const text = signal("");
/** now is in Unix seconds: the clock that the answer was made by. */
export const inspected = signal<{ answer: Inspected; now: number } | null>(null);
export const failure = signal<EngineError | null>(null);
export const recovering = signal(false);
/** The search found nothing. */
export const hopeless = signal(false);
let asked = 0;
let search: AbortController | null = null;

/** Ends the search for the original; what was read before it stays. */
export function stopSearch(): void {
  search?.abort();
}

export async function inspect(recover = false): Promise<void> {
  const mine = ++asked;
  stopSearch();
  search = recover ? new AbortController() : null;
  const signal = search?.signal;
  failure.value = null;
  hopeless.value = false;
  recovering.value = recover;
  if (!text.peek().trim()) {
    inspected.value = null;
    return;
  }
  const now = new Date();
  const params = { text: text.peek(), now: now.toISOString(), recover, lang: lang.peek() };
  try {
    const answer = recover ? await keyring.run((engine) => engine.tokenInspect(params), signal) : await tokenEngine.tokenInspect(params);
    if (mine !== asked) return;
    inspected.value = { answer, now: Math.floor(now.getTime() / 1000) };
    hopeless.value = recover && !answer.tokens.some((token) => token.recovered);
  } catch (error) {
    if (mine === asked && !signal?.aborted) failure.value = asEngineError(error);
  } finally {
    if (mine === asked) recovering.value = false;
  }
}

export function setText(to: string): void {
  text.value = to;
  void inspect();
}
