package sign

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"grantlens/internal/token"
	"grantlens/internal/token/verify"
)

const claims = `{"iss": "https://id.example.com", "sub": "Анна", "exp": 1700000000}`

// What is signed here verifies there, with the key set handed out beside it.
func TestSign(t *testing.T) {
	for _, alg := range strings.Fields("RS256 RS512 PS256 ES256 ES384 ES512 EdDSA HS256 HS512") {
		k, err := Generate(alg)
		if err != nil {
			t.Fatalf("%s: %v", alg, err)
		}
		raw, err := k.Sign(`{"alg":"`+alg+`","kid":""}`, claims)
		if err != nil {
			t.Fatalf("%s: %v", alg, err)
		}
		tok := token.Inspect(raw)
		if !tok.Complete || tok.Subject() != "Анна" || tok.Kid() != k.ID {
			t.Errorf("%s: the token does not read back", alg)
		}
		set := k.JWKS(alg)
		if strings.HasPrefix(alg, "HS") {
			if set != "" {
				t.Errorf("%s: a secret is handed out", alg)
			}
			continue
		}
		keys, err := verify.ParseKeys(set)
		if err != nil {
			t.Fatalf("%s: %v", alg, err)
		}
		for _, r := range keys.CheckKeys(tok, "en") {
			if r.Result != token.Pass {
				t.Errorf("%s: %s: %s (%s)", alg, r.Name, r.Result, r.Reason)
			}
		}
		again, err := Parse(k.PEM(), alg)
		if err != nil || again.ID != k.ID {
			t.Errorf("%s: the key does not survive PEM: %v", alg, err)
		}
	}
}

func TestSignKeepsBytes(t *testing.T) {
	raw, err := Key{}.Sign(`{"alg":"none"}`, claims)
	if err != nil {
		t.Fatal(err)
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
	if err != nil || string(b) != claims {
		t.Errorf("got %q; want %q", b, claims)
	}
}

// The example key of RFC 8037 appendix A.1 and its thumbprint (A.3).
func TestParseJWK(t *testing.T) {
	const jwk = `{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	k, err := Parse(jwk, "EdDSA")
	if err != nil || k.ID != "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" {
		t.Errorf("got %q, %v", k.ID, err)
	}
}

func TestRefuses(t *testing.T) {
	rs, err := Generate("RS256")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		header, claims string
		want           error
	}{
		"no JSON header":   {"x", claims, ErrHeader},
		"no alg":           {"{}", claims, ErrHeader},
		"no JSON claims":   {`{"alg":"RS256"}`, "[]", ErrClaims},
		"null claims":      {`{"alg":"RS256"}`, "null", ErrClaims},
		"unknown alg":      {`{"alg":"XX"}`, claims, ErrAlg},
		"key of another":   {`{"alg":"ES256"}`, claims, ErrKey},
		"HMAC with an RSA": {`{"alg":"HS256"}`, claims, ErrKey},
	} {
		if _, err := rs.Sign(tt.header, tt.claims); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v; want %v", name, err, tt.want)
		}
	}
	for _, in := range []string{"", "canary", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", `{"kty":"RSA","n":"AA","e":"AQAB","d":"AA","p":"AA","q":"AA"}`} {
		if _, err := Parse(in, "RS256"); !errors.Is(err, ErrKey) {
			t.Errorf("got %v; want %v", err, ErrKey)
		}
	}
	if _, err := Generate("XX"); !errors.Is(err, ErrAlg) {
		t.Errorf("got %v; want %v", err, ErrAlg)
	}
}
