package source

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Plain is v as a person reads it, for words to be looked for: the backslash escapes of string literals, which may stand
// within each other, the character references of pages and typographic quotation marks are undone wherever they stand.
func Plain(v *View) *View {
	for range 3 {
		if !containsAny(v.Text, '\\', `\"`, `\n`, `\u0`) {
			break
		}
		v = rewritten(v, '\\', plainEscape)
	}
	if containsAny(v.Text, '&', "&quot;", "&#", "&lt;", "&gt;", "&apos;") {
		v = rewritten(v, '&', entity)
	}
	if strings.IndexByte(v.Text, 0xe2) >= 0 {
		v = rewritten(v, 0xe2, typed)
	}
	for _, g := range generalities {
		if strings.Contains(v.Text, g.end) {
			v = rewritten(v, g.begin[0], g.dropped)
		}
	}
	return v
}

// generality is a sentence of RFC 6749 that names every cause its error may have. Where the server's own sentence stands behind it, as
// Ory Fosite's does, that one alone tells.
type generality struct{ begin, end string }

var generalities = [...]generality{
	{"Client authentication failed", "unsupported authentication method). "},
	{"The provided authorization grant", "was issued to another client. "},
	{"The request is missing a required parameter", "is otherwise malformed. "},
}

func (g generality) dropped(s string) (int, string) {
	if !strings.HasPrefix(s, g.begin) {
		return 0, ""
	}
	s = s[:min(len(s), 300)]
	_, rest, ok := strings.Cut(s, g.end)
	if !ok || rest == "" || (rest[0] < 'A' || rest[0] > 'Z') && rest[0] != '\'' {
		return 0, ""
	}
	return len(s) - len(rest), ""
}

// edited is v with what editors of texts make of others undone, where nothing else can be meant: no-break spaces, line
// separators, what cannot be seen, the backslashes by which Markdown keeps an underscore, and Russian words that were read in
// the wrong code page.
func edited(v *View) *View {
	if containsAny(v.Text, 0xd0, "Рѕ", "Р°", "Рµ") {
		v = rewritten(v, 0xd0, misread)
	}
	if strings.Contains(v.Text, "\u00a0") {
		v = rewritten(v, 0xc2, spaces)
	}
	if containsAny(v.Text, 0xe2, "\u200b", "\u200c", "\u200d", "\u2060", "\u2028", "\u202f") {
		v = rewritten(v, 0xe2, spaces)
	}
	if strings.Contains(v.Text, "\uFEFF") {
		v = rewritten(v, 0xef, spaces)
	}
	if strings.Contains(v.Text, `\_`) {
		v = rewritten(v, '\\', markdown)
	}
	return v
}

func spaces(s string) (int, string) {
	for _, c := range [...]struct{ is, was string }{{"\u00a0", " "}, {"\u202f", " "}, {"\u2028", "\n"}, {"\u200b", ""}, {"\u200c", ""}, {"\u200d", ""}, {"\u2060", ""}, {"\uFEFF", ""}} {
		if strings.HasPrefix(s, c.is) {
			return len(c.is), c.was
		}
	}
	return 0, ""
}

// misread is a letter of UTF-8 whose two bytes were taken for two characters of Windows-1251: "РћС€РёР±РєР°" was "Ошибка".
func misread(s string) (int, string) {
	first, n := utf8.DecodeRuneInString(s)
	second, m := utf8.DecodeRuneInString(s[n:])
	at := slices.Index(codePages[Windows1251], second)
	if second == 0x98 { // the one that stands for no character
		at = 0x18
	}
	if first != 'Р' && first != 'С' || at < 0 || at >= 0x40 {
		return 0, ""
	}
	r := rune(0x400 + 0x40*(first-'Р') + rune(at))
	if (r < 'А' || r > 'я') && r != 'Ё' && r != 'ё' {
		return 0, ""
	}
	return n + m, string(r)
}

func markdown(s string) (int, string) {
	switch {
	case strings.HasPrefix(s, `\\`):
		return 2, `\\`
	case len(s) > 1 && strings.IndexByte("_*[]", s[1]) >= 0:
		return 2, s[1:2]
	}
	return 0, ""
}

// typed are the characters that editors and messengers put in for those that were typed.
func typed(s string) (int, string) {
	for _, c := range [...]struct{ is, was string }{
		{"“", `"`}, {"”", `"`}, {"„", `"`}, {"‘", "'"}, {"’", "'"}, {"‑", "-"},
	} {
		if strings.HasPrefix(s, c.is) {
			return len(c.is), c.was
		}
	}
	return 0, ""
}

// rewritten is v with the escapes that begin with a byte undone everywhere.
func rewritten(v *View, lead byte, escape func(string) (int, string)) *View {
	b := NewBuilder(v)
	b.unescape(Span{0, len(v.Text)}, lead, escape)
	return b.View()
}

// plainEscape is escape for those that are hardly anything else: a path of Windows has \b and \x, too.
func plainEscape(s string) (int, string) {
	if len(s) > 1 && strings.IndexByte(`"\/'nru`, s[1]) >= 0 {
		return escape(s)
	}
	return 0, ""
}

// containsAny looks for words that begin with the same byte, which few texts have.
func containsAny(s string, lead byte, words ...string) bool {
	if strings.IndexByte(s, lead) < 0 {
		return false
	}
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
