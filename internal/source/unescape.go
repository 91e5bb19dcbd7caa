package source

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Unescape is the View of the bytes s of v, the inside of a string literal, with its backslash escapes undone
// (JSON, JavaScript, Python, Go and logfmt agree on all but the rarest).
func Unescape(v *View, s Span) *View { return unescaped(v, s, '\\', escape) }

// UnescapeEntities is the View of the bytes s of v with HTML's character references undone.
func UnescapeEntities(v *View, s Span) *View { return unescaped(v, s, '&', entity) }

// UnescapePercent is the View of the bytes s of v with its percent encoding undone (RFC 3986 section 2.1).
func UnescapePercent(v *View, s Span) *View { return unescaped(v, s, '%', percent) }

// UnescapeCSV is the View of the bytes s of v with the doubled quotation marks of CSV undone (RFC 4180 section 2).
func UnescapeCSV(v *View, s Span) *View {
	return unescaped(v, s, '"', doubled)
}

func doubled(s string) (int, string) {
	if strings.HasPrefix(s, `""`) {
		return 2, `"`
	}
	return 0, ""
}

// Decoded is the View that shows text, which stands encoded under s of v.
func Decoded(v *View, s Span, text string) *View {
	b := NewBuilder(v)
	b.Replace(s, text)
	return b.opened()
}

func unescaped(v *View, s Span, lead byte, escape func(string) (int, string)) *View {
	b := NewBuilder(v)
	b.unescape(s, lead, escape)
	return b.opened()
}

// opened is the View of the inside of a string of the one it was built from.
func (b *Builder) opened() *View {
	u := b.View()
	u.Depth++
	return u
}

// UnescapeString undoes the backslash escapes of s.
func UnescapeString(s string) string {
	var b strings.Builder
	start := 0
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '\\')
		if next < 0 {
			break
		}
		i += next
		n, plain := escape(s[i:])
		if n == 0 {
			i++
			continue
		}
		b.WriteString(s[start:i])
		b.WriteString(plain)
		i += n
		start = i
	}
	if start == 0 {
		return s
	}
	b.WriteString(s[start:])
	return b.String()
}

// Unescape takes the bytes s of the underlying view over with their backslash escapes undone.
func (b *Builder) Unescape(s Span) { b.unescape(s, '\\', escape) }

// unescape is Unescape for the escapes that begin with a byte.
func (b *Builder) unescape(s Span, lead byte, escape func(string) (int, string)) {
	b.text = slices.Grow(b.text, s.Len())
	text := b.of.Text[:s.End]
	start := s.Start
	for i := s.Start; i < s.End; {
		next := strings.IndexByte(text[i:], lead)
		if next < 0 {
			break
		}
		i += next
		n, plain := escape(text[i:])
		if n == 0 {
			i++
			continue
		}
		b.Keep(Span{start, i})
		b.Replace(Span{i, i + n}, plain)
		i += n
		start = i
	}
	b.Keep(Span{start, s.End})
}

// escape reads one escape at the start of s: its length and what it stands for; 0 if it is none.
func escape(s string) (int, string) {
	if len(s) < 2 {
		return 0, ""
	}
	switch s[1] {
	case '"', '\\', '/', '\'', '`':
		return 2, s[1:2]
	case 'n':
		return 2, "\n"
	case 't':
		return 2, "\t"
	case 'r':
		return 2, ""
	case 'b', 'f':
		return 2, " "
	case 'x':
		if r, ok := hexRune(s, 2, 4); ok && r < 0x80 {
			return 4, string(r)
		}
	case 'u':
		r, ok := hexRune(s, 2, 6)
		if !ok {
			return 0, ""
		}
		if r >= 0xd800 && r < 0xdc00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
			if low, ok := hexRune(s, 8, 12); ok && low >= 0xdc00 && low < 0xe000 {
				return 12, string((r-0xd800)<<10 + (low - 0xdc00) + 0x10000)
			}
		}
		if !utf8.ValidRune(r) {
			r = utf8.RuneError
		}
		return 6, string(r)
	}
	return 0, ""
}

// entities are the named character references that stand in the page of an error.
var entities = [...]struct{ name, text string }{{"&quot;", `"`}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&apos;", "'"}, {"&nbsp;", " "}}

// entity reads one character reference at the start of s.
func entity(s string) (int, string) {
	for _, e := range entities {
		if strings.HasPrefix(s, e.name) {
			return len(e.name), e.text
		}
	}
	end := strings.IndexByte(s[:min(len(s), 10)], ';')
	if end < 3 || s[1] != '#' {
		return 0, ""
	}
	digits, base := s[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, ""
	}
	return end + 1, string(rune(n))
}

// percent reads the encoded bytes of one character at the start of s.
func percent(s string) (int, string) {
	var encoded [utf8.UTFMax]byte
	for n := range encoded {
		r, ok := hexRune(s, 3*n+1, 3*n+3)
		if !ok || s[3*n] != '%' {
			break
		}
		encoded[n] = byte(r)
		if utf8.FullRune(encoded[:n+1]) {
			if r, size := utf8.DecodeRune(encoded[:n+1]); r != utf8.RuneError && size == n+1 {
				return 3 * size, string(r)
			}
			break
		}
	}
	return 0, ""
}

func hexRune(s string, from, to int) (rune, bool) {
	if len(s) < to {
		return 0, false
	}
	n, err := strconv.ParseUint(s[from:to], 16, 32)
	return rune(n), err == nil
}
