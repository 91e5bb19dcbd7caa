package artifact

import (
	"grantlens/internal/source"
)

// Flutter's PlatformException(code, message, details, stack): the message is what the native library said, and may hold
// commas and brackets of its own.

var _ = register(Recogniser{ID: "platform-exception", Rank: 35, Read: readPlatformExceptions})

var platformLiteral = findLiterals("platformexception(")

func readPlatformExceptions(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(platformLiteral) {
		start := h.at + len("PlatformException(")
		parts, end := splitTopLevel(text, start, min(len(text), start+4000))
		if r.Opened(source.Span{Start: h.at, End: start}) || len(parts) < 2 {
			continue
		}
		a := Artifact{Kind: Exception, Format: "platform-exception", Client: "Flutter", Span: r.View.Origin(source.Span{Start: h.at, End: end}), Name: r.Value(source.Span{Start: h.at, End: start - 1}), Text: r.Value(parts[1])}
		for i, name := range [...]string{"code", "message", "details"} {
			if i < len(parts) {
				if v := r.Value(parts[i]); v.Text != "null" {
					a.Params = append(a.Params, Param{Name: name, NameSpan: v.Span, Value: v})
				}
			}
		}
		r.Add(a)
	}
}

// splitTopLevel splits at commas outside brackets, up to the bracket that closes; it returns where that is.
func splitTopLevel(text string, at, end int) ([]source.Span, int) {
	var parts []source.Span
	depth, from := 0, at
	for ; at < end; at++ {
		switch text[at] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ',':
			if depth == 0 && at+1 < end && text[at+1] == ' ' {
				parts = append(parts, trim(text, source.Span{Start: from, End: at}))
				from = at + 1
			}
		}
		if depth < 0 {
			return append(parts, trim(text, source.Span{Start: from, End: at})), at + 1
		}
	}
	return append(parts, trim(text, source.Span{Start: from, End: at})), at
}
