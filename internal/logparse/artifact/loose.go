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
var looseForm = [...]string{"error=", "access_token=", "grant_type=", "client_id=", "code=", "refresh_token="}

func readLooseForms(r *Reader) {
	text := r.View.Text
	for _, lead := range looseForm {
		for at := 0; at < len(text); {
			i := strings.Index(text[at:], lead)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(lead)
			if start > 0 && (isWord(text[start-1]) || strings.IndexByte("?&#/.-", text[start-1]) >= 0) {
				continue
			}
			end := start
			for end < len(text) && !isSpace(text[end]) && strings.IndexByte("\"'`<>|\\,;)]}", text[end]) < 0 {
				end++
			}
			s := source.Span{Start: start, End: end}
			if !strings.Contains(text[start:end], "&") || !r.Free(s) {
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
			at = end
		}
	}
}

func readLooseHTML(r *Reader) {
	for _, lead := range [...]string{"<!doctype html", "<html", "<head>"} {
		for at := 0; at < len(r.Lower); {
			i := strings.Index(r.Lower[at:], lead)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(lead)
			if !r.Free(source.Span{Start: start, End: start + 1}) {
				continue
			}
			c, end := r.htmlContent(start, len(r.View.Text))
			if c == nil {
				continue
			}
			a := Artifact{Kind: Body, Format: "html", Span: c.Span, Body: c}
			a.Label, a.Heading = r.wordsBefore(start)
			r.Add(a)
			r.Take(source.Span{Start: start, End: end})
			at = end
		}
	}
}
