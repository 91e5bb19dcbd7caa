/** In Russian everything that goes wrong is said in Russian: by the page, by its engines and by the server. */
import { PROVIDER_PORT } from "../playwright.config.ts";
import type { Locator } from "@playwright/test";
import { expect, ready, test, type Page } from "./page.ts";

test.use({ locale: "ru-RU" });

const panel = (page: Page) => page.locator("#panel-request");
const trouble = (page: Page) => panel(page).locator(".trouble").first();

/** Says what, and holds no English sentence beside it. */
async function saysInRussian(place: Locator, what: RegExp | string): Promise<void> {
  await expect(place).toContainText(what);
  expect(await place.innerText()).not.toMatch(/\b(the|this|is|are|was|not|and|of|with|cannot|could|failed|no|engine:)\b/i);
}

/** A token request of the generic profile to an address, sent through the relay. */
async function send(page: Page, address: string): Promise<void> {
  await page.goto("/#/request");
  await ready(page);
  await panel(page).locator("#request-grant").selectOption("client_credentials");
  await panel(page).getByLabel("Аутентификация клиента").selectOption("client_secret_post");
  await panel(page).locator("#request-var-issuer").fill(new URL(address).origin);
  await panel(page).locator("#request-url-token").fill(address);
  await panel(page).locator("#request-client_id").fill("app-1");
  await panel(page).locator("#request-client_secret").fill("s3cret");
  await panel(page).getByRole("button", { name: "Отправить через relay" }).click();
}

test("a host that the relay does not send to, over the WebSocket", async ({ page }) => {
  await send(page, "https://id.corp.test/token");
  await saysInRussian(trouble(page), "id.corp.test нет среди хостов профилей провайдеров, и оператор его не назвал");
  await expect(trouble(page)).toContainText("Оператор может запустить сервер с -relay-allow id.corp.test");
  await page.locator("#lang").selectOption("en");
  await expect(trouble(page)).toContainText("id.corp.test is not a host of the provider profiles");
});

test.describe("where no WebSocket comes through", () => {
  test.use({ expectedErrors: [/status of 403/] });
  test("the same by POST", async ({ page }) => {
    await page.routeWebSocket("/ws", (socket) => void socket.close());
    await send(page, "https://id.corp.test/token");
    await saysInRussian(trouble(page), "id.corp.test нет среди хостов");
    await page.locator("#lang").selectOption("en");
    await expect(trouble(page)).toContainText("id.corp.test is not a host of the provider profiles");
  });
});

test("a certificate that nobody vouches for", async ({ page }) => {
  await send(page, `https://127.0.0.1:${PROVIDER_PORT + 1}/token`);
  await saysInRussian(trouble(page), /сертификат|цепочка/i);
  // What is shown already is said anew: the failure, its phase in the time line, and the report.
  await page.locator("#lang").selectOption("en");
  await expect(trouble(page)).toContainText("the certificate of CN=Example Issuing CA has expired");
  await expect(panel(page).locator("section.answer")).not.toContainText(/[а-яё]/i);
});

test("a connection to the server that is lost on the way", async ({ page }) => {
  await page.routeWebSocket("/ws", (socket) => {
    socket.onMessage(() => void socket.close());
  });
  await send(page, "https://id.corp.test/token");
  await saysInRussian(trouble(page), "Связь с сервером Grantlens потеряна");
});

test.describe("the engine does not come", () => {
  test.use({ expectedErrors: [/404|Failed to load/] });
  test("and the page says so", async ({ page }) => {
    await page.route(/grantlens.*\.wasm/, (route) => route.fulfill({ status: 404 }));
    await page.goto("/");
    await expect(page.locator(".engine")).toContainText("Движок не запущен");
    await page.locator(".cm-content").fill('{"error":"invalid_grant"}');
    await page.getByRole("button", { name: "Разобрать", exact: true }).click();
    await saysInRussian(page.locator("#panel-diagnose .trouble"), "Движок не запустился");
  });
});

test("a key set that is none", async ({ page }) => {
  await page.goto("/#/token/verify");
  await page.getByRole("textbox", { name: "Токен", exact: true }).fill("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await page.locator("#verify-keys").fill("<!doctype html><title>Sign in</title>");
  await page.locator("#panel-token").getByRole("button", { name: "Проверить", exact: true }).click();
  await saysInRussian(page.locator("#panel-token .trouble"), "это страница HTML, а не набор ключей");
});
