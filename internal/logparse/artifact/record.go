package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Log records: lines with a level or a time.
//
//	2025-03-04 09:12:44,107 ERROR [com.example.Login] …
//	warn: Microsoft.AspNetCore.Authentication.…[14]      the message stands on the next line
//	      .AspNetCore.Correlation. state property not found.

var _ = register(Recogniser{ID: "record", Rank: 80, Read: readRecords})

func readRecords(r *Reader) {
	text := r.View.Text
	for at := 0; at < len(text); {
		line := lineAt(text, at)
		at = line.End + 1
		s := trim(text, line)
		if s.Len() < 4 || r.Opened(source.Span{Start: s.Start, End: s.Start + 1}) {
			continue
		}
		when, level := r.ownStamp(s)
		if !level.OK() && when.IsZero() {
			continue
		}
		s.End = min(s.End, s.Start+maxRecord)
		// A time within a message, such as a Date header, is no record's.
		if !level.OK() && r.taken.all(s) {
			continue
		}
		a := Artifact{Kind: Record, Format: "record", Span: r.View.Origin(s), Time: when, Level: level, Text: r.Value(s)}
		if next, ok := r.dotnetMessage(s, at); ok {
			a.Format = "dotnet-console"
			a.Name = r.Value(trim(text, source.Span{Start: s.Start + strings.IndexByte(text[s.Start:s.End], ':') + 1, End: s.End}))
			a.Text = r.Value(next)
			a.Span.End = a.Text.Span.End
		}
		r.Add(a)
	}
}

// maxRecord bounds the text of one record.
const maxRecord = 8 << 10

// dotnetMessage is the line that .NET's console logger puts below `warn: Category[14]`.
func (r *Reader) dotnetMessage(s source.Span, next int) (source.Span, bool) {
	text := r.View.Text
	if s.Len() > 300 || text[s.End-1] != ']' || next >= len(text) || text[next] != ' ' {
		return source.Span{}, false
	}
	head := text[s.Start:s.End]
	colon, open := strings.IndexByte(head, ':'), strings.LastIndexByte(head, '[')
	if colon != 4 || open < colon || !allDigits(head[open+1:len(head)-1]) || Severity(head[:colon]) == "" {
		return source.Span{}, false
	}
	m := trim(text, source.Span{Start: next, End: r.lineEnd(next, maxRecord)})
	return m, !m.Empty()
}
