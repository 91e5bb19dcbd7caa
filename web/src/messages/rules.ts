/** The words of the Rules view. */
import { count, plural, type Shape } from "./shape.ts";

export const rulesEn = {
  heading: "Rules and codes",
  lead: "Everything the engine judges by: its rules, and the error codes of the providers it knows.",
  search: "Search",
  placeholder: "A rule, a code, an error text, a provider",
  rules: "Rules",
  facts: "Codes of providers",
  found: (rules: number, facts: number) => `${count(rules, "rule", "rules")}, ${count(facts, "code", "codes")}`,
  more: (n: number) => `${n.toLocaleString("en")} more: search for them`,
  none: "Nothing of this name. Try an error code, a word of the message, or a provider.",
  loading: "The rules are loading",
  link: "Link to this rule",
  severity: "Severity",
  cause: "Why",
  fix: "Fix",
  source: "Read",
  checked: (date: string) => `read on ${date}`,
  rule: "Rule",
  pattern: "Text",
};

export const rulesRu: Shape<typeof rulesEn> = {
  heading: "Правила и коды",
  lead: "Всё, по чему судит движок: его правила и коды ошибок известных ему провайдеров.",
  search: "Поиск",
  placeholder: "Правило, код, текст ошибки, провайдер",
  rules: "Правила",
  facts: "Коды провайдеров",
  found: (rules, facts) => `${plural(rules, "правило", "правила", "правил")}, ${plural(facts, "код", "кода", "кодов")}`,
  more: (n) => `Ещё ${n.toLocaleString("ru")}: найдите их поиском`,
  none: "Ничего похожего. Попробуйте код ошибки, слово из сообщения или провайдера.",
  loading: "Правила загружаются",
  link: "Ссылка на это правило",
  severity: "Важность",
  cause: "Почему",
  fix: "Исправить",
  source: "Почитать",
  checked: (date) => `прочитано ${date}`,
  rule: "Правило",
  pattern: "Текст",
};
