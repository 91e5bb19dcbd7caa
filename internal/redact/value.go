package redact

import (
	"bytes"
	"strings"
)

// quote is what opens or closes a value.
type quote struct {
	lit     string // the closing characters: ", ', u0022, &quot;, %22, ” …
	slashes int    // backslashes before them: JSON inside JSON has 1, inside that 3
}

func (q quote) ok() bool { return q.lit != "" }

// marks are quotes that are longer than a character. A mark closes with the second text.
var marks = [...][2]string{
	{"&quot;", "&quot;"}, {"&#34;", "&#34;"}, {"&#x22;", "&#x22;"}, {"&#39;", "&#39;"}, {"&#x27;", "&#x27;"}, {"&apos;", "&apos;"}, {"&amp;quot;", "&amp;quot;"},
	{"%22", "%22"}, {"%27", "%27"}, {"%5C%22", "%5C%22"}, {"%2522", "%2522"}, {"“", "”"}, {"”", "”"}, {"„", "“"}, {"‘", "’"}, {"’", "’"}, {"«", "»"},
}

// escapes are quotes as JSON and nginx write them behind a backslash.
var escapes = [...]string{"u0022", "u0027", "x22", "x27"}

// quoteAt reads an opening quote at i: n is its length, 0 for none. doubled takes "" for one quote, as in CSV.
func (s *scan) quoteAt(i int, doubled bool) (q quote, n int) {
	c := s.at(i)
	switch {
	case c == '"' && doubled && s.at(i+1) == '"':
		return quote{lit: `""`}, 2
	case isQuote(c):
		return quote{lit: single(c)}, 1
	case c == '\\':
		r := s.slashes(i)
		if r > 31 {
			return quote{}, 0
		}
		if c := s.at(i + r); isQuote(c) {
			return quote{lit: single(c), slashes: r}, r + 1
		}
		for _, e := range escapes {
			if s.has(i+r, e) {
				return quote{lit: e, slashes: r}, r + len(e)
			}
		}
	case c == '&' || c == '%' || c == 0xe2 || c == 0xc2: // the last: typographic ones
		for _, m := range marks {
			if s.has(i, m[0]) {
				return quote{lit: m[1]}, len(m[0])
			}
		}
	}
	return quote{}, 0
}

// single is a quote as a text, without making a new one.
func single(c byte) string {
	switch c {
	case '"':
		return `"`
	case '\'':
		return "'"
	}
	return "`"
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// slashes counts the backslashes at i.
func (s *scan) slashes(i int) int {
	n := 0
	for n < ahead && s.at(i+n) == '\\' {
		n++
	}
	return n
}

// closes reports whether the quote ends at i, where r backslashes stand: bytes of them are the value's.
func (q quote) closes(s *scan, i, r int) (own int, ok bool) {
	if !s.has(i+r, q.lit) {
		return 0, false
	}
	if r < q.slashes {
		return 0, len(q.lit) == 1 // the quote around what this is quoted in
	}
	// Of r backslashes slashes are the closing quote's own; the rest must be whole backslashes of the value.
	if own = r - q.slashes; own/(q.slashes+1)%2 != 0 {
		return 0, false
	}
	return own, true
}

// shape is how far a value goes.
type shape uint8

const (
	word shape = iota // to white space or a separator
	line              // to the end of the line, as in a configuration file
	rest              // to the end of the line whatever stands there: a header
	text              // to the next tag
	jwt               // as long as it is one
	pem               // to the END line
)

// extent finds the end of a value. It can be asked piece by piece.
type extent struct {
	shape   shape
	quote   quote
	enc     int  // times the separators around are percent-encoded
	width   int  // bytes since the value or its last line began
	dots    int  // of a jwt
	other   bool // the value holds characters no token has
	wrapped bool // the value goes on over a line break
}

// end reads the value on from i, at most to about stop.
func (x *extent) end(s *scan, i, stop int) (end int, ended bool) {
	switch {
	case x.shape == pem:
		end, ended = x.pemEnd(s, i, stop)
	case x.shape == jwt:
		end, ended = x.jwtEnd(s, i, stop)
	case x.quote.ok():
		end, ended = x.quotedEnd(s, i, stop)
	default:
		end, ended = x.bareEnd(s, i, stop)
	}
	if end >= len(s.buf) {
		return len(s.buf), true // only the end of the text is as near as that
	}
	return end, ended
}

func (x *extent) take(c byte) {
	x.width++
	if !isTokenByte(c) {
		x.other = true
	}
}

func (x *extent) quotedEnd(s *scan, i, stop int) (int, bool) {
	for i < stop && i < len(s.buf) {
		c := s.buf[i]
		switch {
		case c == '\\':
			r := s.slashes(i)
			if own, ok := x.quote.closes(s, i, r); ok {
				return i + own, true
			}
			x.other = true
			i += r
			if r%2 == 1 && !isQuote(s.at(i)) || r > x.quote.slashes && isQuote(s.at(i)) {
				i++ // what it escapes
			}
			continue
		case c == '\n' || c == '\r':
			next, ok := x.wraps(s, i)
			if !ok {
				return i, true
			}
			i = next
			continue
		case c >= 0xc0 && c == x.quote.lit[0]: // a typographic one opens and closes, however it is turned
			if q, _ := s.quoteAt(i, false); q.ok() {
				return i, true
			}
		case c == x.quote.lit[0]:
			if own, ok := x.quote.closes(s, i, 0); ok {
				// SQL and YAML write a quote inside quotes twice.
				if x.quote.lit == "'" && own == 0 && s.at(i+1) == '\'' && isWordByte(s.at(i+2)) {
					i += 2
					x.other = true
					continue
				}
				return i, true
			}
		}
		x.take(c)
		i++
	}
	return i, false
}

func (x *extent) bareEnd(s *scan, i, stop int) (int, bool) {
	for i < stop && i < len(s.buf) {
		c := s.buf[i]
		switch {
		case c == 0:
			return i, true
		case c == '\n' || c == '\r':
			next, ok := x.wraps(s, i)
			if !ok {
				return i, true
			}
			i = next
			continue
		case x.shape == text:
			if c == '<' {
				return i, true
			}
		case x.shape == rest:
			if c == '\\' && s.escapedBreak(i) {
				return i, true
			}
		case c == ' ' || c == '\t':
			if x.shape != line || !s.sameValue(i) {
				return i, true
			}
		case c == '<' || c == '>' || c == '"' || c == '`':
			return i, true
		case c == '\'':
			if !isWordByte(s.at(i + 1)) {
				return i, true
			}
		case c == '\\':
			if s.escapedBreak(i) {
				return i, true
			}
			if q, _ := s.quoteAt(i, false); q.ok() {
				return i, true
			}
		case c == '&':
			if s.parameter(i + 1) {
				return i, true
			}
		case c == ',' || c == ';' || c == ')' || c == ']' || c == '}' || c == '|':
			if s.breaks(i + 1) {
				return i, true
			}
		case c == '%' && x.enc > 0:
			if s.encodedEnd(i, x.enc) {
				return i, true
			}
		case c >= 0x80:
			if q, n := s.quoteAt(i, false); n > 0 && q.ok() {
				return i, true
			}
		}
		x.take(c)
		i++
	}
	return i, false
}

// escapedBreak reports whether a line break stands at i as it is written inside a string.
func (s *scan) escapedBreak(i int) bool {
	r := s.slashes(i)
	c, d := s.at(i+r), s.at(i+r+1)
	return (c == 'n' || c == 'r' && (d == '\\' || d == '"')) && r%2 == 1
}

// sameValue reports whether a value with blanks in it goes on behind those at i: no comment, no other name follows.
func (s *scan) sameValue(i int) bool {
	from := i
	for s.at(i) == ' ' || s.at(i) == '\t' {
		if i++; i-from > 64 {
			return false
		}
	}
	c := s.at(i)
	if c == 0 || c == '\n' || c == '\r' || c == '#' || c == '-' || c == '/' || isQuote(c) || c == '|' || c == '&' || c == '>' || c == '(' {
		return false
	}
	for j := i; j-i < 128; j++ {
		switch c := s.at(j); c {
		case 0, ' ', '\t', '\n', '\r':
			return true
		case '=', ':', '"', '{':
			return false
		}
	}
	return true
}

// parameter reports whether behind an & at i-1 the next parameter of a form begins, or the form ends.
func (s *scan) parameter(i int) bool {
	if s.has(i, "amp;") {
		return true
	}
	for j := i; j-i < 96; j++ {
		c := s.at(j)
		switch {
		case c == '=' || c == ';':
			return j > i
		case c == '%' && (s.at(j+1) == '3' || s.at(j+1) == '5'):
			return j > i
		case isWordByte(c) || c == '-' || c == '.' || c == '[' || c == ']':
		case c == '&':
			return true
		default:
			return j == i || c <= ' ' || isQuote(c)
		}
	}
	return false
}

// breaks reports whether a comma or a closing bracket before i ends a value: white space, another bracket, a quote or
// a name with its value follows.
func (s *scan) breaks(i int) bool {
	c := s.at(i)
	if c <= ' ' || isQuote(c) || strings.IndexByte(",;)]}[({<>&|.\\", c) >= 0 {
		return true
	}
	for j := i; j-i < 64; j++ {
		c := s.at(j)
		if c == '=' || c == ':' {
			return j > i
		}
		if !isWordByte(c) && c != '-' && c != '.' {
			return false
		}
	}
	return false
}

// encodedEnd reports whether a separator that is percent-encoded enc times stands at i: & " blank # , } ; ' or a line
// break.
func (s *scan) encodedEnd(i, enc int) bool {
	i++
	for ; enc > 1 && s.has(i, "25"); enc-- {
		i += 2
	}
	a, b := s.at(i), s.at(i+1)|0x20
	switch a {
	case '2':
		return b == '6'|0x20 || b == '2'|0x20 || b == '0'|0x20 || b == '3'|0x20 || b == 'c' || b == '7'|0x20
	case '7':
		return b == 'd'
	case '3':
		return b == 'b'
	case '0':
		return b == 'a' || b == 'd'
	}
	return false
}

// wraps reports whether a token goes on in the line behind the break at i, as a terminal or a mail program wraps it.
func (x *extent) wraps(s *scan, i int) (next int, ok bool) {
	if x.other || x.width < 40 || x.shape == rest || x.shape == text {
		return 0, false
	}
	j := i
	if s.at(j) == '\r' {
		j++
	}
	if s.at(j) == '\n' {
		j++
	}
	for n := 0; (s.at(j) == ' ' || s.at(j) == '\t') && n < 64; n++ {
		j++
	}
	k := j
	for k-j < ahead/2 && isTokenByte(s.at(k)) {
		k++
	}
	n := k - j
	piece := s.slice(j, k)
	c := s.at(k)
	closed := x.quote.ok() && s.has(k, x.quote.lit)
	switch {
	case n == 0 || bytes.HasPrefix(piece, []byte("eyJ")) || bytes.HasPrefix(piece, []byte("redacted-")):
		return 0, false
	case n >= ahead/2, closed:
	case c != '\n' && c != '\r' && c != 0 && c != '\\' && c != ',' && !isQuote(c):
		return 0, false
	case n >= 16 && random(piece, 16):
	case x.wrapped && n <= x.width && !letters(piece):
	default:
		return 0, false
	}
	x.width, x.wrapped = 0, true
	return j, true
}

func (x *extent) jwtEnd(s *scan, i, stop int) (int, bool) {
	for i < stop && i < len(s.buf) {
		from := i
		for end := min(stop, len(s.buf)); i < end && (wordBytes[s.buf[i]] || s.buf[i] == '-'); {
			i++
		}
		if x.width += i - from; i > from {
			continue
		}
		c := s.buf[i]
		switch {
		case c == '.':
			// A full stop behind a token is the sentence's.
			if !isTokenByte(s.at(i + 1)) {
				return i, true
			}
			x.dots++
		case isTokenByte(c) && c != '=':
		case c == '=':
			if x.width == 0 || isWordByte(s.at(i+1)) {
				return i, true
			}
		case c == '\n' || c == '\r':
			next, ok := x.wraps(s, i)
			if !ok {
				return i, true
			}
			i = next
			continue
		case x.dots < 2 && c > ' ' && c != '"' && c != '\'' && c != '&' && c != ',' && c != '\\' && c != '<' && c != ';' && c != ')' && random(s.slice(i+1, i+17), 16) && s.tokens(i+1, 16):
			// A misread character inside a token.
		default:
			return i, true
		}
		x.width++
		i++
	}
	return i, false
}

// tokens reports whether n token characters stand at i.
func (s *scan) tokens(i, n int) bool {
	for k := range n {
		if !isTokenByte(s.at(i + k)) {
			return false
		}
	}
	return true
}

// pemEnd goes up to the END line of a private key. A key that was cut off ends with the first line that can be none of it.
func (x *extent) pemEnd(s *scan, i, stop int) (int, bool) {
	for i < stop && i < len(s.buf) {
		switch c := s.buf[i]; {
		case c == '-' && s.has(i, "-----END"):
			return i, true
		case x.quote.ok() && c == x.quote.lit[0]:
			return i, true
		case c == '\n':
			if !s.keyLine(i + 1) {
				return i, true
			}
		}
		i++
	}
	return i, false
}

// keyLine reports whether the line at i can stand inside a PEM block: base64, a header, or nothing.
func (s *scan) keyLine(i int) bool {
	l, after, _ := bytes.Cut(s.slice(i, i+ahead/2), newline)
	after, _, _ = bytes.Cut(after, newline)
	for _, sign := range [...]string{"-----END", "Proc-Type:", "DEK-Info:"} {
		if bytes.Contains(l, []byte(sign)) {
			return true
		}
	}
	l = bytes.TrimRight(l, " \t\r\"',+\\;")
	if n := bytes.LastIndexAny(l, " |>\t\"'"); n >= 0 { // what stands before every line of a container's log
		l = l[n+1:]
	}
	l = bytes.TrimSuffix(l, []byte(`\n`))
	for _, c := range l {
		if !isTokenByte(c) {
			return false
		}
	}
	return len(l) == 0 || len(l) >= 40 || bytes.Contains(after, []byte("-----END"))
}

// The bytes of words and of tokens.
var wordBytes, tokenBytes = func() (word, token [256]bool) {
	for c := range 256 {
		word[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
		token[c] = word[c] || c == '-' || c == '.' || c == '+' || c == '/' || c == '=' || c == '~'
	}
	return word, token
}()

func isTokenByte(c byte) bool { return tokenBytes[c] }
func isWordByte(c byte) bool  { return wordBytes[c] }

// random reports whether a value looks made by a machine: letters and digits mixed, or case changing all the time.
func random(v []byte, least int) bool {
	if len(v) < least {
		return false
	}
	digits, lowers, uppers, turns := 0, 0, 0, 0
	for i, c := range v {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z':
			lowers++
		case c >= 'A' && c <= 'Z':
			if uppers++; i > 0 && v[i-1] >= 'a' && v[i-1] <= 'z' {
				turns++
			}
		case c <= ' ':
			return false
		}
	}
	return digits > 0 && lowers+uppers > 0 || digits == len(v) && digits >= 8 || turns >= 2 && len(v) >= 12 && lowers+uppers == len(v) || turns >= 3
}

// letters reports whether v is a word of some language: no digits, no signs but at its end.
func letters(v []byte) bool {
	v = bytes.TrimRight(v, ".,:;!?")
	for _, c := range v {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 || c == '\'' || c == '-') {
			return false
		}
	}
	return true
}
