package request

import "strings"

// fetch reads the arguments of a fetch call, as a browser copies it or a program has it: fetch("url", {method, headers,
// body}). It returns the request and how many bytes it read.
func (r *reader) fetch(s string) (HTTP, int) {
	j := &script{s: s, reader: r}
	address, ok := j.value().text()
	if !ok || !strings.Contains(address, "://") {
		return HTTP{}, j.at
	}
	q := HTTP{Method: "GET", URL: address, Headers: []Pair{}}
	j.space()
	if j.at < len(s) && s[j.at] == ',' {
		j.at++
		options := j.value()
		for _, m := range options.members {
			switch strings.ToLower(m.name) {
			case "method":
				if v, ok := m.value.text(); ok {
					q.Method = strings.ToUpper(v)
				}
			case "headers":
				for _, h := range m.value.members {
					if v, ok := h.value.text(); ok {
						q.Headers = append(q.Headers, Pair{h.name, v})
					}
				}
			case "body":
				if v, ok := m.value.text(); ok {
					q.Body = v
					break
				}
				var pairs []Pair
				for _, p := range m.value.members {
					v, _ := p.value.text()
					pairs = append(pairs, Pair{p.name, v})
				}
				if m.value.json {
					q.Body = jsonText(pairs)
				} else {
					q.Body = EncodePairs(pairs)
					if len(pairs) > 0 && q.Header("Content-Type") == "" {
						q.Headers = append(q.Headers, Pair{"Content-Type", FormType})
					}
				}
			}
		}
	}
	return q, j.at
}

// script reads literals of JavaScript.
type script struct {
	s     string
	at    int
	depth int
	*reader
}

// literal is a string, an object or an array of pairs; what is computed is not known.
type literal struct {
	str     string
	isText  bool
	json    bool // within JSON.stringify
	members []memberOf
}

type memberOf struct {
	name  string
	value literal
}

func (l literal) text() (string, bool) { return l.str, l.isText }

func (j *script) space() {
	for j.at < len(j.s) {
		switch {
		case strings.IndexByte(" \t\r\n", j.s[j.at]) >= 0:
			j.at++
		case strings.HasPrefix(j.s[j.at:], "//"):
			if i := strings.IndexByte(j.s[j.at:], '\n'); i >= 0 {
				j.at += i
			} else {
				j.at = len(j.s)
			}
		default:
			return
		}
	}
}

func (j *script) value() literal {
	j.space()
	if j.at >= len(j.s) || j.depth > 8 {
		return literal{}
	}
	j.depth++
	defer func() { j.depth-- }()
	switch c := j.s[j.at]; {
	case c == '"' || c == '\'' || c == '`':
		l := literal{str: j.quoted(), isText: true}
		for j.space(); j.at < len(j.s) && j.s[j.at] == '+'; j.space() { // a sum of strings
			j.at++
			more := j.value()
			l.str += more.str
		}
		return l
	case c == '{':
		return j.object()
	case c == '[':
		return j.list()
	case c == '-' || c >= '0' && c <= '9' || isName(c):
		from := j.at
		for j.at < len(j.s) && (isName(j.s[j.at]) || strings.IndexByte("0123456789.-", j.s[j.at]) >= 0) {
			j.at++
		}
		word := j.s[from:j.at]
		switch word {
		case "null", "undefined":
			return literal{}
		case "new":
			return j.value()
		}
		j.space()
		if j.at < len(j.s) && j.s[j.at] == '(' { // new URLSearchParams({…}), JSON.stringify({…})
			j.at++
			inner := j.value()
			inner.json = word == "JSON.stringify"
			for j.at < len(j.s) && j.s[j.at] != ')' {
				j.at++
			}
			j.at = min(j.at+1, len(j.s))
			if rest, ok := strings.CutPrefix(j.s[j.at:], ".toString()"); ok {
				j.at = len(j.s) - len(rest)
			}
			return inner
		}
		if c == '-' || c >= '0' && c <= '9' || word == "true" || word == "false" {
			return literal{str: word, isText: true}
		}
		j.note(words{"The code takes some values from variables: they are not in the paste, fill them in.", "Код берёт часть значений из переменных: в тексте их нет, подставьте их."})
		return literal{}
	}
	return literal{}
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

func (j *script) quoted() string {
	mark := j.s[j.at]
	var b strings.Builder
	for j.at++; j.at < len(j.s) && j.s[j.at] != mark; j.at++ {
		c := j.s[j.at]
		if c != '\\' || j.at+1 >= len(j.s) {
			b.WriteByte(c)
			continue
		}
		if j.s[j.at+1] == '\'' {
			b.WriteByte('\'')
			j.at++
			continue
		}
		end := j.at + 2 // one escape, read as $'…' has it; those of JavaScript are among them
		switch j.s[j.at+1] {
		case 'u':
			end += 4
		case 'x':
			end += 2
		}
		end = min(end, len(j.s))
		ansiC(&b, j.s[j.at:end])
		j.at = end - 1
	}
	j.at = min(j.at+1, len(j.s))
	return b.String()
}

func (j *script) object() literal {
	var l literal
	j.at++
	for {
		j.space()
		if j.at >= len(j.s) {
			return l
		}
		switch c := j.s[j.at]; {
		case c == '}':
			j.at++
			return l
		case c == ',':
			j.at++
			continue
		case c == '"' || c == '\'':
			name := j.quoted()
			l.members = append(l.members, memberOf{name, j.after()})
		case isName(c) || c >= '0' && c <= '9':
			from := j.at
			for j.at < len(j.s) && (isName(j.s[j.at]) || j.s[j.at] >= '0' && j.s[j.at] <= '9') {
				j.at++
			}
			l.members = append(l.members, memberOf{j.s[from:j.at], j.after()})
		default:
			return l
		}
	}
}

// after is the value behind a colon; a name alone is a variable.
func (j *script) after() literal {
	j.space()
	if j.at < len(j.s) && j.s[j.at] == ':' {
		j.at++
		return j.value()
	}
	return literal{}
}

// list reads [["name", "value"], …].
func (j *script) list() literal {
	var l literal
	var items []literal
	j.at++
	for {
		j.space()
		if j.at >= len(j.s) || j.s[j.at] == ']' {
			j.at = min(j.at+1, len(j.s))
			break
		}
		if j.s[j.at] == ',' {
			j.at++
			continue
		}
		before := j.at
		items = append(items, j.value())
		if j.at == before {
			break
		}
	}
	for _, item := range items {
		if len(item.members) == 0 && item.isText {
			l.members = append(l.members, memberOf{value: item})
		}
	}
	if len(items) > 0 && !items[0].isText { // a list of pairs
		l.members = nil
		for _, item := range items {
			if len(item.members) == 2 {
				name, _ := item.members[0].value.text()
				l.members = append(l.members, memberOf{name, item.members[1].value})
			}
		}
	}
	return l
}
