package jwe

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"grantlens/internal/token"

	"github.com/go-jose/go-jose/v4"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	rsaKey = must(rsa.GenerateKey(rand.Reader, 2048))
	ecKey  = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
)

const claims = `{"iss":"https://id.example.com","sub":"Анна"}`

func encrypt(alg jose.KeyAlgorithm, enc jose.ContentEncryption, key any, text string) token.Token {
	e := must(jose.NewEncrypter(enc, jose.Recipient{Algorithm: alg, Key: key, KeyID: "k1", PBES2Count: 1000}, nil))
	return token.Inspect(must(must(e.Encrypt([]byte(text))).CompactSerialize()))
}

func pkcs8(k any) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(k))}))
}

func private(k any) string { return string(must(json.Marshal(jose.JSONWebKey{Key: k, KeyID: "k1"}))) }

func TestDecrypt(t *testing.T) {
	shared := []byte("0123456789abcdef0123456789abcdef")
	double := append(shared, shared...)
	set := `{"keys":[` + private(must(rsa.GenerateKey(rand.Reader, 2048))) + "," + private(rsaKey) + "]}"
	for _, tt := range []struct {
		alg    jose.KeyAlgorithm
		enc    jose.ContentEncryption
		to     any
		key    string
		secret string
	}{
		{jose.RSA_OAEP, jose.A256GCM, &rsaKey.PublicKey, pkcs8(rsaKey), "PEM"},
		{jose.RSA_OAEP_256, jose.A128CBC_HS256, &rsaKey.PublicKey, private(rsaKey), "JWK"},
		{jose.RSA_OAEP_256, jose.A256CBC_HS512, &rsaKey.PublicKey, set, "JWKS"},
		{jose.ECDH_ES, jose.A128GCM, &ecKey.PublicKey, private(ecKey), "JWK"},
		{jose.ECDH_ES_A256KW, jose.A256GCM, &ecKey.PublicKey, pkcs8(ecKey), "PEM"},
		{jose.A256KW, jose.A192CBC_HS384, shared, string(shared), "text"},
		{jose.A256GCMKW, jose.A256GCM, shared, base64.RawURLEncoding.EncodeToString(shared), "base64url"},
		{jose.DIRECT, jose.A256CBC_HS512, double, base64.StdEncoding.EncodeToString(double), "base64"},
		{jose.PBES2_HS256_A128KW, jose.A128GCM, "a long passphrase", "a long passphrase", "password"},
	} {
		t.Run(string(tt.alg)+" "+string(tt.enc)+" "+tt.secret, func(t *testing.T) {
			tok := encrypt(tt.alg, tt.enc, tt.to, claims)
			if tok.Kind != token.KindJWE || !tok.Complete || len(tok.Claims) != 0 {
				t.Fatalf("not inspected as a JWE: %s", tok.Kind)
			}
			got, err := Decrypt(tok, tt.key)
			if err != nil || got.Subject() != "Анна" || got.ClaimsPartial {
				t.Errorf("got %q, %v", got.Subject(), err)
			}
			if _, err := Decrypt(tok, pkcs8(must(rsa.GenerateKey(rand.Reader, 2048)))); !errors.Is(err, ErrWrongKey) {
				t.Errorf("wrong key: got %v", err)
			}
			if _, err := Decrypt(tok, ""); !errors.Is(err, ErrKey) {
				t.Errorf("no key: got %v", err)
			}
		})
	}
}

func TestDecryptNested(t *testing.T) {
	inner := "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "."
	got, err := Decrypt(encrypt(jose.RSA_OAEP, jose.A256GCM, &rsaKey.PublicKey, inner), private(rsaKey))
	if err != nil || got.Nested == nil || got.Nested.Issuer() != "https://id.example.com" {
		t.Errorf("nested token not read: %v", err)
	}
}

func TestDecryptRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  string
		want error
	}{
		"a JWS":             {"eyJhbGciOiJub25lIn0.e30.", ErrNotJWE},
		"cut off":           {"eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA", ErrNotJWE},
		"unknown algorithm": {base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"X","enc":"A256GCM"}`)) + ".AAAA.AAAA.AAAA.AAAA", ErrUnsupported},
	} {
		if _, err := Decrypt(token.Inspect(tt.raw), private(rsaKey)); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v; want %v", name, err, tt.want)
		}
	}
	// A key of a private paste never shows in an error.
	if _, err := Decrypt(encrypt(jose.DIRECT, jose.A128GCM, []byte("0123456789abcdef"), claims), "canary-key-canary"); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}
