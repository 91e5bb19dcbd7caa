package oidc

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"grantlens/internal/request"
	"grantlens/test/probe"
)

// situation is a request and the verdict on its answer. Without a cause nothing worse than a remark may be found.
type situation struct {
	name     string
	do       func(t *testing.T) probe.Answer
	status   int
	endpoint string // that the report has to name, where the address does not
	actual   string // what is wanted; success without a cause, failure with one, unless set
	cause    string // rule of the first finding
	says     string
}

func TestSuccesses(t *testing.T) { run(t, successes, 10) }

func TestInducedFailures(t *testing.T) { run(t, failures, 10) }

func run(t *testing.T, list []situation, least int) {
	if len(list) < least {
		t.Fatalf("%d situations; want %d and more", len(list), least)
	}
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			a := s.do(t)
			if a.Status != s.status {
				t.Fatalf("status %d; want %d: %s", a.Status, s.status, a.Body)
			}
			want := probe.Want{Rule: s.cause, Says: s.says, Actual: s.actual, Endpoint: s.endpoint}
			if want.Actual == "" && s.cause == "" {
				want.Actual = "success"
			} else if want.Actual == "" {
				want.Actual = "failure"
			}
			tally.Check(t, "the answer", a.Transcript, want)
		})
	}
}

func deviceCode(t *testing.T) (device, page string) {
	t.Helper()
	m := probe.Members(t, ask{grant: request.GrantDevice, step: request.StepDevice, values: []string{"scope", "openid"}}.send(t))
	device, _ = m["device_code"].(string)
	page, _ = m["verification_uri_complete"].(string)
	return device, page
}

func poll(device string) ask {
	return ask{grant: request.GrantDevice, step: request.StepToken, values: []string{"device_code", device}}
}

func backchannel(t *testing.T, user string) string {
	t.Helper()
	return probe.Member(t, ask{grant: request.GrantCIBA, step: request.StepCIBA, values: []string{"scope", "openid", "login_hint", user}}.send(t), "auth_req_id")
}

func pollCIBA(id string) ask {
	return ask{grant: request.GrantCIBA, step: request.StepToken, values: []string{"auth_req_id", id}}
}

func push(scope string) ask {
	return ask{grant: request.GrantCode, step: request.StepPAR, client: "pushed", values: []string{"response_type", "code", "redirect_uri", callback("pushed"), "scope", scope, "state", "af0ifjsldkj",
		"code_challenge", digest(verifier), "code_challenge_method", "S256"}}
}

func register(t *testing.T, metadata string) probe.Answer {
	t.Helper()
	return api.Do(t, "POST", issuer+"/reg", metadata, probe.Header{"Content-Type", "application/json"})
}

var successes = []situation{
	{name: "discovery", status: 200, actual: "undetermined", do: func(t *testing.T) probe.Answer {
		a := ask{endpoint: "discovery", auth: request.AuthNone}.send(t)
		for name, ours := range map[string]string{"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo", "jwks_uri": "jwks",
			"pushed_authorization_request_endpoint": "par", "device_authorization_endpoint": "device", "backchannel_authentication_endpoint": "ciba",
			"introspection_endpoint": "introspect", "revocation_endpoint": "revoke", "end_session_endpoint": "logout"} {
			if got := probe.Member(t, a, name); got != endpoints()["url."+ours] {
				t.Errorf("%s is %s", name, got)
			}
		}
		return a
	}},
	{name: "keys", status: 200, actual: "undetermined", do: func(t *testing.T) probe.Answer { return ask{endpoint: "jwks", auth: request.AuthNone}.send(t) }},
	{name: "client credentials, Basic", status: 200, do: func(t *testing.T) probe.Answer { return ask{grant: request.GrantClient}.send(t) }},
	{name: "client credentials, form", status: 200, do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "post", auth: request.AuthPost}.send(t)
	}},
	{name: "client_secret_jwt", status: 200, do: func(t *testing.T) probe.Answer {
		secret := []byte("a-secret-of-more-than-thirty-two-bytes")
		return ask{grant: request.GrantClient, client: "shared", auth: request.AuthSecretJWT, assertion: probe.Sign(t, secret, jose.HS256, nil, assertionClaims("shared", nil))}.send(t)
	}},
	{name: "private_key_jwt", status: 200, do: func(t *testing.T) probe.Answer { return signed(t, key, nil).send(t) }},
	{name: "code", status: 200, do: func(t *testing.T) probe.Answer { return login(t, "shop") }},
	{name: "code of a public client", status: 200, do: func(t *testing.T) probe.Answer { return login(t, "web") }},
	{name: "pushing a request", status: 201, endpoint: "pushed_authorization_request", do: func(t *testing.T) probe.Answer { return push("openid").send(t) }},
	{name: "asking for a device code", status: 200, endpoint: "device", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantDevice, step: request.StepDevice, values: []string{"scope", "openid"}}.send(t)
	}},
	{name: "asking through the backchannel", status: 200, endpoint: "backchannel_authentication", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantCIBA, step: request.StepCIBA, values: []string{"scope", "openid", "login_hint", "vera"}}.send(t)
	}},
	{name: "registering a client", status: 201, endpoint: "registration", do: func(t *testing.T) probe.Answer {
		return register(t, `{"redirect_uris":["https://new.example.com/callback"]}`)
	}},
	{name: "pushed request", status: 200, do: func(t *testing.T) probe.Answer {
		pushed := push("openid").send(t)
		browser := probe.Browser()
		a := walk(t, browser, browser.Get(t, issuer+"/auth?"+url.Values{"client_id": {"pushed"}, "request_uri": {probe.Member(t, pushed, "request_uri")}}.Encode()))
		return redeem("pushed", a.Location().Get("code")).send(t)
	}},
	{name: "refresh, rotated", status: 200, do: func(t *testing.T) probe.Answer {
		old := probe.Member(t, login(t, "shop"), "refresh_token")
		a := refresh("shop", old).send(t)
		if probe.Member(t, a, "refresh_token") == old {
			t.Error("the refresh token was not rotated")
		}
		return a
	}},
	{name: "device", status: 200, do: func(t *testing.T) probe.Answer {
		device, page := deviceCode(t)
		browser := probe.Browser()
		walk(t, browser, browser.Get(t, page))
		return poll(device).send(t)
	}},
	{name: "CIBA", status: 200, do: func(t *testing.T) probe.Answer { return pollCIBA(backchannel(t, "anna")).send(t) }},
	{name: "DPoP, with the server's nonce", status: 200, do: func(t *testing.T) probe.Answer {
		k := newKey(t)
		first := ask{grant: request.GrantClient, client: "bound", dpop: proof(t, k, "POST", issuer+"/token", "", "")}.send(t)
		nonce := first.Header.Get("DPoP-Nonce")
		if nonce == "" {
			t.Fatalf("no nonce in the answer: %d %s", first.Status, first.Body)
		}
		return ask{grant: request.GrantClient, client: "bound", dpop: proof(t, k, "POST", issuer+"/token", nonce, "")}.send(t)
	}},
	{name: "resource indicator", status: 200, do: func(t *testing.T) probe.Answer {
		return login(t, "shop", "resource", "https://api.example.com/", "scope", "openid cakes:read")
	}},
	{name: "JARM", status: 200, do: func(t *testing.T) probe.Answer {
		a := authorize(t, "shop", "response_mode", "query.jwt")
		back := a.Header.Get("Location")
		got := request.ReadCallback(back, request.Expected{State: "af0ifjsldkj", Issuer: issuer, ClientID: "shop", RedirectURI: callback("shop"), ResponseMode: "query.jwt"}, time.Now(), "en")
		if !got.JARM || got.Code == "" || got.Issuer != issuer {
			t.Errorf("the callback was read as %+v", got)
		}
		for _, f := range got.Findings {
			if f.Severity == "error" {
				t.Errorf("callback: %s: %s", f.Title, f.Detail)
			}
		}
		return redeem("shop", got.Code).send(t)
	}},
	{name: "userinfo", status: 200, do: func(t *testing.T) probe.Answer {
		return userinfo(probe.Member(t, login(t, "shop"), "access_token")).send(t)
	}},
	{name: "introspection", status: 200, do: func(t *testing.T) probe.Answer {
		return ask{endpoint: "introspect", values: []string{"token", probe.Member(t, login(t, "shop"), "access_token")}}.send(t)
	}},
	{name: "revocation", status: 200, do: func(t *testing.T) probe.Answer {
		return ask{endpoint: "revoke", values: []string{"token", probe.Member(t, login(t, "shop"), "refresh_token")}}.send(t)
	}},
	{name: "logout", status: 303, actual: "undetermined", do: func(t *testing.T) probe.Answer {
		id := probe.Member(t, login(t, "shop"), "id_token")
		b := ask{endpoint: "logout", auth: request.AuthNone, values: []string{"id_token_hint", id, "post_logout_redirect_uri", "https://shop.example.com/bye", "state", "bye"}}.build(t)
		browser := probe.Browser()
		a := walk(t, browser, browser.Get(t, b.URL))
		if got := a.Header.Get("Location"); !strings.HasPrefix(got, "https://shop.example.com/bye?state=bye") {
			t.Errorf("logged out to %q", got)
		}
		return a
	}},
}

var failures = []situation{
	{name: "wrong secret", status: 401, cause: "provider-error", says: "secret", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, values: []string{"client_secret", "sesame"}}.send(t)
	}},
	{name: "unknown client", status: 401, cause: "provider-error", says: "unknown", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "nobody"}.send(t)
	}},
	{name: "secret where an assertion belongs", status: 401, cause: "provider-error", says: "method", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "signed"}.send(t)
	}},
	{name: "secret not sent", status: 401, cause: "confidential-client-without-secret", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, auth: request.AuthNone}.send(t)
	}},
	{name: "assertion for another audience", status: 401, cause: "client-assertion-rejected", do: func(t *testing.T) probe.Answer {
		return signed(t, key, map[string]any{"aud": "https://other.example.com"}).send(t)
	}},
	{name: "assertion of another key", status: 401, cause: "client-assertion-rejected", do: func(t *testing.T) probe.Answer { return signed(t, newKey(t), nil).send(t) }},
	{name: "expired assertion", status: 401, cause: "client-assertion-rejected", do: func(t *testing.T) probe.Answer {
		now := time.Now().Unix()
		return signed(t, key, map[string]any{"iat": now - 600, "exp": now - 300}).send(t)
	}},
	{name: "grant not registered", status: 400, cause: "grant-not-allowed", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "till"}.send(t)
	}},
	{name: "unknown grant", status: 400, cause: "unsupported-grant-type", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantExchange, values: []string{"subject_token", "mF_9.B5f-4.1JqM", "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"}}.send(t)
	}},
	{name: "JSON instead of a form", status: 400, cause: "token-request-not-form", do: func(t *testing.T) probe.Answer {
		raw, err := json.Marshal(map[string]string{"grant_type": "client_credentials", "client_id": "post", "client_secret": "post-secret"})
		if err != nil {
			t.Fatal(err)
		}
		return api.Do(t, "POST", issuer+"/token", string(raw), probe.Header{"Content-Type", "application/json"})
	}},
	{name: "GET at the token endpoint", status: 404, cause: "http-method-refused", do: func(t *testing.T) probe.Answer {
		return api.Get(t, issuer+"/token?grant_type=client_credentials")
	}},
	{name: "parameter twice", status: 400, cause: "parameter-twice", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, values: []string{"scope", "openid"}, extra: []request.Pair{{"scope", "openid"}}}.send(t)
	}},
	{name: "code used twice", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer {
		c := code(t, "shop")
		probe.Members(t, redeem("shop", c).send(t))
		return redeem("shop", c).send(t)
	}},
	{name: "expired code", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer {
		c := code(t, "brief")
		until(time.Now().Add(2 * time.Second))
		return redeem("brief", c).send(t)
	}},
	{name: "code of another client", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer { return redeem("till", code(t, "shop")).send(t) }},
	{name: "redirect_uri differs", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer {
		return redeem("shop", code(t, "shop"), "redirect_uri", callback("shop")+"/").send(t)
	}},
	{name: "code not sent", status: 400, cause: "parameter-missing", says: "code", do: func(t *testing.T) probe.Answer { return redeem("shop", "").send(t) }},
	{name: "wrong verifier", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer {
		return redeem("shop", code(t, "shop"), "code_verifier", strings.Repeat("x", 43)).send(t)
	}},
	{name: "verifier not sent", status: 400, cause: "code-not-valid", do: func(t *testing.T) probe.Answer {
		return redeem("shop", code(t, "shop"), "code_verifier", "").send(t)
	}},
	{name: "no PKCE", status: 303, cause: "pkce-required", do: func(t *testing.T) probe.Answer {
		return authorize(t, "web", "code_challenge", "", "code_challenge_method", "")
	}},
	{name: "PKCE plain", status: 303, cause: "pkce-required", do: func(t *testing.T) probe.Answer {
		return authorize(t, "web", "code_challenge", verifier, "code_challenge_method", "plain")
	}},
	{name: "redirect_uri not registered", status: 400, cause: "redirect-uri-not-registered", do: func(t *testing.T) probe.Answer {
		return authorize(t, "shop", "redirect_uri", "https://shop.example.com/calback")
	}},
	{name: "unknown client at login", status: 400, cause: "client-unknown", do: func(t *testing.T) probe.Answer { return authorize(t, "nobody") }},
	{name: "prompt=none without a session", status: 303, cause: "silent-login-needs-interaction", do: func(t *testing.T) probe.Answer { return authorize(t, "shop", "prompt", "none") }},
	{name: "pushing a redirect_uri that is not registered", status: 400, endpoint: "pushed_authorization_request", cause: "redirect-uri-not-registered", do: func(t *testing.T) probe.Answer {
		a := push("openid")
		a.values = append(a.values, "redirect_uri", "https://shop.example.com/calback")
		return a.send(t)
	}},
	{name: "pushing with a wrong secret", status: 401, endpoint: "pushed_authorization_request", cause: "provider-error", says: "secret", do: func(t *testing.T) probe.Answer {
		a := push("openid")
		a.values = append(a.values, "client_secret", "sesame")
		return a.send(t)
	}},
	{name: "a client without a redirect_uri", status: 400, endpoint: "registration", cause: "client-registration-refused", says: "redirect", do: func(t *testing.T) probe.Answer {
		return register(t, `{"redirect_uris":[]}`)
	}},
	{name: "request not pushed", status: 303, cause: "provider-error", do: func(t *testing.T) probe.Answer { return authorize(t, "pushed") }},
	{name: "unknown resource", status: 303, cause: "audience-unknown", do: func(t *testing.T) probe.Answer {
		return authorize(t, "shop", "resource", "https://unknown.example.com/")
	}},
	{name: "refresh token used twice", status: 400, cause: "refresh-token-dead", do: func(t *testing.T) probe.Answer {
		r := probe.Member(t, login(t, "shop"), "refresh_token")
		probe.Members(t, refresh("shop", r).send(t))
		return refresh("shop", r).send(t)
	}},
	{name: "revoked refresh token", status: 400, cause: "refresh-token-dead", do: func(t *testing.T) probe.Answer {
		r := probe.Member(t, login(t, "shop"), "refresh_token")
		ask{endpoint: "revoke", values: []string{"token", r}}.send(t)
		return refresh("shop", r).send(t)
	}},
	{name: "expired refresh token", status: 400, cause: "refresh-token-dead", do: func(t *testing.T) probe.Answer {
		r := probe.Member(t, login(t, "short"), "refresh_token")
		until(time.Now().Add(2 * time.Second))
		return refresh("short", r).send(t)
	}},
	{name: "refresh token of another client", status: 400, cause: "refresh-token-dead", do: func(t *testing.T) probe.Answer {
		return refresh("till", probe.Member(t, login(t, "shop"), "refresh_token")).send(t)
	}},
	{name: "device login pending", status: 400, cause: "device-login-pending", actual: "undetermined", says: "authorization_pending", do: func(t *testing.T) probe.Answer {
		device, _ := deviceCode(t)
		return poll(device).send(t)
	}},
	{name: "CIBA pending", status: 400, cause: "device-login-pending", actual: "undetermined", says: "authorization_pending", do: func(t *testing.T) probe.Answer { return pollCIBA(backchannel(t, "vera")).send(t) }},
	{name: "CIBA refused", status: 400, cause: "access-denied", do: func(t *testing.T) probe.Answer { return pollCIBA(backchannel(t, "boris")).send(t) }},
	{name: "no DPoP proof", status: 400, cause: "provider-error", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "bound"}.send(t)
	}},
	{name: "DPoP without the server's nonce", status: 400, cause: "dpop-nonce-required", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "bound", dpop: proof(t, newKey(t), "POST", issuer+"/token", "", "")}.send(t)
	}},
	{name: "DPoP proof for another address", status: 400, cause: "dpop-proof-rejected", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, client: "bound", dpop: proof(t, newKey(t), "POST", "https://other.example.com/token", "", "")}.send(t)
	}},
	{name: "userinfo with an invented token", status: 401, cause: "provider-error", says: "token", do: func(t *testing.T) probe.Answer { return userinfo("mF_9.B5f-4.1JqM").send(t) }},
	{name: "userinfo with an expired token", status: 401, cause: "provider-error", says: "expired", do: func(t *testing.T) probe.Answer {
		access := probe.Member(t, login(t, "short"), "access_token")
		until(time.Now().Add(2 * time.Second))
		return userinfo(access).send(t)
	}},
	{name: "userinfo with a token for an API", status: 401, cause: "provider-error", says: "token", do: func(t *testing.T) probe.Answer {
		return userinfo(probe.Member(t, login(t, "shop", "resource", "https://api.example.com/", "scope", "openid cakes:read"), "access_token")).send(t)
	}},
	{name: "userinfo without a token", status: 401, cause: "token-not-sent", do: func(t *testing.T) probe.Answer { return api.Get(t, issuer+"/me") }},
	{name: "introspection of a dead token", status: 200, cause: "token-inactive", do: func(t *testing.T) probe.Answer {
		return ask{endpoint: "introspect", values: []string{"token", "mF_9.B5f-4.1JqM"}}.send(t)
	}},
	{name: "introspection without a client", status: 401, cause: "confidential-client-without-secret", do: func(t *testing.T) probe.Answer {
		return ask{endpoint: "introspect", auth: request.AuthNone, values: []string{"token", "mF_9.B5f-4.1JqM"}}.send(t)
	}},
	{name: "logout to an unknown address", status: 400, cause: "redirect-uri-not-registered", do: func(t *testing.T) probe.Answer {
		id := probe.Member(t, login(t, "shop"), "id_token")
		return ask{endpoint: "logout", auth: request.AuthNone, values: []string{"id_token_hint", id, "post_logout_redirect_uri", "https://shop.example.com/by"}}.send(t)
	}},
	{name: "misspelt endpoint", status: 404, cause: "endpoint-not-found", do: func(t *testing.T) probe.Answer {
		return ask{grant: request.GrantClient, values: []string{"url.token", issuer + "/oauth/token"}}.send(t)
	}},
}
