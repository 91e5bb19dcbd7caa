package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Go's %v and %+v: a map or a struct without quotation marks or commas.
//
//	map[access_token:eyJ… expires_in:300 token_type:Bearer]
//	&{AccessToken:eyJ… TokenType:Bearer Expiry:2026-11-22 11:20:33 +0000 UTC}

var _ = register(Recogniser{ID: "go-value", Rank: 48, Read: readGoValues})

// A map's names stand in order; the first one may be any.
var goValueLiterals = findLiterals("map[", "{accesstoken:")

func readGoValues(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(goValueLiterals) {
		at := h.at + len(goValueLiterals.texts[h.lit])
		if h.lit == 1 {
			at = h.at + 1
		}
		if h.at < last || goName(text[at:]) == 0 || !r.Free(source.Span{Start: h.at, End: at}) {
			continue
		}
		g := goReader{text: text[:r.lineEnd(at, 64<<10)], at: at}
		n := g.members(h.at, 0)
		last = g.at
		if r.interpret(n, 0) {
			r.Take(n.span)
		} else if h.lit == 1 && n.get("AccessToken") != nil && n.get("TokenType") != nil { // oauth2.Token
			r.addBody(n, "go-value", nil)
			r.Take(n.span)
		}
	}
}

// goName is the length of the name that stands before a colon at the start of s.
func goName(s string) int {
	n := 0
	for n < len(s) && n < 64 && (isWord(s[n]) || s[n] == '-' || s[n] == '.') {
		n++
	}
	if n == 0 || n == len(s) || s[n] != ':' || isDigit(s[0]) { // no name, but a time
		return 0
	}
	return n
}

type goReader struct {
	text string
	at   int
}

// members reads `name:value name:value` up to the bracket that closes; start is where the value as a whole begins.
func (g *goReader) members(start, depth int) *node {
	n := &node{typ: 'o', span: source.Span{Start: start}}
	for g.at < len(g.text) && g.text[g.at] != ']' && g.text[g.at] != '}' {
		name := goName(g.text[g.at:])
		if name == 0 {
			break
		}
		m := member{keySpan: source.Span{Start: g.at, End: g.at + name}}
		m.key = g.text[m.keySpan.Start:m.keySpan.End]
		g.at += name + 1
		if inner := strings.HasPrefix(g.text[g.at:], "map["); inner && depth < maxNesting {
			g.at += len("map[")
			m.val = g.members(m.keySpan.End+1, depth+1)
		} else {
			m.val = g.value()
		}
		n.members = append(n.members, m)
		if g.at < len(g.text) && g.text[g.at] == ' ' {
			g.at++
		}
	}
	n.cut = g.at == len(g.text)
	g.at = min(g.at+1, len(g.text))
	n.span.End = g.at
	return n
}

// value reads up to the next name or the bracket that closes what the value stands in.
func (g *goReader) value() *node {
	s := source.Span{Start: g.at}
	for depth := 0; g.at < len(g.text); g.at++ {
		switch c := g.text[g.at]; {
		case c == '[' || c == '{':
			depth++
		case (c == ']' || c == '}') && depth > 0:
			depth--
		case c == ']' || c == '}' || c == ' ' && depth == 0 && goName(g.text[g.at+1:]) > 0:
			s.End = g.at
			return scalar(g.text, s)
		}
	}
	s.End = g.at
	return scalar(g.text, s)
}

// scalar is a value that stands without quotation marks.
func scalar(text string, s source.Span) *node {
	n := &node{typ: 's', span: s, inside: s, text: text[s.Start:s.End]}
	switch {
	case n.text == "<nil>" || n.text == "null" || n.text == "None":
		n.typ = '0'
	case n.text == "true" || n.text == "false":
		n.typ = 'b'
	case isNumber(n.text):
		n.typ = 'n'
	}
	return n
}
