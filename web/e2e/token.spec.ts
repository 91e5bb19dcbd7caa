import { accessToken, refreshToken } from "../src/testdata/fixture.ts";
import { expect, test, type Page } from "./page.ts";

const box = (page: Page) => page.getByRole("textbox", { name: "Token", exact: true });
const panel = (page: Page) => page.locator("#panel-token");
const tool = (page: Page, name: string) => page.getByRole("navigation", { name: "Token tools" }).getByRole("link", { name }).click();

test("a pasted token is explained claim by claim before any button is pressed", async ({ page }) => {
  await page.goto("/#/token");
  await box(page).fill(`Bearer ${accessToken}`);
  const token = panel(page).locator("article.token");
  await expect(token.getByRole("row", { name: /^alg/ })).toContainText("RS256");
  await expect(token.getByRole("row", { name: /^iss/ })).toContainText("https://sso.example.com/realms/demo");
  await expect(token.getByRole("row", { name: /^exp/ })).toContainText(/UTC, .* ago/);
  await expect(token.getByRole("row", { name: /^exp/ })).toContainText("RFC 7519");
  await expect(token).toContainText("expired");
  await expect(panel(page).getByRole("figure", { name: "Lifetimes" })).toBeVisible();
  await page.getByLabel("Language").selectOption("ru");
  await expect(token.getByRole("row", { name: /^exp/ })).toContainText("назад");
});

test("a token cut off is decoded as far as it goes, and a broken place is found in the text", async ({ page }) => {
  await page.goto("/#/token");
  await box(page).fill(accessToken.slice(0, 200));
  await expect(panel(page).locator("article.token")).toContainText("not decoded whole");
  // Two characters that a scanner read wrong; the first takes two bytes, so bytes and characters part after it.
  const text = `${accessToken.slice(0, 120)}®${accessToken.slice(121, 150)}@${accessToken.slice(151)}`;
  await box(page).fill(text);
  await panel(page).getByRole("listitem").filter({ hasText: "@" }).getByRole("button", { name: "Show in the text" }).click();
  expect(await box(page).evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.value.slice(field.selectionStart, field.selectionEnd)])).toEqual([150, "@"]);
});

test("a scanned token is searched for on a click, and says how sure each claim is", async ({ page }) => {
  await page.goto("/#/token");
  // A character that no token holds, as a scanner reads one.
  const [header, payload, signature] = accessToken.split(".") as [string, string, string];
  const broken = `${header}.${payload.replace("O", "@")}.${signature}`;
  expect(broken).not.toBe(accessToken);
  await box(page).fill(broken);
  await panel(page).getByRole("button", { name: "Search for the original" }).click();
  await expect(panel(page)).toContainText("Each value says how sure it is");
  await expect(panel(page).getByRole("row", { name: /^iss/ })).toContainText(/certain|likely|guess/);
});

test("a token made here is verified with its own JWKS, compared, and lost by no error", async ({ page }) => {
  await page.goto("/#/token/make");
  const claims = page.getByLabel("Claims, JSON");
  await claims.fill(`{"iss":"https://sso.example.com","aud":"orders","sub":"anna",`);
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByRole("alert")).toContainText("This is not a JSON object.");
  await expect(claims).toHaveValue(`{"iss":"https://sso.example.com","aud":"orders","sub":"anna",`);
  await claims.fill(`{"iss":"https://sso.example.com","aud":"orders","sub":"anna","exp":4102444800}`);
  await page.getByLabel("Algorithm").selectOption("ES256");
  const workers = page.workers().length;
  await page.getByRole("button", { name: "Make the token" }).click();
  const made = panel(page).locator(".made");
  await expect(made).toContainText("eyJ");
  await expect.poll(() => page.workers().length).toBeLessThanOrEqual(workers);
  await expect(made).not.toContainText("PRIVATE KEY-----");
  await made.getByRole("button", { name: "Show" }).click();
  await expect(made).toContainText("PRIVATE KEY-----");
  const [token, jwks] = (await made.locator("code").allInnerTexts()) as [string, string];
  expect(JSON.parse(jwks).keys[0].d).toBeUndefined();

  await tool(page, "Verify");
  await box(page).fill(token);
  await page.getByLabel("Key: JWKS, JWK, PEM or shared secret").fill(jwks);
  await page.getByLabel("Issuer, as in the discovery document").fill("https://sso.example.com");
  await page.getByLabel("Audience: the API that receives it").fill("invoices");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  const result = panel(page).locator(".verified");
  const check = (title: string) => result.getByRole("listitem").filter({ has: page.getByText(title, { exact: true }) });
  await expect(check("signature")).toContainText("pass");
  await expect(check("issuer")).toContainText("pass");
  await expect(check("audience")).toContainText("fail");
  await expect(check("nonce")).toContainText("can't tell");
  await page.getByLabel("Verify at this time, UTC (empty: now)").fill("yesterday");
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("RFC 3339");
  await expect(page.getByLabel("Key: JWKS, JWK, PEM or shared secret")).toHaveValue(jwks);

  await tool(page, "Compare");
  await page.getByLabel("Other token").fill(token.replace(/\.[^.]*$/, ".c2lnbmF0dXJl"));
  await expect(panel(page)).toContainText("Nothing differs.");
  await page.getByLabel("Other token").fill(accessToken);
  await expect(panel(page).getByRole("row", { name: /^iss/ })).toContainText("realms/demo");
  await expect(panel(page).getByRole("row", { name: /^exp/ })).toContainText(/-\d+ d/);
});

test("an encrypted token shows its header, refuses a wrong key in words, and says what the right one opens", async ({ page }) => {
  // dir with A128GCM, key of 16 zero bytes, as RFC 7516 has it: made by the browser itself.
  await page.goto("/#/token");
  const jwe = await page.evaluate(async (claims) => {
    const url = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const header = url(new TextEncoder().encode(JSON.stringify({ alg: "dir", enc: "A128GCM", cty: "JWT" })));
    const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt"]);
    const iv = new Uint8Array(12);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(header) }, key, new TextEncoder().encode(claims)));
    return [header, "", url(iv), url(sealed.slice(0, -16)), url(sealed.slice(-16))].join(".");
  }, refreshToken);
  await box(page).fill(jwe);
  await expect(panel(page).getByRole("row", { name: /^enc/ })).toContainText("A128GCM");
  await panel(page).getByRole("link", { name: "Decrypt it with a key" }).click();
  const key = page.getByLabel("Private key as JWK, JWKS or PEM, the shared key, or the password");
  await key.fill(JSON.stringify({ kty: "oct", k: "AQEBAQEBAQEBAQEBAQEBAQ" }));
  await page.getByRole("button", { name: "Decrypt", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("the key does not fit");
  await key.fill(JSON.stringify({ kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA" }));
  await page.getByRole("button", { name: "Decrypt", exact: true }).click();
  await expect(panel(page).getByRole("region", { name: "Decrypted" })).toContainText("anna.ivanova");
});
