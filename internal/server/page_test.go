package server

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// builtPage is a page as the build leaves it. The compressed files hold their names, to be told apart.
var builtPage = fstest.MapFS{
	".gitkeep":                   {},
	"index.html":                 {Data: []byte("<!doctype html>")},
	"index.html.br":              {Data: []byte("index br")},
	"index.html.gz":              {Data: []byte("index gz")},
	"favicon.svg":                {Data: []byte("<svg/>")},
	"assets/index-1a2b.js":       {Data: []byte("script")},
	"assets/index-1a2b.js.br":    {Data: []byte("script br")},
	"assets/index-1a2b.js.gz":    {Data: []byte("script gz")},
	"assets/grantlens-3c4d.wasm": {Data: []byte("\x00asm")},
}

func TestPageFiles(t *testing.T) {
	s := start(t, Config{Page: builtPage})
	const immutable, revalidate = "public, max-age=31536000, immutable", "no-cache"
	for _, tt := range []struct {
		target, accept              string
		body, encoding, kind, cache string
	}{
		{"/", "", "<!doctype html>", "", "text/html; charset=utf-8", revalidate},
		{"/", "gzip, deflate, br, zstd", "index br", "br", "text/html; charset=utf-8", revalidate},
		{"/index.html", "gzip", "index gz", "gzip", "text/html; charset=utf-8", revalidate},
		{"/assets/index-1a2b.js", "br;q=0.5, gzip;q=0.9", "script gz", "gzip", "text/javascript; charset=utf-8", immutable},
		{"/assets/index-1a2b.js", "br;q=0, gzip;q=0", "script", "", "text/javascript; charset=utf-8", immutable},
		{"/assets/index-1a2b.js", "*", "script br", "br", "text/javascript; charset=utf-8", immutable},
		{"/assets/index-1a2b.js", "deflate", "script", "", "text/javascript; charset=utf-8", immutable},
		{"/assets/grantlens-3c4d.wasm", "br", "\x00asm", "", "application/wasm", immutable},
		{"/favicon.svg", "br", "<svg/>", "", "image/svg+xml", revalidate},
	} {
		t.Run(tt.target+" "+tt.accept, func(t *testing.T) {
			var headers []string
			if tt.accept != "" {
				headers = []string{"Accept-Encoding: " + tt.accept}
			}
			got := s.do(t, "GET", tt.target, nil, headers...)
			h := got.header
			if got.status != 200 || got.body != tt.body || h.Get("Content-Encoding") != tt.encoding || h.Get("Content-Type") != tt.kind || h.Get("Cache-Control") != tt.cache {
				t.Errorf("got %d %q %v", got.status, got.body, h)
			}
			if again := s.do(t, "GET", tt.target, nil, append(headers, "If-None-Match: \"other\", W/"+h.Get("ETag"))...); again.status != http.StatusNotModified || again.body != "" {
				t.Errorf("with its own ETag: %d; want 304", again.status)
			}
			head := s.do(t, "HEAD", tt.target, nil, headers...)
			if head.status != 200 || head.body != "" || head.header.Get("Content-Length") != h.Get("Content-Length") {
				t.Errorf("HEAD: %d %v; want the headers of GET", head.status, head.header)
			}
		})
	}
}

// A worker handles what must not leave the machine: its own policy lets it reach nothing, the server itself included.
func TestWorkersMayConnectToNothing(t *testing.T) {
	s := start(t, Config{Page: fstest.MapFS{"index.html": {Data: []byte("page")}, "assets/worker-1a2b.js": {Data: []byte("script")}}})
	const want = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'none'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	got := s.do(t, "GET", "/assets/worker-1a2b.js", nil)
	if csp := got.header["Content-Security-Policy"]; len(csp) != 1 || csp[0] != want {
		t.Errorf("got %q; want %q alone", csp, want)
	}
	if again := s.do(t, "GET", "/assets/worker-1a2b.js", nil, "If-None-Match: "+got.header.Get("ETag")); again.status != http.StatusNotModified || again.header.Get("Content-Security-Policy") != want {
		t.Errorf("revalidated: %d, %q; want 304 with the same policy", again.status, again.header.Get("Content-Security-Policy"))
	}
	if page := s.do(t, "GET", "/", nil); page.header.Get("Content-Security-Policy") == want {
		t.Error("the page has the workers' policy")
	}
}

// The worker that sends requests from the browser connects to providers, and the page that starts it still to nobody else.
func TestOneWorkerMayConnectAndNoMore(t *testing.T) {
	s := start(t, Config{Page: fstest.MapFS{"index.html": {Data: []byte("page")}, "assets/direct-1a2b.js": {Data: []byte("script")}}})
	csp := s.do(t, "GET", "/assets/direct-1a2b.js", nil).header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'; connect-src https: http://127.0.0.1:* http://localhost:*;") || strings.Contains(csp, "script-src") {
		t.Errorf("the worker has %q", csp)
	}
	if csp := s.do(t, "GET", "/", nil).header.Get("Content-Security-Policy"); !strings.Contains(csp, "connect-src 'self';") {
		t.Errorf("the page has %q", csp)
	}
}

// The encodings of one file are not taken for each other by a cache.
func TestPageEncodingsHaveTagsOfTheirOwn(t *testing.T) {
	s := start(t, Config{Page: builtPage})
	seen := map[string]string{}
	for _, encoding := range []string{"identity", "gzip", "br"} {
		got := s.do(t, "GET", "/", nil, "Accept-Encoding: "+encoding)
		tag := got.header.Get("ETag")
		if other, taken := seen[tag]; taken || tag == "" {
			t.Errorf("%s has the ETag %s of %s", encoding, tag, other)
		}
		seen[tag] = encoding
		if got.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: Vary is %q", encoding, got.header.Get("Vary"))
		}
	}
}

// What is not a file of the page is no page: a client that asked for something else would take it for its answer.
func TestPageIsNoFallback(t *testing.T) {
	s := start(t, Config{Page: builtPage})
	for _, target := range []string{"/token", "/assets", "/assets/", "/assets/index-0000.js", "/index.html.br", "/assets/index-1a2b.js.gz", "/.gitkeep", "/api", "/%2e%2e/server.go"} {
		got := s.do(t, "GET", target, nil, "Accept: text/html")
		if code, _ := got.failure(t); got.status != 404 || code != "not_found" {
			t.Errorf("GET %s: %d %s; want 404", target, got.status, code)
		}
	}
}

func TestPageWithAFileOfUnknownTypeIsRefused(t *testing.T) {
	_, err := New(Config{Page: fstest.MapFS{"index.html": {}, "assets/engine.exe": {}}})
	if err == nil || !strings.Contains(err.Error(), "engine.exe") {
		t.Errorf("got %v; want an error that names the file", err)
	}
}

func TestPreferred(t *testing.T) {
	media := []string{"application/json", "text/plain", "text/markdown"}
	for _, tt := range []struct {
		name, header string
		offers       []string
		want         string
	}{
		{"absent", "", media, "application/json"},
		{"anything", "*/*", media, "application/json"},
		{"one", "text/markdown", media, "text/markdown"},
		{"group", "text/*", media, "text/plain"},
		{"heavier", "text/plain;q=0.4, text/markdown;q=0.5, */*;q=0.1", media, "text/markdown"},
		{"the closest range counts", "text/plain;q=0, text/*", media, "text/markdown"},
		{"spaces, case and parameters", " TEXT/Plain ; charset=utf-8 ; Q=0.3 ", media, "text/plain"},
		{"malformed weight", "text/plain;q=high, text/markdown;q=0.1", media, "text/markdown"},
		{"none", "image/png", media, ""},
		{"all refused", "*/*;q=0", media, ""},
		{"region of a language", "de, ru-RU, ru;q=0.9, en;q=0.8", []string{"en", "ru"}, "ru"},
		{"language that begins alike", "rue", []string{"en", "ru"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{}
			if tt.header != "" {
				header.Set("Accept", tt.header)
			}
			if got := preferred(header, "Accept", tt.offers...); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}
