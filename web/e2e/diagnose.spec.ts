import { readdirSync, readFileSync } from "node:fs";
import { messages } from "../src/messages.ts";
import { accessToken, refreshToken } from "../src/testdata/fixture.ts";
import { editor, expect, fixtureEngine, log, paste, ready, report, test, textOf, verdict } from "./page.ts";

test("a pasted log is answered with a verdict first, and nothing is sent for it", async ({ page }) => {
  await page.goto("/");
  await ready(page);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await paste(page, log);
  await expect(page.locator(".verdict")).toHaveClass(/misclassified_success/);
  await expect(verdict(page)).toContainText("Keycloak");
  await expect(page.getByRole("status").first()).toContainText(await verdict(page).innerText());
  await page.getByRole("button", { name: "Diagnose", exact: true }).click();
  await expect(page.locator(".verdict")).toBeVisible();
  expect(sent).toEqual([]);
});

test("a failure met again and again is quoted twice, and its other lines are led to by their numbers", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.goto("/");
  await paste(page, "GET https://app.example.com/cb?error=access_denied&state=x\nserved\n".repeat(30));
  await expect(page.locator("#finding-0 .evidence li")).toHaveCount(2);
  await expect(page.locator("#finding-0 .again")).toHaveText("again in lines57911131517192123…");
  await page.getByRole("button", { name: "Go to line 23" }).click();
  await expect(page.locator(".cm-lineNumbers .cm-gutterElement", { hasText: /^23$/ })).toBeInViewport();

  await page.reload();
  await paste(page, "Error: read ECONNRESET code: ECONNRESET https://sso.example.com/token\n".repeat(4));
  await expect(page.locator("#finding-0 .again")).toHaveText("again in lines34");
  await expect(page.locator("#finding-0 .evidence li")).toHaveCount(2);
});

test("the answer is copied as the Markdown that the server gives, in either language", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  await paste(page, log);
  for (const [lang, label] of [["en", "Copy as Markdown"], ["ru", "Скопировать как Markdown"]] as const) {
    const given = await page.request.post(`/api/diagnose?lang=${lang}`, { data: log, headers: { Accept: "text/markdown", "Content-Type": "text/plain" } });
    await page.locator("#lang").selectOption(lang);
    await expect(async () => {
      await page.getByRole("button", { name: label }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await given.text());
    }).toPass();
  }
});

test("every example of the menu has a title in both languages and is answered", async ({ page }) => {
  const files = readdirSync("src/examples").filter((name) => name.endsWith(".txt"));
  expect(files.length).toBeGreaterThan(0);
  await page.goto("/");
  const menu = page.getByRole("button", { name: "Try an example" });
  await menu.click();
  const titles = await page.locator(".menu-list button").allInnerTexts();
  expect(titles).toHaveLength(files.length);
  for (const name of files) for (const table of Object.values(messages)) expect(table.example[name.replace(".txt", "")], `a title for ${name}`).toBeTruthy();
  await menu.click();
  for (const [i, title] of titles.entries()) {
    await menu.click();
    await page.locator(".menu-list button", { hasText: title }).click();
    await expect.poll(() => textOf(page), title).toBe(readFileSync(`src/examples/${files.sort()[i]}`, "utf8"));
    await expect(page.locator(".answer .old")).toHaveCount(0);
    await expect(verdict(page)).not.toBeEmpty();
  }
});

test("of a text without a login it is said what to add, and an empty box is given the cursor", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Diagnose", exact: true }).click();
  await expect(editor(page)).toBeFocused();
  await expect(page.locator(".verdict")).toHaveCount(0);
  await paste(page, "2026-03-14T09:00:00Z INFO job 7 finished in 12 ms\n".repeat(20));
  await expect(verdict(page)).toHaveText("No login traffic in this text");
  await expect(page.locator(".answer")).toContainText("Add the lines around the failure");
  await expect(page.locator(".answer")).not.toContainText(/undetermined|Nothing wrong/);
});

test("of a login whose data contradict each other it is not said that log and protocol agree", async ({ page }) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = [part({ alg: "RS256" }), part({ iss: "https://id.example.com", aud: "shop", sub: "ann", nonce: "n-of-another", iat: 1_772_445_600, exp: 1_772_449_200 }), Buffer.alloc(256, 7).toString("base64url")].join(".");
  await page.goto("/");
  await paste(
    page,
    `GET /authorize?client_id=shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&response_type=code&state=af0ifjsldkj&nonce=n-0S6_WzA2Mj HTTP/1.1\nHost: id.example.com\n\nHTTP/1.1 302 Found\nLocation: https://app.example.com/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj\n\nPOST /token HTTP/1.1\nHost: id.example.com\n\ngrant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&client_id=shop\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n${JSON.stringify({ access_token: "opaque-0a1b2c3d4e5f60718293", token_type: "Bearer", id_token: token })}\n`,
  );
  await expect(verdict(page)).toHaveText("Tokens came, but a client must not accept this login: the ID token has another nonce than was asked for");
  await expect(page.locator(".scale")).toContainText("success");
  await expect(page.locator(".verdict-name")).toHaveCount(0);
});

test("a token alone is judged by this clock, with nothing to weigh, and is taken on to Token", async ({ page }) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = [part({ alg: "RS256", typ: "JWT" }), part({ iss: "https://sso.example.com/realms/demo", iat: 1_773_482_100, exp: 1_773_482_400 }), Buffer.alloc(256, 7).toString("base64url")].join(".");
  await page.goto("/");
  await paste(page, token);
  await expect(verdict(page)).toHaveText("A token of https://sso.example.com/realms/demo, expired");
  await expect(page.locator(".meta")).toContainText("the clock of this device");
  await expect(page.locator(".verdict")).not.toContainText(/undetermined|cannot be decided/i);
  await expect(page.locator(".answer")).not.toContainText("Nothing wrong was found");
  await expect(page.locator(".facts")).toContainText(/2026-03-14 10:00:00\s+\d+\sd.* ago/);
  await page.getByRole("link", { name: "Open in Token" }).click();
  await expect(page.getByRole("textbox", { name: "Token", exact: true })).toHaveValue(token);
  await expect(page.locator("#panel-token article.token")).toContainText("https://sso.example.com/realms/demo");
});

test("what is told by a message alone is no exchange to draw, and a long name breaks", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto("/");
  await paste(page, "org.springframework.security.oauth2.core.OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found\n");
  await expect(verdict(page)).toContainText("“OAuth2AuthenticationException: [invalid_id_token] An error");
  await expect(page.locator(".exchanges li")).toContainText("told by a message");
  await expect(page.locator(".diagram")).toHaveCount(0);
  await verdict(page).evaluate((heading) => (heading.textContent = "org.springframework.security".repeat(5)));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test("in the reader's own colours nothing is said by a colour alone", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await fixtureEngine(page);
  await page.goto("/");
  await page.locator("#theme").selectOption("light");
  await paste(page, log);
  await expect(verdict(page)).toBeVisible();
  const styles = (selector: string, property: string) => page.locator(selector).evaluateAll((all, property) => all.map((one) => getComputedStyle(one).getPropertyValue(property)), property);
  const [canvas] = await styles("body", "background-color");
  const marks = await styles(".quote mark", "color");
  expect(marks.length).toBeGreaterThan(0);
  expect(await styles(".quote mark", "background-color")).not.toContain(marks[0]);
  for (const fill of await styles(".diagram text", "fill")) expect(fill).not.toBe(canvas);
  for (const bar of await styles(".bar", "background-color")) expect(bar).not.toBe(canvas);
  const tabs = await styles("[role=tab]", "border-bottom-color");
  expect(tabs.filter((color) => color === tabs[0])).toHaveLength(1); // the chosen one
  await page.goto("/#/request");
  await expect(page.locator("#panel-request .preview .segments button")).toHaveCount(2);
  const [chosen, other] = await styles("#panel-request .preview .segments button", "background-color");
  expect(chosen).not.toBe(other);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("the page says what it needs, and what needs less", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("noscript p").first()).toBeInViewport();
  });
});

test("Ctrl+Enter diagnoses what was typed, and typing on says that the answer is old", async ({ page }) => {
  await page.goto("/");
  await editor(page).click();
  await page.keyboard.type('HTTP/1.1 400 Bad Request {"error":"invalid_grant"}');
  await expect(page.locator(".verdict")).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".verdict")).toBeVisible();
  await page.keyboard.type(" and more");
  await expect(page.getByText("The text has changed since this answer.")).toBeVisible();
  await page.getByRole("button", { name: "Diagnose again" }).click();
  await expect(page.getByText("The text has changed since this answer.")).toHaveCount(0);
  expect(await textOf(page)).toContain("and more");
});

test.describe("with a known report", () => {
  test.beforeEach(async ({ page }) => {
    await fixtureEngine(page);
    await page.goto("/");
    await paste(page, log);
    await expect(verdict(page)).toHaveText(report.summary.headline);
  });

  test("a finding and its lines highlight each other, by pointer and by focus", async ({ page }) => {
    const finding = page.locator("#finding-1");
    const lines = page.locator('.cm-evidence[data-finding="1"]');
    await expect(lines).toHaveText(["200 OK", "Content-Type: text/html", "Content-Length: 812", 'ETag: "69a43599-32c"']);
    await expect(lines.first()).not.toHaveClass(/cm-active/);

    await finding.hover();
    await expect(lines.first()).toHaveClass(/cm-active/);
    await page.locator(".verdict h2").hover();
    await expect(lines.first()).not.toHaveClass(/cm-active/);

    await lines.nth(2).hover();
    await expect(finding).toHaveClass(/active/);
    await lines.nth(2).click();
    await expect(finding).toBeFocused();

    await page.locator("#finding-0 .evidence-line").first().focus();
    await expect(page.locator('.cm-evidence[data-finding="0"]').first()).toHaveClass(/cm-active/);
    await expect(page.locator("#finding-0")).toHaveClass(/active/);
  });

  test("clicking a line of evidence or an exchange brings its place into the editor's sight", async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 420 });
    const place = page.locator(".cm-line", { hasText: "ETag" });
    await page.locator("#finding-0 .evidence-line").first().click();
    await page.locator("#finding-1 .evidence-line").last().click();
    await expect(place).toBeInViewport();
    await page.locator(".exchange-row").first().click();
    await expect(page.locator(".cm-line", { hasText: "Ошибка аутентификации" })).toBeInViewport();
  });

  test("secrets are masked in the editor and the quotes until they are revealed, and in the copy always", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const secret = report.secrets.length;
    await expect(page.locator(".cm-masked")).toHaveCount(secret);
    const hidden = "eyJhbGciOiJSUzI1NiIs";
    await expect(page.locator("#app")).not.toContainText(hidden);
    await expect(editor(page)).not.toContainText(hidden);

    await page.getByRole("button", { name: "Reveal secrets" }).click();
    await expect(page.locator(".cm-masked")).toHaveCount(0);
    await expect(editor(page)).toContainText(hidden);
    await expect(page.locator("#finding-2")).toContainText(hidden);
    await page.getByRole("button", { name: "Copy as Markdown" }).click();
    await expect(page.getByText("Copied")).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(report.summary.headline);
    expect(copied).not.toContain(hidden);
    await page.getByRole("button", { name: "Mask secrets" }).click();
    await expect(editor(page)).not.toContainText(hidden);
    expect(await textOf(page)).toBe(log);
  });

  test("exchanges are drawn and listed, tokens have bars against the log's time", async ({ page }) => {
    await expect(page.getByRole("img", { name: /Sequence diagram of 2 exchanges/ })).toBeVisible();
    const rows = page.locator(".exchange-row");
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(0)).toContainText("says: failure, shows: success");
    await expect(rows.nth(1)).toContainText("Шаг 1: Поиск клиента по коду");
    await expect(rows.nth(1)).toContainText("says: success, shows: failure");
    await page.locator(".arrow").nth(1).hover();
    await expect(page.locator("#exchange-x2")).toHaveClass(/active/);

    const now = (await page.locator(".now").first().boundingBox())!;
    const bars = await page.locator(".bar").all();
    expect(bars).toHaveLength(2);
    const [access, refresh] = await Promise.all(bars.map(async (bar) => (await bar.boundingBox())!));
    expect(refresh!.width / access!.width).toBeCloseTo(4, 0);
    expect(now.x).toBeGreaterThanOrEqual(access!.x - 2);
    expect(now.x).toBeLessThan(access!.x + access!.width / 10);
    await page.getByText("8 claims").click();
    await expect(page.getByRole("row", { name: /name "Анна Иванова"/ })).toBeVisible();
  });

  test("another language asks the engine again and is remembered; what was pasted is not", async ({ page }) => {
    await page.locator("#lang").selectOption("ru");
    await expect(page.locator("html")).toHaveAttribute("lang", "ru");
    await expect(page.getByText("Успех назван ошибкой")).toBeVisible();
    await page.locator("#theme").selectOption("dark");
    expect(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, document.cookie, location.pathname + location.search + location.hash])).toEqual([
      { "grantlens.lang": "ru", "grantlens.theme": "dark" },
      {},
      "",
      "/",
    ]);
    await page.reload();
    await expect(page.getByRole("tab", { name: "Диагноз" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  test("the page has no scroll bar sideways, from 320 to 1920 pixels, and the head of the page stands side by side", async ({ page }) => {
    for (const lang of ["en", "ru"]) {
      await page.locator("#lang").selectOption(lang);
      for (const width of [320, 360, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        // The editor lays itself out anew after the page has.
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${lang}, ${width}`).toBeLessThanOrEqual(width);
        const [brand, switches] = [(await page.locator(".brand").boundingBox())!, (await page.locator("#lang").boundingBox())!];
        expect(switches.x, `${lang}, ${width}`).toBeGreaterThanOrEqual(brand.x + brand.width);
      }
    }
  });
});

test("the engine speaks Russian where the page does", async ({ page }) => {
  await page.goto("/");
  await page.locator("#lang").selectOption("ru");
  await paste(page, log);
  await expect(page.locator(".finding h3").first()).toContainText(/[а-я]{3}/);
});

test("the theme follows the system, and the switch overrides it", async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.locator("#theme").selectOption("light");
  expect(await background()).toBe(light);
  await page.locator("#theme").selectOption("dark");
  await page.emulateMedia({ colorScheme: "light" });
  expect(await background()).toBe(dark);
});

const two = `POST https://sso.example.com/realms/demo/protocol/openid-connect/token
HTTP/1.1 400 Bad Request
Content-Type: application/json

{"error":"invalid_grant","error_description":"Incorrect redirect_uri"}

GET https://sso.example.com/realms/demo/protocol/openid-connect/userinfo
Authorization: Bearer an-invented-opaque-token-of-nobody-1234567890
HTTP/1.1 401 Unauthorized
WWW-Authenticate: Bearer error="invalid_token", error_description="Token verification failed"
`;

test("findings stand under their exchange, and what one lacks is said once, in a list to tick off", async ({ page }) => {
  await page.goto("/");
  await paste(page, two);
  await expect(verdict(page)).toBeVisible();
  const groups = page.locator(".finding-group");
  await expect(groups).toHaveCount(2);
  for (const group of await groups.all()) {
    const name = await group.locator(".group-name").innerText();
    for (const link of await group.locator(".finding-tag .link").allInnerTexts()) expect(link.toLowerCase()).toBe(name.toLowerCase());
  }
  const item = page.locator(".finding .checklist li").first();
  await expect(page.locator(".answer").getByText(await item.innerText(), { exact: true })).toHaveCount(1);
  await item.getByRole("checkbox").check();
  await expect(item.getByRole("checkbox")).toBeChecked();
});

test("the text is copied without its secrets, by the engine's own masking", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  await paste(page, log);
  await expect(verdict(page)).toBeVisible();
  await page.getByRole("button", { name: "Copy without secrets" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("Ошибка аутентификации");
  expect(copied).not.toContain(accessToken.split(".")[2]);
  expect(copied).not.toContain(refreshToken);
  expect(copied.split("\n").length).toBe(log.split("\n").length);
});
