import { generateKeyPairSync } from "node:crypto";
import { PROVIDER_PORT } from "../playwright.config.ts";
import { axe, editor, expect, paste, ready, test, type Page } from "./page.ts";

const provider = `http://127.0.0.1:${PROVIDER_PORT}`;
const panel = (page: Page) => page.locator("#panel-request");
const field = (page: Page, name: string) => panel(page).locator(`#request-${name.replaceAll(".", "-")}`);
const button = (page: Page, name: string | RegExp) => panel(page).getByRole("button", { name });
const preview = (page: Page) => panel(page).locator(".preview pre").first();
const answer = (page: Page) => panel(page).locator("section.answer");
const tool = (page: Page, name: string) => page.getByRole("navigation", { name: "Request tools" }).getByRole("link", { name }).click();

/** The form of the generic OpenID Connect profile, for the test's own provider. */
async function open(page: Page, { grant = "client_credentials", client = "app-1", auth = "", secret = "s3cret & more" } = {}): Promise<void> {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).getByLabel("Request", { exact: true }).selectOption(grant);
  await panel(page).getByLabel("Client authentication").selectOption(auth || (grant === "client_credentials" ? "client_secret_post" : "none"));
  await field(page, "var.issuer").fill(provider);
  await button(page, "Fetch the addresses").click();
  await expect(field(page, grant.startsWith("endpoint:") ? `url.${grant.slice(9)}` : grant === "authorization_code" ? "url.authorize" : grant.endsWith("device_code") ? "url.device" : grant.endsWith("ciba") ? "url.ciba" : "url.token")).toHaveValue(/^http:/);
  if (client) await field(page, "client_id").fill(client);
  if (await field(page, "client_secret").isVisible()) await field(page, "client_secret").fill(secret);
}

test("a request is built without any request going out, with its secrets masked until asked", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await expect(preview(page)).toBeVisible();
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  page.on("websocket", (socket) => sent.push(socket.url()));
  await panel(page).getByLabel("Provider").selectOption("keycloak");
  await panel(page).getByLabel("Request", { exact: true }).selectOption("password");
  await panel(page).getByLabel("Client authentication").selectOption("client_secret_post");
  await field(page, "var.base").fill("https://sso.example.com");
  await field(page, "var.realm").fill("demo");
  await field(page, "client_id").fill("web-app");
  await field(page, "client_secret").fill("s3cret & more");
  await field(page, "username").fill("jane");
  await field(page, "password").fill("hunter2+");
  await button(page, "Add a parameter").click();
  await panel(page).getByLabel("Name of parameter 1").fill("resource");
  await panel(page).getByLabel("Value of parameter 1").fill("https://a.example.com");
  await button(page, "Add a parameter").click();
  await expect(panel(page).getByLabel("Name of parameter 2")).toBeFocused();
  await panel(page).getByLabel("Name of parameter 2").fill("resource");
  await expect(preview(page)).toContainText("POST /realms/demo/protocol/openid-connect/token");
  await expect(preview(page)).toContainText("resource=https%3A%2F%2Fa.example.com&resource=");
  await expect(preview(page)).not.toContainText("s3cret");
  await expect(preview(page)).not.toContainText("hunter2");
  await button(page, "Reveal secrets").click();
  await expect(preview(page)).toContainText("client_secret=s3cret%20%26%20more");
  await button(page, "curl").click();
  await expect(preview(page)).toContainText("curl https://sso.example.com/realms/demo/protocol/openid-connect/token");
  await button(page, "Remove parameter 2").click();
  await expect(preview(page)).not.toHaveText(/resource=(\s|$)/);
  for (const name of ["client_secret", "password"]) await expect(field(page, name)).toHaveAttribute("autocomplete", "off");
  expect(sent).toEqual([]);
  expect(page.url()).toMatch(/#\/request$/);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]))).not.toMatch(/s3cret|hunter2/);
});

test("a mistake stands at its field, with what to do, and the request can be sent all the same", async ({ page }) => {
  await open(page, { client: "" });
  await button(page, "Send through the relay").click();
  await expect(field(page, "client_id")).toBeFocused();
  await expect(field(page, "client_id")).toHaveAttribute("aria-invalid", "true");
  await expect(panel(page).locator("#request-client_id-help .problem").first()).toBeVisible();
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200");
});

test("a request without an address is not sent, however often the button is pressed", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).getByLabel("Request", { exact: true }).selectOption("client_credentials");
  await field(page, "client_id").fill("app-1");
  for (let i = 0; i < 2; i++) await button(page, "Send through the relay").click();
  await expect(panel(page)).toContainText("cannot be sent before its address is known");
  await expect(answer(page)).toHaveCount(0);
});

test("an answer is shown whole: verdict, headers in order and repeated, body, request as sent, time line", async ({ page }) => {
  await open(page, { auth: "client_secret_basic" });
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".verdict")).toContainText("200 OK");
  await expect(answer(page)).toContainText("the protocol shows: success");
  await expect(answer(page).getByRole("region", { name: "Status and headers" })).toContainText(/Set-Cookie: a=1[\s\S]*Set-Cookie: b=2/i);
  const response = answer(page).getByRole("region", { name: "Response", exact: true });
  await expect(response).toContainText('"token_type": "Bearer"');
  await expect(response).toContainText(/eyJ\w+…\[\d+\]/);
  await expect(answer(page).getByRole("region", { name: "Request as sent" })).toContainText("User-Agent: Grantlens");
  await expect(answer(page).getByRole("region", { name: "Request as sent" })).not.toContainText(Buffer.from("app-1:s3cret").toString("base64").slice(0, 12));
  const line = answer(page).getByRole("figure", { name: "Time line" });
  for (const phase of ["Connect", "Send", "Wait", "Body"]) await expect(line.getByRole("img", { name: new RegExp(`^${phase}: from`) })).toBeVisible();
  await answer(page).getByRole("button", { name: "Reveal secrets" }).click();
  await expect(response).toContainText(/"access_token": "eyJ[\w-]+\.[\w-]+\.[\w-]+"/);
  await answer(page).getByRole("link", { name: "Look into the tokens" }).click();
  await expect(page.locator("#panel-token").getByRole("row", { name: /^sub/ })).toContainText("app-1");
  await page.getByRole("tab", { name: "Request" }).click();
  await answer(page).getByRole("link", { name: "Open in Diagnose" }).click();
  await expect(page.locator("#panel-diagnose .verdict h2")).toBeVisible();
  await expect(editor(page)).toContainText("POST /token");
});

test("a refused login is diagnosed by the same rules, and a line of the evidence is found in the exchange", async ({ page }) => {
  await open(page, { secret: "wrong-secret" });
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("401");
  await expect(answer(page)).toContainText("the protocol shows: failure");
  await answer(page).locator(".evidence-line").first().click();
  await expect(answer(page).getByRole("region", { name: "Response", exact: true })).toContainText("invalid_client");
});

test("what is typed while the form is being filled in stays", async ({ page }) => {
  await page.addInitScript(() => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    const held: (() => void)[] = [];
    Object.assign(window, { digests: held });
    crypto.subtle.digest = (...of) => ("hold" in window ? new Promise<void>((go) => held.push(go)).then(() => digest(...of)) : digest(...of));
  });
  await open(page, { grant: "authorization_code", client: "" });
  await expect(field(page, "code_challenge")).not.toHaveValue("");
  await page.evaluate(() => Object.assign(window, { hold: true }));
  await button(page, "Fetch the addresses").click();
  await page.waitForFunction(() => (window as unknown as { digests: unknown[] }).digests.length > 0);
  await field(page, "client_id").fill("app-1");
  await page.evaluate(() => (window as unknown as { digests: (() => void)[] }).digests.forEach((go) => go()));
  await expect(preview(page)).toContainText("client_id=app-1");
  await expect(field(page, "client_id")).toHaveValue("app-1");
});

test("a login in a popup: the code comes back, is checked and redeemed; the ID token verified, the refresh one click", async ({ page, context }) => {
  await open(page, { grant: "authorization_code" });
  await field(page, "scope").fill("openid profile");
  const popup = context.waitForEvent("page");
  await button(page, "Sign in in a popup").click();
  await (await popup).locator("#go").click();
  const callback = panel(page).getByRole("region", { name: "Callback" });
  await expect(callback).toContainText("state and issuer are as expected");
  await expect(callback).not.toContainText("code-");
  await expect(button(page, /Get the tokens/)).toHaveAttribute("aria-current", "step");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
  await button(page, "Verify with the JWKS").click();
  const checks = answer(page).locator(".check-list");
  await expect(checks.getByRole("listitem").filter({ hasText: /signature/i }).first()).toContainText("pass");
  await expect(checks.getByRole("listitem").filter({ hasText: /nonce/i }).first()).toContainText("pass");
  await button(page, "Ask userinfo").click();
  await expect(answer(page)).toContainText("Jane Roe");
  await tool(page, "Compare");
  await panel(page).getByRole("listitem").filter({ hasText: "Authorization code" }).getByRole("link", { name: "Show" }).click();
  await button(page, "Refresh").click();
  await expect(preview(page)).toContainText("grant_type=refresh_token");
  await expect(answer(page)).toContainText("200 OK");
  await button(page, "Revoke…").click();
  await expect(preview(page)).toContainText("/revoke");
});

test("a login in this tab: the address is cleaned, nothing is left in storage, and secrets are asked for again", async ({ page }) => {
  await open(page, { grant: "authorization_code", auth: "client_secret_post" });
  await field(page, "scope").fill("openid");
  await button(page, "Get the tokens").click();
  await field(page, "client_secret").fill("s3cret & more");
  await button(page, "Log in in the browser").click();
  await expect(panel(page)).toContainText("In this tab client_secret would be forgotten");
  await expect(panel(page)).toContainText("A popup keeps everything");
  await button(page, "Sign in in this tab").click();
  await page.locator("#go").click();
  await expect(panel(page).getByRole("region", { name: "Callback" })).toContainText("state and issuer are as expected");
  expect(page.url()).toMatch(/\/#\/request$/);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  await expect(panel(page)).toContainText("type client_secret, then send");
  await expect(field(page, "client_secret")).toHaveValue("");
  await expect(field(page, "client_secret")).toBeFocused();
  await page.keyboard.type("s3cret & more");
  await page.keyboard.press("Control+Enter");
  await expect(answer(page)).toContainText("200 OK");
  await expect(panel(page)).not.toContainText("then send");
});

test("a login in this tab leaves no secret in storage, of parameters and headers neither", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).locator("summary").filter({ hasText: "Start from a request" }).click();
  await panel(page).getByLabel(/^curl command, HAR/).fill(`curl '${provider}/authorize?response_type=code&client_id=app-1&redirect_uri=${encodeURIComponent("http://127.0.0.1/callback")}&scope=openid&state=s-1&x_api_token=canary-1&audience=api' -H 'Cookie: canary-2'`);
  await button(page, "Fill in the form").click();
  await expect(preview(page)).toContainText("audience=api");
  await page.route(`${provider}/authorize*`, (route) => route.fulfill({ body: "left" }));
  await button(page, "Sign in in this tab").click();
  await page.waitForURL(/authorize/);
  await page.goto("/healthz");
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(stored).toContain("audience");
  expect(stored).not.toContain("canary");
});

test("a request is pushed, and the login goes on with its request_uri", async ({ page, context }) => {
  await open(page, { grant: "authorization_code" });
  await button(page, /Push the request|PAR/).click();
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".verdict")).toContainText("201 Created");
  await expect(answer(page).locator(".verdict h2")).toContainText("The server took the pushed request");
  await expect(field(page, "request_uri")).toHaveValue(/^urn:ietf:params:oauth:request_uri:/);
  await expect(preview(page)).toContainText("request_uri=");
  await expect(preview(page)).not.toContainText("code_challenge");
  const popup = context.waitForEvent("page");
  await button(page, "Sign in in a popup").click();
  await (await popup).locator("#go").click();
  await expect(panel(page).getByRole("region", { name: "Callback" })).toContainText("state and issuer are as expected");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
});

test("a pushed request that is refused says so", async ({ page }) => {
  await open(page, { grant: "authorization_code", client: "may-not-push" });
  await button(page, /Push the request|PAR/).click();
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".verdict h2")).toContainText("Pushed authorization request: the server answered unauthorized_client");
  await expect(field(page, "request_uri")).toHaveCount(0);
});

test("CIBA: the user is asked elsewhere, the tokens are asked for until they come", async ({ page }) => {
  await open(page, { grant: "urn:openid:params:grant-type:ciba" });
  await field(page, "scope").fill("openid");
  await field(page, "login_hint").fill("nobody");
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".verdict h2")).toContainText("Backchannel authentication (CIBA): the server answered unknown_user_id");
  await expect(panel(page).getByRole("region", { name: "On another device" })).toHaveCount(0);
  await field(page, "login_hint").fill("jane");
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".verdict h2")).toContainText("The server asks the user");
  const device = panel(page).getByRole("region", { name: "On another device" });
  await expect(device).toContainText("The user is asked on their own device");
  await expect(preview(page)).toContainText("auth_req_id=");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("authorization_pending");
  await device.getByRole("button", { name: "Ask for the tokens" }).click();
  await expect(answer(page)).toContainText("access_token");
  await expect(device).toHaveCount(0);
});

test.describe("JARM", () => {
  const login = async (page: Page, client: string) => {
    await open(page, { grant: "authorization_code", client });
    await panel(page).locator("summary").filter({ hasText: "More parameters" }).click();
    await field(page, "response_mode").selectOption("query.jwt");
    const popup = page.context().waitForEvent("page");
    await button(page, "Sign in in a popup").click();
    await (await popup).locator("#go").click();
    return panel(page).getByRole("region", { name: "Callback" });
  };

  test("the signed answer is read, verified on a click, and by itself once the keys are known", async ({ page }) => {
    const callback = await login(page, "app-1");
    const signature = callback.getByRole("region", { name: "Signature of the JARM answer" });
    await expect(signature).toContainText("not verified yet");
    await expect(callback).not.toContainText(/eyJ/);
    await signature.getByRole("button", { name: "Verify with the JWKS" }).click();
    await expect(signature).toContainText("The signature is verified");
    for (const check of [/signature/, /issuer/, /audience/, /not expired/]) await expect(signature.getByRole("listitem").filter({ hasText: check })).toContainText("pass");
    await button(page, "Send through the relay").click();
    await expect(answer(page)).toContainText("200 OK");
    await button(page, "Log in in the browser").click();
    const popup = page.context().waitForEvent("page");
    await button(page, "Sign in in a popup").click();
    await (await popup).locator("#go").click();
    await expect(signature).toContainText("The signature is verified");
  });

  test("an answer signed by another key does not stand", async ({ page }) => {
    const callback = await login(page, "forged");
    await callback.getByRole("button", { name: "Verify with the JWKS" }).click();
    await expect(callback).toContainText("reject it and do not redeem the code");
    await expect(callback.getByRole("listitem").filter({ hasText: /^✕.*signature/ })).toContainText("fail");
  });
});

test("a chain of certificates that nobody trusts is drawn, with what is wrong at the one where it is", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).getByLabel("Request", { exact: true }).selectOption("endpoint:discovery");
  await field(page, "var.issuer").fill(`https://127.0.0.1:${PROVIDER_PORT + 1}`);
  await button(page, "Send through the relay").click();
  await expect(answer(page).locator(".trouble")).toContainText("the certificate of CN=Example Issuing CA has expired");
  await expect(answer(page).getByRole("img", { name: /^TLS: from/ })).toBeVisible();
  const chain = answer(page).locator(".chain").getByRole("listitem");
  await expect(chain).toHaveCount(2);
  await expect(chain.nth(0)).toContainText("login.example.com");
  await expect(chain.nth(0)).not.toContainText("expired");
  await expect(chain.nth(1)).toContainText(/Example Issuing CA.*expired/);
  await expect(chain.nth(1)).toContainText("The chain ends at CN=Example Root CA");
});

test("a form_post and a fragment come back too", async ({ page }) => {
  for (const mode of ["fragment", "form_post"]) {
    await page.goto("about:blank");
    await open(page, { grant: "authorization_code" });
    await panel(page).locator("summary").filter({ hasText: "More parameters" }).click();
    await field(page, "response_mode").selectOption(mode);
    await button(page, "Sign in in this tab").click();
    await page.locator("#go").click();
    await expect(panel(page).getByRole("region", { name: "Callback" })).toContainText("The code is in the form");
    expect(page.url()).toMatch(/\/#\/request$/);
  }
});

for (const [client, word] of [
  ["wrong-state", /state/],
  ["wrong-issuer", /iss/],
] as const) {
  test(`a callback is not taken on trust: ${client}`, async ({ page, context }) => {
    await open(page, { grant: "authorization_code", client });
    const popup = context.waitForEvent("page");
    await button(page, "Sign in in a popup").click();
    await (await popup).locator("#go").click();
    const callback = panel(page).getByRole("region", { name: "Callback" });
    await expect(callback.locator(".judgments .error")).toContainText(word);
  });
}

test("a callback that no tab waits for is read by itself", async ({ page }) => {
  await page.goto("/callback?error=access_denied&error_description=No&state=s");
  await expect(panel(page).getByRole("region", { name: "Callback" })).toContainText("access_denied");
  expect(page.url()).toMatch(/\/#\/request$/);
});

test("a device is waited for as slowly as the server wants, with the code in letters and as a picture", async ({ page }) => {
  await open(page, { grant: "urn:ietf:params:oauth:grant-type:device_code", client: "slow-down" });
  await button(page, "Send through the relay").click();
  const device = panel(page).getByRole("region", { name: "On another device" });
  await expect(device).toContainText("WDJB-MJHT");
  await expect(device.getByRole("img", { name: /QR code of .*WDJB-MJHT/ })).toBeVisible();
  await device.getByRole("button", { name: "Ask for the tokens" }).click();
  await expect(device.getByRole("status")).toContainText("every 1 s");
  await expect(device.getByRole("status")).toContainText("every 6 s");
  await device.getByRole("button", { name: "Stop asking" }).click();
  await expect(device.getByRole("button", { name: "Ask for the tokens" })).toBeVisible();
  // Patience has been tested: the rest is asked for by hand.
  for (const error of ["authorization_pending", "access_token"]) {
    await button(page, "Send through the relay").click();
    await expect(answer(page)).toContainText(error);
  }
});

test("a DPoP nonce that the server asks for is carried through, and both attempts are shown", async ({ page }) => {
  await open(page, { client: "asks-nonce" });
  await field(page, "dpop").selectOption("ES256");
  await expect(preview(page)).toContainText("DPoP: SIGNED_WHEN_SENT");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
  await expect(answer(page)).toContainText("asked for a DPoP nonce first");
  await answer(page).locator("summary").filter({ hasText: "The first attempt" }).click();
  await expect(answer(page).getByRole("region", { name: "The first attempt" })).toContainText("use_dpop_nonce");
});

test("a private key signs in its worker, and is in no request of any kind", async ({ page }) => {
  const { d, ...rest } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const sent: string[] = [];
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(payload.toString())));
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  await open(page, { auth: "private_key_jwt" });
  await field(page, "assertion.key").fill(JSON.stringify({ ...rest, d }));
  await field(page, "assertion.alg").selectOption("ES256");
  await field(page, "assertion.kid").fill("key-1");
  await field(page, "assertion.aud").fill(provider);
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
  const assertion = /client_assertion=(eyJ[\w.-]+)/.exec(sent.join("\n"))![1]!;
  expect(JSON.parse(Buffer.from(assertion.split(".")[0]!, "base64url").toString())).toMatchObject({ alg: "ES256", kid: "key-1" });
  expect(JSON.parse(Buffer.from(assertion.split(".")[1]!, "base64url").toString())).toMatchObject({ iss: "app-1", sub: "app-1", aud: provider });
  expect(sent.filter((text) => text.includes(d!))).toEqual([]);
});

test("a client assertion is signed in the worker; the key is in no request", async ({ page }) => {
  await open(page, { auth: "client_secret_jwt" });
  await field(page, "assertion.key").fill("a secret of at least thirty-two bytes");
  await field(page, "assertion.aud").fill(provider);
  await expect(preview(page)).toContainText("client_assertion");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
  await answer(page).getByRole("button", { name: "Reveal secrets" }).click();
  const request = answer(page).getByRole("region", { name: "Request as sent" });
  await expect(request).toContainText(/client_assertion=eyJ/);
  await expect(request).not.toContainText("thirty-two");
});

test("what the relay does not let out is said, with the flag that would", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).getByLabel("Request", { exact: true }).selectOption("endpoint:discovery");
  await field(page, "var.issuer").fill("https://10.0.0.1");
  await button(page, "Send through the relay").click();
  const alert = panel(page).getByRole("alert");
  await expect(alert).toContainText("did not let this request out");
  await expect(alert).toContainText("-relay-allow");
});

test("without a WebSocket the request goes by POST", async ({ page }) => {
  await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await open(page);
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
});

test("a request under way can be cancelled", async ({ page }) => {
  await open(page, { client: "never" });
  await button(page, "Send through the relay").click();
  await expect(panel(page).getByRole("figure", { name: "Time line" }).getByRole("img", { name: /Wait: .*running/ })).toBeVisible();
  await button(page, "Cancel").click();
  await expect(panel(page).getByRole("alert")).toContainText("Cancelled");
  await expect(button(page, "Send through the relay")).toBeEnabled();
});

test.describe("from the browser", () => {
  test.use({ expectedErrors: [/CORS policy|Failed to load resource/] });

  test("a provider that permits it answers the page itself; one that does not is explained, and the relay offered", async ({ page }) => {
    await open(page, { client: "permits" });
    await button(page, "Send from the browser").click();
    await expect(answer(page)).toContainText("200 OK from the browser");
    await expect(answer(page)).toContainText("the relay shows all");
    await field(page, "client_id").fill("app-1");
    await button(page, "Send from the browser").click();
    const alert = panel(page).getByRole("alert");
    await expect(alert).toContainText("CORS");
    await alert.getByRole("button", { name: "Send through the relay" }).click();
    await expect(answer(page)).toContainText("200 OK through the relay");
  });
});

test("a curl command fills the form; a redirect URL is read", async ({ page }) => {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).locator("summary").filter({ hasText: "Start from a request" }).click();
  const box = panel(page).getByLabel(/^curl command, HAR/);
  await box.fill("curl -u 'web-app:s3cret' https://sso.example.com/realms/demo/protocol/openid-connect/token -d grant_type=password -d username=jane -d 'password=x y' -d audience=api");
  await button(page, "Fill in the form").click();
  await expect(panel(page).getByLabel("Provider")).toHaveValue("keycloak");
  await expect(field(page, "var.realm")).toHaveValue("demo");
  await expect(field(page, "client_id")).toHaveValue("web-app");
  await expect(field(page, "username")).toHaveValue("jane");
  await expect(preview(page)).toContainText("audience=api");
  await expect(box).toHaveValue("");
  await panel(page).locator("summary").filter({ hasText: "Start from a request" }).click();
  await box.fill("https://app.example.com/cb?error=login_required&state=x");
  await button(page, "Fill in the form").click();
  await expect(panel(page).getByRole("region", { name: "Callback" })).toContainText("login_required");
});

test("the request of a diagnosed log is repeated", async ({ page }) => {
  await page.goto("/");
  await ready(page);
  await paste(page, "POST /realms/demo/protocol/openid-connect/token HTTP/1.1\nHost: sso.example.com\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id=web-app&refresh_token=rt-0123456789abcdef\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":\"invalid_grant\",\"error_description\":\"Token is not active\"}\n");
  await page.getByRole("button", { name: "Repeat this request" }).click();
  await expect(panel(page).getByLabel("Provider")).toHaveValue("keycloak");
  await expect(panel(page).getByLabel("Request", { exact: true })).toHaveValue("refresh_token");
  await expect(field(page, "client_id")).toHaveValue("web-app");
  await expect(field(page, "refresh_token")).toHaveValue("rt-0123456789abcdef");
});

test("the request of one entry of a HAR is repeated whole, pretty or on one line", async ({ page }) => {
  const entry = (method: string, url: string, text: string) => ({
    startedDateTime: "2026-03-02T17:31:51.000Z",
    request: { method, url, httpVersion: "HTTP/1.1", headers: text ? [{ name: "Content-Type", value: "application/x-www-form-urlencoded" }] : [], ...(text ? { postData: { mimeType: "application/x-www-form-urlencoded", text } } : {}) },
    response: { status: text ? 400 : 302, headers: [], content: text ? { mimeType: "application/json", text: '{"error":"invalid_grant","error_description":"Incorrect redirect_uri"}' } : {} },
  });
  const keycloak = "https://sso.example.com/realms/demo/protocol/openid-connect";
  const har = { log: { version: "1.2", entries: [entry("GET", `${keycloak}/auth?response_type=code&client_id=shop&state=abc`, ""), entry("POST", `${keycloak}/token`, "grant_type=authorization_code&client_id=shop&code=0b3f6a1c8f8e4a6e&redirect_uri=https%3A%2F%2Fshop.example.com%2Fcb%2F")] } };
  for (const indent of [1, 0]) {
    await page.goto("/");
    await ready(page);
    await paste(page, JSON.stringify(har, null, indent));
    await page.getByRole("button", { name: "Repeat this request" }).last().click();
    await expect(panel(page).getByLabel("Provider")).toHaveValue("keycloak");
    await expect(panel(page).getByLabel("Request", { exact: true })).toHaveValue("authorization_code");
    await expect(field(page, "client_id")).toHaveValue("shop");
    await expect(field(page, "code")).toHaveValue("0b3f6a1c8f8e4a6e");
    await expect(field(page, "redirect_uri")).toHaveValue("https://shop.example.com/cb/");
  }
});

test("two requests are compared side by side, and forgotten by a button", async ({ page }) => {
  await open(page);
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("200 OK");
  await field(page, "client_secret").fill("mistaken-secret");
  await button(page, "Add a parameter").click();
  await panel(page).getByLabel("Name of parameter 1").fill("audience");
  await panel(page).getByLabel("Value of parameter 1").fill("api");
  await button(page, "Send through the relay").click();
  await expect(answer(page)).toContainText("401");
  await tool(page, "Compare");
  for (const n of [1, 2]) await panel(page).getByLabel(`Compare request ${n}`).check();
  const table = panel(page).getByRole("table");
  await expect(table.getByRole("row", { name: /^status/ })).toContainText("401");
  await expect(table.getByRole("row", { name: /^client_secret/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /^audience/ })).toContainText("none");
  await expect(table).not.toContainText("mistaken-secret");
  await button(page, "Forget them all").click();
  await expect(panel(page)).toContainText("Nothing has been sent");
});

test("a provider is found, and its request built from there", async ({ page }) => {
  await page.goto("/#/request/providers");
  await ready(page);
  await panel(page).getByLabel("Search").fill("keycloak");
  const entry = panel(page).locator("#provider-keycloak");
  if (!(await entry.evaluate((details: HTMLDetailsElement) => details.open))) await entry.locator("summary").click();
  await expect(entry).toContainText("/protocol/openid-connect/token");
  await entry.getByRole("link", { name: "Client credentials" }).click();
  await expect(panel(page).getByLabel("Provider")).toHaveValue("keycloak");
  await expect(preview(page)).toContainText("grant_type=client_credentials");
  await page.goto("/#/request/providers/moex");
  await panel(page).locator("#provider-moex").getByRole("link", { name: /^Move an old request/ }).click();
  await expect(page.getByRole("heading", { name: /MOEX/ })).toBeVisible();
});

test("MOEX's old request becomes the new one, field by field", async ({ page }) => {
  await page.goto("/#/request/moex");
  await ready(page);
  await panel(page).getByLabel("Old request").fill("curl https://play-api.moex.com/auth/oauth/v2/token -d grant_type=passport -d client_id=old-app -d client_secret=old-secret-1 -d scope=2F_CA_Auth -d certificate=cert-value -d algorithm=RSA -d signature=AAAA");
  await panel(page).getByLabel("Environment", { exact: true }).last().selectOption("play");
  await button(page, "Show the new request").click();
  const table = panel(page).locator(".moex-fields");
  await expect(table.getByRole("row", { name: /^grant_type_moex/ })).toContainText("passport");
  await expect(table.getByRole("row", { name: /^grant_type_moex/ })).toContainText("new");
  await expect(table.getByRole("row", { name: /^scope/ })).toContainText("unchanged");
  await expect(panel(page).locator(".migrated")).toContainText("https://sso2.beta.moex.com/auth/realms/SSO/protocol/openid-connect/token");
  await expect(panel(page).locator(".migrated")).toContainText("help@moex.com");
  await expect(panel(page).locator(".migrated")).not.toContainText("old-secret-1");
  await panel(page).getByRole("link", { name: "Open in the form" }).click();
  await expect(panel(page).getByLabel("Provider")).toHaveValue("moex");
  await expect(panel(page).locator("#request-variant")).toHaveValue("play");
});

test("the form is filled in and sent from the keyboard alone", async ({ page }) => {
  await open(page);
  await field(page, "client_id").focus();
  await page.keyboard.press("Control+Enter");
  await expect(answer(page)).toContainText("200 OK");
  await button(page, "Add a parameter").focus();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByLabel("Name of parameter 1")).toBeFocused();
  await page.keyboard.type("audience");
  await page.keyboard.press("Tab");
  await page.keyboard.type("api");
  await expect(preview(page)).toContainText("audience=api");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(button(page, "Add a parameter")).toBeFocused();
  await expect(preview(page)).not.toContainText("audience");
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on the request's views, and none scrolls sideways: ${colorScheme}, ${width} px`, async ({ page, context }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const check = async (what: string) => {
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${what}: scrolls sideways`).toBe(0);
        expect.soft(await axe(page), what).toEqual([]);
      };
      await open(page, { grant: "authorization_code", client: "wrong-state" });
      for (const summary of await panel(page).locator("summary").all()) if (await summary.isVisible()) await summary.click();
      await button(page, "Add a parameter").click();
      await check("form");
      const popup = context.waitForEvent("page");
      await button(page, "Sign in in a popup").click();
      await (await popup).locator("#go").click();
      await expect(panel(page).getByRole("region", { name: "Callback" })).toBeVisible();
      await check("callback");
      await button(page, "Send through the relay").click();
      await button(page, "Send through the relay").click();
      await expect(answer(page)).toBeVisible();
      await check("answer");
      await page.getByLabel("Language").selectOption("ru");
      await expect(panel(page).getByRole("heading", { level: 1 })).toHaveText("Составить или повторить запрос");
      await check("in Russian");
      await page.getByLabel("Язык").selectOption("en");
      await panel(page).getByLabel("Request", { exact: true }).selectOption("urn:ietf:params:oauth:grant-type:device_code");
      await button(page, "Send through the relay").click();
      await expect(panel(page).getByRole("region", { name: "On another device" })).toBeVisible();
      await check("device");
      await tool(page, "Compare");
      const sent = panel(page).getByRole("checkbox", { name: /^Compare request/ });
      await expect(sent).toHaveCount(3);
      for (const box of await sent.all()) await box.check();
      await expect(panel(page).getByRole("table")).toBeVisible();
      await check("compare");
      await tool(page, "Providers");
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "all providers: scroll sideways").toBe(0);
      await panel(page).getByLabel("Search").fill("moscow exchange");
      await check("providers");
      await tool(page, "MOEX migration");
      await panel(page).getByLabel("Old request").fill("grant_type=passport&client_id=old&scope=s&certificate=c&algorithm=GOST&signature=AA==");
      await button(page, "Show the new request").click();
      await expect(panel(page).locator(".migrated")).toBeVisible();
      await check("moex");
    });
  }
}
