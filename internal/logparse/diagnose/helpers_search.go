package diagnose

import (
	"iter"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// How rules look for words: in the whole text, by its index; in a line; around a place. Literals are in lower case.

// hasAny reports whether one of the literals (lower case) stands in the text.
func hasAny(f *exchange.Flow, literals ...string) bool {
	for _, lit := range literals {
		if f.Contains(lit) {
			return true
		}
	}
	return false
}

// findAny gives the first place of each literal that stands in the text.
func findAny(f *exchange.Flow, literals ...string) []source.Span {
	var out []source.Span
	for _, lit := range literals {
		if !f.May(lit) {
			continue
		}
		if s := f.Find(lit); len(s) > 0 && !overlapsAny(out, s[0]) {
			out = append(out, s[0])
		}
	}
	return out
}

// placesOf are the places of the first of the literals that stands in the text.
func placesOf(f *exchange.Flow, literals ...string) []source.Span {
	for _, l := range literals {
		if at := f.Find(l); len(at) > 0 {
			return at
		}
	}
	return nil
}

// places are the offsets of a literal in a text, without those that overlap the one before.
func places(text, literal string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := pattern.Find(text[at:], literal)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(literal)
		}
	}
}

// linesWith gives the lines of the text (as they are in it, and in lower case) that hold all literals.
func linesWith(f *exchange.Flow, literals ...string) (spans []source.Span, lines []string) {
	for _, lit := range literals {
		if !f.May(lit) {
			return nil, nil
		}
	}
	for at := 0; at < len(f.Lower) && len(spans) < MaxEvidence; {
		i := pattern.Find(f.Lower[at:], literals[0])
		if i < 0 {
			break
		}
		from, to := window(f.Lower, at+i, at+i+len(literals[0]), 1)
		line := f.Lower[from:to]
		at = max(to, at+i+len(literals[0]))
		ok := true
		for _, lit := range literals[1:] {
			ok = ok && strings.Contains(line, lit)
		}
		if ok {
			end := from + len(strings.TrimRight(line, " \t\r\n"))
			for from < end && (f.Lower[from] == ' ' || f.Lower[from] == '\t') {
				from++
			}
			spans = append(spans, f.View.Origin(source.Span{Start: from, End: end}))
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return spans, lines
}

// anyOf reports whether one of the literals stands in a text; no literals at all are no condition.
func anyOf(text string, literals []string) bool {
	if len(literals) == 0 {
		return true
	}
	for _, lit := range literals {
		if strings.Contains(text, lit) {
			return true
		}
	}
	return false
}

// holdsAny reports whether one of the literals (lower case) stands in s.
func holdsAny(s string, literals ...string) bool { return len(literals) > 0 && anyOf(s, literals) }

// window is the n lines from the one that holds [from, to).
func window(text string, from, to, n int) (int, int) {
	const longest = 4096 // of a message: beyond it two literals have nothing to do with each other
	start := lineStart(text, from, longest)
	end, limit := to, min(len(text), to+longest)
	for ; n > 0 && end < limit; n-- {
		i := strings.IndexByte(text[end:limit], '\n')
		if i < 0 {
			return start, limit
		}
		end += i + 1
	}
	return start, end
}

// lineStart is where the line that holds at begins, or reach bytes before.
func lineStart(text string, at, reach int) int {
	from := max(0, at-reach)
	if strings.IndexByte(text[from:at], '\n') < 0 { // most lines too long are seen through by this, which is ten times as fast
		return from
	}
	return from + strings.LastIndexByte(text[from:at], '\n') + 1
}

// wholeLine is the line that a place of the Text stands on, in lower case, from 600 bytes before it.
func wholeLine(f *exchange.Flow, at source.Span) string {
	seen := f.View.Seen(at)
	return f.Lower[lineStart(f.Lower, seen.Start, 600):seen.Start] + strings.ToLower(messageAt(f, at))
}

// behind is what follows the first place of a word (in lower case) in a text, or "".
func behind(text, word string) string {
	i := strings.Index(strings.ToLower(text), word)
	if i < 0 {
		return ""
	}
	return text[i+len(word):]
}

// linesAround is the piece of text from some lines before offset at to some lines after it, at most 6 KB.
func linesAround(text string, at, before, after int) (int, int) {
	const reach = 3000
	least, most := max(0, at-reach), min(len(text), at+reach)
	from := at
	for n := 0; n <= before; n++ {
		i := strings.LastIndexByte(text[least:max(from-1, least)], '\n')
		if i < 0 {
			from = least
			break
		}
		from = least + i + 1
	}
	to := at
	for n := 0; n <= after && to < most; n++ {
		i := strings.IndexByte(text[to:most], '\n')
		if i < 0 {
			to = most
			break
		}
		to += i + 1
	}
	return from, to
}

// around is the text in lower case within n bytes of an offset of the view.
func around(f *exchange.Flow, offset, n int) string {
	offset = min(max(offset, 0), len(f.Lower))
	return f.Lower[max(0, offset-n):min(len(f.Lower), offset+n)]
}

// boundary reports whether [from, to) is no part of a longer word.
func boundary(s string, from, to int) bool {
	return (from == 0 || !wordByte(s[from-1])) && (to == len(s) || !wordByte(s[to]))
}

// wordByte: what words and names are made of.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
