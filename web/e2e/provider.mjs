/**
 * A small OAuth 2.0 and OpenID Connect server for the browser tests: node provider.mjs PORT. It keeps to the protocol where
 * a test needs it to, and misbehaves by client_id:
 *
 *   wrong-state   its callback carries another state        wrong-issuer   … another iss (RFC 9207)
 *   asks-nonce    wants a DPoP proof with a nonce           slow-down      tells a device client to slow down first
 *   never         gives no answer from the token endpoint   permits        lets pages of any origin read its token answers
 *   may-not-push  is refused at the PAR endpoint            forged         its JARM answers are signed by another key
 *
 * At the next port it speaks TLS with a chain of certificates that nobody should trust.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTls } from "node:https";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "test-1", alg: "ES256", use: "sig" }] };

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const payloadOf = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));
const random = () => randomBytes(12).toString("base64url");

function jwt(claims, typ = "JWT", key = privateKey) {
  const now = Math.floor(Date.now() / 1000);
  const input = `${part({ alg: "ES256", typ, kid: "test-1" })}.${part({ iss: issuer, iat: now, exp: now + 300, ...claims })}`;
  return `${input}.${sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** What was given out: code, refresh token, device code, request_uri, auth_req_id → what it is good for. */
const given = new Map();

function tokens(client, { nonce, scope = "openid" } = {}) {
  const refresh = `refresh-${random()}`;
  given.set(refresh, { client, scope });
  return {
    access_token: jwt({ sub: "user-1", aud: "api", client_id: client, scope }, "at+jwt"),
    token_type: "Bearer",
    expires_in: 300,
    refresh_token: refresh,
    scope,
    ...(scope.includes("openid") ? { id_token: jwt({ sub: "user-1", aud: client, ...(nonce ? { nonce } : {}) }) } : {}),
  };
}

const refused = (error, error_description, status = 400) => ({ status, body: { error, error_description } });

function credentials(headers, form) {
  const [scheme, value = ""] = (headers.authorization ?? "").split(" ");
  if (scheme === "Basic") {
    const [id, secret] = Buffer.from(value, "base64").toString().split(":").map((text) => decodeURIComponent(text.replaceAll("+", " ")));
    return { id, secret };
  }
  return { id: form.get("client_id") ?? "", secret: form.get("client_secret") };
}

function token(headers, form) {
  const { id, secret } = credentials(headers, form);
  if (secret && secret !== "s3cret & more") return refused("invalid_client", "Wrong client secret", 401);
  if (id === "asks-nonce") {
    const proof = headers.dpop && payloadOf(headers.dpop);
    if (proof?.nonce !== "nonce-1") return { ...refused("use_dpop_nonce", "Authorization server requires nonce in DPoP proof"), headers: { "DPoP-Nonce": "nonce-1" } };
  }
  switch (form.get("grant_type")) {
    case "client_credentials":
      return { status: 200, body: { access_token: jwt({ sub: id, aud: "api" }, "at+jwt"), token_type: id === "asks-nonce" ? "DPoP" : "Bearer", expires_in: 300 } };
    case "authorization_code": {
      const code = given.get(form.get("code"));
      given.delete(form.get("code"));
      if (!code || code.client !== id) return refused("invalid_grant", "Code not valid");
      const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
      if (code.challenge && challenge !== code.challenge) return refused("invalid_grant", "PKCE verification failed");
      return { status: 200, body: tokens(id, code) };
    }
    case "refresh_token": {
      const old = given.get(form.get("refresh_token"));
      given.delete(form.get("refresh_token"));
      return old ? { status: 200, body: tokens(id, old) } : refused("invalid_grant", "Token is not active");
    }
    case "urn:ietf:params:oauth:grant-type:device_code": {
      const device = given.get(form.get("device_code"));
      if (!device) return refused("expired_token", "Device code is gone");
      device.polls++;
      if (device.polls === 1 && id === "slow-down") return refused("slow_down", "Too fast");
      if (device.polls <= 2) return refused("authorization_pending", "The user has not answered yet");
      return { status: 200, body: tokens(id) };
    }
    case "urn:openid:params:grant-type:ciba": {
      const asked = given.get(form.get("auth_req_id"));
      if (!asked) return refused("expired_token", "auth_req_id is gone");
      if (++asked.polls < 2) return refused("authorization_pending", "The user has not answered yet");
      return { status: 200, body: tokens(id) };
    }
  }
  return refused("unsupported_grant_type", "Unsupported grant_type");
}

function authorize(asked) {
  const pushed = given.get(asked.get("request_uri"));
  if (asked.has("request_uri") && !pushed) return { status: 400, html: "<!doctype html><title>Error</title>request_uri is gone" };
  const query = pushed ?? asked;
  const client = query.get("client_id");
  const code = `code-${random()}`;
  given.set(code, { client, challenge: query.get("code_challenge"), nonce: query.get("nonce"), scope: query.get("scope") ?? "openid" });
  const back = { code, state: client === "wrong-state" ? "another" : query.get("state"), iss: client === "wrong-issuer" ? "https://evil.example.com" : issuer };
  const jarm = /^((query|fragment|form_post)\.)?jwt$/.test(query.get("response_mode") ?? "");
  const pairs = new URLSearchParams(jarm ? { response: jwt({ ...back, aud: client }, "JWT", client === "forged" ? stranger : privateKey) } : back);
  if (query.get("response_mode") === "form_post") {
    const inputs = [...pairs].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join("");
    return { status: 200, html: `<!doctype html><form method="post" action="${query.get("redirect_uri")}">${inputs}<button id="go">Sign in</button></form>` };
  }
  const to = `${query.get("redirect_uri")}${query.get("response_mode") === "fragment" ? "#" : "?"}${pairs}`;
  // A page in between, as logins have one: the person presses the button.
  return { status: 200, html: `<!doctype html><title>Sign in</title><a id="go" href="${to.replaceAll("&", "&amp;")}">Sign in</a>` };
}

const metadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  introspection_endpoint: `${issuer}/introspect`,
  revocation_endpoint: `${issuer}/revoke`,
  device_authorization_endpoint: `${issuer}/device`,
  pushed_authorization_request_endpoint: `${issuer}/par`,
  backchannel_authentication_endpoint: `${issuer}/backchannel`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["ES256"],
};

createServer((request, response) => {
  const url = new URL(request.url, issuer);
  let body = "";
  request.on("data", (piece) => (body += piece));
  request.on("end", () => {
    const form = new URLSearchParams(body);
    const client = credentials(request.headers, form).id;
    if (client === "never") return;
    const headers = client === "permits" || request.method === "OPTIONS" ? { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*" } : {};
    const send = ({ status, body: json, html, headers: more = {} }) => {
      response.writeHead(status, [...Object.entries({ "Content-Type": html ? "text/html" : "application/json", "Cache-Control": "no-store", ...headers, ...more }), ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]].flat());
      response.end(html ?? (json === undefined ? "" : JSON.stringify(json)));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return send({ status: 200, body: metadata });
      case "/authorize":
        return send(authorize(url.searchParams));
      case "/token":
        return send(token(request.headers, form));
      case "/device": {
        const device = `device-${random()}`;
        given.set(device, { client, polls: 0 });
        return send({ status: 200, body: { device_code: device, user_code: "WDJB-MJHT", verification_uri: `${issuer}/verify`, verification_uri_complete: `${issuer}/verify?user_code=WDJB-MJHT`, expires_in: 600, interval: 1 } });
      }
      case "/par": {
        if (client === "may-not-push") return send(refused("unauthorized_client", "This client may not push"));
        const uri = `urn:ietf:params:oauth:request_uri:${random()}`;
        given.set(uri, form);
        return send({ status: 201, body: { request_uri: uri, expires_in: 60 } });
      }
      case "/backchannel": {
        if (form.get("login_hint") === "nobody") return send(refused("unknown_user_id", "The hint names nobody"));
        const id = `ciba-${random()}`;
        given.set(id, { client, polls: 0 });
        return send({ status: 200, body: { auth_req_id: id, expires_in: 120, interval: 1 } });
      }
      case "/userinfo":
        return send(request.headers.authorization?.startsWith("Bearer eyJ") ? { status: 200, body: { sub: "user-1", name: "Jane Roe" } } : refused("invalid_token", "No token", 401));
      case "/introspect":
        return send({ status: 200, body: { active: true, client_id: client } });
      case "/revoke":
        return send({ status: 200 });
      case "/favicon.ico":
        return send({ status: 204 });
      case "/jwks":
        return send({ status: 200, body: jwks });
    }
    send({ status: 404, body: { error: "not_found" } });
  });
}).listen(port, "127.0.0.1");

const chain = readFileSync(new URL("chain.pem", import.meta.url));
createTls({ key: chain, cert: chain }, (_, response) => response.end("{}")).listen(port + 1, "127.0.0.1");
