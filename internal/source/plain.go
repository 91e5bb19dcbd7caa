package source

import "strings"

// Plain is v as a person reads it, for words to be looked for: the backslash escapes of string literals, which may stand
// within each other, and the character references of pages are undone wherever they stand.
func Plain(v *View) *View {
	for range 3 {
		if !containsAny(v.Text, `\"`, `\n`, `\u0`) {
			break
		}
		v = rewritten(v, '\\', plainEscape)
	}
	if containsAny(v.Text, "&quot;", "&#", "&lt;", "&gt;", "&apos;") {
		v = rewritten(v, '&', entity)
	}
	return v
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

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
