import { useSignal } from "@preact/signals";
import { stamp } from "../../format.ts";
import { linkTo } from "../../settings.ts";
import { statusOf } from "./answer.tsx";
import { compare } from "./compare.ts";
import { clearRuns, providers, revealed, runs, shown, type Run } from "./state.ts";
import { subjectOf } from "./text.tsx";
import { w } from "./words.ts";

/** The requests of this tab, and what differs between two. */
export function History() {
  const words = w.value;
  const chosen = useSignal<number[]>([]);
  const all = runs.value;
  const [a, b] = chosen.value.map((id) => all.find((run) => run.id === id)).sort((x, y) => (x?.id ?? 0) - (y?.id ?? 0));
  const toggle = (id: number) => {
    const without = chosen.value.filter((one) => one !== id);
    chosen.value = without.length < chosen.value.length ? without : [...without, id].slice(-2);
  };
  return (
    <>
      <p class="lead">{words.historyLead}</p>
      {all.length === 0 ? (
        <p class="hint">{words.historyEmpty}</p>
      ) : (
        <>
          <ol class="runs">
            {all.map((run) => (
              <li key={run.id}>
                <label>
                  <input type="checkbox" aria-label={words.choose(run.id)} checked={chosen.value.includes(run.id)} onChange={() => toggle(run.id)} />
                  <span>
                    <b>{run.id}</b> <span class="mono">{stamp(run.at.toISOString()).slice(11)}</span> {nameOf(run)}{" "}
                    <span class="muted">
                      {run.request.method} {new URL(run.request.url).host}
                    </span>{" "}
                    <b class={run.exchanged.response && run.exchanged.response.status < 400 ? "good" : "bad"}>{statusOf(run)}</b>
                  </span>
                </label>
                <a href={linkTo("request")} onClick={() => (shown.value = run)}>
                  {words.showRun}
                </a>
              </li>
            ))}
          </ol>
          <div class="toolbar">
            <button
              type="button"
              onClick={() => {
                chosen.value = [];
                clearRuns();
              }}
            >
              {words.clearHistory}
            </button>
            <button type="button" class="quiet" aria-pressed={revealed.value} onClick={() => (revealed.value = !revealed.value)}>
              {revealed.value ? words.mask : words.reveal}
            </button>
          </div>
        </>
      )}
      {a && b && <Differences a={a} b={b} />}
    </>
  );
}

function nameOf({ choice, step }: Run): string {
  const words = w.value;
  const provider = providers.value.find(({ id }) => id === choice.profile)?.name ?? choice.profile;
  return [provider, choice.endpoint ? (words.endpointName[choice.endpoint] ?? choice.endpoint) : (words.grantName[choice.grant] ?? choice.grant), !choice.endpoint && step !== "token" && step].filter(Boolean).join(" · ");
}

function Differences({ a, b }: { a: Run; b: Run }) {
  const words = w.value;
  const { differences, same } = compare(a.exchanged, b.exchanged);
  const secrets = [a, b].flatMap(({ exchanged, secrets: known }) => {
    const { text, masker } = subjectOf(exchanged, known);
    return masker.secrets.flatMap(({ from, to }) => [text.slice(from, to), decoded(text.slice(from, to))]);
  });
  const hide = (value: string) => (revealed.value ? value : secrets.reduce((text, secret) => (secret.length > 3 ? text.replaceAll(secret, `••••…[${secret.length}]`) : text), value));
  return (
    <section class="part" aria-label={words.heading.history}>
      <h2>{differences.length ? words.differs(differences.length) : words.alike}</h2>
      {differences.length > 0 && (
        <div class="explained-box">
          <table class="explained compared">
            <thead>
              <tr>
                <th scope="col">{words.difference}</th>
                <th scope="col">{words.first(a.id)}</th>
                <th scope="col">{words.first(b.id)}</th>
              </tr>
            </thead>
            {(["request", "response", "timing"] as const).map((part) => {
              const rows = differences.filter((difference) => difference.part === part);
              return (
                rows.length > 0 && (
                  <tbody key={part}>
                    <tr>
                      <th colSpan={3} scope="rowgroup" class="part-row">
                        {words.parts[part]}
                      </th>
                    </tr>
                    {rows.map(({ name, a: first, b: second }) => (
                      <tr key={name}>
                        <th scope="row">{name}</th>
                        {[first, second].map((value, i) => (
                          <td key={i}>{value === undefined ? <span class="muted">{words.none}</span> : <code class="lines">{hide(value.length > 2000 ? `${value.slice(0, 2000)}…` : value)}</code>}</td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                )
              );
            })}
          </table>
        </div>
      )}
      <p class="hint">{words.sameRows(same)}</p>
    </section>
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
