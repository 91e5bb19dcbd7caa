package keys_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/keys"
	"grantlens/internal/token"
	"grantlens/internal/token/sign"
	"grantlens/internal/token/verify"
)

// client is one worker: DPoP keys live in it.
type client struct{ mux rpc.Mux }

func newClient() *client {
	c := &client{}
	keys.Register(&c.mux)
	keys.RegisterClient(&c.mux)
	return c
}

func (c *client) call(t *testing.T, method string, params, result any) *rpc.Error {
	t.Helper()
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	answer := struct {
		Result any        `json:"result"`
		Error  *rpc.Error `json:"error"`
	}{Result: result}
	if err := json.Unmarshal(c.mux.Handle(request), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Error
}

// parts are header and claims of a token, decoded.
func parts(t *testing.T, raw string) (header, claims map[string]any) {
	t.Helper()
	for i, into := range []*map[string]any{&header, &claims} {
		b, err := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[i])
		if err != nil || json.Unmarshal(b, into) != nil {
			t.Fatalf("part %d does not decode", i)
		}
	}
	return header, claims
}

// verified reports whether a token verifies with a key set.
func verified(t *testing.T, raw, jwks string) bool {
	t.Helper()
	set, err := verify.ParseKeys(jwks)
	if err != nil {
		t.Fatal(err)
	}
	checks := set.CheckKeys(token.Inspect(raw), "en")
	return slices.ContainsFunc(checks, func(c token.CheckResult) bool { return c.Name == "signature" && c.Result == token.Pass })
}

// TestAssertion: every algorithm gives an assertion with the claims of RFC 7523 section 3 that verifies.
func TestAssertion(t *testing.T) {
	c := newClient()
	for _, alg := range strings.Fields("RS256 PS256 ES256 ES384 ES512 EdDSA HS256 HS512") {
		p := keys.AssertionParams{Alg: alg, ClientID: "web", Audience: "https://id.example.com"}
		jwks := ""
		if strings.HasPrefix(alg, "HS") {
			p.Secret = "a-test-secret-of-more-than-sixty-four-characters-for-HS512-0123456789"
			jwks = `{"keys":[{"kty":"oct","k":"` + base64.RawURLEncoding.EncodeToString([]byte(p.Secret)) + `"}]}`
		} else {
			key, err := sign.Generate(alg)
			if err != nil {
				t.Fatal(err)
			}
			p.Key, jwks = key.PEM(), key.JWKS(alg)
		}
		var got keys.Assertion
		before := time.Now().Unix()
		if failure := c.call(t, "client.assertion", p, &got); failure != nil {
			t.Fatalf("%s: %v", alg, failure)
		}
		header, claims := parts(t, got.Assertion)
		if header["alg"] != alg || claims["iss"] != "web" || claims["sub"] != "web" || claims["aud"] != "https://id.example.com" || claims["jti"] == "" {
			t.Errorf("%s: header %v, claims %v", alg, header, claims)
		}
		if iat, exp := claims["iat"].(float64), claims["exp"].(float64); exp-iat != 60 || int64(iat) < before {
			t.Errorf("%s: iat %v, exp %v; want now and a minute", alg, iat, exp)
		}
		if (header["kid"] == nil) != strings.HasPrefix(alg, "HS") {
			t.Errorf("%s: kid %v; a secret has none", alg, header["kid"])
		}
		if !verified(t, got.Assertion, jwks) {
			t.Errorf("%s: the assertion does not verify", alg)
		}
	}
}

func TestAssertionRefusals(t *testing.T) {
	const canary = "canary-secret-51c9"
	c := newClient()
	whole := keys.AssertionParams{Alg: "HS256", Secret: canary, ClientID: "web", Audience: "https://id.example.com"}
	for name, change := range map[string]func(*keys.AssertionParams){
		"no client":        func(p *keys.AssertionParams) { p.ClientID = "" },
		"no audience":      func(p *keys.AssertionParams) { p.Audience = "" },
		"a day":            func(p *keys.AssertionParams) { p.Lifetime = 86400 },
		"unsigned":         func(p *keys.AssertionParams) { p.Alg = "none" },
		"secret for RS256": func(p *keys.AssertionParams) { p.Alg = "RS256" },
	} {
		p := whole
		change(&p)
		for _, p.Lang = range []string{"en", "ru"} {
			failure := c.call(t, "client.assertion", p, nil)
			if failure == nil || failure.Code != rpc.CodeBadInput || strings.ContainsAny(failure.Message, "абвгдежзиклмнопрстуя") != (p.Lang == "ru") {
				t.Errorf("%s in %s: %v", name, p.Lang, failure)
				continue
			}
			if raw, _ := json.Marshal(failure); strings.Contains(string(raw), canary) {
				t.Errorf("%s: the refusal holds the secret", name)
			}
		}
	}
}

// TestProof: a proof has the structure of RFC 9449 section 4.2, its key never leaves, and its thumbprint is that of the
// key in the header.
func TestProof(t *testing.T) {
	c := newClient()
	for _, alg := range []string{"", "ES256", "EdDSA", "RS256", "PS256"} {
		var key keys.ProofKey
		if failure := c.call(t, "dpop.key", keys.ProofKeyParams{Alg: alg}, &key); failure != nil {
			t.Fatal(failure)
		}
		const accessToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
		var got keys.Proof
		if failure := c.call(t, "dpop.proof", keys.ProofParams{ID: key.ID, Method: "POST", URL: "https://id.example.com/token?a=b#c", Nonce: "n-1", AccessToken: accessToken}, &got); failure != nil {
			t.Fatal(failure)
		}
		header, claims := parts(t, got.Proof)
		jwk, _ := header["jwk"].(map[string]any)
		if header["typ"] != "dpop+jwt" || jwk == nil || jwk["d"] != nil || jwk["p"] != nil || jwk["k"] != nil {
			t.Errorf("%s: header %v", alg, header)
		}
		// The ath of this token stands in RFC 9449 section 7.1.
		if claims["htm"] != "POST" || claims["htu"] != "https://id.example.com/token" || claims["nonce"] != "n-1" || claims["ath"] != "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo" || claims["jti"] == "" || claims["iat"] == nil {
			t.Errorf("%s: claims %v", alg, claims)
		}
		if !verified(t, got.Proof, `{"keys":[`+string(key.JWK)+`]}`) {
			t.Errorf("%s: the proof does not verify with its own key", alg)
		}
		sum := sha256.Sum256(key.JWK) // the members are in the order of RFC 7638
		if key.Thumbprint != base64.RawURLEncoding.EncodeToString(sum[:]) {
			t.Errorf("%s: thumbprint %s", alg, key.Thumbprint)
		}
		var bare keys.Proof
		if failure := c.call(t, "dpop.proof", keys.ProofParams{ID: key.ID, Method: "POST", URL: "https://id.example.com/token"}, &bare); failure != nil {
			t.Fatal(failure)
		}
		if _, claims := parts(t, bare.Proof); claims["nonce"] != nil || claims["ath"] != nil || bare.Proof == got.Proof {
			t.Errorf("%s: claims %v; want neither nonce nor ath", alg, claims)
		}
	}
	if c.call(t, "dpop.key", keys.ProofKeyParams{Alg: "HS256"}, nil) == nil {
		t.Error("a shared secret may sign proofs")
	}
	if newClient().call(t, "dpop.proof", keys.ProofParams{ID: "unknown", Method: "POST", URL: "https://id.example.com/"}, nil) == nil {
		t.Error("a proof without a key")
	}
}
