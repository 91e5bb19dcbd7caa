package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// How libraries say that the login state they kept between the authorization request and its callback is not there.
var stateLost = []Saying{
	// next-auth, Auth.js, Better Auth
	{All: []string{"state cookie was missing"}},
	{All: []string{"nonce cookie was missing"}},
	{All: []string{"invalidcheck", "value could not be parsed"}, Not: []string{"pkce"}},
	{All: []string{"checks.state argument is missing"}},
	{All: []string{"checks.nonce argument is missing"}},
	{All: []string{"state mismatch: verification not found"}},
	{All: []string{"state mismatch", "please_restart_the_process"}, Lines: 3},
	// remix-auth, Outline
	{All: []string{"missing state on session"}},
	{All: []string{"missing state on cookie"}},
	// openid-client, passport, Auth0, Okta
	{All: []string{"did not find expected authorization request details in"}},
	{All: []string{"unable to verify authorization request state"}},
	{All: []string{"missing state cookie from login request"}},
	{All: []string{"missing auth_verification cookie"}},
	{All: []string{"unable to retrieve oauth redirect params from storage"}},
	{All: []string{"auth/missing-initial-state"}},
	{All: []string{"missing initial state", "sessionstorage"}, Lines: 2},
	// Spring, Quarkus, pac4j
	{All: []string{"authorization_request_not_found"}, Codes: []string{"authorization_request_not_found"}},
	{All: []string{"state cookie is missing after"}},
	{All: []string{"state parameter can not be empty or multi-valued"}},
	// ASP.NET Core, Microsoft.Identity.Web
	{All: []string{"correlation failed"}, With: []string{"remoteauthentication", "remote failure", "remoteauthenticationhandler", "openidconnect", "signin-", "aspnetcore", "oauth", "unhandled exception", "system.exception", "handling the remote login", "handling a remote login"}},
	{All: []string{".correlation.", "cookie not found"}},
	// Python
	{All: []string{"session value state missing"}},
	{All: []string{"authstatemissing"}, Not: []string{"import "}},
	{All: []string{"state not found in session `oidc_states`"}},
	{All: []string{"state not found in session", "oidc_states"}},
	{All: []string{"state not found, redirecting user to login"}},
	// proxies and products
	{All: []string{"missing csrf cookie"}},
	{All: []string{"unable to find a valid csrf token"}},
	{All: []string{"unable to obtain csrf cookie"}},
	{All: []string{"http: named cookie not present"}, Any: []string{"csrf", "app state", "oauth state", "oauth_state"}, Not: []string{"cookied session", "removing session"}},
	{All: []string{"there's no session state found"}, With: []string{"redirect_uri", "openidc"}},
	{All: []string{"state cookie found"}, Any: []string{"no \"", "no mod_auth_openidc", "no \\\""}},
	{All: []string{"unable to restore state"}, With: []string{"oidc", "mod_auth_openidc", "redirect_uri"}},
	{All: []string{"missing saved oauth state"}},
	{All: []string{"oauthlogin(missing saved state)"}},
	{All: []string{"auth.oauth.state.missing"}},
	{All: []string{"expired or missing oauth state"}},
	{All: []string{"failed to verify app state"}, Not: []string{"redirecturl", "redirect url"}},
	{All: []string{"unknown app state"}, With: []string{"argocd", "argo", "oidc", "auth/callback", "sso", "dex"}},
	{All: []string{"invalid 'state' parameter provided"}},
	{All: []string{"invalid state", "my home assistant"}},
	{All: []string{"authorization state", "already been consumed"}},
	// browser libraries
	{All: []string{"no matching state found in storage"}},
	{All: []string{"state_not_found"}, With: []string{"msal", "browserautherror", "clientautherror"}},
	{All: []string{"no_cached_authority"}},
	{All: []string{"no_token_request_cache"}},
	{All: []string{"an error occurred while validating the state"}, With: []string{"oauth", "amplify", "signin"}},
	{All: []string{"the state cookie is missing"}},
	{All: []string{"user session error"}, With: []string{"dex", "oauth", "oidc", "login"}},
	{All: []string{"requirestate is"}, Any: []string{"state is null"}},
	{All: []string{"the key {"}, Any: []string{"was not found in the key ring"}, With: []string{"oidc", "openid", "signin", "cookie", "correlation", "antiforgery", "aspnetcore"}},
	{All: []string{"cookies will not be shared between the two"}},
}

// How they say that it is there and differs from the state of the callback.
var stateMismatch = []Saying{
	{All: []string{"csrf warning", "state not equal in request and response"}, Codes: []string{"mismatching_state"}},
	{All: []string{"mismatchingstateerror"}, Codes: []string{"mismatching_state"}, Not: []string{"import ", "except "}},
	{All: []string{"(mismatching_state)"}, Codes: []string{"mismatching_state"}},
	{All: []string{"mismatching_state"}, Codes: []string{"mismatching_state"}, Not: []string{"import ", "except "}},
	{All: []string{"invalid authorization request state"}},
	{All: []string{"state mismatch, expected"}},
	{All: []string{"state mismatch, expecting"}},
	{All: []string{"rperror", "state mismatch"}},
	{All: []string{"state mismatch"}, Any: []string{"oauth", "oidc", "openid", "login", "authorization", "callback", "csrf", "generalerrordomain"}, Not: []string{"verification not found", "expected", "expecting", "(state mismatch)", "rperror", "possible csrf"}},
	{All: []string{"unexpected", "state", "response parameter value"}, Not: []string{"nonce", "issuer"}},
	{All: []string{"response state param did not match request state"}},
	{All: []string{"state_mismatch"}, With: []string{"msal", "better", "oauth", "auth/"}},
	{All: []string{"[invalid_state_parameter]"}, Codes: []string{"invalid_state_parameter"}},
	{All: []string{"state cookie", "does not match the state"}},
	{All: []string{".correlation.", "correlation id"}, Any: []string{"not match", "mismatch", "unexpected"}},
	{All: []string{"correlation property not found"}},
	{All: []string{"the correlation cookie value", "did not match"}},
	{All: []string{"authstateforbidden"}, Not: []string{"import "}},
	{All: []string{"wrong state parameter given"}},
	{All: []string{"csrf_detected"}, Codes: []string{"csrf_detected"}},
	{All: []string{"invalid 'state' parameter"}, Not: []string{"provided:"}},
	{All: []string{"invalidstateexception"}, Any: []string{"socialite", "two"}},
	{All: []string{"invalid state"}, Any: []string{"oauth", "oidc", "csrf", "authorization response", "/callback", "state parameter", "auth0"}, Not: []string{"home assistant", "invalidstate", "socket", "transition"}},
	{All: []string{"error: invalid state", "handleredirectcallback"}, Lines: 3},
	{All: []string{"oauthstatemismatcherror"}},
	{All: []string{"state in url doesn't match state in"}},
	{All: []string{"oauth state"}, Any: []string{"invalid oauth state", "oauth state mismatch", "oauth state does not match", "oauth state invalid", "oauth state is invalid", "oauth state didn't match"}},
	{All: []string{"oauth2 state"}, Any: []string{"invalid oauth2 state", "oauth2 state mismatch", "oauth2 state does not match"}},
	{All: []string{"state parameter"}, Any: []string{"invalid state parameter", "state parameter mismatch", "state parameter does not match", "state parameter doesn't match", "state parameter is invalid", "state parameter invalid"}, Not: []string{"[invalid_state_parameter]", "must be one of"}, With: callbackWords},
	{All: []string{"state did not match"}, With: []string{"oauth", "oidc", "callback", "openid"}},
	{All: []string{"csrf cookie does not match state"}},
	{All: []string{"csrf token mismatch, potential attack"}},
	{All: []string{"csrf token", "mismatch"}, With: []string{"oauth2-proxy", "oauth2/callback", "oauthproxy.go"}, Not: []string{"potential attack"}},
	{All: []string{"csrf token validation failed"}, With: []string{"oauth"}},
	{All: []string{"state from argument", "does not match state restored from session"}},
	{All: []string{"calculated state from cookie does not match state parameter"}},
	{All: []string{"oauthlogin(state mismatch)"}},
	{All: []string{"provided state does not match stored state"}},
	{All: []string{"auth.oauth.state.invalid"}},
	{All: []string{"received state does not match the expected"}},
	{All: []string{"callback incorrect state"}},
	{All: []string{"wrong state/nonce"}},
	{All: []string{"invalid_nonce_in_state"}},
	{All: []string{"`state` does not match"}},
	{All: []string{"response state doesn't match request state"}},
	{All: []string{"state parameter is different from the one sent in authentication request"}},
	{All: []string{"oauth callback state is invalid"}},
	{All: []string{"bad_oauth_state"}},
	{All: []string{"oauth_invalid_state"}},
	{All: []string{"oauth callback with invalid state"}},
	{All: []string{"state does not match"}, With: authWords},
	{All: []string{"state mismatch error"}},
	{All: []string{"state mismatch, in session"}},
	{All: []string{"state_mismatch:"}},
	{All: []string{"invalid csrf cookie"}, With: []string{"authcallback", "csrf cookie", "oauth", "forward-auth"}},
	{All: []string{"provided state did not match stored state"}},
	{All: []string{"state not valid (expected"}},
	{All: []string{"state is not valid"}, With: authWords},
	{All: []string{"callbackerror, omniauth::strategies::oauth2::callbackerror"}, Confidence: Likely},
}

// How they say that it is there and cannot be read.
var stateUnreadable = []Saying{
	{All: []string{"unable to unprotect the message.state"}},
	{All: []string{".correlation.", "state property not found"}},
	{All: []string{"correlation", "state property not found"}, Not: []string{".correlation."}},
	{All: []string{"the oauth state was missing or invalid"}},
	{All: []string{"was not found in the key ring"}, With: []string{"correlation", "message.state", "remoteauthentication", "signin-", "openidconnecthandler"}},
	{All: []string{"oauthcallbackerror", "decryption operation failed"}, Lines: 8},
	{All: []string{"state cookie", "could not"}, Any: []string{"decrypt", "decode"}},
	{All: []string{"could not restore state from cookie"}},
}

// How they say that the PKCE code_verifier kept beside it is gone.
var verifierLost = []Saying{
	{All: []string{"pkce code_verifier cookie was missing"}},
	{All: []string{"pkcecodeverifier cookie was missing"}},
	{All: []string{"pkcecodeverifier value could not be parsed"}},
	{All: []string{"pkce code verifier", "not found in storage"}},
	{All: []string{"both auth code and code verifier should be non-empty"}},
	{All: []string{"could not load pkce codeverifier from storage"}},
	{All: []string{"no code verifier in state"}},
	{All: []string{"missing saved oauth", "pkce"}},
	{All: []string{"auth.oauth.pkce.missing"}},
	{All: []string{"missing pkce verifier"}},
	{All: []string{"code_verifier cookie", "missing"}, Not: []string{"pkce code_verifier cookie was missing"}},
	{All: []string{"code verifier cookie", "missing"}},
	{All: []string{"pkce code verifier decryption has failed"}},
}

// callbackWords make a word that any program may use one of a login.
var callbackWords = []string{"oauth", "oidc", "openid", "callback", "code=", "sso", "csrf", "authoriz"}

// lostLogin gives the places where the text says that the login state did not survive the redirect, whatever the words.
func lostLogin(f *exchange.Flow) []source.Span {
	var out []source.Span
	for _, list := range [...][]Saying{stateLost, stateMismatch, stateUnreadable, verifierLost} {
		out = append(out, saidBy(f, list)...)
	}
	return out
}

// loginCookie is what a paste shows of a cookie that keeps login state: a Set-Cookie line or a dumped object.
type loginCookie struct {
	span                           source.Span
	sameSite                       string // lax, strict, none or ""
	secure, sameSiteSet, secureSet bool
}

// cookieNames are parts of the names of cookies that keep login state.
var cookieNames = [...]string{"nonce", "correlation", "state", "csrf", "pkce", "code_verifier", "oauth", "oidc", "openid", "session", "jsessionid", "connect.sid", "auth_verification", "xsrf", "q_auth", "sid="}

// loginCookies reads the attributes of such cookies.
func loginCookies(f *exchange.Flow) []loginCookie {
	var out []loginCookie
	spans, lines := linesWith(f, "set-cookie")
	for i, line := range lines {
		if !anyOf(line, cookieNames[:]) {
			continue
		}
		c := loginCookie{span: spans[i], secureSet: true}
		c.secure = strings.Contains(line, "; secure") || strings.Contains(line, ";secure")
		if _, after, ok := strings.Cut(line, "samesite="); ok {
			c.sameSiteSet = true
			c.sameSite = firstWord(after)
		}
		out = append(out, c)
	}
	// {"name": "…pkce.code_verifier", "options": {"sameSite": "none", "secure": true}}
	spans, lines = linesWith(f, "samesite")
	for i, line := range lines {
		if strings.Contains(line, "set-cookie") {
			continue
		}
		_, after, _ := strings.Cut(line, "samesite")
		word := firstWord(strings.TrimLeft(after, "\"': ="))
		if !strings.HasPrefix(word, "lax") && word != "none" && !strings.HasPrefix(word, "strict") {
			word = ""
			for _, w := range [...]string{"lax", "strict", "none"} {
				if strings.Contains(after, w) {
					word = w
				}
			}
		}
		if word == "" {
			continue
		}
		out = append(out, loginCookie{span: spans[i], sameSite: word, sameSiteSet: true})
	}
	return out
}

func firstWord(s string) string {
	end := 0
	for end < len(s) && s[end] >= 'a' && s[end] <= 'z' {
		end++
	}
	return s[:end]
}

// otherCauses are the causes a rule lists, without its first n: what remains possible beside a cause named exactly.
func otherCauses(id string, skip int) []Text {
	return slices.Clone(ruleOf(id).Causes[skip:])
}
