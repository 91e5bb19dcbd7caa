import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { EngineError } from "../../engine.ts";
import { asEngineError, requestEngine } from "../../engines.ts";
import { CopyButton, Failure } from "../../parts/controls.tsx";
import type { Environment, Migration } from "../../requests.ts";
import { lang, linkTo } from "../../settings.ts";
import { Judgments } from "./answer.tsx";
import { importText, revealed } from "./state.ts";
import { w } from "./words.ts";

const migration = signal<Migration | null>(null);
const failure = signal<EngineError | null>(null);
const environment = signal<Environment | "">("");

/** From MOEX's old token request to the new one. */
export function Moex() {
  const words = w.value;
  const field = useRef<HTMLTextAreaElement>(null);
  const migrate = async () => {
    const text = field.current?.value ?? "";
    if (!text.trim()) return void field.current?.focus();
    failure.value = null;
    try {
      migration.value = await requestEngine.moexMigrate({ text, environment: environment.peek(), lang: lang.peek() });
    } catch (error) {
      migration.value = null;
      failure.value = asEngineError(error);
    }
  };
  const asked = useRef(lang.value);
  useEffect(() => {
    if (asked.current !== lang.value && migration.peek()) void migrate();
    asked.current = lang.value;
  }, [lang.value]);
  return (
    <>
      <p class="lead">{words.moexLead}</p>
      <form
        class="fields"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void migrate();
        }}
      >
        <div class="field wide">
          <label for="moex-text">{words.moexText}</label>
          <textarea id="moex-text" ref={field} class="mono" rows={7} spellcheck={false} autocomplete="off" autocapitalize="off" placeholder={"curl https://api.moex.com/auth/oauth/v2/token -d grant_type=passport -d client_id=…"} />
        </div>
        <div class="field">
          <label for="moex-environment">{words.environment}</label>
          <select
            id="moex-environment"
            value={environment.value}
            onChange={(event) => {
              environment.value = event.currentTarget.value as Environment | "";
              if (migration.peek()) void migrate();
            }}
          >
            <option value="">{words.environmentOfRequest}</option>
            {(["production", "play"] as const).map((name) => (
              <option key={name} value={name}>
                {words.environments[name]}
              </option>
            ))}
          </select>
        </div>
        <div class="toolbar wide">
          <button type="submit" class="primary">
            {words.moexDo}
          </button>
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void migrate()} />}
      {migration.value && <Migrated migration={migration.value} />}
    </>
  );
}

function Migrated({ migration: { fields, urls, contact, curl, curlMasked, checks, answer, code } }: { migration: Migration }) {
  const words = w.value;
  const text = revealed.value ? curl : curlMasked;
  return (
    <div class="migrated">
      <section class="part">
        <h2>{words.moexFields}</h2>
        <dl class="facts urls">
          <div>
            <dt>{words.urlOld}</dt>
            <dd class="mono">{urls.old}</dd>
          </div>
          <div>
            <dt>{words.urlNew}</dt>
            <dd class="mono">{urls.new}</dd>
          </div>
          <div>
            <dt>{words.contact}</dt>
            <dd>{contact}</dd>
          </div>
        </dl>
        <div class="explained-box">
          <table class="explained moex-fields">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.oldValue}</th>
                <th scope="col">{words.newValue}</th>
                <th scope="col">{words.note}</th>
              </tr>
            </thead>
            <tbody>
              {fields?.map(({ name, old, new: now, mark, note }) => (
                <tr key={name}>
                  <th scope="row">
                    {name} <span class={`mark ${mark}`}>{words.mark[mark] ?? mark}</span>
                  </th>
                  <td data-label={words.oldValue}>{old ? <code>{old}</code> : <span class="muted">–</span>}</td>
                  <td data-label={words.newValue}>{now ? <code>{now}</code> : <span class="muted">–</span>}</td>
                  <td>{note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section class="part" role="status">
        <h2>{words.checks}</h2>
        {checks?.length ? <Judgments items={checks} /> : <p class="good">✓ {words.noChecks}</p>}
      </section>
      <section class="part preview" aria-label={words.newRequest}>
        <div class="toolbar">
          <h2>{words.newRequest}</h2>
          {curl !== curlMasked && (
            <button type="button" class="quiet" aria-pressed={revealed.value} onClick={() => (revealed.value = !revealed.value)}>
              {revealed.value ? words.mask : words.reveal}
            </button>
          )}
          <CopyButton label={words.copy} text={() => text} />
          <a class="button quiet" href={linkTo("request")} onClick={() => void importText(curl)}>
            {words.toForm}
          </a>
        </div>
        <pre class="mono" tabIndex={0} role="region" aria-label={`${words.newRequest}, curl`}>
          {text}
        </pre>
      </section>
      {!!answer?.length && (
        <section class="part">
          <h2>{words.answerChanges}</h2>
          <dl class="reasons">
            {answer.map(({ name, note }) => (
              <div class="reason" key={name}>
                <dt>{name}</dt>
                <dd>{note}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {!!code?.length && (
        <section class="part snippets">
          <h2>{words.codeChanges}</h2>
          {code.map(({ title, text: snippet }) => (
            <div key={title}>
              <h3>{title}</h3>
              {snippet.includes("\n") ? (
                <pre class="mono" tabIndex={0} role="region" aria-label={title}>
                  {snippet}
                </pre>
              ) : (
                <p class="detail">{snippet}</p>
              )}
            </div>
          ))}
        </section>
      )}
    </div>
  );
}
