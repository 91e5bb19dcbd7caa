package relay

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// An authority makes certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// issue makes a certificate for id.example.com that now lies in; parent nil makes it sign itself.
func issue(t *testing.T, parent *authority, change func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "id.example.com"}, DNSNames: []string{"id.example.com"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, BasicConstraintsValid: true,
	}
	if change != nil {
		change(template)
	}
	signer := &authority{template, key}
	if parent != nil {
		signer = parent
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.cert, key.Public(), signer.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

func isCA(name string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames, c.IsCA = name, nil, true
	}
}

// serve answers over TLS with a configuration, and returns the port.
func serve(t *testing.T, cfg *tls.Config) (port string) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{}") }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = cfg
	s.StartTLS()
	t.Cleanup(s.Close)
	_, port, _ = net.SplitHostPort(s.Listener.Addr().String())
	return port
}

func keyPair(chain ...*authority) tls.Certificate {
	pair := tls.Certificate{PrivateKey: chain[0].key}
	for _, c := range chain {
		pair.Certificate = append(pair.Certificate, c.cert.Raw)
	}
	return pair
}

// What is wrong with a certificate is said in words, and the chain shown all the same. Nothing is sent.
func TestCertificateProblems(t *testing.T) {
	root := issue(t, nil, isCA("Example Root"))
	stranger := issue(t, nil, isCA("Unknown Root"))
	between := issue(t, root, isCA("Example Intermediate"))
	leaf := func(parent *authority, change func(*x509.Certificate)) *authority { return issue(t, parent, change) }
	good := leaf(root, nil)
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)

	for _, c := range []struct {
		name, code string
		chain      []*authority
		en, ru     string
		report     string // the rule the engine finds
	}{
		{"good", "", []*authority{good}, "", "", ""},
		{"good, with an intermediate", "", []*authority{leaf(between, nil), between}, "", "", ""},
		{"expired", "tls_expired", []*authority{leaf(root, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })},
			"has expired: it was valid until", "истёк: он действовал до", "tls-expired"},
		{"not yet valid", "tls_not_yet_valid", []*authority{leaf(root, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) })},
			"is not valid yet", "ещё не действует", "tls-expired"},
		{"expired intermediate", "tls_expired", func() []*authority {
			old := issue(t, root, func(c *x509.Certificate) {
				isCA("Old Intermediate")(c)
				c.NotAfter = time.Now().Add(-time.Minute)
			})
			return []*authority{leaf(old, nil), old}
		}(), "CN=Old Intermediate has expired", "CN=Old Intermediate истёк", "tls-expired"},
		{"wrong host", "tls_wrong_host", []*authority{leaf(root, func(c *x509.Certificate) { c.DNSNames = []string{"www.example.com", "example.com"} })},
			"not for id.example.com, but for www.example.com, example.com", "не для id.example.com, а для www.example.com, example.com", "tls-name-mismatch"},
		{"self-signed", "tls_self_signed", []*authority{issue(t, nil, nil)}, "self-signed", "самоподписанный", "tls-untrusted"},
		{"intermediate missing", "tls_chain_incomplete", []*authority{leaf(between, nil)}, "issued by CN=Example Intermediate", "его выпустил CN=Example Intermediate", "tls-untrusted"},
		{"unknown authority", "tls_unknown_authority", []*authority{leaf(stranger, nil), stranger}, "ends at CN=Unknown Root", "заканчивается на CN=Unknown Root", "tls-untrusted"},
		{"for something else", "tls_certificate", []*authority{leaf(root, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection} })},
			"does not verify", "не проходит проверку", ""},
	} {
		for lang, words := range map[string]string{"en": c.en, "ru": c.ru} {
			port := serve(t, &tls.Config{Certificates: []tls.Certificate{keyPair(c.chain...)}})
			r := newRelay(t, Config{Allow: []string{"id.example.com:" + port}, Roots: roots, Resolver: names{"id.example.com": {"127.0.0.1"}}})
			got, err := r.Send(t.Context(), Request{Method: "POST", URL: "https://id.example.com:" + port + "/token"}, Options{Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			shown := got.Trace.TLS
			if len(shown.Chain) != len(c.chain) || shown.Chain[0].Subject != c.chain[0].cert.Subject.String() {
				t.Errorf("%s: the chain is %+v", c.name, shown.Chain)
			}
			if c.code == "" {
				if got.Failure != nil || shown.Problem != "" || shown.Version != "TLS 1.3" {
					t.Errorf("%s: %+v, %+v", c.name, got.Failure, shown)
				}
				continue
			}
			if got.Failure == nil || got.Failure.Code != c.code || got.Response != nil {
				t.Errorf("%s: %+v; want %s", c.name, got.Failure, c.code)
				continue
			}
			if !strings.Contains(shown.Problem, words) || shown.Problem != got.Failure.Message || strings.ContainsAny(got.Failure.Message+got.Failure.Hint, "{}") {
				t.Errorf("%s: %q; want %q", c.name, shown.Problem, words)
			}
			if last := got.Trace.Phases[len(got.Trace.Phases)-1].Name; last != "tls" {
				t.Errorf("%s: went on to %s", c.name, last)
			}
			var rules []string
			for _, f := range got.Report.Findings {
				rules = append(rules, f.Rule)
			}
			if c.report != "" && !strings.Contains(strings.Join(rules, " "), c.report) {
				t.Errorf("%s: the engine finds %q in %q; want %s", c.name, rules, got.Transcript, c.report)
			}
		}
	}
}

func TestHandshakesThatFail(t *testing.T) {
	root := issue(t, nil, isCA("Example Root"))
	good := keyPair(issue(t, root, nil))
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	go func() {
		for {
			conn, err := silent.Accept()
			if err != nil {
				return
			}
			conn.Close()
		}
	}()
	portOf := func(addr string) string { _, port, _ := net.SplitHostPort(addr); return port }
	for _, c := range []struct{ name, port, code string }{
		{"TLS 1.1 only", serve(t, &tls.Config{Certificates: []tls.Certificate{good}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}), "tls_version"},
		{"client certificate, TLS 1.3", serve(t, &tls.Config{Certificates: []tls.Certificate{good}, ClientAuth: tls.RequireAnyClientCert}), "tls_client_certificate"},
		{"client certificate, TLS 1.2", serve(t, &tls.Config{Certificates: []tls.Certificate{good}, ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}), "tls_client_certificate"},
		{"plain HTTP", portOf(plain.Listener.Addr().String()), "tls_plain_http"},
		{"hangs up", portOf(silent.Addr().String()), "tls_failed"},
		{"another name only", serve(t, &tls.Config{GetConfigForClient: func(h *tls.ClientHelloInfo) (*tls.Config, error) { return nil, io.ErrUnexpectedEOF }}), "tls_alert"},
	} {
		r := newRelay(t, Config{Allow: []string{"id.example.com:" + c.port}, Roots: roots, Resolver: names{"id.example.com": {"127.0.0.1"}}})
		got, err := r.Send(t.Context(), Request{Method: "POST", URL: "https://id.example.com:" + c.port + "/token"}, Options{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if got.Failure == nil || got.Failure.Code != c.code || strings.ContainsAny(got.Failure.Message, "{}") {
			t.Errorf("%s: %+v; want %s", c.name, got.Failure, c.code)
		}
		if want := c.code == "tls_client_certificate"; got.Trace.TLS.ClientCertificate != want {
			t.Errorf("%s: client certificate asked for: %v", c.name, !want)
		}
	}
}

// A server that would like a client certificate and goes on without one is answered.
func TestClientCertificateMayBeOptional(t *testing.T) {
	root := issue(t, nil, isCA("Example Root"))
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)
	port := serve(t, &tls.Config{Certificates: []tls.Certificate{keyPair(issue(t, root, nil))}, ClientAuth: tls.RequestClientCert})
	r := newRelay(t, Config{Allow: []string{"id.example.com:" + port}, Roots: roots, Resolver: names{"id.example.com": {"127.0.0.1"}}})
	got, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://id.example.com:" + port + "/"}, Options{})
	if err != nil || got.Failure != nil || !got.Trace.TLS.ClientCertificate {
		t.Errorf("%v, %+v, %+v", err, got.Failure, got.Trace.TLS)
	}
}

// The clock that is injected is the one that judges dates.
func TestCertificatesAreJudgedByTheRelaysClock(t *testing.T) {
	root := issue(t, nil, isCA("Example Root"))
	roots := x509.NewCertPool()
	roots.AddCert(root.cert)
	port := serve(t, &tls.Config{Certificates: []tls.Certificate{keyPair(issue(t, root, nil))}})
	for years, want := range map[int]string{0: "", 10: "tls_expired", -10: "tls_not_yet_valid"} {
		r := newRelay(t, Config{Allow: []string{"id.example.com:" + port}, Roots: roots, Resolver: names{"id.example.com": {"127.0.0.1"}},
			Now: func() time.Time { return time.Now().AddDate(years, 0, 0) }})
		got, err := r.Send(t.Context(), Request{Method: "GET", URL: "https://id.example.com:" + port + "/"}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		code := ""
		if got.Failure != nil {
			code = got.Failure.Code
		}
		if code != want {
			t.Errorf("%d years on: %q; want %q", years, code, want)
		}
	}
}
