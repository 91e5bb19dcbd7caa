//go:build keycloak

package keycloak

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"grantlens/test/probe"
)

// last is the request that is judged; what leads to it is done before.
type last func() probe.Answer

// failure is a way to make a login fail. The cause is the rule that has to come first; where the answer or the event
// line alone tells less than both together, byAnswer and byEvent say what it tells.
type failure struct {
	name              string
	do                func(t *testing.T) last
	event             string // type of the event the server logs; empty: none
	cause             string
	byAnswer, byEvent string
	says, eventSays   string // part of what the finding says
	status            int    // of the answer, so that the situation is the one that is meant
	actual            string // failure unless set
}

func first(names ...string) string {
	for _, name := range names {
		if name != "" {
			return name
		}
	}
	return ""
}

func TestInducedFailures(t *testing.T) {
	if len(failures) < 25 {
		t.Fatalf("%d situations; want 25 and more", len(failures))
	}
	for _, f := range failures {
		t.Run(f.name, func(t *testing.T) {
			send := f.do(t)
			events := keycloak.watch(t)
			a := send()
			if a.Status != f.status {
				t.Fatalf("status %d; want %d: %s", a.Status, f.status, a.Body)
			}
			want := probe.Want{Rule: first(f.byAnswer, f.cause), Says: f.says, Actual: first(f.actual, "failure"), Provider: "keycloak"}
			if a.Status >= 400 {
				want.Claimed = "failure"
			}
			tally.Check(t, "the answer", a.Transcript, want)
			if f.event == "" {
				return
			}
			line := events(f.event)
			tally.Check(t, "the event", line, probe.Want{Rule: first(f.byEvent, f.cause), Says: first(f.eventSays, f.says), Actual: first(f.actual, "failure"), Claimed: "failure", Provider: "keycloak"})
			both := probe.Want{Rule: f.cause, Actual: first(f.actual, "failure"), Claimed: "failure", Provider: "keycloak"}
			tally.Check(t, "answer and event", a.Transcript+"\r\n"+line, both)
			tally.Check(t, "event and answer", line+"\r\n"+a.Transcript, both)
		})
	}
}

// simple is a situation of one request.
func simple(ask func(t *testing.T) probe.Answer) func(t *testing.T) last {
	return func(t *testing.T) last { return func() probe.Answer { return ask(t) } }
}

var failures = []failure{
	// Client authentication
	{name: "wrong secret", event: "CLIENT_LOGIN_ERROR", cause: "client-secret-wrong", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, with(as("shop", form("grant_type", "client_credentials")), "client_secret", "sesame"))
		})},
	{name: "wrong secret in Basic", event: "CLIENT_LOGIN_ERROR", cause: "client-secret-wrong", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, form("grant_type", "client_credentials"), basic("shop", "sesame"))
		})},
	{name: "secret not sent", event: "CLIENT_LOGIN_ERROR", cause: "confidential-client-without-secret", byEvent: "client-secret-wrong", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, form("grant_type", "client_credentials", "client_id", "shop"))
		})},
	{name: "unknown client", event: "CLIENT_LOGIN_ERROR", cause: "client-unknown", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, form("grant_type", "client_credentials", "client_id", "nobody", "client_secret", "sesame"))
		})},
	{name: "client_id not sent", event: "CLIENT_LOGIN_ERROR", cause: "parameter-missing", byEvent: "client-unknown", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, form("grant_type", "client_credentials"))
		})},
	{name: "disabled client", event: "CLIENT_LOGIN_ERROR", cause: "client-unknown", eventSays: "disabled", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, as("closed", form("grant_type", "client_credentials")))
		})},
	{name: "secret sent by a client that signs", event: "CLIENT_LOGIN_ERROR", cause: "client-auth-method", byEvent: "client-secret-wrong", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, form("grant_type", "client_credentials", "client_id", "signed", "client_secret", "sesame"))
		})},
	{name: "assertion for another audience", event: "CLIENT_LOGIN_ERROR", cause: "client-assertion-rejected", says: "aud", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, asserted(assertion(t, keycloak.key, map[string]any{"aud": "https://other.example.com"})))
		})},
	{name: "expired assertion", event: "CLIENT_LOGIN_ERROR", cause: "client-assertion-rejected", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			now := time.Now().Unix()
			return token(t, asserted(assertion(t, keycloak.key, map[string]any{"iat": now - 600, "exp": now - 300})))
		})},
	{name: "assertion of another key", event: "CLIENT_LOGIN_ERROR", cause: "client-assertion-rejected", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, asserted(assertion(t, newKey(t), nil)))
		})},
	{name: "assertion used twice", event: "CLIENT_LOGIN_ERROR", cause: "client-assertion-rejected", status: 400,
		do: func(t *testing.T) last {
			v := asserted(assertion(t, keycloak.key, nil))
			probe.Members(t, token(t, v))
			return func() probe.Answer { return token(t, v) }
		}},
	{name: "assertion of another subject", event: "CLIENT_LOGIN_ERROR", cause: "client-assertion-rejected", byAnswer: "client-unknown", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, asserted(assertion(t, keycloak.key, map[string]any{"sub": "someone"})))
		})},

	// What a client may do
	{name: "service account off", event: "CLIENT_LOGIN_ERROR", cause: "service-account-disabled", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, as("till", form("grant_type", "client_credentials")))
		})},
	{name: "service account of a public client", event: "CLIENT_LOGIN_ERROR", cause: "service-account-disabled", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, as("bakery-web", form("grant_type", "client_credentials")))
		})},
	{name: "direct grant off", event: "LOGIN_ERROR", cause: "direct-access-grants-disabled", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("till", "anna")) })},
	{name: "standard flow off", event: "LOGIN_ERROR", cause: "grant-not-allowed", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "robot") })},
	{name: "implicit flow off", event: "LOGIN_ERROR", cause: "grant-not-allowed", status: 302,
		do: simple(func(t *testing.T) probe.Answer {
			return authorize(t, probe.Browser(), "shop", "response_type", "id_token token")
		})},
	{name: "device flow off", event: "OAUTH2_DEVICE_AUTH_ERROR", cause: "grant-not-allowed", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.oidc("/auth/device"), as("till", form("scope", "openid")))
		})},
	{name: "token exchange off", event: "TOKEN_EXCHANGE_ERROR", cause: "grant-not-allowed", status: 400,
		do: func(t *testing.T) last {
			subject := tokens(t, "counter", "anna", "access_token")
			return func() probe.Answer { return token(t, as("counter", exchangeOf(subject))) }
		}},
	{name: "token exchange of a stranger", event: "TOKEN_EXCHANGE_ERROR", cause: "token-audience", status: 403,
		do: func(t *testing.T) last {
			subject := tokens(t, "shop", "anna", "access_token")
			return func() probe.Answer { return token(t, as("stranger", exchangeOf(subject))) }
		}},
	{name: "introspection by a public client", event: "INTROSPECT_TOKEN_ERROR", cause: "provider-error", says: "public", status: 403,
		do: func(t *testing.T) last {
			access := tokens(t, "shop", "anna", "access_token")
			return func() probe.Answer {
				return api.Form(t, keycloak.oidc("/token/introspect"), as("bakery-web", form("token", access)))
			}
		}},
	{name: "request not pushed", event: "LOGIN_ERROR", cause: "provider-error", says: "push", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "pushed") })},

	// The request itself
	{name: "unknown grant", cause: "unsupported-grant-type", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, as("shop", form("grant_type", "passport"))) })},
	{name: "grant_type not sent", cause: "parameter-missing", says: "grant_type", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, as("shop", form("scope", "openid"))) })},
	{name: "JSON instead of a form", cause: "token-request-not-form", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Do(t, "POST", keycloak.oidc("/token"), `{"grant_type":"client_credentials","client_id":"shop","client_secret":"shop-secret"}`, probe.Header{"Content-Type", "application/json"})
		})},
	{name: "GET at the token endpoint", cause: "http-method-refused", status: 405,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Get(t, keycloak.oidc("/token")+"?grant_type=client_credentials&client_id=shop")
		})},
	{name: "parameter twice", cause: "parameter-twice", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			v := as("shop", form("grant_type", "client_credentials"))
			v["scope"] = []string{"openid", "openid"}
			return token(t, v)
		})},
	{name: "unknown scope", event: "CLIENT_LOGIN_ERROR", cause: "scope-refused", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, as("shop", form("grant_type", "client_credentials", "scope", "cakes:eat")))
		})},
	{name: "unknown scope at login", event: "LOGIN_ERROR", cause: "scope-refused", status: 302,
		do: simple(func(t *testing.T) probe.Answer {
			return authorize(t, probe.Browser(), "shop", "scope", "openid cakes:eat")
		})},
	{name: "wrong realm", cause: "realm-unknown", status: 404,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.base+"/realms/Bakery/protocol/openid-connect/token", password("shop", "anna"))
		})},
	{name: "wrong realm at discovery", cause: "realm-unknown", status: 404,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Get(t, keycloak.base+"/realms/Bakery/.well-known/openid-configuration")
		})},
	{name: "path with /auth", cause: "keycloak-auth-path", status: 404,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.base+"/auth/realms/"+realmName+"/protocol/openid-connect/token", password("shop", "anna"))
		})},
	{name: "misspelt endpoint", cause: "endpoint-not-found", status: 405,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.oidc("/tokens"), password("shop", "anna"))
		})},
	{name: "misspelt path", cause: "endpoint-not-found", status: 404,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.realm("/openid-connect/token"), password("shop", "anna"))
		})},

	// The user
	{name: "wrong password", event: "LOGIN_ERROR", cause: "user-credentials-wrong", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "anna", "password", "guess")) })},
	{name: "unknown user", event: "LOGIN_ERROR", cause: "user-credentials-wrong", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "zoya")) })},
	{name: "username not sent", event: "LOGIN_ERROR", cause: "parameter-missing", byEvent: "user-credentials-wrong", status: 401,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "anna", "username", "")) })},
	{name: "disabled user", event: "LOGIN_ERROR", cause: "user-account-blocked", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "boris")) })},
	{name: "temporary password", event: "LOGIN_ERROR", cause: "required-action-pending", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "vera")) })},
	{name: "e-mail not verified", event: "LOGIN_ERROR", cause: "required-action-pending", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "gleb")) })},
	{name: "locked after wrong passwords", event: "LOGIN_ERROR", cause: "user-account-blocked", byAnswer: "user-credentials-wrong", status: 400,
		do: func(t *testing.T) last {
			for range 4 {
				events := keycloak.watch(t)
				token(t, password("shop", "dana", "password", "guess"))
				events("LOGIN_ERROR")
			}
			return func() probe.Answer { return token(t, password("shop", "dana")) }
		}},
	{name: "consent required", event: "LOGIN_ERROR", cause: "consent-missing", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("partner", "anna")) })},
	{name: "offline access not allowed", event: "LOGIN_ERROR", cause: "scope-refused", says: "offline", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, password("shop", "egor", "scope", "openid offline_access"))
		})},
	{name: "wrong password at the login page", event: "LOGIN_ERROR", cause: "user-credentials-wrong", status: 200,
		do: func(t *testing.T) last {
			browser := probe.Browser()
			page := authorize(t, browser, "shop")
			return func() probe.Answer { return login(t, browser, page, "anna", "guess") }
		}},
	{name: "consent refused", event: "LOGIN_ERROR", cause: "access-denied", status: 302,
		do: func(t *testing.T) last {
			browser := probe.Browser()
			a := login(t, browser, authorize(t, browser, "partner"), "anna", "anna-pass")
			a = browser.Get(t, a.Header.Get("Location"))
			action, fields := probe.PageForm(t, a)
			if strings.HasPrefix(action, "/") {
				action = keycloak.base + action
			}
			return func() probe.Answer { return browser.Form(t, action, with(fields, "cancel", "No")) }
		}},

	// The authorization endpoint
	{name: "redirect_uri not registered", event: "LOGIN_ERROR", cause: "redirect-uri-not-registered", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return authorize(t, probe.Browser(), "shop", "redirect_uri", "https://shop.example.com/calback")
		})},
	{name: "unknown client at login", event: "LOGIN_ERROR", cause: "client-unknown", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "nobody") })},
	{name: "disabled client at login", event: "LOGIN_ERROR", cause: "client-unknown", eventSays: "disabled", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "closed") })},
	{name: "response_type not sent", event: "LOGIN_ERROR", cause: "parameter-missing", says: "response_type", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "shop", "response_type", "") })},
	{name: "unknown response_type", event: "LOGIN_ERROR", cause: "provider-error", says: "response_type", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "shop", "response_type", "cake") })},
	{name: "prompt=none without a session", cause: "silent-login-needs-interaction", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "shop", "prompt", "none") })},
	{name: "no PKCE", event: "LOGIN_ERROR", cause: "pkce-required", status: 302,
		do: simple(func(t *testing.T) probe.Answer { return authorize(t, probe.Browser(), "bakery-web") })},
	{name: "PKCE plain", event: "LOGIN_ERROR", cause: "pkce-required", status: 302,
		do: simple(func(t *testing.T) probe.Answer {
			return authorize(t, probe.Browser(), "bakery-web", "code_challenge", verifier, "code_challenge_method", "plain")
		})},
	{name: "login cookie lost", event: "LOGIN_ERROR", cause: "provider-session-lost", status: 400,
		do: func(t *testing.T) last {
			page := authorize(t, probe.Browser(), "shop")
			return func() probe.Answer { return login(t, probe.Browser(), page, "anna", "anna-pass") }
		}},

	// A second Keycloak realm as the identity provider behind ours
	{name: "identity provider refuses Keycloak's secret", event: "IDENTITY_PROVIDER_LOGIN_ERROR", cause: "keycloak-broker-refused", byAnswer: "federated-provider-refused", status: 502,
		do: func(t *testing.T) last {
			_, _ = keycloak.manage("DELETE", "/mill", "")
			keycloak.must(t, "POST", "", `{"realm":"mill","enabled":true,"sslRequired":"none","clients":[{"clientId":"bakery","secret":"mill-secret","publicClient":false,"standardFlowEnabled":true,"redirectUris":["*"]}],
				"users":[{"username":"anna","enabled":true,"email":"anna@example.com","emailVerified":true,"firstName":"Anna","lastName":"Baker","credentials":[{"type":"password","value":"anna-pass"}]}]}`)
			mill := keycloak.base + "/realms/mill/protocol/openid-connect"
			_, _ = keycloak.manage("DELETE", "/"+realmName+"/identity-provider/instances/mill", "")
			keycloak.must(t, "POST", "/"+realmName+"/identity-provider/instances", `{"alias":"mill","providerId":"oidc","enabled":true,"config":{"clientId":"bakery","clientSecret":"sesame","clientAuthMethod":"client_secret_post",
				"authorizationUrl":"`+mill+`/auth","tokenUrl":"`+mill+`/token","issuer":"`+keycloak.base+`/realms/mill","defaultScope":"openid"}}`)
			browser := probe.Browser()
			page := follow(t, browser, authorize(t, browser, "shop", "kc_idp_hint", "mill"))
			back := login(t, browser, page, "anna", "anna-pass")
			return func() probe.Answer { return browser.Get(t, back.Header.Get("Location")) }
		}},

	// The authorization code
	{name: "code used twice", event: "CODE_TO_TOKEN_ERROR", cause: "code-redeemed-twice", byAnswer: "code-not-valid", status: 400,
		do: func(t *testing.T) last {
			c := code(t, "shop")
			probe.Members(t, redeem(t, "shop", c))
			return func() probe.Answer { return redeem(t, "shop", c) }
		}},
	{name: "expired code", event: "CODE_TO_TOKEN_ERROR", cause: "code-redeemed-twice", byAnswer: "code-not-valid", says: "expired", status: 400,
		do: func(t *testing.T) last {
			keycloak.must(t, "PUT", "/"+realmName, `{"accessCodeLifespan":1}`)
			c := code(t, "shop")
			keycloak.must(t, "PUT", "/"+realmName, `{"accessCodeLifespan":60}`)
			until(time.Now().Add(3 * time.Second))
			return func() probe.Answer { return redeem(t, "shop", c) }
		}},
	{name: "code of another client", event: "CODE_TO_TOKEN_ERROR", cause: "code-of-another-client", status: 400,
		do: func(t *testing.T) last {
			c := code(t, "shop")
			return func() probe.Answer { return redeem(t, "till", c, "redirect_uri", redirects["shop"]) }
		}},
	{name: "redirect_uri differs", event: "CODE_TO_TOKEN_ERROR", cause: "redirect-uri-differs", status: 400,
		do: func(t *testing.T) last {
			c := code(t, "shop")
			return func() probe.Answer { return redeem(t, "shop", c, "redirect_uri", "https://shop.example.com/callback/") }
		}},
	{name: "invented code", event: "CODE_TO_TOKEN_ERROR", cause: "code-mangled", byAnswer: "code-not-valid", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return redeem(t, "shop", "SplxlOBeZQQYbYS6WxSbIA") })},
	{name: "code not sent", event: "CODE_TO_TOKEN_ERROR", cause: "code-missing-in-token-request", byEvent: "parameter-missing", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return redeem(t, "shop", "") })},
	{name: "wrong verifier", event: "CODE_TO_TOKEN_ERROR", cause: "pkce-verifier-mismatch", status: 400,
		do: func(t *testing.T) last {
			c := pkceCode(t)
			return func() probe.Answer { return redeem(t, "bakery-web", c, "code_verifier", strings.Repeat("x", 43)) }
		}},
	{name: "verifier not sent", event: "CODE_TO_TOKEN_ERROR", cause: "pkce-verifier-missing", status: 400,
		do: func(t *testing.T) last {
			c := pkceCode(t)
			return func() probe.Answer { return redeem(t, "bakery-web", c) }
		}},
	{name: "verifier too short", event: "CODE_TO_TOKEN_ERROR", cause: "pkce-verifier-mismatch", status: 400,
		do: func(t *testing.T) last {
			c := pkceCode(t)
			return func() probe.Answer { return redeem(t, "bakery-web", c, "code_verifier", "short") }
		}},
	{name: "verifier without challenge", event: "CODE_TO_TOKEN_ERROR", cause: "pkce-verifier-mismatch", says: "challenge", status: 400,
		do: func(t *testing.T) last {
			c := code(t, "shop")
			return func() probe.Answer { return redeem(t, "shop", c, "code_verifier", verifier) }
		}},

	// The refresh token
	{name: "expired refresh token", event: "REFRESH_TOKEN_ERROR", cause: "token-expired", byAnswer: "refresh-token-dead", byEvent: "refresh-token-dead", says: "expired", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "brief", "anna", "refresh_token")
			until(time.Now().Add(4 * time.Second))
			return func() probe.Answer { return refresh(t, "brief", r) }
		}},
	{name: "refresh token used twice", event: "REFRESH_TOKEN_ERROR", cause: "refresh-token-reused", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "shop", "anna", "refresh_token")
			probe.Members(t, refresh(t, "shop", r))
			return func() probe.Answer { return refresh(t, "shop", r) }
		}},
	{name: "successor of a refresh token used twice", event: "REFRESH_TOKEN_ERROR", cause: "keycloak-session-gone", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "shop", "anna", "refresh_token")
			next := probe.Member(t, refresh(t, "shop", r), "refresh_token")
			refresh(t, "shop", r)
			return func() probe.Answer { return refresh(t, "shop", next) }
		}},
	{name: "revoked refresh token", event: "REFRESH_TOKEN_ERROR", cause: "keycloak-session-gone", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "shop", "anna", "refresh_token")
			if a := api.Form(t, keycloak.oidc("/revoke"), as("shop", form("token", r))); a.Status != 200 || a.Body != "" {
				t.Fatalf("not revoked: %d %s", a.Status, a.Body)
			}
			return func() probe.Answer { return refresh(t, "shop", r) }
		}},
	{name: "refresh token of another client", event: "REFRESH_TOKEN_ERROR", cause: "refresh-token-dead", says: "client", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "shop", "anna", "refresh_token")
			return func() probe.Answer { return refresh(t, "till", r) }
		}},
	{name: "invented refresh token", event: "REFRESH_TOKEN_ERROR", cause: "refresh-token-dead", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return refresh(t, "shop", "tGzv3JOkF0XG5Qx2TlKWIA") })},
	{name: "access token to refresh with", event: "REFRESH_TOKEN_ERROR", cause: "wrong-token-presented", byEvent: "refresh-token-dead", status: 400,
		do: func(t *testing.T) last {
			access := tokens(t, "shop", "anna", "access_token")
			return func() probe.Answer { return refresh(t, "shop", access) }
		}},
	{name: "refresh token not sent", cause: "refresh-token-not-issued", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return refresh(t, "shop", "") })},
	{name: "logged out", event: "REFRESH_TOKEN_ERROR", cause: "keycloak-session-gone", status: 400,
		do: func(t *testing.T) last {
			r := tokens(t, "shop", "anna", "refresh_token")
			if a := api.Form(t, keycloak.oidc("/logout"), as("shop", form("refresh_token", r))); a.Status != 204 {
				t.Fatalf("not logged out: %d %s", a.Status, a.Body)
			}
			return func() probe.Answer { return refresh(t, "shop", r) }
		}},
	{name: "offline session removed", event: "REFRESH_TOKEN_ERROR", cause: "keycloak-session-gone", says: "offline", status: 400,
		do: func(t *testing.T) last {
			a := probe.Members(t, token(t, password("shop", "anna", "scope", "openid offline_access")))
			r, _ := a["refresh_token"].(string)
			var users []struct{ ID string }
			if err := json.Unmarshal([]byte(keycloak.must(t, "GET", "/"+realmName+"/users?username=anna&exact=true", "")), &users); err != nil || len(users) != 1 {
				t.Fatalf("anna not found: %v", err)
			}
			keycloak.must(t, "DELETE", "/"+realmName+"/users/"+users[0].ID+"/consents/shop", "")
			return func() probe.Answer { return refresh(t, "shop", r) }
		}},
	{name: "user disabled since", event: "REFRESH_TOKEN_ERROR", cause: "user-account-blocked", status: 400,
		do: func(t *testing.T) last {
			keycloak.must(t, "POST", "/"+realmName+"/users", `{"username":"fedor","enabled":true,"email":"fedor@example.com","emailVerified":true,"firstName":"Fedor","lastName":"Salt","credentials":[{"type":"password","value":"fedor-pass"}]}`)
			r := tokens(t, "shop", "fedor", "refresh_token")
			var users []struct{ ID string }
			if err := json.Unmarshal([]byte(keycloak.must(t, "GET", "/"+realmName+"/users?username=fedor&exact=true", "")), &users); err != nil || len(users) != 1 {
				t.Fatalf("fedor not found: %v", err)
			}
			keycloak.must(t, "PUT", "/"+realmName+"/users/"+users[0].ID, `{"enabled":false}`)
			return func() probe.Answer { return refresh(t, "shop", r) }
		}},

	// userinfo, introspection, revocation
	{name: "userinfo without openid", event: "USER_INFO_REQUEST_ERROR", cause: "userinfo-without-openid", actual: "mixed", status: 403, // whose scope is judged had been issued
		do: func(t *testing.T) last {
			access := tokens(t, "shop", "anna", "access_token", "scope", "email")
			return func() probe.Answer { return userinfo(t, access) }
		}},
	{name: "userinfo with an expired token", event: "USER_INFO_REQUEST_ERROR", cause: "token-expired", byAnswer: "api-refused-token", status: 401,
		do: func(t *testing.T) last {
			access := tokens(t, "brief", "anna", "access_token")
			until(time.Now().Add(3 * time.Second))
			return func() probe.Answer { return userinfo(t, access) }
		}},
	{name: "userinfo with an invented token", event: "USER_INFO_REQUEST_ERROR", cause: "jwt-malformed", byAnswer: "api-refused-token", status: 401,
		do: simple(func(t *testing.T) probe.Answer { return userinfo(t, "mF_9.B5f-4.1JqM") })},
	{name: "userinfo without a token", event: "USER_INFO_REQUEST_ERROR", cause: "token-not-sent", status: 401,
		do: simple(func(t *testing.T) probe.Answer { return api.Get(t, keycloak.oidc("/userinfo")) })},
	{name: "userinfo with an ID token", event: "USER_INFO_REQUEST_ERROR", cause: "wrong-token-presented", status: 401,
		do: func(t *testing.T) last {
			id := tokens(t, "shop", "anna", "id_token")
			return func() probe.Answer { return userinfo(t, id) }
		}},
	{name: "userinfo after logout", event: "USER_INFO_REQUEST_ERROR", cause: "keycloak-session-gone", status: 401,
		do: func(t *testing.T) last {
			a := probe.Members(t, token(t, password("shop", "anna")))
			r, _ := a["refresh_token"].(string)
			access, _ := a["access_token"].(string)
			api.Form(t, keycloak.oidc("/logout"), as("shop", form("refresh_token", r)))
			return func() probe.Answer { return userinfo(t, access) }
		}},
	{name: "introspection of a dead token", cause: "token-inactive", status: 200,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.oidc("/token/introspect"), as("shop", form("token", "mF_9.B5f-4.1JqM")))
		})},
	{name: "introspection by a client that is no audience", cause: "token-inactive", says: "audience", status: 200,
		do: func(t *testing.T) last {
			access := tokens(t, "shop", "anna", "access_token")
			return func() probe.Answer {
				return api.Form(t, keycloak.oidc("/token/introspect"), as("shop", form("token", access)))
			}
		}},
	{name: "introspection with a wrong secret", event: "INTROSPECT_TOKEN_ERROR", cause: "client-secret-wrong", status: 401,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.oidc("/token/introspect"), form("token", "mF_9.B5f-4.1JqM", "client_id", "shop", "client_secret", "sesame"))
		})},
	{name: "revocation of an unknown token", event: "REVOKE_GRANT_ERROR", cause: "error-in-200", byEvent: "provider-error", status: 200,
		do: simple(func(t *testing.T) probe.Answer {
			return api.Form(t, keycloak.oidc("/revoke"), as("shop", form("token", "mF_9.B5f-4.1JqM")))
		})},

	// Device flow, DPoP, logout, CORS
	{name: "device login pending", cause: "device-login-pending", actual: "undetermined", says: "finished", status: 400,
		do: func(t *testing.T) last {
			device := probe.Member(t, api.Form(t, keycloak.oidc("/auth/device"), as("shop", form("scope", "openid"))), "device_code")
			return func() probe.Answer { return token(t, as("shop", deviceForm(device))) }
		}},
	{name: "device polled too fast", event: "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR", cause: "provider-error", says: "slow_down", status: 400,
		do: func(t *testing.T) last {
			device := probe.Member(t, api.Form(t, keycloak.oidc("/auth/device"), as("shop", form("scope", "openid"))), "device_code")
			token(t, as("shop", deviceForm(device)))
			return func() probe.Answer { return token(t, as("shop", deviceForm(device))) }
		}},
	{name: "invented device code", event: "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR", cause: "provider-error", says: "device code", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, as("shop", deviceForm("GmRhmhcxhwAzkoEqiMEg"))) })},
	{name: "no DPoP proof", event: "LOGIN_ERROR", cause: "dpop-proof-rejected", status: 400,
		do: simple(func(t *testing.T) probe.Answer { return token(t, password("bound", "anna")) })},
	{name: "DPoP proof for another address", event: "LOGIN_ERROR", cause: "dpop-proof-rejected", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, password("bound", "anna"), proof(t, newKey(t), "POST", "https://other.example.com/token", nil))
		})},
	{name: "DPoP proof out of date", event: "LOGIN_ERROR", cause: "dpop-proof-rejected", status: 400,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, password("bound", "anna"), proof(t, newKey(t), "POST", keycloak.oidc("/token"), map[string]any{"iat": time.Now().Unix() - 3600}))
		})},
	{name: "logout to an unknown address", event: "LOGOUT_ERROR", cause: "redirect-uri-not-registered", status: 400,
		do: func(t *testing.T) last {
			id := tokens(t, "shop", "anna", "id_token")
			return func() probe.Answer {
				return probe.Browser().Get(t, keycloak.oidc("/logout")+"?"+form("id_token_hint", id, "post_logout_redirect_uri", "https://shop.example.com/by").Encode())
			}
		}},
	{name: "web origin not registered", cause: "cors-blocked", status: 403,
		do: simple(func(t *testing.T) probe.Answer {
			return token(t, password("shop", "anna"), probe.Header{"Origin", "https://shop.example.org"})
		})},
	{name: "realm switched off", cause: "realm-unknown", status: 403,
		do: func(t *testing.T) last {
			_, _ = keycloak.manage("DELETE", "/closed-bakery", "")
			keycloak.must(t, "POST", "", `{"realm":"closed-bakery","enabled":false,"sslRequired":"none"}`)
			return func() probe.Answer {
				return api.Form(t, keycloak.base+"/realms/closed-bakery/protocol/openid-connect/token", password("shop", "anna"))
			}
		}},
	{name: "http where https is demanded", cause: "tls-plain-http", says: "Require SSL", status: 403,
		do: func(t *testing.T) last {
			_, _ = keycloak.manage("DELETE", "/safe-bakery", "")
			keycloak.must(t, "POST", "", `{"realm":"safe-bakery","enabled":true,"sslRequired":"all"}`)
			return func() probe.Answer {
				return api.Form(t, keycloak.base+"/realms/safe-bakery/protocol/openid-connect/token", password("shop", "anna"))
			}
		}},
	{name: "keys rotated", event: "USER_INFO_REQUEST_ERROR", cause: "signing-key-not-found", byAnswer: "api-refused-token", status: 401,
		do: func(t *testing.T) last {
			access := tokens(t, "shop", "anna", "access_token")
			rotate(t)
			return func() probe.Answer { return userinfo(t, access) }
		}},
}

func exchangeOf(subject string) url.Values {
	return form("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token", subject, "subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
}

func deviceForm(device string) url.Values {
	return form("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", device)
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// rotate gives the realm new signing keys and removes the old ones, as after a leak.
func rotate(t *testing.T) {
	t.Helper()
	var components []struct{ ID, ProviderID string }
	if err := json.Unmarshal([]byte(keycloak.must(t, "GET", "/"+realmName+"/components?type=org.keycloak.keys.KeyProvider", "")), &components); err != nil {
		t.Fatal(err)
	}
	keycloak.must(t, "POST", "/"+realmName+"/components", `{"name":"new","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider","config":{"priority":["200"],"algorithm":["RS256"]}}`)
	removed := 0
	for _, c := range components {
		if c.ProviderID == "rsa-generated" {
			keycloak.must(t, "DELETE", "/"+realmName+"/components/"+c.ID, "")
			removed++
		}
	}
	if removed == 0 {
		t.Fatal("no key to remove")
	}
}

// success is a request that works, judged alone, with its event, and both ways round.
type success struct {
	name     string
	do       func(t *testing.T) last
	event    string
	endpoint string
	status   int
	actual   string // success unless set
}

func TestSuccesses(t *testing.T) {
	for _, f := range successes {
		t.Run(f.name, func(t *testing.T) {
			send := f.do(t)
			events := keycloak.watch(t)
			a := send()
			if want := max(f.status, 200); a.Status != want {
				t.Fatalf("status %d; want %d: %s", a.Status, want, a.Body)
			}
			tally.Check(t, "the answer", a.Transcript, probe.Want{Actual: first(f.actual, "success"), Provider: "keycloak", Endpoint: f.endpoint})
			if f.event == "" {
				return
			}
			line := events(f.event)
			tally.Check(t, "the event", line, probe.Want{Provider: "keycloak"})
			tally.Check(t, "answer and event", a.Transcript+"\r\n"+line, probe.Want{Actual: first(f.actual, "success"), Provider: "keycloak"})
		})
	}
}

var successes = []success{
	{name: "discovery", endpoint: "discovery", actual: "undetermined", do: simple(func(t *testing.T) probe.Answer {
		return api.Get(t, keycloak.realm("/.well-known/openid-configuration"))
	})},
	{name: "keys", endpoint: "jwks", actual: "undetermined", do: simple(func(t *testing.T) probe.Answer { return api.Get(t, keycloak.oidc("/certs")) })},
	{name: "client credentials", event: "CLIENT_LOGIN", endpoint: "token", do: simple(func(t *testing.T) probe.Answer {
		return token(t, form("grant_type", "client_credentials"), basic("shop", "shop-secret"))
	})},
	{name: "private_key_jwt", event: "CLIENT_LOGIN", endpoint: "token", do: simple(func(t *testing.T) probe.Answer { return token(t, asserted(assertion(t, keycloak.key, nil))) })},
	{name: "password", event: "LOGIN", endpoint: "token", do: simple(func(t *testing.T) probe.Answer { return token(t, password("shop", "anna")) })},
	{name: "login page", event: "LOGIN", endpoint: "", status: 302, actual: "undetermined", do: func(t *testing.T) last {
		browser := probe.Browser()
		page := authorize(t, browser, "shop")
		return func() probe.Answer { return login(t, browser, page, "anna", "anna-pass") }
	}},
	{name: "code", event: "CODE_TO_TOKEN", endpoint: "token", do: func(t *testing.T) last {
		c := code(t, "shop")
		return func() probe.Answer { return redeem(t, "shop", c) }
	}},
	{name: "code with PKCE", event: "CODE_TO_TOKEN", endpoint: "token", do: func(t *testing.T) last {
		c := pkceCode(t)
		return func() probe.Answer { return redeem(t, "bakery-web", c, "code_verifier", verifier) }
	}},
	{name: "refresh", event: "REFRESH_TOKEN", endpoint: "token", do: func(t *testing.T) last {
		r := tokens(t, "shop", "anna", "refresh_token")
		return func() probe.Answer { return refresh(t, "shop", r) }
	}},
	{name: "offline access", event: "LOGIN", endpoint: "token", do: simple(func(t *testing.T) probe.Answer {
		return token(t, password("shop", "anna", "scope", "openid offline_access"))
	})},
	{name: "userinfo", event: "USER_INFO_REQUEST", endpoint: "userinfo", do: func(t *testing.T) last {
		access := tokens(t, "shop", "anna", "access_token")
		return func() probe.Answer { return userinfo(t, access) }
	}},
	{name: "introspection", endpoint: "introspect", do: func(t *testing.T) last {
		access := tokens(t, "counter", "anna", "access_token")
		return func() probe.Answer {
			return api.Form(t, keycloak.oidc("/token/introspect"), as("counter", form("token", access)))
		}
	}},
	{name: "revocation", event: "REVOKE_GRANT", endpoint: "revoke", do: func(t *testing.T) last {
		r := tokens(t, "shop", "anna", "refresh_token")
		return func() probe.Answer { return api.Form(t, keycloak.oidc("/revoke"), as("shop", form("token", r))) }
	}},
	{name: "device authorization", endpoint: "device", do: simple(func(t *testing.T) probe.Answer {
		return api.Form(t, keycloak.oidc("/auth/device"), as("shop", form("scope", "openid")))
	})},
	{name: "pushed request", endpoint: "pushed_authorization_request", status: 201, do: simple(func(t *testing.T) probe.Answer {
		return api.Form(t, keycloak.oidc("/ext/par/request"), as("pushed", form("response_type", "code", "redirect_uri", redirects["pushed"], "scope", "openid", "state", "af0ifjsldkj")))
	})},
	{name: "token exchange", event: "TOKEN_EXCHANGE", endpoint: "token", do: func(t *testing.T) last {
		subject := tokens(t, "shop", "anna", "access_token")
		return func() probe.Answer { return token(t, as("shop", exchangeOf(subject))) }
	}},
	{name: "DPoP", event: "LOGIN", endpoint: "token", do: simple(func(t *testing.T) probe.Answer {
		return token(t, password("bound", "anna"), proof(t, newKey(t), "POST", keycloak.oidc("/token"), nil))
	})},
	{name: "logout", event: "LOGOUT", endpoint: "logout", status: http.StatusNoContent, actual: "undetermined", do: func(t *testing.T) last {
		r := tokens(t, "shop", "anna", "refresh_token")
		return func() probe.Answer {
			return api.Form(t, keycloak.oidc("/logout"), as("shop", form("refresh_token", r)))
		}
	}},
}
