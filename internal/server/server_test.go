package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rs/zerolog"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
)

// A log is what the server under test wrote.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// service is a Server behind a real listener.
type service struct {
	*Server
	addr string
	logs *logBuffer
	stop func() error // stops it and returns what Serve did; more than once is fine
}

func start(t *testing.T, cfg Config, change ...func(*Server)) *service {
	t.Helper()
	logs := &logBuffer{}
	cfg.Log = zerolog.New(logs)
	srv, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(srv)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, ln) }()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return &service{srv, ln.Addr().String(), logs, stop}
}

// answer is a response read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

// do sends a request whose headers come as "Name: value" lines.
func (s *service) do(t *testing.T, method, target string, body io.Reader, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequest(method, "http://"+s.addr+target, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			req.Host = value
			continue
		}
		req.Header.Add(name, value)
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	res, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(got)}
}

// failure is the error an answer carries; it must have all its parts.
func (a answer) failure(t *testing.T) (code, message string) {
	t.Helper()
	var got struct {
		Error struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatalf("status %d with a body that is no error object: %.200s", a.status, a.body)
	}
	if got.Error.Code == "" || got.Error.Message == "" || got.Error.Hint == "" {
		t.Errorf("error lacks a part: %s", a.body)
	}
	return got.Error.Code, got.Error.Message
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

const sampleLog = `12:00:01 INFO POST https://id.example.com/realms/demo/protocol/openid-connect/token
12:00:01 ERROR Authentication error: {"error":"invalid_grant","error_description":"Code not valid"}
`

// diagnosed is what the engine, and so the command line, says of a log.
func diagnosed(opts logparse.Options, log string) *report.Report {
	parser := logparse.New(opts)
	parser.Feed([]byte(log))
	return parser.Close()
}

func TestDiagnoseAnswersWithTheEnginesReport(t *testing.T) {
	s := start(t, Config{})
	english := diagnosed(logparse.Options{Lang: "en"}, sampleLog)
	russian := diagnosed(logparse.Options{Lang: "ru"}, sampleLog)
	later := diagnosed(logparse.Options{Lang: "en", Now: time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)}, sampleLog)
	for name, tt := range map[string]struct {
		target  string
		body    io.Reader
		headers []string
		want    []byte
		kind    string
	}{
		"curl --data-binary":  {"", strings.NewReader(sampleLog), []string{"Content-Type: application/x-www-form-urlencoded", "Accept: */*"}, report.JSON(english), "application/json"},
		"plain body":          {"", strings.NewReader(sampleLog), []string{"Content-Type: text/plain", "Accept: application/json"}, report.JSON(english), "application/json"},
		"gzip":                {"", strings.NewReader(zipped(sampleLog)), []string{"Content-Encoding: gzip"}, report.JSON(english), "application/json"},
		"gzip in members":     {"", strings.NewReader(zipped(sampleLog[:40]) + zipped("") + zipped(sampleLog[40:])), []string{"Content-Encoding: GZIP"}, report.JSON(english), "application/json"},
		"chunked":             {"", io.MultiReader(strings.NewReader(sampleLog[:50]), strings.NewReader(sampleLog[50:])), nil, report.JSON(english), "application/json"},
		"empty":               {"", strings.NewReader(""), nil, report.JSON(diagnosed(logparse.Options{}, "")), "application/json"},
		"russian by query":    {"?lang=ru", strings.NewReader(sampleLog), []string{"Accept-Language: en"}, report.JSON(russian), "application/json"},
		"russian by browser":  {"", strings.NewReader(sampleLog), []string{"Accept-Language: fr, ru-RU;q=0.9, en;q=0.8"}, report.JSON(russian), "application/json"},
		"now in Unix seconds": {"?now=1893499200", strings.NewReader(sampleLog), nil, report.JSON(later), "application/json"},
		"now in another zone": {"?now=2030-01-01T14:00:00%2B02:00", strings.NewReader(sampleLog), nil, report.JSON(later), "application/json"},
		"text":                {"?lang=ru", strings.NewReader(sampleLog), []string{"Accept: text/plain"}, report.Text(russian, "ru"), "text/plain; charset=utf-8"},
		"markdown":            {"", strings.NewReader(sampleLog), []string{"Accept: text/markdown"}, report.Markdown(english, "en"), "text/markdown; charset=utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.do(t, "POST", "/api/diagnose"+tt.target, tt.body, tt.headers...)
			if got.status != http.StatusOK {
				t.Fatalf("status %d: %s", got.status, got.body)
			}
			if got.body != string(tt.want) {
				t.Errorf("got %s\nwant %s", got.body, tt.want)
			}
			if got.header.Get("Content-Type") != tt.kind || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers %v; want %s that no cache keeps", got.header, tt.kind)
			}
		})
	}
}

// Whoever sends a token alone asks whether it is valid now.
func TestATokenAloneIsJudgedByTheClock(t *testing.T) {
	s := start(t, Config{})
	got := s.do(t, "POST", "/api/diagnose", strings.NewReader("eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tIiwiZXhwIjoxMDAwMDAwMDAwfQ."))
	if !strings.Contains(got.body, `"headline": "A token of https://id.example.com, expired"`) || !strings.Contains(got.body, `"atSource": "now"`) {
		t.Errorf("got %s", got.body)
	}
}

// A long log crosses the pieces in which the server reads it, and is answered like a short one.
func TestDiagnoseReadsEveryPiece(t *testing.T) {
	s := start(t, Config{})
	long := strings.Repeat("12:00:00 INFO all is well\n", 3*chunkSize/26) + sampleLog
	got := s.do(t, "POST", "/api/diagnose", strings.NewReader(long))
	if got.status != http.StatusOK || got.body != string(report.JSON(diagnosed(logparse.Options{}, long))) {
		t.Errorf("status %d, %d bytes; want the report of the whole log", got.status, len(got.body))
	}
}

func TestFailures(t *testing.T) {
	cut := zipped(sampleLog)[:60]
	s := start(t, Config{MaxInput: 1 << 20, Page: fstest.MapFS{"index.html": {Data: []byte("page")}}})
	noPage := start(t, Config{})
	for name, tt := range map[string]struct {
		service        *service
		method, target string
		body           io.Reader
		headers        []string
		status         int
		code           string
	}{
		"unknown address":             {s, "GET", "/tokens", nil, nil, 404, "not_found"},
		"mistyped address of the API": {s, "POST", "/api/diagnoze", nil, nil, 404, "not_found"},
		"address to be cleaned":       {s, "GET", "/assets/../index.html", nil, nil, 404, "not_found"},
		"double slash":                {s, "GET", "//example.com/x", nil, nil, 404, "not_found"},
		"method of the page":          {s, "POST", "/", nil, nil, 405, "method_not_allowed"},
		"method of the API":           {s, "GET", "/api/diagnose", nil, nil, 405, "method_not_allowed"},
		"unknown language":            {s, "POST", "/api/diagnose?lang=tlh", nil, nil, 400, "bad_lang"},
		"bad now":                     {s, "POST", "/api/diagnose?now=yesterday", nil, nil, 400, "bad_now"},
		"format that does not exist":  {s, "POST", "/api/diagnose", nil, []string{"Accept: application/xml"}, 406, "not_acceptable"},
		"multipart form":              {s, "POST", "/api/diagnose", nil, []string{"Content-Type: multipart/form-data; boundary=x"}, 415, "unsupported_media_type"},
		"brotli body":                 {s, "POST", "/api/diagnose", nil, []string{"Content-Encoding: br"}, 415, "unsupported_encoding"},
		"gzip twice":                  {s, "POST", "/api/diagnose", nil, []string{"Content-Encoding: gzip, gzip"}, 415, "unsupported_encoding"},
		"no gzip after all":           {s, "POST", "/api/diagnose", strings.NewReader(sampleLog), []string{"Content-Encoding: gzip"}, 400, "bad_gzip"},
		"gzip cut short":              {s, "POST", "/api/diagnose", strings.NewReader(cut), []string{"Content-Encoding: gzip"}, 400, "bad_gzip"},
		"gzip with a broken checksum": {s, "POST", "/api/diagnose", strings.NewReader(zipped(sampleLog)[:len(zipped(sampleLog))-8] + "12345678"), []string{"Content-Encoding: gzip"}, 400, "bad_gzip"},
		"too large, announced":        {s, "POST", "/api/diagnose", strings.NewReader(strings.Repeat("x", 1<<20+1)), nil, 413, "too_large"},
		"too large, chunked":          {s, "POST", "/api/diagnose", io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20+1))), nil, 413, "too_large"},
		"gzip bomb":                   {s, "POST", "/api/diagnose", strings.NewReader(zipped(strings.Repeat("x", 16<<20))), []string{"Content-Encoding: gzip"}, 413, "too_large"},
		"gzip of nothing for ever":    {s, "POST", "/api/diagnose", strings.NewReader(strings.Repeat(zipped(""), 50_000)), []string{"Content-Encoding: gzip"}, 413, "too_large"},
		"foreign name":                {s, "GET", "/", nil, []string{"Host: evil.example"}, 421, "unknown_host"},
		"foreign page":                {s, "POST", "/api/diagnose", nil, []string{"Sec-Fetch-Site: cross-site"}, 403, "cross_site"},
		"no WebSocket client":         {s, "GET", "/ws", nil, nil, 426, "upgrade_required"},
		"page not built":              {noPage, "GET", "/", nil, nil, 503, "page_not_built"},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.service.do(t, tt.method, tt.target, tt.body, tt.headers...)
			if code, _ := got.failure(t); got.status != tt.status || code != tt.code {
				t.Errorf("got %d %s; want %d %s", got.status, code, tt.status, tt.code)
			}
			if got.header.Get("Content-Security-Policy") == "" {
				t.Error("the error lacks the security headers")
			}
			if tt.body != nil {
				return // it has been read
			}
			code, english := got.failure(t)
			again := tt.service.do(t, tt.method, tt.target, nil, append(tt.headers, "Accept-Language: ru-RU, en;q=0.5")...)
			inRussian, message := again.failure(t)
			if inRussian != code || again.status != got.status || message == english || !isRussian(message) {
				t.Errorf("in Russian %d %s %q", again.status, inRussian, message)
			}
			if again.header.Get("Content-Language") != "ru" || got.header.Get("Content-Language") != "en" || !strings.Contains(again.header.Get("Vary"), "Accept-Language") {
				t.Errorf("in Russian the headers are %v", again.header)
			}
		})
	}
}

func isRussian(s string) bool {
	return strings.ContainsAny(s, "абвгдежзийклмнопрстуфхцчшщыэюя")
}

func TestFailuresSpeakTheLanguageOfTheClient(t *testing.T) {
	s := start(t, Config{})
	for _, tt := range []struct {
		query, header string
		want          words
	}{
		{"", "en", errNotFound.en}, {"", "ru", errNotFound.ru}, {"", "fr, ru;q=0.5, en;q=0.4", errNotFound.ru}, {"", "de", errNotFound.en}, {"", "*", errNotFound.en},
		{"?lang=ru", "en", errNotFound.ru}, {"?lang=en", "ru", errNotFound.en}, {"?lang=de", "ru", errNotFound.ru},
	} {
		if _, message := s.do(t, "GET", "/tokens"+tt.query, nil, "Accept-Language: "+tt.header).failure(t); message != tt.want.Message {
			t.Errorf("%s, Accept-Language %s: %q", tt.query, tt.header, message)
		}
	}
}

// TestEveryFailureHasWords: each failure of the server says in both languages what is wrong and what to do.
func TestEveryFailureHasWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || len(lit.Elts) != 4 {
			return true
		}
		failures++
		said := func(e ast.Expr) (text string) {
			ast.Inspect(e, func(n ast.Node) bool {
				if part, ok := n.(*ast.BasicLit); ok {
					text += part.Value
				}
				return true
			})
			return text
		}
		for i, lang := range []string{2: "en", 3: "ru"} {
			if lang == "" {
				continue
			}
			for _, part := range lit.Elts[i].(*ast.CompositeLit).Elts {
				if text := said(part); len(text) < 10 || isRussian(text) != (lang == "ru") {
					t.Errorf("%s in %s: %s", said(lit.Elts[1]), lang, text)
				}
			}
		}
		return false
	})
	if failures < 20 {
		t.Errorf("only %d failures were seen", failures)
	}
}

func TestAllowListsTheMethods(t *testing.T) {
	s := start(t, Config{})
	for target, want := range map[string]string{"/": "GET, HEAD", "/healthz": "GET, HEAD", "/api/diagnose": "POST", "/ws": "GET, HEAD"} {
		got := s.do(t, "DELETE", target, nil)
		if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != want {
			t.Errorf("DELETE %s: %d, Allow %q; want 405, %q", target, got.status, got.header.Get("Allow"), want)
		}
	}
}

// A body that ends before its announced length is no log to judge, and one that does not come is not waited for.
func TestBodyThatDoesNotArrive(t *testing.T) {
	const head = "POST /api/diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nonly this"
	for name, tt := range map[string]struct {
		change  func(*Server)
		endBody bool
		status  int
		code    string
	}{
		"cut":  {func(*Server) {}, true, 400, "body_cut"},
		"slow": {func(s *Server) { s.bodyLimit = 50 * time.Millisecond }, false, 408, "timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, Config{}, tt.change)
			conn, err := net.Dial("tcp", s.addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, head)
			if tt.endBody {
				conn.(*net.TCPConn).CloseWrite()
			}
			got, err := io.ReadAll(conn)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(got), fmt.Sprintf("HTTP/1.1 %d ", tt.status)) || !strings.Contains(string(got), `"`+tt.code+`"`) {
				t.Errorf("got %s\nwant %d %s", got, tt.status, tt.code)
			}
		})
	}
}

// hold begins a diagnosis, returns when the server reads its body, and lets it finish on release.
func hold(t *testing.T, s *service) (release func(), done <-chan error) {
	t.Helper()
	body, feed := io.Pipe()
	req, err := http.NewRequest("POST", "http://"+s.addr+"/api/diagnose", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Expect", "100-continue") // the body is asked for by the server's first read
	result := make(chan error, 1)
	go func() {
		transport := &http.Transport{ExpectContinueTimeout: time.Hour}
		defer transport.CloseIdleConnections()
		res, err := transport.RoundTrip(req)
		if err == nil {
			res.Body.Close()
			if res.StatusCode != http.StatusOK {
				err = fmt.Errorf("status %d", res.StatusCode)
			}
		}
		body.CloseWithError(err)
		result <- err
	}()
	if _, err := io.WriteString(feed, "12:00:00 INFO begins\n"); err != nil {
		t.Fatalf("the server did not read: %v", err)
	}
	return func() { feed.Close() }, result
}

func TestDiagnosesAtTheSameTimeAreBounded(t *testing.T) {
	s := start(t, Config{MaxDiagnoses: 1})
	release, held := hold(t, s)
	got := s.do(t, "POST", "/api/diagnose", strings.NewReader(sampleLog))
	if code, _ := got.failure(t); got.status != 503 || code != "busy" || got.header.Get("Retry-After") == "" {
		t.Errorf("beside a running diagnosis: %d %s", got.status, got.body)
	}
	release()
	if err := <-held; err != nil {
		t.Errorf("the running diagnosis: %v", err)
	}
	if got := s.do(t, "POST", "/api/diagnose", strings.NewReader(sampleLog)); got.status != 200 {
		t.Errorf("after it: %d %s", got.status, got.body)
	}
}

// An answer under way when the server is told to stop is still given.
func TestStopFinishesAnswersUnderWay(t *testing.T) {
	s := start(t, Config{})
	release, held := hold(t, s)
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	<-s.closing.Done()
	release()
	if err := <-held; err != nil {
		t.Errorf("the answer under way: %v", err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestHosts(t *testing.T) {
	everywhere := Config{Listen: "0.0.0.0:8080"}
	named := Config{Listen: "grantlens.example:8080", Hosts: []string{"Other.example", "192.0.2.7", "2001:db8::7"}}
	for _, tt := range []struct {
		name string
		cfg  Config
		host string
		want bool
	}{
		{"loopback name", Config{}, "localhost", true},
		{"loopback name with port", Config{}, "LocalHost:8080", true},
		{"loopback name, rooted", Config{}, "localhost.:8080", true},
		{"loopback address", Config{}, "127.0.0.1:8080", true},
		{"another loopback address", Config{}, "127.8.8.8", true},
		{"loopback v6", Config{}, "[::1]:8080", true},
		{"loopback v4 in v6", Config{}, "[::ffff:127.0.0.1]:8080", true},
		{"no host", Config{}, "", false},
		{"port alone", Config{}, ":8080", false},
		{"rebound name", Config{}, "evil.example:8080", false},
		{"name that begins like ours", Config{}, "127.0.0.1.evil.example", false},
		{"name under localhost", Config{}, "evil.localhost.example", false},
		{"address not told", Config{}, "192.0.2.7:8080", false},
		{"listen host", named, "grantlens.example:8080", true},
		{"extra host", named, "other.EXAMPLE", true},
		{"extra address", named, "192.0.2.7", true},
		{"extra address v6", named, "[2001:db8::7]:8080", true},
		{"not an extra host", named, "evil.example", false},
		{"every address: an address", everywhere, "192.0.2.9:8080", true},
		{"every address: a name", everywhere, "evil.example", false},
		{"every address by port alone", Config{Listen: ":8080"}, "192.0.2.9:8080", true},
		{"every address v6", Config{Listen: "[::]:8080"}, "[2001:db8::9]:8080", true},
		{"one address", Config{Listen: "192.0.2.1:8080"}, "192.0.2.9:8080", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := New(tt.cfg)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.knowsHost(tt.host); got != tt.want {
				t.Errorf("knowsHost(%q) = %v; want %v", tt.host, got, tt.want)
			}
		})
	}
}

func TestCrossSite(t *testing.T) {
	s := start(t, Config{})
	own := "http://" + s.addr
	for _, tt := range []struct {
		name    string
		headers []string
		refused bool
	}{
		{"curl", nil, false},
		{"own page", []string{"Sec-Fetch-Site: same-origin", "Origin: " + own}, false},
		{"typed by the user", []string{"Sec-Fetch-Site: none"}, false},
		{"own page, old browser", []string{"Origin: " + own}, false},
		{"own page behind a proxy that changes Host", []string{"Sec-Fetch-Site: same-origin", "Origin: http://localhost:5173"}, false},
		{"other site", []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, true},
		{"other site, old browser", []string{"Origin: https://evil.example"}, true},
		{"other port of this machine", []string{"Sec-Fetch-Site: same-site", "Origin: http://localhost:3000"}, true},
		{"other port, old browser", []string{"Origin: http://127.0.0.1:1"}, true},
		{"sandboxed frame or file", []string{"Origin: null"}, true},
		{"value of the future", []string{"Sec-Fetch-Site: cousin"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.do(t, "POST", "/api/diagnose", strings.NewReader(sampleLog), tt.headers...)
			if refused := got.status == http.StatusForbidden; refused != tt.refused || !refused && got.status != 200 {
				t.Errorf("POST: %d %.100s; want refused %v", got.status, got.body, tt.refused)
			}
			conn, status := dial(t, s, tt.headers...)
			if conn != nil {
				conn.Close()
			}
			if refused := status == http.StatusForbidden; refused != tt.refused || !refused && conn == nil {
				t.Errorf("WebSocket: %d; want refused %v", status, tt.refused)
			}
		})
	}
}

// The policy is the design's, word by word: what loosens it is to be seen in a change of this test.
func TestSecurityHeaders(t *testing.T) {
	s := start(t, Config{Page: fstest.MapFS{"index.html": {Data: []byte("page")}, "assets/index-1.js": {Data: []byte("1")}}})
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
			"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
			"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types grantlens",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin-allow-popups",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	for _, target := range []string{"/", "/assets/index-1.js", "/healthz", "/tokens", "/api/diagnose", "/ws"} {
		got := s.do(t, "GET", target, nil)
		for name, value := range want {
			if got.header.Get(name) != value {
				t.Errorf("GET %s: %s is %q; want %q", target, name, got.header.Get(name), value)
			}
		}
		for _, name := range []string{"Access-Control-Allow-Origin", "Server"} {
			if got.header.Get(name) != "" {
				t.Errorf("GET %s sends %s", target, name)
			}
		}
	}
}

func TestHealthz(t *testing.T) {
	s := start(t, Config{})
	got := s.do(t, "GET", "/healthz", nil)
	var health struct {
		Status string
		Schema int
	}
	if err := json.Unmarshal([]byte(got.body), &health); err != nil || health.Status != "ok" || health.Schema != report.Schema {
		t.Errorf("got %d %s, %v", got.status, got.body, err)
	}
}

// A failure inside a handler is answered without what it was about, and found in the log by its functions.
func TestPanicIsAnsweredWithoutItsValue(t *testing.T) {
	const secret = "eyJ-canary-panic"
	s := start(t, Config{}, func(s *Server) {
		s.mux = newMux([]route{{"GET", "/", func(http.ResponseWriter, *http.Request) error { panic(secret) }}})
	})
	got := s.do(t, "GET", "/", nil)
	if code, _ := got.failure(t); got.status != 500 || code != "internal" {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	logs := s.logs.String()
	if strings.Contains(logs, secret) || !strings.Contains(logs, "TestPanicIsAnsweredWithoutItsValue") {
		t.Errorf("the log holds the value or not the place: %s", logs)
	}
}

func TestAccessLineHasFixedFields(t *testing.T) {
	s := start(t, Config{})
	body := s.do(t, "POST", "/api/diagnose?lang=ru", strings.NewReader(sampleLog)).body
	s.do(t, "GET", "/tokens", nil)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for line := range strings.Lines(s.logs.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		var names []string
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		want := []string{"bytes", "level", "message", "method", "ms", "route", "status"}
		if fields["error"] != nil {
			want = []string{"bytes", "error", "level", "message", "method", "ms", "route", "status"}
		}
		if !slices.Equal(names, want) {
			t.Errorf("an access line has %v; want %v", names, want)
		}
		lines = append(lines, fields)
	}
	if len(lines) != 2 {
		t.Fatalf("%d access lines for two requests", len(lines))
	}
	if l := lines[0]; l["method"] != "POST" || l["route"] != "/api/diagnose" || l["status"] != 200.0 || l["bytes"] != float64(len(body)) {
		t.Errorf("got %v for a diagnosis of %d bytes", l, len(body))
	}
	if l := lines[1]; l["route"] != "/" || l["status"] != 404.0 || l["error"] != "not_found" {
		t.Errorf("got %v for an unknown address", l)
	}
}
