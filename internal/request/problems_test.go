package request

import (
	"strings"
	"testing"
	"time"
)

var sampleTime = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// sound is a request of each kind with nothing wrong; the table changes it.
var sound = map[string]Params{
	"authorize": {Profile: "oidc", Grant: GrantCode, Step: StepAuthorize, ClientAuth: AuthNone, Values: map[string]string{
		"url.authorize": "https://id.shop.test/authorize", "client_id": "web", "redirect_uri": "https://app.shop.test/cb", "scope": "openid email", "state": "kq2Vw8mJx0", "nonce": "n-0S6_WzA2Mj",
		"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}},
	"keycloak": {Profile: "keycloak", Grant: GrantCode, Step: StepAuthorize, ClientAuth: AuthBasic, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "redirect_uri": "https://app.shop.test/cb", "scope": "openid", "state": "kq2Vw8mJx0", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}},
	"code": {Profile: "oidc", Grant: GrantCode, Step: StepToken, ClientAuth: AuthNone, Values: map[string]string{
		"url.token": "https://id.shop.test/token", "client_id": "web", "redirect_uri": "https://app.shop.test/cb", "code": "SplxlOBeZQQYbYS6WxSbIA",
		"code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}},
	"client": {Profile: "keycloak", Grant: GrantClient, ClientAuth: AuthBasic, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "batch", "client_secret": "Zq3xVb7pLm"}},
	"password": {Profile: "keycloak", Grant: GrantPassword, ClientAuth: AuthPost, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "client_secret": "Zq3xVb7pLm", "username": "anna", "password": "p"}},
	"ciba": {Profile: "keycloak", Grant: GrantCIBA, Step: StepCIBA, ClientAuth: AuthBasic, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "client_secret": "Zq3xVb7pLm", "scope": "openid", "login_hint": "anna"}},
	"device": {Profile: "keycloak", Grant: GrantDevice, Step: StepToken, ClientAuth: AuthNone, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"}},
	"exchange": {Profile: "keycloak", Grant: GrantExchange, ClientAuth: AuthBasic, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "client_secret": "Zq3xVb7pLm", "subject_token": "opaque-1"}},
	"entra": {Profile: "entra", Variant: "v2", Grant: GrantClient, ClientAuth: AuthPost, Vars: map[string]string{"tenant": "6f0c8e55-0000-4000-8000-6f0c8e550000"}, Values: map[string]string{
		"client_id": "6f0c8e55-0000-4000-8000-6f0c8e550001", "client_secret": "abc8Q~xyz"}},
	"waves": {Profile: "waves", Grant: GrantPassword, ClientAuth: AuthNone, Values: map[string]string{
		"username": "HBqhfdFASRQ5eBBpu2y6c6KKi1az6bMx8v1JxX4iW1Q8", "password": "1900000000:3xQ"}},
	"moex": {Profile: "moex", Variant: "play", Grant: GrantPassword, ClientAuth: AuthPost, Values: map[string]string{
		"client_id": "new", "client_secret": "s", "certificate": "c", "signature": "s", "scope": "client_registration"}},
	"logout": {Profile: "keycloak", Endpoint: StepLogout, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{
		"client_id": "web", "post_logout_redirect_uri": "https://app.shop.test/"}},
	"userinfo": {Profile: "keycloak", Endpoint: StepUserInfo, Vars: map[string]string{"base": "https://id.shop.test", "realm": "shop"}, Values: map[string]string{"access_token": "eyJh.e30.x"}},
}

func soundOne(kind string) Params {
	p := sound[kind]
	values := map[string]string{}
	for k, v := range p.Values {
		values[k] = v
	}
	p.Values = values
	vars := map[string]string{}
	for k, v := range p.Vars {
		vars[k] = v
	}
	p.Vars = vars
	return p
}

// TestSoundRequestsHaveNoProblem: neither an error nor a warning.
func TestSoundRequestsHaveNoProblem(t *testing.T) {
	for kind := range sound {
		for _, p := range Build(soundOne(kind)).Problems {
			if p.Severity != Comment {
				t.Errorf("%s: %+v", kind, p)
			}
		}
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		kind, field, value string // = change of one field
		want               string // severity field: part of the message
	}{
		{"authorize", "client_id", "", "error client_id: is missing"},
		{"authorize", "client_id", "<client_id>", "error client_id: placeholder"},
		{"authorize", "client_id", "YOUR_CLIENT_ID", "error client_id: placeholder"},
		{"authorize", "client_id", "${CLIENT_ID}", "error client_id: placeholder"},
		{"authorize", "client_id", "web ", "warning client_id: White space"},
		{"authorize", "client_id", `"web"`, "warning client_id: quotation marks"},
		{"authorize", "client_id", "we\u200bb", "error client_id: invisible"},
		{"authorize", "redirect_uri", "https://app.shop.test/#/cb", "error redirect_uri: fragment"},
		{"authorize", "redirect_uri", "app.shop.test/cb", "error redirect_uri: not an absolute"},
		{"authorize", "redirect_uri", "/cb", "error redirect_uri: not an absolute"},
		{"authorize", "redirect_uri", "http://app.shop.test/cb", "warning redirect_uri: http on another host"},
		{"authorize", "redirect_uri", "http://localhost:3000/cb", "info redirect_uri: 127.0.0.1"},
		{"authorize", "redirect_uri", "https%3A%2F%2Fapp.shop.test%2Fcb", "error redirect_uri: percent-encoded"},
		{"authorize", "redirect_uri", "https://*.shop.test/cb", "error redirect_uri: wildcard"},
		{"authorize", "redirect_uri", "urn:ietf:wg:oauth:2.0:oob", "warning redirect_uri: out-of-band"},
		{"authorize", "redirect_uri", "myapp:/cb", "info redirect_uri: reverse domain"},
		{"authorize", "scope", "openid,email", "warning scope: separated by spaces"},
		{"authorize", "scope", "openid%20email", "warning scope: encoded already"},
		{"authorize", "scope", "email profile", "warning scope: openid is missing"},
		{"keycloak", "scope", "email", "info scope: no ID token"},
		{"authorize", "scope", "OpenID email", "error scope: lower case"},
		{"authorize", "scope", "openid email email", "info scope: twice"},
		{"authorize", "scope", `openid "email"`, "error scope: must not have"},
		{"authorize", "state", "", "error state: is missing"},
		{"authorize", "state", "1", "warning state: short"},
		{"authorize", "code_challenge", "", "warning code_challenge: PKCE is missing"},
		{"authorize", "code_challenge", "short", "error code_challenge: SHA-256"},
		{"authorize", "code_challenge_method", "plain", "warning code_challenge_method: plain"},
		{"authorize", "response_type", "code id_token token", "warning response_type: access token"},
		{"authorize", "prompt", "none login", "error prompt: another value"},
		{"authorize", "max_age", "an hour", "error max_age: not a number"},
		{"authorize", "resource", "https://api.shop.test/#x", "error resource: absolute URI"},
		{"authorize", "authorization_details", `{"type":"payment"}`, "error authorization_details: JSON array"},
		{"authorize", "authorization_details", `[{"actions":["read"]}]`, "error authorization_details: no type"},
		{"authorize", "url.authorize", "", "error url.authorize: address is missing"},
		{"authorize", "url.authorize", "http://id.shop.test/authorize", "warning url.authorize: in the clear"},
		{"authorize", "url.authorize", "https://id.shop.test/.well-known/openid-configuration", "error url.authorize: discovery document"},
		{"authorize", "url.authorize", "id.shop.test/authorize", "error url.authorize: http or https"},
		{"authorize", "url.authorize", "https://id.example.com/authorize", "info url.authorize: example"},
		{"code", "code", "4%2F0AX", "warning code: percent-encoded"},
		{"code", "code", "abc&state=xyz", "error code: More than"},
		{"code", "code", "https://app.shop.test/cb?code=x", "error code: an address"},
		{"code", "code", "***", "error code: masked"},
		{"code", "code_verifier", "", "error code_verifier: is missing"},
		{"code", "code_verifier", "short", "error code_verifier: 43 to 128"},
		{"code", "code_verifier", strings.Repeat("a", 129), "error code_verifier: 43 to 128"},
		{"code", "code_verifier", strings.Repeat("a", 43) + "=", "error code_verifier: must not have"},
		{"code", "code_verifier", strings.Repeat("a", 43), "error code_verifier: does not fit"},
		{"client", "client_secret", "", "error client_secret: is missing"},
		{"client", "+client_secret", "x", "error client_secret: twice"},
		{"client", "auth", AuthNone, "error client_id: confidential"},
		{"client", "auth", AuthPrivateJWT, "error assertion.key: not signed"},
		{"client", "auth", AuthTLS, "info : not relayed"},
		{"client", "var.realm", "", "error var.realm: missing in the address"},
		{"client", "var.base", "https://id.shop.test/auth", "warning var.base: /auth"},
		{"password", "+scope", "a", ""},
		{"password", "+username", "b", "warning username: more than once"},
		{"password", "auth", AuthNone, ""},
		{"ciba", "id_token_hint", "eyJh.e30.x", "error login_hint: Exactly one"},
		{"ciba", "scope", "profile", "error scope: openid is missing"},
		{"device", "device_code", "WDJB-MJHT", "warning device_code: user_code"},
		{"exchange", "actor_token", "t", "error actor_token_type: together"},
		{"exchange", "subject_token_type", "urn:ietf:params:oauth:token-type:jwt", "error subject_token_type: not a JWT"},
		{"entra", "client_secret", "6f0c8e55-0000-4000-8000-6f0c8e550002", "error client_secret: Secret ID"},
		{"entra", "var.tenant", "common", "error var.tenant: tenant itself"},
		{"entra", "scope", "User.Read", "error scope: .default"},
		{"waves", "username", "3PPbMwqLtwBGcJrTA5whqJfY95GqnNnFMDX", "error username: address of the account"},
		{"waves", "password", "secret", "error password: (expires):(signature)"},
		{"waves", "password", "1900000000000:3xQ", "error password: milliseconds"},
		{"waves", "password", "604800:3xQ", "error password: duration"},
		{"moex", "+username", "anna", "warning username: does not take username"},
		{"moex", "grant_type_moex", "", "error grant_type_moex: is missing"},
		{"logout", "client_id", "", "error id_token_hint: needs id_token_hint"},
		{"userinfo", "access_token", "Bearer eyJh", "error access_token: begins with Bearer"},
	}
	for _, test := range tests {
		p := soundOne(test.kind)
		switch name, more := strings.CutPrefix(test.field, "+"); {
		case more:
			p.Extra = append(p.Extra, Pair{name, test.value})
		case test.field == "auth":
			p.ClientAuth = test.value
		default:
			if name, ok := strings.CutPrefix(test.field, VarPrefix); ok {
				p.Vars[name] = test.value
				if test.value == "" {
					delete(p.Vars, name)
				}
			} else {
				p.Values[test.field] = test.value
			}
		}
		if test.want == "" {
			continue
		}
		head, part, _ := strings.Cut(test.want, ": ")
		severity, field, _ := strings.Cut(head, " ")
		found := false
		for _, lang := range []string{"en", "ru"} {
			p.Lang = lang
			for _, got := range Build(p).Problems {
				if lang == "en" {
					found = found || got.Severity == severity && got.Field == field && strings.Contains(got.Message, part)
				} else if !cyrillic(got.Message) {
					t.Errorf("%s %s=%q: not in Russian: %+v", test.kind, test.field, test.value, got)
				}
				if IsSecret(test.field) && len(test.value) > 8 && strings.Contains(got.Message+got.Hint, test.value) {
					t.Errorf("%s: the problem repeats the secret: %+v", test.kind, got)
				}
			}
		}
		if !found {
			p.Lang = "en"
			t.Errorf("%s %s=%q: want %q, got %+v", test.kind, test.field, test.value, test.want, Build(p).Problems)
		}
	}
}

// TestPushedRequest: what was pushed is not in the browser's address.
func TestPushedRequest(t *testing.T) {
	p := soundOne("authorize")
	p.Values["url.par"] = "https://id.shop.test/par"
	p.Step = StepPAR
	if b := Build(p); b.Method != "POST" || !strings.Contains(b.Body, "redirect_uri=") || !strings.Contains(b.Body, "code_challenge_method=S256") {
		t.Errorf("pushed: %s", b.Text)
	}
	p.Step = StepAuthorize
	p.Values["request_uri"] = "urn:ietf:params:oauth:request_uri:6esc"
	b := Build(p)
	if b.URL != "https://id.shop.test/authorize?client_id=web&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc" || len(b.Problems) > 0 {
		t.Errorf("%s, %+v", b.URL, b.Problems)
	}
}

// TestDiscoveryAddresses: behind the path, and between host and path (RFC 8414 section 3.1).
func TestDiscoveryAddresses(t *testing.T) {
	for kind, want := range map[string]string{"": "https://id.shop.test/tenant/.well-known/openid-configuration", "openid-configuration": "https://id.shop.test/tenant/.well-known/openid-configuration",
		"oauth-authorization-server": "https://id.shop.test/.well-known/oauth-authorization-server/tenant"} {
		b := Build(Params{Profile: "oidc", Endpoint: StepDiscovery, Vars: map[string]string{"issuer": "https://id.shop.test/tenant"}, Values: map[string]string{"discovery.kind": kind}})
		if b.URL != want || b.Method != "GET" {
			t.Errorf("%s: %s %s; want %s", kind, b.Method, b.URL, want)
		}
	}
	b := Build(Params{Profile: "oauth2", Variant: "metadata", Endpoint: StepDiscovery, Vars: map[string]string{"issuer": "https://id.shop.test/tenant"}})
	if b.URL != "https://id.shop.test/.well-known/oauth-authorization-server/tenant" {
		t.Errorf("RFC 8414: %s", b.URL)
	}
}

// TestProofAndAssertion: they stand where the specifications put them.
func TestProofAndAssertion(t *testing.T) {
	p := soundOne("client")
	p.ClientAuth, p.Assertion, p.DPoP = AuthPrivateJWT, "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.c2ln"
	b := Build(p)
	want := "grant_type=client_credentials&client_id=batch&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
	if b.Body != want || b.HTTP.Header("DPoP") != p.DPoP || b.HTTP.Header("Authorization") != "" {
		t.Errorf("%s", b.Text)
	}
	for _, problem := range b.Problems {
		if problem.Severity == Bad {
			t.Errorf("%+v", problem)
		}
	}
	u := soundOne("userinfo")
	u.DPoP = p.DPoP
	if got := Build(u).HTTP.Header("Authorization"); got != "DPoP eyJh.e30.x" {
		t.Errorf("Authorization: %s", got)
	}
}
