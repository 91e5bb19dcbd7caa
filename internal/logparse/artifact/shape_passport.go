package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// passport-oauth2's errors. Of an InternalOAuthError the answer is in oauthError; statusCode and status beside it are
// passport's own (500 unless the application changes it) and say nothing about the provider. A TokenError has the
// server's code, and its description as the message of the error.
//
//	{ name: 'InternalOAuthError', message: 'Failed to obtain access token', oauthError: { statusCode: 401, data: '{"error":…}' }, statusCode: 500 }
//	InternalOAuthError: … { oauthError: Error: read ECONNRESET … }
//	TokenError: Code not valid … { code: 'invalid_grant', uri: undefined, status: 500 }

var _ = registerShape(shape{id: "passport", rank: 30, read: func(r *Reader, n *node) bool {
	if inner := n.get("oauthError"); inner != nil {
		return r.passportAnswer(n, inner)
	}
	code := n.get("code")
	if code == nil || code.typ != 's' || !isCode(code.text) || n.get("status") == nil || n.get("uri") == nil {
		return false
	}
	description := source.Span{Start: n.span.Start, End: n.span.Start}
	from := max(0, n.span.Start-4000)
	if i := strings.LastIndex(r.View.Text[from:n.span.Start], "TokenError: "); i >= 0 {
		description.Start = from + i + len("TokenError: ")
		description.End = r.lineEnd(description.Start, 600)
	}
	r.addSpoken(code.inside, trim(r.View.Text, description))
	return true
}})

// passportAnswer gives the answer out that is in oauthError: a status and a body, or the error of the socket.
func (r *Reader) passportAnswer(n, inner *node) bool {
	a := Artifact{Kind: Response, Format: "passport", Client: "passport-oauth2", Span: r.View.Origin(inner.span)}
	a.Label, _ = r.wordsBefore(n.span.Start)
	if status := inner.statusNode(); status != nil {
		a.Status = r.nodeValue(status)
		a.Code, _ = strconv.Atoi(status.text)
		if data := inner.get("data"); data != nil {
			a.Body = r.bodyOfNode(data)
		}
		r.Add(a)
		return true
	}
	if code := inner.get("code"); code != nil && (inner.get("syscall") != nil || inner.get("errno") != nil) {
		a.Status = r.nodeValue(code) // it stands where an answer's status would
		r.Add(a)
		return true
	}
	for s := inner.span; inner.typ == 'w' && s.Start < s.End; s.Start++ {
		if r.View.Text[s.Start] != 'E' || s.Start > 0 && isWord(r.View.Text[s.Start-1]) {
			continue
		}
		word := source.Span{Start: s.Start, End: s.Start}
		for word.End < s.End && isUpper(r.View.Text[word.End]) {
			word.End++
		}
		if word.Len() > 4 {
			a.Status = r.Value(word)
			r.Add(a)
			return true
		}
	}
	return false
}
