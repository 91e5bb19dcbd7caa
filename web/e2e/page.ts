/** What every browser test uses: a page that may violate nothing, and the ways a person puts text into it. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { log, report } from "../src/testdata/fixture.ts";

interface Fixtures {
  /** Console errors a test brings about on purpose. */
  expectedErrors: RegExp[];
  watched: void;
}

/** A page on which a CSP violation, an uncaught error or an unexpected console error fails the test. */
export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  watched: [
    async ({ page, expectedErrors }, use) => {
      const problems: string[] = [];
      const note = (problem: string) => {
        if (!expectedErrors.some((expected) => expected.test(problem))) problems.push(problem);
      };
      await page.addInitScript(() => {
        addEventListener("securitypolicyviolation", (event) => console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
      });
      page.on("console", (message) => {
        if (message.type() === "error" || /Content Security Policy|Trusted Type/i.test(message.text())) note(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => note(`uncaught: ${error.message}`));
      await use();
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, type Page };

export const editor = (page: Page) => page.locator(".cm-content");
export const verdict = (page: Page) => page.locator(".verdict h2");
export const ready = (page: Page) => expect(page.locator(".engine.ready")).toBeVisible();

/** What axe finds, one line each. Its legacy mode opens no page to gather frames in, of which ours has none: a third of the time. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(" ")}`);
}

/** Pastes as the browser does, without the system's clipboard. */
export async function paste(page: Page, text: string): Promise<void> {
  await editor(page).evaluate((content, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    (content as HTMLElement).focus();
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** The text of the editor, of which only the visible part is in the DOM, by the way a person would take it out. */
export async function textOf(page: Page): Promise<string> {
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  return editor(page).evaluate((content) => {
    const data = new DataTransfer();
    content.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData("text/plain");
  });
}

const WORKER = /\/assets\/worker-[^/]*\.js$/;

/** Puts another script in the worker's place, with the headers of the server's own. */
async function replaceWorker(page: Page, script: (own: string) => string): Promise<void> {
  await page.route(WORKER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: script(await response.text()) });
  });
}

/** The true engine, with something done before each request; what is returned there is the answer. */
async function intercept(page: Page, before: string): Promise<void> {
  await replaceWorker(
    page,
    (own) => `
    let handle;
    const before = ${before};
    Object.defineProperty(globalThis, "grantlensHandle", {
      set(value) { handle = value; },
      get: () => (request) => before(new TextDecoder().decode(request)) ?? handle(request),
    });
    ${own}`,
  );
}

/** An engine that answers every log with the fixture's report: for tests of what the page makes of a report. */
export async function fixtureEngine(page: Page): Promise<void> {
  const answers = { "diagnose.open": { session: "1" }, "diagnose.feed": { bytes: 0 }, "diagnose.close": report };
  await intercept(
    page,
    `(request) => {
      const { id, method } = JSON.parse(request.replace("\\0", "").split("\\n", 1)[0]); // bytes may stand beside it
      const result = ${JSON.stringify(answers)}[method];
      return result && new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", id, result }));
    }`,
  );
}

/** The true engine, whose Go program ends at the first log that contains the word. */
export async function crashOn(page: Page, word: string): Promise<void> {
  await intercept(page, `(request) => { if (request.includes(${JSON.stringify(word)})) throw new Error("Go program has already exited"); }`);
}

export { log, report };
