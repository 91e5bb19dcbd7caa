package keys_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
	"grantlens/internal/token"
)

// large is a token of 2 KB as Keycloak issues them, of nobody.
func large() string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	var roles []string
	for i := range 40 {
		roles = append(roles, fmt.Sprintf(`"invented-role-%d"`, i))
	}
	return part(`{"alg":"RS256","typ":"JWT","kid":"bench"}`) + "." + part(`{"exp":1900000000,"iat":1899999700,"jti":"5f1d2c3b-0000-4000-8000-000000000000","iss":"https://sso.example.com/realms/demo",`+
		`"aud":["orders","account"],"sub":"7b1e2c3d-0000-4000-8000-000000000000","typ":"Bearer","azp":"web","realm_access":{"roles":[`+strings.Join(roles, ",")+`]},"scope":"openid email profile",`+
		`"email_verified":true,"name":"Anna Example","preferred_username":"anna","email":"anna@example.com"}`) + "." + part(strings.Repeat("\a", 256))
}

// BenchmarkInspect decodes, explains and checks a token of 2 KB: the goal is 100 µs natively.
func BenchmarkInspect(b *testing.B) {
	text, opts := large(), token.CheckOptions{Now: time.Unix(1899999800, 0), Lang: "en"}
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
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "token.inspect", "params": keys.InspectParams{Text: large(), Now: "2030-03-01T00:00:00Z", Lang: "en"}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m.Handle(request)
	}
}
