package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// browserLibraries are names by which a text shows that the client runs where no secret can be kept: in a browser or in
// an app on a device.
var browserLibraries = [...]string{
	"keycloak-angular", "keycloak-js", "keycloak.js", "keycloak.min.js", "angular-auth-oidc-client", "angular-oauth2-oidc", "oidc-client", "react-oidc", "react-keycloak",
	"msal-browser", "msal-angular", "msal-react", "auth0-spa-js", "auth0-angular", "auth0-react", "okta-auth-js", "flutter_appauth", "react-native-app-auth",
	"appauth", "single page", "single-page", "zone.js", "argocd login", "oidc-login", "webpack:///", "chunk-vendors", "polyfills.js",
}

// browserLibrary is the place where the text names such a library.
func browserLibrary(f *exchange.Flow) (source.Span, string, bool) {
	for _, name := range browserLibraries {
		if at := f.Find(name); len(at) > 0 {
			return at[0], name, true
		}
	}
	return source.Span{}, "", false
}

// authSent says how a token request shows that the client authenticated: client_secret_basic, client_secret_post,
// private_key_jwt, or "" when the printed request has none of them.
func authSent(e *exchange.Exchange) string {
	switch {
	case e.Params.Has("client_assertion"):
		return "private_key_jwt"
	case e.Params.Text("client_secret") != "":
		return "client_secret_post"
	case e.Request != nil && strings.HasPrefix(strings.ToLower(e.Request.Header("Authorization")), "basic"):
		return "client_secret_basic"
	}
	return ""
}

// printedRequest reports whether the parameters of a request that a client authenticates were printed, so that what is not
// there was not sent.
func printedRequest(e *exchange.Exchange) bool {
	if e.Request == nil || !e.Params.Has("client_id") {
		return false
	}
	return e.Endpoint == exchange.EndpointToken && e.Params.Has("grant_type") || (e.Endpoint == exchange.EndpointIntrospect || e.Endpoint == exchange.EndpointRevoke) && e.Params.Has("token")
}

// errorPlaces are the spans of the error answer of an exchange.
func errorPlaces(e *exchange.Exchange) []source.Span {
	var out []source.Span
	for _, s := range [...]source.Span{e.Error.Span, e.Code.Span, e.Description.Span} {
		if !s.Empty() && !overlapsAny(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		out = firstOf(e.Proof, 2)
	}
	return out
}

// paramSpan is a parameter with its name: what to show of it. A secret's value is left out.
func paramSpan(p artifact.Param) source.Span {
	if p.NameSpan.Empty() {
		return p.Value.Span
	}
	if strings.Contains(strings.ToLower(p.Name), "secret") || strings.EqualFold(p.Name, "password") || p.Value.Span.End < p.NameSpan.End || p.Value.Span.End-p.NameSpan.Start > 300 {
		return p.NameSpan
	}
	return source.Span{Start: p.NameSpan.Start, End: p.Value.Span.End}
}
