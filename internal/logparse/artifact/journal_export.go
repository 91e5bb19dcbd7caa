package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// The export format of journald: a field a line, an empty line between entries. The messages are read as the lines of
// one text.
//
//	__REALTIME_TIMESTAMP=1741079564107000
//	PRIORITY=3
//	MESSAGE=failed to refresh token

var _ = register(Recogniser{ID: "journal-export", Rank: 4, Read: readJournalExport})

var journalLiteral = findLiterals("__realtime_timestamp=")

func readJournalExport(r *Reader) {
	hits := r.hits(journalLiteral)
	if len(hits) == 0 {
		return
	}
	text := r.View.Text
	run := &logRun{r: r, b: source.NewBuilder(r.View)}
	last := 0
	for _, h := range hits {
		if h.at < last || h.at > 0 && text[h.at-1] != '\n' {
			continue
		}
		// The entry: from the line behind an empty one to the next empty one.
		entry := source.Span{Start: h.at, End: h.at}
		for entry.Start > last {
			above := r.lineStart(entry.Start-1, 4096)
			if strings.TrimSpace(text[above:entry.Start]) == "" {
				break
			}
			entry.Start = above
		}
		for at := h.at; at < len(text); {
			end := r.lineEnd(at, 64<<10)
			if strings.TrimSpace(text[at:end]) == "" {
				break
			}
			entry.End = end
			at = end + 1
		}
		last = entry.End
		run.addJournal(entry)
	}
	run.read()
}

func (u *logRun) addJournal(entry source.Span) {
	r := u.r
	text := r.View.Text
	a := Artifact{Kind: Record, Format: "journal-export", Span: r.View.Origin(entry)}
	var message source.Span
	for at := entry.Start; at < entry.End; {
		end := min(r.lineEnd(at, 64<<10), entry.End)
		name, value, _ := strings.Cut(text[at:end], "=")
		v := source.Span{Start: end - len(value), End: end}
		switch name {
		case "__REALTIME_TIMESTAMP":
			a.Time = recordTime(&node{typ: 'n', text: value})
		case "PRIORITY":
			a.Level = r.Value(v)
		case "MESSAGE":
			message = v
			a.Text = r.Value(v)
		}
		at = end + 1
	}
	if message.Empty() {
		return
	}
	r.Add(a)
	r.open(entry)
	u.marks = append(u.marks, mark{a.Span.Start, stamp{a.Time, a.Level}})
	u.b.Keep(message)
	u.b.Replace(source.Span{Start: message.End - 1, End: message.End}, "\n")
}
