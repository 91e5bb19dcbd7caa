import { editor, expect, paste, test } from "./page.ts";

const log = 'POST https://sso.example.com/realms/demo/protocol/openid-connect/token\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{"error":"invalid_grant","error_description":"Incorrect redirect_uri"}\n';

test("a finding leads to its rule, which has a link of its own", async ({ page }) => {
  await page.goto("/");
  await paste(page, log);
  const link = page.locator("#finding-0 a.rule");
  const id = (await link.innerText()).slice(1, -1);
  await link.click();
  await expect(page).toHaveURL(new RegExp(`#/rules/${id}$`));
  const rule = page.locator(`#rule-${id}`);
  await expect(rule).toHaveAttribute("open", "");
  await expect(rule).toBeInViewport();
  await page.goBack();
  await expect(editor(page)).toContainText("Incorrect redirect_uri");
  await page.goto("about:blank");
  await page.goto(`/#rules/${id}`);
  await expect(page.locator(`#rule-${id}`)).toHaveAttribute("open", "");
});

test("rules and codes are searched, by code, by word and in the language chosen", async ({ page }) => {
  await page.goto("/#/rules");
  await page.getByLabel("Search").fill("AADSTS50011");
  await expect(page.getByRole("status").filter({ hasText: /code/ })).toContainText(/[1-9]\d* codes?/);
  await expect(page.locator(".rule-entry").first()).toContainText("AADSTS50011");
  await page.getByLabel("Search").fill("xyzzy");
  await expect(page.getByText("Nothing of this name.")).toBeVisible();
  await page.getByLabel("Language").selectOption("ru");
  await page.getByLabel("Поиск").fill("часы");
  await expect(page.locator(".rule-entry .rule-title").first()).toContainText(/[а-я]/);
  // A link from before a rule became part of another leads to that one.
  await page.goto("/#/rules/html-instead-of-data");
  await expect(page.locator("#rule-answer-is-html")).toHaveAttribute("open", "");
  await page.goto("/#/rules/there-is-none");
  await expect(page.getByLabel("Поиск")).toHaveValue("there-is-none");
  await expect(page.getByText("Ничего похожего.")).toBeVisible();
});

test.describe("a list that does not come", () => {
  test.use({ expectedErrors: [/Failed to load resource/] });
  test("is asked for again on a click, and what was searched for is still there", async ({ page }) => {
    await page.route(/rules\.en.*\.json/, (route) => route.abort(), { times: 1 });
    await page.goto("/#/rules/AADSTS50011");
    await expect(page.getByRole("alert")).toContainText("The list did not arrive");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.locator(".rule-entry").first()).toContainText("AADSTS50011");
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});

test("what is searched for stands in the address, and one goes back to it", async ({ page }) => {
  await page.goto("/#/rules/AADSTS50011");
  await expect(page.getByLabel("Search")).toHaveValue("AADSTS50011");
  await expect(page.locator(".rule-entry").first()).toContainText("AADSTS50011");
  await page.getByLabel("Search").fill("state lost");
  await expect(page).toHaveURL(/#\/rules\/state%20lost$/);
  await page.locator("#rule-state-lost summary").click({ trial: true });
  await page.goto("/#/rules/clock-skew");
  await expect(page.locator("#rule-clock-skew")).toHaveAttribute("open", "");
  await page.goBack();
  await expect(page.getByLabel("Search")).toHaveValue("state lost");
});

test("a token that is pasted into the search stays out of the address", async ({ page }) => {
  await page.goto("/#/rules");
  await page.getByLabel("Search").fill(`eyJhbGciOiJSUzI1NiJ9.${"eyJzdWIiOiJhbm4ifQ".repeat(4)}.c2lnbmF0dXJl`);
  await expect(page.getByText("Nothing of this name.")).toBeVisible();
  await expect(page).toHaveURL(/#\/rules$/);
});
