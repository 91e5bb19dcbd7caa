package diagnose_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// waysOfFailing are how programs say that a request for tokens failed; WHY is what came of it.
var waysOfFailing = []string{
	"token request to https://sso.example.com/oauth/token failed: WHY",
	"Error: Request to https://sso.example.com/oauth/token failed: WHY",
	"POST https://sso.example.com/oauth/token failed: WHY",
	"oauth2: cannot fetch token from https://sso.example.com/oauth/token: WHY",
	"Could not get access token from https://sso.example.com/oauth/token: WHY",
	"Failed to refresh token: WHY",
	"login failed: WHY",
	"SSO login error: WHY",
	"OAuth callback error: WHY",
	"token exchange failed: WHY",
	"failed to exchange authorization code: WHY",
	"connection to https://sso.example.com/oauth/token failed: WHY",
	"authentication failed, reason: WHY",
	"HTTP 400 from https://sso.example.com/oauth/token: WHY",
	"OAuthError: WHY",
	"Error fetching token: WHY",
	"got error WHY from token endpoint",
	`level=error msg="token request failed" error=WHY`,
	`{"level":"error","msg":"token request failed","error":"WHY"}`,
	"2026-11-23 10:00:00 ERROR auth: WHY returned by https://sso.example.com/oauth/token",
}

// TestTheReasonLeads: what leads is what came of the request, in whatever words a program says that it failed.
func TestTheReasonLeads(t *testing.T) {
	for why, rules := range map[string][]string{
		"invalid_client":                     {"provider-error", "client-secret-wrong"},
		"invalid_grant":                      {"provider-error", "refresh-token-dead", "code-not-valid"},
		"invalid_scope":                      {"scope-refused"},
		"unauthorized_client":                {"provider-error"},
		"access_denied":                      {"access-denied"},
		"redirect_uri_mismatch":              {"redirect-uri-not-registered", "redirect-uri-differs"},
		"login_required":                     {"silent-login-needs-interaction"},
		"connect ECONNREFUSED 192.0.2.1:443": {"connection-refused"},
	} {
		for _, way := range waysOfFailing {
			text := strings.Replace(way, "WHY", why, 1)
			out := diagnose.Run(exchange.Build(source.NewText(text+"\n", 0, 0), time.Time{}))
			if out.Actual != diagnose.Failure || len(out.Findings) == 0 || !slices.Contains(rules, out.Findings[0].Rule.ID) {
				var have []string
				for _, x := range out.Findings {
					have = append(have, x.Rule.ID)
				}
				t.Errorf("%s: %s, %v; want failure by one of %v", text, out.Actual, have, rules)
			}
		}
	}
}

// stepsOfALogin are the calls of a login besides the token request, each in a few ways to say that it failed.
var stepsOfALogin = map[string][]string{
	"userinfo":      {"failed to fetch user info: WHY", "userinfo request failed: WHY", "Could not load user profile: WHY", `{"level":"error","msg":"userinfo endpoint error","error":"WHY"}`},
	"discovery":     {"failed to fetch discovery document: WHY", "could not load OpenID configuration: WHY", "oidc: unable to discover issuer https://sso.example.com: WHY"},
	"keys":          {"failed to fetch JWKS: WHY", "Unable to load public keys: WHY", "failed to get keys from jwks_uri: WHY"},
	"introspection": {"token introspection failed: WHY", "Error during introspection: WHY", `level=error msg="introspection request failed" error="WHY"`},
	"refresh":       {"refresh failed with WHY", "silent renew failed: WHY", "Could not refresh access token: WHY"},
	"device":        {"device authorization failed: WHY", "failed to start device flow: WHY"},
	"registration":  {"client registration error: WHY", "failed to register client: WHY"},
	"logout":        {"end session request failed: WHY", "token revocation error: WHY"},
}

// TestTheReasonIsNamedAtEveryStep: whatever step failed, a connection that was not made and a page in place of an answer are
// named, and a status is a failure with something to say.
func TestTheReasonIsNamedAtEveryStep(t *testing.T) {
	for why, rules := range map[string][]string{
		"connect ECONNREFUSED 192.0.2.1:443":                   {"connection-refused"},
		"context deadline exceeded":                            {"connection-timeout"},
		"x509: certificate signed by unknown authority":        {"tls-untrusted"},
		"dial tcp: lookup sso.example.com: no such host":       {"host-unresolved"},
		"Unexpected token < in JSON at position 0":             {"answer-is-html", "discovery-not-json", "discovery-failed", "jwks-unreachable"},
		"invalid character '<' looking for beginning of value": {"answer-is-html", "discovery-not-json", "discovery-failed", "jwks-unreachable"},
		"500 Internal Server Error":                            nil,
		"403 Forbidden":                                        nil,
		"invalid_token":                                        nil,
	} {
		for step, ways := range stepsOfALogin {
			for _, way := range ways {
				text := strings.Replace(way, "WHY", why, 1)
				out := diagnose.Run(exchange.Build(source.NewText(text+"\n", 0, 0), time.Time{}))
				var have []string
				for _, x := range out.Findings {
					have = append(have, x.Rule.ID)
				}
				named := len(have) > 0 && rules == nil
				for _, id := range have[:min(2, len(have))] {
					named = named || slices.Contains(rules, id)
				}
				if out.Actual != diagnose.Failure && out.Actual != diagnose.Mixed || !named {
					t.Errorf("%s: %s: %s, %v; want a failure, and one of %v", step, text, out.Actual, have, rules)
				}
			}
		}
	}
}
