// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "agrees",
    "claimed": "failure",
    "actual": "failure",
    "headline": "The authorization code had already been redeemed",
    "exchange": "e1",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 73,
        "end": 363,
        "line": 1,
        "column": 74
      },
      "at": "2026-03-02T17:31:58Z",
      "provider": "keycloak",
      "endpoint": "token",
      "grant": "authorization_code",
      "response": {
        "body": "none",
        "providerCode": "invalid_code"
      },
      "claimed": "failure",
      "claimedBy": {
        "span": {
          "start": 79,
          "end": 98,
          "line": 1,
          "column": 80
        },
        "text": "CODE_TO_TOKEN_ERROR"
      },
      "actual": "failure",
      "verdict": "agrees"
    },
    {
      "id": "e2",
      "span": {
        "start": 748,
        "end": 856,
        "line": 3,
        "column": 119
      },
      "at": "2026-03-02T17:31:58Z",
      "provider": "keycloak",
      "endpoint": "token",
      "response": {
        "status": 400,
        "statusText": "Bad Request",
        "body": "json",
        "error": "invalid_grant",
        "errorDescription": "Code not valid"
      },
      "claimed": "failure",
      "claimedBy": {
        "span": {
          "start": 630,
          "end": 747,
          "line": 3,
          "column": 1
        },
        "text": "[2026/03/02 17:31:58] [oauthproxy.go:881] Error redeeming code during OAuth2 callback: token exchange failed: oauth2:"
      },
      "actual": "failure",
      "verdict": "agrees"
    }
  ],
  "findings": [
    {
      "rule": "code-redeemed-twice",
      "severity": "error",
      "confidence": "likely",
      "exchange": "e1",
      "title": "The authorization code had already been redeemed",
      "detail": "The same authorization code was sent to the token endpoint more than once. A code is single-use: the first request consumes it, every later one is refused (and many servers then revoke the tokens of the first). The callback was handled twice.",
      "causes": [
        "The callback URL was loaded twice: reload, back button, a browser or link prefetch, a double redirect, a favicon or health request to the same path",
        "The application runs its callback code twice: React StrictMode or two effects, two middlewares for one route, two replicas behind a load balancer that repeats the request",
        "A retry after a timeout or a lost answer: the first request had succeeded on the server",
        "Front end and back end both redeem the code",
        "Keycloak logs Code … already used for a code that has expired as well: it no longer knows either (Access code lifespan, one minute by default)"
      ],
      "fixes": [
        "Redeem a code once: keep the state as used, answer a second callback with the session already made or with a new login, and redirect away from the callback URL",
        "Do not retry a token request with the same code; start again and get a new code",
        "Look in the access log for two requests of the callback with the same code within a second, and at what made the second"
      ],
      "codes": [
        "invalid_code"
      ],
      "refs": [
        {
          "label": "RFC 6749 §4.1.2",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"
        },
        {
          "label": "RFC 6749 §10.5",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-10.5"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 511,
            "end": 539,
            "line": 2,
            "column": 148
          },
          "text": "already used for userSession"
        }
      ]
    }
  ],
  "tokens": [],
  "secrets": [],
  "stats": {
    "bytes": 857,
    "lines": 4,
    "at": "2026-03-02T17:31:58Z",
    "atSource": "log_line"
  },
  "redacted": false
} satisfies Report;
