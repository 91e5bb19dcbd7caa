import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { asEngineError, tokenEngine } from "../engines.ts";
import type { EngineError } from "../engine.ts";
import { Failure } from "../parts/controls.tsx";
import { FindingPart } from "../parts/finding.tsx";
import { Tokens } from "../parts/tokens.tsx";
import type { Report } from "../report.ts";
import { lang, t } from "../settings.ts";

const text = signal("");
const report = signal<Report | null>(null);
const failure = signal<EngineError | null>(null);
let asked = 0;

async function inspect(): Promise<void> {
  const mine = ++asked;
  if (!text.peek().trim()) {
    report.value = null;
    failure.value = null;
    return;
  }
  failure.value = null;
  try {
    const answer = await tokenEngine.diagnose(text.peek(), { lang: lang.peek(), now: new Date() });
    if (mine === asked) report.value = answer;
  } catch (error) {
    if (mine === asked) failure.value = asEngineError(error);
  }
}

export function TokenView() {
  const words = t.value.tokenView;
  const answer = report.value;
  useEffect(() => {
    if (report.peek()) void inspect();
  }, [lang.value]);
  return (
    <div class="column">
      <h1>{words.heading}</h1>
      <form
        class="token-form"
        onSubmit={(event) => {
          event.preventDefault();
          void inspect();
        }}
      >
        <label for="token-text">{words.label}</label>
        <textarea
          id="token-text"
          class="mono"
          rows={7}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          placeholder={words.placeholder}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            void inspect();
          }}
        />
        <div class="toolbar">
          <button type="submit" class="primary">
            {words.inspect}
          </button>
          {text.value && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                text.value = "";
                void inspect();
              }}
            >
              {words.clear}
            </button>
          )}
        </div>
      </form>
      {failure.value && <Failure error={failure.value} retry={() => void inspect()} />}
      <div aria-live="polite">
        {!answer && !failure.value && <p class="hint">{words.empty}</p>}
        {answer && answer.tokens.length === 0 && <p class="hint">{words.none}</p>}
      </div>
      {answer && answer.tokens.length > 0 && (
        <section>
          <h2 class="visually-hidden">{t.value.answer.tokens}</h2>
          <Tokens tokens={answer.tokens} stats={answer.stats} />
        </section>
      )}
      {answer && answer.findings.length > 0 && (
        <section class="part">
          <h2>{words.oddities}</h2>
          {answer.findings.map((finding, n) => (
            <FindingPart key={n} finding={{ ...finding, evidence: [] }} n={n} linked={false} />
          ))}
        </section>
      )}
    </div>
  );
}
