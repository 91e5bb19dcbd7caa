package token

import (
	"strings"
	"testing"
	"time"
)

var now = time.Unix(1700001800, 0)

// idClaims and the overrides make an ID token; a claim of null is left out.
func withClaims(header, claims string) Token { return Inspect(jws(header, claims)) }

func find(t *testing.T, list []CheckResult, name string) CheckResult {
	t.Helper()
	for _, r := range list {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("check %s did not run", name)
	return CheckResult{}
}

func TestCheck(t *testing.T) {
	id := `"iss":"https://id.example.com/realms/demo","sub":"s","aud":"app","exp":1700003600,"iat":1700000000,"typ":"ID"`
	access := `"iss":"https://id.example.com/realms/demo","sub":"s","aud":"api","exp":1700003600,"iat":1700000000,"typ":"Bearer","azp":"app"`
	at, _ := LeftHash("RS256", "the access token")
	o := CheckOptions{Now: now, Leeway: time.Minute, Issuer: "https://id.example.com/realms/demo", Audience: "api", ClientID: "app"}
	with := func(f func(*CheckOptions)) CheckOptions { c := o; f(&c); return c }
	for _, tt := range []struct {
		name, header, claims string
		o                    CheckOptions
		check, result        string
		reason               string // a part of it
	}{
		{"good", rsHeader, id, o, "exp", Pass, "30 min"},
		{"expired", rsHeader, strings.Replace(id, "1700003600", "1700000600", 1), o, "exp", Fail, "expired 20 min ago"},
		{"just expired", rsHeader, strings.Replace(id, "1700003600", "1700001790", 1), o, "exp", Pass, "leeway"},
		{"milliseconds", rsHeader, strings.Replace(id, "1700003600", "1700003600000", 1), o, "exp", Fail, "milliseconds"},
		{"no exp in an ID token", rsHeader, strings.Replace(id, "exp", "xep", 1), o, "exp", Fail, "missing"},
		{"no time given", rsHeader, id, with(func(c *CheckOptions) { c.Now = time.Time{} }), "exp", Unknown, "2023-11-14"},
		{"not yet valid", rsHeader, id + `,"nbf":1700009000`, o, "nbf", Fail, "2 h"},
		{"issued in the future", rsHeader, strings.Replace(id, "1700000000", "1700001900", 1), o, "iat", Fail, "clocks"},
		{"iss equal", rsHeader, id, o, "iss", Pass, ""},
		{"iss slash", rsHeader, id, with(func(c *CheckOptions) { c.Issuer += "/" }), "iss", Fail, "slash"},
		{"iss scheme", rsHeader, id, with(func(c *CheckOptions) { c.Issuer = "http" + c.Issuer[5:] }), "iss", Fail, "http and https"},
		{"iss host", rsHeader, id, with(func(c *CheckOptions) { c.Issuer = "http://keycloak:8080/realms/demo" }), "iss", Fail, "other host"},
		{"iss tenant", rsHeader, `"iss":"https://login.microsoftonline.com/t1/v2.0","tid":"t1"`, with(func(c *CheckOptions) { c.Issuer = "https://login.microsoftonline.com/{tenantid}/v2.0" }), "iss", Pass, ""},
		{"aud of an ID token is the client", rsHeader, id, o, "aud", Pass, "app"},
		{"aud of an access token is the API", rsHeader, access, o, "aud", Pass, "api"},
		{"aud missing the API", rsHeader, strings.Replace(access, `"api"`, `["account","other"]`, 1), o, "aud", Fail, "not for api"},
		{"azp", rsHeader, access, o, "azp", Pass, ""},
		{"azp of another", rsHeader, access, with(func(c *CheckOptions) { c.ClientID = "cli" }), "azp", Fail, "not to cli"},
		{"ID token used as access token", rsHeader, id, with(func(c *CheckOptions) { c.Use = "access" }), "typ", Fail, "API must refuse"},
		{"refresh token used as access token", rsHeader, strings.Replace(access, "Bearer", "Refresh", 1), with(func(c *CheckOptions) { c.Use = "access" }), "typ", Fail, "token endpoint only"},
		{"at_hash", rsHeader, id + `,"at_hash":"` + at + `"`, with(func(c *CheckOptions) { c.AccessToken = "the access token" }), "at_hash", Pass, ""},
		{"at_hash of another", rsHeader, id + `,"at_hash":"` + at + `"`, with(func(c *CheckOptions) { c.AccessToken = "another" }), "at_hash", Fail, "not issued together"},
		{"at_hash without access token", rsHeader, id + `,"at_hash":"` + at + `"`, o, "at_hash", Unknown, "no access token"},
		{"nonce", rsHeader, id + `,"nonce":"n"`, with(func(c *CheckOptions) { c.Nonce = "n" }), "nonce", Pass, ""},
		{"nonce lost", rsHeader, id, with(func(c *CheckOptions) { c.Nonce = "n" }), "nonce", Fail, "missing"},
		{"crit", `{"alg":"RS256","crit":["exp"],"exp":1}`, id, o, "crit", Fail, "exp"},
		{"crit understood", `{"alg":"RS256","crit":["b64"],"b64":true}`, id, o, "crit", Pass, ""},
		{"alg none", `{"alg":"none"}`, id, o, "alg", Fail, "anybody"},
		{"alg not allowed", rsHeader, id, with(func(c *CheckOptions) { c.Algs = []string{"ES256"} }), "alg", Fail, "ES256"},
		{"9068", `{"alg":"RS256","typ":"at+jwt"}`, access + `,"client_id":"app","jti":"1"`, o, "rfc9068", Pass, ""},
		{"not 9068", rsHeader, access, o, "rfc9068", Fail, "typ at+jwt, client_id, jti"},
		{"embedded key", `{"alg":"RS256","jku":"https://evil.example.com/k"}`, id, o, "embedded_key", Fail, "jku"},
		{"long lived", rsHeader, strings.Replace(access, "1700003600", "1790000000", 1), o, "lifetime", Fail, "2 y 311 d"},
		{"personal data", rsHeader, access + `,"email":"anna@example.com"`, o, "personal_data", Fail, "email"},
		{"personal data in an ID token", rsHeader, id + `,"email":"anna@example.com"`, o, "personal_data", Pass, "email"},
		{"claim twice", rsHeader, id + `,"sub":"other"`, o, "form", Fail, "sub"},
		{"signature without key", rsHeader, id, o, "signature", Unknown, "no key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tok := withClaims(tt.header, "{"+tt.claims+"}")
			list := Check(tok, tt.o)
			if len(list) != len(checks) {
				t.Errorf("got %d checks; want all %d", len(list), len(checks))
			}
			got := find(t, list, tt.check)
			if got.Result != tt.result || !strings.Contains(got.Reason, tt.reason) {
				t.Errorf("got %s %q; want %s with %q", got.Result, got.Reason, tt.result, tt.reason)
			}
			tt.o.Lang = "ru"
			for i, r := range Check(tok, tt.o) {
				if r.Result != list[i].Result || r.Reason == "" || strings.Contains(r.Reason, "%") {
					t.Errorf("%s in Russian: %q", r.Name, r.Reason)
				}
			}
		})
	}
}

// A claim that a cut may have taken away is unknown, not missing.
func TestCheckCutOff(t *testing.T) {
	tok := Inspect(b64(rsHeader) + "." + b64(`{"iss":"https://id.example.com","typ":"ID","sub":"s`) + "...")
	list := Check(tok, CheckOptions{Now: now, ClientID: "app", Nonce: "n"})
	for _, name := range []string{"exp", "aud", "nonce", "id_token"} {
		if r := find(t, list, name); r.Result != Unknown {
			t.Errorf("%s: got %s (%s); want unknown", name, r.Result, r.Reason)
		}
	}
	if r := find(t, list, "form"); r.Result != Fail {
		t.Errorf("form: got %s; want fail", r.Result)
	}
}

func TestCheckOpaque(t *testing.T) {
	for _, r := range Check(Inspect("gho_ExampleExampleExample"), CheckOptions{Now: now}) {
		if r.Result != Unknown || r.Reason == "" {
			t.Errorf("%s: got %s %q; want unknown", r.Name, r.Result, r.Reason)
		}
	}
}

func TestExplain(t *testing.T) {
	tok := func(iss string) Token { return withClaims(rsHeader, `{"iss":"`+iss+`"}`) }
	for _, tt := range []struct{ iss, claim, source string }{
		{"https://id.example.com/realms/demo", "sub", "Keycloak"},
		{"https://id.example.com/realms/demo", "realm_access", "Keycloak"},
		{"https://id.example.com", "sub", "RFC 7519 4.1.2, OIDC Core 2"},
		{"https://id.example.com", "scp", "Microsoft Entra"}, // nobody's standard: the first that uses it
		{"https://dev-1.okta.com/oauth2/default", "scp", "Okta"},
		{"https://login.microsoftonline.com/t/v2.0", "azp", "Microsoft Entra v2"},
		{"https://sso.moex.com/auth/realms/SSO", "sub", "MOEX, Keycloak"},
		{"https://sso.moex.com/auth/realms/SSO", "typ", "Keycloak"},
		{"https://id.example.com", "https://example.com/roles", "RFC 7519 4.2"},
	} {
		if e, ok := tok(tt.iss).Explain(tt.claim, "en"); !ok || e.Source != tt.source {
			t.Errorf("%s of %s: got %q; want %q", tt.claim, tt.iss, e.Source, tt.source)
		}
	}
	if _, ok := tok("x").Explain("no_such_claim", "en"); ok {
		t.Error("explained a claim nobody defines")
	}
	if e, ok := ExplainHeader("kid", "ru"); !ok || e.What == "" {
		t.Error("kid is not explained")
	}
}

// Every fact says something in both languages and names its source; none stands twice in a family.
func TestFacts(t *testing.T) {
	n := 0
	for _, fam := range append([]family{{"header", headerFacts}}, families...) {
		seen := map[string]bool{}
		for _, f := range fam.facts {
			n++
			if seen[f.name] {
				t.Errorf("%s: %s twice", fam.id, f.name)
			}
			seen[f.name] = true
			if f.what.en == "" || f.what.ru == "" || f.source == "" || (f.should.en == "") != (f.should.ru == "") {
				t.Errorf("%s: %s lacks words or a source", fam.id, f.name)
			}
			if f.kind != "" && f.kind != "time" && f.kind != "url" && f.kind != "person" {
				t.Errorf("%s: %s: kind %q", fam.id, f.name, f.kind)
			}
		}
	}
	if n < 200 {
		t.Errorf("got %d facts; want at least 200", n)
	}
}

func BenchmarkInspectExplain2KB(b *testing.B) {
	in := jws(rsHeader, strings.Replace(userClaims, "anna@", strings.Repeat("a", 800)+"@", 1))
	facts()
	b.ReportAllocs()
	for b.Loop() {
		tok := Inspect(in)
		for _, m := range tok.Claims {
			tok.Explain(m.Name, "en")
		}
	}
}
