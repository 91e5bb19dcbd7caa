package relay

import (
	"net/http"
	"testing"
)

// What Send costs beside the handshake is mostly the reading of its own transcript.
func BenchmarkSend(b *testing.B) {
	s, roots := tlsServer(b, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"Bearer","expires_in":300,"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA"}`))
	})
	r, err := New(Config{Allow: []string{s}, Roots: roots, PerClient: 1 << 30, Global: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	req := Request{Method: "POST", URL: "https://" + s + "/token", Headers: [][2]string{{"Content-Type", "application/x-www-form-urlencoded"}},
		Body: "grant_type=authorization_code&code=x&client_id=shop&client_secret=example"}
	for b.Loop() {
		if got, err := r.Send(b.Context(), req, Options{Lang: "en"}); err != nil || got.Failure != nil {
			b.Fatal(err, got)
		}
	}
}
