// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "agrees",
    "claimed": "none",
    "actual": "success",
    "headline": "Success: Keycloak issued what was asked for",
    "exchange": "e1",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 22,
        "end": 2112,
        "line": 3,
        "column": 1
      },
      "provider": "keycloak",
      "endpoint": "token",
      "response": {
        "body": "json"
      },
      "claimed": "none",
      "actual": "success",
      "verdict": "agrees",
      "tokens": [
        "t1",
        "t2"
      ]
    }
  ],
  "findings": [
    {
      "rule": "token-damaged",
      "severity": "warning",
      "confidence": "certain",
      "exchange": "e1",
      "title": "The access token is damaged",
      "detail": "The access token is a JWT that does not decode to its end. First place: line 6, column 3, in the header, at “4OZUpjNn”: a control character inside a JSON string: a character at or before this place was lost, doubled or misread. Places found: 3. Claims read before it: 2.",
      "causes": [
        "The text went through a document, a screenshot or character recognition (OCR), which confuses 0 and O, 1, l and I, 4 and @, and drops _ and -",
        "Something was changed or replaced by hand, for example to hide it",
        "A log cut or re-encoded the line"
      ],
      "fixes": [
        "Take the token from where it was received: the response body, the network tab, the variable in the debugger",
        "Do not judge a signature or an audience by this copy: no verifier can accept it"
      ],
      "refs": [
        {
          "label": "RFC 7515 §3.1 compact serialisation",
          "url": "https://www.rfc-editor.org/rfc/rfc7515#section-3.1"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 121,
            "end": 129,
            "line": 6,
            "column": 3
          },
          "text": "4OZUpjNn"
        },
        {
          "span": {
            "start": 211,
            "end": 219,
            "line": 7,
            "column": 16
          },
          "text": "UOMSOOZj"
        },
        {
          "span": {
            "start": 649,
            "end": 650,
            "line": 12,
            "column": 69
          },
          "text": "]"
        }
      ]
    },
    {
      "rule": "token-damaged",
      "severity": "warning",
      "confidence": "certain",
      "exchange": "e1",
      "title": "The refresh token is damaged",
      "detail": "The refresh token is a JWT that does not decode to its end. First place: line 26, column 85, in the header, at “EOLTRhNm”: a control character inside a JSON string: a character at or before this place was lost, doubled or misread. Places found: 2. Claims read before it: 2.",
      "causes": [
        "The text went through a document, a screenshot or character recognition (OCR), which confuses 0 and O, 1, l and I, 4 and @, and drops _ and -",
        "Something was changed or replaced by hand, for example to hide it",
        "A log cut or re-encoded the line"
      ],
      "fixes": [
        "Take the token from where it was received: the response body, the network tab, the variable in the debugger",
        "Do not judge a signature or an audience by this copy: no verifier can accept it"
      ],
      "refs": [
        {
          "label": "RFC 7515 §3.1 compact serialisation",
          "url": "https://www.rfc-editor.org/rfc/rfc7515#section-3.1"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 1358,
            "end": 1366,
            "line": 26,
            "column": 85
          },
          "text": "EOLTRhNm"
        },
        {
          "span": {
            "start": 1499,
            "end": 1507,
            "line": 28,
            "column": 54
          },
          "text": "IOIiwiaX"
        }
      ]
    }
  ],
  "tokens": [
    {
      "id": "t1",
      "span": {
        "start": 42,
        "end": 1220,
        "line": 5,
        "column": 18
      },
      "exchange": "e1",
      "use": "access_token",
      "kind": "jws",
      "alg": "RS256",
      "issuedAt": 1770714000,
      "expiresAt": 1770717600,
      "lifetime": 3600,
      "state": "unknown",
      "complete": false,
      "claims": [
        {
          "name": "exp",
          "value": "1770717600"
        },
        {
          "name": "iat",
          "value": "1770714000"
        }
      ],
      "checks": [
        {
          "name": "time",
          "result": "unknown",
          "reason": "the log gives no time, or the token no expiry"
        }
      ],
      "repairs": [
        "line breaks and blanks inside the token removed (15)"
      ],
      "damage": [
        {
          "part": "header",
          "span": {
            "start": 121,
            "end": 129,
            "line": 6,
            "column": 3
          },
          "text": "4OZUpjNn",
          "reason": "a control character inside a JSON string: a character at or before this place was lost, doubled or misread"
        },
        {
          "part": "payload",
          "span": {
            "start": 211,
            "end": 219,
            "line": 7,
            "column": 16
          },
          "text": "UOMSOOZj",
          "reason": "a control character inside a JSON string: a character at or before this place was lost, doubled or misread"
        },
        {
          "part": "payload",
          "span": {
            "start": 649,
            "end": 650,
            "line": 12,
            "column": 69
          },
          "text": "]",
          "reason": "a character that base64url does not have: misread, or not part of the token"
        }
      ]
    },
    {
      "id": "t2",
      "span": {
        "start": 1292,
        "end": 1957,
        "line": 26,
        "column": 19
      },
      "exchange": "e1",
      "use": "refresh_token",
      "kind": "jws",
      "alg": "HS256",
      "issuedAt": 1770714001,
      "expiresAt": 1770717600,
      "lifetime": 3599,
      "state": "unknown",
      "complete": false,
      "claims": [
        {
          "name": "exp",
          "value": "1770717600"
        },
        {
          "name": "iat",
          "value": "1770714001"
        }
      ],
      "checks": [
        {
          "name": "time",
          "result": "unknown",
          "reason": "the log gives no time, or the token no expiry"
        }
      ],
      "repairs": [
        "line breaks and blanks inside the token removed (8)"
      ],
      "damage": [
        {
          "part": "header",
          "span": {
            "start": 1358,
            "end": 1366,
            "line": 26,
            "column": 85
          },
          "text": "EOLTRhNm",
          "reason": "a control character inside a JSON string: a character at or before this place was lost, doubled or misread"
        },
        {
          "part": "payload",
          "span": {
            "start": 1499,
            "end": 1507,
            "line": 28,
            "column": 54
          },
          "text": "IOIiwiaX",
          "reason": "a control character inside a JSON string: a character at or before this place was lost, doubled or misread"
        }
      ]
    }
  ],
  "secrets": [
    {
      "start": 42,
      "end": 1220,
      "line": 5,
      "column": 18
    },
    {
      "start": 1292,
      "end": 1957,
      "line": 26,
      "column": 19
    }
  ],
  "stats": {
    "bytes": 2112,
    "lines": 40
  },
  "redacted": false
} satisfies Report;
