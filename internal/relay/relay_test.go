package relay

import (
	"context"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// names resolves what a test says, and nothing else.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	var out []netip.Addr
	for _, a := range n[strings.TrimSuffix(host, ".")] {
		out = append(out, netip.MustParseAddr(a))
	}
	return out, nil
}

// tlsServer answers over TLS; its certificate is for example.com and 127.0.0.1.
func tlsServer(t testing.TB, h http.HandlerFunc) (addr string, roots *x509.CertPool) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // what a client breaks off is the test's doing
	s.StartTLS()
	t.Cleanup(s.Close)
	roots = x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s.Listener.Addr().String(), roots
}

func newRelay(t *testing.T, cfg Config) *Relay {
	t.Helper()
	r, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSendShowsTheWholeExchange(t *testing.T) {
	addr, roots := tlsServer(t, func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Set-Cookie", "a=1")
		h.Add("Set-Cookie", "b=2")
		h.Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		w.Write([]byte(`{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}`))
	})
	r := newRelay(t, Config{Allow: []string{addr}, Roots: roots})
	var seen []Phase
	got, err := r.Send(t.Context(), Request{
		Method:  "POST",
		URL:     "https://" + addr + "/realms/demo/protocol/openid-connect/token",
		Headers: [][2]string{{"Content-Type", "application/x-www-form-urlencoded"}},
		Body:    "grant_type=client_credentials&client_id=shop&client_secret=wrong",
	}, Options{Lang: "en", Trace: func(p Phase) { seen = append(seen, p) }})
	if err != nil {
		t.Fatalf("%v: %+v", err, err)
	}
	if got.Failure != nil || got.Response == nil || got.Response.Status != 401 {
		t.Fatalf("got %+v, %+v; want 401", got.Failure, got.Response)
	}
	if s := got.Report.Summary; !strings.Contains(got.Transcript, "invalid_client") || s.Actual != "failure" {
		t.Errorf("report %+v of %s", s, got.Transcript)
	}
	var names []string
	for _, p := range got.Trace.Phases {
		names = append(names, p.Name)
		if p.End == nil || *p.End < p.Start {
			t.Errorf("phase %+v has no end", p)
		}
	}
	if want := "dns connect tls send wait body"; strings.Join(names, " ") != want || len(seen) != 2*len(names) {
		t.Errorf("phases %v, %d events; want %s, each begun and ended", names, len(seen), want)
	}
	if tls := got.Trace.TLS; tls.Version != "TLS 1.3" || tls.ALPN != "http/1.1" || len(tls.Chain) != 1 || tls.Problem != "" {
		t.Errorf("tls %+v", tls)
	}
}
