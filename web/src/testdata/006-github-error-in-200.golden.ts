// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "misclassified_failure",
    "claimed": "success",
    "actual": "failure",
    "headline": "“200 OK” is no success here: GitHub refuses the code, with status 200",
    "exchange": "e1",
    "kind": "curl"
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
      "rule": "github-code-refused",
      "severity": "error",
      "confidence": "likely",
      "exchange": "e1",
      "title": "GitHub refuses the code, with status 200",
      "detail": "The code passed to GitHub is incorrect, used or expired. GitHub answers this with HTTP status 200 and an error in the body (error=bad_verification_code), so a client that looks only at the status takes it for a success: the body decides.",
      "causes": [
        "The code was used already (the callback handled twice) or is older than ten minutes",
        "It is not the code of this login: undefined, of another OAuth app, or taken from the wrong parameter",
        "The callback path that handles the redirect is not the registered one, so the handler runs without a code: redirect_uri and configured callback path do not match"
      ],
      "fixes": [
        "Check the body for error before reading access_token, whatever the status; send Accept: application/json",
        "Start the login again and redeem the new code once",
        "Compare the callback path of the application with the Authorization callback URL of the OAuth app: they must be the same"
      ],
      "codes": [
        "bad_verification_code"
      ],
      "refs": [
        {
          "label": "GitHub: troubleshooting OAuth access token requests",
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
            "end": 339,
            "line": 10,
            "column": 55
          },
          "text": "The code passed is incorrect or expired"
        }
      ],
      "missing": [
        "The code of the callback URL and of the token request, side by side (shortened)"
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
