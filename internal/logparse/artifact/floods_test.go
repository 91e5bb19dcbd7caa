package artifact

import (
	"runtime"
	"strings"
	"testing"

	"grantlens/internal/source"
)

// floods are pieces of text that, repeated, lead a careless reader into reading the same bytes again and again: what
// opens and never closes, what nearly is a format, what triggers a recogniser and is nothing.
var floods = []string{
	"a", "\n", " ", "\"", "'", "\\", "“", "{", "[", "(", "}", "]", "{[", "{\"", "{\"a\":", "[{\"a\":", "{'a': ", "{a: ", "{\\\"", "{\\\\\\\"", "\"{\\\"a\\\":", "{ x {", "[\"a\": ",
	"eyJ", "eyJhbGciOi\n", "eyJhbGciOiJSUzI1NiJ9eyJhbGciOiJSUzI1NiJ9eyJhbGciOiJSUzI1NiJ9\n", "a.", "type=", "type=\"LOGIN\", realmId=\"", "type=LOGIN, realmId=x, ", "=\"", "a=\"\\", "a=\"\\\"token",
	"error=", "error=x&", "access_token=", "?code=", "#", "?a&", "https://x/?code=1&state=", "/token ", "/oauth/token", "POST /token ", "\"POST /token HTTP/1.1\" 40", "oauth2/",
	"invalid_grant ", "invalid_grant: ", "(invalid_grant) ", "AADSTS50011 ", "AADSTS", "cannot fetch token: 400 ", "cannot fetch token: 400 Bad\nResponse: {", "status code 401 login ", "status code 401 login {\"", ": 401 unauthorized: token ",
	"Error: ", "a.b.Exception: x ", "Error", "Exception$", "::Error (", "IDX10214: ", "IDX10", "PlatformException(", "PlatformException(a, [", "Error Domain=a Code=1 \"", "Error Domain=",
	"HTTP/1.1 200 OK\n", "HTTP/1.1 200 OK\na: b\n\nx\n", "POST /x HTTP/1.1\n", "POST /x HTTP/1.1\n\n", "← 200 OK\n", "APIResponse: 200 OK\n\n", "<-- 200 x\n", "> GET /x HTTP/1.1\n", "< HTTP/1.1 200 OK\n* x\n", "a: b\n", "- a: b\n", "pw:api ",
	"curl ", "\ncurl https://x ", "curl \\\n", "curl '", "\nRequest URL: https://x\nRequest Method: GET\n", "\nRequest URL\n", "request url\n", "\"entries\":[", "\"entries\":[{", "\"startedDateTime\":\"", "Array\n(\n", "Array\n(\n[a] => ", "[a] => Array\n(\n",
	"Code: 400. Errors:\n* x\n", "Invoke-RestMethod : ", "Invoke-RestMethod : a\n", "__REALTIME_TIMESTAMP=1\n", "__REALTIME_TIMESTAMP=1\nMESSAGE=x error token\n\n", "net::ERR_", "https://x/token net::ERR_A ", "has been blocked by CORS policy token http", "HttpErrorResponse {", "name: \"HttpErrorResponse\"\n", "a: b\nname: \"HttpErrorResponse\"\n",
	"TokenResponseException: 400 x\nPOST https://x/\n", "the response we received from your web server was: > 401: x cy.request() ", "the request we sent was: the response we received from your web server was: 401 ",
	"2025-03-04 09:12:44 ", "2025-03-04T09:12:44Z ERROR x\n", "[error] ", "ERROR ", "level=", "warn: a[1]\n  x\n", "<html", "<html>\n\n", "<!doctype html>", "{\"level\":\"info\",\"msg\":\"", "{\"level\":\"info\",\"msg\":\"error token x\"}\n", "{\"log\":\"x\\n\",\"stream\":\"a\"}\n", "{\"level\":\"error\",\"msg\":\"{\\\"error\\\":\\\"x_y\\\"}\"}\n",
	"{\"access_token\":\"", "{\"access_token\":\"a\"}", "\"error\": \"", "\"error\":\"a\",\n", "client_id: x\n", "a_url=http://x?code=1\n", "http://x?scope=a b&", "?scope=a b ", "\x1b[", "\x1b]", "#033[", "web | ", "> ", "I/a(1): ", "I/a(1): I/a(1): \n", "Mar  4 09:12:44 ", "' + '", "'a' +\n'", "\"a\\n\" + ", "b'", "{string(9) \"", "Class {", "<ref *1> X {", "=> ",
}

// TestFloods reads floods of growing size: whatever reads bytes a number of times that grows with the input would not come to
// an end. What is allocated may grow with the input, and no faster.
func TestFloods(t *testing.T) {
	flood := func(piece string, size int) string { return strings.Repeat(piece, size/len(piece)+1) }
	readAll(t, flood(floods[0], 1<<10)) // makes what is made once
	allocations := func(input string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		readAll(t, input)
		runtime.ReadMemStats(&after)
		return after.Mallocs - before.Mallocs
	}
	var all strings.Builder
	for _, piece := range floods {
		small, large := allocations(flood(piece, 8<<10)), allocations(flood(piece, 32<<10))
		if large > 5*small+2000 {
			t.Errorf("%q: %d allocations for 32 KB, %d for 8 KB", piece, large, small)
		}
		readAll(t, flood(piece, 64<<10))
		all.WriteString(flood(piece, 2<<10))
	}
	readAll(t, all.String()) // each may spoil what another leaves open
}

func readAll(t testing.TB, input string) []*Artifact {
	text := source.NewText(input, 0, 0)
	out := Read(source.Clean(source.Whole(text)))
	last := 0
	for i := range out {
		s := out[i].Span
		if s.Start < last || s.End < s.Start || s.End > len(input) {
			t.Fatalf("%s %s: span %v after %d in %d bytes", out[i].Kind, out[i].Format, s, last, len(input))
		}
		last = s.Start
	}
	return out
}
