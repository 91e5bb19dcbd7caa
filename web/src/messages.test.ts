import { describe, expect, test } from "vitest";
import { EngineError, inWords, type EngineErrorKind } from "./engine.ts";
import { languages, messages } from "./messages.ts";
import { requestEn, requestRu } from "./messages/request.ts";

/** Every message by its path; functions are called with a number or a word for each parameter. */
function flatten(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, (value as (...args: unknown[]) => string)(...Array<number>(value.length).fill(5))]];
  return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, path ? `${path}.${key}` : key));
}

/** The words of views that are loaded later. */
const later = { en: { requestView: requestEn }, ru: { requestView: requestRu } };

const tables = new Map(languages.map((lang) => [lang, flatten({ ...messages[lang], ...later[lang] })]));

describe.each(languages)("%s", (lang) => {
  test("has a word for every place, the records of names included", () => {
    expect(tables.get(lang)!.map(([path]) => path)).toEqual(tables.get("en")!.map(([path]) => path));
    for (const [path, text] of tables.get(lang)!) {
      expect(text.trim(), path).not.toBe("");
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

test("Russian is translated: what is in Latin letters is a name of the field", () => {
  const names = new Set(["tab.waves", "kind.har", "kind.json", "wavesView.seed", "wavesView.clientId", "wavesView.facts.clientId", "wavesView.scope", "tokenView.clientId", "token.realm", "token.scope", "exchange.api", "requestView.http", "requestView.curl", "requestView.phase.dns", "requestView.phase.tls"]);
  const latin = tables.get("ru")!.filter(([path, text]) => !/[а-яё]/i.test(text) && /[a-z]{2}/i.test(text) && !names.has(path) && !/^exchange\.(endpoint|body)\.|^wavesView\.snippet\./.test(path));
  expect(latin).toEqual([]);
});

test("Russian plurals follow the number", () => {
  const { lines } = messages.ru.answer;
  expect([1, 2, 5, 11, 21, 22].map((n) => lines(n, "1 кБ").replace(/, .*/, ""))).toEqual(["1 строка", "2 строки", "5 строк", "11 строк", "21 строка", "22 строки"]);
});

test("an error of the engine is said in the page's words; only what it says of its input is its own", () => {
  const kinds: EngineErrorKind[] = ["load", "crash", "cancelled", "internal", "schema"];
  for (const kind of kinds) {
    const said = inWords(new EngineError(kind, "the engine failed on this input"), messages.ru.engine);
    expect(said.replaceAll("WebAssembly", ""), kind).not.toMatch(/[a-z]/i);
  }
  expect(inWords(new EngineError("input", "текст больше 16 МБ", "Вставьте только токен."), messages.ru.engine)).toBe("текст больше 16 МБ. Вставьте только токен.");
});
