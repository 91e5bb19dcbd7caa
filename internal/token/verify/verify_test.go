package verify

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"

	"grantlens/internal/token"

	"github.com/golang-jwt/jwt/v5"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	rsaKey   = must(rsa.GenerateKey(rand.Reader, 2048))
	otherRSA = must(rsa.GenerateKey(rand.Reader, 2048))
	ecKey    = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	ec521    = must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader))
	_, edKey = func() (ed25519.PublicKey, ed25519.PrivateKey) {
		pub, priv, err := ed25519.GenerateKey(rand.Reader)
		must(0, err)
		return pub, priv
	}()
)

func sign(alg, kid string, key any) string {
	t := jwt.NewWithClaims(jwt.GetSigningMethod(alg), jwt.MapClaims{"iss": "https://id.example.com", "sub": "s"})
	if kid != "" {
		t.Header["kid"] = kid
	}
	return must(t.SignedString(key))
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func jwkOf(kid string, pub any, more map[string]any) map[string]any {
	m := map[string]any{"kid": kid}
	switch p := pub.(type) {
	case *rsa.PublicKey:
		m["kty"], m["n"], m["e"] = "RSA", b64(p.N.Bytes()), b64(big.NewInt(int64(p.E)).Bytes())
	case *ecdsa.PublicKey:
		raw := must(p.Bytes())
		n := (len(raw) - 1) / 2
		m["kty"], m["crv"], m["x"], m["y"] = "EC", p.Curve.Params().Name, b64(raw[1:1+n]), b64(raw[1+n:])
	case ed25519.PublicKey:
		m["kty"], m["crv"], m["x"] = "OKP", "Ed25519", b64(p)
	case []byte:
		m["kty"], m["k"] = "oct", b64(p)
	}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func jwks(keys ...map[string]any) string {
	return string(must(json.Marshal(map[string]any{"keys": keys})))
}

func pubPEM(pub crypto.PublicKey) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(pub))}))
}

func TestCheckKeys(t *testing.T) {
	strong := []byte(strings.Repeat("0123456789abcdef", 4)[:64] + "x")
	set := jwks(jwkOf("r1", &rsaKey.PublicKey, map[string]any{"use": "sig", "alg": "RS256"}), jwkOf("e1", &ecKey.PublicKey, nil),
		jwkOf("e5", &ec521.PublicKey, nil), jwkOf("ed", edKey.Public(), nil), jwkOf("h1", strong, nil))
	rs := sign("RS256", "r1", rsaKey)
	pkcs8 := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(rsaKey))}))
	small := must(rsa.GenerateKey(rand.Reader, 1024))
	graph := must(func() (string, error) {
		t := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{"iss": "https://sts.windows.net/t/"})
		t.Header["nonce"] = "n"
		return t.SignedString(otherRSA)
	}())
	for _, tt := range []struct{ name, tok, keys, kid, key, signature, weak string }{
		{"RS256 by JWKS", rs, set, "pass", "pass", "pass", "pass"},
		{"PS384 by JWKS", sign("PS384", "r1", rsaKey), jwks(jwkOf("r1", &rsaKey.PublicKey, nil)), "pass", "pass", "pass", "pass"},
		{"ES256 by JWKS", sign("ES256", "e1", ecKey), set, "pass", "pass", "pass", "pass"},
		{"ES512 by JWKS", sign("ES512", "e5", ec521), set, "pass", "pass", "pass", "pass"},
		{"EdDSA by JWKS", sign("EdDSA", "ed", edKey), set, "pass", "pass", "pass", "pass"},
		{"HS512 by JWKS", sign("HS512", "h1", strong), set, "pass", "pass", "pass", "pass"},
		{"by a single JWK", rs, string(must(json.Marshal(jwkOf("r1", &rsaKey.PublicKey, nil)))), "pass", "pass", "pass", "pass"},
		{"by PEM", rs, pubPEM(rsaKey.Public()), "unknown", "pass", "pass", "pass"},
		{"by PEM with escaped line breaks", rs, strings.ReplaceAll(pubPEM(rsaKey.Public()), "\n", `\n`), "unknown", "pass", "pass", "pass"},
		{"by private PEM", rs, pkcs8, "unknown", "pass", "pass", "pass"},
		{"no kid in the token", sign("RS256", "", rsaKey), set, "unknown", "pass", "pass", "pass"},
		{"rotated key", sign("RS256", "r0", otherRSA), set, "fail", "pass", "fail", "pass"},
		{"wrong kid, right key", sign("RS256", "e1", rsaKey), set, "pass", "fail", "pass", "pass"},
		{"other key of that id", sign("RS256", "r1", otherRSA), set, "pass", "pass", "fail", "pass"},
		{"key for another algorithm", sign("RS512", "r1", rsaKey), set, "pass", "fail", "pass", "pass"},
		{"small key", sign("RS256", "r1", small), jwks(jwkOf("r1", &small.PublicKey, nil)), "pass", "fail", "pass", "pass"},
		{"curve of another algorithm", sign("ES256", "e5", ecKey), set, "pass", "fail", "pass", "pass"},
		{"HS256 by secret", sign("HS256", "", strong), string(strong), "pass", "pass", "pass", "pass"},
		{"HS256 by base64 secret", sign("HS256", "", strong), b64(strong), "pass", "pass", "pass", "pass"},
		{"short secret", sign("HS256", "", []byte("only-this-one")), "only-this-one", "pass", "fail", "pass", "pass"},
		{"weak secret", sign("HS256", "", []byte("secret")), "", "unknown", "unknown", "unknown", "fail"},
		{"HMAC with the public key", sign("HS256", "", []byte(pubPEM(rsaKey.Public()))), pubPEM(rsaKey.Public()), "pass", "fail", "fail", "pass"},
		{"cut off", rs[:len(rs)-20], set, "pass", "pass", "unknown", "pass"},
		{"signature missing", rs[:strings.LastIndex(rs, ".")], set, "pass", "pass", "unknown", "pass"},
		{"alg none", "eyJhbGciOiJub25lIn0.e30.", set, "unknown", "unknown", "fail", "pass"},
		{"unknown algorithm", b64([]byte(`{"alg":"GOST3410"}`)) + ".e30.AAAA", set, "unknown", "unknown", "unknown", "pass"},
		{"broken JWK", rs, `{"keys":[{"kty":"RSA","kid":"r1","n":"!","e":"AQAB"}]}`, "pass", "fail", "fail", "pass"},
		{"Microsoft Graph", graph, pubPEM(rsaKey.Public()), "pass", "pass", "unknown", "pass"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ks Keys
			if tt.keys != "" {
				ks = must(ParseKeys(tt.keys))
			}
			tok := token.Inspect(tt.tok)
			got := map[string]token.CheckResult{}
			for _, r := range token.Check(tok, token.CheckOptions{Keys: ks}) {
				got[r.Name] = r
			}
			for name, want := range map[string]string{"kid": tt.kid, "key": tt.key, "signature": tt.signature, "weak_secret": tt.weak} {
				if got[name].Result != want || got[name].Reason == "" {
					t.Errorf("%s: got %s (%s); want %s", name, got[name].Result, got[name].Reason, want)
				}
			}
			for _, r := range ks.CheckKeys(tok, "ru") {
				if r.Result != got[r.Name].Result || strings.Contains(r.Reason, "%") {
					t.Errorf("%s in Russian: %s %q", r.Name, r.Result, r.Reason)
				}
			}
		})
	}
}

func TestParseKeysErrors(t *testing.T) {
	for in, want := range map[string]error{
		"": ErrEmpty, " \n": ErrEmpty, `{"issuer":"x","jwks_uri":"https://x"}`: ErrDiscovery, "<!doctype html>": ErrHTML,
		`{"a":1}`: ErrJSON, `{"keys":[]}`: ErrJSON, "[1": ErrJSON, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----": ErrPEM,
	} {
		if _, err := ParseKeys(in); !errors.Is(err, want) {
			t.Errorf("%q: got %v; want %v", in, err, want)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add(jwks(jwkOf("e", &ecKey.PublicKey, nil)))
	f.Add(pubPEM(rsaKey.Public()))
	f.Add(`{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`)
	tok := token.Inspect(sign("ES256", "e", ecKey))
	f.Fuzz(func(t *testing.T, s string) {
		ks, err := ParseKeys(s)
		if (err == nil) != (len(ks.List) > 0) {
			t.Fatalf("error %v with %d keys", err, len(ks.List))
		}
		ks.CheckKeys(tok, "en")
	})
}
