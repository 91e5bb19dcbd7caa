// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "agrees",
    "claimed": "failure",
    "actual": "failure",
    "headline": "The server answered invalid_code",
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
      "rule": "provider-error",
      "severity": "error",
      "confidence": "certain",
      "exchange": "e1",
      "title": "The server answered invalid_code",
      "detail": "The code or action link is unknown or was used before.",
      "causes": [
        "The code was redeemed twice, the page was reloaded, or another node does not know it."
      ],
      "fixes": [
        "Let the callback run once; look for OAuth2CodeParser lines of the same second."
      ],
      "codes": [
        "invalid_code"
      ],
      "refs": [
        {
          "label": "Keycloak Errors",
          "url": "https://github.com/keycloak/keycloak/blob/main/server-spi-private/src/main/java/org/keycloak/events/Errors.java"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 233,
            "end": 245,
            "line": 1,
            "column": 234
          },
          "text": "invalid_code"
        }
      ]
    },
    {
      "rule": "provider-error",
      "severity": "error",
      "confidence": "certain",
      "exchange": "e2",
      "title": "The server answered invalid_grant",
      "detail": "The code is unknown or was used already; a second use also drops the client session.",
      "causes": [
        "The code was redeemed before (React strict mode, a reload, a double callback), belongs to another realm or node, or was cut by an encoder.",
        "Expired, already used, revoked, issued to another client, other redirect_uri, or wrong password."
      ],
      "fixes": [
        "Redeem the code once: guard the callback against a second run, then start the login again.",
        "Start the flow again and redeem once, with the same client_id and redirect_uri; check the clock."
      ],
      "codes": [
        "invalid_grant"
      ],
      "refs": [
        {
          "label": "Keycloak AuthorizationCodeGrantType",
          "url": "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/grants/AuthorizationCodeGrantType.java"
        },
        {
          "label": "RFC 6749 §5.2",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 804,
            "end": 817,
            "line": 4,
            "column": 21
          },
          "text": "invalid_grant"
        },
        {
          "span": {
            "start": 840,
            "end": 854,
            "line": 4,
            "column": 57
          },
          "text": "Code not valid"
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
