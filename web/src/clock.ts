/** How far this machine's clock is from a server's, by the Date header of an answer (RFC 9110 section 6.6.1). */
import { signal } from "@preact/signals";

export interface ClockOffset {
  /** Whose clock it is compared with. */
  host: string;
  /** How far this clock is ahead, in seconds; negative is behind. */
  ahead: number;
}

export const clockOffset = signal<ClockOffset | null>(null);

/** A Date counts whole seconds and was written somewhere between sending and receiving: less than this is no difference. */
const UNSURE = 2;

/** The offset by one answer: date is the header, sent and received are this clock's, in ms since 1970. Null: no date. */
function offsetOf(date: string, sent: number, received: number): number | null {
  const server = Date.parse(date);
  if (Number.isNaN(server)) return null;
  // The header is cut to the second: half a second is missing on average.
  const ahead = ((sent + received) / 2 - server - 500) / 1000;
  return Math.abs(ahead) < UNSURE + (received - sent) / 2000 ? 0 : Math.round(ahead);
}

/** Keeps what an answer says of the clock. */
export function noteServerDate(host: string, date: string | null, sent: number, received: number): void {
  const ahead = offsetOf(date ?? "", sent, received);
  if (ahead !== null) clockOffset.value = { host, ahead };
}

/** Asks the page's own server, which sends its Date with every answer. Offline there is none, and nothing is shown. */
export async function askOwnServer(): Promise<void> {
  const sent = Date.now();
  try {
    const answer = await fetch("/healthz", { cache: "no-store" });
    noteServerDate(location.host, answer.headers.get("date"), sent, Date.now());
  } catch {
    // Offline: what is known stays.
  }
}
