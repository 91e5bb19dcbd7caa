import { editor, expect, fixtureEngine, log, paste, test, verdict } from "./page.ts";

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
  await expect(page.getByRole("tab", { name: "Rules" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Diagnose" })).toBeFocused();
  await expect(page).toHaveURL(/#\/diagnose$/);
  await expect(editor(page)).toContainText("Response body");
});

test("an example is chosen, and the focus stays where it was chosen", async ({ page }) => {
  await page.goto("/");
  const menu = page.getByRole("button", { name: "Try an example" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(verdict(page)).toBeVisible();
  await expect(page.locator(".menu-list")).toHaveCount(0);
  await expect(menu).toBeFocused();
});

test("one comes back from a rule, or by a tab, to where one was", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" }); // or it would still be scrolling
  await page.setViewportSize({ width: 1280, height: 480 });
  await fixtureEngine(page);
  await page.goto("/");
  await editor(page).focus();
  await page.keyboard.insertText(log);
  await page.keyboard.press("Control+Enter");
  const link = page.locator("#finding-2 .rule");
  await link.focus();
  const top = () => page.evaluate(() => Math.round(scrollY));
  const here = await top();
  expect(here).toBeGreaterThan(100);
  await page.keyboard.press("Enter");
  const rule = page.locator("#panel-rules .rule-entry[open] summary");
  await expect(rule).toBeFocused();
  await page.goBack();
  await expect(link).toBeFocused();
  await expect.poll(top).toBe(here);
  await page.getByRole("tab", { name: "Diagnose" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("tab", { name: "Rules" })).toBeFocused();
  await expect(rule).toBeInViewport();
  await expect(rule).not.toBeFocused();
});

for (const [place, search] of [
  ["rules", "Search"],
  ["request/providers", "Search"],
] as const) {
  test(`the entries of ${place} are reached by Tab and opened by Enter`, async ({ page }) => {
    await page.goto(`/#/${place}`);
    const entries = page.locator(".rule-entry:visible");
    await expect(entries.nth(5)).toBeVisible();
    await page.getByLabel(search).and(page.locator(":visible")).focus();
    for (const n of [0, 1]) {
      await page.keyboard.press("Tab");
      await expect(entries.nth(n).locator("summary")).toBeFocused();
    }
    await page.keyboard.press("Enter");
    await expect(entries.nth(1)).toHaveAttribute("open", "");
  });
}

test("many findings are listed first, and each is gone to from there", async ({ page }) => {
  await page.goto("/");
  const errors = ["invalid_grant", "invalid_client", "invalid_scope", "unsupported_grant_type", "slow_down", "access_denied"];
  await editor(page).focus();
  await page.keyboard.insertText(errors.map((error, i) => `POST /token HTTP/1.1\nHost: idp${i}.example.com\n\ngrant_type=refresh_token\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{"error":"${error}"}\n`).join("\n"));
  await page.keyboard.press("Control+Enter");
  const overview = page.getByRole("navigation", { name: /^\d+ findings$/ });
  await expect(overview.getByRole("listitem").nth(4)).toBeVisible();
  const last = overview.getByRole("button").last();
  const title = await last.innerText();
  await last.focus();
  await page.keyboard.press("Enter");
  const finding = page.locator(".finding:focus");
  await expect(finding.getByRole("heading")).toHaveText(title);
  await expect(finding).toBeInViewport();
});

test("of very many findings the first are listed, and the others on a key, which stays in the list", async ({ page }) => {
  await page.goto("/");
  const answers = Array.from({ length: 14 }, (_, i) => `POST /token HTTP/1.1\nHost: idp${i}.example.com\n\ngrant_type=refresh_token\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{"error":"strange_error_${i}"}\n`);
  await paste(page, answers.join("\n"));
  const overview = page.getByRole("navigation", { name: "14 findings" });
  await expect(overview.getByRole("listitem")).toHaveCount(12);
  await overview.getByRole("button", { name: "List all 14" }).focus();
  await page.keyboard.press("Enter");
  await expect(overview.getByRole("listitem")).toHaveCount(14);
  await expect(overview.getByRole("listitem").nth(12).getByRole("button")).toBeFocused();
});
