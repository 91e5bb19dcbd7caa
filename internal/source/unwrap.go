package source

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A terminal copied with its window's width, or a mail, breaks the lines of a log:
//
//	2025-03-04 09:12:44 ERROR Token request failed: {"error":"invalid_gra
//	nt","error_description":"Code not valid"}
//
// It shows in the lines: none is longer than the width, and where one is as long, or the first word of the next would not
// have fitted, the next goes on in the middle. Some indent what goes on.

const (
	minWidth = 60
	maxWidth = 250
)

// usual are the widths of windows that one broken line is enough to believe.
var usual = [...]int{80, 100, 120, 132, 160}

// Unwrap is v with the lines joined that a width broke: of the whole, or of what stands between fences of Markdown, each by
// itself.
func Unwrap(v *View) *View {
	text := v.Text
	u := unwrapper{b: NewBuilder(v), text: text}
	if u.block(0, len(text)); u.changed {
		u.b.Keep(Span{u.kept, len(text)})
		return u.b.View()
	}
	for at := 0; at < len(text); {
		end := len(text)
		for from := at; ; {
			i := strings.Index(text[from:], "```")
			if i < 0 {
				break
			}
			from += i + 3
			if from-3 > at && text[from-4] == '\n' {
				end = from - 3
				break
			}
		}
		if at > 0 || end < len(text) {
			u.block(at, end)
		}
		at = end
	}
	if !u.changed {
		return v
	}
	u.b.Keep(Span{u.kept, len(text)})
	return u.b.View()
}

type unwrapper struct {
	b       *Builder
	text    string
	kept    int
	changed bool
	certain bool // so many lines are broken that all of that length are
	indent  int  // blanks before the rest of a line
}

// block joins the broken lines of a part of the text.
func (u *unwrapper) block(at, end int) {
	width, words := 0, 0 // of the longest line, and of the longest with a blank in it
	for from := at; from < end; {
		line := u.line(from, end)
		if len(line) > 4*maxWidth {
			return
		}
		n := len(line)
		if n > words { // else its characters are no more than those of a longer line
			n = utf8.RuneCountInString(line)
		}
		width = max(width, n)
		if n > words && strings.IndexByte(strings.TrimSpace(line), ' ') > 0 {
			words = n
		}
		if words > maxWidth {
			return
		}
		from += len(line) + 1
	}
	u.indent = 0
	if !u.joined(at, end, width, words) {
		if u.indent = u.indentBelow(at, end, width); u.indent > 0 {
			u.joined(at, end, width, words)
		}
	}
}

// indentBelow is how many blanks stand before what is below the first line of a width.
func (u *unwrapper) indentBelow(at, end, width int) int {
	for from := at; from < end; {
		line := u.line(from, end)
		if from += len(line) + 1; len(line) >= width && utf8.RuneCountInString(line) == width && from < end {
			below := u.line(from, end)
			return len(below) - len(strings.TrimLeft(below, " "))
		}
	}
	return 0
}

// joined joins the lines that were broken at one of the widths, if there are enough.
func (u *unwrapper) joined(at, end, width, words int) bool {
	u.certain = false
	enough := 2
	if slices.Contains(usual[:], width) {
		enough = 1
	}
	if width >= minWidth && width <= maxWidth {
		if sure := u.join(at, end, width, false, false); sure >= enough {
			u.certain = sure > 2
			u.join(at, end, width, false, true)
			return true
		}
	}
	enough = 3
	if words <= 80 || u.indent > 0 {
		enough = 2
	}
	if words < minWidth || words > 100 || u.join(at, end, words, true, false) < enough {
		return false
	}
	u.join(at, end, words, true, true)
	return true
}

// join joins the lines that were broken at a width, between words or anywhere; before it is done it tells how many surely were.
func (u *unwrapper) join(at, end, width int, words, do bool) (sure int) {
	other, last := 0, ""
	for from := at; from < end; {
		line := u.line(from, end)
		next := from + len(line) + 1
		if next >= end {
			break
		}
		below, indented := strings.CutPrefix(u.line(next, end), strings.Repeat(" ", u.indent))
		n := len(line)
		if words || n >= width {
			n = utf8.RuneCountInString(line)
		}
		broken := n == width
		if words {
			first, _, _ := strings.Cut(below, " ")
			broken = n <= width && n+1+utf8.RuneCountInString(first) > width && strings.IndexByte(line, ' ') >= 0
		}
		if broken && n > 0 && indented && (goesOn(line, below) || do && u.certain && !words && below != "" && !isDigit(below[0])) {
			small := below[0] >= 'a' && below[0] <= 'z'
			if (words && small || !words && isName(line[len(line)-1]) && (small || slices.Contains(usual[:], width) && (isDigit(below[0]) || isLetter(below[0]) && isLetter(line[len(line)-1])))) && line != last {
				sure++
			}
			last = line
			if do {
				u.b.Keep(Span{u.kept, next - 1})
				if words {
					u.b.Replace(Span{next - 1, next}, " ")
				}
				u.kept, u.changed = next+u.indent, true
			}
		} else if broken {
			other++
		}
		from = next
	}
	if other > sure {
		return 0 // it is by chance that lines are as long
	}
	return sure
}

func (u *unwrapper) line(at, end int) string {
	if i := strings.IndexByte(u.text[at:end], '\n'); i >= 0 {
		return u.text[at : at+i]
	}
	return u.text[at:end]
}

// goesOn reports whether a line may be the rest of the one before: it does not begin as a record, a member or a frame does.
func goesOn(before, line string) bool {
	if line == "" || strings.Trim(before, before[:1]) == "" { // a ruler
		return false
	}
	first, rest, _ := strings.Cut(line, " ")
	if strings.HasPrefix(rest, "@ ") || strings.HasPrefix(rest, "= ") || rest != "" && strings.HasSuffix(first, ":") { // a frame, a setting, a member
		return false
	}
	if colon := strings.LastIndexByte(first, ':'); colon > 0 && colon+1 < len(first) && isDigit(first[colon+1]) && strings.IndexByte(first, '"') < 0 {
		return false // a place in a program
	}
	if strings.HasPrefix(before, first+" ") || strings.HasPrefix(line, "at ") {
		return false
	}
	switch c := line[0]; {
	case isDigit(c):
		digits := 0
		for digits < len(line) && isDigit(line[digits]) {
			digits++
		}
		return digits == len(line) || digits > 4 || strings.IndexByte("-:/.", line[digits]) < 0
	case strings.IndexByte(" \t#>*|<+$", c) >= 0:
		return false
	case c >= 'A' && c <= 'Z':
		word := line[:wordLen(line)]
		return word != strings.ToUpper(word) || len(word) < 4 || !isName(before[len(before)-1])
	}
	return !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "- ") && !strings.HasPrefix(line, "[20") && !strings.HasPrefix(line, `{"`)
}

func wordLen(s string) int {
	n := 0
	for n < len(s) && isName(s[n]) {
		n++
	}
	return n
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
