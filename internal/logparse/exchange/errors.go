package exchange

import (
	"net/url"
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// Where answers carry their error: its code, its description, and the provider's own code. The first that has a value counts.
var (
	errorMembers       = [...]string{"error", "error.error", "errors.error", "errors.errorType", "error_type", "__type"}
	descriptionMembers = [...]string{"error_debug", "error_hint", "error_description", "error_msg", "error_message", "errorSummary", "errmsg", "msg", "message", "errors.message", "error_response.sub_msg"}
	codeMembers        = [...]string{"errcode", "error_code", "errorCode", "error_codes", "error_subtype", "error_reason", "suberror", "serviceErrorCode", "errors.code", "error_response.sub_code", "resultcode"}

	// Where the error is an object.
	nestedErrors       = [...]string{"error.error", "error.status", "error.type"}
	nestedDescriptions = [...]string{"error.error_description", "error.message", "error.error_msg"}
)

// clientErrors are codes of express-openid-connect and auth0-spa-js with what they say of them: no server's.
var clientErrors = map[string]string{"unknown_error": "fetch failed", "timeout": "Timeout", "cancelled": "Popup closed"}

// errors finds the error code, its description and the provider's own code, wherever this provider writes them.
func (e *Exchange) errors() {
	if e.Spoken != nil {
		e.errorOfSentence()
	}
	switch {
	case e.Event != nil:
		e.errorOfEvent()
	case e.Spoken == nil:
		e.errorOfAnswer()
	}
}

func (e *Exchange) errorOfSentence() {
	code, _ := e.Spoken.Params.Get("error")
	description, _ := e.Spoken.Params.Get("error_description")
	e.Error, e.Description = code.Value, description.Value
	if strings.HasPrefix(code.Value.Text, "AADSTS") {
		e.Code, e.Error = code.Value, artifact.Value{}
	} else if code, ok := entraCode(e.Description); ok {
		e.Code = code
	}
}

func (e *Exchange) errorOfEvent() {
	if p, ok := e.Event.Params.Get("error"); ok && p.Value.Text != "" {
		e.Code = p.Value
	}
	for _, name := range [...]string{"reason", "detail"} {
		if p, ok := e.Event.Params.Get(name); ok && !e.Description.OK() {
			e.Description = p.Value
		}
	}
}

func (e *Exchange) errorOfAnswer() {
	if code, description, ok := e.redirectError(); ok {
		e.Error, e.Description, e.Endpoint = code, description, EndpointAuthorize
		return
	}
	e.Error = e.first(errorMembers[:]...)
	if p, ok := e.Member("error"); ok && p.Type == 'o' {
		e.errorOfObject()
	}
	if e.Redirect != nil {
		e.Error = e.first("error", "error_code")
	}
	if own := clientErrors[e.Error.Text]; strings.HasPrefix(e.Error.Text, "OAUTH_") || own != "" && own == e.memberText("error_description") {
		e.Error = artifact.Value{} // a client's own code, passed on by a framework
		return
	}
	if cut, ok := strings.CutSuffix(e.Error.Text, " (truncated...)"); ok && cut != "" && strings.HasPrefix("OAuthException", cut) {
		e.Error.Text = "OAuthException" // Guzzle cuts a body after 120 characters, mostly within Facebook's type
	}
	if _, name, ok := strings.Cut(e.Error.Text, "#"); ok && looksCode(name) {
		e.Error.Text = name // AWS: com.amazonaws.cognito#NotAuthorizedException
	}
	if isException(e.Error.Text) {
		if !e.Description.OK() {
			e.Description = e.Error
		}
		e.Error = artifact.Value{}
	}
	if _, status := e.bodyStatus(); status != 0 && isPhrase(e.Error.Text) {
		e.Error = artifact.Value{} // Spring, NestJS and Fastify name the status beside it
	}
	e.plainError()
	if !e.Description.OK() {
		e.Description = e.first(descriptionMembers[:]...)
	}
	e.ownCode()
	e.errorOfChallenge()
	if !e.Error.OK() && e.Description.Text != "" {
		code := artifact.SpokenCode(e.Description.Text)
		if said := strings.ReplaceAll(strings.ToLower(e.Description.Text), " ", "_"); code == "" && tokenErrors[said] {
			code = said // Twitch: "Invalid grant"
		}
		if code != "" {
			e.Error = artifact.Value{Text: code, Span: e.Description.Span}
		}
	}
	e.codeOfEntra()
	// A status with a non-JSON body keeps its message in the reason phrase.
	if e.Error.OK() && !looksCode(e.Error.Text) && !e.Description.OK() {
		e.Description = e.Error
	}
}

// isPhrase tells the reason phrase of a status (Bad Request, Unauthorized) from a code.
func isPhrase(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | ' '; c != ' ' && (c < 'a' || c > 'z' || (s[i] == c) == (i == 0 || s[i-1] == ' ')) {
			return false
		}
	}
	return s != ""
}

// isException: a client writes {"error": [TypeError: Network request failed]} as if it were an answer.
func isException(said string) bool {
	class, message, ok := strings.Cut(said, ": ")
	return ok && message != "" && strings.HasSuffix(class, "Error") && looksCode(class)
}

// first is the value of the first of these members that is a text or a number with something in it.
func (e *Exchange) first(names ...string) artifact.Value {
	for _, n := range names {
		if p, ok := e.Member(n); ok && p.Type != 'o' && p.Type != 'b' && p.Type != '0' && p.Value.Text != "" && p.Value.Text != "Object" { // util.inspect's [Object]
			return p.Value
		}
	}
	return artifact.Value{}
}

func (e *Exchange) errorOfObject() {
	e.Error = e.first(nestedErrors[:]...)
	e.Code = e.first("error.errors.reason", "error.code")
	if _, rpc := e.Member("jsonrpc"); rpc && strings.HasPrefix(e.Code.Text, "-32") {
		e.Code = artifact.Value{} // JSON-RPC's own (-32768 to -32000): no such method, bad parameters, what its server made up
	}
	if e.Code.Text == "ok" { // TikTok: it went well, and a profile is what was asked for
		e.Code = artifact.Value{}
		if _, of := e.Member("data.user"); of {
			e.Endpoint = EndpointUserinfo
		}
		return
	}
	if code, err := strconv.Atoi(e.Code.Text); err == nil && code == e.Status() && !e.Error.OK() {
		e.Code = artifact.Value{} // the status again
	}
	if m := e.first("error.message"); strings.Contains(m.Text, "_") && looksCode(m.Text) {
		e.Code = m // Google and Firebase put the code into the message and the status into the code
	}
	e.Description = e.first(nestedDescriptions[:]...)
}

// plainError writes the error as the standard does, where a server writes "invalid client", or passes on a library's
// sentence about it, which then describes it.
func (e *Exchange) plainError() {
	if code := strings.ReplaceAll(strings.ToLower(e.Error.Text), " ", "_"); tokenErrors[code] {
		e.Error.Text = code
	} else if code := artifact.SpokenCode(e.Error.Text); code != "" && code != e.Error.Text {
		if !e.Description.OK() {
			e.Description = e.Error
		}
		e.Error.Text = code
	}
}

// ownCode finds the provider's own code. What repeats the status is none.
func (e *Exchange) ownCode() {
	for _, name := range codeMembers {
		v := e.first(name)
		if !v.OK() || v.Text == "0" || v.Text == strconv.Itoa(e.Status()) {
			continue
		}
		if !e.Code.OK() || name == "error_codes" {
			e.Code = v
		}
		break
	}
	if p, ok := e.Member("code"); ok && p.Type == 'n' && len(p.Value.Text) > 3 && e.Error.OK() && !e.Code.OK() {
		e.Code = p.Value // Feishu
	}
	if e.Body != nil && e.Body.Kind == artifact.BodyJSON && e.memberText("errcode") == "0" {
		e.Code, e.Description = artifact.Value{}, artifact.Value{} // WeChat: it went well
	}
}

// errorOfChallenge reads the error of WWW-Authenticate (RFC 6750 §3): an empty body or a gateway's page does not repeat it.
func (e *Exchange) errorOfChallenge() {
	if e.Error.OK() || e.Code.OK() {
		return
	}
	if code, ok := e.challenge("error"); ok {
		e.Error = code
		if d, ok := e.challenge("error_description"); ok {
			e.Description = d
		}
	}
}

// codeOfEntra finds Entra's code in the description or, where it keeps that to itself, in the address that explains it.
func (e *Exchange) codeOfEntra() {
	if code, ok := entraCode(e.Description); ok {
		e.Code = code
	} else if u := e.first("error_uri"); !e.Code.OK() && strings.Contains(u.Text, "microsoft") {
		if _, code, ok := strings.Cut(u.Text, "/error?code="); ok && len(code) >= 5 && strings.Trim(code, "0123456789") == "" {
			e.Code = artifact.Value{Text: "AADSTS" + code, Span: u.Span}
		}
	}
}

// challenge is a parameter of the answer's WWW-Authenticate header.
func (e *Exchange) challenge(name string) (artifact.Value, bool) {
	if e.Response == nil {
		return artifact.Value{}, false
	}
	h, ok := e.Response.Headers.Get("WWW-Authenticate")
	i := strings.Index(h.Value.Text, name+`="`)
	if !ok || i < 0 {
		return artifact.Value{}, false
	}
	i += len(name) + 2
	n := strings.IndexByte(h.Value.Text[i:], '"')
	if n <= 0 {
		return artifact.Value{}, false
	}
	v := artifact.Value{Text: h.Value.Text[i : i+n], Span: h.Value.Span}
	if h.Value.Span.Len() == len(h.Value.Text) {
		v.Span = source.Span{Start: h.Value.Span.Start + i, End: h.Value.Span.Start + i + n}
	}
	return v, true
}

// redirectError reads the error an authorization endpoint sends back in the Location of its redirect (RFC 6749 §4.1.2.1).
func (e *Exchange) redirectError() (code, description artifact.Value, ok bool) {
	if e.Response == nil || e.Response.Code < 300 || e.Response.Code >= 400 {
		return
	}
	loc, have := e.Response.Headers.Get("Location")
	if !have || !strings.Contains(loc.Value.Text, "error=") {
		return
	}
	_, query, found := strings.Cut(loc.Value.Text, "?")
	if !found {
		_, query, _ = strings.Cut(loc.Value.Text, "#")
	}
	values, err := url.ParseQuery(strings.ReplaceAll(query, "#", "&"))
	if err != nil || values.Get("error") == "" {
		return
	}
	code = artifact.Value{Text: values.Get("error"), Span: loc.Value.Span}
	if d := values.Get("error_description"); d != "" {
		description = artifact.Value{Text: d, Span: loc.Value.Span}
	}
	return code, description, true
}

// listed finds the OAuth error in the messages of a list of errors, as registries and GraphQL servers pass on what their
// library said. The codes of the list are their own.
func (f *Flow) listed(e *Exchange) {
	p, ok := e.Member("errors")
	if !ok || p.Type != 'a' || e.Error.OK() || e.Code.OK() || p.Value.Text != "" {
		return
	}
	said := f.Text.Slice(p.Value.Span)
	if code := artifact.SpokenCode(said); code != "" {
		at := p.Value.Span.Start + strings.Index(strings.ToLower(said), code)
		e.Error = artifact.Value{Text: code, Span: source.Span{Start: at, End: at + len(code)}}
	}
}

// nearCode finds Entra's code in the words around an error that was spoken of without it.
func (f *Flow) nearCode(e *Exchange) {
	if e.Spoken == nil || e.Code.OK() {
		return
	}
	const near = 600
	from, to := max(0, e.Span.Start-near), min(len(f.Text.Data), e.Span.End+near)
	if code, ok := entraCode(artifact.Value{Text: f.Text.Data[from:to], Span: source.Span{Start: from, End: to}}); ok {
		e.Code = code
	}
}

// entraCode finds Entra's code at the head of a description.
func entraCode(v artifact.Value) (artifact.Value, bool) {
	i := strings.Index(v.Text, "AADSTS")
	if i < 0 {
		i = strings.Index(v.Text, "AADB2C")
	}
	if i < 0 {
		return artifact.Value{}, false
	}
	end := i + len("AADSTS")
	for end < len(v.Text) && v.Text[end] >= '0' && v.Text[end] <= '9' {
		end++
	}
	if end-i < 8 {
		return artifact.Value{}, false
	}
	code := artifact.Value{Text: v.Text[i:end], Span: v.Span}
	if v.Span.Len() == len(v.Text) {
		code.Span = source.Span{Start: v.Span.Start + i, End: v.Span.Start + end}
	}
	return code, true
}

func looksCode(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.') {
			return false
		}
	}
	return s != ""
}
