// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "agrees",
    "claimed": "failure",
    "actual": "failure",
    "headline": "The code is redeemed with another redirect_uri",
    "exchange": "e2",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 0,
        "end": 191,
        "line": 1,
        "column": 1
      },
      "provider": "keycloak",
      "endpoint": "authorize",
      "request": {
        "method": "GET",
        "url": "https://sso.example.com/realms/demo/protocol/openid-connect/auth?response_type=code&client_id=orders-ui&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=openid&state=f3a91c7e0b",
        "params": [
          {
            "name": "response_type",
            "value": "code"
          },
          {
            "name": "client_id",
            "value": "orders-ui"
          },
          {
            "name": "redirect_uri",
            "value": "https://app.example.com/callback"
          },
          {
            "name": "scope",
            "value": "openid"
          },
          {
            "name": "state",
            "value": "f3a91c7e0b"
          }
        ]
      },
      "claimed": "failure",
      "claimedBy": {
        "span": {
          "start": 481,
          "end": 484,
          "line": 8,
          "column": 10
        },
        "text": "400"
      },
      "actual": "undetermined",
      "verdict": "undetermined"
    },
    {
      "id": "e2",
      "span": {
        "start": 193,
        "end": 599,
        "line": 3,
        "column": 1
      },
      "provider": "keycloak",
      "endpoint": "token",
      "grant": "authorization_code",
      "request": {
        "method": "POST",
        "url": "https://sso.example.com/realms/demo/protocol/openid-connect/token",
        "params": [
          {
            "name": "grant_type",
            "value": "authorization_code"
          },
          {
            "name": "client_id",
            "value": "orders-ui"
          },
          {
            "name": "code",
            "value": "•••"
          },
          {
            "name": "redirect_uri",
            "value": "https://app.example.com/callback/"
          }
        ]
      },
      "response": {
        "status": 400,
        "statusText": "Bad Request",
        "contentType": "application/json",
        "body": "json",
        "error": "invalid_grant",
        "errorDescription": "Incorrect redirect_uri"
      },
      "claimed": "failure",
      "claimedBy": {
        "span": {
          "start": 481,
          "end": 484,
          "line": 8,
          "column": 10
        },
        "text": "400"
      },
      "actual": "failure",
      "verdict": "agrees"
    }
  ],
  "findings": [
    {
      "rule": "redirect-uri-differs",
      "severity": "error",
      "confidence": "certain",
      "exchange": "e2",
      "title": "The code is redeemed with another redirect_uri",
      "detail": "The redirect_uri of the token request is not the same string as in the authorization request; they differ in a trailing slash. The two must match exactly, so the server refuses the code.",
      "causes": [
        "Front end and back end use different redirect URIs: path, trailing slash, port, http against https, localhost against 127.0.0.1, a query appended",
        "The code comes from another flow: a playground, a test script, another environment or client, while the application redeems it with its own redirect_uri",
        "The callback path in the configuration is wrong, or built from the request behind a proxy (http, port, host)",
        "The value is percent-encoded once more in the form body",
        "Trailing slash, http and https, port, encoding, or the parameter left out"
      ],
      "fixes": [
        "Use one constant for both requests: the redirect_uri of the authorization request, unchanged, in the token request",
        "Take codes only from the login this application started; a code from a playground or test must be redeemed with the redirect_uri it was asked with",
        "For pop-up and JavaScript flows of Google the redirect_uri of the token request is the word postmessage",
        "Send exactly the same string"
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
          "label": "RFC 6749 §4.1.3",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"
        },
        {
          "label": "RFC 6749 §5.2",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 427,
            "end": 470,
            "line": 6,
            "column": 106
          },
          "text": "https%3A%2F%2Fapp.example.com%2Fcallback%2F"
        },
        {
          "span": {
            "start": 4,
            "end": 191,
            "line": 1,
            "column": 5
          },
          "text": "https://sso.example.com/realms/demo/protocol/openid-connect/auth?response_type=code&client_id=orders-ui&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=openid&state=f3a91c7e0b"
        },
        {
          "span": {
            "start": 575,
            "end": 597,
            "line": 11,
            "column": 47
          },
          "text": "Incorrect redirect_uri"
        }
      ]
    }
  ],
  "tokens": [],
  "secrets": [
    {
      "start": 377,
      "end": 413,
      "line": 6,
      "column": 56
    }
  ],
  "stats": {
    "bytes": 600,
    "lines": 11
  },
  "redacted": false
} satisfies Report;
