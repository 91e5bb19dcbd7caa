package relay

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// rawServer gives each connection to serve after reading the head and body of its request.
func rawServer(t *testing.T, serve func(conn net.Conn, request string)) (addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				var head strings.Builder
				req, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &head)))
				if err != nil {
					return
				}
				io.Copy(io.Discard, req.Body)
				serve(conn, head.String())
			}()
		}
	}()
	return ln.Addr().String()
}

// exchangeWith sends a GET over http to a raw server that answers with the given bytes and hangs up.
func exchangeWith(t *testing.T, answer string, change ...func(*Request)) *Result {
	t.Helper()
	addr := rawServer(t, func(conn net.Conn, _ string) { io.WriteString(conn, answer) })
	req := Request{Method: "GET", URL: "http://" + addr + "/token"}
	for _, f := range change {
		f(&req)
	}
	got, err := newRelay(t, Config{Allow: []string{addr}}).Send(t.Context(), req, Options{Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestHeadersAreShownAsTheyCame(t *testing.T) {
	got := exchangeWith(t, "HTTP/1.1 200 Fine, thanks\r\nX-Second: 2\r\nset-cookie: a=1\r\nX-First: 1\r\nSet-Cookie: b=2; Path=/\r\nX-Folded: one\r\n two\r\nX-Empty:\r\nContent-Length: 2\r\n\r\nok")
	want := [][2]string{{"X-Second", "2"}, {"set-cookie", "a=1"}, {"X-First", "1"}, {"Set-Cookie", "b=2; Path=/"}, {"X-Folded", "one two"}, {"X-Empty", ""}, {"Content-Length", "2"}}
	if got.Failure != nil || !slices.Equal(got.Response.Headers, want) {
		t.Errorf("%+v\ngot  %q\nwant %q", got.Failure, got.Response.Headers, want)
	}
	if r := got.Response; r.StatusText != "Fine, thanks" || r.Proto != "HTTP/1.1" || r.Body != "ok" || r.Size != 2 || r.Truncated {
		t.Errorf("%+v", r)
	}
}

func TestRequestGoesOutAsItIsShown(t *testing.T) {
	received := make(chan string, 1)
	addr := rawServer(t, func(conn net.Conn, request string) {
		received <- request
		io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n")
	})
	got, err := newRelay(t, Config{Allow: []string{addr}, UserAgent: "Grantlens/test"}).Send(t.Context(), Request{
		Method: "POST", URL: "http://" + addr + "/a%20b?x=1&x=2#never",
		Headers: [][2]string{{"content-type", "application/x-www-form-urlencoded"}, {"DPoP", "eyJ"}, {"Authorization", "Basic eDp5"}, {"Accept-Encoding", "gzip, zstd, br"}},
		Body:    "scope=a&scope=b",
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := "POST /a%20b?x=1&x=2 HTTP/1.1\r\nHost: " + addr + "\r\ncontent-type: application/x-www-form-urlencoded\r\nDPoP: eyJ\r\n" +
		"Authorization: Basic eDp5\r\nAccept-Encoding: gzip, br\r\nUser-Agent: Grantlens/test\r\nAccept: */*\r\nContent-Length: 15\r\nConnection: close\r\n\r\nscope=a&scope=b"
	if raw := <-received; raw != want {
		t.Errorf("sent %q\nwant %q", raw, want)
	}
	var shown strings.Builder
	for _, h := range got.Request.Headers {
		shown.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	if !strings.Contains(want, "\r\n"+shown.String()+"\r\n") {
		t.Errorf("shown %q", shown.String())
	}
	if got.Response.Status != 204 || got.Response.Body != "" {
		t.Errorf("%+v", got.Response)
	}
}

func TestBodiesOfEveryFraming(t *testing.T) {
	for name, c := range map[string]struct{ answer, body string }{
		"length":       {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and what is not its own", "hello"},
		"chunked":      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: x\r\n\r\n", "hello"},
		"until closed": {"HTTP/1.1 200 OK\r\n\r\nhello", "hello"},
		"HTTP/1.0":     {"HTTP/1.0 200 OK\r\n\r\nhello", "hello"},
		"bare LF":      {"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "hello"},
		"after 1xx":    {"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"},
		"switching":    {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nhello", ""},
		"none":         {"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", ""},
		"Cyrillic":     {"HTTP/1.1 400 Bad Request\r\n\r\nневерный пароль", "неверный пароль"},
	} {
		got := exchangeWith(t, c.answer)
		if got.Failure != nil || got.Response.Body != c.body || got.Response.BodyEncoding != "utf-8" {
			t.Errorf("%s: %+v, %+v; want %q", name, got.Failure, got.Response, c.body)
		}
	}
	if got := exchangeWith(t, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", func(r *Request) { r.Method = "HEAD" }); got.Failure != nil || got.Response.Body != "" {
		t.Errorf("HEAD: %+v, %+v", got.Failure, got.Response)
	}
	binary := exchangeWith(t, "HTTP/1.1 200 OK\r\n\r\n\xff\xfe\x00")
	if binary.Response.BodyEncoding != "base64" || binary.Response.Body != "//4A" || strings.Contains(binary.Transcript, "//4A") {
		t.Errorf("binary: %+v in %q", binary.Response, binary.Transcript)
	}
}

// Gateways answer in the charsets of their time, and their pages are to be read all the same.
func TestBodiesInOldCharsets(t *testing.T) {
	for name, c := range map[string]struct{ charset, body, text, from string }{
		"Russian":         {"windows-1251", "\xc4\xee\xf1\xf2\xf3\xef \xe7\xe0\xef\xf0\xe5\xf9\xb8\xed", "Доступ запрещён", "windows-1251"},
		"Russian, quoted": {`"CP1251"`, "\xb9 1", "№ 1", "windows-1251"},
		"Western":         {"ISO-8859-1", "Zugriff verweigert \x96 f\xfcr Sie", "Zugriff verweigert – für Sie", "windows-1252"},
		"said, not so":    {"windows-1251", "Доступ", "Доступ", ""}, // it is UTF-8
		"unknown":         {"koi8-r", "\xe4", "5A==", ""},
	} {
		r := exchangeWith(t, "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html; charset="+c.charset+"\r\n\r\n"+c.body).Response
		if r.Body != c.text && (name != "unknown" || r.BodyEncoding != "base64") || r.Charset != c.from {
			t.Errorf("%s: %q, %s from %q; want %q", name, r.Body, r.BodyEncoding, r.Charset, c.text)
		}
	}
	for charset, table := range upper {
		if n := len([]rune(table)); n != 128 {
			t.Errorf("%s has %d characters; want 128", charset, n)
		}
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	for name, c := range map[string]struct{ answer, phase, code string }{
		"nothing":                {"", "wait", "closed"},
		"another protocol":       {"SSH-2.0-OpenSSH_9.6\r\n", "body", "malformed"},
		"HTTP/2":                 {"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80", "body", "malformed"},
		"no number":              {"HTTP/1.1 OK\r\n\r\n", "body", "malformed"},
		"cut in the head":        {"HTTP/1.1 200 OK\r\nContent-", "body", "body_cut"},
		"cut in the body":        {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "body", "body_cut"},
		"cut in a chunk":         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello", "body", "body_cut"},
		"two lengths":            {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "body", "malformed"},
		"a length below zero":    {"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "body", "malformed"},
		"a line of no header":    {"HTTP/1.1 200 OK\r\nno colon\r\n\r\nhello", "body", "malformed"},
		"endless headers":        {"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Y: "+strings.Repeat("z", 1000)+"\r\n", 80), "body", "head_too_large"},
		"one endless line":       {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("z", maxHead), "body", "head_too_large"},
		"interim without an end": {strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 20), "body", "malformed"},
	} {
		got := exchangeWith(t, c.answer)
		if got.Failure == nil || got.Failure.Phase != c.phase || got.Failure.Code != c.code {
			t.Errorf("%s: %+v; want %s, %s", name, got.Failure, c.phase, c.code)
			continue
		}
		if got.Failure.Message == "" || got.Failure.Hint == "" || strings.ContainsAny(got.Failure.Message, "{}") {
			t.Errorf("%s: %+v is no whole sentence", name, got.Failure)
		}
		if last := got.Trace.Phases[len(got.Trace.Phases)-1]; last.Name != c.phase || last.End == nil {
			t.Errorf("%s: the trace ends with %+v", name, last)
		}
		if strings.HasPrefix(name, "cut in the body") && got.Response.Body != "hello" {
			t.Errorf("what came of a cut body is not shown: %+v", got.Response)
		}
	}
}

// The rest of a body over the limit is counted up to a bound, and not kept.
func TestBodyOverTheLimitIsCountedNotKept(t *testing.T) {
	for name, c := range map[string]struct {
		head  string
		sends int // megabytes
		size  int64
	}{
		"length known":   {"Content-Length: 50000000\r\n", 3, 50000000},
		"length unknown": {"", 5, 5 << 20},
		"endless":        {"", 1 << 20, maxCount},
	} {
		addr := rawServer(t, func(conn net.Conn, _ string) {
			io.WriteString(conn, "HTTP/1.1 200 OK\r\n"+c.head+"\r\n")
			piece := bytes.Repeat([]byte("x"), 1<<20)
			for range c.sends {
				if _, err := conn.Write(piece); err != nil {
					return
				}
			}
		})
		got, err := newRelay(t, Config{Allow: []string{addr}}).Send(t.Context(), Request{Method: "GET", URL: "http://" + addr + "/"}, Options{})
		if err != nil || got.Failure != nil {
			t.Fatalf("%s: %v, %+v", name, err, got.Failure)
		}
		if r := got.Response; len(r.Body) != maxBody || r.Size != c.size || !r.Truncated {
			t.Errorf("%s: %d bytes kept of %d, truncated %v; want %d of %d", name, len(r.Body), r.Size, r.Truncated, maxBody, c.size)
		}
		if len(got.Notes) != 1 || got.Notes[0].Code != "truncated" {
			t.Errorf("%s: notes %+v", name, got.Notes)
		}
	}
	exact := exchangeWith(t, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", maxBody, strings.Repeat("x", maxBody)))
	if exact.Response.Truncated || len(exact.Response.Body) != maxBody {
		t.Errorf("a body of just the limit: %d bytes, truncated %v", len(exact.Response.Body), exact.Response.Truncated)
	}
}

func packed(t *testing.T, coding string, plain []byte) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "raw deflate":
		w, _ = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.String()
}

func TestContentCodings(t *testing.T) {
	const plain = `{"error":"invalid_grant"}`
	for _, coding := range []string{"gzip", "x-gzip", "deflate", "raw deflate", "br"} {
		header := strings.TrimPrefix(coding, "raw ")
		body := packed(t, coding, []byte(plain))
		got := exchangeWith(t, "HTTP/1.1 400 Bad Request\r\nContent-Encoding: "+header+"\r\n\r\n"+body)
		if r := got.Response; r.Body != plain || r.Decoded != header || r.Size != int64(len(body)) {
			t.Errorf("%s: %+v", coding, r)
		}
		if !strings.Contains(got.Transcript, plain) {
			t.Errorf("%s: the engine reads %q", coding, got.Transcript)
		}
	}
	both := packed(t, "br", []byte(packed(t, "gzip", []byte(plain))))
	if r := exchangeWith(t, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br\r\n\r\n"+both).Response; r.Body != plain {
		t.Errorf("gzip in br: %+v", r)
	}
	for name, head := range map[string]string{"no gzip at all": "gzip", "unknown": "zstd", "too many": "gzip, gzip, gzip"} {
		if r := exchangeWith(t, "HTTP/1.1 200 OK\r\nContent-Encoding: "+head+"\r\n\r\nplain").Response; r.Body != "plain" || r.Decoded != "" {
			t.Errorf("%s: %+v; want the body as it came", name, r)
		}
	}
	cut := packed(t, "gzip", []byte(strings.Repeat(plain, 100)))
	if r := exchangeWith(t, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+cut[:len(cut)-8]).Response; !strings.HasPrefix(r.Body, plain) || !r.Truncated {
		t.Errorf("cut gzip: %.80q, truncated %v", r.Body, r.Truncated)
	}
}

// What unpacks to more than the limit ends there, however often it was packed, and is not unpacked any further.
func TestDecompressionBombs(t *testing.T) {
	zeros := make([]byte, 8<<20)
	for _, coding := range []string{"gzip", "deflate", "br"} {
		bomb := packed(t, coding, zeros)
		head := "Content-Encoding: " + coding
		if coding != "br" {
			bomb, head = packed(t, "gzip", []byte(bomb)), head+", gzip"
		}
		r := exchangeWith(t, "HTTP/1.1 200 OK\r\n"+head+"\r\n\r\n"+bomb).Response
		if len(r.Body) != maxBody || !r.Truncated || r.Size > 1<<17 {
			t.Errorf("%s: %d bytes unpacked of %d, truncated %v; want %d", coding, len(r.Body), r.Size, r.Truncated, maxBody)
		}
	}
	member := packed(t, "gzip", zeros)
	bomb := []byte(strings.Repeat(member, 100)) // 800 MB
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, cut, ok := decode(bomb, []string{"gzip"})
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; len(got) != maxBody || !cut || !ok || used > 32<<20 {
		t.Errorf("%d bytes, cut %v; %d bytes of memory to unpack them", len(got), cut, used)
	}
}

// A server that goes on for ever, a byte at a time or not at all, ends with the limit of the whole.
func TestSlowServers(t *testing.T) {
	for name, begin := range map[string]string{
		"silent":              "",
		"stops in the status": "HTTP/1.1 2",
		"stops in the head":   "HTTP/1.1 200 OK\r\nX: ",
		"stops in the body":   "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
	} {
		addr := rawServer(t, func(conn net.Conn, _ string) {
			io.WriteString(conn, begin)
			io.Copy(io.Discard, conn) // until the relay hangs up
		})
		got, err := newRelay(t, Config{Allow: []string{addr}, Timeout: 100 * time.Millisecond}).Send(t.Context(), Request{Method: "GET", URL: "http://" + addr + "/"}, Options{})
		if err != nil || got.Failure == nil || got.Failure.Code != "timeout" {
			t.Errorf("%s: %v, %+v; want timeout", name, err, got)
		} else if !strings.HasSuffix(got.Transcript, ": context deadline exceeded\n") {
			t.Errorf("%s: the engine reads %q", name, got.Transcript)
		}
	}
	quiet, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and says nothing: TLS waits for it
	if err != nil {
		t.Fatal(err)
	}
	defer quiet.Close()
	addr := quiet.Addr().String()
	got, err := newRelay(t, Config{Allow: []string{addr}, ConnectTimeout: 500 * time.Millisecond}).Send(t.Context(), Request{Method: "GET", URL: "https://" + addr + "/"}, Options{})
	if err != nil || got.Failure == nil || got.Failure.Code != "tls_timeout" {
		t.Errorf("no TLS: %v, %+v; want tls_timeout", err, got)
	}
}

func TestCancelEndsWhateverWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	addr := rawServer(t, func(conn net.Conn, _ string) {
		cancel()
		io.Copy(io.Discard, conn)
		close(gone)
	})
	got, err := newRelay(t, Config{Allow: []string{addr}}).Send(ctx, Request{Method: "POST", URL: "http://" + addr + "/"}, Options{Lang: "ru"})
	if err != nil || got.Failure == nil || got.Failure.Code != "cancelled" || got.Failure.Message != "запрос отменён" {
		t.Errorf("%v, %+v; want cancelled", err, got)
	}
	if !strings.Contains(got.Transcript, "context canceled") {
		t.Errorf("the engine reads %q", got.Transcript)
	}
	<-gone
}

func TestConnectionRefused(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	got, err := newRelay(t, Config{Allow: []string{addr}}).Send(t.Context(), Request{Method: "GET", URL: "https://" + addr + "/token"}, Options{Lang: "en"})
	if err != nil || got.Failure == nil || got.Failure.Code != "connect_refused" || got.Failure.Phase != "connect" {
		t.Fatalf("%v, %+v", err, got)
	}
	if got.Response != nil || got.Report.Summary.Actual != "failure" {
		t.Errorf("%+v says %+v of %q", got.Response, got.Report.Summary, got.Transcript)
	}
}

// What failed is told without the addresses of the machine the relay runs on.
func TestFailuresNameNothingOfThisMachine(t *testing.T) {
	server, resolver := startDNS(t, nil)
	got, err := newRelay(t, Config{Resolver: resolver}).Send(t.Context(), Request{Method: "GET", URL: "https://accounts.google.com/"}, Options{Lang: "en"})
	if err != nil || got.Failure.Code != "dns_not_found" || len(server.asked()) == 0 {
		t.Fatalf("%v, %+v", err, got)
	}
	if !strings.Contains(got.Transcript, "lookup accounts.google.com: no such host") || got.Report.Findings[0].Rule != "host-unresolved" {
		t.Errorf("%q, %+v", got.Transcript, got.Report.Findings)
	}
	cut := exchangeWith(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello")
	closed := exchangeWith(t, "")
	for _, transcript := range []string{cut.Transcript, closed.Transcript} {
		if strings.Contains(transcript, "->") {
			t.Errorf("%q names this machine's port", transcript)
		}
	}
}

// The first address may be dead: the next one is tried.
func TestNextAddressIsTried(t *testing.T) {
	addr := rawServer(t, func(conn net.Conn, _ string) { io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n") })
	_, port, _ := net.SplitHostPort(addr)
	r := newRelay(t, Config{Allow: []string{"idp.example.com:" + port}, Resolver: names{"idp.example.com": {"127.0.0.9", "127.0.0.1"}}})
	got, err := r.Send(t.Context(), Request{Method: "GET", URL: "http://idp.example.com:" + port + "/"}, Options{})
	if err != nil || got.Failure != nil || got.Trace.Address != addr {
		t.Errorf("%v, %+v, %+v; want an answer from %s", err, got.Failure, got.Trace, addr)
	}
}

func TestRequestBodyMayBeBytes(t *testing.T) {
	received := make(chan string, 1)
	addr := rawServer(t, func(conn net.Conn, request string) {
		received <- request
		io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	})
	body := "\xff\x00\x01"
	got, err := newRelay(t, Config{Allow: []string{addr}}).Send(t.Context(), Request{Method: "POST", URL: "http://" + addr + "/", BodyBase64: base64.StdEncoding.EncodeToString([]byte(body))}, Options{})
	if err != nil || got.Request.BodyEncoding != "base64" || got.Request.Body != "/wAB" {
		t.Errorf("%v, %+v", err, got)
	}
	if raw := <-received; !strings.HasSuffix(raw, "\r\n\r\n"+body) {
		t.Errorf("sent %q", raw)
	}
}
