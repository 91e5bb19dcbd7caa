import { expect, ready, test } from "./page.ts";

test("Waves: a seed is signed in a worker of its own, nothing is sent, and the seed is gone from the page", async ({ page }) => {
  const vaultLoaded = page.waitForResponse(/\/vault[.-][^/]*\.wasm$/);
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

test("Waves: white space around the seed is another account: both addresses are shown, and nothing is signed before the choice", async ({ page }) => {
  await page.goto("/#/waves");
  const seed = page.getByLabel("Seed", { exact: true });
  const words = "invented words for a test account only";
  await seed.fill(words);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const signed = page.locator(".signed");
  const own = await signed.locator("code").first().innerText();
  await seed.fill(`${words} `);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const choice = page.locator(".choice");
  await expect(choice).toContainText("White space around the seed makes another account.");
  await expect(signed).toHaveCount(0);
  const [kept, trimmed] = await choice.locator("code").allInnerTexts();
  expect(trimmed).toBe(own);
  expect(kept).not.toBe(own);
  await page.getByRole("button", { name: "Sign without the white space" }).click();
  await expect(signed.locator("code").first()).toHaveText(own);
  await expect(seed).toHaveValue("");
  await seed.fill(`${words} `);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByRole("button", { name: "Sign with the seed as typed" }).click();
  await expect(signed.locator("code").first()).toHaveText(kept!);
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

test("Waves: the longest lifetime keeps the service's margin, and the request is there in four languages", async ({ page }) => {
  await page.goto("/#/waves");
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const result = page.locator(".signed");
  const [, expires] = /(\d{10}):[1-9A-HJ-NP-Za-km-z]{80,}/.exec(await result.innerText())!;
  expect(Number(expires) - Date.now() / 1000).toBeLessThan(7 * 86400);
  expect(Number(expires) - Date.now() / 1000).toBeGreaterThan(7 * 86400 - 400);
  for (const [name, word] of [["curl", "--data-raw"], ["fetch", "await fetch("], ["Go", "http.Post("], ["Python", "requests.post("]] as const) {
    await result.getByRole("button", { name, exact: true }).click();
    await expect(result.locator("pre")).toContainText(word);
  }
});

test("Waves: what was signed here is verified there, and a changed one is told by its mistake", async ({ page }) => {
  await page.goto("/#/waves");
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const body = await page.locator(".signed code", { hasText: "grant_type=password" }).innerText();
  await page.getByRole("navigation", { name: "Waves tools" }).getByRole("link", { name: "Verify" }).click();
  await expect(page).toHaveURL(/#\/waves\/verify$/);
  const input = page.getByLabel("Password, form body or curl command");
  await input.fill(`curl -X POST https://api.waves.exchange/v1/oauth2/token -d '${body}'`);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  const verdict = page.locator(".waves-verdict");
  await expect(verdict).toContainText("The signature is right, and the password is good until");
  await input.fill(body.replace("client_id=waves.exchange", "client_id=wx.network"));
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(verdict).toContainText("Not valid");
  await expect(verdict).toContainText("Fix");
  await expect(input).toHaveValue(/wx\.network/);
});

test("Waves: a wallet is told what to sign, and what it gives back is judged", async ({ page }) => {
  await page.goto("/#/waves/wallet");
  await page.getByRole("button", { name: "Show what to sign" }).click();
  const wallet = page.locator(".wallet");
  await expect(wallet).toContainText(/W:waves\.exchange:\d{10}/);
  await expect(wallet).toContainText("signMessage(");
  await expect(wallet).toContainText("signCustomData(");
  await page.getByLabel("Public key, Base58").fill("9cpfKN9suPNvfeUNphzxXMjcnn974eme8ZhWUjaktzU5");
  await page.getByLabel("Signature, Base58").fill("3".repeat(87));
  await page.getByRole("button", { name: "Put the password together" }).click();
  await expect(page.locator("#panel-waves .waves-verdict")).toContainText("Not valid");
  await expect(page.getByLabel("Signature, Base58")).toHaveValue("3".repeat(87));
});

test("Waves: what a wallet signed becomes the request, in four languages", async ({ page }) => {
  await page.goto("/#/waves/wallet");
  await page.locator("#panel-waves").getByLabel("Service").locator("visible=true").selectOption("WX Network, testnet");
  await page.getByRole("button", { name: "Show what to sign" }).click();
  const text = await page.locator(".wallet code").first().innerText();
  const [chain, clientId, expires] = text.split(":") as [string, string, string];
  expect([chain, clientId]).toEqual(["T", "wx.network"]);
  // The wallet: the page's own signer, for the same time.
  await page.getByRole("link", { name: "Sign", exact: true }).click();
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only");
  await page.locator("#waves-profile").selectOption("WX Network, testnet");
  await expect(page.locator("#waves-chain")).toHaveValue("T");
  await page.locator("#waves-lifetime").selectOption("Until a time");
  const local = new Date(Number(expires) * 1000 - new Date(Number(expires) * 1000).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  await page.locator("#waves-until").fill(local);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const signed = page.locator(".signed");
  await expect(signed).toContainText(`${expires}:`);
  const codes = await signed.locator("code").allInnerTexts();
  const password = codes.find((code) => code.startsWith(`${expires}:`))!;
  const username = codes.find((code) => /^[1-9A-HJ-NP-Za-km-z]{43,44}$/.test(code))!;
  await page.getByRole("link", { name: "Without a seed", exact: true }).click();
  await page.getByLabel("Public key, Base58").fill(username);
  await page.getByLabel("Signature, Base58").fill(password.split(":")[1]!);
  await page.getByRole("button", { name: "Put the password together" }).click();
  const assembled = page.locator(".assembled");
  await expect(assembled).toContainText(password);
  for (const [name, word] of [["curl", "--data-raw"], ["fetch", "await fetch("], ["Go", "http.Post("], ["Python", "requests.post("]] as const) {
    await assembled.getByRole("button", { name, exact: true }).click();
    await expect(assembled.locator("pre")).toContainText(word);
    await expect(assembled.locator("pre")).toContainText("https://api-testnet.wx.network/v1/oauth2/token");
  }
});

test("Waves: a mistake that looks like others from outside is named with the seed, which is then gone", async ({ page }) => {
  await page.goto("/#/waves");
  const sign = async (nonce: string) => {
    await page.locator("#waves-nonce").fill(nonce);
    await page.locator("#waves-seed").fill("invented words for a test account only");
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(page.locator("#waves-seed")).toHaveValue("");
    return (await page.locator(".signed code").allInnerTexts()).find((code) => code.startsWith("grant_type="))!;
  };
  const [own, other] = [new URLSearchParams(await sign("0")), new URLSearchParams(await sign("2"))];
  own.set("password", other.get("password")!);
  await page.getByRole("link", { name: "Verify", exact: true }).click();
  await page.getByLabel("Password, form body or curl command").fill(String(own));
  await page.getByLabel("Account that should have signed").fill(other.get("username")!);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  const panel = page.locator("#panel-waves");
  await expect(panel).toContainText(`signed by ${other.get("username")}`);
  await expect(panel.getByRole("heading", { name: "What else it may have been" })).toBeVisible();
  await page.locator("#waves-naming-seed").fill("invented words for a test account only");
  await page.getByRole("button", { name: "Name the mistake" }).click();
  await expect(panel.locator(".waves-verdict")).toContainText("another account number (nonce) of the same seed");
  await expect(panel.getByRole("heading", { name: "What else it may have been" })).toHaveCount(0);
  expect(await page.content()).not.toContain("invented words");
});

test("Waves: a clock that runs ahead is noticed, and the password still ends in time", async ({ page }) => {
  await page.clock.install({ time: Date.now() + 3 * 3600_000 });
  await page.goto("/#/waves");
  await expect(page.locator("#panel-waves")).toContainText(/This clock is (3\sh|2\sh\s59\smin)/);
  await page.getByLabel("Seed", { exact: true }).fill("invented words for a test account only");
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const [, expires] = /(\d{10}):[1-9A-HJ-NP-Za-km-z]{80,}/.exec(await page.locator(".signed").innerText())!;
  expect(Number(expires) - Date.now() / 1000).toBeLessThan(7 * 86400 - 200);
  expect(Number(expires) - Date.now() / 1000).toBeGreaterThan(7 * 86400 - 400);
});

test("Waves: expires_in is read both ways, and the refresh request hides its token", async ({ page }) => {
  await page.goto("/#/waves/refresh");
  await page.getByLabel("expires_in of the answer").fill("604798");
  await expect(page.getByRole("listitem").filter({ hasText: "As a duration" })).toContainText("the likely reading");
  await page.getByLabel("expires_in of the answer").fill("1584651600");
  await expect(page.getByRole("listitem").filter({ hasText: "2020-03-19 21:00:00" })).toContainText("the likely reading");
  await page.getByLabel("Refresh token", { exact: true }).fill("an-invented-refresh-token");
  await page.getByRole("button", { name: "Write the request" }).click();
  const panel = page.locator("#panel-waves .refreshed");
  await expect(panel).toContainText("Python");
  await expect(panel).not.toContainText("an-invented-refresh-token");
  await panel.locator(".snippets").getByRole("button", { name: "Show" }).click();
  for (const name of ["curl", "fetch", "Go", "Python"]) {
    await panel.getByRole("button", { name, exact: true }).click();
    await expect(panel.locator("pre")).toContainText("https://api.waves.exchange/v1/oauth2/token");
  }
  await panel.locator(".outputs").getByRole("button", { name: "Show" }).click();
  await expect(panel.locator(".outputs")).toContainText("grant_type=refresh_token&scope=general&refresh_token=an-invented-refresh-token&client_id=waves.exchange");
});
