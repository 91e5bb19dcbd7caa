import { expect, test } from "vitest";
import { toMarkdown } from "./markdown.ts";
import { Masker } from "./mask.ts";
import { messages } from "./messages.ts";
import { ByteIndex } from "./offsets.ts";
import { accessToken, log, report } from "./testdata/fixture.ts";

const subject = { text: log, index: new ByteIndex(new TextEncoder().encode(log)) };
const answer = { report, subject, masker: new Masker(subject, report.secrets) };

test("the copy begins with the verdict and brings evidence, causes and fixes", () => {
  const text = toMarkdown(answer, false, messages.en);
  expect(text.split("\n")[0]).toBe(`## ${report.summary.headline}`);
  for (const finding of report.findings) expect(text).toContain(finding.title);
  expect(text).toContain("    2 | Ошибка аутентификации:");
  expect(text).toContain("- Set the client's base URL to the API's host and path.");
});

test("the lines stand before what is said of them, in the order of the text and below each other", () => {
  const at = (line: number) => ({ span: { start: line, end: line + 1, line, column: 1 }, text: `line ${line}` });
  const findings = [{ ...report.findings[0]!, evidence: [at(100_003), at(7)] }];
  const own = { text: null, index: null };
  expect(toMarkdown({ report: { ...report, findings }, subject: own, masker: new Masker(own, []) }, false, messages.en)).toContain(`     7 | line 7\n100003 | line 100003\n\`\`\`\n\n${findings[0]!.detail}`);
});

test("words that repeat are quoted twice, then named by their lines", () => {
  const at = (line: number) => ({ span: { start: line * 9, end: line * 9 + 4, line, column: 1 }, text: "oops" });
  const findings = [{ ...report.findings[0]!, evidence: [1, 4, 7, 9].map(at), moreEvidence: true }];
  const own = { text: null, index: null };
  const copy = toMarkdown({ report: { ...report, findings }, subject: own, masker: new Masker(own, []) }, false, messages.en);
  expect(copy).toContain("    1 | oops\n    4 | oops\n        again in lines 7, 9 …\n```");
});

test("where no exchange was found there is nothing to weigh", () => {
  const { exchange: _, ...summary } = report.summary;
  expect(toMarkdown(answer, false, messages.en)).toContain(messages.en.answer.shows);
  expect(toMarkdown({ ...answer, report: { ...report, summary } }, false, messages.en)).not.toContain(messages.en.answer.shows);
});

test("secrets stay masked in it until they are revealed", () => {
  expect(toMarkdown(answer, false, messages.en)).not.toContain(accessToken.slice(6, 20));
  expect(toMarkdown(answer, true, messages.en)).toContain(accessToken.slice(6, 20));
});

test("backticks in the log do not end the code block", () => {
  const text = "```` not json";
  const span = { start: 0, end: text.length, line: 1, column: 1 };
  const findings = [{ ...report.findings[0]!, evidence: [{ span, text }] }];
  const own = { text, index: new ByteIndex(new TextEncoder().encode(text)) };
  expect(toMarkdown({ report: { ...report, findings }, subject: own, masker: new Masker(own, []) }, false, messages.en)).toContain("`````\n    1 | ```` not json\n`````");
});
