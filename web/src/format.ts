import type { Lang, Messages } from "./messages.ts";

/** 90 → "1 min 30 s": at most two units, the smaller one left out when zero. */
export function duration(seconds: number, t: Messages): string {
  const units: [number, string][] = [
    [31_536_000, t.duration.y],
    [86_400, t.duration.d],
    [3600, t.duration.h],
    [60, t.duration.min],
    [1, t.duration.s],
  ];
  let rest = Math.abs(Math.round(seconds));
  const first = units.findIndex(([size]) => rest >= size);
  if (first < 0) return `0 ${t.duration.s}`;
  const parts: string[] = [];
  for (const [size, name] of units.slice(first, first + 2)) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n}\u00a0${name}`);
  }
  return parts.join(" ");
}

/** Unix seconds → "2026-03-02 17:31:58", UTC. A number no clock can show stays a number. */
export function time(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime())) return String(unixSeconds);
  return date.toISOString().replace("T", " ").replace(/\.\d+Z$/, "");
}

/** RFC 3339 → "2026-03-02 17:31:58". */
export function stamp(rfc3339: string): string {
  const unix = unixOf(rfc3339);
  return unix === undefined ? rfc3339 : time(unix);
}

export function unixOf(rfc3339: string | undefined): number | undefined {
  const ms = rfc3339 ? Date.parse(rfc3339) : NaN;
  return Number.isNaN(ms) ? undefined : ms / 1000;
}

export function byteSize(bytes: number, lang: Lang): string {
  const [unit, n] = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  return new Intl.NumberFormat(lang, { style: "unit", unit: unit as string, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: (n as number) < 10 ? 1 : 0 }).format(n as number);
}
