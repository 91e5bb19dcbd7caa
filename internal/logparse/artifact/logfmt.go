package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// logfmt and its kin: key="value" with backslash escapes. A value that holds escaped quotes or line breaks is a text
// of its own: a response body, a nested error.

var _ = register(Recogniser{ID: "logfmt", Rank: 10, Read: readLogfmt})

func readLogfmt(r *Reader) {
	text := r.View.Text
	for at := 0; ; {
		i := strings.Index(text[at:], `="`)
		if i < 0 {
			return
		}
		open := at + i
		at = open + 2
		if open == 0 || !isWord(text[open-1]) {
			continue
		}
		line := lineAt(text, open)
		end := at
		escaped := false
		for end < line.End && text[end] != '"' {
			if text[end] == '\\' && end+1 < line.End {
				escaped = true
				end++
			}
			end++
		}
		inside := source.Span{Start: at, End: min(end, line.End)}
		if escaped && worthReading(text[inside.Start:inside.End]) {
			when, level := r.lineStamp(line)
			marks := []mark{{r.View.Origin(inside).Start, stamp{when, level}}}
			if r.View.Depth < maxDepth && r.Free(inside) {
				r.rereadView(source.Unescape(r.View, inside), marks)
				r.open(inside)
			}
		}
		at = min(end+1, len(text))
	}
}
