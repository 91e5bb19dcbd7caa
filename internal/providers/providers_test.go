package providers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/pattern"
)

func TestByURL(t *testing.T) {
	for _, tt := range []struct{ url, want string }{
		{"https://id.example.com/realms/shop/protocol/openid-connect/token", "keycloak"},
		{"https://id.example.com/auth/realms/shop", "keycloak"},
		{"https://id.example.com/base/auth/realms/shop/broker/google/endpoint?state=x", "keycloak"},
		{"https://sso.moex.com/auth/realms/SSO/protocol/openid-connect/token", "moex"},
		{"https://play-api.moex.com/auth/oauth/v2/token", "moex"},
		{"https://login.microsoftonline.com/common/oauth2/v2.0/token", "entra"},
		{"https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_in/oauth2/v2.0/token", "entra"},
		{"https://sts.windows.net/11111111-2222-3333-4444-555555555555/", "entra"},
		{"accounts.google.com", "google"},
		{"HTTPS://OAUTH2.GOOGLEAPIS.COM:443/token", "google"},
		{"https://securetoken.google.com/demo-project", "firebase"},
		{"https://github.com/login/oauth/access_token", "github"},
		{"https://dev-1.okta.com/oauth2/default/v1/token", "okta"},
		{"https://login.example.com/oauth2/aus123/v1/token", "okta"},
		{"https://demo.eu.auth0.com/oauth/token", "auth0"},
		{"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1Cd2Ef3", "cognito"},
		{"https://demo.auth.eu-west-1.amazoncognito.com/oauth2/token", "cognito"},
		{"https://slack.com/api/oauth.v2.access", "slack"},
		{"https://acme.my.salesforce.com/services/oauth2/token", "salesforce"},
		{"https://graph.facebook.com/v19.0/oauth/access_token", "facebook"},
		{"https://oauth.vk.com/access_token", "vk"},
		{"https://api.wx.network/v1/oauth2/token", "waves"},
		{"https://auth.example.com/application/o/demo/", "authentik"},
		{"https://dex.example.com/dex/token", "dex"},
		{"https://user:x@gitlab.com/oauth/token", "gitlab"},
		// Hosts that only look like one.
		{"https://github.com/example/repo", ""},
		{"https://notokta.com/oauth2/token", ""},
		{"https://login.microsoftonline.com.example.com/x", ""},
		{"https://okta.com.example.org/token", ""},
		{"https://auth.example.com/oauth/token", ""},
		{"", ""}, {"/realms", ""}, {"://", ""}, {"https://[::1]:8080/auth/realms/x", "keycloak"},
	} {
		if got, ok := ByURL(tt.url); got != tt.want || ok != (tt.want != "") {
			t.Errorf("ByURL(%q) = %q, %v; want %q", tt.url, got, ok, tt.want)
		}
	}
}

func TestByText(t *testing.T) {
	for _, tt := range []struct{ text, want, at string }{
		{"WARN  [org.keycloak.events] (executor-thread-1) type=\"LOGIN_ERROR\", realmId=\"x\"", "keycloak", "org.keycloak."},
		{"invalid_client: AADSTS7000215: Invalid client secret provided.", "entra", "aadsts"},
		{"providerId: 'google',", "google", "providerid"},
		{"GET /login/oauth2/code/okta?code=x", "okta", "/login/oauth2/code/"},
		{"POST https://dev-1.okta.com/oauth2/default/v1/token", "okta", ".okta.com"},
		{"behind https://shop.eu-west-2.elb.amazonaws.com/", "", ""},
		{"iss https://oidc.eks.eu-west-2.amazonaws.com/id/A1", "kubernetes", "oidc.eks."},
		{"go to https://accounts.google.com.", "google", "accounts.google.com"},
		{"Server: gateway\nVia: 1.1 google, 1.1 google\n", "", ""},
		{"request to https://oauth2.googleapis.com/token failed", "google", "oauth2.googleapis.com"},
		{"{\"errcode\":40029} from api.weixin.qq.com", "wechat", "weixin.qq.com"},
		{"grant_type=passport&certificate=x", "moex", "grant_type=passport"},
		{"at /srv/app/node_modules/passport-gitlab2/lib/strategy.js:61:17", "gitlab", "passport-"},
		{"/venv/lib/python3.12/site-packages/social_core/backends/github.py", "github", "social_core/backends/"},
		{"in vendor/thenetworg/oauth2-azure/src/provider/azure.php", "entra", "/oauth2-"},
		{"error -- omniauth: (azure_activedirectory_v2) authentication failure!", "entra", "omniauth: ("},
		{"socialite::driver('linkedin')->user()", "linkedin", "socialite::driver"},
		{"token = await oauth.google.authorize_access_token(request)", "google", ".authorize_access_token("},
		{"client.fetch_token(url)", "", ""},
		{"passport.authenticate('github', { session: false })", "github", "passport.authenticate("},
		{"internal server error: /accounts/facebook/login/callback/", "facebook", "/accounts/"},
		{"at /srv/app/node_modules/oauth2-server/lib/response.js", "", ""},
		{"invalid_grant (session not active)", "keycloak", "session not active"},
		{"error_description=the refresh token is invalid or expired.", "okta", "the refresh token is invalid or expired"},
		{"host accounts.google.com.example.org", "", ""},
		{"github.com/example/module v1.2.3", "", ""},
		{"prokta: nothing", "", ""},
		{"Login with Google.", "google", "google"},
		{`Firebase\JWT\ExpiredException: Expired token`, "", ""},
		{"Firebase: sign-in", "firebase", "firebase"},
		{"script-src https://www.google.com https://fonts.googleapis.com https://www.google-analytics.com", "", ""},
		{"mail to ann@yandex.example sent", "", ""},
		{"GET /auth/ping HTTP/1.1 200", "", ""},
		{"grant_type=refresh_token&client_id=spa", "", ""}, // any client's
		{"GET /auth/github/callback?code=x", "github", "/auth/"},
		{"token gho_1abc", "github", "gho_"},
		{"Set-Cookie: s=eyJhbGciOiJIUzI1NiJ9.eyJtIjoxfQ.9s-NWudOoPGa_GHO_iRveFOvr5uz", "", ""},
		{"NEXT_PUBLIC_AUTH0_DOMAIN is empty", "auth0", "auth0_"},
		{"Which storage do you use? (eg Google Drive)", "", ""},
		{`File "/srv/app/reddit.py", line 7, in login`, "reddit", `.py", line `},
	} {
		hits := ByText(strings.ToLower(tt.text))
		if tt.want == "" {
			if len(hits) > 0 {
				t.Errorf("ByText(%q) = %v; want nothing", tt.text, hits)
			}
			continue
		}
		if len(hits) == 0 || hits[0].ID != tt.want || !strings.HasPrefix(strings.ToLower(tt.text)[hits[0].Offset:], tt.at) {
			t.Errorf("ByText(%q) = %v; want %s at %q", tt.text, hits, tt.want, tt.at)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    Query
		want string // key of the first fact
	}{
		{"keycloak wrong secret", Query{Provider: "keycloak", Status: 401, Error: "unauthorized_client", Description: "Invalid client or Invalid client credentials"}, "keycloak | unauthorized_client | ^Invalid client or Invalid client credentials$ | 401"},
		{"keycloak unknown client, same text", Query{Provider: "keycloak", Status: 401, Error: "invalid_client", Description: "Invalid client or Invalid client credentials"}, "keycloak | invalid_client | ^Invalid client or Invalid client credentials$ | 401"},
		{"keycloak old status", Query{Provider: "keycloak", Status: 401, Error: "invalid_grant", Description: "Invalid user credentials"}, "keycloak | invalid_grant | ^Invalid user credentials$ | 401"},
		{"keycloak new status", Query{Provider: "keycloak", Status: 400, Error: "invalid_grant", Description: "Invalid user credentials"}, "keycloak | invalid_grant | ^Invalid user credentials$ | 400"},
		{"keycloak resteasy text goes on", Query{Provider: "keycloak", Status: 404, Error: "RESTEASY003210: Could not find resource for full path: https://id.example.com/auth/realms/x"}, "keycloak | RESTEASY003210: Could not find resource for full path |  | 404"},
		{"keycloak event", Query{System: "keycloak-event", Error: "resolve_required_actions"}, "keycloak-event | resolve_required_actions |  | -"},
		{"keycloak event without the system", Query{Provider: "keycloak", Error: "user_temporarily_disabled"}, "keycloak-event | user_temporarily_disabled |  | -"},
		{"entra code in the text, no provider", Query{Error: "invalid_client", Description: "AADSTS50011: The redirect URI … does not match.\r\nTrace ID: x"}, `entra | invalid_request | AADSTS50011\b | 400`},
		{"entra digits", Query{Provider: "entra", Code: "7000215"}, `entra | invalid_client | AADSTS7000215\b | 401`},
		{"entra longer code is another code", Query{Provider: "entra", Error: "invalid_request", Description: "AADSTS500119: text"}, `entra |  | AADSTS\d+ | 400`},
		{"github error in a 200", Query{Provider: "github", Status: 200, Error: "bad_verification_code"}, "github | bad_verification_code |  | 200"},
		{"unknown provider", Query{Endpoint: "token", Status: 400, Error: "invalid_grant", Description: "nope"}, "rfc6749-token | invalid_grant |  | 400"},
		{"authorize", Query{Endpoint: "authorize", Status: 302, Error: "invalid_scope"}, "rfc6749-authorize | invalid_scope |  | 302"},
		{"api", Query{Endpoint: "api", Status: 401, Error: "invalid_token"}, "rfc6750 | invalid_token |  | 401"},
		{"pkce", Query{Endpoint: "token", Error: "invalid_grant", Description: "code_verifier does not match"}, "rfc7636 | invalid_grant | (code.?verifier|pkce) | 400"},
		{"provider without the code", Query{Provider: "slack", Endpoint: "token", Error: "invalid_grant"}, "rfc6749-token | invalid_grant |  | 400"},
		{"html in a 200", Query{Status: 200, Body: "<!doctype html><html>"}, `transport |  | ^\s*<(!doctype|html) | 200`},
		{"404 of nobody", Query{Status: 404, Endpoint: "token"}, "transport |  |  | 404"},
		{"old moex answer", Query{Provider: "moex", Status: 200, Body: `{"access_token":"12345678-aaaa-bbbb-cccc-1234567890ab"}`}, `moex |  | "access_token"\s*:\s*"[0-9a-f]{8}-[0-9a-f]{4}- | 200`},
		{"moex answers as keycloak does", Query{Provider: "moex", Status: 400, Error: "invalid_request", Description: "duplicated parameter"}, "keycloak | invalid_request | ^duplicated parameter$ | 400"},
		{"waves matcher number", Query{Provider: "waves", Status: 400, Error: "9440512", Description: "The request has an invalid signature"}, "waves-matcher | 9440512 | The request has an invalid signature | 400"},
		{"an exception of a library", Query{Provider: "clients", Description: "Microsoft.IdentityModel.Tokens.SecurityTokenInvalidAudienceException: IDX10214: Audience validation failed."}, `client-dotnet |  | IDX10214\b | -`},
		{"b2c", Query{Error: "access_denied", Description: "AADB2C90118: The user has forgotten their password."}, `entra | access_denied | AADB2C90118\b | 400`},
		{"facebook numbers its errors", Query{Provider: "facebook", Status: 400, Error: "OAuthException", Code: "190"}, "facebook | 190 |  | 400"},
		{"facebook text without the number", Query{Provider: "facebook", Error: "OAuthException", Description: "This authorization code has been used."}, "facebook | 100 | authorization code has been used | 400"},
		{"waves label", Query{System: "waves-password", Error: "prefix_missing"}, "waves-password | prefix_missing |  | -"},
	} {
		got := "nothing"
		if facts := Lookup(tt.q); len(facts) > 0 {
			got = facts[0].Key()
		}
		if got != tt.want {
			t.Errorf("%s: got %s; want %s", tt.name, got, tt.want)
		}
	}
	if facts := Lookup(Query{}); len(facts) != 0 {
		t.Errorf("an empty query found %d facts, first %s", len(facts), facts[0].Key())
	}
}

func TestExplain(t *testing.T) {
	for _, tt := range []struct{ code, system string }{
		{"AADSTS50011", "entra"}, {"aadsts50011", "entra"}, {"50011", "entra"}, {"invalid_grant", "rfc6749-token"}, {"E0000011", "okta"}, {"code_already_used", "slack"},
	} {
		facts := Explain(tt.code)
		if len(facts) == 0 || facts[0].System != tt.system {
			t.Errorf("Explain(%q) = %d facts; want one of %s first", tt.code, len(facts), tt.system)
		}
	}
	if facts := Explain(""); len(facts) != 0 {
		t.Errorf("Explain of nothing = %d facts", len(facts))
	}
}

func TestByPhrase(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"log in with github", "github"},
		{"at com.example.api.linkedinoauthcontroller.login(", "linkedin"},
		{"uncaught at signinwithgoogle (login.js:3)", "google"},
		{"at com.example.mylinkedinservice.call(", ""},
		{"log in with github, then with google", ""},
	} {
		if h, ok := ByPhrase(tt.text, pattern.NewIndex(tt.text)); ok != (tt.want != "") || ok && h.ID != tt.want {
			t.Errorf("ByPhrase(%q) = %v, %v; want %q", tt.text, h, ok, tt.want)
		}
	}
}

func TestByMembers(t *testing.T) {
	for _, tt := range []struct{ members, want string }{
		{"access_token expires_in not-before-policy session_state", "keycloak"},
		{"error error_description error_codes trace_id correlation_id", "entra"},
		{"access_token ext_expires_in", "entra"},
		{"ok access_token authed_user", "slack"},
		{"access_token instance_url issued_at", "salesforce"},
		{"errcode errmsg", "dingtalk wechat"},
		{"errorCode errorSummary errorId", "okta"},
		{"sub cognito:username token_use", "cognito"},
		{"access_token token_type expires_in", ""},
		{"error error_description", ""},
	} {
		names := strings.Fields(tt.members)
		hits := ByMembers(func(n string) bool { return slices.Contains(names, n) })
		var ids []string
		for _, h := range hits {
			ids = append(ids, h.ID)
		}
		if strings.Join(ids, " ") != tt.want {
			t.Errorf("ByMembers(%s) = %v; want %s", tt.members, hits, tt.want)
		}
	}
}

// TestProfiles holds the promise of the request view: every provider it names can be
// filled in and sent.
func TestProfiles(t *testing.T) {
	for _, id := range strings.Fields(`apple atlassian auth0 authentik cognito dex discord entra facebook github gitlab google keycloak
		linkedin moex oauth2 oidc okta salesforce slack spotify twitch vk waves yandex zitadel zoom`) {
		p, ok := Get(id)
		if !ok {
			t.Errorf("no profile %s", id)
			continue
		}
		if len(p.Variants) == 0 || len(p.Grants) == 0 || len(p.ClientAuth) == 0 {
			t.Errorf("%s: %d variants, %d grants, %d client authentications", id, len(p.Variants), len(p.Grants), len(p.ClientAuth))
		}
		for _, v := range p.Variants {
			offered := 0
			for _, g := range p.Grants {
				form, ok := p.Form(v.ID, g.Type)
				if !ok {
					continue
				}
				offered++
				if len(form.Params) == 0 {
					t.Errorf("%s %s: grant %s has no parameters", id, v.ID, g.Type)
				}
			}
			if offered == 0 {
				t.Errorf("%s %s: no grant is offered", id, v.ID)
			}
			// Its own endpoints are recognised as its own, where hosts are its own.
			if p.Kind == KindService && v.Endpoints.Token != "" && !strings.Contains(v.Endpoints.Token, "{base}") {
				values := map[string]string{}
				for _, x := range v.Vars {
					values[x.Name] = x.Default
				}
				if got, _ := ByURL(Fill(v.Endpoints.Token, values)); got != id {
					t.Errorf("%s %s: the token endpoint %s is taken for %q", id, v.ID, v.Endpoints.Token, got)
				}
			}
		}
	}
	for _, p := range All() {
		if p.Kind == KindSpec {
			t.Errorf("%s is no provider", p.ID)
		}
	}
}

func TestForm(t *testing.T) {
	moex, _ := Get("moex")
	form, ok := moex.Form("production", "password")
	if !ok {
		t.Fatal("MOEX offers no password grant")
	}
	var names []string
	for _, p := range form.Params {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if got, want := strings.Join(names, " "), "algorithm certificate grant_type_moex scope signature"; got != want {
		t.Errorf("parameters %s; want %s", got, want)
	}
	if _, ok := moex.Form("production", "passport"); ok {
		t.Error("the new endpoint offers the old grant")
	}
	if _, ok := moex.Form("old-play", "passport"); !ok {
		t.Error("the old endpoint does not offer the old grant")
	}
	google, _ := Get("google")
	form, _ = google.Form("main", "authorization_code")
	at := func(name, where string) int {
		return slices.IndexFunc(form.Params, func(p Param) bool { return p.Name == name && p.At == where })
	}
	if i := at("prompt", "authorize"); i < 0 || form.Params[i].Value != "consent" {
		t.Error("Google's prompt is not in the place of the standard one")
	}
	if at("redirect_uri", "authorize") < 0 || at("redirect_uri", "token") < 0 || at("access_type", "authorize") < 0 {
		t.Error("a parameter of the code grant is missing")
	}
	std, _ := Get("oauth2")
	if form, _ := std.Form("manual", "authorization_code"); form.PKCE != "supported" {
		t.Errorf("PKCE of the standard: %q", form.PKCE)
	}
}

func TestFill(t *testing.T) {
	for _, tt := range []struct{ template, want string }{
		{"{base}/realms/{realm}/x", "https://id.example.com/realms/shop/x"},
		{"https://{realm}.example.com", "https://shop.example.com"},
		{"{tenant}/x", "{tenant}/x"},
		{"open{brace", "open{brace"},
		{"", ""},
	} {
		if got := Fill(tt.template, map[string]string{"base": "https://id.example.com/", "realm": "shop"}); got != tt.want {
			t.Errorf("Fill(%q) = %q; want %q", tt.template, got, tt.want)
		}
	}
}

// The catalogue's patterns mean what they mean to package regexp, which is too large for the page.
func TestPatternsAreThoseOfRegexp(t *testing.T) {
	plain := strings.NewReplacer(`\b`, "", `\s*`, " ", `\s`, " ", `\d`, "7", "^", "", "$", "", ".*", " x ", ".?", "", "?", "", `\`, "", "(", "", ")", "")
	var texts []string
	for _, f := range AllFacts() {
		for _, text := range strings.Split(plain.Replace(strings.ToLower(f.Pattern)), "|") {
			texts = append(texts, text, "x"+text+"1", "("+text+") and\nmore")
		}
	}
	matches := 0
	for _, f := range AllFacts() {
		if f.Pattern == "" {
			continue
		}
		re := regexp.MustCompile("(?i)" + f.Pattern)
		for _, text := range texts {
			want := text != "" && re.MatchString(text)
			if want {
				matches++
			}
			if got := f.matcher.match(text); got != want {
				t.Errorf("%s in %q: %v; want %v", f.Pattern, text, got, want)
			}
		}
	}
	if matches < 400 {
		t.Errorf("%d matches: the texts test too little", matches)
	}
}
