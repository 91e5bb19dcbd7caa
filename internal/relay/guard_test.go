package relay

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// dnsServer is a name server on a real socket. Each name has answers for one query after another, the last one for ever.
type dnsServer struct {
	mu      sync.Mutex
	answers map[string][][]string
	queries []string
}

// startDNS returns a resolver that asks it and nobody else.
func startDNS(t *testing.T, answers map[string][][]string) (*dnsServer, *net.Resolver) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dnsServer{answers: answers}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer := s.answer(buf[:n]); answer != nil {
				conn.WriteTo(answer, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return s, &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (s *dnsServer) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queries)
}

// answer answers a query of one question (RFC 1035 section 4).
func (s *dnsServer) answer(query []byte) []byte {
	const header = 12
	var labels []string
	at := header
	for at < len(query) && query[at] != 0 {
		n := int(query[at])
		if at+1+n > len(query) {
			return nil
		}
		labels = append(labels, string(query[at+1:at+1+n]))
		at += 1 + n
	}
	if at+5 > len(query) {
		return nil
	}
	kind := binary.BigEndian.Uint16(query[at+1:])
	name := strings.ToLower(strings.Join(labels, "."))
	out := append([]byte{}, query[:at+5]...)
	out[2], out[3] = 0x81, 0x80 // an answer, recursion available
	clear(out[6:header])
	out = append(out[:at+5:at+5], []byte{}...)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.queries = append(s.queries, name)
	turns := s.answers[name]
	if len(turns) == 0 {
		out[3] |= 3 // NXDOMAIN
		return out
	}
	count := 0
	for _, a := range turns[0] {
		addr := netip.MustParseAddr(a)
		if addr.Is4() != (kind == 1) {
			continue
		}
		out = append(out, 0xc0, header, 0, byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(addr.AsSlice())))
		out = append(out, addr.AsSlice()...)
		count++
	}
	out[7] = byte(count)
	// A and AAAA are asked beside each other, and belong to one turn.
	if asked := len(s.queries); len(turns) > 1 && asked%2 == 0 {
		s.answers[name] = turns[1:]
	}
	return out
}

// secret is a service that nobody outside may reach.
func secret(t *testing.T) (addr netip.AddrPort, cfg Config, hits *atomic.Int64) {
	t.Helper()
	hits = &atomic.Int64{}
	s, roots := tlsServer(t, func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		w.Write([]byte("secret"))
	})
	return netip.MustParseAddrPort(s), Config{Roots: roots}, hits
}

// profile lets a relay take a name for a host of the profiles, and a port for a usual one.
func profile(r *Relay, host string, port uint16) {
	r.targets = append(r.targets, host)
	r.ports = append(r.ports, port)
}

// Every case is proved to lead to the secret by a plain client first; then the guard must refuse it, and the secret's count stay.
func TestGuardRefusesWhatAPlainClientReaches(t *testing.T) {
	for name, host := range map[string]string{
		"loopback":            "127.0.0.1",
		"unspecified":         "0.0.0.0",
		"mapped":              "[::ffff:127.0.0.1]",
		"mapped, in hex":      "[::ffff:7f00:1]",
		"name":                "localhost",
		"profile with a dot":  "login.example.com.",
		"capitals":            "LOCALHOST",
		"name of a profile":   "login.example.com",
		"tenant of a profile": "tenant.idp.example.com",
	} {
		t.Run(name, func(t *testing.T) {
			addr, cfg, hits := secret(t)
			_, resolver := startDNS(t, map[string][][]string{
				"login.example.com":      {{addr.Addr().String()}},
				"tenant.idp.example.com": {{"::ffff:127.0.0.1", "127.0.0.1"}},
			})
			url := fmt.Sprintf("https://%s:%d/token", host, addr.Port())
			control := &http.Client{Transport: &http.Transport{
				DialContext:     (&net.Dialer{Resolver: resolver}).DialContext,
				TLSClientConfig: &tls.Config{RootCAs: cfg.Roots, ServerName: "example.com"},
			}}
			res, err := control.Get(url)
			if err != nil || hits.Load() != 1 {
				t.Fatalf("the control request does not reach the secret: %v", err)
			}
			res.Body.Close()
			control.CloseIdleConnections()

			cfg.Resolver = resolver
			r := newRelay(t, cfg)
			profile(r, "login.example.com", addr.Port())
			profile(r, "*.idp.example.com", addr.Port())
			_, err = r.Send(t.Context(), Request{Method: "GET", URL: url}, Options{})
			if rule := ruleOf(err); rule != "target" && rule != "private" && rule != "url" {
				t.Errorf("%s: %q; want a refusal", url, rule)
			}
			if hits.Load() != 1 {
				t.Error("the secret was reached")
			}
		})
	}
}

// The other way round: what the operator names is reached, and only that.
func TestOnlyTheOperatorWidens(t *testing.T) {
	addr, cfg, hits := secret(t)
	host, port := addr.Addr().String(), addr.Port()
	cfg.Resolver = names{"idp.example.com": {host}, "evil.example.com": {host}}
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { hits.Add(1) }))
	t.Cleanup(plain.Close)
	plainPort := netip.MustParseAddrPort(plain.Listener.Addr().String()).Port()
	for _, c := range []struct {
		name, allow, url, rule string
	}{
		{"named with its port", fmt.Sprintf("%s:%d", host, port), fmt.Sprintf("https://%s:%d/", host, port), ""},
		{"named without the port", host, fmt.Sprintf("https://%s:%d/", host, port), "port"},
		{"another port named", host + ":9", fmt.Sprintf("https://%s:%d/", host, port), "port"},
		{"a usual port, another one named", "idp.example.com:9443", "https://idp.example.com/", "port"},
		{"another name for the address", fmt.Sprintf("idp.example.com:%d", port), fmt.Sprintf("https://evil.example.com:%d/", port), "target"},
		{"a name below the one named", fmt.Sprintf("example.com:%d", port), fmt.Sprintf("https://idp.example.com:%d/", port), "target"},
		{"http, named with its port", fmt.Sprintf("%s:%d", host, plainPort), fmt.Sprintf("http://%s:%d/", host, plainPort), ""},
		{"http, named without the port", host, fmt.Sprintf("http://%s:%d/", host, plainPort), "http"},
		{"http to a profile", "", "http://accounts.google.com/", "http"},
		{"http to a profile at 443", "", "http://accounts.google.com:443/", "http"},
		{"nothing named", "", fmt.Sprintf("https://%s:%d/", host, port), "target"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := cfg
			if c.allow != "" {
				cfg.Allow = []string{c.allow}
			}
			before := hits.Load()
			got, err := newRelay(t, cfg).Send(t.Context(), Request{Method: "GET", URL: c.url}, Options{})
			if ruleOf(err) != c.rule {
				t.Fatalf("%q; want %q", ruleOf(err), c.rule)
			}
			reached := int64(0)
			if c.rule == "" {
				reached = 1
				if got.Failure != nil {
					t.Fatalf("%+v", got.Failure)
				}
			}
			if hits.Load()-before != reached {
				t.Errorf("reached %d times; want %d", hits.Load()-before, reached)
			}
		})
	}
}

// A name server that gives a public address first and a private one afterwards is asked once: what was judged is dialled.
func TestRebindingDialsWhatWasJudged(t *testing.T) {
	addr, cfg, hits := secret(t)
	const public = "8.8.8.8"
	server, resolver := startDNS(t, map[string][][]string{
		"login.example.com": {{public}, {addr.Addr().String()}},
		"mixed.example.com": {{public, addr.Addr().String()}},
	})
	cfg.Resolver = resolver
	r := newRelay(t, cfg)
	profile(r, "login.example.com", addr.Port())
	profile(r, "mixed.example.com", addr.Port())
	var dialled []string
	r.dial = func(_ context.Context, _ *net.Dialer, to netip.AddrPort) (net.Conn, error) {
		dialled = append(dialled, to.Addr().String())
		return nil, errors.New("the Internet is not for tests")
	}
	send := func(host string) (*Result, error) {
		return r.Send(t.Context(), Request{Method: "GET", URL: fmt.Sprintf("https://%s:%d/", host, addr.Port())}, Options{})
	}
	got, err := send("login.example.com")
	if err != nil || got.Failure == nil || got.Failure.Phase != "connect" {
		t.Fatalf("%v, %+v; want that the public address was tried", err, got)
	}
	if asked := server.asked(); len(asked) != 2 {
		t.Errorf("queries %v; want one of A and one of AAAA", asked)
	}
	if !slices.Equal(dialled, []string{public}) {
		t.Errorf("dialled %v", dialled)
	}
	if _, err := send("login.example.com"); ruleOf(err) != "private" {
		t.Errorf("the rebound name: %q; want that its address is private", ruleOf(err))
	}
	if _, err := send("mixed.example.com"); ruleOf(err) != "private" {
		t.Errorf("a public address beside a private one: %q; want a refusal of both", ruleOf(err))
	}
	if !slices.Equal(dialled, []string{public}) || hits.Load() != 0 {
		t.Errorf("dialled %v, secret reached %d times", dialled, hits.Load())
	}
}

// Whatever comes between the judgment of names and the socket: the socket's own address is judged again.
func TestTheSocketIsJudged(t *testing.T) {
	addr, cfg, hits := secret(t)
	r := newRelay(t, cfg)
	stranger := target{scheme: "https", host: "login.example.com", port: addr.Port()}
	if _, err := r.connect(t.Context(), stranger, []netip.AddrPort{addr}, "en"); ruleOf(err) != "private" {
		t.Errorf("%v; want a refusal of the socket", err)
	}
	stranger.named = true
	conn, err := r.connect(t.Context(), stranger, []netip.AddrPort{addr}, "en")
	if err != nil {
		t.Fatalf("the same socket for a named host: %v", err)
	}
	conn.Close()
	if hits.Load() != 0 {
		t.Error("the secret was asked")
	}
}

// A name with a search list behind it is another name inside a company.
func TestProfilesAreResolvedWithoutSearchList(t *testing.T) {
	var asked []string
	r := newRelay(t, Config{Allow: []string{"keycloak"}, Resolver: resolverFunc(func(host string) []netip.Addr {
		asked = append(asked, host)
		return nil
	})})
	for _, host := range []string{"accounts.google.com", "keycloak"} {
		got, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://" + host + "/"}, Options{})
		if err != nil || got.Failure.Code != "dns_not_found" {
			t.Errorf("%s: %v, %+v", host, err, got)
		}
	}
	if want := []string{"accounts.google.com.", "keycloak"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q; want %q", asked, want)
	}
}

type resolverFunc func(host string) []netip.Addr

func (f resolverFunc) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	return f(host), nil
}

func TestNeverToItself(t *testing.T) {
	addr, cfg, hits := secret(t)
	for _, listener := range []string{addr.String(), fmt.Sprintf("0.0.0.0:%d", addr.Port()), fmt.Sprintf("[::]:%d", addr.Port())} {
		bound, err := net.ResolveTCPAddr("tcp", listener)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Allow = []string{addr.String()}
		r := newRelay(t, cfg)
		r.Self(Own(bound))
		if _, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://" + addr.String() + "/"}, Options{}); ruleOf(err) != "self" {
			t.Errorf("listening on %s: %q; want self", listener, ruleOf(err))
		}
	}
	elsewhere, _ := net.ResolveTCPAddr("tcp", "127.0.0.1:1")
	r := newRelay(t, cfg)
	r.Self(Own(elsewhere))
	if _, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://" + addr.String() + "/"}, Options{}); err != nil {
		t.Errorf("another port of this machine: %v", err)
	}
	if hits.Load() != 1 {
		t.Errorf("reached %d times; want 1", hits.Load())
	}
}

// A redirect is the answer. It leads from an allowed host to the secret, by Location and by Refresh.
func TestRedirectsAreNotFollowed(t *testing.T) {
	inside, _, hits := secret(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		addr, roots := tlsServer(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+inside.String()+"/", status)
		})
		got, err := newRelay(t, Config{Allow: []string{addr}, Roots: roots}).Send(t.Context(), Request{Method: "POST", URL: "https://" + addr + "/token"}, Options{Lang: "en"})
		if err != nil || got.Response == nil || got.Response.Status != status {
			t.Fatalf("%v, %+v; want %d", err, got, status)
		}
		if len(got.Notes) != 1 || got.Notes[0].Code != "redirect" || !strings.Contains(got.Notes[0].Message, fmt.Sprint(status)) {
			t.Errorf("notes %+v; want the redirect explained", got.Notes)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("the redirect was followed %d times", hits.Load())
	}
}

func TestRefusalsOfRequests(t *testing.T) {
	const good = "https://accounts.google.com/token"
	for _, c := range []struct {
		name string
		req  Request
		rule string
	}{
		{"", Request{Method: "POST", URL: good}, ""},
		{"a tenant", Request{Method: "GET", URL: "https://example.eu.auth0.com/.well-known/openid-configuration"}, ""},
		{"an alternative port", Request{Method: "GET", URL: "https://sso.moex.com:8443/x?y=%20"}, ""},
		{"capitals and a last dot", Request{Method: "GET", URL: "HTTPS://Accounts.Google.COM./"}, ""},
		{"a fragment", Request{Method: "GET", URL: good + "#x y"}, ""},

		{"no method", Request{URL: good}, "method"},
		{"lower case", Request{Method: "get", URL: good}, "method"},
		{"tunnel", Request{Method: "CONNECT", URL: good}, "method"},
		{"two lines of method", Request{Method: "GET / HTTP/1.1\r\nX: y\r\n\r\nGET", URL: good}, "method"},
		{"no URL", Request{Method: "GET"}, "url"},
		{"relative", Request{Method: "GET", URL: "/token"}, "url"},
		{"no scheme", Request{Method: "GET", URL: "//accounts.google.com/"}, "scheme"},
		{"opaque", Request{Method: "GET", URL: "https:accounts.google.com"}, "url"},
		{"a space", Request{Method: "GET", URL: "https://accounts.google.com/a b"}, "url"},
		{"a line break", Request{Method: "GET", URL: "https://accounts.google.com/\r\nX: y"}, "url"},
		{"a tab in the host", Request{Method: "GET", URL: "https://accounts\t.google.com/"}, "url"},
		{"a letter that looks like another", Request{Method: "GET", URL: "https://аccounts.google.com/"}, "url"},
		{"a percent in the host", Request{Method: "GET", URL: "https://accounts%2egoogle.com/"}, "url"},
		{"a zone", Request{Method: "GET", URL: "https://[fe80::1%25eth0]/"}, "url"},
		{"a number for an address", Request{Method: "GET", URL: "https://2130706433/"}, "url"},
		{"hex for an address", Request{Method: "GET", URL: "https://0x7f000001/"}, "url"},
		{"a short address", Request{Method: "GET", URL: "https://127.1/"}, "url"},
		{"an octal address", Request{Method: "GET", URL: "https://0177.0.0.1/"}, "url"},
		{"port 0", Request{Method: "GET", URL: "https://accounts.google.com:0/"}, "url"},
		{"port over the limit", Request{Method: "GET", URL: "https://accounts.google.com:65979/"}, "url"},
		{"port of a database", Request{Method: "GET", URL: "https://accounts.google.com:5432/"}, "port"},
		{"userinfo", Request{Method: "GET", URL: "https://accounts.google.com@evil.example.com/"}, "userinfo"},
		{"userinfo, empty", Request{Method: "GET", URL: "https://@accounts.google.com/"}, "userinfo"},
		{"userinfo after a backslash", Request{Method: "GET", URL: `https://evil.example.com\@accounts.google.com/`}, "userinfo"},
		{"userinfo with a password", Request{Method: "GET", URL: "https://user:password@accounts.google.com/"}, "userinfo"},
		{"file", Request{Method: "GET", URL: "file:///etc/passwd"}, "url"},
		{"gopher", Request{Method: "GET", URL: "gopher://accounts.google.com/"}, "scheme"},
		{"data", Request{Method: "GET", URL: "data:text/plain,x"}, "url"},
		{"any host", Request{Method: "GET", URL: "https://evil.example.com/"}, "target"},
		{"a profile as a label", Request{Method: "GET", URL: "https://accounts.google.com.evil.example.com/"}, "target"},
		{"a name below a profile's", Request{Method: "GET", URL: "https://evil.accounts.google.com/"}, "target"},
		{"a profile as an ending", Request{Method: "GET", URL: "https://evil-auth0.com/"}, "target"},
		{"a profile's domain alone", Request{Method: "GET", URL: "https://auth0.com/"}, "target"},
		{"two labels in a star in the middle", Request{Method: "GET", URL: "https://cognito-idp.evil.example.amazonaws.com/"}, "target"},
		{"a public address", Request{Method: "GET", URL: "https://8.8.8.8/"}, "target"},
		{"metadata", Request{Method: "GET", URL: "https://169.254.169.254/latest/meta-data/"}, "target"},
		{"metadata by name", Request{Method: "GET", URL: "https://metadata.google.internal/"}, "target"},
		{"a cluster's own", Request{Method: "GET", URL: "https://kubernetes.default.svc/"}, "target"},

		{"Host of another", Request{Method: "GET", URL: good, Headers: [][2]string{{"Host", "evil.example.com"}}}, "header-set"},
		{"its own Host", Request{Method: "GET", URL: good, Headers: [][2]string{{"host", "accounts.google.com"}}}, ""},
		{"another length", Request{Method: "POST", URL: good, Headers: [][2]string{{"Content-Length", "7"}}, Body: "x"}, "header-set"},
		{"Transfer-Encoding", Request{Method: "POST", URL: good, Headers: [][2]string{{"Transfer-Encoding", "chunked"}}}, "header"},
		{"X-Forwarded-For", Request{Method: "GET", URL: good, Headers: [][2]string{{"X-Forwarded-For", "127.0.0.1"}}}, "header"},
		{"Metadata-Flavor", Request{Method: "GET", URL: good, Headers: [][2]string{{"Metadata-Flavor", "Google"}}}, "header"},
		{"Proxy-Authorization", Request{Method: "GET", URL: good, Headers: [][2]string{{"Proxy-Authorization", "Basic eDp5"}}}, "header"},
		{"Upgrade", Request{Method: "GET", URL: good, Headers: [][2]string{{"Upgrade", "h2c"}}}, "header"},
		{"Expect", Request{Method: "GET", URL: good, Headers: [][2]string{{"Expect", "100-continue"}}}, "header"},
		{"a name of two lines", Request{Method: "GET", URL: good, Headers: [][2]string{{"Accept: x\r\nX", "y"}}}, "header"},
		{"no name", Request{Method: "GET", URL: good, Headers: [][2]string{{"", "y"}}}, "header"},
		{"a value of two lines", Request{Method: "GET", URL: good, Headers: [][2]string{{"Accept", "x\r\nHost: evil.example.com"}}}, "header-value"},
		{"a value of two lines, one byte", Request{Method: "GET", URL: good, Headers: [][2]string{{"Accept", "x\nHost: evil.example.com"}}}, "header-value"},
		{"two bodies", Request{Method: "POST", URL: good, Body: "x", BodyBase64: "eA=="}, "body"},
		{"no base64", Request{Method: "POST", URL: good, BodyBase64: "***"}, "body"},
		{"a body over the limit", Request{Method: "POST", URL: good, Body: strings.Repeat("x", maxRequest)}, "size"},
		{"a body at the limit", Request{Method: "POST", URL: good, Body: strings.Repeat("x", maxRequest-1024)}, ""},
		{"headers over the limit", Request{Method: "GET", URL: good, Headers: [][2]string{{"Cookie", strings.Repeat("x", maxHeaders)}}}, "size"},
		{"a URL over the limit", Request{Method: "GET", URL: good + "?" + strings.Repeat("x", maxURL)}, "size"},
	} {
		for _, lang := range []string{"en", "ru"} {
			_, err := newRelay(t, Config{}).target(c.req, lang)
			if ruleOf(err) != c.rule {
				t.Errorf("%s: %q; want %q", c.name, ruleOf(err), c.rule)
				continue
			}
			if refusal, ok := err.(*Refusal); ok && (refusal.Message == "" || refusal.Hint == "" || strings.ContainsAny(refusal.Message+refusal.Hint, "{}")) {
				t.Errorf("%s: %+v is no whole sentence", c.name, refusal)
			}
		}
	}
	if _, err := newRelay(t, Config{MaxInFlight: -1}).Send(t.Context(), Request{Method: "GET", URL: good}, Options{}); ruleOf(err) != "off" {
		t.Errorf("turned off: %q", ruleOf(err))
	}
}

// A refusal says what the operator would write.
func TestRefusalsNameTheFlag(t *testing.T) {
	_, resolver := startDNS(t, map[string][][]string{"login.example.com": {{"10.0.0.7"}}})
	r := newRelay(t, Config{Resolver: resolver, Allow: []string{"corp.example.com"}})
	r.targets = append(r.targets, "login.example.com")
	for url, want := range map[string][2]string{
		"https://id.corp.example.com/":            {"id.corp.example.com is not a host", "-relay-allow id.corp.example.com"},
		"https://id.corp.example.com:9443/":       {"id.corp.example.com is not a host", "-relay-allow id.corp.example.com:9443"},
		"https://[2606:4700::1111]/":              {"2606:4700::1111 is not a host", "-relay-allow [2606:4700::1111]"},
		"https://[2606:4700::1111]:9443/":         {"2606:4700::1111 is not a host", "-relay-allow [2606:4700::1111]:9443"},
		"https://accounts.google.com:9443/":       {"port 9443 of accounts.google.com", "-relay-allow accounts.google.com:9443"},
		"http://corp.example.com/":                {"http without TLS", "-relay-allow corp.example.com:80"},
		"https://login.example.com/":              {"10.0.0.7, an address inside a network or of this machine: 10.0.0.0/8, private use (RFC 1918)", "-relay-allow login.example.com"},
		"https://user:secret@accounts.google.com": {"user name or a password", "Authorization: Basic"},
		"ftp://accounts.google.com/":              {"https only", "No flag"},
	} {
		_, err := r.Send(t.Context(), Request{Method: "GET", URL: url}, Options{Lang: "en"})
		refusal, ok := err.(*Refusal)
		if !ok {
			t.Errorf("%s: %v; want a refusal", url, err)
			continue
		}
		if !strings.Contains(refusal.Message, want[0]) || !strings.Contains(refusal.Hint, want[1]) {
			t.Errorf("%s:\n%q\n%q\nwant %q", url, refusal.Message, refusal.Hint, want)
		}
		for _, part := range strings.Fields(refusal.Hint) {
			if value := strings.TrimRight(part, ".,"); strings.Contains(refusal.Hint, "-relay-allow "+value) && CheckAllow(value) != nil {
				t.Errorf("%s: the flag does not take %s", url, value)
			}
		}
	}
}

func TestAllowTakesHostsOnly(t *testing.T) {
	for value, want := range map[string]allowed{
		"id.example.com": {"id.example.com", 0, false}, "ID.Example.Com.": {"id.example.com", 0, false}, "id.example.com:9443": {"id.example.com", 9443, false},
		"key_cloak:8080": {"key_cloak", 8080, false}, "127.0.0.1": {"127.0.0.1", 0, false}, "127.0.0.1:80": {"127.0.0.1", 80, false}, "::1": {"::1", 0, false},
		"[::1]:9443": {"::1", 9443, false}, "[::1]": {"::1", 0, false}, "::ffff:127.0.0.1": {"127.0.0.1", 0, false},
		"*.example.com": {"example.com", 0, true}, "*.ID.example.com.": {"id.example.com", 0, true}, "*.example.com:9443": {"example.com", 9443, true},
		"*.kc.internal": {"kc.internal", 0, true}, "*.example.co.uk": {"example.co.uk", 0, true}, "*.team.github.io": {"team.github.io", 0, true},
	} {
		if got, err := parseAllowed(value); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", value, got, err, want)
		}
	}
	for _, value := range []string{"*.co.uk", "*.CO.UK.:8443", "*.github.io", "*.com.ru", "*.azurewebsites.net"} {
		if got, err := parseAllowed(value); err != ErrPublicSuffix {
			t.Errorf("%q: %+v, %v; want ErrPublicSuffix", value, got, err)
		}
	}
	for _, value := range []string{"", "*", "*.", "*.com", "*.com:443", "*.localhost", "*:443", "*.*.example.com", "id.*.example.com", "*example.com", "*.127.0.0.1", "*.[::1]:80", "*.::1", "*.example.com/x", "https://id.example.com", "id.example.com/", "id.example.com:0", "id.example.com:x", "id.example.com:65536",
		"127.1", "2130706433", "0x7f.1", "fe80::1%eth0", "a..b", "-a.example.com", "user@id.example.com", "id.example.com:1:2", ":443", "id example.com", "идп.рф"} {
		if got, err := parseAllowed(value); err == nil {
			t.Errorf("%q is taken as %+v", value, got)
		}
	}
}

// A star names what is below a domain, at any depth: not the domain, and not a name that only ends like it.
func TestAllowNamesWhatIsBelow(t *testing.T) {
	r, err := New(Config{Allow: []string{"*.corp.example.com", "*.test.example.com:9443"}})
	if err != nil {
		t.Fatal(err)
	}
	for url, rule := range map[string]string{
		"https://id.corp.example.com/token":           "",
		"https://a.b.corp.example.com:8443/token":     "",
		"https://ID.Corp.Example.Com./token":          "",
		"http://kc.test.example.com:9443/token":       "",
		"https://corp.example.com/token":              "target",
		"https://evilcorp.example.com/token":          "target",
		"https://corp.example.com.evil.example/token": "target",
		"http://id.corp.example.com/token":            "http",
		"https://id.corp.example.com:9443/token":      "port",
		"https://kc.test.example.com/token":           "port",
	} {
		got, err := r.target(Request{Method: "GET", URL: url}, "en")
		switch refusal, _ := err.(*Refusal); {
		case rule == "" && (err != nil || !got.named):
			t.Errorf("%s: %v; want it named", url, err)
		case rule != "" && (refusal == nil || refusal.Rule != rule):
			t.Errorf("%s: %v; want %s", url, err, rule)
		}
	}
}
