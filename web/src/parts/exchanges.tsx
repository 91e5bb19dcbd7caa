import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { answer, placeShower, requestOf, revealed } from "../diagnosis.ts";
import { stamp } from "../format.ts";
import { toRequest } from "../handover.ts";
import type { Messages } from "../messages.ts";
import type { Exchange } from "../report.ts";
import { t } from "../settings.ts";

export const exchangeId = (id: string) => `exchange-${id}`;

type Mark = "fine" | "failed" | "differs" | "unknown";

/** A failure that the log calls one is no tick: the mark says first whether the log is right, then what happened. */
function markOf({ verdict, actual }: Exchange): Mark {
  if (verdict === "undetermined") return "unknown";
  if (verdict !== "agrees") return "differs";
  return actual === "failure" ? "failed" : "fine";
}

const SIGN: Record<Mark, string> = { fine: "✓", failed: "✕", differs: "≠", unknown: "?" };

/** Nothing of the exchange is in the text but a message about it. */
const isTold = ({ endpoint, request, response }: Exchange) => !endpoint && !request && !response;

/** "200 OK HTML": what came back, in a few words. */
function statusOf(exchange: Exchange, t: Messages): string {
  const { response } = exchange;
  if (!response) return isTold(exchange) ? "" : t.exchange.noResponse;
  const known = response.status || response.error || response.providerCode;
  return [response.status, response.statusText, response.body === "none" && known ? "" : t.exchange.body[response.body]].filter(Boolean).join(" ");
}

const endpointOf = ({ endpoint }: Exchange, t: Messages) => (endpoint ? (t.exchange.endpoint[endpoint] ?? endpoint) : "");

/** Hosts that answer with tokens stand in the middle lane, everything a token is used for in the last one. */
const isApi = ({ endpoint }: Exchange) => endpoint === "api" || endpoint === "other";

function pathOf(url: string | undefined): string {
  if (!url) return "";
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

export function Exchanges({ exchanges }: { exchanges: Exchange[] }) {
  const words = t.value;
  const [shown, setShown] = useState<string | null>(null);
  const [all, drawAll] = useState(false);
  return (
    <>
      {!exchanges.every(isTold) && <Diagram exchanges={all ? exchanges : exchanges.slice(0, DRAWN)} shown={shown} point={setShown} />}
      {exchanges.length > DRAWN && !all && (
        <p class="hint drawn">
          {words.exchange.drawn(DRAWN, exchanges.length)}{" "}
          <button type="button" class="link" onClick={() => drawAll(true)}>
            {words.exchange.drawAll}
          </button>
        </p>
      )}
      <ol class="exchanges" aria-label={words.exchange.list}>
        {exchanges.map((exchange, i) => (
          <Row key={exchange.id} exchange={exchange} n={i + 1} point={setShown} shown={shown === exchange.id} />
        ))}
      </ol>
    </>
  );
}

function Row({ exchange, n, point, shown }: { exchange: Exchange; n: number; point(id: string | null): void; shown: boolean }) {
  const words = t.value;
  const label = exchange.label && answer.value?.masker.plain(exchange.label, revealed.value);
  const endpoint = endpointOf(exchange, words);
  const { response, request } = exchange;
  const error = [response?.error, response?.errorDescription, response?.providerCode].filter(Boolean).join(": ");
  const lead = placeShower();
  const what = (
    <>
      <span class={`sign ${markOf(exchange)}`} aria-hidden="true">
        {SIGN[markOf(exchange)]}
      </span>
      <span class="exchange-name">
        <span class="number">{n}</span> {label ?? (isTold(exchange) ? words.exchange.told : endpoint)}
      </span>
      <span class="exchange-what">
        {[request?.method, pathOf(request?.url)].filter(Boolean).join(" ")} {label && endpoint} {exchange.grant && <code>{exchange.grant}</code>}
      </span>
      <span class="exchange-status">
        {statusOf(exchange, words)} {error && <code>{error}</code>}
      </span>
      <span class="exchange-verdict">
        {exchange.claimed !== "none" && (
          <>
            {words.exchange.says} <b class={`claimed ${exchange.claimed}`}>{words.claimed[exchange.claimed]}</b>,{" "}
          </>
        )}
        {words.exchange.is}{" "}
        <b class={`claimed ${exchange.actual}`}>{words.actual[exchange.actual]}</b>
      </span>
      <span class="exchange-when">
        {exchange.at ? stamp(exchange.at) : words.exchange.noTime} · {words.finding.line(exchange.span.line)}
        {exchange.alsoAt?.length ? `, ${words.exchange.again(exchange.alsoAt.map((span) => span.line).join(", "))}` : ""}
      </span>
    </>
  );
  return (
    <li id={exchangeId(exchange.id)} tabIndex={-1} class={shown ? "active" : ""} onMouseEnter={() => point(exchange.id)} onMouseLeave={() => point(null)} onFocusIn={() => point(exchange.id)} onFocusOut={() => point(null)}>
      {lead ? (
        <button type="button" class="exchange-row" onClick={() => lead(exchange.span)}>
          {what}
        </button>
      ) : (
        <div class="exchange-row">{what}</div>
      )}
      {request?.url && lead && (
        <button type="button" class="link repeat" onClick={() => toRequest(requestOf(exchange.span) ?? "")}>
          {words.exchange.repeat}
        </button>
      )}
    </li>
  );
}

/** More arrows than these are drawn only when asked for. */
const DRAWN = 24;
const ROW = 62;
const HEAD = 34;
const SEAL = 11;

/** The exchanges as arrows between client, authorization server and API. */
function Diagram({ exchanges, shown, point }: { exchanges: Exchange[]; shown: string | null; point(id: string | null): void }) {
  const words = t.value;
  const lead = placeShower();
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setRoom(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const api = exchanges.some(isApi);
  const server = !exchanges.every(isApi);
  const lanes = [words.exchange.client, ...(server ? [words.exchange.server] : []), ...(api ? [words.exchange.api] : [])];
  const narrow = room < 520;
  const width = Math.min(room, lanes.length * 310);
  const times = !narrow && exchanges.some((exchange) => exchange.at);
  const left = times ? 84 : 8;
  const pad = narrow ? 40 : 84;
  const x = (lane: number) => left + pad + (lane * (width - left - 2 * pad)) / (lanes.length - 1);
  const height = HEAD + exchanges.length * ROW + 10;
  return (
    <div class="diagram" ref={box}>
      {width > 0 && (
        <svg role="img" aria-label={words.exchange.diagram(exchanges.length)} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {lanes.map((name, i) => (
            <g key={name}>
              <line class="lane" x1={x(i)} x2={x(i)} y1={HEAD - 8} y2={height} />
              <text class="lane-name" x={x(i)} y={16} text-anchor={narrow && i === lanes.length - 1 ? "end" : narrow && i === 0 ? "start" : "middle"} dx={narrow ? (i === 0 ? -pad : i === lanes.length - 1 ? pad : 0) : 0}>
                {name}
              </text>
            </g>
          ))}
          {exchanges.map((exchange, i) => {
            const y = HEAD + i * ROW + 18;
            const from = x(0);
            const to = x(isApi(exchange) ? lanes.length - 1 : 1);
            const letters = (room: number) => Math.floor((room - 16) / 7);
            const beside = from + SEAL + 3; // the answer stands beside the seal
            const request = [exchange.request?.method, endpointOf(exchange, words) || pathOf(exchange.request?.url)].filter(Boolean).join(" ") || words.exchange.told;
            const response = [statusOf(exchange, words), exchange.response?.error ?? exchange.response?.providerCode].filter(Boolean).join(" ");
            return (
              <g
                key={exchange.id}
                class={`arrow ${markOf(exchange)} ${shown === exchange.id ? "active" : ""}${lead ? " leads" : ""}`}
                onClick={() => lead?.(exchange.span)}
                onMouseEnter={() => point(exchange.id)}
                onMouseLeave={() => point(null)}
              >
                <rect class="hit" x={0} y={y - 18} width={width} height={ROW - 4} rx={4} />
                {times && (
                  <text class="when" x={4} y={y + 12}>
                    {exchange.at ? stamp(exchange.at).slice(11) : ""}
                  </text>
                )}
                <Arrow from={from} to={to} y={y} />
                <text x={(from + to) / 2} y={y - 5} text-anchor="middle">
                  {short(request, letters(to - from))}
                </text>
                {exchange.response ? (
                  <>
                    <Arrow from={to} to={from} y={y + 26} back />
                    <text class="answer" x={(beside + to) / 2} y={y + 21} text-anchor="middle">
                      {short(response, letters(to - beside))}
                    </text>
                  </>
                ) : (
                  <text class="answer" x={(beside + to) / 2} y={y + 21} text-anchor="middle">
                    {short(statusOf(exchange, words), letters(to - beside))}
                  </text>
                )}
                <circle class="seal" cx={from} cy={y + 13} r={SEAL} />
                <text class="seal-sign" x={from} y={y + 18} text-anchor="middle">
                  {SIGN[markOf(exchange)]}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

function short(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}

function Arrow({ from, to, y, back = false }: { from: number; to: number; y: number; back?: boolean }) {
  const way = Math.sign(to - from);
  const tip = to - way * 2;
  return (
    <>
      <line class={back ? "back" : ""} x1={from + (back ? 0 : way * 12)} x2={tip - (back ? 12 * way : 0)} y1={y} y2={y} />
      <path class="tip" d={`M${tip - (back ? 10 * way : 0)} ${y} l${-way * 8} -4 v8 z`} />
    </>
  );
}
