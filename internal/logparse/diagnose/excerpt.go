package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
)

// A few lines that somebody pasted are about a login: any word that touches one is enough there for what in a long log has to
// stand beside the words of a login itself.

// excerpt is how long, in bytes, a text may be that a person cut out of a log to ask about.
const excerpt = 2000

// touchesLogin are words that are common beyond logins: in an excerpt that reports a failure they tell what it is about.
var touchesLogin = []string{"oauth", "authoris", "authoriz", "authent", "/auth", "_auth", "auth_", "auth ", "login", "log in", "logging in", "logged in", "signed in", "signin", "sign in", "sign-in", "sign_in", "signing in", "credential", "oidc", "openid", "saml", " sso", "jwt", "consent", "401", "client_id", "clientid", "client id", "refreshtoken", "access token", "audience valid", "audience mismatch", "invalid audience", "wrong audience", "bearer",
	"userinfo", "user info", "user profile", "user data", "well-known", "discovery", "jwks", "jwk set", "signing key", "public key", "nonce", "unknown kid", "introspect", "refresh failed", "token refresh", "renew", "device code", "device flow", "exchange code", "exchanging code", "code exchange", "client registration", "register client", "end session", "logout", "log out", "revo", "identity provider", "provider metadata",
	"state mismatch", "state parameter", "state does not match", "провайдер", "авториз", "аутентиф", "токен",
	"anmeldung", "angemeldet", "inicio de sesi", "iniciar sesi", "autentic", "uwierzyt", "logowani", "zalogowa", "giriş yap", "giriş başar", "oturum a", "kimlik doğrula", "inlogg", "ingelogd", "innlogging", "kirjautu", "přihláš", "bejelentkez", "автентиф", "đăng nhập", "登录", "登入", "认证", "鉴权", "ログイン", "認証", "로그인"}

// otherTokens are no tokens of a login.
var otherTokens = strings.NewReplacer("unexpected token", "", "invalid token", "", "illegal token", "", "unexpected_token", "", "syntaxerror", "", "cancellationtoken token", "", "cancellationtoken", "", "jtoken", "")

// notLogin are what else holds the words of touchesLogin.
var notLogin = slices.Concat(otherLogins, []string{"registry", "template:"})

// isExcerpt reports whether the text is all that somebody pasted, and short.
func isExcerpt(f *exchange.Flow) bool { return !f.Part && len(f.Lower) <= excerpt }

// excerptOfLogin reports whether the text is an excerpt in which something touches a login.
func excerptOfLogin(f *exchange.Flow) bool {
	return isExcerpt(f) && (len(f.Providers) > 0 || anyOf(f.Lower, touchesLogin) || strings.Contains(otherTokens.Replace(f.Lower), "token")) && !anyOf(f.Lower, notLogin)
}
