package diagnose_test

import (
	"strings"
	"testing"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// TestFirstCause: what stands elsewhere in a text decides which cause comes first.
func TestFirstCause(t *testing.T) {
	for _, test := range []struct{ text, rule, cause, fix string }{
		{"web-1 10:00:01 INFO login started state=q7\nweb-2 10:00:05 ERROR callback state=q7 not found in session store", "state-lost", "several instances", "between instances"},
		{"10:00:01 ERROR OAuth callback: state cookie was missing", "state-lost", "on another host", ""},
		{"Cookie sid rejected: SameSite=None needs Secure\nOAuth callback: state cookie was missing.", "state-lost", "SameSite=", ""},
		{"unable to redeem: email in id_token (bo@example.org) isn't verified", "email-claim-missing", "email_verified is false", ""},
		{`oauth2: Post "http://sso:8080/token": dial tcp: lookup sso on 127.0.0.11:53: no such host`, "host-unresolved", "known elsewhere", ""},
		{"10:00:01.1 GET /callback?code=abc-1&state=s 200\n10:00:01.2 GET /callback?code=abc-1&state=s 500\n10:00:01.3 ERROR invalid_grant: Code not valid", "code-not-valid", "already been redeemed", ""},
		{"OIDC error: unexpected iss value, expected https://sso.example.org/, got: https://sso.example.org", "token-issuer", "slash at the end", ""},
		{"OIDC error: unexpected iss value, expected https://sso.example.org, got: http://sso.example.org", "token-issuer", "http and https", ""},
		{"OIDC error: unexpected iss value, expected https://sso.example.org, got: http://sso:8080", "token-issuer", "different names", ""},
		{"ERROR id_token nonce mismatch: expected a1, got b2", "nonce-mismatch", "lost or overwritten", "Keep one nonce"},
		{"POST https://id.example.org/token grant_type=password&username=bo\n400 {\"error\":\"invalid_grant\"}", "provider-error", "Password: ", "Password: "},
		{"POST https://id.example.org/token grant_type=authorization_code&code=c\n400 {\"error\":\"invalid_grant\"}", "provider-error", "Authorization code: ", "Code: "},
		{"refreshing: POST https://id.example.org/token body=grant_type=refresh_token\n400 {\"error\":\"invalid_grant\"}", "refresh-token-dead", "", ""},
		{"MY_CLIENT_SECRET=11111111-aaaa-4333-8444-555555555555\nAADSTS7000215: Invalid client secret provided.", "client-secret-id-for-value", "", ""},
		{"location / { proxy_pass http://127.0.0.1:3000; }\nWARN [org.keycloak.events] type=\"LOGIN_ERROR\", realmId=\"a\", clientId=\"web\", error=\"invalid_redirect_uri\", redirect_uri=\"http://shop.example.org/cb\"", "redirect-uri-behind-proxy", "does not send X-Forwarded-Proto", "In the proxy"},
		{"AADSTS50011: The redirect URI 'http://shop.example.org/cb' specified in the request does not match the redirect URIs configured for the application 'x'.", "redirect-uri-behind-proxy", "does not send X-Forwarded-Proto", "In the proxy"},
		{"[auth.generic_oauth]\nauth_url = https://id.example.org/a\napi_url =\nlogger=oauth level=error msg=\"Error getting user info\" error=\"Get \\\"\\\": unsupported protocol scheme \\\"\\\"\"", "endpoint-url-empty", "api_url", "api_url"},
		{"replicas: 3\nstorage:\n  type: memory\nlevel=error msg=\"Failed to get auth request: not found\"", "server-state-in-memory", "Several replicas", ""},
		{"HTTP/1.1 403 Forbidden\nServer: cloudflare\nCF-RAY: 1-FRA\nContent-Type: text/html\n\n<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "cdn-block", "", ""},
		{"HTTP/1.1 403 Forbidden\nAccess blocked: Orders has not completed the Google verification process", "user-not-allowed", "testing mode", "Google: "},
		{"SHOP_CLIENT_ID=orders\nSHOP_CLEINT_SECRET=x1y2\nERROR oidc: client_secret is required", "setting-misspelt", "typo", "SHOP_CLIENT_SECRET"},
		{"FirebaseError: Firebase: Error (auth/unauthorized-domain).", "javascript-origin-not-registered", "", "Firebase console"},
		{"NotAuthorizedException: Client 7f is configured with secret but SECRET_HASH was not received", "confidential-client-without-secret", "", "SECRET_HASH"},
	} {
		out := diagnose.Run(exchange.Build(source.NewText(test.text+"\n", 0, 0), time.Time{}))
		f := exchange.Build(source.NewText(test.text+"\n", 0, 0), time.Time{})
		if len(out.Findings) == 0 {
			t.Errorf("nothing found in %s", test.text)
			continue
		}
		x := out.Findings[0].Tailored(f)
		if x.Rule.ID != test.rule {
			t.Errorf("%s leads, not %s, in %s", x.Rule.ID, test.rule, test.text)
			continue
		}
		if !strings.Contains(x.Causes[0].EN, test.cause) || !strings.Contains(x.Fixes[0].EN, test.fix) {
			t.Errorf("%s\nfirst cause %q, fix %q", test.text, x.Causes[0].EN, x.Fixes[0].EN)
		}
	}
}
