package request

import (
	"slices"
	"strings"
)

// Mask stands for a secret in the texts that may be shown.
const Mask = "***"

// Span is where a secret stands in a text, in bytes, and the name of the parameter or header it is the value of.
type Span struct {
	Name  string `json:"name"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// secretParams are the parameters whose values are credentials, or let somebody get one.
var secretParams = []string{
	"access_token", "actor_token", "assertion", "auth_req_id", "certificate", "client_assertion", "client_secret", "code",
	"code_verifier", "device_code", "fb_exchange_token", "id_token", "id_token_hint", "login_hint_token", "password", "refresh_token",
	"request", "response", "secret", "signature", "subject_token", "token", "totp", "appsecret", "otp", "mfa_token", "api_key", "apikey", "session_token",
}

// secretHeaders are the headers whose values are credentials. A DPoP proof is none: it serves one request, and only
// with the key that the token is bound to.
var secretHeaders = []string{"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "apikey", "x-auth-token", "x-csrf-token", "private-token"}

// IsSecret reports whether the value of a parameter of this name is a secret.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(secretParams, name) || strings.HasSuffix(name, "_secret") || strings.HasSuffix(name, "password") || strings.HasSuffix(name, "_token") && !strings.HasPrefix(name, "requested")
}

type secretSpans struct {
	url, body []Span
	headers   [][]Span
}

// secrets finds the secret values of a request.
func (r HTTP) secrets() secretSpans {
	s := secretSpans{headers: make([][]Span, len(r.Headers))}
	if i := strings.IndexAny(r.URL, "?#"); i >= 0 {
		s.url = formSecrets(r.URL[i+1:], i+1)
	}
	if _, host, _ := split(r.URL); strings.Contains(host, "@") {
		if at := strings.Index(r.URL, host); at >= 0 {
			user := host[:strings.LastIndexByte(host, '@')]
			s.url = append([]Span{{"userinfo", at, at + len(user)}}, s.url...)
		}
	}
	for i, h := range r.Headers {
		if !slices.Contains(secretHeaders, strings.ToLower(h[0])) {
			continue
		}
		start := 0
		if scheme, _, ok := strings.Cut(h[1], " "); ok && strings.HasSuffix(strings.ToLower(h[0]), "authorization") {
			start = len(scheme) + 1
		}
		s.headers[i] = []Span{{h[0], start, len(h[1])}}
	}
	if r.Body != "" {
		s.body = bodySecrets(r.Body, r.Header("Content-Type"))
	}
	return s
}

func bodySecrets(body, contentType string) []Span {
	trimmed := strings.TrimSpace(body)
	switch {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		return jsonSecrets(body)
	case strings.Contains(strings.ToLower(contentType), "urlencoded") || contentType == "" || strings.Contains(body, "grant_type="):
		return formSecrets(body, 0)
	case trimmed == "":
		return nil
	}
	return []Span{{"body", 0, len(body)}} // of a form nobody here reads: all of it may be secret
}

// formSecrets finds the secret values of form-encoded text that stands at offset base.
func formSecrets(s string, base int) []Span {
	var spans []Span
	for at := 0; at <= len(s); {
		end := len(s)
		if i := strings.IndexAny(s[at:], "&#?"); i >= 0 {
			end = at + i
		}
		if name, value, ok := strings.Cut(s[at:end], "="); ok && value != "" {
			valid := true
			if plain := decode(name, &valid); IsSecret(plain) {
				start := at + len(name) + 1
				spans = append(spans, Span{plain, base + start, base + end})
			}
		}
		at = end + 1
	}
	return spans
}

// jsonSecrets finds the string values of secret members, without needing the text to be valid JSON.
func jsonSecrets(s string) []Span {
	var spans []Span
	name, colon, list := "", false, false
	for at := 0; at < len(s); at++ {
		switch c := s[at]; {
		case c == '"':
			end := at + 1
			for end < len(s) && s[end] != '"' {
				if s[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end, len(s))
			if colon && IsSecret(name) && end > at+1 {
				spans = append(spans, Span{name, at + 1, end})
			}
			if !colon {
				name = s[at+1 : end]
			}
			at = end
		case c == ':':
			colon = true
		case c == '[' && colon:
			list = true
		case c == ']':
			list = false
		case c == ',' && !list || c == '{' || c == '}':
			colon, list = false, false
		case colon && IsSecret(name) && (c >= '0' && c <= '9' || c == '-'):
			end := at
			for end < len(s) && strings.IndexByte(",]} \t\r\n", s[end]) < 0 {
				end++
			}
			spans = append(spans, Span{name, at, end})
			at = end - 1
		}
	}
	return spans
}

// Masked is the request with a mask in the place of every secret.
func (r HTTP) Masked() HTTP {
	s := r.secrets()
	out := HTTP{Method: r.Method, URL: masked(r.URL, s.url), Headers: slices.Clone(r.Headers), Body: masked(r.Body, s.body)}
	for i := range out.Headers {
		out.Headers[i][1] = masked(out.Headers[i][1], s.headers[i])
	}
	return out
}

func masked(s string, spans []Span) string {
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, m := range spans {
		if m.Start >= at {
			b.WriteString(s[at:m.Start] + Mask)
			at = m.End
		}
	}
	return b.String() + s[at:]
}
