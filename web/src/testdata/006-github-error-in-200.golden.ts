// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "misclassified_failure",
    "claimed": "success",
    "actual": "failure",
    "headline": "“200 OK” is no success here: the server answered bad_verification_code",
    "exchange": "e1",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 2,
        "end": 482,
        "line": 1,
        "column": 3
      },
      "at": "2026-03-02T17:31:58Z",
      "provider": "github",
      "endpoint": "token",
      "request": {
        "method": "POST",
        "url": "/login/oauth/access_token"
      },
      "response": {
        "status": 200,
        "statusText": "OK",
        "contentType": "application/json; charset=utf-8",
        "body": "json",
        "error": "bad_verification_code",
        "errorDescription": "The code passed is incorrect or expired."
      },
      "claimed": "success",
      "claimedBy": {
        "span": {
          "start": 151,
          "end": 157,
          "line": 6,
          "column": 12
        },
        "text": "200 OK"
      },
      "actual": "failure",
      "verdict": "misclassified_failure"
    }
  ],
  "findings": [
    {
      "rule": "provider-error",
      "severity": "error",
      "confidence": "certain",
      "exchange": "e1",
      "title": "The server answered bad_verification_code",
      "detail": "The code is wrong or expired (10 minutes); status 200.",
      "causes": [
        "It was redeemed before, is older than 10 minutes, or was never sent (code undefined)."
      ],
      "fixes": [
        "Start again, redeem once, and test the body for error: the status is 200."
      ],
      "codes": [
        "bad_verification_code"
      ],
      "refs": [
        {
          "label": "GitHub: troubleshooting OAuth app access token request errors",
          "url": "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 256,
            "end": 277,
            "line": 10,
            "column": 11
          },
          "text": "bad_verification_code"
        },
        {
          "span": {
            "start": 300,
            "end": 340,
            "line": 10,
            "column": 55
          },
          "text": "The code passed is incorrect or expired."
        }
      ]
    }
  ],
  "tokens": [],
  "secrets": [],
  "stats": {
    "bytes": 483,
    "lines": 10,
    "at": "2026-03-02T17:31:58Z",
    "atSource": "date_header"
  },
  "redacted": false
} satisfies Report;
