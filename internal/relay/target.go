package relay

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"grantlens/internal/rpc"
)

// Limits of one request, in bytes.
const (
	maxRequest = 256 << 10 // URL, headers and body
	maxHeaders = 32 << 10
	maxURL     = 16 << 10
)

// Request is what a client wants sent. Body is text; BodyBase64 is for what is none.
type Request struct {
	Method     string      `json:"method"`
	URL        string      `json:"url"`
	Headers    [][2]string `json:"headers"`
	Body       string      `json:"body"`
	BodyBase64 string      `json:"bodyBase64,omitempty"`
}

// target is a judged Request: where it goes and the bytes that go there.
type target struct {
	method  string
	url     string // without a fragment
	scheme  string
	host    string // lower case, no trailing dot; of an IP literal its canonical form, no brackets
	port    uint16
	path    string // and query, as sent
	named   bool   // -relay-allow names this host and port
	headers [][2]string
	body    []byte
}

// hostport is what -relay-allow takes.
func (t target) hostport() string { return net.JoinHostPort(t.host, strconv.Itoa(int(t.port))) }

// An allowed host was named by the operator; port 0 means 443 and 8443.
type allowed struct {
	host  string
	port  uint16
	below bool // every host below this one, at any depth, and not this one
}

func (a allowed) names(host string) bool {
	if a.below {
		return strings.HasSuffix(host, "."+a.host)
	}
	return a.host == host
}

// ErrPublicSuffix is what CheckAllow says of a star right above names that anybody may register, such as *.co.uk or *.github.io.
var ErrPublicSuffix = errors.New("relay: allow: below this domain anybody may register a name")

// parseAllowed reads a value of -relay-allow: host, host:port, or an IP literal in place of the host; *.host, with at least
// two labels after the star, means every host below.
func parseAllowed(value string) (allowed, error) {
	value, below := strings.CutPrefix(value, "*.")
	host, port := value, ""
	if addr, err := netip.ParseAddr(strings.Trim(value, "[]")); err == nil {
		host = addr.String()
	} else if h, p, err := net.SplitHostPort(value); err == nil {
		host, port = h, p
	}
	a := allowed{host: canonicalHost(host), below: below}
	if a.host == "" {
		return a, errors.New("relay: allow: want host, host:port or *.host, without scheme or path")
	}
	if _, err := netip.ParseAddr(a.host); below && (err == nil || !strings.Contains(a.host, ".")) {
		return a, errors.New("relay: allow: after the star want a domain of at least two labels, like *.example.com")
	}
	if suffix, _ := publicsuffix.PublicSuffix(a.host); below && suffix == a.host {
		return a, ErrPublicSuffix
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return a, errors.New("relay: allow: the port is not a number from 1 to 65535")
		}
		a.port = uint16(n)
	}
	return a, nil
}

// canonicalHost returns the one spelling under which hosts are compared, or "" for what is no host: a name of letters,
// digits, hyphens and underscores in labels, whose last label is not a number, or an IP literal without a zone.
// Spellings like 127.1 or 0x7f000001, which some resolvers take for addresses, are no hosts.
func canonicalHost(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		if addr.Zone() != "" {
			return ""
		}
		return addr.Unmap().String()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" || len(host) > 253 {
		return ""
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return ""
		}
		for _, c := range []byte(label) {
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
				return ""
			}
		}
	}
	last := labels[len(labels)-1]
	if last[0] >= '0' && last[0] <= '9' {
		return ""
	}
	return host
}

// methods are those of OAuth's endpoints and of reading what they say.
var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

// requestHeaders are the headers a client may set, each one that a provider reads. None of them steers a proxy or says who
// sent the request.
var requestHeaders = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Client-Id", "Content-Digest", "Content-Type",
	"Cookie", "DPoP", "Idempotency-Key", "If-Modified-Since", "If-None-Match", "Notion-Version", "OAuth-Client-Attestation",
	"OAuth-Client-Attestation-PoP", "Origin", "Pragma", "Prefer", "Referer", "Signature", "Signature-Input", "Traceparent", "User-Agent",
	"X-Correlation-Id", "X-Csrf-Token", "X-Fapi-Auth-Date", "X-Fapi-Interaction-Id",
	"X-GitHub-Api-Version", "X-Idempotency-Key", "X-Request-Id", "X-Requested-With",
}

// target judges a request by every rule that needs no network.
func (r *Relay) target(req Request, lang string) (t target, _ error) {
	if r.cfg.MaxInFlight < 0 {
		return t, refuse("off", lang)
	}
	if !slices.Contains(methods, req.Method) {
		return t, refuse("method", lang)
	}
	t.method = req.Method
	t.body = []byte(req.Body)
	if req.BodyBase64 != "" {
		body, err := base64.StdEncoding.DecodeString(req.BodyBase64)
		if err != nil || req.Body != "" {
			return t, refuse("body", lang)
		}
		t.body = body
	}
	if err := r.place(&t, req.URL, lang); err != nil {
		return t, err
	}
	headers, err := r.headers(t, req.Headers, lang)
	if err != nil {
		return t, err
	}
	t.headers = headers
	size, head := len(t.path)+len(t.body), 0
	for _, h := range headers {
		head += len(h[0]) + len(h[1]) + len(": \r\n")
	}
	if size+head > maxRequest || head > maxHeaders {
		return t, refuse("size", lang)
	}
	return t, nil
}

// place judges where a URL leads: scheme, host, port.
func (r *Relay) place(t *target, raw, lang string) error {
	if len(raw) > maxURL {
		return refuse("size", lang)
	}
	raw, _, _ = strings.Cut(raw, "#") // never sent
	if bytes.ContainsFunc([]byte(raw), func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		return refuse("url", lang)
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil && strings.Contains(strings.SplitN(raw, "?", 2)[0], "@"), err == nil && u.User != nil:
		return refuse("userinfo", lang)
	case err != nil || u.Opaque != "" || u.Host == "":
		return refuse("url", lang)
	case u.Scheme != "https" && u.Scheme != "http":
		return refuse("scheme", lang)
	}
	t.scheme, t.host, t.path = u.Scheme, canonicalHost(u.Hostname()), u.RequestURI()
	t.url = raw
	t.port = map[string]uint16{"https": 443, "http": 80}[t.scheme]
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return refuse("url", lang)
		}
		t.port = uint16(n)
	}
	if t.host == "" {
		return refuse("url", lang)
	}
	usual := slices.Contains(r.ports, t.port)
	t.named = slices.ContainsFunc(r.allowed, func(a allowed) bool {
		return a.names(t.host) && (a.port == t.port || a.port == 0 && usual)
	})
	if t.named {
		return nil
	}
	profiled := slices.ContainsFunc(r.targets, func(pattern string) bool { return matchHost(pattern, t.host) })
	otherPort := slices.ContainsFunc(r.allowed, func(a allowed) bool { return a.names(t.host) })
	words := []string{"host", t.host, "port", strconv.Itoa(int(t.port)), "target", r.flag(*t)}
	switch {
	case !profiled && !otherPort:
		refusal := refuse("target", lang, words...)
		if addr, err := netip.ParseAddr(t.host); err == nil {
			if b, public := judge(addr); !public && !b.named {
				// Naming it would not help.
				for in, said := range refusal.Words {
					refusal.Words[in] = rpc.Said{Message: said.Message, Hint: rules["address"].hint.in(in)}
				}
				refusal.Said = refusal.Words.In(lang)
			}
		}
		return refusal
	case t.scheme != "https":
		return refuse("http", lang, words...)
	case !profiled || !usual:
		return refuse("port", lang, words...)
	}
	return nil
}

// flag is what the operator would write after -relay-allow to name a target.
func (r *Relay) flag(t target) string {
	if !slices.Contains(r.ports, t.port) {
		return t.hostport()
	}
	return bracketed(t.host)
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// matchHost compares a host with a pattern of internal/providers: a star stands for one label, and as the first label for
// one or more.
func matchHost(pattern, host string) bool {
	p, h := strings.Split(pattern, "."), strings.Split(host, ".")
	if len(h) > len(p) && p[0] == "*" {
		h = h[len(h)-len(p):]
	}
	return slices.EqualFunc(p, h, func(want, have string) bool { return want == have || want == "*" })
}

// headers judges the client's headers and adds those the relay sets itself.
func (r *Relay) headers(t target, given [][2]string, lang string) ([][2]string, error) {
	host := bracketed(t.host)
	if t.port != map[string]uint16{"https": 443, "http": 80}[t.scheme] {
		host = t.hostport()
	}
	length := strconv.Itoa(len(t.body))
	own := map[string]string{"host": host, "content-length": length, "connection": "close"}
	out := [][2]string{{"Host", host}}
	seen := map[string]bool{}
	for _, h := range given {
		name, value := h[0], strings.Trim(h[1], " \t")
		lower := strings.ToLower(name)
		if lower == "connection" {
			continue // how the client's own connection lives says nothing of this one
		}
		if want, ours := own[lower]; ours {
			if !strings.EqualFold(value, want) {
				return nil, refuse("header-set", lang, "header", shownHeader(name))
			}
			continue
		}
		if !slices.ContainsFunc(requestHeaders, func(known string) bool { return strings.EqualFold(known, name) }) {
			return nil, refuse("header", lang, "header", shownHeader(name), "headers", strings.Join(requestHeaders, ", "))
		}
		if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
			return nil, refuse("header-value", lang, "header", shownHeader(name))
		}
		if lower == "accept-encoding" {
			value = decodable(value)
		}
		seen[lower] = true
		out = append(out, [2]string{name, value})
	}
	for _, h := range [][2]string{{"User-Agent", r.cfg.UserAgent}, {"Accept", "*/*"}, {"Accept-Encoding", "identity"}} {
		if !seen[strings.ToLower(h[0])] {
			out = append(out, h)
		}
	}
	if len(t.body) > 0 || t.method == "POST" || t.method == "PUT" || t.method == "PATCH" {
		out = append(out, [2]string{"Content-Length", length})
	}
	return append(out, [2]string{"Connection", "close"}), nil
}

// shownHeader is a header's name when it is one; anything else may be a value that slipped.
func shownHeader(name string) string {
	if name == "" || len(name) > 40 || strings.ContainsFunc(name, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-')
	}) {
		return "…"
	}
	return name
}
