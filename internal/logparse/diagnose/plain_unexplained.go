package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// excerpt is how long, in bytes, a text may be that a person cut out of a log to ask about.
const excerpt = 2000

// touchesLogin are words that are common beyond logins: in an excerpt that reports a failure they tell what it is about.
var touchesLogin = []string{"oauth", "authoris", "authoriz", "authent", "/auth", "_auth", "auth_", "auth ", "login", "log in", "logging in", "signin", "sign in", "sign-in", "sign_in", "signing in", "credential", "oidc", "openid", "saml", " sso", "jwt", "consent", "401", "client_id", "clientid", "client id", "refreshtoken", "access token", "audience valid", "audience mismatch", "invalid audience", "wrong audience", "bearer",
	"userinfo", "user info", "user profile", "user data", "well-known", "discovery", "jwks", "jwk set", "signing key", "public key", "nonce", "unknown kid", "introspect", "refresh failed", "token refresh", "renew", "device code", "device flow", "client registration", "register client", "end session", "logout", "log out", "revo", "identity provider", "provider metadata"}

// otherTokens are no tokens of a login.
var otherTokens = strings.NewReplacer("unexpected token", "", "invalid token", "", "illegal token", "", "unexpected_token", "", "syntaxerror", "")

// notLogin are what else holds the words of touchesLogin.
var notLogin = slices.Concat(otherLogins, []string{"registry", "template:"})

// isExcerpt reports whether the text is all that somebody pasted, and short.
func isExcerpt(f *exchange.Flow) bool { return !f.Part && len(f.Lower) <= excerpt }

// excerptOfLogin reports whether the text is an excerpt in which something touches a login.
func excerptOfLogin(f *exchange.Flow) bool {
	return isExcerpt(f) && (len(f.Providers) > 0 || anyOf(f.Lower, touchesLogin) || strings.Contains(otherTokens.Replace(f.Lower), "token")) && !anyOf(f.Lower, notLogin)
}

// unexplained says of an excerpt that reports a failure in words no rule knows that a login failed: nobody asks about such a
// text but for that.
func unexplained(f *exchange.Flow, have []Finding) []Finding {
	if !isExcerpt(f) || anyOf(f.Lower, notLogin) {
		return nil
	}
	if f.Claimed == exchange.Success || f.Looks || f.Issued() || wentWell(f) || slices.ContainsFunc(have, func(x Finding) bool { return x.Outcome == exchange.Issued }) {
		return nil
	}
	at, ok := f.ClaimedBy.Span, false
	if f.Claimed == exchange.Failure {
		line := wholeLine(f, at)
		ok = excerptOfLogin(f) && !strings.HasPrefix(line, "class ") && !(inRecord(f, at, "info") && !anyOf(line, failing))
	} else {
		at, ok = complaint(f)
	}
	if !ok {
		return nil
	}
	step := stepIn(withoutSettings(f.Lower))
	if step.rule == "refresh-token-dead" {
		step = failedSteps[len(failedSteps)-1] // an excerpt may name its refresh tokens
	}
	r := ruleOf(step.rule)
	v := Verdict{Evidence: []source.Span{at}, Title: step.title, Detail: step.detail, Causes: step.causes, Fixes: step.fixes, Confidence: Possible, Rank: ruleOf("login-failed").Rank}.filled(r)
	return []Finding{{Rule: r, Verdict: v.ofKind(f.Lower), plain: true}}
}

// complaint is the first line that says, in the words of a program, that something of a login was wrong.
func complaint(f *exchange.Flow) (source.Span, bool) {
	const most = 200
	at := 0
	for line := range strings.Lines(f.Lower) {
		s := f.View.Origin(source.Span{Start: at, End: at + min(len(strings.TrimRight(line, "\r\n")), most)})
		if said := withoutAddresses(line); anyOf(strings.ReplaceAll(said, `error="(none)"`, ""), wrongs) && !(strings.Contains(said, "success") && !anyOf(said, failing)) && (len(f.Providers) > 0 || anyOf(said, touchesLogin)) && !exchange.IsCommand(strings.TrimLeft(line, " \t")) && !strings.Contains(said, " = ") && !personProse(line) && !(inRecord(f, s, "info") && !anyOf(said, failing)) {
			return s, true
		}
		at += len(line)
	}
	return source.Span{}, false
}

// wrongs are all the words by which a line says that something is wrong with a thing.
var wrongs = slices.Concat(absent, differs, refused, failing, expired)
