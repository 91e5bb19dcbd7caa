package server

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"grantlens/internal/relay"
	"grantlens/internal/rpc"
	"grantlens/internal/rpc/profiles"
)

// provider is a TLS server that the relay may reach.
type provider struct {
	addr string
	cfg  Config
	hits atomic.Int64
}

func newProvider(t *testing.T, h http.HandlerFunc) *provider {
	t.Helper()
	p := &provider{}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.hits.Add(1)
		h(w, r)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	p.addr = s.Listener.Addr().String()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	p.cfg = Config{Page: builtPage, Relay: relay.Config{Allow: []string{p.addr}, Roots: roots, PerClient: 60000, Global: 60000}}
	return p
}

func refuses(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	io.WriteString(w, `{"error":"invalid_grant","error_description":"Code not valid"}`)
}

const jsonType = "Content-Type: application/json"

func body(t *testing.T, v any) io.Reader {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(b))
}

func tokenRequest(addr string) relay.Request {
	return relay.Request{Method: "POST", URL: "https://" + addr + "/realms/demo/protocol/openid-connect/token",
		Headers: [][2]string{{"Content-Type", "application/x-www-form-urlencoded"}}, Body: "grant_type=authorization_code&code=x&client_id=shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb"}
}

func TestRelayAnswersWithExchangeTraceAndReport(t *testing.T) {
	p := newProvider(t, refuses)
	s := start(t, p.cfg)
	got := s.do(t, "POST", "/api/relay?lang=ru", body(t, tokenRequest(p.addr)), jsonType)
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Content-Language") != "ru" {
		t.Fatalf("%d %v: %s", got.status, got.header, got.body)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(got.body), &members); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"request", "response", "trace", "transcript", "report", "notes"} {
		if members[name] == nil {
			t.Errorf("no %s in %s", name, got.body)
		}
	}
	var result relay.Result
	if err := json.Unmarshal([]byte(got.body), &result); err != nil {
		t.Fatal(err)
	}
	if result.Response.Status != 400 || len(result.Report.Findings) == 0 || !strings.ContainsFunc(result.Report.Summary.Headline, func(c rune) bool { return c >= 'а' && c <= 'я' }) {
		t.Errorf("%+v, %+v", result.Response, result.Report.Summary)
	}
	for _, f := range result.Report.Findings {
		for _, e := range f.Evidence {
			if result.Transcript[e.Span.Start:e.Span.End] == "" {
				t.Errorf("evidence %+v points at nothing", e)
			}
		}
	}
}

// No page of another site gets a request out, by whatever means a browser gives it.
func TestRelayIsForItsOwnPage(t *testing.T) {
	p := newProvider(t, refuses)
	s := start(t, p.cfg)
	good, err := json.Marshal(tokenRequest(p.addr))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		headers []string
		status  int
		code    string
	}{
		"a form":                    {[]string{"Content-Type: application/x-www-form-urlencoded"}, 415, "unsupported_media_type"},
		"a form of plain text":      {[]string{"Content-Type: text/plain"}, 415, "unsupported_media_type"},
		"a beacon without a type":   {nil, 415, "unsupported_media_type"},
		"JSON of another kind":      {[]string{"Content-Type: application/json-seq"}, 415, "unsupported_media_type"},
		"another origin":            {[]string{jsonType, "Origin: https://evil.example.com"}, 403, "cross_site"},
		"null origin":               {[]string{jsonType, "Origin: null"}, 403, "cross_site"},
		"another port":              {[]string{jsonType, "Origin: http://127.0.0.1:1"}, 403, "cross_site"},
		"the name as a label":       {[]string{jsonType, "Origin: http://" + s.addr + ".example.com"}, 403, "cross_site"},
		"another site, as fetched":  {[]string{jsonType, "Sec-Fetch-Site: cross-site"}, 403, "cross_site"},
		"the same site, not origin": {[]string{jsonType, "Sec-Fetch-Site: same-site"}, 403, "cross_site"},
		"DNS rebinding":             {[]string{jsonType, "Host: evil.example.com", "Origin: http://evil.example.com"}, 421, "unknown_host"},
	} {
		got := s.do(t, "POST", "/api/relay", strings.NewReader(string(good)), c.headers...)
		if code, _ := got.failure(t); got.status != c.status || code != c.code {
			t.Errorf("%s: %d %s; want %d %s", name, got.status, code, c.status, c.code)
		}
	}
	for _, method := range []string{"GET", "PUT", "OPTIONS"} {
		if got := s.do(t, method, "/api/relay", nil, jsonType); got.status != http.StatusMethodNotAllowed || got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v", method, got.status, got.header)
		}
	}
	if p.hits.Load() != 0 {
		t.Errorf("the provider was asked %d times", p.hits.Load())
	}
	if got := s.do(t, "POST", "/api/relay", strings.NewReader(string(good)), "Content-Type: application/json; charset=utf-8", "Sec-Fetch-Site: same-origin", "Origin: http://"+s.addr); got.status != http.StatusOK || p.hits.Load() != 1 {
		t.Errorf("its own page: %d, %s", got.status, got.body)
	}
}

// Behind a trusted proxy each client has its own rate; without one the header says nothing.
func TestRelayRateBehindAProxy(t *testing.T) {
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		second  int
	}{"trusted": {loopback, http.StatusOK}, "not trusted": {nil, http.StatusTooManyRequests}} {
		p := newProvider(t, refuses)
		cfg := p.cfg
		cfg.Relay.PerClient, cfg.Proxies = 6, c.proxies
		s := start(t, cfg)
		ask := func(client string) int {
			return s.do(t, "POST", "/api/relay", body(t, tokenRequest(p.addr)), jsonType, "X-Forwarded-For: "+client).status
		}
		if got := []int{ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")}; !slices.Equal(got, []int{http.StatusOK, c.second, http.StatusTooManyRequests}) {
			t.Errorf("%s: answered %v", name, got)
		}
	}
}

func TestRelayRefusals(t *testing.T) {
	p := newProvider(t, refuses)
	cfg := p.cfg
	cfg.Relay.PerClient = 6
	s := start(t, cfg)
	for _, c := range []struct {
		name, body, query string
		status            int
		code, says        string
	}{
		{"a host nobody named", `{"method":"GET","url":"https://id.example.com/"}`, "", 403, "relay_refused", "id.example.com is not a host of the provider profiles"},
		{"the same in Russian", `{"method":"GET","url":"https://id.example.com/"}`, "?lang=ru", 403, "relay_refused", "id.example.com нет среди хостов"},
		{"itself", `{"method":"GET","url":"http://` + s.addr + `/healthz"}`, "", 403, "relay_refused", "http without TLS is relayed only"},
		{"no JSON", `{"method":`, "", 400, "bad_json", ""},
		{"a list", `[]`, "", 400, "bad_json", ""},
		{"header of three", `{"method":"GET","url":"https://slack.com","headers":[["a","b","c"]]}`, "", 403, "relay_refused", "header"},
		{"no language", `{"method":"GET","url":"https://id.example.com/"}`, "?lang=tlh", 400, "bad_lang", ""},
		{"too large", `{"method":"POST","url":"https://slack.com/","body":"` + strings.Repeat("x", 300<<10) + `"}`, "", 403, "relay_refused", "256 KB"},
		{"much too large", strings.Repeat(" ", maxRelayMessage+1), "", 413, "too_large", ""},
	} {
		got := s.do(t, "POST", "/api/relay"+c.query, strings.NewReader(c.body), jsonType)
		code, message := got.failure(t)
		if got.status != c.status || code != c.code || !strings.Contains(message, c.says) {
			t.Errorf("%s: %d %s %q; want %d %s %q", c.name, got.status, code, message, c.status, c.code, c.says)
		}
		var words struct{ Error struct{ Words rpc.Words } }
		json.Unmarshal([]byte(got.body), &words)
		if en, ru := words.Error.Words["en"].Message, words.Error.Words["ru"].Message; isRussian(en) || !isRussian(ru) || message != en && message != ru {
			t.Errorf("%s: said in %q and %q beside %q: a page cannot follow its language", c.name, en, ru, message)
		}
	}
	if got := s.do(t, "POST", "/api/relay", body(t, tokenRequest(p.addr)), jsonType); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	got := s.do(t, "POST", "/api/relay", body(t, tokenRequest(p.addr)), jsonType)
	if code, _ := got.failure(t); got.status != http.StatusTooManyRequests || code != "relay_limit" || got.header.Get("Retry-After") == "" {
		t.Errorf("over the rate: %d %s %v", got.status, code, got.header)
	}
	if p.hits.Load() != 1 {
		t.Errorf("the provider was asked %d times; want 1", p.hits.Load())
	}
}

// The server does not relay to itself even where the operator named this very address.
func TestRelayNeverReachesThisServer(t *testing.T) {
	other := start(t, Config{})
	s := start(t, Config{Relay: relay.Config{Allow: []string{other.addr}}})
	if got := s.do(t, "POST", "/api/relay", strings.NewReader(`{"method":"GET","url":"http://`+other.addr+`/healthz"}`), jsonType); got.status != http.StatusOK || !strings.Contains(got.body, "schema") {
		t.Fatalf("control: another server of this machine: %d %s", got.status, got.body)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	own, err := New(Config{Relay: relay.Config{Allow: []string{ln.Addr().String()}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- own.Serve(ctx, ln) }()
	itself := &service{Server: own, addr: ln.Addr().String()}
	got := itself.do(t, "POST", "/api/relay", strings.NewReader(`{"method":"GET","url":"http://`+itself.addr+`/healthz"}`), jsonType)
	if code, message := got.failure(t); code != "relay_refused" || !strings.Contains(message, "back to this server") {
		t.Errorf("%d %s %s", got.status, code, message)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// message is whatever comes over the WebSocket.
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params traceParams     `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *rpc.Error      `json:"error"`
}

func write(t *testing.T, conn *websocket.Conn, id int, method string, params any) {
	t.Helper()
	if err := conn.WriteJSON(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params}); err != nil {
		t.Fatal(err)
	}
}

// next reads messages up to the answer of id, and gives the traces that came before it.
func next(t *testing.T, conn *websocket.Conn, id int) (answer message, traces []traceParams) {
	t.Helper()
	for {
		var m message
		if err := conn.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		if m.Method == "relay.trace" {
			traces = append(traces, m.Params)
			continue
		}
		if m.ID == id {
			return m, traces
		}
		t.Fatalf("answer to %d; want %d", m.ID, id)
	}
}

func TestSocketRelaysWithALiveTrace(t *testing.T) {
	p := newProvider(t, refuses)
	s := start(t, p.cfg)
	conn, _ := dial(t, s)
	write(t, conn, 7, "relay.send", sendParams{tokenRequest(p.addr), "first", "en"})
	answer, traces := next(t, conn, 7)
	var result relay.Result
	if answer.Error != nil || json.Unmarshal(answer.Result, &result) != nil || result.Response.Status != 400 {
		t.Fatalf("%v %s", answer.Error, answer.Result)
	}
	var begun, ended []string
	for _, trace := range traces {
		if trace.ID != "first" {
			t.Errorf("a trace of %q", trace.ID)
		}
		if trace.Phase.End == nil {
			begun = append(begun, trace.Phase.Name)
		} else {
			ended = append(ended, trace.Phase.Name)
		}
	}
	want := []string{"dns", "connect", "tls", "send", "wait", "body"}
	if !slices.Equal(begun, want) || !slices.Equal(ended, want) {
		t.Errorf("begun %v, ended %v; want %v", begun, ended, want)
	}
	write(t, conn, 8, "relay.send", map[string]any{"id": "x", "method": "GET", "url": "https://id.example.com/", "lang": "ru"})
	if answer, _ := next(t, conn, 8); answer.Error == nil || answer.Error.Data == nil || answer.Error.Data.Code != "relay_refused" ||
		!strings.Contains(answer.Error.Message, "нет среди хостов") || !strings.Contains(answer.Error.Data.Hint, "-relay-allow id.example.com") {
		t.Errorf("refusal %+v", answer.Error)
	}
}

// A relayed request that waits holds up nothing, and can be cancelled.
func TestSocketGoesOnWhileARequestIsRelayed(t *testing.T) {
	asked, gone := make(chan struct{}, 1), make(chan struct{}, 1)
	p := newProvider(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	})
	s := start(t, p.cfg)
	conn, _ := dial(t, s)
	write(t, conn, 1, "relay.send", sendParams{tokenRequest(p.addr), "slow", ""})
	<-asked
	write(t, conn, 2, "hello", nil)
	next(t, conn, 2) // any answer before 1 is the point
	write(t, conn, 3, "relay.send", sendParams{tokenRequest(p.addr), "slow", ""})
	if answer, _ := next(t, conn, 3); answer.Error == nil || answer.Error.Code != rpc.CodeInvalidParams {
		t.Errorf("a second request of the same id: %+v", answer)
	}
	write(t, conn, 4, "relay.cancel", cancelParams{"other"})
	if answer, _ := next(t, conn, 4); string(answer.Result) != `{"cancelled":false}` {
		t.Errorf("cancelling nothing: %s", answer.Result)
	}
	other, _ := dial(t, s)
	write(t, other, 1, "relay.cancel", cancelParams{"slow"})
	if answer, _ := next(t, other, 1); string(answer.Result) != `{"cancelled":false}` {
		t.Errorf("another connection cancelled it: %s", answer.Result)
	}
	write(t, conn, 5, "relay.cancel", cancelParams{"slow"})
	answers := map[int]message{}
	for len(answers) < 2 {
		var m message
		if err := conn.ReadJSON(&m); err != nil {
			t.Fatal(err)
		}
		if m.Method == "" {
			answers[m.ID] = m
		}
	}
	var result relay.Result
	if json.Unmarshal(answers[1].Result, &result) != nil || result.Failure == nil || result.Failure.Code != "cancelled" || string(answers[5].Result) != `{"cancelled":true}` {
		t.Errorf("cancelled: %s, %s", answers[1].Result, answers[5].Result)
	}
	<-gone
}

// A page that is closed takes its requests with it, and so does a server that is stopped.
func TestRequestsEndWithTheirConnection(t *testing.T) {
	asked, gone := make(chan struct{}, 1), make(chan struct{}, 1)
	p := newProvider(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done()
		gone <- struct{}{}
	})
	s := start(t, p.cfg)
	conn, _ := dial(t, s)
	write(t, conn, 1, "relay.send", sendParams{tokenRequest(p.addr), "closed", ""})
	<-asked
	conn.Close()
	<-gone

	stays, _ := dial(t, s)
	write(t, stays, 1, "relay.send", sendParams{tokenRequest(p.addr), "stopped", ""})
	<-asked
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(s.logs.String(), `"failure":"cancelled"`); n != 2 {
		t.Errorf("%d requests had ended when the server had stopped; want 2", n)
	}
	<-gone
}

func TestStopEndsPostedRequests(t *testing.T) {
	asked := make(chan struct{}, 1)
	p := newProvider(t, func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done()
	})
	s := start(t, p.cfg)
	done := make(chan answer)
	request := body(t, tokenRequest(p.addr))
	go func() { done <- s.do(t, "POST", "/api/relay", request, jsonType) }()
	<-asked
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if got := <-done; !strings.Contains(got.body, `"cancelled"`) {
		t.Errorf("%d %s; want that it was cancelled", got.status, got.body)
	}
}

func TestCallbackIsThePage(t *testing.T) {
	s := start(t, Config{Page: builtPage})
	got := s.do(t, "GET", "/callback?code=x&state=y", nil, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
	if got.status != http.StatusOK || got.body != "<!doctype html>" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %q %v", got.status, got.body, got.header)
	}
	if got := s.do(t, "GET", "/", nil); got.header.Get("Cache-Control") == "no-store" {
		t.Error("the page itself is not cached any more")
	}
}

// A provider's page posts the answer of a login across sites; nothing else may.
func TestFormPostIsHandedToThePage(t *testing.T) {
	s := start(t, Config{Page: builtPage})
	const form = "Content-Type: application/x-www-form-urlencoded"
	crossSite := []string{form, "Origin: https://login.example.com", "Sec-Fetch-Site: cross-site"}
	for given, want := range map[string]string{
		"code=abc&state=x%20y+z": "code=abc&state=x+y+z",
		"code=a&code=b&state=":   "code=a&code=b&state=",
		"":                       "",
		"error=access_denied&error_description=%D0%BD%D0%B5%D1%82": "error=access_denied&error_description=%D0%BD%D0%B5%D1%82",
		"a=%0d%0aSet-Cookie: x=y":                                  "a=%0D%0ASet-Cookie%3A+x%3Dy",
		"a=%zz&flag&=v&&b=\"><script>":                             "a=%25zz&flag=&=v&b=%22%3E%3Cscript%3E",
		"id_token=eyJ.eyJ.sig&x=a=b#c":                             "id_token=eyJ.eyJ.sig&x=a%3Db%23c",
	} {
		got := s.do(t, "POST", "/callback", strings.NewReader(given), crossSite...)
		if got.status != http.StatusSeeOther || got.header.Get("Location") != "/callback#"+want || got.body != "" || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%q: %d %q; want %q", given, got.status, got.header.Get("Location"), want)
		}
	}
	for name, c := range map[string]struct {
		target  string
		headers []string
		body    string
		status  int
	}{
		"JSON":          {"/callback", []string{jsonType}, "{}", 415},
		"too large":     {"/callback", crossSite, strings.Repeat("x", maxCallback+1), 413},
		"another host":  {"/callback", append([]string{"Host: evil.example.com"}, crossSite...), "code=x", 421},
		"another route": {"/api/diagnose", crossSite, "code=x", 403},
		"below it":      {"/callback/x", crossSite, "code=x", 403},
	} {
		if got := s.do(t, "POST", c.target, strings.NewReader(c.body), c.headers...); got.status != c.status {
			t.Errorf("%s: %d; want %d", name, got.status, c.status)
		}
	}
}

func TestProvidersAreTheSameByBothWays(t *testing.T) {
	s := start(t, Config{})
	for _, lang := range []string{"en", "ru"} {
		got := s.do(t, "GET", "/api/providers?lang="+lang, nil)
		conn, _ := dial(t, s)
		write(t, conn, 1, "providers.list", map[string]string{"lang": lang})
		answer, _ := next(t, conn, 1)
		if got.status != http.StatusOK || strings.TrimSpace(got.body) != string(answer.Result) {
			t.Errorf("%s: %d, %d bytes; the WebSocket gives %d", lang, got.status, len(got.body), len(answer.Result))
		}
		var list profiles.List
		if err := json.Unmarshal([]byte(got.body), &list); err != nil || len(list.Providers) < 25 {
			t.Errorf("%v, %d providers", err, len(list.Providers))
		}
	}
	if got := s.do(t, "GET", "/api/providers?lang=tlh", nil); got.status != http.StatusBadRequest {
		t.Errorf("lang=tlh: %d", got.status)
	}
}

// The log of a relayed request holds host, kind of endpoint, status, sizes and times; of what was sent and answered nothing,
// and neither do errors.
func TestNothingRelayedReachesLogOrErrors(t *testing.T) {
	p := newProvider(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", canary)
		w.Header().Set("X-"+canary, canary)
		if r.URL.Query().Has("redirect") {
			w.Header().Set("Location", "https://example.com/?code="+canary)
			w.WriteHeader(http.StatusFound)
		}
		if r.URL.Query().Has("cut") {
			w.Header().Set("Content-Length", "999")
		}
		io.WriteString(w, `{"access_token":"`+canary+`","`+canary+`":1}`)
	})
	s := start(t, p.cfg)
	secret := func(to string) relay.Request {
		return relay.Request{Method: "POST", URL: to + "?client_secret=" + canary,
			Headers: [][2]string{{"Authorization", "Bearer " + canary}, {"Cookie", canary}, {"DPoP", canary}, {"User-Agent", canary}, {"Content-Type", "application/x-www-form-urlencoded"}},
			Body:    url.Values{"password": {canary}, "code": {canary}}.Encode()}
	}
	good := "https://" + p.addr + "/realms/" + canary + "/protocol/openid-connect/token"
	refused := []relay.Request{
		secret("https://id.example.com/" + canary), secret("https://" + canary + ":" + canary + "@slack.com/"), secret("ftp://slack.com/" + canary),
		secret("https://slack.com:1/" + canary), secret("https://sla ck" + canary), {Method: canary, URL: good}, {Method: "GET", URL: good, Headers: [][2]string{{canary, canary}}},
		{Method: "GET", URL: good, Headers: [][2]string{{"Accept", canary + "\n"}}}, {Method: "GET", URL: good, Headers: [][2]string{{"Host", canary}}},
		{Method: "GET", URL: good, Body: canary, BodyBase64: canary},
	}
	conn, _ := dial(t, s)
	for i, req := range refused {
		got := s.do(t, "POST", "/api/relay?lang=en", body(t, req), jsonType)
		if got.status != http.StatusForbidden {
			t.Errorf("%d: %d %s", i, got.status, got.body)
		}
		checkClean(t, "a refusal", got.body)
		write(t, conn, i, "relay.send", sendParams{req, canary, canary})
		answer, _ := next(t, conn, i)
		checkClean(t, "a refusal over the WebSocket", answer.Error.Error()+answer.Error.Data.Hint)
	}
	sent := 0
	for _, req := range []relay.Request{secret(good), secret(good + "&redirect="), secret(good + "&cut="), secret("https://" + p.addr + "/" + canary)} {
		req.URL = strings.Replace(req.URL, "&", "?", 1)
		if got := s.do(t, "POST", "/api/relay", body(t, req), jsonType); got.status != http.StatusOK || !strings.Contains(got.body, canary) {
			t.Fatalf("%d %.300s", got.status, got.body)
		}
		write(t, conn, 100+sent, "relay.send", sendParams{req, canary, "en"})
		next(t, conn, 100+sent)
		sent++
	}
	for _, broken := range []string{canary, `"` + canary + `"`, `{"method":["` + canary + `"]}`, `{"headers":{"` + canary + `":1}}`} {
		checkClean(t, "an error", s.do(t, "POST", "/api/relay", strings.NewReader(broken), jsonType).body)
	}
	s.do(t, "POST", "/callback", strings.NewReader("code="+canary), "Content-Type: application/x-www-form-urlencoded")
	s.do(t, "GET", "/callback?code="+canary, nil)
	conn.Close()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	logs := s.logs.String()
	checkClean(t, "the log", logs)
	relayed := 0
	for line := range strings.Lines(logs) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		if fields["message"] != "relay" {
			continue
		}
		for name := range fields {
			if !slices.Contains([]string{"level", "message", "host", "endpoint", "status", "failure", "sent", "received", "ms", "refused"}, name) {
				t.Errorf("the log holds %s: %s", name, line)
			}
		}
		if fields["status"] != nil {
			relayed++
			if fields["host"] != "127.0.0.1" {
				t.Errorf("no host: %s", line)
			}
		}
	}
	if relayed != 2*sent || !strings.Contains(logs, `"endpoint":"token"`) {
		t.Errorf("%d lines of %d relayed requests: the log that was searched is not the log\n%s", relayed, 2*sent, logs)
	}
}
