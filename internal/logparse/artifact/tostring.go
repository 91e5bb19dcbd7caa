package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Token responses as Java, Kotlin, Scala, Dart and Ruby print an object: its class, then names and values in brackets.
//
//	TokenResponse(accessToken=…, tokenType=Bearer, expiresIn=300)
//	TokenResponse[access_token=…, token_type=Bearer]
//	Map(access_token -> …, token_type -> Bearer)
//	#<OAuth2::SnakyHash access_token="…" token_type="Bearer">

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
			last = max(last, r.rubyObject(h.at, last))
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

// rubyObject reads the innermost `#<Class name="value" …>` around a place, and gives where it ends; 0, if there is none.
func (r *Reader) rubyObject(at, from int) int {
	const reach, most = 300, 16 << 10
	text := r.View.Text
	from = max(from, at-reach)
	open := from + strings.LastIndex(text[from:at], "#<")
	if open < from || strings.IndexByte(text[open:at], '>') >= 0 {
		return 0
	}
	c := &Content{Kind: BodyText}
	i := open + strings.IndexAny(text[open:at], " ")
	if i < open {
		return 0
	}
	end := min(len(text), open+most)
	for i < end && text[i] != '>' {
		if !isWord(text[i]) {
			i++
			continue
		}
		name := source.Span{Start: i, End: i}
		for name.End < end && isWord(text[name.End]) {
			name.End++
		}
		i = name.End
		if i+1 >= end || text[i] != '=' || text[i+1] == '#' { // an object in the object
			continue
		}
		value, typ := source.Span{Start: i + 1, End: i + 1}, byte('w')
		if text[value.Start] == '"' {
			value.Start++
			value.End, typ = value.Start, 's'
			for value.End < end && text[value.End] != '"' {
				value.End++
			}
			i = value.End + 1
		} else {
			for value.End < end && !isSpace(text[value.End]) && text[value.End] != ',' && text[value.End] != '>' {
				value.End++
			}
			i = value.End
		}
		c.Members = append(c.Members, Param{Name: text[name.Start:name.End], NameSpan: r.View.Origin(name), Value: r.Value(value), Type: typ})
	}
	if i >= len(text) || text[i] != '>' || len(c.Members) < 2 {
		return 0
	}
	object := source.Span{Start: open, End: i + 1}
	c.Span = r.View.Origin(object)
	a := Artifact{Kind: Body, Format: "to-string", Span: c.Span, Body: c}
	a.Label, a.Heading = r.wordsBefore(open)
	r.Add(a)
	r.Take(object)
	return object.End
}
