package moex

import (
	"slices"
	"strings"

	"grantlens/internal/request"
)

// names are the parameters that are looked for in code.
var names = append(slices.Clone(order), "username", "password")

// read finds the requests of a paste: as requests, as a form, or as the program that makes one.
func read(text string) []pasted {
	var out []pasted
	imported := request.Read(text, "en")
	for _, q := range imported.Requests {
		p := pasted{HTTP: q.HTTP, params: params(q.HTTP), format: "request"}
		if q.ClientAuth == request.AuthBasic {
			p.basic = true
			for _, name := range []string{"client_id", "client_secret"} {
				if _, has := p.get(name); !has {
					p.params = append(p.params, request.Pair{name, q.Values[name]})
				}
			}
		}
		if p.ours() {
			out = append(out, p)
		}
	}
	if len(out) > 0 {
		return out
	}
	if p, ok := asForm(text); ok {
		return []pasted{p}
	}
	return asCode(text)
}

// ours reports whether a request is one for a token of MOEX.
func (p *pasted) ours() bool {
	if hosts[p.host()].environment != "" && len(p.params) > 0 {
		return true
	}
	_, certificate := p.get("certificate")
	_, named := p.get("grant_type_moex")
	return certificate || named || p.value("grant_type") == "passport"
}

// asks tells the program that makes a request from an answer, which names grant_type and scope too, and from a text about
// one.
func (p *pasted) asks() bool {
	n := 0
	for _, name := range []string{"client_id", "client_secret", "certificate", "signature", "grant_type_moex"} {
		if value, has := p.get(name); has && (value != "" || p.variables[name] != "") {
			n++
		}
	}
	return n >= 2 && p.ours()
}

// params are the parameters of the address and the body.
func params(q request.HTTP) []request.Pair {
	var out []request.Pair
	if _, query, ok := strings.Cut(q.URL, "?"); ok {
		out, _ = request.DecodePairs(query)
	}
	body := strings.TrimSpace(q.Body)
	if strings.HasPrefix(body, "{") {
		if code := asCode(body); len(code) > 0 {
			return append(out, code[0].params...)
		}
		return out
	}
	pairs, _ := request.DecodePairs(body)
	return append(out, pairs...)
}

// maxForm bounds a form that is read line by line, in bytes.
const maxForm = 256 << 10

// asForm reads a body alone, or one parameter a line.
func asForm(text string) (pasted, bool) {
	text = strings.TrimSpace(text)
	p := pasted{format: "form"}
	if len(text) > maxForm {
		return p, false
	}
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(strings.TrimSpace(line), "&")
		if line == "" {
			continue
		}
		if strings.Contains(line, "://") && !strings.Contains(line, "=") {
			p.URL = strings.TrimPrefix(strings.TrimSpace(line), "POST ")
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || !slices.Contains(names, strings.TrimSpace(name)) {
			if len(lines) == 0 || ok || strings.ContainsAny(line, " \"'(){}:") {
				return p, false
			}
			lines[len(lines)-1] += line // base64 broken over lines
			continue
		}
		lines = append(lines, line)
	}
	if len(lines) == 1 {
		p.params, _ = request.DecodePairs(lines[0])
		return p, p.ours()
	}
	for _, line := range lines { // a list for people: its values are plain unless they have escapes
		name, value, _ := strings.Cut(line, "=")
		if strings.Contains(value, "%") {
			if pairs, ok := request.DecodePairs(line); ok && len(pairs) == 1 {
				value = pairs[0][1]
			}
		}
		p.params = append(p.params, request.Pair{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	return p, p.ours()
}

// asCode finds the parameters in a program: a name in quotation marks, or one before a colon, an equals sign or a
// comma, and the literal behind it.
func asCode(text string) []pasted {
	var out []pasted
	p := pasted{format: "code", variables: map[string]string{}}
	flush := func() {
		if p.asks() {
			out = append(out, p)
		}
		p = pasted{format: "code", variables: map[string]string{}}
	}
	for at := 0; at < len(text); {
		if url, n := addressAt(text[at:]); n > 0 {
			if len(p.params) > 0 && p.URL != "" {
				flush()
			}
			if p.URL == "" {
				p.URL = url
			}
			at += n
			continue
		}
		name, value, variable, n := pairAt(text, at)
		if n == 0 {
			at++
			continue
		}
		if _, again := p.get(name); again && name == "grant_type" {
			flush()
		}
		if _, again := p.get(name); !again {
			p.params = append(p.params, request.Pair{name, value})
			if variable != "" {
				p.variables[name] = variable
			}
		}
		at += n
	}
	flush()
	return out
}

// addressAt is the address of a MOEX host that begins s.
func addressAt(s string) (url string, n int) {
	if !strings.HasPrefix(s, "http") {
		return "", 0
	}
	for n < len(s) && strings.IndexByte(" \t\r\n\"'`<>(),;", s[n]) < 0 {
		n++
	}
	p := pasted{HTTP: request.HTTP{URL: s[:n]}}
	if hosts[p.host()].environment == "" {
		return "", 0
	}
	return s[:n], n
}

// pairAt reads a name with its value at an offset; n is 0 when there is none.
func pairAt(text string, at int) (name, value, variable string, n int) {
	for _, want := range names {
		if strings.HasPrefix(text[at:], want) && len(want) > len(name) {
			name = want
		}
	}
	if name == "" || at > 0 && isName(text[at-1]) {
		return "", "", "", 0
	}
	i := at + len(name)
	if i >= len(text) || isName(text[i]) {
		return "", "", "", 0
	}
	quoted := at > 0 && strings.IndexByte("\"'`", text[at-1]) >= 0
	if quoted {
		if text[i] != text[at-1] {
			return "", "", "", 0
		}
		i++
	}
	from := i
	for i < len(text) && i-from < 40 && strings.IndexByte(" \t\r\n,:=>)({[]", text[i]) >= 0 {
		i++
	}
	between := strings.TrimSpace(text[from:i])
	if between == "" || i >= len(text) || !quoted && strings.IndexByte(":=,", between[0]) < 0 {
		return "", "", "", 0
	}
	if mark := text[i]; strings.IndexByte("\"'`", mark) >= 0 {
		end := strings.IndexByte(text[i+1:], mark)
		if end < 0 || end > 16<<10 || mark != '`' && strings.ContainsAny(text[i+1:i+1+end], "\r\n") {
			return "", "", "", 0
		}
		return name, text[i+1 : i+1+end], "", i + 2 + end - at
	}
	end := i
	for end < len(text) && (isName(text[end]) || strings.IndexByte(".$", text[end]) >= 0) {
		end++
	}
	if end == i {
		return "", "", "", 0
	}
	return name, "", text[i:end], end - at
}

func isName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
