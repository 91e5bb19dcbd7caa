package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Log records: lines with a level, and the exceptions and error lines that stand in or below them.

var _ = register(Recogniser{ID: "record", Rank: 80, Read: readRecords})

func readRecords(r *Reader) {
	text := r.View.Text
	for at := 0; at < len(text); {
		line := lineAt(text, at)
		at = line.End + 1
		s := trim(text, line)
		if s.Len() < 4 {
			continue
		}
		if s.Len() > 8<<10 {
			s.End = s.Start + 8<<10
		}
		if r.Opened(source.Span{Start: s.Start, End: s.Start + 1}) {
			continue
		}
		when, level := r.ownStamp(s)
		// A time within a message, such as a Date header, is no record's.
		if level.OK() || !when.IsZero() && !r.taken.all(s) {
			r.Add(Artifact{Kind: Record, Format: "record", Span: r.View.Origin(s), Time: when, Level: level, Text: r.Value(s)})
		}
		r.exceptions(s)
	}
}

// exceptions finds `some.package.NameException: message`, `NameError: message`, `Traceback (most recent call last)`.
func (r *Reader) exceptions(s source.Span) {
	text := r.View.Text
	for at := s.Start; at < s.End; {
		i := nextSuffix(text[at:s.End])
		if i < 0 {
			break
		}
		end := at + i
		start := end
		for start > s.Start && (isWord(text[start-1]) || text[start-1] == '.' || text[start-1] == '$' || text[start-1] == '\\') {
			start--
		}
		at = end
		if end < s.End && (isWord(text[end]) || text[end] == '(' || text[end] == '/' || text[end] == '=') || end-start < 5 || !upperWord(text[start:end]) {
			continue
		}
		if r.Opened(source.Span{Start: start, End: end}) {
			continue
		}
		a := Artifact{Kind: Exception, Format: "exception", Name: r.Value(source.Span{Start: start, End: end})}
		span := source.Span{Start: start, End: end}
		if rest := text[end:s.End]; strings.HasPrefix(rest, ": ") || strings.HasPrefix(rest, ":") {
			message := trim(text, source.Span{Start: end + 1, End: s.End})
			a.Text = r.Value(message)
			span.End = message.End
		} else if start != s.Start && !strings.HasPrefix(strings.TrimSpace(text[s.Start:start]), "Caused by") && end != s.End {
			continue // a class name in a sentence or a frame
		}
		a.Span = r.View.Origin(span)
		r.Add(a)
	}
}

var exceptionSuffixes = [...]string{"Exception", "Error", "Warning", "Failure", "Fault"}

// nextSuffix is where the next word that ends like an exception's name ends in s; -1 if there is none.
func nextSuffix(s string) int {
	best := -1
	for _, suffix := range exceptionSuffixes {
		for from := 0; ; {
			i := strings.Index(s[from:], suffix)
			if i < 0 {
				break
			}
			end := from + i + len(suffix)
			if end >= len(s) || !isLetter(s[end]) {
				if best < 0 || end < best {
					best = end
				}
				break
			}
			from = end
		}
	}
	return best
}

// upperWord: the last part of a dotted name begins with a capital, as class names do.
func upperWord(s string) bool {
	if i := strings.LastIndexAny(s, ".$\\"); i >= 0 {
		s = s[i+1:]
	}
	return s != "" && s[0] >= 'A' && s[0] <= 'Z'
}
