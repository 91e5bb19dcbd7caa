package artifact

import (
	"strings"
	"time"

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
	var last source.Span // a record that was left out, for it says nothing; the last one still gives the time
	first := true
	for _, line := range r.eachLine() {
		s := line.text
		if s.Len() < 4 || r.Opened(source.Span{Start: s.Start, End: s.Start + 1}) {
			continue
		}
		if text[s.Start] == '{' && r.taken.all(s) {
			continue // a body, whatever it quotes
		}
		var loud source.Span // a level by which the line is not quiet
		if !first {
			// Most lines say so little that not even their time is of interest.
			if loud = r.level(source.Span{Start: s.Start, End: min(s.End, s.Start+headLen)}, 0); !loud.Empty() && r.quiet(loud, s) {
				last = s
				continue
			}
		}
		when, level := r.ownStamp(s)
		if level.Empty() && when.IsZero() {
			continue
		}
		if s.Len() > maxRecord {
			s.End, loud = s.Start+maxRecord, source.Span{}
		}
		// A time within a message, such as a Date header, is no record's.
		if level.Empty() && r.taken.all(s) {
			continue
		}
		if !first && (level.Empty() || level != loud) && r.quiet(level, s) {
			last = s
			continue
		}
		first, last = false, source.Span{}
		r.record(s, line.next, when, level)
	}
	if !last.Empty() {
		last.End = min(last.End, last.Start+maxRecord)
		when, level := r.ownStamp(last)
		r.record(last, len(text), when, level)
	}
}

// record gives the record of a line out; next is where the next line begins.
func (r *Reader) record(s source.Span, next int, when time.Time, level source.Span) {
	text := r.View.Text
	a := r.add()
	a.Kind, a.Format, a.Time, a.Text = Record, "record", when, r.Value(s)
	a.Span = a.Text.Span
	if !level.Empty() {
		a.Level = r.Value(level)
	}
	if message, ok := r.dotnetMessage(s, next); ok {
		a.Format = "dotnet-console"
		a.Name = r.Value(trim(text, source.Span{Start: s.Start + strings.IndexByte(text[s.Start:s.End], ':') + 1, End: s.End}))
		a.Text = r.Value(message)
		a.Span.End = a.Text.Span.End
	}
}

// quiet reports whether a record neither warns nor speaks of a login nor stands right before what does, or before what another
// recogniser has read: that may have no time of its own.
func (r *Reader) quiet(level, s source.Span) bool {
	const behind = 256
	switch level := r.Lower[level.Start:level.End]; level {
	case "info", "debug": // of most
	default:
		if of := levels[level]; of == "warn" || of == "error" {
			return false
		}
	}
	return !r.near(authWords, s.Start, 0, s.Len()+behind) && r.Free(source.Span{Start: s.Start, End: min(s.End+behind, len(r.View.Text))})
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
