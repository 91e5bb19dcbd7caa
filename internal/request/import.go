package request

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// Import is what a paste holds: requests, or the answer that a redirect brought.
type Import struct {
	Requests []Imported `json:"requests"`
	Callback *Callback  `json:"callback"`
	Notes    []string   `json:"notes"`
}

// Imported is one request of a paste, and the form it fills.
type Imported struct {
	Label string `json:"label"`
	HTTP
	Profile    string            `json:"profile"`
	Variant    string            `json:"variant"`
	Vars       map[string]string `json:"vars"`
	Grant      string            `json:"grant"`
	Endpoint   string            `json:"endpoint"`
	Step       string            `json:"step"`
	ClientAuth string            `json:"clientAuth"`
	Values     map[string]string `json:"values"`
	Extra      []Pair            `json:"extra"`
	// MoreHeaders are the headers that no field makes.
	MoreHeaders []Pair `json:"moreHeaders"`
	Assertion   string `json:"assertion,omitempty"` // client_assertion as it was sent
	DPoP        string `json:"dpop,omitempty"`      // proof as it was sent
}

// MaxImport bounds what is read of a paste, in bytes, and maxRequests what is given of it.
const (
	MaxImport   = 8 << 20
	maxCommand  = 1 << 20 // of one command line or call
	maxRequests = 200
)

// Read finds the requests of a paste: curl commands (of a shell, cmd.exe or PowerShell), Invoke-WebRequest, fetch calls,
// HAR, raw HTTP, what else the recognisers of logs know, and the answer that a redirect URL or a posted form carries.
func Read(text, lang string) Import {
	r := &reader{lang: lang}
	if len(text) > MaxImport {
		text = strings.ToValidUTF8(text[:MaxImport], "")
		r.note(words{"Only the first 8 MB were read.", "Прочитаны только первые 8 МБ."})
	}
	text = strings.TrimPrefix(text, "\ufeff")
	found, har := r.har(text)
	if !har {
		found = r.scan(text)
	}
	out := Import{Requests: []Imported{}}
	if len(found) == 0 && !har {
		if c, ok := callbackIn(text, lang); ok {
			out.Callback = &c
		} else {
			found = r.logged(text)
		}
	}
	for _, req := range found {
		if len(out.Requests) < maxRequests {
			out.Requests = append(out.Requests, r.identify(req))
		}
	}
	if len(found) == 0 && out.Callback == nil {
		r.note(words{"No request was found. A curl command, raw HTTP, a HAR entry, a fetch call or a redirect URL can be read.", "Запрос не найден. Читаются команда curl, сырой HTTP, запись HAR, вызов fetch и URL перенаправления."})
	}
	out.Notes = append([]string{}, r.notes...)
	return out
}

// har reads HAR 1.2: a file, or one entry of it.
func (r *reader) har(text string) ([]HTTP, bool) {
	type entry struct {
		Request *struct {
			Method, URL string
			Headers     []struct{ Name, Value string }
			PostData    *struct {
				MimeType, Text string
				Params         []struct{ Name, Value string }
			}
		}
	}
	var file struct {
		Log *struct{ Entries []entry }
		entry
	}
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "{") || json.Unmarshal([]byte(trimmed), &file) != nil {
		return nil, false
	}
	entries := []entry{file.entry}
	if file.Log != nil {
		entries = file.Log.Entries
	}
	var out []HTTP
	known := false
	for _, e := range entries {
		if e.Request == nil || e.Request.Method == "" || !strings.Contains(e.Request.URL, "://") {
			continue
		}
		known = true
		q := HTTP{Method: e.Request.Method, URL: e.Request.URL, Headers: []Pair{}}
		for _, h := range e.Request.Headers {
			if !strings.HasPrefix(h.Name, ":") {
				q.Headers = append(q.Headers, Pair{h.Name, h.Value})
			}
		}
		if post := e.Request.PostData; post != nil {
			q.Body = post.Text
			if q.Body == "" {
				var pairs []string
				for _, p := range post.Params { // as they were sent: browsers leave the encoding
					pairs = append(pairs, p.Name+"="+p.Value)
				}
				q.Body = strings.Join(pairs, "&")
			}
		}
		if file.Log != nil && !protocolRequest(q) {
			continue
		}
		out = append(out, settle(q))
	}
	if known && len(out) == 0 {
		r.note(words{"None of the requests of this HAR is one of OAuth or OpenID Connect.", "Ни один запрос этого HAR не относится к OAuth или OpenID Connect."})
	}
	return out, known
}

// protocolRequest tells the requests of a login from the rest of a page's.
func protocolRequest(q HTTP) bool {
	params := q.params()
	for _, name := range []string{"grant_type", "response_type", "client_id", "token", "client_assertion", "request_uri"} {
		if slices.ContainsFunc(params, func(p Pair) bool { return p[0] == name }) {
			return true
		}
	}
	return q.Method != "OPTIONS" && (stepByPath(q.URL) != "" || strings.Contains(q.URL, "/.well-known/"))
}

// params are the decoded parameters of the query and of a body that is a form or a JSON object.
func (r HTTP) params() []Pair {
	var pairs []Pair
	if _, query, ok := strings.Cut(r.URL, "?"); ok {
		query, _, _ = strings.Cut(query, "#")
		pairs, _ = DecodePairs(query)
	}
	return append(pairs, bodyParams(r.Body)...)
}

func bodyParams(body string) []Pair {
	body = strings.TrimSpace(body)
	if strings.HasPrefix(body, "{") {
		return jsonPairs(body)
	}
	if strings.HasPrefix(body, "--") {
		return multipartPairs(body)
	}
	if !strings.Contains(body, "=") {
		return nil
	}
	pairs, _ := DecodePairs(body)
	return pairs
}

// multipartPairs are the fields of a multipart/form-data body.
func multipartPairs(body string) []Pair {
	body = strings.ReplaceAll(body, "\r\n", "\n")
	boundary, _, _ := strings.Cut(body, "\n")
	var pairs []Pair
	for part := range strings.SplitSeq(body, boundary) {
		head, value, ok := strings.Cut(part, "\n\n")
		_, name, named := strings.Cut(head, `name="`)
		name, _, closed := strings.Cut(name, `"`)
		if ok && named && closed {
			pairs = append(pairs, Pair{name, strings.TrimSuffix(value, "\n")})
		}
	}
	return pairs
}

// jsonPairs are the members of a JSON object that are text, numbers or truth values, in order.
func jsonPairs(s string) []Pair {
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var pairs []Pair
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return pairs
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return pairs
		}
		key, _ := name.(string)
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		pairs = append(pairs, Pair{key, text})
	}
	return pairs
}

// scan finds the commands and messages of a text, line by line.
func (r *reader) scan(text string) []HTTP {
	var out []HTTP
	for at := 0; at < len(text) && len(out) < maxRequests; {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := text[at:end]
		req, taken := HTTP{}, 0
		switch {
		case commandAt(line, "curl", "curl.exe") >= 0:
			i := commandAt(line, "curl", "curl.exe")
			command := text[at+i : min(len(text), at+i+maxCommand)]
			list, rest := r.words(command)
			req, _ = r.curl(list[1:])
			taken = i + len(command) - len(rest)
		case commandAt(line, "Invoke-WebRequest", "Invoke-RestMethod", "iwr", "irm") >= 0:
			i := commandAt(line, "Invoke-WebRequest", "Invoke-RestMethod", "iwr", "irm")
			command := text[at+i : min(len(text), at+i+maxCommand)]
			list, rest := r.powerWords(command)
			req, _ = r.webRequest(list[1:])
			taken = i + len(command) - len(rest)
		case strings.Contains(line, "fetch("):
			i := strings.Index(line, "fetch(")
			var n int
			req, n = r.fetch(text[at+i+len("fetch(") : min(len(text), at+i+maxCommand)])
			taken = i + len("fetch(") + n
		default:
			req, taken = r.message(text[at:])
		}
		if req.URL != "" && taken > 0 {
			out = append(out, settle(req))
			at += taken
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 && strings.TrimSpace(text[at:at+i]) == "" {
				at += i + 1
			}
			continue
		}
		at = max(end, at+taken)
	}
	return out
}

// commandAt is where one of the commands begins on a line; -1 when the line has none.
func commandAt(line string, names ...string) int {
	for _, name := range names {
		i := strings.Index(line, name)
		if i < 0 || i+len(name) >= len(line) || strings.IndexByte(" \t\\^`", line[i+len(name)]) < 0 {
			continue
		}
		before := strings.TrimSpace(line[:i])
		if before == "" || strings.IndexByte("$#>%&|(`;\"'=-+/\\", before[len(before)-1]) >= 0 {
			return i
		}
		for _, word := range []string{"sudo", "time", "run:", "RUN", "exec", "command:", "❯", "➜", "~"} {
			if strings.HasSuffix(before, word) {
				return i
			}
		}
	}
	return -1
}

// settle takes away what the one who sends the request adds by itself.
func settle(q HTTP) HTTP {
	_, host, _ := split(q.URL)
	host = host[strings.LastIndexByte(host, '@')+1:]
	q.Headers = slices.DeleteFunc(slices.Clone(q.Headers), func(h Pair) bool {
		name := strings.ToLower(h[0])
		return name == "content-length" || name == "connection" || name == "transfer-encoding" || name == "host" && strings.EqualFold(h[1], host) || strings.HasPrefix(name, ":") || strings.HasPrefix(name, "sec-")
	})
	q.Method = strings.ToUpper(q.Method)
	return q
}

var methods = []string{"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"}

// message reads an HTTP request as it goes over the wire, or as curl -v prints it, or as .http files have it.
func (r *reader) message(text string) (HTTP, int) {
	line, rest, _ := strings.Cut(text, "\n")
	shown := strings.HasPrefix(line, "> ")
	line = strings.TrimSpace(strings.TrimPrefix(line, "> "))
	method, target, ok := strings.Cut(line, " ")
	if !ok || !slices.Contains(methods, method) {
		return HTTP{}, 0
	}
	target, version, _ := strings.Cut(strings.TrimSpace(target), " ")
	absolute := strings.Contains(target, "://")
	if version != "" && !strings.HasPrefix(version, "HTTP/") || version == "" && !absolute || !absolute && !strings.HasPrefix(target, "/") && target != "*" {
		return HTTP{}, 0
	}
	q := HTTP{Method: method, URL: target, Headers: []Pair{}}
	length := -1
	host := ""
	blank := false
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if shown {
			if !strings.HasPrefix(line, ">") {
				break
			}
			line = strings.TrimPrefix(line[1:], " ")
		}
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" {
			blank, rest = true, after
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t\"{=") {
			break
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "host":
			host = value
		case "content-length":
			if n, err := strconv.Atoi(value); err == nil {
				length = n
			}
		}
		q.Headers = append(q.Headers, Pair{name, value})
		rest = after
	}
	if !absolute {
		if host == "" {
			return HTTP{}, 0
		}
		q.URL = "https://" + host + target
	}
	if blank && shown { // some tools print the body so, too
		var lines []string
		for {
			line, after, _ := strings.Cut(rest, "\n")
			line, ok := strings.CutPrefix(line, ">")
			if !ok {
				break
			}
			lines, rest = append(lines, strings.TrimRight(strings.TrimPrefix(line, " "), "\r")), after
		}
		q.Body = strings.Join(lines, "\n")
	} else if blank {
		n := bodyLength(rest)
		if length >= 0 && length <= n {
			n = length
		}
		q.Body = rest[:n]
		if length < 0 || length > n {
			q.Body = strings.TrimRight(q.Body, "\r\n")
		}
		rest = rest[n:]
	}
	if q.Body == "" && length > 0 {
		r.note(words{"The body of the request is not in the paste: fill in its parameters.", "Тела запроса в тексте нет: заполните его параметры."})
	}
	return q, len(text) - len(rest)
}

// bodyLength is where a body ends in a text that may hold more messages.
func bodyLength(s string) int {
	for at := 0; at < len(s); {
		line := s[at:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		if strings.HasPrefix(line, "HTTP/") || strings.HasPrefix(line, "###") || strings.HasPrefix(line, "< ") || strings.HasPrefix(line, "curl ") {
			return at
		}
		if method, rest, ok := strings.Cut(line, " "); ok && slices.Contains(methods, method) && (strings.Contains(rest, " HTTP/") || strings.Contains(rest, "://")) {
			return at
		}
		at += len(line) + 1
	}
	return len(s)
}

// logged reads the requests that a log shows, by the recognisers of the diagnosis.
func (r *reader) logged(text string) []HTTP {
	var out []HTTP
	view := source.Clean(source.Whole(source.NewText(text, 0, 0)))
	for _, a := range artifact.Read(view) {
		if a.Kind != artifact.Request || !strings.Contains(a.URL.Text, "://") {
			continue
		}
		q := HTTP{Method: strings.ToUpper(a.Method.Text), URL: a.URL.Text, Headers: []Pair{}}
		for _, h := range a.Headers {
			switch strings.ToLower(h.Name) {
			case "authorization", "content-type", "accept", "origin", "dpop", "cookie", "user-agent":
				q.Headers = append(q.Headers, Pair{h.Name, h.Value.Text})
			}
		}
		if b := a.Body; b != nil {
			switch {
			case b.Kind == artifact.BodyForm:
				pairs := make([]Pair, len(b.Members))
				for i, m := range b.Members {
					pairs[i] = Pair{m.Name, m.Value.Text}
				}
				q.Body = EncodePairs(pairs)
				if q.Header("Content-Type") == "" {
					q.Headers = append(q.Headers, Pair{"Content-Type", FormType})
				}
			case b.Span.Start >= 0 && b.Span.End <= len(text):
				q.Body = text[b.Span.Start:b.Span.End]
			}
		}
		if q.Method == "" {
			q.Method = "GET"
			if q.Body != "" {
				q.Method = "POST"
			}
		}
		out = append(out, settle(q))
	}
	if len(out) > 0 && strings.ContainsAny(strings.TrimSpace(text), " \n") {
		r.note(words{"The request was read from a log: what the log does not show (often the secret and the body) is missing.", "Запрос прочитан из лога: чего лог не показывает (часто секрета и тела), того нет."})
	}
	return out
}

// basicOf takes the credentials of a Basic header apart; both are decoded as RFC 6749 section 2.3.1 encodes them.
func basicOf(header string) (id, secret string, raw, ok bool) {
	scheme, coded, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "basic") {
		return "", "", false, false
	}
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
	if err != nil {
		return "", "", false, false
	}
	id, secret, ok = strings.Cut(string(b), ":")
	valid := true
	plainID, plainSecret := decode(id, &valid), decode(secret, &valid)
	if !valid || Encode(plainID) != id && !formEncoded(id) || Encode(plainSecret) != secret && !formEncoded(secret) {
		return id, secret, true, ok // sent without the encoding
	}
	return plainID, plainSecret, false, ok
}

// formEncoded reports whether text can be what a form encoder made: nothing but unreserved characters, + and escapes.
func formEncoded(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~*%", c) >= 0) {
			return false
		}
	}
	return true
}
