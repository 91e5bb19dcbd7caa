// Package sign turns edited claims and a private key into a signed test token and its JWKS.
// It is made for the browser's worker and the command line: no server may link it.
package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Errors of this package. None of them holds a key or a claim.
var (
	ErrAlg    = errors.New("sign: alg: not one of RS, PS, ES 256/384/512, EdDSA, HS 256/384/512 or none")
	ErrKey    = errors.New("sign: key: neither a private key in PEM or JWK nor a secret that fits the algorithm")
	ErrHeader = errors.New("sign: header: not a JSON object with alg")
	ErrClaims = errors.New("sign: claims: not a JSON object")
)

// Key signs. The zero value signs nothing but alg none.
type Key struct {
	ID      string // kid: the one given, else the key's thumbprint (RFC 7638)
	private any    // what golang-jwt takes: crypto.Signer or []byte
}

var curves = map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()}

// Generate makes a fresh key for an algorithm.
func Generate(alg string) (Key, error) {
	var private any
	var err error
	switch {
	case strings.HasPrefix(alg, "RS"), strings.HasPrefix(alg, "PS"):
		private, err = rsa.GenerateKey(rand.Reader, 2048)
	case curves[alg] != nil:
		private, err = ecdsa.GenerateKey(curves[alg], rand.Reader)
	case alg == "EdDSA":
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case strings.HasPrefix(alg, "HS"):
		secret := make([]byte, 64)
		_, err = rand.Read(secret)
		private = secret
	case alg == "none":
		return Key{}, nil
	}
	if jwt.GetSigningMethod(alg) == nil || private == nil {
		return Key{}, ErrAlg
	}
	if err != nil {
		return Key{}, ErrKey
	}
	return newKey(private, ""), nil
}

// Parse reads a private key in PEM or as a JWK, or, for alg HS*, any text as the secret.
func Parse(s, alg string) (Key, error) {
	s = strings.TrimSpace(s)
	private, id := any(nil), ""
	switch {
	case strings.Contains(s, "-----BEGIN "):
		private = fromPEM(s)
	case strings.HasPrefix(s, "{"):
		private, id = fromJWK(s)
	case strings.HasPrefix(alg, "HS") && s != "":
		private = []byte(s)
	}
	if private == nil || !fits(alg, private) {
		return Key{}, ErrKey
	}
	return newKey(private, id), nil
}

func fits(alg string, private any) bool {
	switch k := private.(type) {
	case *rsa.PrivateKey:
		return strings.HasPrefix(alg, "RS") || strings.HasPrefix(alg, "PS")
	case *ecdsa.PrivateKey:
		return curves[alg] == k.Curve
	case ed25519.PrivateKey:
		return alg == "EdDSA"
	case []byte:
		return strings.HasPrefix(alg, "HS")
	}
	return false
}

func fromPEM(s string) any {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(s, `\n`, "\n")))
	if block == nil {
		return nil
	}
	if k, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		return k
	}
	if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return k
	}
	if k, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return k
	}
	return nil
}

func fromJWK(s string) (any, string) {
	var j struct{ Kty, Kid, Crv, N, E, D, P, Q, K string }
	if json.Unmarshal([]byte(s), &j) != nil {
		return nil, ""
	}
	num := func(s string) *big.Int { return new(big.Int).SetBytes(unb64(s)) }
	switch d := unb64(j.D); {
	case j.Kty == "oct" && len(unb64(j.K)) > 0:
		return unb64(j.K), j.Kid
	case j.Kty == "RSA" && len(d) > 0 && j.P != "" && j.Q != "":
		k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: num(j.N), E: int(num(j.E).Int64())}, D: num(j.D), Primes: []*big.Int{num(j.P), num(j.Q)}}
		if k.Validate() != nil {
			return nil, ""
		}
		k.Precompute()
		return k, j.Kid
	case j.Kty == "EC":
		for _, c := range curves {
			if c.Params().Name == j.Crv {
				if k, err := ecdsa.ParseRawPrivateKey(c, d); err == nil {
					return k, j.Kid
				}
			}
		}
	case j.Kty == "OKP" && j.Crv == "Ed25519" && len(d) == ed25519.SeedSize:
		return ed25519.NewKeyFromSeed(d), j.Kid
	}
	return nil, ""
}

func newKey(private any, id string) Key {
	k := Key{id, private}
	if id == "" {
		// RFC 7638: the required members in the order of their names, without blanks.
		b, _ := json.Marshal(k.members())
		sum := sha256.Sum256(b)
		k.ID = b64(sum[:])
	}
	return k
}

// members are the public members of the JWK; of a secret nothing but its hash, so that its
// id tells nothing.
func (k Key) members() map[string]string {
	signer, ok := k.private.(crypto.Signer)
	if !ok {
		secret, _ := k.private.([]byte)
		sum := sha256.Sum256(secret)
		return map[string]string{"kty": "oct", "sha256": b64(sum[:])}
	}
	switch p := signer.Public().(type) {
	case *rsa.PublicKey:
		return map[string]string{"kty": "RSA", "n": b64(p.N.Bytes()), "e": b64(big.NewInt(int64(p.E)).Bytes())}
	case *ecdsa.PublicKey:
		if raw, err := p.Bytes(); err == nil {
			n := (len(raw) - 1) / 2
			return map[string]string{"kty": "EC", "crv": p.Curve.Params().Name, "x": b64(raw[1 : 1+n]), "y": b64(raw[1+n:])}
		}
	case ed25519.PublicKey:
		return map[string]string{"kty": "OKP", "crv": "Ed25519", "x": b64(p)}
	}
	return nil
}

// JWKS is the public key set to verify with, "" for a secret, which has none.
func (k Key) JWKS(alg string) string {
	if _, ok := k.private.(crypto.Signer); !ok {
		return ""
	}
	return k.set(alg, k.members())
}

// SecretJWKS is the key set with the secret itself, which is all there is to verify an HMAC with; "" for a key pair.
func (k Key) SecretJWKS(alg string) string {
	secret, ok := k.private.([]byte)
	if !ok {
		return ""
	}
	return k.set(alg, map[string]string{"kty": "oct", "k": b64(secret)})
}

func (k Key) set(alg string, m map[string]string) string {
	m["kid"], m["alg"], m["use"] = k.ID, alg, "sig"
	b, _ := json.Marshal(map[string]any{"keys": []any{m}}) // strings always marshal
	return string(b)
}

// PEM is the private key in PKCS #8, to keep; "" for a secret.
func (k Key) PEM() string {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return ""
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// Sign signs a header and claims, both JSON objects taken byte for byte, so that what was
// edited is what is signed. The header's alg decides; a kid is added only where the header has
// an empty one.
func (k Key) Sign(header, claims string) (string, error) {
	var h map[string]any
	if json.Unmarshal([]byte(header), &h) != nil {
		return "", ErrHeader
	}
	alg, _ := h["alg"].(string)
	if kid, ok := h["kid"].(string); ok && kid == "" && k.ID != "" {
		h["kid"] = k.ID
		b, err := json.Marshal(h)
		if err != nil {
			return "", ErrHeader
		}
		header = string(b)
	}
	var c map[string]json.RawMessage
	if json.Unmarshal([]byte(claims), &c) != nil || c == nil {
		return "", ErrClaims
	}
	input := b64([]byte(strings.TrimSpace(header))) + "." + b64([]byte(strings.TrimSpace(claims)))
	if alg == "none" {
		return input + ".", nil
	}
	method := jwt.GetSigningMethod(alg)
	switch {
	case alg == "":
		return "", ErrHeader
	case method == nil:
		return "", ErrAlg
	case !fits(alg, k.private):
		return "", ErrKey
	}
	sig, err := method.Sign(input, k.private)
	if err != nil {
		return "", ErrKey
	}
	return input + "." + b64(sig), nil
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func unb64(s string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil {
		return nil
	}
	return b
}
