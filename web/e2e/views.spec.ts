import AxeBuilder from "@axe-core/playwright";
import { accessToken } from "../src/testdata/fixture.ts";
import { editor, expect, fixtureEngine, log, paste, ready, test, verdict } from "./page.ts";

test("a pasted token is decoded, with its claims, before any button is pressed", async ({ page }) => {
  await page.goto("/#/token");
  await page.getByRole("textbox", { name: "Token" }).fill(`Bearer ${accessToken}`);
  const token = page.locator("#panel-token article.token");
  await expect(token).toContainText("RS256");
  await expect(token).toContainText("https://sso.example.com/realms/demo");
  await token.getByText(/claims/).click();
  await expect(token.getByRole("row", { name: /preferred_username/ })).toContainText("anna.ivanova");
  await expect(page.locator("#panel-token")).toContainText("expired");
});

test("a damaged token is decoded as far as it goes", async ({ page }) => {
  await page.goto("/#/token");
  await page.getByRole("textbox", { name: "Token" }).fill(accessToken.slice(0, 200));
  await expect(page.locator("#panel-token article.token")).toContainText("not decoded whole");
});

test("Waves: a seed is signed in a worker of its own, nothing is sent, and the seed is gone from the page", async ({ page }) => {
  const vaultLoaded = page.waitForResponse(/\/vault-[^/]*\.wasm$/);
  await page.goto("/#/waves");
  await ready(page);
  const sent: string[] = [];
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only");
  await vaultLoaded;
  const workers = page.workers().length;
  page.on("request", (request) => sent.push(request.url()));
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const result = page.locator(".signed");
  await expect(result).toContainText(/\d{10}:[1-9A-HJ-NP-Za-km-z]{80,}/);
  await expect(result).toContainText("grant_type=password&");
  await expect(result).toContainText(/3P[1-9A-HJ-NP-Za-km-z]{33}/);
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("");
  expect(await page.content()).not.toContain("invented words");
  await expect.poll(() => page.workers().length).toBe(workers - 1);
  expect(sent).toEqual([]);
});

test("Waves: white space around the seed is another account, and both addresses are shown", async ({ page }) => {
  await page.goto("/#/waves");
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only ");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.locator(".signed")).toContainText("White space around the seed makes another account.");
  const addresses = await page.locator(".signed code").allInnerTexts();
  expect(addresses[0]).not.toBe(addresses[1]);
});

test("Waves: what cannot be a seed is refused in words, and stays to be corrected", async ({ page }) => {
  await page.goto("/#/waves");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Enter a seed first.")).toBeVisible();
  await page.getByLabel("Seed", { exact: true }).fill("0OIl");
  await page.getByLabel("The seed is").selectOption("base58");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("alert")).not.toContainText("0OIl");
  await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("0OIl");
});

test("Waves: a seed out of sight is forgotten after a while", async ({ page }) => {
  await page.clock.install();
  await page.goto("/#/waves");
  const seed = page.locator("#waves-seed");
  await seed.fill("invented words");
  await page.getByRole("tab", { name: "Token" }).click();
  await page.clock.runFor(29_000);
  await expect(seed).toHaveValue("invented words");
  await page.clock.runFor(2_000);
  await expect(seed).toHaveValue("");
  await page.getByRole("tab", { name: "Waves" }).click();
  await expect(page.getByText("The seed was cleared, as this tab was out of sight.")).toBeVisible();
});

test("the page is used from the keyboard alone", async ({ page }) => {
  await fixtureEngine(page);
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.insertText(log);
  await page.keyboard.press("Control+Enter");
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Diagnose", exact: true })).toBeFocused();

  const order: string[] = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement!.className || document.activeElement!.textContent!));
  }
  expect(order.filter((name) => name.includes("evidence-line")).length).toBeGreaterThan(0);

  await editor(page).focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("Ошибка аутентификации");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Alt+Enter");
  await expect(page.locator("#finding-0")).toBeFocused();

  await page.getByRole("tab", { name: "Diagnose" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Token" })).toBeFocused();
  await expect(page.getByRole("tabpanel")).toHaveAccessibleName("Token");
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Waves" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Diagnose" })).toBeFocused();
  await expect(page).toHaveURL(/#\/diagnose$/);
  await expect(editor(page)).toContainText("Response body");
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on any view: ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const check = async (what: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
      };
      await fixtureEngine(page);
      await page.goto("/");
      await check("empty");
      await page.getByRole("button", { name: "Try an example" }).click();
      await check("menu");
      await page.keyboard.press("Escape");
      await paste(page, log);
      await expect(verdict(page)).toBeVisible();
      await page.locator("#finding-0 .evidence-line").first().focus();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await check("answer");
      await page.getByRole("tab", { name: "Token" }).click();
      await page.getByRole("textbox", { name: "Token" }).fill(accessToken);
      await expect(page.locator("#panel-token article.token").first()).toBeVisible();
      await check("token");
      await page.getByRole("tab", { name: "Waves" }).click();
      await page.getByRole("button", { name: "Sign", exact: true }).click();
      await expect(page.getByText("Enter a seed first.")).toBeVisible();
      await check("waves");
    });
  }
}
