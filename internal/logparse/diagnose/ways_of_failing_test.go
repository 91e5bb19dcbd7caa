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
