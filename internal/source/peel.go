package source

import "strings"

// Peel is v without the coat in which the whole of it was copied: a string literal of JSON or Python, HTML's character
// references, a mail's quoted-printable encoding (RFC 2045 section 6.7), the line ends of old Macs, a blank line behind each, a record
// of each.
func Peel(v *View) *View {
	for range 3 { // a literal in a literal
		inside := literalInside(v.Text)
		if inside.Empty() {
			break
		}
		b := NewBuilder(v)
		b.Unescape(inside)
		v = b.View()
	}
	if strings.Count(v.Text, "=3D") > 1 && softBreak(v.Text) {
		v = rewritten(v, '=', quotedPrintable)
	}
	if strings.IndexByte(v.Text, '"') < 0 && containsAny(v.Text, '&', "&quot;", "&#34;", "&#39;") && strings.Count(v.Text, "<") == strings.Count(v.Text, "<br") {
		v = rewritten(rewritten(v, '&', entity), '<', lineBreak)
	}
	if strings.IndexByte(v.Text, '\n') < 0 && strings.Count(v.Text, "\r") > 1 {
		v = rewritten(v, '\r', func(string) (int, string) { return 1, "\n" })
	}
	return records(halved(v))
}

// halved is v without its blank lines, where every second one is.
func halved(v *View) *View {
	lines := 0
	for line := range strings.Lines(v.Text) {
		if blank := strings.TrimSpace(line) == ""; lines%2 == 1 && !blank || lines == 0 && blank {
			return v
		}
		lines++
	}
	if lines < 6 {
		return v
	}
	b, at, n := NewBuilder(v), 0, 0
	for line := range strings.Lines(v.Text) {
		if n%2 == 0 {
			b.Keep(Span{at, at + len(line)})
		}
		at += len(line)
		n++
	}
	return b.View()
}

// literalInside is the inside of the one string literal that a text is; empty where it is none that breaks lines or escapes.
func literalInside(text string) Span {
	end := len(strings.TrimRight(text, " \t\r\n,;"))
	at := end - len(strings.TrimLeft(text[:end], " \t\r\n"))
	if at < end && text[at] == 'b' {
		at++
	}
	if end-at < 12 || text[at] != '"' && text[at] != '\'' || text[end-1] != text[at] {
		return Span{}
	}
	quote, inside, escapes := text[at], Span{at + 1, end - 1}, false
	for i := inside.Start; i < inside.End; i++ {
		switch text[i] {
		case quote, '\n':
			return Span{}
		case '\\':
			i++
			escapes = escapes || text[i] == 'n' || text[i] == quote
			if i == inside.End {
				return Span{} // the last quote is escaped
			}
		}
	}
	if !escapes {
		return Span{}
	}
	return inside
}

// softBreak reports whether a line is broken as quoted-printable text is: at 76 characters, with a sign of equality.
func softBreak(text string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], "=\n")
		if i < 0 {
			return false
		}
		at += i + 2
		if n := at - 1 - lineStart(text, at-1); n > 66 && n <= 76 {
			return true
		}
	}
}

func lineStart(text string, at int) int { return strings.LastIndexByte(text[:at], '\n') + 1 }

func quotedPrintable(s string) (int, string) {
	if strings.HasPrefix(s, "=\n") {
		return 2, ""
	}
	if r, ok := hexRune(s, 1, 3); ok && r < 0x80 && r >= ' ' && s[1] >= '0' && s[1] <= '9' {
		return 3, string(r)
	}
	return 0, ""
}

func lineBreak(s string) (int, string) {
	if end := strings.IndexByte(s[:min(len(s), 8)], '>'); strings.HasPrefix(s, "<br") && end > 0 {
		return end + 1, "\n"
	}
	return 0, ""
}
