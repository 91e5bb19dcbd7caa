package exchange

import (
	"strings"

	"grantlens/internal/logparse/artifact"
)

// paths tell the endpoint from the address; the first that fits counts.
var paths = []struct{ part, endpoint string }{
	{"/.well-known/jwks", EndpointJWKS}, {"/protocol/openid-connect/certs", EndpointJWKS}, {"/discovery/keys", EndpointJWKS}, {"/oauth2/v3/certs", EndpointJWKS}, {"/jwks", EndpointJWKS},
	{"/.well-known/", EndpointDiscovery},
	{"/login-actions/", EndpointLogin},
	{"userinfo", EndpointUserinfo}, {"user_info", EndpointUserinfo}, {"/oidc/me", EndpointUserinfo}, {"login.yandex.ru/info", EndpointUserinfo},
	{"introspect", EndpointIntrospect}, {"tokeninfo", EndpointIntrospect}, {"check_token", EndpointIntrospect},
	{"/revoke", EndpointRevoke}, {"revocation", EndpointRevoke},
	{"/devices", ""}, {"/device", EndpointDevice}, {"device_authorization", EndpointDevice},
	{"endsession", EndpointLogout}, {"end_session", EndpointLogout}, {"/end-session", EndpointLogout}, {"/logout", EndpointLogout},
	{"/protocol/openid-connect/auth", EndpointAuthorize}, {"/authorize", EndpointAuthorize}, {"/oauth/auth", EndpointAuthorize}, {"/oauth2/auth", EndpointAuthorize}, {"dialog/oauth", EndpointAuthorize},
	{"/clients-registrations/", EndpointRegistration}, {"/connect/register", EndpointRegistration}, {"/oidc/register", EndpointRegistration}, {"/oauth/register", EndpointRegistration}, {"/oauth2/register", EndpointRegistration},
	{"access_token", EndpointToken}, {"accesstoken", EndpointToken}, {"/token", EndpointToken}, {"token.php", EndpointToken},
}

// lastPaths tell the endpoint by how the address ends: within an address they are part of other words.
var lastPaths = []struct{ part, endpoint string }{
	{"/par", EndpointPAR}, {"/par/request", EndpointPAR}, {"/par.oauth2", EndpointPAR},
	{"/ciba/auth", EndpointCIBA}, {"/connect/ciba", EndpointCIBA}, {"/bc-authorize", EndpointCIBA}, {"/bc-auth.ciba", EndpointCIBA}, {"/backchannel", EndpointCIBA},
}

// answers tell the endpoint from two members of its answer, whatever the address: no other endpoint answers with both.
var answers = []struct{ member, beside, endpoint string }{
	{"device_code", "user_code", EndpointDevice},
	{"auth_req_id", "expires_in", EndpointCIBA},
	{"request_uri", "expires_in", EndpointPAR},
	{"client_id", "client_id_issued_at", EndpointRegistration},
	{"client_id", "registration_client_uri", EndpointRegistration},
}

// Promised are the members for which an endpoint on the way to a login is asked.
var Promised = map[string]string{EndpointDevice: "device_code", EndpointPAR: "request_uri", EndpointCIBA: "auth_req_id", EndpointRegistration: "client_id"}

// endpointErrors are error codes that only one endpoint gives.
var endpointErrors = map[string]string{
	"invalid_client_metadata": EndpointRegistration, "invalid_software_statement": EndpointRegistration, "unapproved_software_statement": EndpointRegistration, // RFC 7591 §3.2.2
	"unknown_user_id": EndpointCIBA, "expired_login_hint_token": EndpointCIBA, "missing_user_code": EndpointCIBA, "invalid_user_code": EndpointCIBA, "invalid_binding_message": EndpointCIBA, // CIBA Core §13
}

// callbacks are the paths at which clients wait for the redirect.
var callbacks = [...]string{"/signin-", "/callback", "/login/oauth2/code/", "/oauth2callback", "/oauth_callback", "/auth/complete/", "/authorization-code/"}

// parts finds the first of a list of texts that stands in an address, in one pass over it: searched for one after the
// other, the parts of paths took 3 % of the time of a dense log.
type parts struct {
	texts       []string
	by, slashed [256][]int // the numbers of the texts by their first letter; of those with a slash before it, apart
}

func newParts(texts ...string) *parts {
	p := &parts{texts: texts}
	for i, text := range texts {
		if text[0] == '/' {
			p.slashed[text[1]] = append(p.slashed[text[1]], i)
		} else {
			p.by[text[0]] = append(p.by[text[0]], i)
		}
	}
	return p
}

// first is the number of the first text that stands in s, −1 if none does.
func (p *parts) first(s string) int {
	first := -1
	for at := 0; at+1 < len(s); at++ {
		list := p.by[s[at]]
		if s[at] == '/' {
			list = p.slashed[s[at+1]]
		}
		for _, i := range list {
			if text := p.texts[i]; (first < 0 || i < first) && text[1] == s[at+1] && strings.HasPrefix(s[at:], text) {
				first = i
			}
		}
	}
	return first
}

var (
	callbackParts = newParts(callbacks[:]...)
	pathParts     = newParts(func() (texts []string) {
		for _, p := range paths {
			texts = append(texts, p.part)
		}
		return texts
	}()...)
)

func isCallback(rawURL string) bool {
	s := strings.ToLower(rawURL)
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	return callbackParts.first(s) >= 0 || strings.HasSuffix(s, "/cb")
}

func endpointOf(rawURL string) string {
	s := strings.ToLower(rawURL)
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	if s == "token" {
		return EndpointToken
	}
	if strings.Contains(s, "googleapis.com/auth/") {
		return "" // a scope, which is no address
	}
	if i := pathParts.first(s); i >= 0 {
		return paths[i].endpoint
	}
	for _, p := range lastPaths {
		if strings.HasSuffix(s, p.part) {
			return p.endpoint
		}
	}
	return ""
}

// protocolURL reports whether an address is one of an authorization server's.
func protocolURL(rawURL string) bool { return endpointOf(rawURL) != "" }

// addresses keeps what addresses tell: a log asks the same ones again and again.
type addresses map[string]address

type address struct {
	callback bool
	endpoint string
}

func (known addresses) of(rawURL string) address {
	a, have := known[rawURL]
	if !have {
		a = address{isCallback(rawURL), endpointOf(rawURL)}
		known[rawURL] = a
	}
	return a
}

// brings reports whether a browser brings a code, whatever the path at which the client waits for it: flask-oidc does at /authorize.
func (e *Exchange) brings() bool {
	return e.Request != nil && e.Request.Method.Text == "GET" && e.Params.Has("code") && e.Params.Has("state") && !e.Params.Has("redirect_uri")
}

func (e *Exchange) endpoint(known addresses) {
	if e.Event != nil {
		e.Endpoint = eventEndpoint(e.Event.Name.Text)
		return
	}
	if e.Redirect != nil {
		e.Endpoint = EndpointAuthorize
		return
	}
	if e.Response != nil && e.Response.Format == "go-oauth2" {
		e.Endpoint = EndpointToken // its RetrieveError comes from nowhere else
		return
	}
	if e.Body != nil && e.Body.Kind == artifact.BodyJSON {
		for _, a := range answers {
			if e.Body.Members.Has(a.member) && e.Body.Members.Has(a.beside) {
				e.Endpoint = a.endpoint
				return
			}
		}
	}
	if u := e.URL(); u != "" {
		address := known.of(u)
		if (address.callback || e.brings()) && !e.Params.Has("grant_type") && !e.Params.Has("response_type") {
			e.Endpoint = EndpointCallback
			return
		}
		if e.Endpoint = address.endpoint; e.Endpoint != "" {
			return
		}
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if _, ok := e.Member(n); ok {
				return true
			}
		}
		return false
	}
	if e.Spoken != nil && e.Request == nil && e.Response == nil {
		if tokenErrors[e.Spoken.Params.Text("error")] {
			e.Endpoint = EndpointToken
		}
		return
	}
	switch {
	case e.Params.Has("grant_type") || e.Params.Has("code_verifier"):
		e.Endpoint = EndpointToken
	case e.Params.Has("response_type") && e.Request != nil && e.Request.Method.Text == "POST" && e.Body != nil && e.Body.Kind == artifact.BodyJSON:
		e.Endpoint = EndpointPAR // no page and no redirect: it was pushed
	case e.Params.Has("response_type"):
		e.Endpoint = EndpointAuthorize
	case has("access_token", "id_token", "refresh_token", "authed_user.access_token", "response.access_token", "accessToken", "identityToken"):
		e.Endpoint = EndpointToken
	case has("token_endpoint", "authorization_endpoint", "jwks_uri"):
		e.Endpoint = EndpointDiscovery
	case has("keys") && !has("error"):
		e.Endpoint = EndpointJWKS
	case has("device_code", "user_code"):
		e.Endpoint = EndpointDevice
	case endpointErrors[e.memberText("error")] != "":
		e.Endpoint = endpointErrors[e.memberText("error")]
	case e.Params.Has("redirect_uris"):
		e.Endpoint = EndpointRegistration
	case has("active"):
		e.Endpoint = EndpointIntrospect
	case e.memberText("sub") != "" && !has("error"):
		e.Endpoint = EndpointUserinfo
	case resourceErrors[e.memberText("error")] && e.Response != nil && e.Response.Format == "status-sentence":
		e.Endpoint = EndpointAPI
	case has("error_description", "error_codes"), tokenErrors[e.memberText("error")]:
		e.Endpoint = EndpointToken
	case e.Request != nil || e.Response != nil && e.Response.Kind == artifact.Response:
		e.Endpoint = EndpointAPI
	}
}

// resourceErrors are the error codes of RFC 6750 §3.1, by which whoever is shown an access token refuses it.
var resourceErrors = map[string]bool{"invalid_token": true, "insufficient_scope": true}

// tokenErrors are the error codes of RFC 6749 §5.2, which only a token endpoint gives.
var tokenErrors = map[string]bool{"invalid_grant": true, "invalid_client": true, "unsupported_grant_type": true, "unauthorized_client": true, "authorization_pending": true, "slow_down": true, "expired_token": true, "bad_verification_code": true, "incorrect_client_credentials": true, "incorrect_device_code": true, "redirect_uri_mismatch": true}

func eventEndpoint(typ string) string {
	typ = strings.TrimSuffix(typ, "_ERROR")
	switch typ {
	case "CODE_TO_TOKEN", "REFRESH_TOKEN", "CLIENT_LOGIN", "TOKEN_EXCHANGE", "OAUTH2_DEVICE_CODE_TO_TOKEN", "AUTHREQID_TO_TOKEN", "PERMISSION_TOKEN":
		return EndpointToken
	case "USER_INFO_REQUEST":
		return EndpointUserinfo
	case "INTROSPECT_TOKEN":
		return EndpointIntrospect
	case "LOGOUT":
		return EndpointLogout
	case "REVOKE_GRANT":
		return EndpointRevoke
	case "OAUTH2_DEVICE_AUTH", "OAUTH2_DEVICE_VERIFY_USER_CODE":
		return EndpointDevice
	}
	return EndpointLogin
}

func grantOf(e *Exchange) string {
	if g := e.Params.Text("grant_type"); g != "" {
		return g
	}
	if e.Event != nil {
		if g := e.Event.Params.Text("grant_type"); g != "" {
			return g
		}
		switch strings.TrimSuffix(e.Event.Name.Text, "_ERROR") {
		case "CODE_TO_TOKEN":
			return "authorization_code"
		case "REFRESH_TOKEN":
			return "refresh_token"
		case "CLIENT_LOGIN":
			return "client_credentials"
		}
	}
	if g := e.memberText("grant_type"); g != "" {
		return g
	}
	switch {
	case e.Endpoint == EndpointToken && (e.Params.Has("code") || e.Params.Has("code_verifier")):
		return "authorization_code"
	case e.Endpoint == EndpointToken && e.Params.Has("refresh_token"):
		return "refresh_token"
	}
	return ""
}
