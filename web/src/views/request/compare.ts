/** What differs between two requests and their answers. */
import type { Exchanged, Pair } from "../../requests.ts";
import { objectOf } from "./answers.ts";

export interface Difference {
  part: "request" | "response" | "timing";
  name: string;
  a: string | undefined;
  b: string | undefined;
}

type Row = [part: Difference["part"], name: string, value: string];

/** Everything two runs are compared by, in the order it is read. */
function rowsOf({ request, response, failure, trace }: Exchanged): Row[] {
  const rows: Row[] = [["request", "method", request.method]];
  const url = new URL(request.url);
  rows.push(["request", "host", url.host], ["request", "path", url.pathname]);
  rows.push(...joined([...url.searchParams] as Pair[]).map(([name, value]): Row => ["request", `?${name}`, value]));
  rows.push(...joined(request.headers.filter(([name]) => !/^(host|content-length)$/i.test(name)).map(([name, value]) => [name.toLowerCase(), value])).map(([name, value]): Row => ["request", name, value]));
  const form = request.headers.some(([name, value]) => /^content-type$/i.test(name) && value.startsWith("application/x-www-form-urlencoded"));
  if (form) rows.push(...joined([...new URLSearchParams(request.body)] as Pair[]).map(([name, value]): Row => ["request", name, value]));
  else if (request.body) rows.push(["request", "body", request.body]);
  if (failure) rows.push(["response", "failure", `${failure.phase}: ${failure.code}`]);
  if (response) {
    rows.push(["response", "status", [response.status, response.statusText].filter(Boolean).join(" ")], ["response", "protocol", response.proto ?? ""]);
    rows.push(...joined(response.headers.filter(([name]) => !/^date$/i.test(name)).map(([name, value]) => [name.toLowerCase(), value])).map(([name, value]): Row => ["response", name, value]));
    const members = objectOf({ response } as Exchanged);
    if (members) for (const [name, value] of Object.entries(members)) rows.push(["response", `{${name}}`, typeof value === "string" ? value : JSON.stringify(value)]);
    else rows.push(["response", "body", response.body]);
  }
  if (trace.address) rows.push(["timing", "address", trace.address]);
  const { tls } = trace;
  if (tls) rows.push(["timing", "tls version", [tls.version, tls.cipher, tls.alpn].filter(Boolean).join(" ")], ["timing", "certificate", tls.chain?.[0]?.subject ?? ""], ["timing", "certificate problem", tls.problem ?? ""]);
  for (const { name, start, end } of trace.phases ?? []) if (end !== undefined) rows.push(["timing", name, ms(end - start)]);
  rows.push(["timing", "total", ms(trace.total)]);
  return rows;
}

export const ms = (time: number) => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;

/** Repeated names in one row: their order and number is a difference too. */
function joined(pairs: Pair[]): Pair[] {
  const by = new Map<string, string[]>();
  for (const [name, value] of pairs) by.set(name, [...(by.get(name) ?? []), value]);
  return [...by].map(([name, all]) => [name, all.join("\n")]);
}

/** The rows that differ, in the first one's order, and how many are the same. */
export function compare(a: Exchanged, b: Exchanged): { differences: Difference[]; same: number } {
  const key = ([part, name]: Row) => `${part} ${name}`;
  const [first, second] = [rowsOf(a), rowsOf(b)];
  const ofFirst = new Map(first.map((row) => [key(row), row[2]]));
  const ofSecond = new Map(second.map((row) => [key(row), row[2]]));
  const all = [...first, ...second.filter((row) => !ofFirst.has(key(row)))];
  const order = { request: 0, response: 1, timing: 2 };
  const differences = all
    .map((row) => ({ part: row[0], name: row[1], a: ofFirst.get(key(row)), b: ofSecond.get(key(row)) }))
    .filter(({ a, b }) => (a ?? "") !== (b ?? ""))
    .sort((x, y) => order[x.part] - order[y.part]);
  return { differences, same: all.length - differences.length };
}
