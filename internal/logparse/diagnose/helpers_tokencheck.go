package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// idTokenWords are how a text shows that the client judged its own ID token: the tokens had been issued by then.
var idTokenWords = []string{"id token", "id_token", "idtoken", "signin-oidc", "openidconnecthandler", "openidconnectprotocol", "authcallback", "oauth2login", "tokenset", "oidccallback", "oauth callback", "oauth2 callback",
	"oauth2/callback", "oauthcallback", "handlecallback", "callback error", "validateidtoken", "validateid_token", "validatejwt", "querykeystore", "verifyidtoken", "authorization code", "token exchange", "exchange code", "redeem", "client.callback", "code flow", "authenticationcallback", "login callback", "oidccontroller", "oidc/callback", "oidc/core/claims", "parse_id_token", "authorize_access_token", "callback: oidc", "callback: failed to verify", "pac4j", "controllers/oidc.go"}

// apiWords are how it shows that an API (resource server, proxy, gateway) judged a token it was presented with.
var apiWords = []string{"jwtbearer", "bearer was not authenticated", "bearer token", "bearertokenauthentication", "www-authenticate", `error="invalid_token"`, "jwtauthenticationprovider", "jwtauthenticationtoken", "resource server", "resourceserver", "jwt_authn", "jwt is ", "jwts are", "in jwt are", "jwks doesn't",
	"attempting to decode the jwt", "unable to authenticate the request", "authorization header", "authorization: bearer", "bearertokenrequestauthenticator", "bearer-only", "express-jwt", "401 unauthorized", `"status":401`, "statuscode: 401", "api gateway", "authorizer"}

// Words that leave no doubt who judged, when they stand in the line of the message: the client's own classes and phrases,
// those of a token endpoint that was sent an assertion, and those of programs that are called with a token.
var (
	surelyClient = []string{"decode_id_token", "response_object/id_token", "error returning oauth user info", "ohs-9999", "parse_id_token", "authorize_access_token", "id token verification", "codeauthenticationmechanism", "pac4j", "suspiciousoperation", "openidc_load_jwt", "identitybrokerexception", "social_core", "invalid_id_token", "could not verify id_token", "failed to verify id token:", "error redeeming code", "renewed session", "rperror", "authsdkerror", "oidc_proto_", "openidconnect::", "json::jws", "json::jwk", "oidc-client", "joseutil", "authcallback", "authorizedcallback", "oauthrequestauthenticator", "token error: ", "org.openid.appauth", "operationprocessingerror", "iat is in the future", "exp is in the past", "jwt expired, now", "nbf is in the future", "issuer's jwks_uri", "no key matching kid or alg found in signing keys", "mozilla_django_oidc", "clienterror: jwt", "validating identity token", "openid.connect.sdk.validators"}
	surelyServer = []string{`"error":"invalid_grant"`, `"error": "invalid_grant"`, "invalid_client", "client assertion", "client_assertion", "signature base string"}
	surelyAPI    = []string{"jwt_authenticator", "idw10", "error validating token: ", "invalid bearer token", "unable to authenticate the request", "jwtbearerhandler", "bearertoken", `error="invalid_token"`, "code = unauthenticated", "invalid session", "token verification failed for all audiences", "unauthorizederror", "failed to verify token: org.keycloak", "failed to verify identity token", "jwt issuer is not configured", "jwt_authn"}
)

// jwtWords are what a text about tokens of a login holds, and one about other tokens does not.
var jwtWords = []string{"jwt", "jws", "jwk", "oidc", "openid", "oauth", " id token", "id_token", "access token", "access_token", "bearer", "keycloak"}

// issuedOnceChecked are rules of checks that only a token somebody issued comes to: who refuses its audience has read it.
// So the login went well, whether the client checks or an API; an API that says nothing of its reason shows no such thing.
var issuedOnceChecked = map[string]bool{"token-algorithm": true, "token-audience": true, "token-issuer": true, "token-signature": true, "signing-key-not-found": true, "clock-skew": true, "kubernetes-oidc-claim": true, "kubernetes-oidc-not-ready": true}

// tokenJudge says who refused a token whose check failed: the client after a good answer (Issued), or an API that was
// called with it (Rejected). The words nearest to the message decide; none at all leaves the given default.
func tokenJudge(f *exchange.Flow, at source.Span, none exchange.Outcome) exchange.Outcome {
	seen := f.View.Seen(at)
	from := strings.LastIndexByte(f.Lower[:seen.Start], '\n') + 1
	line := effects(f.View.Text, from) + f.Lower[max(from, seen.Start-600):seen.Start] + strings.ToLower(messageAt(f, at))
	switch {
	case anyOf(line, surelyClient):
		return exchange.Issued
	case anyOf(line, surelyServer):
		return exchange.Refused
	case anyOf(line, surelyAPI):
		return exchange.Rejected
	case f.Contains("oidcauthorizationcode") && !f.Contains("bearertoken"): // Spring's provider of a login, which has the tokens
		return exchange.Issued
	}
	const farthest = 3000
	best, out := farthest, none
	least := max(0, seen.Start-farthest)
	near := f.Lower[least:min(len(f.Lower), seen.Start+farthest)]
	look := func(words []string, o exchange.Outcome) {
		for _, w := range words {
			if !f.May(w) {
				continue
			}
			for i := range places(near, w) {
				if i > 0 && isLetter(near[i-1]) && isLetter(w[0]) {
					continue // “invalid token” holds “id token”
				}
				if d := apart(source.Span{Start: least + i, End: least + i + len(w)}, seen.Start); d < best {
					best, out = d, o
				}
			}
		}
	}
	look(apiWords, exchange.Rejected)
	look(idTokenWords, exchange.Issued)
	if best == farthest && none == exchange.Rejected && receipt(f) != nil {
		return exchange.Issued // who says that the token came checks it
	}
	return out
}

// tokenChecked makes a verdict a message of a failed token check (sayingsOf the name), and says who judged.
func tokenChecked(f *exchange.Flow, name string, none exchange.Outcome, shape func(v *Verdict, message string)) []Verdict {
	var out []Verdict
	says := sayingsOf(name)
	for i := range says {
		for _, v := range says[i].match(f) {
			if slices.ContainsFunc(out, func(o Verdict) bool { return o.Evidence[0].Overlaps(v.Evidence[0]) }) {
				continue
			}
			if v.Outcome == exchange.Unknown {
				v.Outcome = tokenJudge(f, v.Evidence[0], none)
			}
			if shape != nil {
				shape(&v, messageAt(f, v.Evidence[0]))
			}
			out = append(out, v)
		}
	}
	return out
}

// inLogin reports whether a message about a token stands beside the callback of a login: what was read there had just been
// issued. A state may be a JWT, too.
func inLogin(f *exchange.Flow, at source.Span) bool {
	const near = 600
	at = f.View.Seen(at)
	text := f.Lower[max(0, at.Start-near):min(len(f.Lower), at.End+near)]
	return holdsAny(text, "callback", "?code=", "&code=", "omniauth", "after login", "after logging in", "after signing in", "after sign in") && !holdsAny(text, "decode(state", "stateparam", "state param", "verifystate", "statestore", "state store")
}

// messageAt is the text of a message from its first literal to the end of its line, or a bit beyond.
func messageAt(f *exchange.Flow, at source.Span) string {
	const longest = 900
	at = f.View.Seen(at)
	text := f.View.Text[at.Start:min(len(f.View.Text), at.Start+longest)]
	if i := strings.IndexByte(text[min(at.Len(), len(text)):], '\n'); i >= 0 {
		text = text[:min(at.Len(), len(text))+i]
	}
	return text
}

// quotedAfter lists the values in quotes that follow a word of a message.
func quotedAfter(message, word string) string {
	rest := behind(message, word)
	j := strings.IndexAny(rest, "'\"`“")
	if j < 0 || j > 40 {
		return ""
	}
	quote := rest[j : j+1]
	if strings.HasPrefix(rest[j:], "“") {
		quote, rest = "”", rest[j+len("“"):]
	} else {
		rest = rest[j+1:]
	}
	k := strings.Index(rest, quote)
	if k < 0 || k > 300 {
		return ""
	}
	return strings.TrimRight(rest[:k], `\`) // in a string literal the closing quote has a backslash
}
