package artifact

import (
	"net/url"
	"slices"
	"strings"

	"grantlens/internal/source"
)

// Kinds of Content.
const (
	BodyJSON  = "json"
	BodyForm  = "form"
	BodyHTML  = "html"
	BodyText  = "text"
	BodyJWT   = "jwt"
	BodyEmpty = "empty"
)

// bodyMembers are the member names that make a JSON object or a form a message of an authorization server or of an
// API that answers in its place.
var bodyMembers = map[string]bool{
	"access_token": true, "id_token": true, "refresh_token": true, "error": true, "error_description": true,
	"errcode": true, "error_code": true, "error_codes": true, "errorCode": true, "errorSummary": true, "token_type": true,
	"expires_in": true, "device_code": true, "user_code": true, "authed_user": true, "active": true, "issuer": true,
	"token_endpoint": true, "authorization_endpoint": true, "jwks_uri": true, "keys": true, "request_uri": true,
	"issued_token_type": true, "error_response": true, "client_id_issued_at": true, "errors": true, "error_msg": true, "ok": true, "errmsg": true, "error_message": true, "__type": true, "serviceErrorCode": true,
}

// protocolBody reports whether an object reads like a message of the protocol.
func protocolBody(n *node) bool {
	if n == nil || n.typ != 'o' || n.get("errorLink").str() == "INTERNAL" {
		return false // the last is what okta-auth-js finds wrong itself
	}
	for _, name := range [...]string{"access_token", "id_token", "refresh_token", "error_description", "errcode", "error_response", "device_code", "token_endpoint", "authorization_endpoint", "jwks_uri", "errorSummary", "authed_user", "error_codes", "error_type", "serviceErrorCode", "client_id_issued_at", "__type"} {
		if n.get(name) != nil {
			return true
		}
	}
	if appTokens(n) {
		return true
	}
	if e := n.get("error"); e != nil {
		switch e.typ {
		case 's', 'w':
			return isCode(e.text) || n.get("status") != nil && (n.get("path") != nil || statusAndMessage(n))
		case 'n':
			return n.get("message") != nil || n.get("msg") != nil
		case 'o':
			if class := e.get("type"); e.get("stack") != nil || class != nil && e.get("code") == nil && strings.HasSuffix(class.str(), "Error") {
				return false // an error of the program, not of a server
			}
			return e.get("code") != nil || e.get("message") != nil || e.get("error") != nil && e.get("message") == nil || e.get("type") != nil || e.get("errors") != nil
		}
	}
	if e := n.get("errors"); e != nil && e.typ == 'a' && len(e.members) > 0 && e.members[0].val.typ == 'o' {
		return e.members[0].val.get("message") != nil && (e.members[0].val.get("code") != nil || e.members[0].val.get("extensions") != nil || e.members[0].val.get("errorType") != nil) || e.members[0].val.get("resource") != nil && e.members[0].val.get("code") != nil
	}
	if k := n.get("keys"); k != nil && k.typ == 'a' && (len(k.members) == 0 || k.members[0].val.get("kty") != nil) {
		return true
	}
	if a := n.get("active"); a != nil && a.typ == 'b' {
		return len(n.members) == 1 || n.get("client_id") != nil || n.get("scope") != nil || n.get("token_type") != nil
	}
	if ok := n.get("ok"); ok != nil && ok.text == "false" {
		return n.get("error") != nil
	}
	if n.get("kind").str() == "ExecCredential" { // what kubectl's login plugins print
		return n.get("status").get("token").str() != ""
	}
	if statusAndMessage(n) {
		return true
	}
	return n.get("sub") != nil && (n.get("email") != nil || n.get("email_verified") != nil || n.get("preferred_username") != nil || n.get("name") != nil)
}

// appTokens reports whether an object is what the SDK of an app, or its own server, hands on of a token answer, in names of its
// own. A refresh request sends the two tokens alone.
func appTokens(n *node) bool {
	if t := n.get("identityToken"); t != nil { // Apple
		return t.typ == 's' && n.get("authorizationCode") != nil
	}
	t := n.get("accessToken")
	if t == nil || t.typ != 's' || t.text == "" {
		return false
	}
	return slices.ContainsFunc([]string{"expiresIn", "tokenType", "idToken", "expiresAt", "expiresOn", "accessTokenExpirationDate"}, func(name string) bool { return n.get(name) != nil })
}

// statusAndMessage: {"status": 400, "message": "Invalid authorization code"}, Twitch's error, which may name the status in
// words too, and has nothing else.
func statusAndMessage(n *node) bool {
	s := n.get("status")
	return s != nil && s.typ == 'n' && len(s.text) == 3 && s.text >= "4" && n.get("message") != nil && (len(n.members) == 2 || len(n.members) == 3 && n.get("error") != nil)
}

// ofProtocol reports whether an object is a message of the protocol by itself, without anything around it that speaks of a
// login: any API answers `{"error":{"code":500}}`.
func ofProtocol(n *node) bool {
	e := n.get("error")
	if e == nil {
		if statusAndMessage(n) {
			return slices.Contains(spokenCodes, strings.ReplaceAll(strings.ToLower(n.get("message").text), " ", "_")) // Twitch: "Invalid grant"
		}
		return n.get("ok") == nil && n.get("errors") == nil
	}
	if n.get("error_description") != nil || n.get("error_codes") != nil || n.get("errcode") != nil {
		return true
	}
	return e.typ == 's' && slices.Contains(spokenCodes, e.text)
}

// isCode reports whether s has the shape of an error code: one word, as RFC 6749 codes are.
func isCode(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	letters := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if isLetter(c) {
			letters++
		} else if !isDigit(c) && c != '_' && c != '-' && c != '.' && c != ':' {
			return false
		}
	}
	return letters > 0 || len(s) >= 3
}

// objectContent makes a Content of an object that was read.
func objectContent(v *source.View, n *node) *Content {
	c := &Content{Kind: BodyJSON, Span: v.Origin(n.span), Members: flatten(v, n, "", 0), Cut: n.cut}
	if n.typ == 'a' {
		for i, m := range n.members {
			if i < 20 && m.val.typ == 'o' {
				c.Members = append(c.Members, flatten(v, m.val, "", 1)...)
			}
		}
	}
	return c
}

// parseObject reads one value that starts at offset at of the view and cannot go beyond end; nil when there is none, or
// when so much has been parsed that objects which never close would make reading quadratic.
func (r *Reader) parseObject(at, end int) *node {
	if r.parsed > 6*len(r.View.Text)+64<<10 {
		return nil
	}
	o := objectReader{text: r.View.Text[:end], at: at, limit: maxNodes, slab: r.nodes}
	n := o.value()
	r.parsed += o.at - at
	r.nodes = o.slab
	return n
}

// contentOf reads a printed body that starts at offset at of the view and cannot go beyond end. It returns the
// content and where it ends; nil when nothing is there.
func (r *Reader) contentOf(at, end int) (*Content, int) {
	text := r.View.Text[:end]
	for at < end && isSpace(text[at]) {
		at++
	}
	if at >= end {
		return nil, at
	}
	rest := text[at:]
	switch {
	case rest[0] == '{' || rest[0] == '[' && (strings.HasPrefix(strings.TrimLeft(rest[1:], " \n\t"), "{") || strings.HasPrefix(rest, "[]")):
		n := r.parseObject(at, end)
		if n == nil || len(n.members) == 0 && !strings.HasPrefix(rest, "{}") && !strings.HasPrefix(rest, "[]") {
			return nil, at
		}
		r.rereadStrings(n)
		return objectContent(r.View, n), n.span.End
	case strings.HasPrefix(rest, `"{`) || strings.HasPrefix(rest, `'{`) || strings.HasPrefix(rest, "b'") || strings.HasPrefix(rest, `b"`):
		n := r.parseObject(at, end)
		if n == nil || n.typ != 's' {
			return nil, at
		}
		return r.contentOfString(n), n.span.End
	case rest[0] == '<':
		return r.htmlContent(at, end)
	}
	line := trim(text, source.Span{Start: at, End: min(r.lineEnd(at, 64<<10), end)})
	if c := r.formContent(line); c != nil {
		return c, line.End
	}
	return nil, at
}

// bodyAt is contentOf where it is certain that a body stands: what is nothing else is text, to the end of its line.
func (r *Reader) bodyAt(at, end int) (*Content, int) {
	c, after := r.contentOf(at, end)
	if c != nil || at >= end {
		return c, max(after, at)
	}
	s := trim(r.View.Text, source.Span{Start: at, End: min(r.lineEnd(at, maxRecord), end)})
	if s.Empty() {
		return nil, at
	}
	return &Content{Kind: BodyText, Span: r.View.Origin(s), Text: clip(r.View.Text[s.Start:s.End], 400)}, s.End
}

// contentOfString reads the body that a dump shows as a string literal.
func (r *Reader) contentOfString(n *node) *Content {
	if n.inside.Empty() {
		return &Content{Kind: BodyEmpty, Span: r.View.Origin(n.span)}
	}
	return r.contentOfView(source.Unescape(r.View, n.inside))
}

// contentOfView reads the body that a view shows from its beginning.
func (r *Reader) contentOfView(v *source.View) *Content {
	whole := source.Span{End: len(v.Text)}
	if v.Depth > maxDepth {
		return nil
	}
	sub := &Reader{View: v, pairs: r.pairs, marks: r.marks}
	c, _ := sub.contentOf(0, whole.End)
	r.more = append(r.more, sub.more...)
	if c != nil {
		return c
	}
	text := strings.TrimSpace(v.Text)
	if text == "" {
		return &Content{Kind: BodyEmpty, Span: v.Origin(whole)}
	}
	c = &Content{Kind: BodyText, Span: v.Origin(whole), Text: clip(text, 400)}
	if strings.HasPrefix(text, "eyJ") && strings.Count(text, ".") >= 2 && !strings.ContainsAny(text, " {\n") {
		c.Kind = BodyJWT
	}
	return c
}

// rereadStrings asks for the strings of an object to be read as texts when they may hold a message of their own.
func (r *Reader) rereadStrings(n *node) {
	for _, m := range n.members {
		switch m.val.typ {
		case 'o', 'a':
			r.rereadStrings(m.val)
		case 's':
			if r.worthReading(m.val) {
				r.Reread(m.val.inside)
			}
		}
	}
}

// messageWords are of worthReading.
var messageWords = findLiterals("error", "token", "http", "code=")

// worthReading is worthReading of a string of the view. It knows where the words stand: to look for each of them in every
// token that is printed took 3 % of the time of a dense log.
func (r *Reader) worthReading(n *node) bool {
	if r.found != nil && !n.escaped && n.inside.Len() == len(n.text) && !r.near(messageWords, n.inside.Start, 0, n.inside.Len()) {
		return false
	}
	return worthReading(n.text)
}

// worthReading reports whether the inside of a string literal may hold artifacts.
func worthReading(s string) bool {
	return len(s) > 15 && (strings.Contains(s, "error") || strings.Contains(s, "Error") || strings.Contains(s, "token") || strings.Contains(s, "HTTP") || strings.Contains(s, "code=") || strings.Contains(s, "http"))
}

// htmlContent reads an HTML page: to its end tag, or to the end of its paragraph.
func (r *Reader) htmlContent(at, end int) (*Content, int) {
	text := r.View.Text
	low := source.Lower(text[at:min(end, at+400)])
	if !strings.HasPrefix(low, "<!doctype") && !strings.HasPrefix(low, "<html") && !strings.HasPrefix(low, "<head") && !strings.HasPrefix(low, "<title") && (!strings.HasPrefix(low, "<?xml") || !strings.Contains(low, "<html") && !strings.Contains(low, "<!doctype")) && !strings.HasPrefix(low, "<h1") && !strings.HasPrefix(low, "<body") && !strings.HasPrefix(low, "<meta") && !strings.HasPrefix(low, "<script") && !strings.HasPrefix(low, "<center") {
		return nil, at
	}
	stop := end
	cut := true
	if i := r.pageEnd(at); i <= end {
		stop, cut = i, false
	} else if i := strings.Index(text[at:end], "\n\n"); i >= 0 {
		stop = at + i
	} else if stop > at+8<<10 {
		stop = at + 8<<10
	}
	s := source.Span{Start: at, End: stop}
	return &Content{Kind: BodyHTML, Span: r.View.Origin(s), Text: clip(text[at:stop], 2000), Cut: cut}, stop
}

// pageEnd is where the first "</html>" from offset at on ends; beyond the text when there is none.
func (r *Reader) pageEnd(at int) int {
	if at < r.page.Start || at >= r.page.End { // not looked for before
		const tag = "</html>"
		r.page = source.Span{Start: at, End: len(r.Lower) + 1}
		if i := strings.Index(r.Lower[at:], tag); i >= 0 {
			r.page.End = at + i + len(tag)
		}
	}
	return r.page.End
}

// formContent reads name=value pairs joined by "&"; nil if s is no such thing.
func (r *Reader) formContent(s source.Span) *Content {
	ps, ok := r.formParams(s)
	if !ok {
		return nil
	}
	return &Content{Kind: BodyForm, Span: r.View.Origin(s), Members: ps}
}

// formParams decodes application/x-www-form-urlencoded text under a span of the view. Every pair needs a name.
func (r *Reader) formParams(s source.Span) (Params, bool) {
	text := r.View.Text
	if s.Len() < 3 || s.Len() > 64<<10 || strings.ContainsAny(text[s.Start:s.End], " \t\n<") || strayBrace(text[s.Start:s.End]) {
		return nil, false
	}
	var ps Params
	for at := s.Start; at <= s.End; {
		end := at + strings.IndexByte(text[at:s.End]+"&", '&')
		end = min(end, s.End)
		eq := strings.IndexByte(text[at:end], '=')
		name := text[at:end]
		val := source.Span{Start: end, End: end}
		if eq >= 0 {
			name = text[at : at+eq]
			val = source.Span{Start: at + eq + 1, End: end}
		}
		if !paramName(name) {
			if len(ps) == 0 || name != "" {
				return nil, false
			}
		} else {
			ps = append(ps, Param{Name: unescapeForm(name), NameSpan: r.View.Origin(source.Span{Start: at, End: at + len(name)}),
				Value: Value{Text: unescapeForm(text[val.Start:val.End]), Span: r.View.Origin(val)}})
		}
		at = end + 1
	}
	for _, p := range ps {
		if knownParams[p.Name] {
			return ps, true
		}
	}
	return nil, false
}

// strayBrace finds a brace that is none of a placeholder that was sent as it stands: ${CLIENT_ID}, {{client_id}}.
func strayBrace(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '{' && !(i > 0 && (s[i-1] == '$' || s[i-1] == '{') || i+1 < len(s) && s[i+1] == '{') {
			return true
		}
	}
	return false
}

// knownParams are the parameter names by which text is taken for a form or an OAuth URL.
var knownParams = map[string]bool{
	"grant_type": true, "client_id": true, "client_secret": true, "redirect_uri": true, "code": true, "code_verifier": true,
	"refresh_token": true, "access_token": true, "id_token": true, "error": true, "error_description": true, "scope": true,
	"state": true, "response_type": true, "username": true, "password": true, "token": true, "assertion": true,
	"client_assertion": true, "device_code": true, "token_type": true, "code_challenge": true, "nonce": true, "session_state": true,
	"error_code": true, "error_reason": true,
}

func paramName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isWord(c) && c != '-' && c != '.' && c != '[' && c != ']' && c != '%' {
			return false
		}
	}
	return true
}

func unescapeForm(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	plain, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

// clip is the start of s, cut between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
