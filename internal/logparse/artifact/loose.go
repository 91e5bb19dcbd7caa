package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Bodies that are printed without their message: a form-encoded answer, an HTML page.

var _ = register(Recogniser{ID: "loose-body", Rank: 55, Read: readLooseBodies})

func readLooseBodies(r *Reader) {
	readLooseForms(r)
	readLooseHTML(r)
}

// looseForm are the names a form-encoded message begins with, by which it is found.
var looseForm = findLiterals("error=", "error_description=", "access_token=", "grant_type=", "client_id=", "code=", "refresh_token=", "client_assertion=", "id_token=", "client_secret=", "redirect_uri=", "assertion=")

func readLooseForms(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(looseForm) {
		start := h.at
		if start < last || start > 0 && (isWord(text[start-1]) || strings.IndexByte("?&#/.-;", text[start-1]) >= 0) {
			continue
		}
		end := start
		for end < len(text) && !isSpace(text[end]) && strings.IndexByte("\"'`<>|\\,;)]}", text[end]) < 0 {
			end++
		}
		last = end
		s := source.Span{Start: start, End: end}
		if said := strings.HasPrefix(text[start:end], "error_description=") && strings.IndexByte(text[start:end], '+') > 0; !said && strings.IndexByte(text[start:end], '&') < 0 || !r.Free(s) {
			continue
		}
		c := r.formContent(s)
		if c == nil {
			continue
		}
		a := Artifact{Kind: Body, Format: "form", Span: r.View.Origin(s), Body: c}
		if c.Members.Has("grant_type") || c.Members.Has("client_secret") || c.Members.Has("redirect_uri") {
			a.Kind = Request
		}
		a.Label, a.Heading = r.wordsBefore(start)
		r.Add(a)
		r.Take(s)
	}
}

var looseHTML = findLiterals("<!doctype html", "<html", "<head>")

func readLooseHTML(r *Reader) {
	last := 0
	for _, h := range r.hits(looseHTML) {
		if h.at < last || !r.Free(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		c, end := r.htmlContent(h.at, len(r.View.Text))
		if c == nil {
			continue
		}
		last = end
		if (c.Cut || 4*(end-h.at) < len(r.View.Text)) && strings.TrimSpace(r.View.Text[max(0, h.at-200):h.at]) != "" && !r.near(authWords, h.at, 1500, end-h.at+1500) {
			continue // a page of something else; a whole one that is much of the text was pasted for itself
		}
		a := Artifact{Kind: Body, Format: "html", Span: c.Span, Body: c}
		a.Label, a.Heading = r.wordsBefore(h.at)
		r.Add(a)
		r.Take(source.Span{Start: h.at, End: end})
	}
}
