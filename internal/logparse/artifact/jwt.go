package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Tokens that stand in the text by themselves: a pasted JWT, a bearer header, a token in a sentence. The ones inside
// bodies, forms and URLs are read with those.

var _ = register(Recogniser{ID: "jwt", Rank: 70, Read: readJWTs})

var jwtLiteral = findLiterals("eyj")

func readJWTs(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(jwtLiteral) {
		start := h.at
		if start < last || text[start:start+3] != "eyJ" {
			continue
		}
		if free := r.taken.free(start); free > start && !jwtBytes[text[free-1]] && !isSpace(text[free-1]) {
			last = free // no token goes on beyond that byte
			continue
		}
		end := jwtEnd(text, start)
		last = end
		s := source.Span{Start: start, End: end}
		if start > 0 && isBase64URL(text[start-1]) || s.Len() < 20 || !r.Free(s) {
			continue
		}
		if !strings.Contains(text[start:end], ".") && s.Len() < 40 {
			continue
		}
		a := Artifact{Kind: JWT, Format: "jwt", Span: r.View.Origin(s), Text: r.Value(s)}
		a.Label, _ = r.wordsBefore(start)
		r.Add(a)
		r.Take(s)
	}
}

// jwtEnd is where a token that begins at start ends: it may go on after a line break when the line was full of it.
func jwtEnd(text string, start int) int {
	at := start
	lineStart := start
	for at < len(text) {
		c := text[at]
		switch {
		case jwtBytes[c]:
			for at++; at < len(text) && jwtBytes[text[at]]; at++ {
			}
		case c == '\n' || c == '\r':
			if at-lineStart < 40 {
				return at
			}
			next := at
			for next < len(text) && isSpace(text[next]) {
				next++
			}
			run := next
			for run < len(text) && (isBase64URL(text[run]) || text[run] == '.') {
				run++
			}
			// The next line belongs to it when it is of the same stuff to its end.
			if run == next || run < len(text) && text[run] != '\n' && text[run] != '\r' && text[run] != '"' && text[run] != ' ' || strings.Count(text[start:at], ".") >= 2 && run-next < 4 {
				return at
			}
			if strings.HasPrefix(text[next:], "eyJ") && strings.Count(text[start:at], ".") == 2 || !tokenish(text[next:run]) {
				return at
			}
			at = run
			lineStart = next
		default:
			return at
		}
	}
	return at
}

// tokenish tells a piece of base64url from a word: it has digits or capitals within.
func tokenish(s string) bool {
	if len(s) > 60 {
		return true
	}
	upper, digit := 0, 0
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			upper++
		}
		if isDigit(s[i]) {
			digit++
		}
	}
	return upper > 0 && digit > 0 || len(s) < 3
}

// jwtBytes are what a token is written with; it begins with a letter.
var jwtBytes = func() (t [256]bool) {
	for c := range t {
		t[c] = isWord(byte(c)) || c == '-' || c == '.' || c == '='
	}
	return t
}()

func isBase64URL(c byte) bool { return base64URL[c] }

var base64URL = func() (t [256]bool) {
	for c := range t {
		t[c] = isWord(byte(c)) || c == '-'
	}
	return t
}()
