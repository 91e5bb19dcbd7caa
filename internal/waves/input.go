package waves

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"
)

// What Verify took its input for.
const (
	inputPassword = "password"
	inputForm     = "form"
	inputJSON     = "json"
)

// tokenRequest is what was found in the input. A field that was not there is not in the map.
type tokenRequest struct {
	input       string
	fields      map[string]string
	host        string // of the token endpoint
	origin      string // host of the Origin or Referer header
	contentType string
}

var formFields = []string{"grant_type", "scope", "username", "password", "client_id", "refresh_token"}

// readInput takes a password alone, a public key and a password, a form body, a JSON body, an HTTP request, a curl
// command, or the lines "name: value" that developer tools show.
func readInput(text string) tokenRequest {
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	if s, ok := unquote(text); ok {
		text = s
	}
	switch {
	case strings.HasPrefix(text, "curl ") || strings.HasPrefix(text, "curl.exe ") || strings.HasPrefix(text, "$ curl "):
		return readCurl(text)
	case isHTTP(text):
		return readHTTP(text)
	}
	if isForm(text) && len(readLines(text)) < 2 {
		text = strings.NewReplacer("\r", "", "\n", "").Replace(text) // a body is one line: the break comes from the paste
	}
	return readBody(text)
}

// unquote takes off the quotes of a value that was copied out of a program.
func unquote(s string) (string, bool) {
	var out string
	if strings.HasPrefix(s, `"`) && json.Unmarshal([]byte(s), &out) == nil {
		return out, true
	}
	if len(s) >= 2 && (s[0] == '\'' || s[0] == '`') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1], true
	}
	return s, false
}

func readBody(text string) tokenRequest {
	if strings.HasPrefix(text, "{") {
		if fields, ok := readJSON(text); ok {
			return tokenRequest{input: inputJSON, fields: fields}
		}
	}
	if i := strings.IndexByte(text, '?'); i >= 0 && strings.Contains(text[:i], "://") {
		req := tokenRequest{input: inputForm, fields: readForm(text[i+1:])}
		req.host = hostOf(text[:i])
		return req
	}
	if fields := readLines(text); len(fields) > 1 || fields != nil && !isForm(text) {
		return tokenRequest{input: inputForm, fields: fields}
	}
	if isForm(text) {
		return tokenRequest{input: inputForm, fields: readForm(text)}
	}
	fields := map[string]string{}
	if key, rest, ok := strings.Cut(text, "\n"); ok || strings.Count(text, " ") == 1 {
		if !ok {
			key, rest, _ = strings.Cut(text, " ")
		}
		if raw, err := decode58(strings.TrimSpace(key)); err == nil && len(raw) == KeySize {
			fields["username"] = strings.TrimSpace(key)
			text = strings.TrimSpace(rest)
		}
	}
	if text != "" {
		fields["password"] = text
	}
	return tokenRequest{input: inputPassword, fields: fields}
}

// readJSON reads an object of strings; numbers keep their spelling.
func readJSON(text string) (map[string]string, bool) {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &object) != nil {
		return nil, false
	}
	fields := map[string]string{}
	for name, raw := range object {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		fields[name] = s
	}
	return fields, true
}

func isForm(text string) bool {
	for _, name := range formFields {
		if strings.HasPrefix(text, name+"=") || strings.Contains(text, "&"+name+"=") {
			return true
		}
	}
	return false
}

// readForm decodes application/x-www-form-urlencoded. The first of two equal names counts; a percent sign that encodes
// nothing stays.
func readForm(text string) map[string]string {
	fields := map[string]string{}
	for _, pair := range strings.Split(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if s, err := url.QueryUnescape(name); err == nil {
			name = s
		}
		if s, err := url.QueryUnescape(value); err == nil {
			value = s
		}
		if _, twice := fields[name]; !twice && name != "" {
			fields[name] = value
		}
	}
	return fields
}

// readLines reads "name: value" lines, at least one of which must be a field of the form.
func readLines(text string) map[string]string {
	fields := map[string]string{}
	for _, line := range strings.Split(text, "\n") {
		for _, name := range formFields {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), name); ok {
				rest = strings.TrimSpace(rest)
				value, ok := strings.CutPrefix(rest, ":")
				if !ok {
					value, ok = strings.CutPrefix(rest, "=")
				}
				if ok && !strings.Contains(value, "&") {
					fields[name] = strings.TrimSpace(value)
				}
			}
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return fields
}

func isHTTP(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	parts := strings.Fields(line)
	return len(parts) == 3 && strings.HasPrefix(parts[2], "HTTP/")
}

func readHTTP(text string) tokenRequest {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	head, body, _ := strings.Cut(text, "\n\n")
	req := readBody(strings.TrimSpace(body))
	lines := strings.Split(head, "\n")
	for _, line := range lines[1:] {
		req.header(line)
	}
	if host := hostOf(strings.Fields(lines[0])[1]); host != "" {
		req.host = host
	}
	return req
}

func (r *tokenRequest) header(line string) {
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "host":
		r.host = strings.ToLower(value)
	case "content-type":
		r.contentType = strings.ToLower(value)
	case "origin", "referer":
		r.origin = hostOf(value)
	}
}

// hostOf returns the host of an absolute URL, in lower case.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

func readCurl(text string) tokenRequest {
	var data, headers []string
	var address string
	asJSON := false
	args := shellWords(text)
	for i := 0; i < len(args); i++ {
		arg := args[i]
		option, value, attached := arg, "", false
		if strings.HasPrefix(arg, "--") {
			option, value, attached = strings.Cut(arg, "=")
		} else if len(arg) > 2 && (strings.HasPrefix(arg, "-d") || strings.HasPrefix(arg, "-H")) {
			option, value, attached = arg[:2], arg[2:], true
		}
		take := func() string {
			if !attached && i+1 < len(args) {
				i++
				return args[i]
			}
			return value
		}
		switch option {
		case "-d", "--data", "--data-raw", "--data-ascii", "--data-binary":
			data = append(data, take())
		case "--data-urlencode":
			name, content, named := strings.Cut(take(), "=")
			if named {
				data = append(data, name+"="+url.QueryEscape(content))
			}
		case "--json":
			asJSON = true
			data = append(data, take())
		case "-H", "--header":
			headers = append(headers, take())
		case "--url":
			address = take()
		default:
			if address == "" && strings.Contains(arg, "://") {
				address = arg
			}
		}
	}
	req := readBody(strings.Join(data, "&"))
	if len(data) == 0 {
		req = readBody(address)
	}
	for _, h := range headers {
		req.header(h)
	}
	if asJSON {
		req.contentType = "application/json"
	}
	req.host = hostOf(address)
	return req
}

// shellWords splits a POSIX shell command: quotes, backslashes and $'…' with its usual escapes.
func shellWords(text string) []string {
	text = strings.NewReplacer("\\\r\n", " ", "\\\n", " ", "^\r\n", " ", "^\n", " ").Replace(text)
	var words []string
	var word strings.Builder
	started := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if started {
				words = append(words, word.String())
				word.Reset()
				started = false
			}
			continue
		case c == '\'' || c == '$' && strings.HasPrefix(text[i:], "$'"):
			ansi := c == '$'
			if ansi {
				i++
			}
			for i++; i < len(text) && text[i] != '\''; i++ {
				if ansi && text[i] == '\\' && i+1 < len(text) {
					i++
					switch text[i] {
					case 'n':
						word.WriteByte('\n')
						continue
					case 'r':
						word.WriteByte('\r')
						continue
					case 't':
						word.WriteByte('\t')
						continue
					}
				}
				word.WriteByte(text[i])
			}
		case c == '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' && i+1 < len(text) && strings.IndexByte("\"\\$`", text[i+1]) >= 0 {
					i++
				}
				word.WriteByte(text[i])
			}
		case c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
		default:
			word.WriteByte(c)
		}
		started = true
	}
	if started {
		words = append(words, word.String())
	}
	return words
}
