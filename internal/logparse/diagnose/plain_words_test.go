package diagnose

import (
	"strings"
	"testing"
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
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
		{"ERROR oauth login of ann: user is not a member of the team", "local-access-rule"},
		{"ERROR oauth login of ann: user ann is not allowed", "user-not-allowed"},
		{"sso: self-registration is disabled, no account for ann of provider kc", "local-access-rule"},
		{"ERROR oidc callback: insert of user ann: duplicate key of email", "exception-after-login"},
		{"ERROR oidc: id token refused, no key with id '7d' in the key set", "signing-key-not-found"},
		{"I always get \"state mismatch\" when I come back from the OAuth page", "state-mismatch"},
		{"Error: state mismatch. got undefined", "state-mismatch"},
		{"Ошибка: неверный state после возврата от провайдера", "state-mismatch"},
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
		// What an application does with the user, it does with the tokens in its hands.
		{"ERROR oidc: no verified address, no valid email in the profile", "email-claim-missing"},
		{"Need help with our OAuth login: No verified email provided. I see it nowhere", "email-claim-missing"},
		{"ERROR social login (oauth): unable to determine user id", "user-name-attribute-missing"},
		{"ERROR oidc login: could not save role of ann", "exception-after-login"},
		{"ОШИБКА oauth: не удалось создать пользователя", "exception-after-login"},
		{"FEHLER oidc: Der Benutzer konnte nicht angelegt werden", "exception-after-login"},
		{"oauth callback: permission denied: invalid account", "local-access-rule"},
		{"ERROR sso: id token could not be processed", "id-token-claim-refused"},
		{"WARN oauth: token refused (wrong aud)", "token-audience"},
		{"Jwt::InvalidIatError in oauth callback: invalid iat", "clock-skew"},
		{"Error: no refresh token in the answer of oauth", "refresh-token-not-issued"},
		{"ERROR oidc: the claim of ann is unusable", "id-token-claim-refused"},
		{"BadRequestError: no valid key found, oidc callback", "signing-key-not-found"},
		{"ERROR oauth: user authorization failed: role is not allowed by access list", "local-access-rule"},
		{"oauthlib.oauth2 InvalidClientIdError: see the manual", "login-failed"},
		// What another member says is not said of it.
		{`{"error":"invalid_token","error_description":"refresh token not found","state":"s-2"}`, "refresh-token-dead"},
		{`{"message":"Authorization Error","errors":[{"resource":"AccessToken","field":"read_all","code":"missing"}]}`, "login-failed"},
		{`{"message":"Authorization Error","errors":[{"resource":"User","field":"access_token","code":"invalid"}]}`, "api-refused-token"},
		{`level=info msg="token created" client_id=shop grant=authorization_code errors=2`, "login-failed"},
		{`level=error msg="oauth state cookie" err="named cookie not present"`, "state-lost"},
		{`ERROR page is https://id.example.com/login?client_id=shop&tab=1 and it is invalid`, "login-failed"},
		{"<Client signature_method=HMAC-SHA1 verifier=abc signature_type=AUTH_HEADER> of oauth tokens", ""},
		{"oauth: client credentials sent to https://wronghost.example.com/token", ""},
		{"How to set up an OIDC provider with this chart? I could not see it, thanks", ""},
		{"ERROR oauth: could not write token cache: permission denied", "exception-after-login"},
		{"ERROR could not create user of the database", ""},
		{"DEBUG oidc: token signature verified", ""},
		{"I wonder how to create my user when oauth could not create user groups", ""},
		// Words that any program uses, far from a login or in another meaning.
		{"ERROR order 17: its state is missing", ""},
		{"ERROR build failed: unexpected token at line 4", ""},
		{"INFO oauth login of ann took 12 ms", ""},
		{"I think my oauth state is missing here, thanks", ""},
		{"ERROR workflow: invalid state transition of order 12", ""},
		{"ERROR GET /oauth/token of id.example.com took long, not found in the cache", "login-failed"},
		{"ERROR oidc: group sync of ann failed, no such group in our directory", "exception-after-login"},
		{"ERROR sso: the id_token is encrypted (JWE), no key here", "token-encrypted"},
		{"oidc: acr claim of ann is below the level asked for", "id-token-claim-refused"},
		{"ERROR oidc: GET /api/user 403 forbidden", "login-failed"},
		{"ОШИБКА входа через OAuth: Токен обновления refresh_token истёк", "refresh-token-dead"},
		{"WARN oauth: GET /oauth/device/code - 404: no record found", ""},
		{"INFO oidc: works with and without a jwt signing key", ""},
		{"ERROR oidc: auto creation is off, nobody here is called ann, no such account", "local-access-rule"},
		{"ERROR sso: scope mail was not found in the access token", "scope-missing"},
		{"FATAL: password authentication failed for user \"keycloak\"", ""},
		{"DEBUG oidc: resolved email for user lookup of ann", ""},
		{"ERROR oauth: reading redis:6379: connection was aborted", ""},
	}
	if n := max(len(plainCauses), len(plainTroubles)); n > 64 {
		t.Fatalf("%d causes; the index has 64 bits", n)
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

// TestStepsAfterTheTokens: an exception in code that a library calls with the tokens in its hands proves that they came.
func TestStepsAfterTheTokens(t *testing.T) {
	tests := []struct{ name, text, actual string }{
		{"passport's verify", "TypeError: Cannot read properties of undefined (reading '0')\n    at Strategy._verify (/srv/shop/auth.js:22:34)\n    at /srv/shop/node_modules/passport-oauth2/lib/strategy.js:202:24", Success},
		{"omniauth's controller", "NoMethodError (undefined method `persisted?' for nil:NilClass):\n\napp/controllers/users/omniauth_callbacks_controller.rb:9:in `github'", Success},
		{"omniauth's own request", "NoMethodError (undefined method `fetch' for nil:NilClass):\n\nomniauth-oauth2 (1.8.0) lib/omniauth/strategies/oauth2.rb:88:in `build_access_token'", Failure},
		{"allauth's adapter", "Traceback (most recent call last):\n  File \"/srv/allauth/socialaccount/providers/oauth2/views.py\", line 161, in dispatch\n    return complete_social_login(request, login)\n  File \"/srv/shop/adapter.py\", line 31, in pre_social_login\nshop.models.Customer.DoesNotExist: Customer matching query does not exist.", Success},
		{"social-auth's pipeline", "  File \"/srv/social_core/pipeline/__init__.py\", line 32, in pipeline\n  File \"/srv/shop/steps.py\", line 12, in save_profile\nKeyError: 'picture'", Success},
		{"Spring's success handler", "java.lang.ClassCastException: class a.User cannot be cast to class a.Principal\n\tat com.example.OAuth2LoginSuccessHandler.onAuthenticationSuccess(OAuth2LoginSuccessHandler.java:38)", Success},
		{"ASP.NET's ticket", "System.Net.Http.HttpRequestException: Response status code does not indicate success: 404 (Not Found).\n   at Shop.Startup.OnCreatingTicket(OAuthCreatingTicketContext context)", Success},
		{"an exception and the page that came of it", "GET /auth/callback?code=7d0e&state=f3 HTTP/1.1\n\nHTTP/1.1 500 Internal Server Error\n\nKeyError: 'picture'\n  File \"/srv/social_core/pipeline/__init__.py\", line 32, in run_pipeline", Success},
		{"a null in the callback", "java.lang.NullPointerException\n\tat org.example.oic.OicSession.finishLogin(OicSession.java:141)", Undetermined},
		{"a verifier of access tokens", "com.example.jwt.JoseException: failed\n\tat com.example.jwt.Verifier.decodeAccessToken(Verifier.java:68)", Success},
		{"an ID token that is none", "ERROR oidc: could not decode id_token: Not enough segments", Success},
		{"an ID token in other words", "Error decoding ID Token: illegal base64 data at input byte 12", Success},
		{"an API's token that is none", "ERROR api: could not decode bearer token: Not enough segments", Failure},
		{"userinfo that answers with an error", "GET https://id.example.com/userinfo HTTP/1.1\nAuthorization: Bearer b2c9a3f0-77aa\n\nHTTP/1.1 500 Internal Server Error\n\n", Mixed},
		{"userinfo that knows no such token", "GET https://id.example.com/userinfo HTTP/1.1\nAuthorization: Bearer b2c9a3f0-77aa\n\nHTTP/1.1 401 Unauthorized\n\n", Failure},
		{"a claim that is not there", "KeyError: 'groups'\n  File \"/srv/shop/oidc.py\", line 88, in roles\n    return claims['groups']", Success},
		{"Auth.js's own callbacks", "Error: Cannot read properties of null (reading 'email')\n    at callbacks.signIn (/srv/shop/pages/api/auth/[...nextauth].ts:31:22)", Success},
		{"the token request", "java.lang.IllegalStateException: no answer\n\tat com.example.oauth.TokenClient.exchangeCode(TokenClient.java:38)", Failure},
		{"the application's page", "502 Bad Gateway nginx, whenever the identity provider sends me to https://shop.example.com/signin-oidc", Undetermined},
		{"a page somebody saw", "After the login with Keycloak I get a blank page.", Undetermined},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := exchange.Build(source.NewText(test.text+"\n", 0, 1), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
			if out := Run(f); f.Claimed != exchange.Failure || out.Actual != test.actual {
				t.Errorf("claimed %s, actual %s; want failure, %s", f.Claimed, out.Actual, test.actual)
			}
		})
	}
}

// The index is of the text with its punctuation: no word may be refused because a name has joined it.
func TestJoinedWordsMayStand(t *testing.T) {
	for _, w := range plainIndex().said {
		for _, joint := range " " + punctuation {
			text := "code." + strings.ReplaceAll(w.text, " ", string(joint)) + ";"
			index := pattern.NewIndex(text)
			if !index.MayHold(w.gram) || !mayStand(index, w.text) {
				t.Errorf("%q refused in %q", w.text, text)
			}
		}
	}
}

// TestPlainCausesFit: the causes of a list are bits of one word.
func TestPlainCausesFit(t *testing.T) {
	if n := max(len(plainCauses), len(plainTroubles)); n == 0 || n > 64 {
		t.Errorf("%d causes; at most 64 fit", n)
	}
}
