import { accessToken, refreshToken } from "../src/testdata/fixture.ts";
import { axe, expect, fixtureEngine, log, paste, test, verdict } from "./page.ts";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing on any view, and none scrolls sideways: ${colorScheme}, ${width} px`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const check = async (what: string) => {
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${what}: scrolls sideways`).toBe(0);
        expect.soft(await axe(page), what).toEqual([]);
      };
      await fixtureEngine(page);
      await page.goto("/");
      await check("empty");
      await page.getByRole("button", { name: "Try an example" }).click();
      await check("menu");
      await page.keyboard.press("Escape");
      await paste(page, log);
      await expect(verdict(page)).toBeVisible();
      await page.locator("#finding-0 .evidence-line").first().focus();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await check("answer");
      await page.getByRole("tab", { name: "Token" }).click();
      await page.getByRole("textbox", { name: "Token", exact: true }).fill(accessToken);
      await expect(page.locator("#panel-token article.token").first()).toBeVisible();
      await check("token");
      for (const tool of ["Verify", "Compare", "Make", "Decrypt"]) {
        await page.getByRole("navigation", { name: "Token tools" }).getByRole("link", { name: tool }).click();
        if (tool === "Compare") await page.getByLabel("Other token").fill(refreshToken);
        if (tool === "Verify" || tool === "Make") await page.getByRole("button", { name: tool === "Make" ? "Make the token" : "Verify", exact: true }).click();
        await expect(page.locator("#panel-token").locator(tool === "Compare" ? ".compared" : tool === "Make" ? ".made" : tool === "Verify" ? ".verified" : "#decrypt-key")).toBeVisible();
        await check(`token, ${tool}`);
      }
      await page.getByRole("tab", { name: "Waves" }).click();
      await page.getByRole("button", { name: "Sign", exact: true }).click();
      await expect(page.getByText("Enter a seed first.")).toBeVisible();
      await check("waves");
      for (const tool of ["Without a seed", "Verify", "Refresh"]) {
        await page.getByRole("navigation", { name: "Waves tools" }).getByRole("link", { name: tool }).click();
        if (tool === "Verify") await page.getByLabel("Password, form body or curl command").fill("1584651600:3x");
        if (tool !== "Refresh") await page.getByRole("button", { name: tool === "Verify" ? "Verify" : "Show what to sign", exact: true }).click();
        await expect(page.locator("#panel-waves").locator(tool === "Verify" ? ".waves-verdict" : tool === "Refresh" ? "#waves-refresh" : ".wallet")).toBeVisible();
        await check(`waves, ${tool}`);
      }
      await page.getByRole("tab", { name: "Rules" }).click();
      await expect(page.locator(".rule-entry").first()).toBeVisible();
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "all rules: scroll sideways").toBe(0);
      await page.getByLabel("Search").fill("redirect_uri");
      await page.locator(".rule-entry summary").first().click();
      await check("rules");
    });
  }
}
