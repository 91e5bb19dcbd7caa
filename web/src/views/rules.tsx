import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Fact, Rule, RuleList } from "../engine.ts";
import rulesEn from "../generated/rules.en.json?url";
import rulesRu from "../generated/rules.ru.json?url";
import type { Lang } from "../messages.ts";
import { Reason, Refs, Source } from "../parts/finding.tsx";
import { goTo } from "../go.ts";
import { lang, linkTo, placeIn, stayAt, t, view } from "../settings.ts";

const files: Record<Lang, string> = { en: rulesEn, ru: rulesRu };

const list = signal<RuleList | null>(null);
const failed = signal(false);
const search = signal("");
let loaded = "";

async function load(): Promise<void> {
  const wanted = lang.peek();
  failed.value = false;
  try {
    const response = await fetch(files[wanted]);
    if (!response.ok) throw new Error(`rules: ${response.status}`);
    const answer = (await response.json()) as RuleList;
    if (wanted !== lang.peek()) return;
    loaded = wanted;
    list.value = answer;
  } catch {
    failed.value = true;
  }
}

const SEARCH = "rules-search";

/** No code and no words one looks for are longer: a token or a log that was pasted here stays out of the address. */
const LONGEST_SEARCH = 60;

/** The address holds what is searched for, so that it can be linked to and gone back to. */
function searchFor(text: string): void {
  search.value = text;
  const place = text.trim();
  stayAt("rules", place.length > LONGEST_SEARCH ? "" : place);
}

/** So many entries of a kind are drawn at once. */
const MOST = 120;

/** Every word of the search stands somewhere in the entry. */
function matches(text: string, words: string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

const textOfRule = (rule: Rule) => [rule.id, ...(rule.former ?? []), rule.title, rule.about, rule.detail, ...rule.causes, ...rule.fixes].join(" ");
const textOfFact = (fact: Fact) => [fact.provider, fact.name, fact.system, fact.error, fact.code, fact.pattern, fact.meaning, fact.cause, fact.rule].join(" ");

const idOf = (rule: string) => `rule-${rule}`;

/** The rule a link names, by its id or by one it had before. */
const ruleNamed = (id: string, rules: Rule[] = []) => rules.find((rule) => rule.id === id) ?? rules.find((rule) => rule.former?.includes(id));

export function RulesView() {
  const words = t.value.rulesView;
  const here = view.value === "rules";
  const place = placeIn("rules");
  const all = list.value;
  const chosen = ruleNamed(place, all?.rules);
  useEffect(() => {
    if (here && loaded !== lang.value) void load();
  }, [here, lang.value]);
  // A link to a rule shows that rule, whatever was searched for before.
  useEffect(() => {
    if (!here || document.activeElement?.role === "tab") return; // the tabs lead to where one was
    if (place && place === search.peek().trim()) return; // it was typed
    if (!chosen) {
      if (all && place) search.value = place; // a code, or a link to a search
      return;
    }
    if (!matches(textOfRule(chosen), wordsOf(search.peek()))) search.value = "";
    requestAnimationFrame(() => goTo(idOf(chosen.id)));
  }, [here, chosen, place, all]);
  const asked = wordsOf(search.value);
  const rules = exactFirst(all?.rules.filter((rule) => matches(textOfRule(rule), asked)), asked, ({ id }) => [id]);
  const facts = exactFirst(all?.facts.filter((fact) => matches(textOfFact(fact), asked)), asked, ({ code, error, pattern }) => [code, error, pattern]);
  return (
    <div class="column rules">
      <h1>{words.heading}</h1>
      <p class="lead">{words.lead}</p>
      <div class="field rule-search">
        <label for={SEARCH}>{words.search}</label>
        <input id={SEARCH} type="search" placeholder={words.placeholder} spellcheck={false} autocomplete="off" value={search.value} onInput={(event) => searchFor(event.currentTarget.value)} />
        <p class="hint" role="status">
          {all ? words.found(rules.length, facts.length) : !failed.value && words.loading}
        </p>
      </div>
      {failed.value && (
        <div class="trouble load" role="alert">
          <h2>{words.failed}</h2>
          <p>{words.why}</p>
          <button type="button" onClick={() => void load()}>
            {t.value.engine.retry}
          </button>
        </div>
      )}
      {all && rules.length + facts.length === 0 && <p class="hint">{words.none}</p>}
      {rules.length > 0 && (
        <section>
          <h2>{words.rules}</h2>
          {rules.map((rule) => (
            <RulePart key={rule.id} rule={rule} open={rule === chosen || rules.length <= 3} />
          ))}
        </section>
      )}
      {facts.length > 0 && (
        <section>
          <h2>{words.facts}</h2>
          {facts.slice(0, MOST).map((fact, i) => (
            <FactPart key={`${fact.provider} ${fact.code ?? fact.error ?? fact.pattern} ${i}`} fact={fact} open={asked.length > 0 && (facts.length <= 3 || i < facts.exact)} />
          ))}
          {facts.length > MOST && <p class="hint">{words.more(facts.length - MOST)}</p>}
        </section>
      )}
    </div>
  );
}

/** Who searches for a code by its name wants that one, not those that begin like it. */
function exactFirst<Entry>(found: Entry[] = [], asked: string[], names: (entry: Entry) => (string | undefined)[]): Entry[] & { exact: number } {
  const whole = asked.join(" ");
  const exact = (entry: Entry) => names(entry).some((name) => name?.toLowerCase() === whole);
  const first = whole ? found.filter(exact) : [];
  return Object.assign([...first, ...found.filter((entry) => !first.includes(entry))], { exact: first.length });
}

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

function RulePart({ rule, open }: { rule: Rule; open: boolean }) {
  const words = t.value;
  return (
    <details class={`rule-entry ${rule.severity}`} id={idOf(rule.id)} open={open}>
      <summary>
        <code>{rule.id}</code> <span class="rule-title">{rule.title}</span>
      </summary>
      <p class="finding-tag">
        <b>{words.severity[rule.severity]}</b> <span>{words.confidence[rule.confidence]}</span> <a href={linkTo("rules", rule.id)}>{words.rulesView.link}</a>
      </p>
      {rule.about && <p class="detail">{rule.about}</p>}
      {rule.detail && rule.detail !== rule.about && <p class="detail">{rule.detail}</p>}
      <dl class="reasons">
        <Reason label={words.finding.causes} items={rule.causes} />
        <Reason label={words.finding.fixes} items={rule.fixes} class="fix" />
        <Reason label={words.finding.missing} items={rule.missing} />
        <Refs refs={rule.refs} />
      </dl>
    </details>
  );
}

function FactPart({ fact, open }: { fact: Fact; open: boolean }) {
  const words = t.value.rulesView;
  return (
    <details class="rule-entry" open={open}>
      <summary>
        <span class="muted">{fact.name ?? fact.provider}</span> <code>{[fact.status, fact.error, fact.code].filter(Boolean).join(" ") || fact.pattern}</code> <span class="rule-title">{fact.meaning}</span>
      </summary>
      <dl class="reasons">
        <Reason label={words.pattern} items={fact.pattern ? [<code>{fact.pattern}</code>] : []} />
        <Reason label={words.cause} items={fact.cause ? [fact.cause] : []} />
        <Reason label={words.fix} items={fact.fix ? [fact.fix] : []} class="fix" />
        <Reason label={words.rule} items={fact.rule ? [<a href={linkTo("rules", fact.rule)}>{fact.rule}</a>] : []} />
        <Reason
          label={words.source}
          items={[
            <>
              <Source of={fact.source} /> {fact.checked && <span class="muted">{words.checked(fact.checked)}</span>}
            </>,
          ]}
        />
      </dl>
    </details>
  );
}
