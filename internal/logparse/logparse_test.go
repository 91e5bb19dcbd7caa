package logparse_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
	"grantlens/internal/source"
)

var update = flag.Bool("update", false, "rewrite goldens and the page's examples")

func diagnose(text string, lang string) *report.Report {
	p := logparse.New(logparse.Options{Lang: lang})
	p.Feed([]byte(text))
	return p.Close()
}

func rules(r *report.Report) []string {
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

// TestFoundingExample: the log that started the project, with invented people.
func TestFoundingExample(t *testing.T) {
	r := diagnose(newMaker(t).playwright(), "en")
	if s := r.Summary; s.Verdict != report.VerdictMisSuccess || s.Claimed != report.ClaimFailure || s.Actual != report.ActualSuccess {
		t.Errorf("summary %+v; want a success that is called a failure", s)
	}
	if len(r.Exchanges) != 2 {
		t.Fatalf("%d exchanges; want 2: the response printed twice is one", len(r.Exchanges))
	}
	first, second := r.Exchanges[0], r.Exchanges[1]
	if first.Provider != "keycloak" || first.Endpoint != "token" || len(first.AlsoAt) != 1 || first.AlsoAt[0].Line != 2 {
		t.Errorf("first exchange %+v", first)
	}
	if first.ClaimedBy == nil || first.ClaimedBy.Text != "Ошибка аутентификации:" {
		t.Errorf("claimed by %+v; want the label", first.ClaimedBy)
	}
	if second.Label == nil || second.Label.Text != "Шаг 1: Поиск заказа по номеру" || second.Verdict != report.VerdictMisFailure {
		t.Errorf("second exchange %+v", second)
	}
	if r.Stats.At != "2026-03-02T17:31:58Z" || r.Stats.AtSource != "date_header" {
		t.Errorf("the log's time: %q by %q; want the Date header's", r.Stats.At, r.Stats.AtSource)
	}
	want := map[string]struct {
		alg      string
		lifetime int64
	}{"access_token": {"RS256", 1800}, "id_token": {"RS256", 1800}, "refresh_token": {"HS256", 7200}}
	for _, tok := range r.Tokens {
		w, ok := want[tok.Use]
		if !ok || tok.Alg != w.alg || tok.Lifetime != w.lifetime || tok.State != "valid" || tok.AZP != "web-app" || tok.Realm != "demo" {
			t.Errorf("token %+v", tok)
		}
		delete(want, tok.Use)
		if tok.Use == "id_token" && !slices.ContainsFunc(tok.Checks, func(c report.Check) bool { return c.Name == "at_hash" && c.Result == "pass" }) {
			t.Errorf("id token checks %+v; want at_hash to match", tok.Checks)
		}
	}
	if len(want) > 0 {
		t.Errorf("missing tokens: %v", want)
	}
	for _, id := range []string{"success-called-failure", "answer-is-html"} {
		if !slices.Contains(rules(r), id) {
			t.Errorf("findings %v; want %s", rules(r), id)
		}
	}
	page := r.Findings[slices.IndexFunc(r.Findings, func(f report.Finding) bool { return f.Rule == "answer-is-html" })]
	if !strings.Contains(page.Detail, "0x32c = 812 = Content-Length") {
		t.Errorf("detail %q; want the ETag read", page.Detail)
	}
	if n := len(r.Secrets); n != 6 {
		t.Errorf("%d secrets; want 6: three tokens, printed twice", n)
	}
	fix := strings.Join(r.Findings[0].Fixes, "\n")
	if !strings.Contains(fix, "response.ok()") {
		t.Errorf("fixes %q; want the words for Playwright", fix)
	}
}

// TestWrappedTokens: tokens broken over lines decode whole, names in Cyrillic included.
func TestWrappedTokens(t *testing.T) {
	r := diagnose(newMaker(t).moex(), "ru")
	if len(r.Exchanges) != 2 || r.Exchanges[0].Actual != report.ActualSuccess || r.Exchanges[1].Actual != report.ActualSuccess {
		t.Fatalf("exchanges %+v; want the old and the new answer, both successes", r.Exchanges)
	}
	var name string
	for _, tok := range r.Tokens {
		if tok.Kind == "jws" && (!tok.Complete || len(tok.Repairs) == 0) {
			t.Errorf("token %s: complete %v, repairs %v", tok.ID, tok.Complete, tok.Repairs)
		}
		for _, c := range tok.Claims {
			if c.Name == "name" {
				name = c.Value
			}
		}
	}
	if name != `"Мария Соколова"` {
		t.Errorf("name %s", name)
	}
}

// TestScannedTokens: misread tokens are found, their damage is placed, and no claim is made up.
func TestScannedTokens(t *testing.T) {
	m := newMaker(t)
	r := diagnose(m.scanned(), "en")
	clean, _ := m.moexTokens()
	cleanReport := diagnose(`{"access_token":"`+clean+`"}`, "en")
	damaged := 0
	for _, tok := range r.Tokens {
		if tok.Kind != "jws" {
			continue
		}
		if len(tok.Damage) == 0 {
			t.Errorf("token %s: no damage reported", tok.ID)
			continue
		}
		damaged++
		d := tok.Damage[0]
		if d.Text == "" || d.Span.Line < 2 {
			t.Errorf("damage %+v: want its characters and place", d)
		}
		for _, c := range tok.Claims {
			if tok.Use == "access_token" && !slices.ContainsFunc(cleanReport.Tokens[0].Claims, func(o report.Claim) bool { return o.Name == c.Name && o.Value == c.Value }) {
				t.Errorf("claim %s = %s is not in the token", c.Name, c.Value)
			}
		}
	}
	if damaged != 2 {
		t.Errorf("%d damaged tokens; want 2", damaged)
	}
}

// TestDocumentation: sample answers with cut tokens and a sketched request are recognised.
func TestDocumentation(t *testing.T) {
	r := diagnose(newMaker(t).waves(), "en")
	var request, answer bool
	for _, x := range r.Exchanges {
		request = request || x.Request != nil && x.Grant == "password" && x.Provider == "waves"
		answer = answer || x.Response != nil && x.Actual == report.ActualSuccess
	}
	if !request || !answer {
		t.Errorf("exchanges %+v; want the request and the answer", r.Exchanges)
	}
	if len(r.Tokens) == 0 || r.Tokens[0].Alg != "HS256" || r.Tokens[0].Complete {
		t.Errorf("tokens %+v; want the header of the cut token", r.Tokens)
	}
}

// TestGoldens compares the whole report of each fixture, in both languages and all formats, and keeps a TypeScript copy
// that tsc checks against the page's types.
func TestGoldens(t *testing.T) {
	for _, f := range newMaker(t).fixtures() {
		for _, lang := range []string{"en", "ru"} {
			r := diagnose(f.text, lang)
			golden(t, filepath.Join("testdata", f.name+"."+lang+".json"), report.JSON(r))
			golden(t, filepath.Join("testdata", f.name+"."+lang+".txt"), report.Text(r, lang))
			golden(t, filepath.Join("testdata", f.name+"."+lang+".md"), report.Markdown(r, lang))
		}
		ts := "// Made by go test ./internal/logparse -update.\nimport type { Report } from \"../report.ts\";\n\nexport default " + strings.TrimSpace(string(report.JSON(diagnose(f.text, "en")))) + " satisfies Report;\n"
		golden(t, filepath.Join("../../web/src/testdata", f.name+".golden.ts"), []byte(ts))
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run make update and read the difference", path)
	}
}

// TestEvidenceIsTheInput: every quote of a report is the bytes under its span.
func TestEvidenceIsTheInput(t *testing.T) {
	for _, f := range newMaker(t).fixtures() {
		checkSpans(t, f.text, diagnose(f.text, "en"))
	}
}

func checkSpans(t *testing.T, text string, r *report.Report) {
	t.Helper()
	quote := func(q *report.Quote) {
		if q == nil {
			return
		}
		if q.Span.Start < 0 || q.Span.End > len(text) || q.Span.Start > q.Span.End {
			t.Errorf("span %+v lies outside the input", q.Span)
			return
		}
		if got := source.Printable(strings.ToValidUTF8(text[q.Span.Start:q.Span.End], "\uFFFD")); got != q.Text {
			t.Errorf("quote %q; under its span stands %q", q.Text, got)
		}
		if line := 1 + strings.Count(text[:q.Span.Start], "\n"); line != q.Span.Line {
			t.Errorf("line %d; want %d", q.Span.Line, line)
		}
	}
	for _, x := range r.Exchanges {
		quote(x.Label)
		quote(x.ClaimedBy)
	}
	for _, f := range r.Findings {
		for i := range f.Evidence {
			quote(&f.Evidence[i])
		}
	}
	for _, s := range r.Secrets {
		if s.Start < 0 || s.End > len(text) {
			t.Errorf("secret %+v lies outside the input", s)
		}
	}
}

// TestBadInput: whatever is pasted gets an answer.
func TestBadInput(t *testing.T) {
	m := newMaker(t)
	body := m.keycloak()
	utf16le := func(s string) string {
		out := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, byte(u), byte(u>>8))
		}
		return string(out)
	}
	tests := []struct {
		name, input  string
		kind, actual string
		encoding     string
	}{
		{"empty", "", "empty", "undetermined", ""},
		{"blank", " \n\t\n", "empty", "undetermined", ""},
		{"binary", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01\x00\x00\x00" + strings.Repeat("\x00\x01\x02\x03", 200), "binary", "undetermined", "binary"},
		{"invalid UTF-8", "Login failed: \xff\xfe\xfa {\"error\":\"invalid_grant\"} \xc3\x28", "log", "failure", "utf-8 with invalid bytes"},
		{"UTF-16", utf16le("Ошибка: " + body), "log", "success", "utf-16le"},
		{"Windows-1251", "\xce\xf8\xe8\xe1\xea\xe0 \xe2\xf5\xee\xe4\xe0: " + body, "log", "success", "windows-1251"},
		{"CRLF", strings.ReplaceAll(m.playwright(), "\n", "\r\n"), "log", "success", ""},
		{"ANSI colours", "\x1b[31mОшибка входа:\x1b[0m \x1b[2m" + body + "\x1b[0m", "log", "success", ""},
		{"body cut in the middle", "Auth error: " + body[:700], "log", "success", ""},
		{"10 000 nested braces", "Error: " + strings.Repeat("{\"a\":", 10_000), "log", "undetermined", ""},
		{"10 000 open braces", strings.Repeat("{", 10_000) + `"error":"invalid_grant"`, "log", "", ""},
		{"JWT of 1 MB", "eyJhbGciOiJub25lIn0." + b64([]byte(`{"a":"`+strings.Repeat("x", 700_000)+`"}`)) + ".", "token", "undetermined", ""},
		{"a byte order mark", "\xef\xbb\xbf" + body, "log", "success", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := diagnose(test.input, "en")
			if r.Summary.Headline == "" {
				t.Error("no headline")
			}
			if r.Summary.Kind != test.kind && test.kind != "log" {
				t.Errorf("taken for %q; want %q", r.Summary.Kind, test.kind)
			}
			if test.actual != "" && r.Summary.Actual != test.actual {
				t.Errorf("actual %q; want %q", r.Summary.Actual, test.actual)
			}
			if r.Stats.Encoding != test.encoding {
				t.Errorf("encoding %q; want %q", r.Stats.Encoding, test.encoding)
			}
			if test.encoding == "" {
				checkSpans(t, test.input, r)
			}
		})
	}
}

// TestClock: a token that stands alone, whatever it was copied with, is judged by the clock; a log, which may be of another
// day, is not, and what stands beside a time of its own is judged by that.
func TestClock(t *testing.T) {
	jwt := b64([]byte(`{"alg":"HS256"}`)) + "." + b64([]byte(`{"iss":"https://id.example.com","iat":1000000000,"exp":1000000300}`)) + "." + b64(make([]byte, 32))
	clock := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		text string
		kind string
		by   string // the source of the time
	}{
		{jwt, "token", "now"},
		{"  " + jwt + "\n", "token", "now"},
		{jwt[:60] + "\n" + jwt[60:], "token", "now"},
		{"Bearer " + jwt, "token", "now"},
		{"authorization: bearer " + jwt, "token", "now"},
		{`"` + jwt + `",`, "token", "now"},
		{"x-amzn-oidc-data: " + jwt, "token", "now"},
		{"TOKEN=" + jwt, "token", "now"},
		{"the login failed with " + jwt, "log", ""},
		{"* Connected to sso.example.com\n> GET /userinfo HTTP/1.1\n> Authorization: Bearer " + jwt + "\n>\n< HTTP/1.1 401 Unauthorized\n", "curl", ""},
		{"$ curl -i https://api.example.com -H 'Authorization: Bearer " + jwt + "'", "curl", ""},
		{"2001-09-09T01:47:00Z got " + jwt, "log", "log_line"},
		{`{"id_token":"` + jwt + `"}`, "json", ""},
		{"https://app.example.com/cb#id_token=" + jwt, "redirect_url", ""},
		{`Bearer error="invalid_token", error_description="The token expired"`, "log", ""},
	} {
		p := logparse.New(logparse.Options{Clock: clock})
		p.Feed([]byte(test.text))
		r := p.Close()
		if r.Summary.Kind != test.kind || r.Stats.AtSource != test.by {
			t.Errorf("%s: taken for %q, judged by %q; want %q, %q", test.text, r.Summary.Kind, r.Stats.AtSource, test.kind, test.by)
		}
		if test.by == "now" && !strings.HasSuffix(r.Summary.Headline, ", expired") {
			t.Errorf("%s: %s", test.text, r.Summary.Headline)
		}
	}
}

// TestLongLog: of a long log only the regions around words of the protocol are read; places count from its beginning.
func TestLongLog(t *testing.T) {
	m := newMaker(t)
	var b strings.Builder
	for i := 0; b.Len() < 6<<20; i++ {
		fmt.Fprintf(&b, "2026-03-02 10:%02d:%02d INFO shop.orders order %d stored in %d ms\n", i/60%60, i%60, i, i%97)
		if i == 40_000 {
			b.WriteString(m.playwright())
		}
	}
	text := b.String()
	r := diagnose(text, "en")
	if r.Summary.Verdict != report.VerdictMisSuccess || r.Stats.RegionsRead == 0 {
		t.Errorf("summary %+v after %d regions", r.Summary, r.Stats.RegionsRead)
	}
	checkSpans(t, text, r)
	if r.Stats.Bytes != int64(len(text)) || r.Stats.Lines != int64(strings.Count(text, "\n")) {
		t.Errorf("stats %+v; want %d bytes, %d lines", r.Stats, len(text), strings.Count(text, "\n"))
	}
}

// TestPlainLogs: application logs without a login give no finding.
func TestPlainLogs(t *testing.T) {
	lines := map[string]string{
		"java":   "2026-03-02 10:00:%02d.123 ERROR 4711 --- [nio-8080-exec-%d] c.e.shop.OrderService : could not store order %d: java.lang.IllegalStateException: stock is empty\n\tat com.example.shop.OrderService.store(OrderService.java:88)\n",
		"nginx":  "10.0.0.%d - - [02/Mar/2026:10:00:%02d +0000] \"GET /api/items/%d HTTP/1.1\" 404 153 \"-\" \"curl/8.5.0\"\n",
		"json":   `{"level":"error","time":"2026-03-02T10:00:%02dZ","msg":"worker %d failed to process job %d","error":"connection refused"}` + "\n",
		"python": "Traceback (most recent call last):\n  File \"/srv/app/%d.py\", line %d, in run\nValueError: invalid literal for int() with base 10: 'x%d'\n",
	}
	for name, line := range lines {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{64 << 10, 10 << 20} {
				var b strings.Builder
				for i := 0; b.Len() < size; i++ {
					fmt.Fprintf(&b, line, i%60, i%250, i)
				}
				if r := diagnose(b.String(), "en"); len(r.Findings) > 0 {
					t.Errorf("%d bytes: findings %v", size, rules(r))
				}
			}
		})
	}
}

// TestChunks: a report does not depend on how the input is cut into pieces.
func TestChunks(t *testing.T) {
	m := newMaker(t)
	var long strings.Builder
	for i := 0; long.Len() < 3<<20; i++ {
		fmt.Fprintf(&long, "line %d of nothing in particular, padded to look like a log ..........................\n", i)
		if i%9000 == 4000 {
			long.WriteString(m.playwright())
		}
	}
	for _, text := range []string{m.playwright(), long.String()} {
		want := report.JSON(diagnose(text, "en"))
		for _, size := range []int{1, 7, 4096, 65537, 1 << 20} {
			if size < 4096 && len(text) > 1<<20 {
				size += 30_000
			}
			p := logparse.New(logparse.Options{})
			for at := 0; at < len(text); at += size {
				p.Feed([]byte(text[at:min(at+size, len(text))]))
			}
			if got := report.JSON(p.Close()); !bytes.Equal(got, want) {
				t.Errorf("%d bytes in pieces of %d give another report", len(text), size)
			}
		}
	}
}

// TestProcessors: several processors judge the regions of a long log at once, and give the same report; so do pieces of
// any size, wherever regions and the caps of the report end.
func TestProcessors(t *testing.T) {
	var long strings.Builder
	for i := 0; long.Len() < 3<<19; i++ {
		fmt.Fprintf(&long, "2026-03-02 10:%02d:%02d INFO shop.orders order %d stored, client_id_token=%d\n", i/60%60, i%60, i, i%7)
		if i%3 == 0 || i%1000 > 700 {
			fmt.Fprintf(&long, "{\"access_token\":\"eyJhbGciOiJub25lIn0.%s.\",\"token_type\":\"Bearer\",\"n\":%d} token=opaque-%d\n", b64([]byte(fmt.Sprintf(`{"sub":"user-%d","exp":%d}`, i, 1772446000+i))), i, i)
		}
		if i%5000 == 4999 {
			long.WriteString(strings.Repeat("nothing to see in this line\n", 2000))
		}
	}
	text := []byte(long.String())
	read := func(processors, size int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		p := logparse.New(logparse.Options{})
		for at := 0; at < len(text); at += size {
			p.Feed(text[at:min(at+size, len(text))])
		}
		r := p.Close()
		if r.Stats.TokensOmitted == 0 || r.Stats.ExchangesOmitted == 0 || r.Stats.RegionsRead < 5 {
			t.Fatalf("stats %+v: the log tests too little", r.Stats)
		}
		return report.JSON(r)
	}
	want := read(1, len(text))
	for _, test := range []struct{ processors, size int }{{4, len(text)}, {2, 100_003}, {1, 33_331}} {
		if got := read(test.processors, test.size); !bytes.Equal(got, want) {
			t.Errorf("%d processors and pieces of %d bytes give another report", test.processors, test.size)
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add("Error: {\"access_token\":\"eyJhbGciOiJub25lIn0.e30.\"}", 3)
	f.Add("HTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_grant\"}", 11)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		whole := diagnose(text, "en")
		if whole.Stats.Encoding == "" {
			checkSpans(t, text, whole)
		}
		if cut < 0 || cut > len(text) {
			return
		}
		p := logparse.New(logparse.Options{})
		p.Feed([]byte(text[:cut]))
		p.Feed([]byte(text[cut:]))
		if !bytes.Equal(report.JSON(p.Close()), report.JSON(whole)) {
			t.Errorf("cut at %d gives another report", cut)
		}
	})
}

// A step on the way to a login ends nothing, but what was asked for came or did not, and the headline says so.
func TestHeadlineOfOneStep(t *testing.T) {
	const ok, created, bad = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n", "HTTP/1.1 201 Created\nContent-Type: application/json\n\n", "HTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n"
	post := func(path, body string) string {
		return "POST " + path + " HTTP/1.1\nHost: idp.example.com\n\n" + body + "\n\n"
	}
	get := func(path string) string { return "GET " + path + " HTTP/1.1\nHost: idp.example.com\n\n" }
	const asked = "response_type=code&client_id=shop"
	for _, test := range []struct{ log, headline, endpoint, actual string }{
		{get("/.well-known/openid-configuration") + ok + `{"issuer":"https://idp.example.com","token_endpoint":"https://idp.example.com/token"}`, "The provider's metadata came as asked", "discovery", "undetermined"},
		{get("/jwks") + ok + `{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]}`, "The key set came as asked", "jwks", "undetermined"},
		{post("/device", "client_id=tv") + ok + `{"device_code":"abcdefgh-1234","user_code":"ABCD-EFGH","verification_uri":"https://idp.example.com/device","expires_in":600}`, "The device code came: now the user confirms it", "device", "success"},
		{post("/device", "client_id=tv") + bad + `{"error":"unauthorized_client"}`, "Device authorization: the server answered unauthorized_client", "device", "failure"},
		{post("/request", asked) + created + `{"expires_in":60,"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014"}`, "The server took the pushed request: now the login starts with its request_uri", "pushed_authorization_request", "success"},
		{post("/as/par", asked) + created + `{"expires_in":60}`, "Pushed authorization request: the answer came without request_uri", "pushed_authorization_request", "failure"},
		{post("/request", asked) + bad + `{"error":"invalid_request"}`, "Pushed authorization request: the server answered invalid_request", "pushed_authorization_request", "failure"},
		{post("/backchannel", "scope=openid&login_hint=anna") + ok + `{"auth_req_id":"1c266114-a1be-4252","expires_in":120,"interval":2}`, "The server asks the user: now the tokens are fetched with auth_req_id", "backchannel_authentication", "success"},
		{post("/ciba/start", "scope=openid&login_hint=nobody") + bad + `{"error":"unknown_user_id"}`, "Backchannel authentication (CIBA): the server answered unknown_user_id", "backchannel_authentication", "failure"},
		{post("/register", `{"redirect_uris":["https://shop.example.com/callback"]}`) + created + `{"client_id":"s6BhdRkqt3","client_secret":"cf136dc3c1fc93f3","client_id_issued_at":1795340000,"client_secret_expires_at":0}`, "The client is registered: its client_id came", "registration", "success"},
		{post("/register", `{"redirect_uris":[]}`) + bad + `{"error":"invalid_client_metadata"}`, "Dynamic client registration failed", "registration", "failure"},
		{post("/introspect", "token=abc") + ok + `{"active":true}`, "Introspection says: the token is active", "introspect", "success"},
		{post("/introspect", "token=abc") + bad + `{"error":"invalid_request"}`, "Introspection: the server answered invalid_request", "introspect", "failure"},
		{post("/revoke", "token=abc") + "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "The server accepted the revocation", "revoke", "success"},
		{post("/revoke", "token=abc") + bad + `{"error":"unsupported_token_type"}`, "Revocation: the server answered unsupported_token_type", "revoke", "failure"},
		{get("/userinfo") + ok + `{"sub":"anna"}`, "Userinfo came: the server accepted the token", "userinfo", "success"},
		{"Login failed\n" + post("/par", asked) + created + `{"expires_in":60,"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014"}`, "The server took the pushed request: now the login starts with its request_uri", "pushed_authorization_request", "undetermined"},
	} {
		r := diagnose(test.log, "en")
		if len(r.Exchanges) != 1 || r.Exchanges[0].Endpoint != test.endpoint {
			t.Errorf("%.20s: %+v; want one exchange with %s", test.log, r.Exchanges, test.endpoint)
		}
		if got := r.Summary; got.Headline != test.headline || got.Actual != test.actual {
			t.Errorf("%.20s: %s, %s; want %s, %s", test.log, got.Headline, got.Actual, test.headline, test.actual)
		}
	}
}

// TestSecretOfCurlsHeaderIsTheTokenAlone: by its value the page finds a secret wherever it stands again.
func TestSecretOfCurlsHeaderIsTheTokenAlone(t *testing.T) {
	const token = "t0ken-of-a-header-for-the-api"
	text := `curl -v -H "Authorization:  Bearer ` + token + "\" https://api.example.com/me\n> GET /me HTTP/1.1\n> authorization: Bearer " + token + "\n>\n< HTTP/1.1 401 Unauthorized\n"
	r := diagnose(text, "en")
	if len(r.Secrets) == 0 {
		t.Fatal("no secret")
	}
	if got := text[r.Secrets[0].Start:r.Secrets[0].End]; got != token {
		t.Errorf("the secret is %d bytes, of which %d are the token", len(got), len(token))
	}
}

// TestHeadlineQuotesTheMessage: a headline quotes what a line says, without what a logger puts before it.
func TestHeadlineQuotesTheMessage(t *testing.T) {
	const tokens = `{"access_token":"b2c9a3f0-77aa-4c7e-9d55-0b1c2d3e4f5a","token_type":"Bearer","expires_in":300}`
	for line, quoted := range map[string]string{
		"[2026-05-06 10:15:02] Login failed: ":                   "“Login failed”",
		"[2026-05-06 10:15:02] production.ERROR: Login failed: ": "“Login failed”",
		"10:15:02.118 401 Unauthorized: ":                        "“401 Unauthorized”",
		"[2026-05-06 10:15:02] shop.ERROR: Could not get the access token from the provider of it. Response was: ": "“Could not get the access token from the provider of it…”",
	} {
		if r := diagnose(line+tokens, "en"); !strings.Contains(r.Summary.Headline, quoted) {
			t.Errorf("%q: headline %q does not quote %s", line, r.Summary.Headline, quoted)
		}
	}
}
