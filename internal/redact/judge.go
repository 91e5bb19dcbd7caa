package redact

import (
	"bytes"
	"strconv"
	"strings"
)

// holders are words that stand where a secret was left out or has not been filled in: masking them would hide what a
// reader needs to see.
var holders = wordSet(`null undefined nil none nan true false protected empty optional.empty include same-origin omit object
	redacted filtered hidden masked removed omitted censored elided scrubbed`)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// Placeholder reports whether a value holds no secret: nothing, a mask, a variable's name.
func Placeholder(value string) bool { return placeholder([]byte(value)) }

// placeholder reports whether v holds no secret: nothing, a mask, a variable's name.
func placeholder(v []byte) bool {
	t := bytes.TrimSpace(v)
	if len(t) == 0 {
		return true
	}
	if len(t) < 24 && holders[string(lower(bytes.Trim(t, "-<>[](){}*_~ ")))] {
		return true
	}
	if holdsOurs(v) {
		return true
	}
	switch {
	case len(t) <= 24 && bytes.Contains(t, []byte("…")): // eyJhbG…: what is there gives nothing away
		return true
	case len(t) >= 3 && len(bytes.Trim(t, "*xX.•…#-_?")) == 0,
		bytes.HasPrefix(t, []byte("${")) && t[len(t)-1] == '}', bytes.HasPrefix(t, []byte("{{")) && bytes.HasSuffix(t, []byte("}}")),
		bytes.HasPrefix(t, []byte("$(")), bytes.HasPrefix(t, []byte("[object ")), bytes.HasPrefix(t, []byte("process.env.")), bytes.HasPrefix(t, []byte("os.environ")),
		len(t) == 2 && t[0] == '%' && isLetter(t[1]):
		return true
	case t[0] == '<' && t[len(t)-1] == '>':
		return letters(bytes.ReplaceAll(bytes.ReplaceAll(t[1:len(t)-1], []byte(" "), nil), []byte("_"), nil))
	case t[0] == '$' && len(t) > 1:
		for _, c := range t[1:] {
			if !(c >= 'A' && c <= 'Z' || c == '_') {
				return false
			}
		}
		return true
	}
	return false
}

// ours reads a word that this package put into a text.
func ours(v []byte) (kind string, number int, ok bool) {
	t, found := bytes.CutPrefix(v, []byte("redacted-"))
	if !found || len(t) > 40 {
		return "", 0, false
	}
	k, n, found := bytes.Cut(t, []byte("-"))
	if !found || len(n) == 0 || len(n) > 9 {
		return "", 0, false
	}
	for _, c := range k {
		if !(c >= 'a' && c <= 'z' || c == '_') {
			return "", 0, false
		}
	}
	for _, c := range n {
		if !isDigit(c) {
			return "", 0, false
		}
	}
	number, _ = strconv.Atoi(string(n))
	return string(k), number, len(k) > 0
}

// holdsOurs reports whether a word of this package stands in v: what is around it was looked at when it was put there.
func holdsOurs(v []byte) bool {
	for {
		i := bytes.Index(v, []byte("redacted-"))
		if i < 0 {
			return false
		}
		v = v[i:]
		end := 0
		for end < len(v) && end < 48 && (isWordByte(v[end]) || v[end] == '-') {
			end++
		}
		if _, _, ok := ours(v[:end]); ok {
			return true
		}
		v = v[1:]
	}
}

func (c *context) isSecret(v []byte) bool {
	if placeholder(v) {
		return false
	}
	if !c.quote.ok() && c.sep == '=' && c.spaced && callOf(v) {
		return false // token = fetch_token(…): a program's text
	}
	if c.sep == ',' || c.enc > 0 && c.sep == ':' && !c.named.ok() {
		return random(v, 8)
	}
	return c.class.secret(c, v)
}

// callOf: name(…
func callOf(v []byte) bool {
	n := 0
	for n < len(v) && (isWordByte(v[n]) || v[n] == '.') {
		n++
	}
	return n > 0 && n < len(v) && v[n] == '('
}

func isPassword(c *context, v []byte) bool {
	switch {
	case !c.quote.ok() && c.class != &classes.password && bytes.EqualFold(v, []byte(c.class.kind)):
		return false // client_secret=client_secret: a program's text
	case c.sentence():
		return !letters(v)
	case c.pwd && !c.quote.ok() && v[0] == '/':
		return false // PWD=/srv/app: the working directory
	case len(v) == 1 && (v[0] == '{' || v[0] == '(' || v[0] == '|' || v[0] == '+'):
		return false // the value stands further on
	case !c.quote.ok() && (v[0] == '{' || v[0] == '('):
		return false
	}
	return true
}

func isToken(c *context, v []byte) bool {
	switch {
	case len(v) < 4 && c.class == &classes.token, bytes.EqualFold(v, []byte("token")): // token: Token is not active
		return false
	case c.sentence():
		return random(v, 8)
	case !c.quote.ok() && (v[0] == '{' || v[0] == '(' || v[0] == '['):
		return false
	case !c.quote.ok() && isNumber(v) && len(v) < 6:
		return false
	}
	return true
}

// isCode judges the value of a parameter that is called code and nothing else: statuses and error codes are, too.
func isCode(c *context, v []byte) bool {
	if len(v) < 6 || bytes.IndexByte(v, ' ') >= 0 {
		return false
	}
	if c.inQuery || c.enc > 0 {
		return !errorWord(v)
	}
	if isNumber(v) {
		return len(v) >= 7
	}
	if !c.quote.ok() && c.spaced && letters(v) {
		return false // code = StatusPartialContent
	}
	return len(v) >= 14 && !errorWord(v)
}

// errorWord: invalid_grant, ECONNREFUSED, AADSTS50011, ORA-00942, E0000011, TS2304.
func errorWord(v []byte) bool {
	t := bytes.TrimLeft(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-.")
	if len(t) < len(v) && len(v) < 24 && len(bytes.Trim(t, "0123456789")) == 0 {
		return true
	}
	return letters(bytes.ReplaceAll(v, []byte("_"), nil)) && !random(v, 12) || len(v) > 3 && bytes.IndexByte(v, '/') > 0 && letters(bytes.ReplaceAll(bytes.ReplaceAll(v, []byte("/"), nil), []byte("_"), nil))
}

func isKey(c *context, v []byte) bool {
	if c.sentence() {
		return random(v, 12)
	}
	return len(v) >= 8 && (c.quote.ok() || v[0] != '{' && v[0] != '(' && v[0] != '[')
}

func isSession(c *context, v []byte) bool { return random(v, 8) }

// isSeed: the words of a wallet's seed are letters; a random generator's seed is a number.
func isSeed(c *context, v []byte) bool {
	return len(v) >= 16 && !c.sentence() && !isNumber(v)
}
