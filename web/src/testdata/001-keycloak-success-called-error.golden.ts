// Made by go test ./internal/logparse -update.
import type { Report } from "../report.ts";

export default {
  "schema": 1,
  "summary": {
    "verdict": "misclassified_success",
    "claimed": "failure",
    "actual": "success",
    "headline": "The log says “Ошибка аутентификации”, but Keycloak issued what was asked for: this is a success",
    "exchange": "e1",
    "kind": "log"
  },
  "exchanges": [
    {
      "id": "e1",
      "span": {
        "start": 43,
        "end": 3308,
        "line": 1,
        "column": 44
      },
      "alsoAt": [
        {
          "start": 3324,
          "end": 6589,
          "line": 2,
          "column": 16
        }
      ],
      "provider": "keycloak",
      "endpoint": "token",
      "response": {
        "body": "json"
      },
      "claimed": "failure",
      "claimedBy": {
        "span": {
          "start": 0,
          "end": 42,
          "line": 1,
          "column": 1
        },
        "text": "Ошибка аутентификации:"
      },
      "actual": "success",
      "verdict": "misclassified_success",
      "tokens": [
        "t1",
        "t2",
        "t3"
      ]
    },
    {
      "id": "e2",
      "span": {
        "start": 6642,
        "end": 6956,
        "line": 4,
        "column": 1
      },
      "label": {
        "span": {
          "start": 6590,
          "end": 6641,
          "line": 3,
          "column": 1
        },
        "text": "Шаг 1: Поиск заказа по номеру"
      },
      "at": "2026-03-02T17:31:58Z",
      "endpoint": "api",
      "response": {
        "status": 200,
        "statusText": "OK",
        "contentType": "text/html",
        "body": "html"
      },
      "claimed": "success",
      "claimedBy": {
        "span": {
          "start": 6655,
          "end": 6661,
          "line": 4,
          "column": 14
        },
        "text": "200 OK"
      },
      "actual": "failure",
      "verdict": "misclassified_failure"
    }
  ],
  "findings": [
    {
      "rule": "success-called-failure",
      "severity": "error",
      "confidence": "certain",
      "exchange": "e1",
      "title": "The log calls a success a failure",
      "detail": "The text in front says failure, yet the answer is complete: the server issued what was asked for. What failed is the check in the program that printed it.",
      "causes": [
        "The check uses a value it never read: response.ok and response.status without parentheses are functions in Playwright, so a comparison such as response.status === 200 is always false",
        "The check tests the wrong field: one the answer does not have, such as error, success or code",
        "The branches of the check are inverted, or the failure text is printed in both"
      ],
      "fixes": [
        "In Playwright, ok and status are methods of APIResponse: write if (!response.ok()) and response.status(), and test (await response.json()).access_token",
        "Or assert it: await expect(response).toBeOK()",
        "Print the status together with the body, so that the log shows what the check saw"
      ],
      "refs": [
        {
          "label": "RFC 6749 §5.1",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 0,
            "end": 42,
            "line": 1,
            "column": 1
          },
          "text": "Ошибка аутентификации:"
        },
        {
          "span": {
            "start": 45,
            "end": 57,
            "line": 1,
            "column": 46
          },
          "text": "access_token"
        }
      ]
    },
    {
      "rule": "answer-is-html",
      "severity": "error",
      "confidence": "likely",
      "exchange": "e2",
      "title": "The API call was answered with the front end's index.html",
      "detail": "The content type is text/html, 812 bytes, last modified Sun, 01 Mar 2026 09:14:21 GMT, Accept-Ranges as for a file. The ETag is nginx's for a static file: its first part is the Last-Modified time in hex, its second 0x32c = 812 = Content-Length. So a file was served, not an API answer: the path is unknown to the web server and it fell back to the single-page application.",
      "causes": [
        "The API base URL points at the front end; its SPA fallback answers every unknown path with index.html",
        "The reverse proxy has no route for this API path, or the path misses a prefix such as /api"
      ],
      "fixes": [
        "Set the client's API base URL (baseURL) to the back end, with its path prefix",
        "In nginx, give the API its own location with proxy_pass before the try_files … /index.html fallback",
        "Assert the content type in the test: application/json, not only the status"
      ],
      "refs": [
        {
          "label": "RFC 6749 §5.1: the answer is application/json",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"
        },
        {
          "label": "RFC 9110 §8.3 Content-Type",
          "url": "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 6655,
            "end": 6661,
            "line": 4,
            "column": 14
          },
          "text": "200 OK"
        },
        {
          "span": {
            "start": 6702,
            "end": 6725,
            "line": 6,
            "column": 3
          },
          "text": "Content-Type: text/html"
        },
        {
          "span": {
            "start": 6728,
            "end": 6747,
            "line": 7,
            "column": 3
          },
          "text": "Content-Length: 812"
        },
        {
          "span": {
            "start": 6822,
            "end": 6842,
            "line": 10,
            "column": 3
          },
          "text": "ETag: \"69a4036d-32c\""
        },
        {
          "span": {
            "start": 6775,
            "end": 6819,
            "line": 9,
            "column": 3
          },
          "text": "Last-Modified: Sun, 01 Mar 2026 09:14:21 GMT"
        },
        {
          "span": {
            "start": 6871,
            "end": 6891,
            "line": 12,
            "column": 3
          },
          "text": "Accept-Ranges: bytes"
        }
      ],
      "missing": [
        "The full URL of this request and the first 200 characters of the answer"
      ]
    },
    {
      "rule": "direct-grant-suspected",
      "severity": "info",
      "confidence": "likely",
      "exchange": "e1",
      "title": "Probably a direct access grant: auth_time is 0",
      "detail": "Keycloak writes the time of the browser login into auth_time. It is 0 here: nobody logged in at the login page. That is what the resource owner password credentials grant, which Keycloak calls direct access grant, leaves behind.",
      "causes": [
        "The client sent user name and password to the token endpoint itself (grant_type=password), as test code often does"
      ],
      "fixes": [
        "In tests it may stay; in an application use the authorization code flow with PKCE: the password grant bypasses MFA, required actions and single sign-on",
        "The switch is in the Keycloak admin console: Clients → the client → Settings → Capability config → Direct access grants"
      ],
      "refs": [
        {
          "label": "RFC 9700 §2.4: the password grant must not be used",
          "url": "https://www.rfc-editor.org/rfc/rfc9700#section-2.4"
        },
        {
          "label": "Keycloak: direct access grants",
          "url": "https://www.keycloak.org/docs/latest/server_admin/#_oidc-auth-flows-direct"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 2068,
            "end": 2108,
            "line": 1,
            "column": 2069
          },
          "text": "eyJhbGciOiJSUzI1NiIsInR5cCIgOiAiSldUIiwi"
        }
      ],
      "missing": [
        "The token request: its grant_type tells for certain"
      ]
    },
    {
      "rule": "answer-printed-twice",
      "severity": "info",
      "confidence": "certain",
      "exchange": "e1",
      "title": "One token response was printed more than once",
      "detail": "The same answer, with the same tokens, stands in lines 1, 2. An authorization server issues new tokens each time, so this is one exchange seen more than once.",
      "causes": [
        "Both a general logger and the code that reports the result print the response body"
      ],
      "fixes": [
        "Keep one of the prints, and mask the tokens in it: they are passwords while they live"
      ],
      "refs": [
        {
          "label": "RFC 9700 §4.2 credential leakage",
          "url": "https://www.rfc-editor.org/rfc/rfc9700#section-4.2"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 3324,
            "end": 3364,
            "line": 2,
            "column": 16
          },
          "text": "{\"access_token\":\"eyJhbGciOiJSUzI1NiIsInR"
        }
      ]
    }
  ],
  "tokens": [
    {
      "id": "t1",
      "span": {
        "start": 60,
        "end": 1320,
        "line": 1,
        "column": 61
      },
      "exchange": "e1",
      "use": "access_token",
      "kind": "jws",
      "alg": "RS256",
      "kid": "Qm2vT8rWk1dLx0aYp7sHn4eJc6uBf3gZ",
      "issuer": "https://sso.example.com/realms/demo",
      "realm": "demo",
      "audience": [
        "orders-api",
        "account"
      ],
      "azp": "web-app",
      "subject": "c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04",
      "scope": "email openid profile",
      "issuedAt": 1772472717,
      "expiresAt": 1772474517,
      "lifetime": 1800,
      "state": "valid",
      "complete": true,
      "claims": [
        {
          "name": "exp",
          "value": "1772474517"
        },
        {
          "name": "iat",
          "value": "1772472717"
        },
        {
          "name": "jti",
          "value": "\"0a4d6b1c-9c3e-4f27-8d51-2b7e6a9f0c13\""
        },
        {
          "name": "iss",
          "value": "\"https://sso.example.com/realms/demo\""
        },
        {
          "name": "aud",
          "value": "[\"orders-api\",\"account\"]"
        },
        {
          "name": "sub",
          "value": "\"c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04\""
        },
        {
          "name": "typ",
          "value": "\"Bearer\""
        },
        {
          "name": "azp",
          "value": "\"web-app\""
        },
        {
          "name": "session_state",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        },
        {
          "name": "allowed-origins",
          "value": "[\"https://app.example.com\"]"
        },
        {
          "name": "realm_access",
          "value": "{\"roles\":[\"offline_access\",\"USER\"]}"
        },
        {
          "name": "scope",
          "value": "\"email openid profile\""
        },
        {
          "name": "sid",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        },
        {
          "name": "email_verified",
          "value": "false"
        },
        {
          "name": "name",
          "value": "\"Anna Petrova\""
        },
        {
          "name": "preferred_username",
          "value": "\"apetrova\""
        },
        {
          "name": "given_name",
          "value": "\"Anna\""
        },
        {
          "name": "family_name",
          "value": "\"Petrova\""
        },
        {
          "name": "email",
          "value": "\"anna.petrova@example.com\""
        }
      ],
      "checks": [
        {
          "name": "time",
          "result": "pass",
          "reason": "valid at the log's own time"
        }
      ]
    },
    {
      "id": "t2",
      "span": {
        "start": 1383,
        "end": 2032,
        "line": 1,
        "column": 1384
      },
      "exchange": "e1",
      "use": "refresh_token",
      "kind": "jws",
      "alg": "HS256",
      "kid": "5d0c2b9e-7c14-4a6f-9a35-0f6a2f1f7e21",
      "issuer": "https://sso.example.com/realms/demo",
      "realm": "demo",
      "audience": [
        "https://sso.example.com/realms/demo"
      ],
      "azp": "web-app",
      "subject": "c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04",
      "scope": "email openid profile",
      "issuedAt": 1772472717,
      "expiresAt": 1772479917,
      "lifetime": 7200,
      "state": "valid",
      "complete": true,
      "claims": [
        {
          "name": "exp",
          "value": "1772479917"
        },
        {
          "name": "iat",
          "value": "1772472717"
        },
        {
          "name": "jti",
          "value": "\"6e2f0b5a-3d19-4a88-b7c4-91d0e5f3a2c6\""
        },
        {
          "name": "iss",
          "value": "\"https://sso.example.com/realms/demo\""
        },
        {
          "name": "aud",
          "value": "\"https://sso.example.com/realms/demo\""
        },
        {
          "name": "sub",
          "value": "\"c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04\""
        },
        {
          "name": "typ",
          "value": "\"Refresh\""
        },
        {
          "name": "azp",
          "value": "\"web-app\""
        },
        {
          "name": "session_state",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        },
        {
          "name": "scope",
          "value": "\"email openid profile\""
        },
        {
          "name": "sid",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        }
      ],
      "checks": [
        {
          "name": "time",
          "result": "pass",
          "reason": "valid at the log's own time"
        }
      ]
    },
    {
      "id": "t3",
      "span": {
        "start": 2068,
        "end": 3198,
        "line": 1,
        "column": 2069
      },
      "exchange": "e1",
      "use": "id_token",
      "kind": "jws",
      "alg": "RS256",
      "kid": "Qm2vT8rWk1dLx0aYp7sHn4eJc6uBf3gZ",
      "issuer": "https://sso.example.com/realms/demo",
      "realm": "demo",
      "audience": [
        "web-app"
      ],
      "azp": "web-app",
      "subject": "c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04",
      "issuedAt": 1772472717,
      "authTime": 0,
      "expiresAt": 1772474517,
      "lifetime": 1800,
      "state": "valid",
      "complete": true,
      "claims": [
        {
          "name": "exp",
          "value": "1772474517"
        },
        {
          "name": "iat",
          "value": "1772472717"
        },
        {
          "name": "auth_time",
          "value": "0"
        },
        {
          "name": "jti",
          "value": "\"f7b2c8d1-4e60-4d9b-a1f3-5c8e7d2b9a06\""
        },
        {
          "name": "iss",
          "value": "\"https://sso.example.com/realms/demo\""
        },
        {
          "name": "aud",
          "value": "\"web-app\""
        },
        {
          "name": "sub",
          "value": "\"c0f3a9d2-1e47-4b7a-9c55-7f2d8e6b1a04\""
        },
        {
          "name": "typ",
          "value": "\"ID\""
        },
        {
          "name": "azp",
          "value": "\"web-app\""
        },
        {
          "name": "session_state",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        },
        {
          "name": "at_hash",
          "value": "\"DxPYf3oQQEq71CRi1ebxCg\""
        },
        {
          "name": "sid",
          "value": "\"3b1f6d0c-52e7-4c1b-8f0a-6d2e9c4b7a15\""
        },
        {
          "name": "email_verified",
          "value": "false"
        },
        {
          "name": "name",
          "value": "\"Anna Petrova\""
        },
        {
          "name": "preferred_username",
          "value": "\"apetrova\""
        },
        {
          "name": "given_name",
          "value": "\"Anna\""
        },
        {
          "name": "family_name",
          "value": "\"Petrova\""
        },
        {
          "name": "email",
          "value": "\"anna.petrova@example.com\""
        }
      ],
      "checks": [
        {
          "name": "time",
          "result": "pass",
          "reason": "valid at the log's own time"
        },
        {
          "name": "at_hash",
          "result": "pass",
          "reason": "matches the access token beside it"
        }
      ]
    }
  ],
  "secrets": [
    {
      "start": 60,
      "end": 1320,
      "line": 1,
      "column": 61
    },
    {
      "start": 1383,
      "end": 2032,
      "line": 1,
      "column": 1384
    },
    {
      "start": 2068,
      "end": 3198,
      "line": 1,
      "column": 2069
    },
    {
      "start": 3341,
      "end": 4601,
      "line": 2,
      "column": 33
    },
    {
      "start": 4664,
      "end": 5313,
      "line": 2,
      "column": 1356
    },
    {
      "start": 5349,
      "end": 6479,
      "line": 2,
      "column": 2041
    }
  ],
  "stats": {
    "bytes": 6957,
    "lines": 13,
    "at": "2026-03-02T17:31:58Z",
    "atSource": "date_header"
  },
  "redacted": false
} satisfies Report;
