package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Token responses as Java, Kotlin, Scala and Dart print an object: its class, then names and values in brackets.
//
//	TokenResponse(accessToken=…, tokenType=Bearer, expiresIn=300)
//	TokenResponse[access_token=…, token_type=Bearer]
//	Map(access_token -> …, token_type -> Bearer)

var _ = register(Recogniser{ID: "to-string", Rank: 52, Read: readToString})

var toStringLiterals = findLiterals("access_token=", "accesstoken=", "access_token: ", "accesstoken: ", "access_token -> ", "accesstoken -> ")

func readToString(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(toStringLiterals) {
		if h.at < last || !r.Free(source.Span{Start: h.at, End: h.at + 1}) {
			continue
		}
		open := h.at - 1
		for depth := 0; open >= last && h.at-open < 300; open-- {
			if c := text[open]; c == ')' || c == ']' {
				depth++
			} else if c == '(' || c == '[' {
				if depth == 0 {
					break
				}
				depth--
			} else if c == '\n' || c == '{' || c == '"' {
				open = -1
			}
		}
		if open < 1 || open < last || !isLetter(text[open-1]) || text[open] != '(' && text[open] != '[' {
			continue
		}
		parts, end := splitTopLevel(text, open+1, min(len(text), open+16<<10))
		c := &Content{Kind: BodyText, Span: r.View.Origin(source.Span{Start: open, End: end})}
		for _, part := range parts {
			i, n := strings.IndexAny(text[part.Start:part.End], "=:"), 1
			if arrow := strings.Index(text[part.Start:part.End], " -> "); arrow > 0 {
				i, n = arrow, len(" -> ")
			}
			if i < 1 || !paramName(text[part.Start:part.Start+i]) {
				continue
			}
			value := trim(text, source.Span{Start: part.Start + i + n, End: part.End})
			c.Members = append(c.Members, Param{Name: text[part.Start : part.Start+i], NameSpan: r.View.Origin(source.Span{Start: part.Start, End: part.Start + i}), Value: r.Value(value), Type: 's'})
		}
		last = max(end, h.at+1)
		if len(c.Members) < 2 {
			continue
		}
		a := Artifact{Kind: Body, Format: "to-string", Span: c.Span, Body: c}
		a.Label, a.Heading = r.wordsBefore(open)
		r.Add(a)
		r.Take(source.Span{Start: open, End: end})
	}
}
