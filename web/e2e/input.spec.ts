import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { editor, expect, log, paste, ready, test, textOf, verdict } from "./page.ts";

const MEGABYTE = 1_000_000;

/** A long log with the fixture's trouble at its end. */
function longLog(bytes: number): string {
  const line = "2026-03-02T17:31:50.123Z INFO  [worker-7] request handled in 12 ms, nothing to see here\n";
  return line.repeat(Math.floor(bytes / line.length)) + log;
}

test("50 MB pasted are answered and stay in the box", async ({ page }) => {
  test.slow();
  await page.goto("/");
  await ready(page);
  await editor(page).evaluate((content, [line, times, end]) => {
    const data = new DataTransfer();
    data.setData("text/plain", (line as string).repeat(times as number) + end);
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, ["2026-03-02T17:31:50.123Z INFO  [worker-7] request handled in 12 ms, nothing to see here\n", 575_000, log] as const);
  await expect(verdict(page)).toContainText("Keycloak", { timeout: 60_000 });
  await expect(page.locator(".meta")).toContainText("575,012 lines");
  await expect(page.locator(".cm-line", { hasText: "Ошибка аутентификации" })).toBeInViewport();
});

test("a file of 50 MB is read as its bytes", async ({ page }, info) => {
  test.slow();
  const path = info.outputPath("long.log");
  writeFileSync(path, longLog(50 * MEGABYTE));
  await page.goto("/");
  await page.locator("input[type=file]").setInputFiles(path);
  await expect(verdict(page)).toContainText("Keycloak", { timeout: 60_000 });
});

test("a file too long for the box is read without being shown, and the box keeps its text", async ({ page }) => {
  await page.goto("/");
  await editor(page).click();
  await page.keyboard.type("typed before");
  await page.locator("input[type=file]").evaluate((input: HTMLInputElement, text) => {
    const file = new File([text], "longer.log");
    Object.defineProperty(file, "size", { value: 70_000_000 });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, log);
  await expect(verdict(page)).toContainText("Keycloak");
  await expect(page.getByRole("heading", { name: "longer.log, 70 MB" })).toBeVisible();
  await expect(page.locator(".evidence li").first()).toContainText("Ошибка аутентификации");
  // There is no line to go to: nothing looks as if it led there.
  await expect(page.locator(".exchanges li")).toHaveCount(2);
  await expect(page.locator(".evidence button, .exchanges button, .diagram .leads, .token button")).toHaveCount(0);
  await page.getByRole("button", { name: "Back to the text box" }).click();
  await expect(page.getByText("The text has changed since this answer.")).toBeVisible();
  await expect(editor(page)).toBeFocused();
  expect(await textOf(page)).toBe("typed before");
});

test("an answer to another text than the one that could not be read is not taken for its own, and can be cleared away", async ({ page }) => {
  await page.goto("/");
  await paste(page, log);
  await expect(verdict(page)).toContainText("Keycloak");
  await page.locator("input[type=file]").evaluate((input: HTMLInputElement) => {
    const file = new File(["another log"], "endless.log");
    Object.defineProperty(file, "size", { value: 70_000_000 });
    file.slice = (_, to) => Object.assign(new Blob(["an"]), to === 2 ? {} : { arrayBuffer: () => new Promise<never>(() => {}) });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("heading", { name: "Stopped" })).toBeVisible();
  await expect(page.getByText("The text has changed since this answer.")).toBeVisible();
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(verdict(page)).toHaveCount(0);
  await expect(editor(page)).toBeFocused();
  await expect(page.getByRole("button", { name: "Clear" })).toHaveCount(0);
});

test("a rotated log is read through its gzip", async ({ page }) => {
  await page.goto("/");
  await page.locator("input[type=file]").setInputFiles({ name: "app.log.1.gz", mimeType: "application/gzip", buffer: gzipSync(log) });
  await expect(verdict(page)).toContainText("Keycloak");
  expect(await textOf(page)).toBe(log);
  await page.locator("input[type=file]").setInputFiles({ name: "cut.gz", mimeType: "application/gzip", buffer: gzipSync(log.repeat(50)).subarray(0, 900) });
  await expect(verdict(page)).toContainText("This is not text");
});

test("a UTF-16 file is read, and its evidence stands where the box shows it", async ({ page }) => {
  await page.goto("/");
  const buffer = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(log, "utf16le")]);
  await page.locator("input[type=file]").setInputFiles({ name: "utf16.log", mimeType: "text/plain", buffer });
  await expect(page.locator(".meta")).toContainText("utf-16le");
  await expect(page.locator(".cm-evidence", { hasText: "Ошибка аутентификации" }).first()).toBeVisible();
});

test("a log of Windows in its Russian code page is read, and its evidence stands where the box shows it", async ({ page }) => {
  await page.goto("/");
  const buffer = Buffer.from([...log].map((c) => (c >= "А" && c <= "я" ? c.charCodeAt(0) - 0x350 : c.charCodeAt(0))));
  await page.locator("input[type=file]").setInputFiles({ name: "windows.log", mimeType: "text/plain", buffer });
  await expect(page.locator(".meta")).toContainText("windows-1251");
  await expect(page.locator(".cm-evidence", { hasText: "Ошибка аутентификации" }).first()).toBeVisible();
});

test("carriage returns and invalid bytes do not move the evidence", async ({ page }) => {
  await page.goto("/");
  const buffer = Buffer.concat([Buffer.from([0xff, 0xfe ^ 0x01, 0x80, 0x0d, 0x0a]), Buffer.from(log.replaceAll("\n", "\r\n"))]);
  await page.locator("input[type=file]").setInputFiles({ name: "bad.log", mimeType: "text/plain", buffer });
  await expect(verdict(page)).toContainText("Keycloak");
  await expect(page.locator(".cm-evidence").first()).toHaveText(/^Ошибка аутентификации:?$/);
});

test("a dropped file is read", async ({ page }) => {
  await page.goto("/");
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "dropped.log", { type: "text/plain" }));
    return transfer;
  }, log);
  await page.dispatchEvent(".cm-content", "dragover", { dataTransfer: data });
  await expect(page.getByText("Drop the file to read it here")).toBeVisible();
  await page.dispatchEvent(".cm-content", "drop", { dataTransfer: data });
  await expect(verdict(page)).toContainText("Keycloak");
  await expect(page.getByText("Drop the file to read it here")).toHaveCount(0);
  expect(await textOf(page)).toBe(log);
});

for (const [name, text] of [
  ["only blanks", " \n\t\n "],
  ["a word", "hello"],
  ["10 000 nested braces", "{".repeat(10_000)],
  ["a token of a megabyte", `eyJhbGciOiJSUzI1NiJ9.${"QUJD".repeat(250_000)}.c2ln`],
  ["colours", "\u001b[31mERROR\u001b[0m login failed: \u001b[1minvalid_grant\u001b[0m"],
  ["a body cut in the middle", log.slice(0, 300)],
] as const) {
  test(`bad input is answered and stays as it is: ${name}`, async ({ page }) => {
    await page.goto("/");
    await paste(page, text);
    await expect(verdict(page)).not.toBeEmpty();
    expect(await textOf(page)).toBe(text);
  });
}

test("a binary file is called one", async ({ page }) => {
  await page.goto("/");
  const buffer = Buffer.from(Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));
  await page.locator("input[type=file]").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer });
  await expect(page.locator(".meta")).toContainText("a binary file");
  await expect(page.locator(".answer")).not.toContainText("Add the lines");
});

test("an empty file is said to be empty", async ({ page }) => {
  await page.goto("/");
  await page.locator("input[type=file]").setInputFiles({ name: "nothing.log", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await expect(page.getByText("nothing.log is empty: there is nothing to read.")).toBeVisible();
});

test("of two files dropped it is said which one is read", async ({ page }) => {
  await page.goto("/");
  const files = await page.evaluateHandle((log) => {
    const data = new DataTransfer();
    data.items.add(new File([log], "first.log"));
    data.items.add(new File([log], "second.log"));
    return data;
  }, log);
  await page.dispatchEvent("body", "drop", { dataTransfer: files });
  await expect(page.getByText("Only first.log is read")).toBeVisible();
});
