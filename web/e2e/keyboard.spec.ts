import { editor, expect, fixtureEngine, log, test, verdict } from "./page.ts";

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
