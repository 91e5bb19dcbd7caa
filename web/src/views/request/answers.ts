/** What an answer holds, as far as the next step needs it. */
import { headerOf, type Exchanged } from "../../requests.ts";

/** A JSON object, or null. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The members of a JSON object, or of a form (older GitHub and Facebook answer with one). */
export function objectOf({ response }: Exchanged): Record<string, unknown> | null {
  if (!response) return null;
  const form = headerOf(response.headers, "content-type")?.startsWith("application/x-www-form-urlencoded");
  return objectIn(response.body) ?? (form ? Object.fromEntries(new URLSearchParams(response.body)) : null);
}

export interface Issued {
  access_token?: string;
  refresh_token?: string;
  id_token?: string;
}

export function issuedBy(exchanged: Exchanged): Issued {
  const got = objectOf(exchanged) ?? {};
  const tokens: Issued = {};
  for (const name of ["access_token", "refresh_token", "id_token"] as const) {
    const value = got[name];
    if (typeof value === "string" && value) tokens[name] = value;
  }
  return tokens;
}

/** The server wants a DPoP proof with a nonce it gave (RFC 9449 sections 8 and 9). */
export function askedForNonce(exchanged: Exchanged): boolean {
  const { response } = exchanged;
  if (!response || (response.status !== 400 && response.status !== 401) || !headerOf(response.headers, "dpop-nonce")) return false;
  return objectOf(exchanged)?.["error"] === "use_dpop_nonce" || /use_dpop_nonce/.test(headerOf(response.headers, "www-authenticate") ?? "");
}

/** JSON set out in lines; null when it is none. */
export function pretty(body: string): string | null {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" ? JSON.stringify(value, null, 2) : null;
  } catch {
    return null;
  }
}
