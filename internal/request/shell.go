package request

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Command lines of the shells that browsers copy requests for: POSIX, cmd.exe and PowerShell.

// reader reads one pasted text and gathers what is to be said of it.
type reader struct {
	lang  string
	notes []string
}

func (r *reader) note(w words) {
	if s := w.in(r.lang); !slices.Contains(r.notes, s) {
		r.notes = append(r.notes, s)
	}
}

// words splits the command at the start of s into words as the shell that it looks to be written for does, and returns
// what stands behind the command.
func (r *reader) words(s string) (list []string, rest string) {
	line, _, _ := strings.Cut(s, "\n")
	switch line = strings.TrimRight(line, " \r\t"); {
	case strings.HasSuffix(line, "^") || strings.Contains(line, `^"`):
		return cmdWords(s)
	case strings.HasSuffix(line, "`"):
		return r.powerWords(s)
	}
	return r.posixWords(s)
}

// posix reads a command of POSIX shells and bash: quotation marks, backslashes and $'…'. What only a running shell knows
// stays as it is written.
type posix struct {
	*reader
	s    string
	i    int // what was read of it
	word strings.Builder
	open bool // a word has begun
	list []string
}

func (r *reader) posixWords(s string) (list []string, rest string) {
	p := posix{reader: r, s: s}
	for p.i < len(s) {
		c := s[p.i]
		switch {
		case c == '\\' && p.i+1 < len(s):
			p.escaped()
		case c == '\'':
			p.single()
		case c == '"':
			p.double()
		case c == '$' && strings.HasPrefix(s[p.i+1:], "'"):
			p.open = true
			p.i = min(p.i+2+ansiC(&p.word, s[p.i+2:]), len(s))
		case c == ' ' || c == '\t' || c == '\r':
			p.end()
			p.i++
		case strings.IndexByte("\n;|<>)`", c) >= 0:
			p.end()
			return p.list, s[p.i:]
		case c == '#' && !p.open:
			p.i += strings.IndexByte(s[p.i:]+"\n", '\n')
		case c == '&':
			if !p.open || p.i+1 >= len(s) || strings.IndexByte(" \t\r\n&", s[p.i+1]) >= 0 {
				p.end()
				return p.list, s[p.i:]
			}
			r.note(words{"An & stands outside quotation marks: a shell ends the command there, so that the rest of the address or body is not sent. It is read here as it was meant.", "Знак & стоит вне кавычек: оболочка закончит на нём команду, и остаток адреса или тела не будет отправлен. Здесь прочитано так, как задумано."})
			p.write(c)
		default:
			if c == '$' {
				r.variable(s[p.i:])
			}
			p.write(c)
		}
	}
	p.end()
	return p.list, ""
}

// write takes one byte as it stands into the word.
func (p *posix) write(c byte) {
	p.word.WriteByte(c)
	p.open = true
	p.i++
}

// end ends the word.
func (p *posix) end() {
	if p.open {
		p.list = append(p.list, p.word.String())
		p.word.Reset()
		p.open = false
	}
}

// escaped reads a backslash and what it stands before: at the end of a line the two are nothing.
func (p *posix) escaped() {
	p.i++
	switch rest := p.s[p.i:]; {
	case rest[0] == '\n':
		p.i++
	case strings.HasPrefix(rest, "\r\n"):
		p.i += 2
	default:
		p.write(rest[0])
	}
}

// neverClosed is said of a quotation mark.
var neverClosed = words{"A quotation mark is never closed: the command may be cut off.", "Кавычка не закрыта: возможно, команда обрезана."}

// single reads what stands in single quotation marks: as it is.
func (p *posix) single() {
	quoted, rest, closed := strings.Cut(p.s[p.i+1:], "'")
	if !closed {
		p.note(neverClosed)
	}
	p.word.WriteString(quoted)
	p.open, p.i = true, len(p.s)-len(rest)
}

// double reads what stands in double quotation marks, where a backslash escapes a few signs.
func (p *posix) double() {
	p.open = true
	s := p.s
	i := p.i + 1
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("\"\\$`\n", s[i+1]) >= 0 {
			i++
			if s[i] == '\n' {
				continue
			}
		} else if s[i] == '$' {
			p.variable(s[i:])
		}
		p.word.WriteByte(s[i])
	}
	if i >= len(s) {
		p.note(neverClosed)
	}
	p.i = i + 1
}

// variable notes a variable of the shell: its value is not in the paste.
func (r *reader) variable(s string) {
	if len(s) > 1 && (s[1] == '{' || s[1] == '(' || s[1] == '_' || s[1]|0x20 >= 'a' && s[1]|0x20 <= 'z') {
		r.note(words{"The command uses variables of the shell ($NAME): their values are not in the paste, fill them in.", "В команде переменные оболочки ($NAME): их значений в тексте нет, подставьте их."})
	}
}

// ansiC reads the inside of $'…' and returns how many bytes it and the closing mark take.
func ansiC(b *strings.Builder, s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\'':
			return i + 1
		case c != '\\' || i+1 >= len(s):
			b.WriteByte(c)
		default:
			i++
			if at := strings.IndexByte("abefnrtv", s[i]); at >= 0 {
				b.WriteByte("\a\b\x1b\f\n\r\t\v"[at])
				continue
			}
			digits, base, most := 0, 16, 2
			switch s[i] {
			case 'x':
			case 'u':
				most = 4
			case 'U':
				most = 8
			default:
				if s[i] < '0' || s[i] > '7' {
					b.WriteByte(s[i])
					continue
				}
				base, most = 8, 3
				i--
			}
			for digits < most && i+1+digits < len(s) && strings.IndexByte("0123456789abcdefABCDEF"[:base+base/16*6], s[i+1+digits]) >= 0 {
				digits++
			}
			n, err := strconv.ParseUint(s[i+1:i+1+digits], base, 32)
			switch {
			case err != nil: // no digit
				b.WriteByte('\\')
				b.WriteByte(s[i])
			case most <= 3:
				b.WriteByte(byte(n))
			default:
				b.Write(utf8.AppendRune(nil, rune(n)))
			}
			i += digits
		}
	}
	return len(s)
}

// cmdWords: first the carets, as cmd.exe takes them away outside quotation marks, then the words, as a C program on
// Windows finds them.
func cmdWords(s string) (list []string, rest string) {
	var line strings.Builder
	quoted := false
	i := 0
scan:
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == '^' && !quoted && i+1 < len(s):
			i++
			if s[i] == '\r' && i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			if s[i] == '\n' { // the caret before a line end escapes the first byte of the next line
				if i+1 < len(s) && (s[i+1] == '\n' || s[i+1] == '\r') {
					line.WriteByte('\n')
					if s[i+1] == '\r' && i+2 < len(s) && s[i+2] == '\n' {
						i++
					}
					i++
				}
				continue
			}
			line.WriteByte(s[i])
		case c == '"':
			quoted = !quoted
			line.WriteByte(c)
		case c == '\n' || !quoted && (c == '&' || c == '|' || c == '<' || c == '>'):
			break scan
		default:
			line.WriteByte(c)
		}
	}
	return argv(line.String()), s[i:]
}

// argv splits a command line as the C runtime of Windows does.
func argv(s string) []string {
	var list []string
	var b strings.Builder
	open, quoted := false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			n := 1
			for i+n < len(s) && s[i+n] == '\\' {
				n++
			}
			open = true
			if i+n < len(s) && s[i+n] == '"' {
				b.WriteString(strings.Repeat(`\`, n/2))
				if n%2 == 1 {
					b.WriteByte('"')
					n++
				}
			} else {
				b.WriteString(strings.Repeat(`\`, n))
			}
			i += n - 1
		case c == '"':
			open = true
			if quoted && i+1 < len(s) && s[i+1] == '"' {
				b.WriteByte('"')
				i++
			} else {
				quoted = !quoted
			}
		case !quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			if open {
				list = append(list, b.String())
				b.Reset()
				open = false
			}
		default:
			b.WriteByte(c)
			open = true
		}
	}
	if open {
		list = append(list, b.String())
	}
	return list
}

// powerWords: a backtick escapes, inside double quotation marks too; a doubled mark stands for one. A table @{…} is one
// word.
func (r *reader) powerWords(s string) (list []string, rest string) {
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '`' && strings.HasPrefix(strings.TrimLeft(s[i+1:], " \r"), "\n"):
			i += strings.IndexByte(s[i:], '\n') + 1
		case c == '\n' || c == ';' || c == '|' || c == '>':
			return list, s[i:]
		default:
			word, n := r.powerWord(s[i:])
			list = append(list, word)
			i += max(n, 1)
		}
	}
	return list, ""
}

func (r *reader) powerWord(s string) (word string, n int) {
	if strings.HasPrefix(s, "@{") {
		n := tableEnd(s)
		return s[:n], n
	}
	var b strings.Builder
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == '\'' || c == '"':
			text, n := r.powerString(s[i:])
			b.WriteString(text)
			i += n
		case c == '`' && i+1 < len(s) && s[i+1] != '\n' && s[i+1] != '\r':
			b.WriteByte(s[i+1])
			i += 2
		case strings.IndexByte(" \t\r\n;|>`", c) >= 0:
			return b.String(), i
		default:
			if c == '$' {
				r.variable(s[i:])
			}
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), i
}

// powerString reads a string of PowerShell that begins s, and returns its length with the marks.
func (r *reader) powerString(s string) (text string, n int) {
	mark := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == mark && i+1 < len(s) && s[i+1] == mark:
			b.WriteByte(c)
			i++
		case c == mark:
			return b.String(), i + 1
		case c == '`' && mark == '"' && i+1 < len(s):
			i++
			if at := strings.IndexByte("0abefnrtv", s[i]); at >= 0 {
				b.WriteByte("\x00\a\b\x1b\f\n\r\t\v"[at])
			} else {
				b.WriteByte(s[i])
			}
		default:
			if c == '$' && mark == '"' {
				r.variable(s[i:])
			}
			b.WriteByte(c)
		}
	}
	return b.String(), len(s)
}

// tableEnd is where the table @{…} that begins s ends.
func tableEnd(s string) int {
	for i := 2; i < len(s); i++ {
		switch s[i] {
		case '\'', '"':
			var r reader
			_, n := r.powerString(s[i:])
			i += n - 1
		case '}':
			return i + 1
		}
	}
	return len(s)
}

// table reads name = value pairs, separated by semicolons or line ends.
func (r *reader) table(s string) []Pair {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "@{"), "}")
	var pairs []Pair
	part := func(i int) (string, int) {
		for i < len(s) && strings.IndexByte(" \t\r\n;", s[i]) >= 0 {
			i++
		}
		var b strings.Builder
		for i < len(s) && strings.IndexByte("=;\n", s[i]) < 0 {
			if s[i] == '\'' || s[i] == '"' {
				text, n := r.powerString(s[i:])
				b.WriteString(text)
				i += n
				continue
			}
			if strings.IndexByte(" \t\r", s[i]) < 0 {
				b.WriteByte(s[i])
			}
			i++
		}
		return b.String(), i
	}
	for i := 0; i < len(s); {
		name, at := part(i)
		if at >= len(s) || s[at] != '=' {
			i = at + 1
			continue
		}
		value, after := "", at+1
		for after < len(s) && (s[after] == ' ' || s[after] == '\t') {
			after++
		}
		if after < len(s) && strings.IndexByte(";\n\r", s[after]) < 0 {
			value, after = r.tableValue(s, after)
		}
		pairs = append(pairs, Pair{name, value})
		i = after
	}
	return pairs
}

// tableValue reads a value up to the end of its line or a semicolon.
func (r *reader) tableValue(s string, i int) (string, int) {
	var b strings.Builder
	for i < len(s) && s[i] != ';' && s[i] != '\n' {
		if s[i] == '\'' || s[i] == '"' {
			text, n := r.powerString(s[i:])
			b.WriteString(text)
			i += n
			continue
		}
		if s[i] == '$' {
			r.variable(s[i:])
		}
		b.WriteByte(s[i])
		i++
	}
	return strings.TrimRight(b.String(), " \t\r"), i
}
