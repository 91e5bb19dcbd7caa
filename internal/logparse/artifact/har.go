package artifact

import (
	"encoding/base64"
	"strconv"
	"strings"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// HAR 1.2: each entry is a request and its response, with the time it began. What a page loads beside the login
// (scripts, styles, pictures, fonts) is left out. An entry is known by its own members, so one that was cut out of
// its file is read as well.

var (
	_ = register(Recogniser{ID: "har", Rank: 6, Read: readHAR})
	_ = registerShape(shape{id: "har", rank: 20, read: func(r *Reader, n *node) bool {
		read := r.Opened(source.Span{Start: n.span.Start, End: n.span.Start + 1}) && n.get("startedDateTime") != nil
		return read || readHAREntry(r, n)
	}})
)

var harLiteral = findLiterals(`"entries"`)

// readHAR reads the list of entries of a whole file.
func readHAR(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(harLiteral) {
		at := h.at + len(`"entries"`)
		for at < len(text) && (isSpace(text[at]) || text[at] == ':') {
			at++
		}
		if at >= len(text) || text[at] != '[' || r.Opened(source.Span{Start: at, End: at + 1}) {
			continue
		}
		n := r.parseObject(at, len(text))
		if n == nil || n.typ != 'a' || len(n.members) == 0 {
			continue
		}
		found := false
		for _, m := range n.members {
			found = m.val.typ == 'o' && readHAREntry(r, m.val) || found
		}
		if found {
			r.open(n.span)
		}
	}
}

func readHAREntry(r *Reader, n *node) bool {
	request, response := n.get("request"), n.get("response")
	if n.get("startedDateTime") == nil && (request.get("headers") == nil || request.get("headers").typ != 'a') {
		return false
	}
	if request == nil || request.typ != 'o' || request.get("method") == nil || request.get("url") == nil || response == nil || response.typ != 'o' {
		return false
	}
	q := Artifact{Kind: Request, Format: "har", Span: r.View.Origin(request.span), Method: r.nodeValue(request.get("method")), URL: r.nodeValue(request.get("url")), Headers: r.headersOf(request.get("headers"))}
	if when := n.get("startedDateTime"); when != nil {
		q.Time = recordTime(when)
	}
	if post := request.get("postData"); post != nil {
		if text := post.get("text"); text != nil && text.typ == 's' && text.text != "" {
			q.Body = r.contentOfString(text)
		} else if params := post.get("params"); params != nil && params.typ == 'a' {
			q.Body = &Content{Kind: BodyForm, Span: r.View.Origin(params.span), Members: r.headersOf(params)}
			for i := range q.Body.Members {
				p := &q.Body.Members[i]
				p.Name, p.Value.Text = unescapeForm(p.Name), unescapeForm(p.Value.Text)
			}
		}
	}
	a := Artifact{Kind: Response, Format: "har", Span: r.View.Origin(response.span), Status: r.nodeValue(response.get("status")), Headers: r.headersOf(response.get("headers")), Time: q.Time}
	a.Code, _ = strconv.Atoi(a.Status.Text)
	a.Code = max(a.Code, 0) // Chrome writes 0 where no answer came, Playwright -1
	for _, name := range [...]string{"_error", "_failureText", "statusText"} {
		// An answer that broke off because the page went on says nothing.
		if v := response.get(name); v != nil && v.str() != "" && (a.Code == 0 || !strings.Contains(v.str(), "ABORTED")) {
			a.Reason = r.nodeValue(v)
			break
		}
	}
	content := response.get("content")
	if !harWanted(&q, &a, content.get("mimeType").str()) {
		return true
	}
	a.Body = r.harContent(content)
	if size := content.get("size"); a.Body == nil && a.Code/100 == 2 && size != nil && size.text == "0" && q.Method.Text != "OPTIONS" {
		a.Body = &Content{Kind: BodyEmpty, Span: r.View.Origin(content.span)}
	}
	q.Pair = r.NextPair()
	a.Pair = q.Pair
	r.Add(q)
	r.Add(a)
	return true
}

// isAsset tells by its type what a page loads beside the login.
func isAsset(mime string) bool {
	for _, asset := range [...]string{"image/", "font/", "text/css", "javascript", "video/", "audio/", "wasm"} {
		if strings.Contains(mime, asset) {
			return true
		}
	}
	return false
}

// WithoutAssets is the View of v without the scripts, styles and pictures that a HAR records beside the login: the
// messages of a library stand in its source, too, and say nothing there.
func WithoutAssets(v *source.View) *source.View {
	const name = `"mimeType"`
	text := v.Text
	b, kept := source.NewBuilder(v), 0
	for at := 0; ; {
		i := pattern.Find(text[at:], name)
		if i < 0 {
			break
		}
		at += i + len(name)
		mime := quotedValue(text, at)
		at = max(at, mime.End)
		end := strings.IndexByte(text[at:], '}')
		if mime.Empty() || !isAsset(text[mime.Start:mime.End]) || end < 0 {
			continue
		}
		body := strings.Index(text[at:at+end], `"text"`)
		if body < 0 {
			continue
		}
		if s := quotedValue(text, at+body+len(`"text"`)); !s.Empty() {
			b.Keep(source.Span{Start: kept, End: s.Start})
			kept, at = s.End, s.End
		}
	}
	if kept == 0 {
		return v
	}
	b.Keep(source.Span{Start: kept, End: len(text)})
	return b.View()
}

// quotedValue is the inside of the JSON string behind a colon at offset at; empty where none stands there.
func quotedValue(text string, at int) source.Span {
	for _, want := range [...]byte{':', '"'} {
		for at < len(text) && isSpace(text[at]) {
			at++
		}
		if at == len(text) || text[at] != want {
			return source.Span{}
		}
		at++
	}
	for end := at; end < len(text); end++ {
		switch text[end] {
		case '\\':
			end++
		case '"':
			return source.Span{Start: at, End: end}
		}
	}
	return source.Span{}
}

// harWanted tells the steps of a login and the calls of an API from what else a page loads.
func harWanted(q, a *Artifact, mime string) bool {
	if isAsset(mime) {
		return false
	}
	if q.Method.Text == "OPTIONS" && a.Code >= 200 && a.Code < 300 && Readable(q, a) {
		return false // a preflight that passed
	}
	if authTarget(q.URL.Text) || q.Headers.Has("Authorization") || strings.Contains(mime, "json") {
		return true
	}
	if oauthAddress(q.URL.Text) || oauthAddress(a.Header("Location")) {
		return true
	}
	if q.Body != nil && (q.Body.Members.Has("grant_type") || q.Body.Members.Has("code") || q.Body.Members.Has("id_token")) {
		return true
	}
	return a.Code == 0 && a.Reason.OK() || q.Method.Text != "GET" && a.Code >= 400
}

// Readable reports whether an answer may be read by the page that asked for it, as far as the two show (Fetch, CORS check).
func Readable(q, a *Artifact) bool {
	allowed := a.Header("Access-Control-Allow-Origin")
	return !q.Headers.Has("Origin") || allowed == "*" || allowed == q.Header("Origin")
}

// harContent reads the body of a response, which may be in base64.
func (r *Reader) harContent(content *node) *Content {
	text := content.get("text")
	if text == nil || text.typ != 's' || text.text == "" {
		return nil
	}
	if content.get("encoding").str() != "base64" {
		return r.contentOfString(text)
	}
	plain, err := base64.StdEncoding.DecodeString(text.text)
	if err != nil {
		return &Content{Kind: BodyText, Span: r.View.Origin(text.inside), Text: clip(text.text, 400), Quirks: []string{"base64_damaged"}}
	}
	b := source.NewBuilder(r.View)
	b.Replace(text.inside, strings.ToValidUTF8(string(plain), "\uFFFD"))
	v := b.View()
	v.Depth++
	c := r.contentOfView(v)
	if c != nil {
		c.Quirks = append(c.Quirks, "base64")
	}
	return c
}
