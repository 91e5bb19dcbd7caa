/** The keys an issuer publishes: its discovery document, then the key set that names. Only ever asked for by a click. */
import { EngineError } from "../../engine.ts";
import type { Messages } from "../../messages.ts";

export type Get = (url: string) => Promise<{ status: number; body: string }>;

export interface Published {
  /** The texts as they came. */
  discovery: string;
  keys: string;
}

/** Asks each place in turn for the document, then for the keys. Rejects with an EngineError that says what came instead. */
export async function publishedKeys(places: string[], get: Get, words: Messages["tokenView"]): Promise<Published> {
  let last = "";
  for (const place of places) {
    const answer = await get(place);
    const uri = answer.status === 200 ? jwksUri(answer.body) : null;
    if (uri === null) {
      last = words.noDiscovery(place, answer.status);
      continue;
    }
    const keys = await get(uri);
    if (keys.status !== 200) throw new EngineError("input", words.noKeySet(uri, keys.status));
    return { discovery: answer.body, keys: keys.body };
  }
  throw new EngineError("input", last || words.noPlace);
}

function jwksUri(body: string): string | null {
  try {
    const uri = (JSON.parse(body) as { jwks_uri?: unknown }).jwks_uri;
    return typeof uri === "string" ? uri : null;
  } catch {
    return null;
  }
}
