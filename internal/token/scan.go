package token

import (
	"bytes"
	"encoding/json"
	"slices"
	"unicode/utf8"
)

// object is the result of reading a JSON object that may break off or break.
type object struct {
	members  []Member
	object   bool   // it begins like one
	complete bool   // it ends like one, and nothing follows
	stop     int    // byte where reading stopped, when not complete
	why      string // "" at the end of the bytes (cut off), else a damage code
	bad      []int  // bytes that are not UTF-8 inside members that were left out
	bytes    []byte
}

// scanObject reads the members of a JSON object as far as they are certain: a member counts
// once its value is whole and followed by what must follow. Unlike encoding/json it keeps
// the order, gives what precedes a break, and does not replace invalid UTF-8.
func scanObject(b []byte) object {
	o := object{bytes: b}
	whole := -1 // members before the first that is not UTF-8
	stop := func(at int, why string) object {
		o.stop, o.why = at, why
		if whole >= 0 {
			o.members = o.members[:whole]
			o.stop, o.why = o.bad[0], "not_utf8"
		}
		o.bad = nil
		return o
	}
	i := skipSpace(b, 0)
	if i == len(b) {
		return stop(i, "")
	}
	if b[i] != '{' {
		return stop(i, "not_json")
	}
	i = skipSpace(b, i+1)
	o.object = i == len(b) || b[i] == '"' || b[i] == '}'
	if i < len(b) && b[i] == '}' {
		return o.close(b, i, stop)
	}
	for {
		i = skipSpace(b, i)
		s := scanner{b: b, bad: -1}
		nameAt := i
		nameEnd, why := s.str(i)
		if why != "" {
			return stop(nameEnd, why.damage())
		}
		i = skipSpace(b, nameEnd)
		if i == len(b) {
			return stop(i, "")
		}
		if b[i] != ':' {
			return stop(i, "not_json")
		}
		at := skipSpace(b, i+1)
		end, why := s.value(at)
		if why != "" {
			return stop(end, why.damage())
		}
		i = skipSpace(b, end)
		if i < len(b) && b[i] != ',' && b[i] != '}' {
			return stop(i, "not_json")
		}
		if s.bad >= 0 {
			if whole < 0 {
				whole = len(o.members)
			}
			o.bad = append(o.bad, s.bad)
		} else {
			o.members = append(o.members, Member{unquote(b[nameAt:nameEnd]), compact(b[at:end])})
		}
		if i == len(b) {
			return stop(i, "")
		}
		if b[i] == '}' {
			return o.close(b, i, stop)
		}
		i++
	}
}

func (o *object) close(b []byte, i int, stop func(int, string) object) object {
	if i = skipSpace(b, i+1); i < len(b) {
		return stop(i, "not_json")
	}
	o.complete = len(o.bad) == 0
	if !o.complete {
		o.stop, o.why = o.bad[0], "not_utf8"
	}
	return *o
}

// unquote undoes a scanned JSON string.
func unquote(q []byte) string {
	if bytes.IndexByte(q, '\\') < 0 {
		return string(q[1 : len(q)-1])
	}
	var s string
	_ = json.Unmarshal(q, &s) // cannot fail: the scanner took it
	return s
}

// compact removes white space outside strings; the value is known to be well formed.
func compact(v []byte) json.RawMessage {
	if v[0] != '{' && v[0] != '[' || !slices.ContainsFunc([]byte(" \t\n\r"), func(c byte) bool { return bytes.IndexByte(v, c) >= 0 }) {
		return v // nothing to remove
	}
	out := make([]byte, 0, len(v))
	inString := false
	for i := 0; i < len(v); i++ {
		c := v[i]
		switch {
		case inString && c == '\\':
			out = append(out, c)
			i++
			c = v[i]
		case c == '"':
			inString = !inString
		case !inString && isSpace(c):
			continue
		}
		out = append(out, c)
	}
	return out
}

type stopped string

const (
	atEnd   stopped = "end"
	control stopped = "control_character"
	syntax  stopped = "not_json"
)

func (s stopped) damage() string {
	if s == atEnd {
		return ""
	}
	return string(s)
}

// scanner walks strict JSON (RFC 8259) without recursion: nesting is as deep as memory allows.
type scanner struct {
	b   []byte
	bad int // first byte inside a string that is not UTF-8, -1 while there is none
}

// value returns the end of the value at i, or where it stopped being JSON and why.
func (s *scanner) value(i int) (int, stopped) {
	b := s.b
	var open []byte
	needKey := false
	for {
		i = skipSpace(b, i)
		if i == len(b) {
			return i, atEnd
		}
		if needKey {
			var why stopped
			if i, why = s.str(i); why != "" {
				return i, why
			}
			if i = skipSpace(b, i); i == len(b) {
				return i, atEnd
			}
			if b[i] != ':' {
				return i, syntax
			}
			i, needKey = skipSpace(b, i+1), false
			continue
		}
		var why stopped
		switch c := b[i]; {
		case c == '{' || c == '[':
			closer := c + 2 // ASCII: '[' + 2 = ']', '{' + 2 = '}'
			open = append(open, closer)
			if i = skipSpace(b, i+1); i < len(b) && b[i] == closer {
				break // closed below
			}
			needKey = c == '{'
			continue
		case c == '"':
			i, why = s.str(i)
		case c == '-' || '0' <= c && c <= '9':
			i, why = s.number(i)
		default:
			i, why = s.word(i)
		}
		if why != "" {
			return i, why
		}
		for {
			if len(open) == 0 {
				return i, ""
			}
			if i = skipSpace(b, i); i == len(b) {
				return i, atEnd
			}
			if b[i] != open[len(open)-1] {
				break
			}
			open = open[:len(open)-1]
			i++
		}
		if b[i] != ',' {
			return i, syntax
		}
		needKey = open[len(open)-1] == '}'
		i++
	}
}

// str returns the index after the closing quote.
func (s *scanner) str(i int) (int, stopped) {
	b := s.b
	if i == len(b) {
		return i, atEnd
	}
	if b[i] != '"' {
		return i, syntax
	}
	for i++; i < len(b); {
		switch c := b[i]; {
		case c == '"':
			return i + 1, ""
		case c < 0x20:
			return i, control
		case c == '\\':
			n, why := escape(b, i)
			if why != "" {
				return i, why
			}
			i += n
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n == 1 {
				if !utf8.FullRune(b[i:]) {
					return len(b), atEnd // the cut went through a letter
				}
				if s.bad < 0 {
					s.bad = i
				}
			}
			i += n
		}
	}
	if s.bad >= 0 {
		return s.bad, "not_utf8"
	}
	return i, atEnd
}

// escape returns the length of the escape sequence at i.
func escape(b []byte, i int) (int, stopped) {
	if i+1 == len(b) {
		return 0, atEnd
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, ""
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if k >= len(b) {
				return 0, atEnd
			}
			if unhex(b[k]) < 0 {
				return 0, syntax
			}
		}
		return 6, ""
	}
	return 0, syntax
}

func (s *scanner) number(i int) (int, stopped) {
	b := s.b
	digits := func() bool {
		from := i
		for i < len(b) && '0' <= b[i] && b[i] <= '9' {
			i++
		}
		return i > from
	}
	end := func() (int, stopped) {
		if i == len(b) {
			return i, atEnd // more digits may have followed
		}
		return i, syntax
	}
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if !digits() {
		return end()
	}
	if i < len(b) && b[i] == '.' {
		i++
		if !digits() {
			return end()
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return end()
		}
	}
	if i == len(b) {
		return i, atEnd
	}
	return i, ""
}

func (s *scanner) word(i int) (int, stopped) {
	for _, w := range [...]string{"true", "false", "null"} {
		if s.b[i] != w[0] {
			continue
		}
		for k := range len(w) {
			if i+k == len(s.b) {
				return i + k, atEnd
			}
			if s.b[i+k] != w[k] {
				return i + k, syntax
			}
		}
		return i + len(w), ""
	}
	return i, syntax
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func skipSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
