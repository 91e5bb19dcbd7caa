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
        "start": 44,
        "end": 282,
        "line": 3,
        "column": 2
      },
      "provider": "keycloak",
      "endpoint": "token",
      "grant": "passport",
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
    },
    {
      "id": "e2",
      "span": {
        "start": 326,
        "end": 2511,
        "line": 21,
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
        "t3",
        "t4"
      ]
    }
  ],
  "findings": [
    {
      "rule": "issuer-over-http",
      "severity": "warning",
      "confidence": "certain",
      "exchange": "e2",
      "title": "The issuer is an http address, not https",
      "detail": "The issuer is http://sso.test.example.com:8080/auth/realms/SSO, over plain http. OpenID Connect requires https; clients configured with the https address see another issuer and refuse the token.",
      "causes": [
        "The token comes from a development or test installation, or is a sample made there",
        "The server stands behind a proxy and does not know its public address: it builds the issuer from the request it sees (Keycloak hostname, X-Forwarded-Proto, X-Forwarded-Host)"
      ],
      "fixes": [
        "Expect another issuer in production and take it from the discovery document there, not from this token",
        "For Keycloak behind a proxy set KC_HOSTNAME to the public https URL and KC_PROXY_HEADERS=xforwarded",
        "While it is on purpose, allow http in the client for development only (requireHttps=false, RequireHttpsMetadata=false, OAUTHLIB_INSECURE_TRANSPORT)"
      ],
      "refs": [
        {
          "label": "OpenID Connect Core §2, iss",
          "url": "https://openid.net/specs/openid-connect-core-1_0.html#IDToken"
        },
        {
          "label": "OpenID Connect Discovery §3",
          "url": "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 354,
            "end": 394,
            "line": 23,
            "column": 25
          },
          "text": "eyJhbGciOiJSUzI1NiIsInR5cCIgOiAiSldUIiwi"
        },
        {
          "span": {
            "start": 1643,
            "end": 1683,
            "line": 58,
            "column": 26
          },
          "text": "eyJhbGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiwi"
        }
      ]
    },
    {
      "rule": "answer-format-changed",
      "severity": "info",
      "confidence": "certain",
      "exchange": "e2",
      "title": "Two token responses here differ in format",
      "detail": "The answers of lines 3 and 21 are both successful token responses, of different formats. From the first to the second: access_token: an opaque UUID → a JWT (RS256); refresh_token: an opaque UUID → a JWT (HS256); grant_type is no longer echoed; new: refresh_expires_in, not-before-policy, session_state; expires_in: 3600 → 3599; scope: client_registration → client_registration profile email.",
      "causes": [
        "The provider moved to another authorization server; the old and the new answer stand side by side"
      ],
      "fixes": [
        "Read only the members RFC 6749 names (access_token, token_type, expires_in, refresh_token, scope) and ignore the others",
        "Treat access_token as opaque text of any length: a JWT is more than a thousand characters long, so widen database columns, cookies and header limits"
      ],
      "refs": [
        {
          "label": "RFC 6749 §5.1",
          "url": "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"
        },
        {
          "label": "RFC 9068",
          "url": "https://www.rfc-editor.org/rfc/rfc9068"
        }
      ],
      "evidence": [
        {
          "span": {
            "start": 81,
            "end": 93,
            "line": 7,
            "column": 4
          },
          "text": "access_token"
        },
        {
          "span": {
            "start": 338,
            "end": 350,
            "line": 23,
            "column": 9
          },
          "text": "access_token"
        },
        {
          "span": {
            "start": 190,
            "end": 203,
            "line": 13,
            "column": 4
          },
          "text": "refresh_token"
        },
        {
          "span": {
            "start": 1626,
            "end": 1639,
            "line": 58,
            "column": 9
          },
          "text": "refresh_token"
        },
        {
          "span": {
            "start": 51,
            "end": 73,
            "line": 5,
            "column": 4
          },
          "text": "grant_type\": \"passport"
        },
        {
          "span": {
            "start": 1589,
            "end": 1614,
            "line": 56,
            "column": 10
          },
          "text": "refresh_expires_in\": 3599"
        },
        {
          "span": {
            "start": 2362,
            "end": 2383,
            "line": 78,
            "column": 9
          },
          "text": "not-before-policy\": 0"
        },
        {
          "span": {
            "start": 2395,
            "end": 2408,
            "line": 80,
            "column": 9
          },
          "text": "session_state"
        }
      ]
    }
  ],
  "tokens": [
    {
      "id": "t1",
      "span": {
        "start": 96,
        "end": 132,
        "line": 7,
        "column": 19
      },
      "exchange": "e1",
      "use": "access_token",
      "kind": "opaque",
      "looks": "UUID (as of MOEX's old format)",
      "state": "unknown",
      "complete": true
    },
    {
      "id": "t2",
      "span": {
        "start": 206,
        "end": 242,
        "line": 13,
        "column": 20
      },
      "exchange": "e1",
      "use": "refresh_token",
      "kind": "opaque",
      "looks": "UUID (as of MOEX's old format)",
      "state": "unknown",
      "complete": true
    },
    {
      "id": "t3",
      "span": {
        "start": 354,
        "end": 1547,
        "line": 23,
        "column": 25
      },
      "exchange": "e2",
      "use": "access_token",
      "kind": "jws",
      "alg": "RS256",
      "kid": "Qm2vT8rWk1dLx0aYp7sHn4eJc6uBf3gZ",
      "issuer": "http://sso.test.example.com:8080/auth/realms/SSO",
      "realm": "SSO",
      "audience": [
        "ca",
        "account"
      ],
      "azp": "test_client",
      "subject": "f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017",
      "scope": "client_registration profile email",
      "issuedAt": 1770714000,
      "expiresAt": 1770717600,
      "lifetime": 3600,
      "state": "unknown",
      "complete": true,
      "claims": [
        {
          "name": "exp",
          "value": "1770717600"
        },
        {
          "name": "iat",
          "value": "1770714000"
        },
        {
          "name": "jti",
          "value": "\"10c7a5b2-8e41-4f0d-9b36-2d7e1f4a6c58\""
        },
        {
          "name": "iss",
          "value": "\"http://sso.test.example.com:8080/auth/realms/SSO\""
        },
        {
          "name": "aud",
          "value": "[\"ca\",\"account\"]"
        },
        {
          "name": "sub",
          "value": "\"f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017\""
        },
        {
          "name": "typ",
          "value": "\"Bearer\""
        },
        {
          "name": "azp",
          "value": "\"test_client\""
        },
        {
          "name": "session_state",
          "value": "\"7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054\""
        },
        {
          "name": "acr",
          "value": "\"1\""
        },
        {
          "name": "scope",
          "value": "\"client_registration profile email\""
        },
        {
          "name": "email_verified",
          "value": "false"
        },
        {
          "name": "name",
          "value": "\"Мария Соколова\""
        },
        {
          "name": "preferred_username",
          "value": "\"40017\""
        },
        {
          "name": "given_name",
          "value": "\"Мария\""
        },
        {
          "name": "family_name",
          "value": "\"Соколова\""
        },
        {
          "name": "email",
          "value": "\"maria.sokolova@example.com\""
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
      ]
    },
    {
      "id": "t4",
      "span": {
        "start": 1643,
        "end": 2316,
        "line": 58,
        "column": 26
      },
      "exchange": "e2",
      "use": "refresh_token",
      "kind": "jws",
      "alg": "HS256",
      "kid": "5d0c2b9e-7c14-4a6f-9a35-0f6a2f1f7e21",
      "issuer": "http://sso.test.example.com:8080/auth/realms/SSO",
      "realm": "SSO",
      "audience": [
        "http://sso.test.example.com:8080/auth/realms/SSO"
      ],
      "azp": "test_client",
      "subject": "f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017",
      "scope": "client_registration profile email",
      "issuedAt": 1770714001,
      "expiresAt": 1770717600,
      "lifetime": 3599,
      "state": "unknown",
      "complete": true,
      "claims": [
        {
          "name": "exp",
          "value": "1770717600"
        },
        {
          "name": "iat",
          "value": "1770714001"
        },
        {
          "name": "jti",
          "value": "\"8f1b4c6d-2a70-4e95-b3d8-6c0a9e7f5124\""
        },
        {
          "name": "iss",
          "value": "\"http://sso.test.example.com:8080/auth/realms/SSO\""
        },
        {
          "name": "aud",
          "value": "\"http://sso.test.example.com:8080/auth/realms/SSO\""
        },
        {
          "name": "sub",
          "value": "\"f:2c9d7e10-6b3a-4e58-9f21-8a4c0d5b7e63:40017\""
        },
        {
          "name": "typ",
          "value": "\"Refresh\""
        },
        {
          "name": "azp",
          "value": "\"test_client\""
        },
        {
          "name": "session_state",
          "value": "\"7d5e2a91-0c4b-4f68-a3d7-1b9e6c8f2054\""
        },
        {
          "name": "scope",
          "value": "\"client_registration profile email\""
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
      ]
    }
  ],
  "secrets": [
    {
      "start": 96,
      "end": 132,
      "line": 7,
      "column": 19
    },
    {
      "start": 206,
      "end": 242,
      "line": 13,
      "column": 20
    },
    {
      "start": 354,
      "end": 1547,
      "line": 23,
      "column": 25
    },
    {
      "start": 1643,
      "end": 2316,
      "line": 58,
      "column": 26
    }
  ],
  "stats": {
    "bytes": 2513,
    "lines": 84
  },
  "redacted": false
} satisfies Report;
