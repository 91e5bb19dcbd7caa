// Package request turns a provider profile, a grant and what a person filled in into an HTTP request, and a pasted
// request back into that.
//
//	profile, grant ─Form─▶ fields ─Build─▶ request, curl, problems
//	curl, HAR, HTTP, log ─Import─▶ profile, grant, values
//	redirect URL, form_post ─ReadCallback─▶ parameters, findings
//
// Nothing is sent from here and no key is handled: signatures (client assertions, DPoP proofs) come in ready made.
// Parameters keep their order and repetitions; values are percent-encoded, a space as %20, which both a form and a URI
// decoder read. A secret is masked in every text that is not asked for in the clear.
package request

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode/utf8"

	"grantlens/internal/providers"
)

// Pair is a name with its value.
type Pair [2]string

// HTTP is one request as it is to be sent.
type HTTP struct {
	Method  string `json:"method"`
	URL     string `json:"url"`
	Headers []Pair `json:"headers"`
	Body    string `json:"body"`
}

// Header is the value of the first header of that name, or "".
func (r HTTP) Header(name string) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h[0], name) {
			return h[1]
		}
	}
	return ""
}

// FormType is the media type of a token request (RFC 6749 appendix B).
const FormType = "application/x-www-form-urlencoded"

// words is a text in the two languages: a literal of this name is what the WASM of one language is rid of the other's by.
type words struct{ en, ru string }

func (w words) in(lang string) string {
	if lang == "ru" {
		return w.ru
	}
	return w.en
}

// of is a text of a profile.
func of(t providers.Text) words { return words{t.EN, t.RU} }

// Encode percent-encodes a name or value for a form or a query: all but the unreserved characters of RFC 3986.
func Encode(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

// EncodePairs joins pairs as application/x-www-form-urlencoded.
func EncodePairs(pairs []Pair) string {
	var b strings.Builder
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(Encode(p[0]))
		b.WriteByte('=')
		b.WriteString(Encode(p[1]))
	}
	return b.String()
}

// DecodePairs takes form-encoded text apart, keeping order and repetitions. What is not validly encoded stays as it is
// written; ok tells whether all of it was valid.
func DecodePairs(s string) (pairs []Pair, ok bool) {
	ok = true
	if s == "" {
		return nil, true
	}
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, Pair{decode(name, &ok), decode(value, &ok)})
	}
	return pairs, ok
}

func decode(s string, ok *bool) string {
	plain, err := url.QueryUnescape(s)
	if err != nil || !utf8.ValidString(plain) {
		*ok = false
		return s
	}
	return plain
}

// addQuery puts pairs behind an address that may have a query of its own (RFC 6749 section 3.1: it must be kept).
func addQuery(address string, pairs []Pair) string {
	if len(pairs) == 0 {
		return address
	}
	address, _, _ = strings.Cut(address, "#")
	mark := "?"
	if i := strings.IndexByte(address, '?'); i >= 0 {
		mark = "&"
		if i == len(address)-1 || address[len(address)-1] == '&' {
			mark = ""
		}
	}
	return address + mark + EncodePairs(pairs)
}

// split takes a URL apart without judging it: scheme, host with port, and path with query (no fragment).
func split(address string) (scheme, host, target string) {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		scheme, rest = "", address
	}
	rest, _, _ = strings.Cut(rest, "#")
	i := strings.IndexAny(rest, "/?")
	if i < 0 {
		return strings.ToLower(scheme), rest, "/"
	}
	host, target = rest[:i], rest[i:]
	if target[0] == '?' {
		target = "/" + target
	}
	return strings.ToLower(scheme), host, target
}

// withPath gives an address the slash that a request has for an empty path.
func withPath(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if i := strings.IndexAny(rest, "/?#"); ok && i >= 0 && rest[i] != '/' {
		return scheme + "://" + rest[:i] + "/" + rest[i:]
	} else if ok && i < 0 {
		return address + "/"
	}
	return address
}

// Text is the request in the form of HTTP/1.1 with line feeds; spans are those of its secrets, in bytes. A request
// that does not go to https, or with a user in its address, has it in absolute form, so that reading it back loses nothing.
func (r HTTP) Text() (text string, secrets []Span) {
	return r.text(r.secrets())
}

func (r HTTP) text(s secretSpans) (text string, spans []Span) {
	var b strings.Builder
	put := func(part string, marked []Span, offset int) {
		for _, m := range marked {
			if m.Start >= offset && m.End-offset <= len(part) {
				spans = append(spans, Span{m.Name, b.Len() + m.Start - offset, b.Len() + m.End - offset})
			}
		}
		b.WriteString(part)
	}
	scheme, host, target := split(r.URL)
	b.WriteString(r.Method + " ")
	switch {
	case scheme != "https" || host == "" || strings.Contains(host, "@") || withPath(r.URL) != r.URL:
		put(r.URL, s.url, 0)
	default:
		put(target, s.url, len("https://")+len(host))
	}
	b.WriteString(" HTTP/1.1\n")
	host = host[strings.LastIndexByte(host, '@')+1:]
	if r.Header("Host") == "" && host != "" {
		b.WriteString("Host: " + host + "\n")
	}
	for i, h := range r.Headers {
		b.WriteString(h[0] + ": ")
		put(h[1], s.headers[i], 0)
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	put(r.Body, s.body, 0)
	return b.String(), spans
}

// Curl is the request as a command for a POSIX shell.
func (r HTTP) Curl() string {
	var b strings.Builder
	b.WriteString("curl")
	if r.Method != "GET" && (r.Method != "POST" || r.Body == "") || r.Method == "GET" && r.Body != "" {
		b.WriteString(" -X " + shellQuote(r.Method))
	}
	b.WriteString(" " + shellQuote(r.URL))
	option := func(name, value string) { b.WriteString(" \\\n  " + name + " " + shellQuote(value)) }
	for _, h := range r.Headers {
		switch {
		case h[1] == "":
			option("-H", h[0]+";") // curl's way to send a header without a value
		default:
			option("-H", h[0]+": "+h[1])
		}
	}
	if r.Body != "" && r.Header("Content-Type") == "" {
		option("-H", "Content-Type:") // curl would add that of a form
	}
	switch {
	case r.Body == "":
	case strings.EqualFold(r.Header("Content-Type"), FormType) && plainForm(r.Body):
		for part := range strings.SplitSeq(r.Body, "&") {
			option("-d", part)
		}
	default:
		option("--data-raw", r.Body)
	}
	return b.String()
}

// plainForm reports whether a body may be given to curl piece by piece: -d reads a file when its value begins with @.
func plainForm(body string) bool {
	for part := range strings.SplitSeq(body, "&") {
		if part == "" || part[0] == '@' {
			return false
		}
	}
	return true
}

// shellQuote writes one word for a POSIX shell.
func shellQuote(s string) string {
	plain := s != ""
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._/:=@%+,", c) >= 0
	}
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// jsonText is a JSON object of text members in the order given.
func jsonText(pairs []Pair) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(p[0]) // strings always marshal
		value, _ := json.Marshal(p[1])
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.String()
}
