package artifact

import "grantlens/internal/source"

// The codes of Microsoft.IdentityModel: `IDX10214: Audience validation failed. …`. Each is the token's reader refusing it,
// long after the token was issued.

var _ = register(Recogniser{ID: "idx", Rank: 84, Read: func(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(idxLiterals) {
		s := source.Span{Start: h.at, End: h.at + 3}
		for s.End < len(text) && isDigit(text[s.End]) {
			s.End++
		}
		if s.Len() != len("IDX10000") || text[s.Start:s.Start+3] != "IDX" || s.Start > 0 && isWord(text[s.Start-1]) || s.End < len(text) && isWord(text[s.End]) || r.Opened(s) {
			continue
		}
		a := Artifact{Kind: Exception, Format: "idx", Client: "Microsoft.IdentityModel", Name: r.Value(s)}
		span := s
		if s.End < len(text) && text[s.End] == ':' {
			if message := trim(text, source.Span{Start: s.End + 1, End: r.lineEnd(s.End, maxRecord)}); !message.Empty() {
				a.Text = r.Value(message)
				span.End = message.End
			}
		}
		a.Span = r.View.Origin(span)
		r.Add(a)
	}
}})

var idxLiterals = findLiterals("idx10", "idx11", "idx12", "idx13", "idx14", "idx20", "idx21", "idx40")
