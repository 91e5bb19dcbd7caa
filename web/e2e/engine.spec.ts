import { crashOn, editor, expect, log, paste, ready, test, textOf, verdict } from "./page.ts";

test("typing and the tabs work before the engine has loaded, and what was asked is answered then", async ({ page }) => {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/");
  await expect(page.locator(".engine.loading")).toBeVisible();
  await paste(page, log);
  await page.getByRole("tab", { name: "Waves" }).click();
  await expect(page.getByRole("heading", { name: /Waves/ })).toBeVisible();
  await page.getByRole("tab", { name: "Diagnose" }).click();
  await expect(verdict(page)).toHaveCount(0);
  letThrough();
  await expect(verdict(page)).toContainText("Keycloak");
});

test("the engine crashes: it is said, nothing typed is lost, and the next try has a new engine", async ({ page }) => {
  await crashOn(page, "the word that kills");
  await page.goto("/");
  await ready(page);
  const text = `${log}the word that kills`;
  await paste(page, text);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The engine stopped in the middle");
  expect(await textOf(page)).toBe(text);
  await page.keyboard.press("End");
  await page.keyboard.press("ControlOrMeta+End");
  for (let i = 0; i < "the word that kills".length; i++) await page.keyboard.press("Backspace");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(verdict(page)).toContainText("Keycloak");
  await expect(alert).toHaveCount(0);
  expect(await textOf(page)).toBe(log);
});

test("a crash while an older answer is shown keeps that answer", async ({ page }) => {
  await crashOn(page, "the word that kills");
  await page.goto("/");
  await paste(page, log);
  await expect(verdict(page)).toContainText("Keycloak");
  await page.keyboard.type("the word that kills");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText("The engine stopped in the middle");
  await expect(verdict(page)).toContainText("Keycloak");
});

test.describe("without the WASM", () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test("the refusal is said, nothing typed is lost, and a retry may succeed", async ({ page }) => {
    await page.route(/\.wasm$/, (route) => route.abort());
    await page.goto("/");
    await expect(page.locator(".engine.failed")).toBeVisible();
    await paste(page, log);
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("The engine could not be started");
    expect(await textOf(page)).toBe(log);
    await page.unroute(/\.wasm$/);
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(verdict(page)).toContainText("Keycloak");
    await ready(page);
  });
});

test("a long reading can be stopped", async ({ page }) => {
  await page.goto("/");
  await ready(page);
  await page.evaluate(() => {
    // The first slice never comes: a file on a disk that has gone to sleep.
    Blob.prototype.arrayBuffer = () => new Promise(() => {});
  });
  await page.locator("input[type=file]").evaluate((input: HTMLInputElement) => {
    const file = new File(["x"], "asleep.log");
    Object.defineProperty(file, "size", { value: 100 * 1024 * 1024 });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("alert")).toContainText("Stopped");
});

test("a file larger than a page could hold is read to its end", async ({ page }) => {
  await page.goto("/");
  await editor(page).click();
  await page.keyboard.type("typed before");
  await page.locator("input[type=file]").evaluate((input: HTMLInputElement, text: string) => {
    const line = "2026-03-02 10:00:00 INFO shop.orders order 4711 stored in 12 ms\n";
    const megabyte = new Blob([line.repeat(Math.ceil((1 << 20) / line.length))]);
    const file = new File([...Array<Blob>(300).fill(megabyte), text], "huge.log"); // takes a megabyte of memory
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, log);
  await expect(verdict(page)).toContainText("Keycloak", { timeout: 120_000 });
  await page.getByRole("button", { name: "Back to the text box" }).click();
  expect(await textOf(page)).toBe("typed before");
});
