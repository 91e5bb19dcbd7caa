/**
 * A log of the shape the page is for, with invented people, example.com hosts and unsigned tokens, and a report of it as
 * the engine would give: for tests of the page that must not depend on what the engine finds.
 */
import type { Quote, Report, Span } from "../report.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const part = (value: object) => btoa(String.fromCharCode(...encode(JSON.stringify(value)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const jwt = (alg: string, claims: object) => [part({ alg, typ: "JWT", kid: "test-key-1" }), part(claims), "c2lnbmF0dXJlLW9mLWEtdGVzdC1rZXk"].join(".");

const issued = 1772472717; // 2026-03-02 17:31:57 UTC
const claims = {
  exp: issued + 1800,
  iat: issued,
  auth_time: 0,
  iss: "https://sso.example.com/realms/demo",
  aud: "account",
  azp: "demo-web",
  preferred_username: "anna.ivanova",
  name: "Анна Иванова",
};

export const accessToken = jwt("RS256", claims);
export const refreshToken = jwt("HS256", { ...claims, exp: issued + 7200 });

const body = `{"access_token":"${accessToken}","expires_in":1800,"refresh_expires_in":7200,"refresh_token":"${refreshToken}","token_type":"Bearer","not-before-policy":0,"scope":"profile email"}`;

export const log = `POST https://sso.example.com/realms/demo/protocol/openid-connect/token
Ошибка аутентификации: ${body}
Response body: ${body}
Шаг 1: Поиск клиента по коду
APIResponse: 200 OK
  Date: Mon, 02 Mar 2026 17:31:58 GMT
  Content-Type: text/html
  Content-Length: 812
  Last-Modified: Sun, 01 Mar 2026 12:46:33 GMT
  ETag: "69a43599-32c"
  Accept-Ranges: bytes
AssertionError: expected 5 clients, got <!doctype html>
`;

function spanOf(text: string, nth = 1): Span {
  let at = -1;
  for (let i = 0; i < nth; i++) at = log.indexOf(text, at + 1);
  const before = log.slice(0, at);
  const start = encode(before).length;
  const line = before.split("\n").length;
  return { start, end: start + encode(text).length, line, column: encode(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

const quote = (text: string, nth = 1): Quote => ({ span: spanOf(text, nth), text });

export const report = {
  schema: 1,
  summary: {
    verdict: "misclassified_success",
    claimed: "failure",
    actual: "mixed",
    headline: "The log calls it an authentication error, but Keycloak issued tokens: the client's success check is wrong.",
    exchange: "x1",
    kind: "log",
  },
  exchanges: [
    {
      id: "x1",
      span: spanOf("Ошибка аутентификации:"),
      alsoAt: [spanOf("Response body:")],
      at: "2026-03-02T17:31:58Z",
      provider: "keycloak",
      endpoint: "token",
      grant: "password",
      request: { method: "POST", url: "https://sso.example.com/realms/demo/protocol/openid-connect/token" },
      response: { body: "json" },
      claimed: "failure",
      claimedBy: quote("Ошибка аутентификации:"),
      actual: "success",
      verdict: "misclassified_success",
      tokens: ["t1", "t2"],
    },
    {
      id: "x2",
      span: spanOf("APIResponse: 200 OK"),
      label: quote("Шаг 1: Поиск клиента по коду"),
      at: "2026-03-02T17:31:58Z",
      endpoint: "api",
      response: { status: 200, statusText: "OK", contentType: "text/html", body: "html" },
      claimed: "success",
      claimedBy: quote("200 OK"),
      actual: "failure",
      verdict: "misclassified_failure",
    },
  ],
  findings: [
    {
      rule: "success-called-error",
      severity: "error",
      confidence: "certain",
      exchange: "x1",
      title: "A successful token response was reported as an authentication error",
      detail:
        "The text after “Ошибка аутентификации:” is a complete answer of the token endpoint: it carries an access token, its lifetime and its type, as RFC 6749 asks of a success. The provider did its part; the code that wrote this line took the wrong branch.",
      causes: [
        "The client tests the wrong thing: response.ok used as a value, where Playwright's APIResponse has it as a method, or a field the answer does not have.",
        "The branches of the check are swapped.",
      ],
      fixes: ["Call the method: if (!response.ok()) throw …", "Take the token from the JSON body, and log no body on either path."],
      refs: [
        { label: "RFC 6749, 5.1", url: "https://www.rfc-editor.org/rfc/rfc6749#section-5.1" },
        { label: "Playwright: APIResponse.ok()", url: "https://playwright.dev/docs/api/class-apiresponse#api-response-ok" },
      ],
      evidence: [quote("Ошибка аутентификации:"), quote(`"access_token":"${accessToken}"`), quote(`"expires_in":1800`), quote(`"token_type":"Bearer"`)],
    },
    {
      rule: "api-answered-by-front-end",
      severity: "error",
      confidence: "likely",
      exchange: "x2",
      title: "The API call was answered with the front end's index.html",
      detail:
        "200 OK, but the body is HTML of 812 bytes, last modified a day before the request. The ETag is nginx's for a static file: 0x32c is 812, the length of the body, and the first part is the time of Last-Modified.",
      causes: ["The base URL of the API points at the front end, whose server answers every unknown path with index.html."],
      fixes: ["Set the client's base URL to the API's host and path.", "Check the content type before parsing: anything but application/json is a failure."],
      evidence: [quote("200 OK"), quote("Content-Type: text/html"), quote("Content-Length: 812"), quote(`ETag: "69a43599-32c"`)],
      missing: ["The URL of the request: it is not in this text."],
    },
    {
      rule: "direct-grant-suspected",
      severity: "info",
      confidence: "possible",
      exchange: "x1",
      title: "The password grant was probably used",
      detail: "auth_time is 0, as Keycloak writes it when nobody signed in through a browser.",
      causes: ["The test signs in with grant_type=password."],
      evidence: [quote(accessToken)],
    },
  ],
  tokens: [
    {
      id: "t1",
      span: spanOf(accessToken),
      exchange: "x1",
      use: "access_token",
      kind: "jws",
      looks: "keycloak",
      alg: "RS256",
      kid: "test-key-1",
      issuer: "https://sso.example.com/realms/demo",
      realm: "demo",
      audience: ["account"],
      azp: "demo-web",
      subject: "7b0e2f4c-0000-4000-8000-1d2c3b4a5f60",
      scope: "profile email",
      issuedAt: issued,
      authTime: 0,
      expiresAt: issued + 1800,
      lifetime: 1800,
      state: "valid",
      complete: true,
      claims: Object.entries(claims).map(([name, value]) => ({ name, value: JSON.stringify(value) })),
      checks: [
        { name: "at_hash", result: "unknown", reason: "no ID token in this text" },
        { name: "exp", result: "pass", reason: "29 minutes 59 seconds left at the log's time" },
      ],
    },
    {
      id: "t2",
      span: spanOf(refreshToken),
      exchange: "x1",
      use: "refresh_token",
      kind: "jws",
      alg: "HS256",
      issuer: "https://sso.example.com/realms/demo",
      issuedAt: issued,
      expiresAt: issued + 7200,
      lifetime: 7200,
      state: "valid",
      complete: false,
      repairs: ["Two line breaks inside the token were taken out."],
      damage: [{ part: "payload", span: spanOf(refreshToken), text: "…", reason: "not a character of base64url" }],
    },
  ],
  secrets: [spanOf(accessToken), spanOf(refreshToken), spanOf(accessToken, 2), spanOf(refreshToken, 2)],
  stats: { bytes: encode(log).length, lines: 12, at: "2026-03-02T17:31:58Z", atSource: "date_header" },
  redacted: false,
} satisfies Report;
