import { expect, test } from "vitest";
import type { Exchanged } from "../../requests.ts";
import { askedForNonce, issuedBy, objectOf, pretty } from "./answers.ts";
import { compare } from "./compare.ts";

const FORM: [string, string] = ["Content-Type", "application/x-www-form-urlencoded"];

function exchanged(host: string, form: string, status: number, body: string, headers: [string, string][] = []): Exchanged {
  return {
    request: { method: "POST", url: `https://${host}/token`, headers: [["Host", host], FORM, ["Content-Length", String(form.length)]], body: form },
    response: { status, statusText: "", headers: [["Content-Type", "application/json"], ["Date", new Date(status).toUTCString()], ...headers], body, bodyEncoding: "utf-8", size: body.length },
    trace: { phases: [{ name: "wait", start: 1, end: 31 }], total: 40 },
    transcript: "",
    report: {} as Exchanged["report"],
  };
}

test("what differs between staging and production is said, and nothing else", () => {
  const staging = exchanged("staging.example.com", "grant_type=client_credentials&resource=a&resource=b", 200, '{"access_token":"x","expires_in":300}');
  const production = exchanged("id.example.com", "grant_type=client_credentials&resource=b&resource=a&scope=read", 400, '{"error":"invalid_target"}');
  const { differences, same } = compare(staging, production);
  expect(differences).toEqual([
    { part: "request", name: "host", a: "staging.example.com", b: "id.example.com" },
    { part: "request", name: "resource", a: "a\nb", b: "b\na" },
    { part: "request", name: "scope", a: undefined, b: "read" },
    { part: "response", name: "status", a: "200", b: "400" },
    { part: "response", name: "{access_token}", a: "x", b: undefined },
    { part: "response", name: "{expires_in}", a: "300", b: undefined },
    { part: "response", name: "{error}", a: undefined, b: "invalid_target" },
  ]);
  expect(same).toBe(8);
  expect(compare(staging, staging).differences).toEqual([]);
});

test("what failed and the version of TLS have rows of their own beside the times", () => {
  const good = exchanged("id.example.com", "", 200, "{}");
  good.trace = { phases: [{ name: "tls", start: 0, end: 20 }], total: 40, tls: { version: "TLS 1.3", problem: "" } };
  const { response: _, ...rest } = good;
  const bad: Exchanged = { ...rest, failure: { phase: "tls", code: "tls_expired", message: "", hint: "" }, trace: { phases: [{ name: "tls", start: 0, end: 66 }], total: 66, tls: { version: "", problem: "expired" } } };
  const { differences } = compare(good, bad);
  expect(differences.filter(({ part }) => part === "timing")).toEqual([
    { part: "timing", name: "tls version", a: "TLS 1.3", b: "" },
    { part: "timing", name: "certificate problem", a: "", b: "expired" },
    { part: "timing", name: "tls", a: "20 ms", b: "66 ms" },
    { part: "timing", name: "total", a: "40 ms", b: "66 ms" },
  ]);
  expect(differences).toContainEqual({ part: "response", name: "failure", a: undefined, b: "tls: tls_expired" });
});

test("tokens are read from JSON and from a form, and from nothing else", () => {
  expect(issuedBy(exchanged("a.example.com", "", 200, '{"access_token":"a","refresh_token":7,"id_token":""}'))).toEqual({ access_token: "a" });
  const form = exchanged("a.example.com", "", 200, "access_token=b&scope=");
  expect(issuedBy(form)).toEqual({});
  form.response!.headers[0] = FORM;
  expect(issuedBy(form)).toEqual({ access_token: "b" });
  expect(objectOf(exchanged("a.example.com", "", 200, "[1]"))).toBeNull();
  expect(objectOf(exchanged("a.example.com", "", 200, "<html>"))).toBeNull();
});

test("a nonce is asked for by RFC 9449's error, in the body or in the challenge, and only with a nonce", () => {
  const nonce: [string, string] = ["DPoP-Nonce", "n-1"];
  expect(askedForNonce(exchanged("a.example.com", "", 400, '{"error":"use_dpop_nonce"}', [nonce]))).toBe(true);
  expect(askedForNonce(exchanged("a.example.com", "", 401, "", [nonce, ["WWW-Authenticate", 'DPoP error="use_dpop_nonce"']]))).toBe(true);
  expect(askedForNonce(exchanged("a.example.com", "", 400, '{"error":"use_dpop_nonce"}'))).toBe(false);
  expect(askedForNonce(exchanged("a.example.com", "", 400, '{"error":"invalid_grant"}', [nonce]))).toBe(false);
  expect(askedForNonce(exchanged("a.example.com", "", 200, "{}", [nonce]))).toBe(false);
});

test("only JSON is set out", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("plain")).toBeNull();
});
