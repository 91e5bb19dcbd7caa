import { useEffect, useState } from "preact/hooks";
import type { Certificate, Phase, Trace } from "../../requests.ts";
import { stamp } from "../../format.ts";
import { ms } from "./compare.ts";
import { w } from "./words.ts";

/** Where the time went, one bar a phase on one axis. A phase without an end runs still. */
export function Waterfall({ phases, total }: { phases: Phase[]; total?: number }) {
  const words = w.value;
  const now = useClock(total === undefined);
  const last = Math.max(total ?? 0, ...phases.map(({ start, end }) => end ?? start), total === undefined ? now : 0) || 1;
  const percent = (time: number) => `${((time / last) * 100).toFixed(2)}%`;
  const name = (phase: Phase) => words.phase[phase.name] ?? phase.name;
  return (
    <figure class="waterfall" aria-label={words.trace}>
      <ul>
        {phases.map((phase) => {
          const end = phase.end ?? last;
          return (
            <li key={`${phase.name} ${phase.start}`}>
              <span class="bar-name">{name(phase)}</span>
              <span class="track" role="img" aria-label={words.bar(name(phase), ms(phase.start), phase.end === undefined ? words.running : ms(end))}>
                <span class={`bar ${phase.name}${phase.end === undefined ? " running" : ""}`} style={{ left: percent(phase.start), width: percent(end - phase.start) }} />
              </span>
              <span class="bar-life">{phase.end === undefined ? words.running : ms(end - phase.start)}</span>
              {phase.detail && <span class="bar-detail">{phase.detail}</span>}
            </li>
          );
        })}
      </ul>
      {total !== undefined && (
        <figcaption>
          {words.total}: {ms(total)}
        </figcaption>
      )}
    </figure>
  );
}

/** Milliseconds since it was first shown, while it runs. */
function useClock(runs: boolean): number {
  const [began] = useState(() => performance.now());
  const [now, tick] = useState(0);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => tick(performance.now() - began), 100);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}

/** The time line, and what the connection was. */
export function TracePart({ trace }: { trace: Trace }) {
  const words = w.value;
  const { tls, phases, total, address } = trace;
  return (
    <section class="part">
      <h3>{words.trace}</h3>
      {phases?.length ? <Waterfall phases={phases} total={total} /> : <p class="hint">{`${words.total}: ${ms(total)}`}</p>}
      {address && <p class="hint">{words.connectedTo(address)}</p>}
      {tls?.problem && !phases?.some(({ detail }) => detail === tls.problem) && (
        <p class="problem error">
          <span aria-hidden="true">✕</span> {tls.problem}
        </p>
      )}
      {tls && <p class="mono">{[tls.version, tls.cipher, tls.alpn, tls.serverName].filter(Boolean).join(" · ")}</p>}
      {!!tls?.chain?.length && (
        <>
          <h4>{words.chain}</h4>
          <Chain chain={tls.chain} verified={!tls.problem} />
        </>
      )}
    </section>
  );
}

/** The certificates as sent, the server's own first, with what is wrong at the one where it is. */
function Chain({ chain, verified }: { chain: Certificate[]; verified: boolean }) {
  const words = w.value;
  const now = new Date().toISOString();
  return (
    <ol class="chain">
      {chain.map(({ subject, issuer, names, notBefore, notAfter }, i) => {
        const bad = notAfter < now ? "expired" : notBefore > now ? "early" : null;
        const next = chain[i + 1]?.subject;
        const gap = verified || issuer === subject || issuer === next ? "" : next ? words.certificateMissing(issuer) : words.certificateEnd(issuer);
        return (
          <li key={i} class={bad ? "bad" : ""}>
            <b>{subject}</b>{" "}
            {bad && (
              <b class="problem error">
                <span aria-hidden="true">✕</span> {words.certificateBad[bad]}
              </b>
            )}{" "}
            <span class="muted">{words.certificate(issuer, stamp(notBefore), stamp(notAfter))}</span>
            {!!names?.length && <span class="muted"> {words.certificateNames(names.slice(0, 8).join(", "))}{names.length > 8 && " …"}</span>}
            {gap && <p class="problem warning"><span aria-hidden="true">!</span> {gap}</p>}
          </li>
        );
      })}
    </ol>
  );
}
