package keys_test

import (
	"encoding/json"
	"testing"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
	"grantlens/internal/token"
	"grantlens/internal/token/sample"
)

// BenchmarkInspect decodes, explains and checks a token of 2 KB: the goal is 100 µs natively.
func BenchmarkInspect(b *testing.B) {
	text, opts := sample.Keycloak2KB(), token.CheckOptions{Now: time.Unix(1899999800, 0), Lang: "en"}
	for b.Loop() {
		if found := keys.Inspect(text, opts, false); len(found.Tokens) != 1 || !found.Tokens[0].Complete {
			b.Fatal("the token is not read")
		}
	}
}

// BenchmarkInspectCall is the same by the way of a worker, JSON in and out.
func BenchmarkInspectCall(b *testing.B) {
	var m rpc.Mux
	keys.Register(&m)
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "token.inspect", "params": keys.InspectParams{Text: sample.Keycloak2KB(), Now: "2030-03-01T00:00:00Z", Lang: "en"}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Handle(request)
	}
}
