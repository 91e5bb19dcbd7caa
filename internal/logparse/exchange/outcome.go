package exchange

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/providers"
	"grantlens/internal/source"
)

// outcomes are the ways in which an exchange shows how it ended, the surest first. The first that applies settles it,
// even where it shows nothing.
var outcomes = [...]func(*Exchange) bool{
	(*Exchange).ofEvent,
	(*Exchange).ofRedirect,
	(*Exchange).ofCallback,
	(*Exchange).ofTokens,
	(*Exchange).ofLocation,
	(*Exchange).OwnCheck,
	(*Exchange).ofPassport,
	(*Exchange).ofError,
	(*Exchange).ofNotOK,
	(*Exchange).ofNoStatus,
	(*Exchange).ofStatus,
	(*Exchange).ofStatusInBody,
	(*Exchange).ofErrorPage,
	(*Exchange).ofStatusAlone,
	(*Exchange).ofPage,
	(*Exchange).ofMembers,
}

// outcome finds what the protocol shows of the exchange.
func (e *Exchange) outcome() {
	for _, settles := range outcomes {
		if settles(e) {
			return
		}
	}
}

// shows notes an outcome and the places that prove it.
func (e *Exchange) shows(o Outcome, proof ...source.Span) {
	e.Outcome = o
	for _, s := range proof {
		if !s.Empty() {
			e.Proof = append(e.Proof, s)
		}
	}
}

// ofEvent: a server's own line of what it did.
func (e *Exchange) ofEvent() bool {
	if e.Event == nil {
		return false
	}
	name := e.Event.Name
	switch {
	case strings.HasSuffix(name.Text, "_ERROR") || e.Code.OK():
		e.shows(Refused, name.Span, e.Code.Span)
	case e.Endpoint == EndpointToken || name.Text == "USER_INFO_REQUEST":
		e.shows(Issued, name.Span)
	case name.Text == "LOGIN":
		e.shows(CodeIssued, name.Span)
	}
	return true
}

// ofRedirect: what the redirect to the client carries.
func (e *Exchange) ofRedirect() bool {
	if e.Redirect == nil {
		return false
	}
	p := e.Redirect.Params
	failed, refused := refusal(p)
	switch {
	case real(p, "access_token") || real(p, "id_token"):
		if !strings.Contains(e.URL(), "#") {
			if e.Redirect.Method.OK() && strings.HasPrefix(e.URL(), "/") {
				break // a server's line of a request: somebody presents a token he has
			}
			if _, own := providers.ByURL(e.URL()); own {
				e.Endpoint = EndpointAPI // the provider's own address: presented to it
				break
			}
		}
		e.Endpoint = EndpointAuthorize
		token, _ := p.Get("access_token")
		e.shows(Issued, token.NameSpan)
	case refused:
		e.shows(Refused, failed.Value.Span)
	case e.Code.OK() && real(p, "error_message"): // Facebook's error_code stands alone
		e.shows(Refused, e.Code.Span)
	case real(p, "code"):
		code, _ := p.Get("code")
		e.shows(CodeIssued, code.NameSpan)
	}
	return true
}

// refusal is the error of a redirect; one that is empty beside a code is none.
func refusal(p artifact.Params) (artifact.Param, bool) {
	failed, ok := p.Get("error")
	return failed, ok && (failed.Value.Text != "" || !real(p, "code"))
}

// ofCallback: at the client's own address the answer is the client's page; what the redirect brought stands in the
// parameters.
func (e *Exchange) ofCallback() bool {
	if e.Endpoint != EndpointCallback {
		return false
	}
	failed, refused := refusal(e.Params)
	switch {
	case real(e.Params, "access_token"):
		// A redirect brings its token in the fragment, which no server sees. In the query somebody presents one.
		if strings.Contains(e.URL(), "#") || e.Status() == 0 && !strings.HasPrefix(e.URL(), "/") {
			e.shows(Issued)
		} else if e.Status() >= 400 {
			e.shows(Rejected, e.Response.Status.Span)
		}
	case refused:
		e.Error = failed.Value
		if d, ok := e.Params.Get("error_description"); ok {
			e.Description = d.Value
		}
		e.shows(Refused, failed.Value.Span)
	case tokenErrors[e.Error.Text]: // the page passes on what the client's token request was answered
		e.shows(Refused, e.Error.Span)
	case real(e.Params, "code"):
		e.shows(CodeIssued)
		if e.Status() == 200 && e.Body != nil && real(e.Body.Members, "sub") && (real(e.Body.Members, "email") || real(e.Body.Members, "name")) {
			e.shows(Issued) // the client's page prints the claims of who logged in
		}
	}
	return true
}

// tokenMembers are where an answer carries what was asked for.
var tokenMembers = [...]string{"access_token", "id_token", "authed_user.access_token", "data.access_token", "response.access_token", "refresh_token", "accessToken.access_token", "accessToken", "identityToken", "status.token"}

// ofTokens: tokens in the answer.
func (e *Exchange) ofTokens() bool {
	if e.Body == nil || e.kept {
		return false
	}
	for _, name := range tokenMembers {
		p, _ := e.Body.Members.Get(name)
		value := p.Type == 's' || p.Type == 'w' && !isExpression(p.Value.Text) || p.Type != '0' && e.Body.Kind == artifact.BodyForm
		if value && real(e.Body.Members, name) {
			e.shows(Issued, p.NameSpan)
			return true
		}
	}
	if e.Endpoint == EndpointAPI && e.Status()/100 == 2 && !e.Error.OK() && !e.Code.OK() { // an application's own login
		for _, name := range [...]string{"token", "jwt", "data.token"} {
			if p, ok := e.Member(name); ok && strings.HasPrefix(p.Value.Text, "eyJ") {
				e.shows(Issued, p.NameSpan)
				return true
			}
		}
	}
	if p, ok := e.Member("access_token"); ok && p.Type == '0' && !e.Error.OK() && !e.Code.OK() && e.Status() < 400 {
		e.shows(WrongBody, p.NameSpan) // null
		return true
	}
	return false
}

// ofLocation: what a redirect carries in its Location. One with a token is the answer of the implicit grant.
func (e *Exchange) ofLocation() bool {
	if e.Response == nil || e.Status() < 300 || e.Status() >= 400 {
		return false
	}
	to, _ := e.Response.Headers.Get("Location")
	low := strings.ToLower(to.Value.Text)
	switch {
	case strings.Contains(low, "access_token=") || strings.Contains(low, "id_token="):
		var name source.Span
		if i := strings.Index(low, "access_token="); i >= 0 && to.Value.Span.Len() == len(low) {
			name = source.Span{Start: to.Value.Span.Start + i, End: to.Value.Span.Start + i + len("access_token")}
		}
		e.shows(Issued, to.NameSpan, name)
	case strings.Contains(low, "error="):
		e.shows(Refused, to.NameSpan)
	case strings.Contains(low, "code="):
		e.shows(CodeIssued, to.NameSpan)
	}
	return true
}

// OwnCheck reports whether the error is no server's, so that it shows no outcome: auth0.js calls what its own check of
// the ID token found invalid_token, with an errorDescription.
func (e *Exchange) OwnCheck() bool {
	_, own := e.Member("errorDescription")
	return own && e.Endpoint == "" && e.Status() == 0 && e.Error.Text == "invalid_token"
}

// ofPassport: the cookie that is the answer of MOEX's passport; its page and its status tell nothing.
func (e *Exchange) ofPassport() bool {
	if e.Response == nil {
		return false
	}
	for _, h := range e.Response.Headers {
		if value, ok := strings.CutPrefix(h.Value.Text, "MicexPassportCert="); ok && strings.EqualFold(h.Name, "Set-Cookie") {
			o := Issued
			if value == "" || value[0] == ';' || strings.HasPrefix(value, "deleted") {
				o = Refused
			}
			e.shows(o, source.Span{Start: h.NameSpan.Start, End: h.NameSpan.End}, source.Span{Start: h.Value.Span.Start, End: h.Value.Span.Start + len("MicexPassportCert")})
			return true
		}
	}
	return false
}

// ofError: an error that the answer names.
func (e *Exchange) ofError() bool {
	at := e.Error
	if !at.OK() {
		at = e.Code
	}
	if !at.OK() {
		return false
	}
	if e.Pending() {
		return true
	}
	status := e.Status()
	switch {
	// Only those who are presented a token answer invalid_token (RFC 6750 section 3.1).
	case e.Endpoint == EndpointUserinfo, e.Endpoint == EndpointAPI && (status == 401 || status == 403), e.Endpoint == "" && e.Error.Text == "invalid_token":
		e.shows(Rejected, at.Span)
	case status >= 200 && status < 300:
		e.shows(WrongBody, at.Span)
	default:
		e.shows(Refused, at.Span)
	}
	return true
}

// Pending tells that the answer is one to a client that polls while its user logs in on another device (RFC 8628 section 3.5,
// OpenID CIBA section 11): it says nothing yet. slow_down does: the client polls faster than it may. Trakt's has no body.
func (e *Exchange) Pending() bool {
	return e.Error.Text == "authorization_pending" || e.Code.Text == "AADSTS70016" || e.Status() == 400 && e.Body == nil && strings.HasSuffix(e.URL(), "/device/token")
}

// ofNotOK: {"ok": false}, as Slack answers with status 200.
func (e *Exchange) ofNotOK() bool {
	p, _ := e.Member("ok")
	if p.Value.Text != "false" {
		return false
	}
	e.shows(WrongBody, p.NameSpan)
	return true
}

// ofNoStatus: a client's print of an answer whose place of a status says that there was none.
func (e *Exchange) ofNoStatus() bool {
	if e.Response == nil || e.Response.Kind != artifact.Response || !e.Response.Status.OK() || e.Status() != 0 {
		return false
	}
	e.shows(NoAnswer, e.Response.Status.Span)
	return true
}

// ofStatus: the status of an answer that names no error. A fault that a person tells of may be the application's own.
func (e *Exchange) ofStatus() bool {
	status := e.Status()
	if status < 400 || e.byPerson {
		return false
	}
	switch at := e.Response.Status.Span; {
	case e.Pending():
	case e.HTML():
		e.shows(WrongBody, at)
	case e.Endpoint == EndpointUserinfo, e.Endpoint == EndpointAPI && status <= 403 && status != 400:
		e.shows(Rejected, at)
	default:
		e.shows(Refused, at)
	}
	return true
}

// ofStatusInBody: the status that the body repeats, where the answer's own is not printed.
func (e *Exchange) ofStatusInBody() bool {
	p, code := e.bodyStatus()
	if code == 0 || e.Status() != 0 {
		return false
	}
	e.shows(Refused, p.Value.Span)
	return true
}

// ofErrorPage: the status that a page prints, where the answer's own is not printed.
func (e *Exchange) ofErrorPage() bool {
	if e.Status() != 0 {
		return false
	}
	at := e.errorPage()
	if at.Empty() {
		return false
	}
	e.shows(WrongBody, at)
	return true
}

// refusesByStatus reports whether the token endpoint is one of a server that refuses with a status of 400 or more,
// always (RFC 6749 §5.2): a line of it that names the status is enough. Those that put errors into a 200 call it otherwise
// (GitHub's, Slack's, WeChat's access_token), but for QQ and Feishu.
func (e *Exchange) refusesByStatus() bool {
	path, _, _ := strings.Cut(e.URL(), "?")
	path = strings.TrimSuffix(path, "/")
	return strings.HasSuffix(path, "/token") && !strings.HasSuffix(path, "/oauth2.0/token") && !strings.Contains(path, "/open-apis/")
}

// ofStatusAlone: status 200 of such a token endpoint, whose body is not printed.
func (e *Exchange) ofStatusAlone() bool {
	if e.Status() != 200 || e.Body != nil || e.Endpoint != EndpointToken || e.Request == nil {
		return false
	}
	if e.Request.Method.Text != "POST" && !e.Params.Has("service") { // a registry's is asked with GET
		return false
	}
	if !e.refusesByStatus() {
		return false
	}
	e.shows(Issued, e.Response.Status.Span)
	return true
}

// ByStatusAlone reports whether nothing but its status tells that tokens were issued.
func (e *Exchange) ByStatusAlone() bool {
	return e.Outcome == Issued && e.Body == nil && e.Response != nil && len(e.Proof) == 1 && e.Proof[0] == e.Response.Status.Span
}

// ofPage: a page, where data was asked for.
func (e *Exchange) ofPage() bool {
	if !e.HTML() || !e.expectsData() {
		return false
	}
	var at source.Span
	if p, ok := e.contentType(); ok {
		at = p.Value.Span
	} else if e.Body != nil {
		at = source.Span{Start: e.Body.Span.Start, End: min(e.Body.Span.End, e.Body.Span.Start+40)}
	}
	e.shows(WrongBody, at)
	return true
}

// ofMembers: the members for which the endpoint is asked.
func (e *Exchange) ofMembers() bool {
	if e.Body == nil || e.Body.Kind != artifact.BodyJSON || e.Body.Cut {
		return false
	}
	switch e.Endpoint {
	case EndpointDevice, EndpointPAR, EndpointCIBA, EndpointRegistration:
		if p, ok := e.Member(Promised[e.Endpoint]); ok && p.Value.Text != "" && p.Type != '0' {
			e.shows(CodeIssued, p.NameSpan)
		}
	case EndpointUserinfo:
		if len(e.Body.Members) > 0 {
			e.shows(Issued, e.Body.Members[0].NameSpan)
		}
	case EndpointDiscovery, EndpointJWKS:
		if len(e.Body.Members) > 0 {
			e.shows(CodeIssued, e.Body.Members[0].NameSpan) // a step on the way
		}
	case EndpointIntrospect:
		p, _ := e.Member("active")
		e.shows(map[string]Outcome{"true": Issued, "false": Rejected}[p.Value.Text], p.NameSpan)
	}
	return true
}

// real reports whether a parameter is there with a value that a server may have given.
func real(ps artifact.Params, name string) bool {
	v := ps.Text(name)
	return v != "" && v != "undefined" && v != "null" && !strings.HasPrefix(v, "error: ") // Casdoor's
}

// isExpression tells source code in a stack trace from a value: token["access_token"], res.data.access_token, get(token).
func isExpression(s string) bool {
	if strings.HasSuffix(s, "[redacted])") {
		return false // Rust's: AccessToken([redacted])
	}
	return strings.ContainsAny(s, "[(") || strings.HasSuffix(s, "_token") && strings.Contains(s, ".")
}

// dataLabels are how a program names an answer that is no page.
var dataLabels = []string{"token", "response", "body", "userinfo", "user info", "profile", "jwks", "introspect", "json", "токен", "ответ", "тело"}

// expectsData reports whether whoever asked wanted data, not a page.
func (e *Exchange) expectsData() bool {
	switch e.Endpoint {
	case EndpointToken, EndpointUserinfo, EndpointDiscovery, EndpointJWKS, EndpointIntrospect, EndpointRevoke, EndpointPAR, EndpointCIBA, EndpointRegistration:
		return true
	}
	if r := e.Response; r != nil {
		label := strings.ToLower(r.Label.Text)
		_, fails := failureWords.in(label) // then it is no name, but a message
		if r.Client != "" || containsAny(label, dataLabels) && !fails || fails && strings.Contains(label, " 200") {
			return true // printed by an HTTP client of an API, behind the name of data, or a 200 that a client calls a failure
		}
	}
	if e.Request != nil {
		if a := e.Request.Header("Accept"); strings.Contains(a, "json") {
			return true
		}
		if m := e.Request.Method.Text; m == "POST" || m == "PUT" {
			return e.Endpoint != EndpointAuthorize && e.Endpoint != EndpointLogin
		}
	}
	return false
}
