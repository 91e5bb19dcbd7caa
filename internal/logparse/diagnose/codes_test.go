package diagnose_test

import (
	"slices"
	"testing"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// TestCodesOfAFailure: the first finding names the code that people search by, however a program marks it.
func TestCodesOfAFailure(t *testing.T) {
	for text, code := range map[string]string{
		`{"error":"token_unhappy","level":"error","msg":"An error occurred during login"}`:    "token_unhappy",
		"login: OAuth2AuthenticationException: [invalid_id_token] Something odd":              "invalid_id_token",
		"Microsoft.Identity login failed: IDW10502: Something odd":                            "IDW10502",
		"OAuth login failed: connect ECONNREFUSED 192.0.2.4:443":                              "ECONNREFUSED",
		`Error Domain=com.example.OAuthError Code=-42 "login failed"`:                         "-42",
		"An error occurred (ExpiredTokenException) when calling the GetRoleCredentials login": "ExpiredTokenException",
	} {
		out := diagnose.Run(exchange.Build(source.NewText(text+"\n", 0, 0), time.Time{}))
		if len(out.Findings) == 0 || !slices.Contains(out.Findings[0].Codes, code) {
			t.Errorf("%s: %+v; want the code %s", text, out.Findings, code)
		}
	}
}
