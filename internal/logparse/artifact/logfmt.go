package artifact

import (
	"grantlens/internal/source"
)

// logfmt and its kin: key="value" with backslash escapes. A value that holds escaped quotes or line breaks is a text
// of its own: a response body, a nested error.

var _ = register(Recogniser{ID: "logfmt", Rank: 10, Read: readLogfmt})

var logfmtLiteral = findLiterals(`="`)

func readLogfmt(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(logfmtLiteral) {
		open, at := h.at, h.at+2
		if open < last || open == 0 || !isWord(text[open-1]) {
			continue
		}
		line := source.Span{Start: r.lineStart(open, 400), End: r.lineEnd(open, 64<<10)}
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
		last = end
	}
}
