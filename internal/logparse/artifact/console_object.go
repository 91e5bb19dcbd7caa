package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// An error object opened in a browser's console and copied: its members stand on lines of their own, without braces
// around them.
//
//	HttpErrorResponse {headers: HttpHeaders, status: 200, …}
//	error: {error: SyntaxError: …, text: "success"}
//	message: "Http failure during parsing for https://…"
//	name: "HttpErrorResponse"

var _ = register(Recogniser{ID: "console-object", Rank: 47, Read: readConsoleObjects})

var consoleObjectLiterals = findLiterals(`name: "httperrorresponse"`, `httperrorresponse {`, `httperrorresponse: {`, `code: "err_bad_re`, `code: "err_network`, `name: "axioserror"`)

func readConsoleObjects(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(consoleObjectLiterals) {
		if h.at < last || !r.Free(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		start := r.lineStart(h.at, 400)
		label := source.Span{Start: start, End: start}
		n := &node{typ: 'o', cut: true}
		if strings.HasPrefix(consoleObjectLiterals.texts[h.lit], "httperrorresponse") {
			// The summary comes first; what is shortened in it (…) follows in full.
			open := h.at + strings.IndexByte(text[h.at:], '{')
			if n = r.parseObject(open, len(text)); n == nil || n.typ != 'o' {
				continue
			}
			label = trim(text, source.Span{Start: start, End: open})
			start = open
			r.memberLines(n, r.lineEnd(n.span.End, 200)+1)
		} else {
			for above := start; above > last && h.at-above < 16<<10; {
				above = r.lineStart(above-1, 4096)
				if !memberLine(text, above) {
					break
				}
				start = above
			}
			n.span.Start = start
			r.memberLines(n, start)
		}
		last = max(n.span.End, h.at+1)
		if len(n.members) < 3 {
			continue
		}
		before := len(r.Out)
		if !r.shaped(n) {
			continue
		}
		for i := before; i < len(r.Out) && !label.Empty(); i++ {
			r.Out[i].Label = r.Value(label)
			r.Out[i].Format, r.Out[i].Client = "angular", "Angular HttpClient"
		}
		r.Take(n.span)
	}
}

// memberLine reports whether the line at offset at begins with `name: `.
func memberLine(text string, at int) bool {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	start := at
	for at < len(text) && (isWord(text[at]) || text[at] == '$') {
		at++
	}
	return at > start && at-start < 40 && strings.HasPrefix(text[at:], ": ")
}

// memberLines adds the members that stand on the lines from offset at on. What the summary had cut is replaced.
func (r *Reader) memberLines(n *node, at int) {
	o := objectReader{text: r.View.Text, at: at, limit: maxNodes}
	for o.at < len(o.text) && memberLine(o.text, o.at) {
		o.space()
		whole := &node{typ: 'o'}
		if !o.member(whole) || len(whole.members) == 0 {
			break
		}
		m := whole.members[0]
		n.span.End = max(n.span.End, o.at)
		o.at = r.lineEnd(o.at, 4096) + 1
		replaced := false
		for i := range n.members {
			if n.members[i].key == m.key {
				n.members[i], replaced = m, true
			}
		}
		if !replaced {
			n.members = append(n.members, m)
		}
	}
}
