/** Proof Key for Code Exchange (RFC 7636), and the values that tie a callback to its request. */

const base64url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** 256 random bits in 43 characters: what RFC 7636 section 4.1 recommends for a verifier, and enough for state and nonce. */
export const randomValue = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** BASE64URL(SHA256(ASCII(verifier))), RFC 7636 section 4.2. */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}
