package artifact

import (
	"slices"
	"strings"

	"grantlens/internal/source"
)

// URLs that carry OAuth parameters, in the query or the fragment: authorization requests, callbacks, redirects.

var _ = register(Recogniser{ID: "url", Rank: 60, Read: readURLs})

func readURLs(r *Reader) {
	text := r.View.Text
	// The next of these marks, which are rare; the end of the text when there is none.
	question, hash := -1, -1
	find := func(mark byte, known, at int) int {
		if known >= at {
			return known
		}
		if i := strings.IndexByte(text[at:], mark); i >= 0 {
			return at + i
		}
		return len(text)
	}
	for at := 0; at < len(text); {
		question, hash = find('?', question, at), find('#', hash, at)
		at = min(question, hash)
		if at == len(text) {
			return
		}
		start := at
		for start > 0 && isURLByte(text[start-1]) && at-start < 2048 {
			start--
		}
		start = urlStart(text, start, at)
		end := at
		for end < len(text) && end-at < 32<<10 {
			if !isURLByte(text[end]) {
				n := max(quotedInURL(text, end), blanksInURL(text, at, end))
				if n == 0 {
					break
				}
				end += n
			}
			end++
		}
		for end > at && strings.IndexByte(".,;:)'`", text[end-1]) >= 0 {
			end--
		}
		s := source.Span{Start: start, End: end}
		if a, ok := r.oauthURL(s, at); ok {
			r.Add(a)
			r.Take(s)
		}
		at = max(end, at+1)
	}
}

// urlStart moves past what is glued before the URL (a quotation, `rd=`), to its scheme or first slash.
func urlStart(text string, start, at int) int {
	i := strings.LastIndex(text[start:at], "://")
	if i < 0 {
		i = strings.Index(text[start:at], ":/") // com.example.app:/callback
	}
	if i >= 0 {
		s := start + i
		for s > start && (isWord(text[s-1]) || text[s-1] == '.' || text[s-1] == '-' || text[s-1] == '+') {
			s--
		}
		return s
	}
	if i := strings.IndexByte(text[start:at], '/'); i >= 0 {
		return start + i
	}
	return start
}

// quotedInURL is how far behind the quotation mark at offset at the next one stands, when both belong to a URL: a browser's
// address bar shows them as they are.
//
//	?error=oauth2%3A+"invalid_client"+"unknown client"
func quotedInURL(text string, at int) int {
	const longest = 200
	if text[at] != '"' || text[at-1] != '+' && !strings.HasSuffix(text[:at], "%20") {
		return 0
	}
	for n := 1; n < longest && at+n < len(text); n++ {
		if c := text[at+n]; c == '"' {
			return n
		} else if !isURLByte(c) {
			return 0
		}
	}
	return 0
}

// blanksInURL is how far behind the blank at offset at the next parameter stands, when the blank is part of a value: many
// programs and people print URLs decoded. mark is where the query begins.
//
//	?scope=openid profile email&state=…
func blanksInURL(text string, mark, at int) int {
	const longest = 300
	param := text[mark:at]
	param = param[strings.LastIndexAny(param, "?&#")+1:]
	name, _, ok := strings.Cut(param, "=")
	if text[at] != ' ' || !ok || name != "scope" && name != "response_type" && name != "error_description" {
		return 0
	}
	for n := 1; n < longest && at+n < len(text); n++ {
		switch c := text[at+n]; {
		case c == '&':
			next, _, ok := strings.Cut(text[at+n+1:min(len(text), at+n+40)], "=")
			if ok && paramName(next) {
				return n
			}
			return 0
		case c != ' ' && (!isURLByte(c) || c == '?' || c == '='):
			return 0
		}
	}
	return 0
}

func isURLByte(c byte) bool { return urlBytes[c] }

var urlBytes = func() (t [256]bool) {
	for c := range t {
		t[c] = isWord(byte(c)) || c >= 0x80 || strings.IndexByte("-._~:/?#[]@!$&()*+,;=%{}|", byte(c)) >= 0
	}
	return t
}()

// oauthURL reads the parameters of a URL whose query or fragment begins at offset mark.
func (r *Reader) oauthURL(s source.Span, mark int) (Artifact, bool) {
	text := r.View.Text
	if s.End-mark < 6 || strings.Contains(text[max(0, s.Start-20):s.Start], "error_uri") || r.Opened(source.Span{Start: mark, End: s.End}) {
		return Artifact{}, false
	}
	ps := r.params[:0] // of most addresses nothing comes
	for at := mark; at < s.End; {
		// A query and a fragment may both be there, and a fragment of a hash router holds a query of its own.
		next := at + 1
		for next < s.End && text[next] != '?' && text[next] != '#' {
			next++
		}
		part := source.Span{Start: at + 1, End: next}
		for p := part.Start; p < part.End; {
			end := p
			for end < part.End && text[end] != '&' && text[end] != ';' {
				end++
			}
			if eq := strings.IndexByte(text[p:end], '='); eq > 0 && paramName(text[p:p+eq]) {
				name := unescapeForm(text[p : p+eq])
				value := source.Span{Start: p + eq + 1, End: end}
				ps = append(ps, Param{Name: name, NameSpan: r.View.Origin(source.Span{Start: p, End: p + eq}),
					Value: Value{Text: unescapeForm(text[value.Start:value.End]), Span: r.View.Origin(value)}})
			}
			p = end + 1
		}
		at = next
	}
	r.params = ps
	if !ofOAuth(text[s.Start:mark], ps) {
		if ps = within(ps); len(ps) == 0 {
			return Artifact{}, false
		}
	}
	a := Artifact{Kind: Redirect, Format: "url", Span: r.View.Origin(s), URL: r.Value(s), Params: slices.Clone(ps)}
	if method, ok := methodBefore(text, r.lineStart(s.Start, 40), s.Start); ok {
		a.Method = r.Value(method)
	}
	if a.Params.Has("client_id") && (a.Params.Has("response_type") || a.Params.Has("redirect_uri") || a.Params.Has("scope")) || a.Params.Has("response_type") {
		a.Kind = Request
		a.Method = Value{Text: "GET"}
	}
	return a, true
}

// within is the error that a parameter leads back to: ?to=%2F%3Ferror%3Daccess_denied%26error_description%3D…
func within(outer Params) (inner Params) {
	for _, p := range outer {
		_, query, ok := strings.Cut(p.Value.Text, "?")
		if !ok || !strings.Contains(query, "error=") {
			continue
		}
		for _, part := range strings.Split(query, "&") {
			if name, value, _ := strings.Cut(part, "="); value != "" && (strings.HasPrefix(name, "error") || name == "state") {
				inner = append(inner, Param{Name: name, NameSpan: p.NameSpan, Value: Value{Text: unescapeForm(value), Span: p.Value.Span}})
			}
		}
		if e := inner.Text("error"); strings.Contains(e, "_") && isCode(e) {
			return inner
		}
		inner = nil
	}
	return nil
}

// urlParams are the parameters by which a URL is taken for one of the protocol's wherever it leads.
var urlParams = [...]string{"error_description", "access_token", "id_token", "client_id", "redirect_uri", "response_type", "code_challenge", "error_reason", "grant_type", "request_uri"}

// oauthAddress reports whether an address carries parameters of the protocol.
func oauthAddress(u string) bool {
	i := strings.IndexAny(u, "?#")
	if i < 0 {
		return false
	}
	for _, name := range urlParams {
		if strings.Contains(u[i:], name+"=") {
			return true
		}
	}
	return strings.Contains(u[i:], "code=") || strings.Contains(u[i:], "error=")
}

// ofOAuth tells a URL of the protocol from one that only has a `code` or an `error` of its own.
func ofOAuth(address string, ps Params) bool {
	for _, name := range urlParams {
		if ps.Has(name) {
			return true
		}
	}
	if !ps.Has("code") && !ps.Has("error") && !ps.Has("error_code") {
		return false
	}
	if e := ps.Text("error"); strings.Contains(e, "_") && isCode(e) || ps.Has("state") || ps.Has("session_state") || ps.Has("iss") {
		return true
	}
	if ps.Has("error_code") && ps.Has("error_message") { // Facebook's, to any address
		return true
	}
	address = strings.ToLower(address)
	for _, word := range [...]string{"callback", "oauth", "auth", "login", "signin", "sign-in", "redirect", "/cb", "oidc", "sso", "connect"} {
		if strings.Contains(address, word) {
			return true
		}
	}
	return false
}
