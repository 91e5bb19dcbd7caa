package diagnose

import (
	"testing"
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// TestPlainWords: a message that no rule knows is understood by the thing it names and what it says of it.
func TestPlainWords(t *testing.T) {
	tests := []struct{ text, rule string }{
		{"[E 10:00:01 app] oauth callback: the state is missing from our store", "state-lost"},
		{"ERROR sso: state returned by the authorization server differs from ours", "state-mismatch"},
		{"ERROR oidc login: the nonce claim was not found", "nonce-mismatch"},
		{"ERROR oauth: server says the redirect-uri is not registered", "redirect-uri-not-registered"},
		{"ERROR openid login failed: client secret has expired", "client-secret-expired"},
		{"ERROR oauth login: the clientSecret is wrong", "client-secret-wrong"},
		{"ERROR sso: our refresh token could not be used", "refresh-token-dead"},
		{"ERROR oidc: cannot download the key set", "jwks-unreachable"},
		{"ERROR oidc: no key known, kid not found", "signing-key-not-found"},
		{"ERROR jwt rejected: its audience is unknown here", "token-audience"},
		{"ERROR jwt rejected: this issuer is unknown here", "token-issuer"},
		{"ERROR oauth: the answer came without an access token", "token-missing-in-answer"},
		{"ERROR oauth: authorization code consumed before", "code-redeemed-twice"},
		{"ERROR oauth login of ann: user is not a member of the team", "user-not-allowed"},
		{"ERROR oidc login: e-mail absent from the profile", "email-claim-missing"},
		{"ERROR oidc: talking to id.example.com: TLS alert, gave up", "tls-untrusted"},
		{"ERROR oidc: token endpoint id.example.com: connection was aborted", "connection-reset"},
		{"ERROR sso login: the user's account is already linked to somebody", "account-not-linked"},
		{"ERROR oidc login: could not open the browser", "native-browser-missing"},
		{"ERROR msal: silent renew failed", "silent-login-needs-interaction"},
		{"ERROR login with google: too many requests", "rate-limited"},
		{"ERROR oauth: both an id_token and a code should be present", "id-token-missing"},
		// The name of an error speaks too.
		{"Shop\\Social\\InvalidStateException:  in /srv/shop/Socialite/Callback.php", "state-mismatch"},
		{"[auth][error] AccountNotLinked: see the manual", "account-not-linked"},
		{"oidc.errors.NonceMismatchError: see the manual of openid", "nonce-mismatch"},
		{"INFO now calling oauth.checkStateMismatch() of the callback", ""},
		// The things have one name in all languages, what is said of them has not.
		{"ОШИБКА входа OAuth: redirect_uri не зарегистрирован", "redirect-uri-not-registered"},
		{"FEHLER oidc: refresh_token ist abgelaufen", "refresh-token-dead"},
		{"erreur oauth: le client_secret est invalide", "client-secret-wrong"},
		{"错误: oauth 登录失败, state 不匹配", "state-mismatch"},
		{"エラー: oidc id_token の署名 nonce が一致しません", "nonce-mismatch"},
		// Words that any program uses, far from a login or in another meaning.
		{"ERROR order 17: its state is missing", ""},
		{"ERROR build failed: unexpected token at line 4", ""},
		{"INFO oauth login of ann took 12 ms", ""},
		{"I think my oauth state is missing here, thanks", ""},
		{"ERROR workflow: invalid state transition of order 12", ""},
		{"ERROR GET /oauth/token of id.example.com took long, not found in the cache", "login-failed"},
		{"ERROR oauth: reading redis:6379: connection was aborted", ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			f := exchange.Build(source.NewText(test.text+"\n", 0, 1), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
			got := ""
			if out := Run(f); len(out.Findings) > 0 {
				got = out.Findings[0].Rule.ID
			}
			if got != test.rule {
				t.Errorf("finding %q; want %q", got, test.rule)
			}
		})
	}
}

// TestStatusIsNoPlaceInAProgram: a number is taken for the status of an answer only where it may be one.
func TestStatusIsNoPlaceInAProgram(t *testing.T) {
	for _, text := range []string{"answered 500", "http/1.1 500 internal server error", "status:500", `"statuscode": 500,`, "(500)", "500\n", "error 500: no"} {
		if !holdsStatus(text, "500") {
			t.Errorf("%q holds the status 500", text)
		}
	}
	for _, text := range []string{"client.js:500:24", "(login.java:500)", "at line 500", "took 500ms", "1500", "v1.500.2", "10:15:500", "port 8.500"} {
		if holdsStatus(text, "500") {
			t.Errorf("%q holds no status", text)
		}
	}
}
