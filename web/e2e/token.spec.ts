import { accessToken, refreshToken } from "../src/testdata/fixture.ts";
import { PROVIDER_PORT } from "../playwright.config.ts";
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

test("who pastes before the reader is there is told that it loads", async ({ page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/keys.*\.wasm/, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto("/#/token");
  await box(page).fill(accessToken);
  await expect(panel(page)).toContainText("The token reader is loading");
  arrive();
  await expect(panel(page).locator("article.token")).toBeVisible();
  await expect(panel(page)).not.toContainText("is loading");
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

test("the search for the original can be stopped, and what was read before stays", async ({ page }) => {
  await page.goto("/#/token");
  await box(page).fill(accessToken.replace("O", "@").replace(".", ".@"));
  const search = panel(page).getByRole("button", { name: "Search for the original" });
  await search.waitFor();
  const article = await panel(page).locator("article.token").innerText();
  const workers = page.workers().length;
  // By script, for the search may be over before a slow machine has moved the mouse.
  await search.evaluate(async (button: HTMLButtonElement) => {
    button.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const stop = [...document.querySelectorAll<HTMLButtonElement>(".recover button")].find(({ textContent }) => textContent === "Stop");
      if (stop) return stop.click();
    }
  });
  await expect(search).toBeEnabled();
  await expect(panel(page).getByRole("alert")).toHaveCount(0);
  expect(await panel(page).locator("article.token").innerText()).toBe(article);
  await expect.poll(() => page.workers().length).toBeLessThanOrEqual(workers);
});

test("a token of a megabyte is read while the page stays alive", async ({ page }) => {
  await page.goto("/#/token");
  const url = (text: string) => Buffer.from(text).toString("base64url");
  const claims = JSON.stringify({ iss: "https://sso.example.com/realms/demo", aud: "orders", exp: 4_102_444_800, roles: Array.from({ length: 60_000 }, (_, i) => `role-${i}`), last: "the last claim" });
  const token = `${url(JSON.stringify({ alg: "RS256", typ: "JWT" }))}.${url(claims)}.${"A".repeat(342)}`;
  expect(token.length).toBeGreaterThan(1_000_000);
  // The longest that anything on the page had to wait, by a heart that should beat every frame.
  await page.evaluate(() => {
    const beat = globalThis as unknown as { longest: number };
    beat.longest = 0;
    let last = performance.now();
    const next = () => {
      const now = performance.now();
      beat.longest = Math.max(beat.longest, now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await box(page).evaluate((field: HTMLTextAreaElement, token) => {
    field.value = token;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, token);
  await expect(panel(page).getByRole("row", { name: /^last/ })).toContainText("the last claim");
  await page.locator("#lang").selectOption("ru");
  await expect(panel(page).getByRole("row", { name: /^aud/ })).toContainText("для кого токен");
  const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
  expect(longest).toBeLessThan(5000); // after so long browsers offer to close a page
});

test("claims are signed as typed, and an RSA key can be given up", async ({ page }) => {
  await page.goto("/#/token/make");
  const typed = `{ "id": 12345678901234567890123, "role": "a", "role": "b", "iat": 1 }`;
  await page.getByLabel("Claims, JSON").fill(typed);
  await page.getByRole("button", { name: "Set iat and exp to now and in an hour" }).click();
  await expect(page.getByLabel("Claims, JSON")).toHaveValue(/^\{ "id": 12345678901234567890123, "role": "a", "role": "b", "iat": \d{10},\n  "exp": \d{10}\n\}$/);
  await page.getByLabel("More header parameters, JSON").fill(`{"x": 1, "x": 12345678901234567890}`);
  await page.getByRole("button", { name: "Make the token" }).click();
  const made = panel(page).locator(".made");
  await expect(made).toContainText("eyJ");
  const [header, payload] = (await made.locator("code").first().innerText()).split(".").map((part) => Buffer.from(part, "base64url").toString());
  expect(payload).toBe(await page.getByLabel("Claims, JSON").inputValue());
  expect(header).toMatch(/^\{"alg":"ES256","typ":"JWT","kid":"[^"]+","x": 1, "x": 12345678901234567890\}$/);
  await page.getByLabel("Algorithm").selectOption("RS256");
  await page.getByRole("button", { name: "Make the token" }).evaluate(async (button: HTMLButtonElement) => {
    button.click();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const stop = [...document.querySelectorAll<HTMLButtonElement>("#panel-token .toolbar button")].find(({ textContent }) => textContent === "Stop");
      if (stop) return stop.click();
    }
  });
  await expect(page.getByRole("button", { name: "Make the token" })).toBeEnabled();
  await expect(page.getByRole("alert")).toHaveCount(0);
  // A fresh HMAC secret is handed out, or nobody could verify; it is hidden until shown.
  await page.getByLabel("Algorithm").selectOption("HS256");
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(made).toContainText("JWKS with the secret");
  await expect(made).not.toContainText(`"k":`);
});

test("an issuer's keys are fetched on a click, and only then", async ({ page }) => {
  const issuer = `http://127.0.0.1:${PROVIDER_PORT}`;
  const answer = await page.request.post(`${issuer}/token`, { form: { grant_type: "client_credentials", client_id: "web", client_secret: "s3cret & more" } });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  await page.goto("/#/token/verify");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
  await box(page).fill(token);
  const fetchThem = page.getByRole("button", { name: `Fetch it and the keys from 127.0.0.1:${PROVIDER_PORT}` });
  await expect(fetchThem).toBeVisible();
  expect(sent.filter((line) => line.includes(String(PROVIDER_PORT)))).toEqual([]);
  await fetchThem.click();
  const result = panel(page).locator(".verified");
  const check = (title: string) => result.getByRole("listitem").filter({ has: page.getByText(title, { exact: true }) });
  await expect(check("signature")).toContainText("pass");
  await expect(check("key found")).toContainText("pass");
  await expect(check("issuer")).toContainText("pass");
  expect(sent.some((line) => line.includes("/.well-known/openid-configuration"))).toBe(true);
  expect(sent.filter((line) => line.includes(token.slice(0, 60)))).toEqual([]);
  await expect(page.getByLabel("Discovery document of the issuer, JSON")).toHaveValue(/jwks_uri/);
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
  await expect(panel(page).getByRole("row", { name: /^exp/ })).toContainText(/-\d+ y/);
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
