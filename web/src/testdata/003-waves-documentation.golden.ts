// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "agrees",
    "claimed": "none",
    "actual": "success",
    "headline": "Success: Waves.Exchange / WX Network issued what was asked for",
    "exchange": "e1",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 71,
        "end": 610,
        "line": 5,
        "column": 1
      },
      "provider": "waves",
      "endpoint": "token",
      "grant": "password",
      "request": {
        "method": "POST",
        "url": "/v1/oauth2/token",
        "params": [
          {
            "name": "grant_type",
            "value": "password"
          },
          {
            "name": "scope",
            "value": "general"
          },
          {
            "name": "username",
            "value": "(string)"
          },
          {
            "name": "password",
            "value": "•••"
          },
          {
            "name": "client_id",
            "value": "waves.exchange"
          }
        ]
      },
      "response": {
        "body": "json"
      },
      "claimed": "none",
      "actual": "success",
      "verdict": "agrees",
      "tokens": [
        "t1"
      ]
    }
  ],
  "findings": [
    {
      "rule": "expires-in-absolute",
      "severity": "info",
      "confidence": "certain",
      "exchange": "e1",
      "title": "expires_in is a point in time, not a duration",
      "detail": "RFC 6749 defines expires_in as the lifetime in seconds. 1772600400 is a Unix time in seconds: 2026-03-04 05:00:00Z.",
      "causes": [
        "The provider answers with the absolute expiry, as the documentation of Waves.Exchange / WX Network says",
        "A client library stored its own computed expiry (expires_at) under the name of the answer's member"
      ],
      "fixes": [
        "Take a value over 1000000000 as the expiry itself and a smaller one as seconds from now; or use exp of the JWT",
        "Do not add it to the current time: the token would look valid for more than fifty years, and 32-bit counters overflow"
      ],
      "refs": [
        {
          "label": "RFC 6749 §5.1, expires_in",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"
        },
        {
          "label": "Waves.Exchange: POST /v1/oauth2/token",
          "url": "https://docs.wx.network"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 460,
            "end": 483,
            "line": 21,
            "column": 4
          },
          "text": "expires_in\": 1772600400"
        }
      ]
    },
    {
      "rule": "token-cut-off",
      "severity": "info",
      "confidence": "certain",
      "exchange": "e1",
      "title": "A shortened sample token stands here",
      "detail": "The access token in line 19 ends in its header. The dots say that a piece was left out on purpose: a sample. What is there was decoded as far as it goes.",
      "causes": [
        "Documentation or a careful person shortened it with dots"
      ],
      "fixes": [
        "Expiry, audience and signature cannot be judged from a piece: take the whole token when they matter",
        "If a program got this piece, look for the place that cuts: column width (VARCHAR), header or cookie limit, log line limit"
      ],
      "refs": [
        {
          "label": "RFC 7515 §7.1 compact serialisation",
          "url": "https://www.rfc-editor.org/rfc/rfc7515#section-7.1"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 404,
            "end": 428,
            "line": 19,
            "column": 98
          },
          "text": "EzNS0wZjZhMmYxZjdlMjE..."
        }
      ]
    }
  ],
  "tokens": [
    {
      "id": "t1",
      "span": {
        "start": 326,
        "end": 428,
        "line": 19,
        "column": 20
      },
      "exchange": "e1",
      "use": "access_token",
      "kind": "jws",
      "alg": "HS256",
      "state": "unknown",
      "complete": false,
      "checks": [
        {
          "name": "time",
          "result": "unknown",
          "reason": "the log gives no time, or the token no expiry"
        }
      ],
      "repairs": [
        "the text itself leaves out a piece of the token",
        "the token is cut off (header)"
      ]
    }
  ],
  "secrets": [
    {
      "start": 234,
      "end": 242,
      "line": 12,
      "column": 15
    },
    {
      "start": 326,
      "end": 428,
      "line": 19,
      "column": 20
    },
    {
      "start": 505,
      "end": 607,
      "line": 22,
      "column": 21
    }
  ],
  "stats": {
    "bytes": 611,
    "lines": 23
  },
  "redacted": false
} satisfies Report;
