package relay

import (
	"bufio"
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/providers"
)

// acceptable is what an accepted URL looks like, by a grammar of its own: https, no userinfo, no odd byte, a usual port.
var acceptable = regexp.MustCompile(`^(?i:https)://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):?(|443|8443)([/?][!-~]*)?$`)

// ownedBy reports whether a host is one of the profiles', or lies below what stands after the last star of one.
func ownedBy(host string) bool {
	for _, p := range providers.All() {
		for _, pattern := range p.Hosts() {
			fixed := pattern[strings.LastIndexByte(pattern, '*')+1:]
			if host == pattern || fixed != pattern && strings.Count(fixed, ".") >= 2 && strings.HasSuffix(host, fixed) && host != fixed[1:] {
				return true
			}
		}
	}
	return false
}

// No spelling of a URL, a method or a header gets past the rules, and what goes out is one request.
func FuzzTarget(f *testing.F) {
	for _, u := range []string{
		"https://accounts.google.com/token", "https://a.auth0.com:8443/x?y", "https://evil.example.com/", "https://accounts.google.com@evil.example.com/",
		"https://accounts.google.com.evil.example.com", "https://evil.accounts.google.com/", "https://evil.example.com#@accounts.google.com/", `https://evil.example.com\.auth0.com/`,
		"https://[::1]/", "https://[::ffff:7f00:1]:443/", "https://named.example.com/", "http://named.example.com:9000/", "https://127.1/", "https://x.auth.y.amazoncognito.com/",
		"https://accounts.google.com:443@evil.example.com:443/", "https:///evil.example.com/", "https://evil.example.com?.auth0.com/", "https://accounts。google。com/",
	} {
		f.Add("POST", u, "Authorization", "Bearer x", "a=b")
	}
	f.Add("GET", "https://slack.com/", "Accept", "x\r\nHost: y", "")
	f.Add("GET /x HTTP/1.1\r\n", "https://slack.com/", "Accept: x\r\nHost", "y", "")
	r, err := New(Config{Allow: []string{"named.example.com:9000", "127.0.0.1"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, raw, name, value, body string) {
		got, err := r.target(Request{Method: method, URL: raw, Headers: [][2]string{{name, value}}, Body: body}, "en")
		if err != nil {
			if _, ok := err.(*Refusal); !ok {
				t.Fatalf("%T", err)
			}
			return
		}
		switch {
		case got.named && got.host == "named.example.com" && got.port == 9000:
		case got.named && got.host == "127.0.0.1" && (got.port == 443 || got.port == 8443):
		case got.named:
			t.Fatalf("%q is taken as named: %s", raw, got.hostport())
		default:
			sent, _, _ := strings.Cut(raw, "#")
			m := acceptable.FindStringSubmatch(sent)
			if m == nil || !strings.EqualFold(strings.TrimSuffix(m[1], "."), got.host) || !ownedBy(got.host) {
				t.Fatalf("%q passes as %s", raw, got.host)
			}
			if got.scheme != "https" || got.port != 443 && got.port != 8443 {
				t.Fatalf("%q passes as %s at %d", raw, got.scheme, got.port)
			}
		}
		req, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(got.raw())))
		if err != nil {
			t.Fatalf("what goes out is no request: %v in %q", err, got.raw())
		}
		if u, err := url.Parse("https://" + req.Host); err != nil || canonicalHost(u.Hostname()) != got.host || req.Method != method {
			t.Fatalf("goes out as %s to %s; judged was %s", req.Method, req.Host, got.host)
		}
		sent := new(bytes.Buffer)
		if sent.ReadFrom(req.Body); sent.String() != body && (body == "" || method != "HEAD") {
			t.Fatalf("the body goes out as %q; want %q", sent, body)
		}
		for sentName := range req.Header {
			if !slices.ContainsFunc(append([]string{"Content-Length", "Connection"}, requestHeaders...), func(known string) bool { return strings.EqualFold(known, sentName) }) {
				t.Fatalf("sends the header %q", sentName)
			}
		}
	})
}

// Whatever a server answers, what is shown of it is bounded and is text.
func FuzzResponse(f *testing.F) {
	for _, answer := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
		"HTTP/1.1 400 Bad Request\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08", "HTTP/1.1 103 x\r\n\r\nHTTP/1.0 302 Found\r\nLocation: /\r\n\r\n",
		"HTTP/1.1 200 OK\nA: b\n c\nd: \xff\n\n", "HTTP/1.1 204 \r\n\r\n", "SSH-2.0\r\n", "",
	} {
		f.Add(answer, "GET")
	}
	f.Fuzz(func(t *testing.T, answer, method string) {
		br := bufio.NewReader(strings.NewReader(answer))
		res, err := readResponse(br, method)
		if res == nil {
			if err == nil {
				t.Fatal("neither an answer nor why not")
			}
			return
		}
		if len(res.Body) > (maxBody+2)/3*4 || res.Size < 0 || res.BodyEncoding != "utf-8" && res.BodyEncoding != "base64" {
			t.Fatalf("%d bytes as %s, size %d", len(res.Body), res.BodyEncoding, res.Size)
		}
		for _, h := range res.Headers {
			if strings.ContainsAny(h[0]+h[1], "\r\n") || strings.ToValidUTF8(h[0]+h[1], "") != h[0]+h[1] {
				t.Fatalf("header %q", h)
			}
		}
	})
}
