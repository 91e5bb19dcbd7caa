// Package verify turns a token and pasted keys into the checks that need cryptography:
// kid, key, signature, weak_secret. It is apart from package token because of the size of
// what it imports.
package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
)

// Key is one key to verify with.
type Key struct {
	ID   string // kid, "" when the source gives none
	Type string // RSA, EC, OKP or oct
	Use  string // sig, enc or ""
	Alg  string // the only algorithm the key is for, or ""
	Bits int

	public  any      // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
	secrets [][]byte // readings of a pasted secret: as text, from base64, from hex
	broken  string   // why a JWK cannot be used
}

// Keys is what a person pasted to verify with; the zero value holds none.
type Keys struct {
	List  []Key
	texts [][]byte // the paste itself: what a confused verifier takes for an HMAC secret
}

// Errors of ParseKeys. None of them holds what was pasted.
var (
	ErrEmpty     = errors.New("verify: keys: nothing given")
	ErrDiscovery = errors.New("verify: keys: this is the discovery document, not the key set: give what its jwks_uri points at")
	ErrHTML      = errors.New("verify: keys: this is an HTML page, not a key set")
	ErrJSON      = errors.New("verify: keys: JSON without keys: neither a JWKS nor a JWK")
	ErrPEM       = errors.New("verify: keys: PEM without a key that can verify")
)

// ParseKeys reads a JWKS, a JWK, PEM (public key, certificate; of a private key its public
// half) or, failing these, an HMAC secret.
func ParseKeys(s string) (Keys, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return Keys{}, ErrEmpty
	case strings.Contains(s, "-----BEGIN "):
		return parsePEM(s)
	case s[0] == '{' || s[0] == '[':
		return parseJSON(s)
	case s[0] == '<':
		return Keys{}, ErrHTML
	}
	return Keys{List: []Key{secret(s)}}, nil
}

func secret(s string) Key {
	k := Key{Type: "oct", secrets: [][]byte{[]byte(s)}, Bits: 8 * len(s)}
	for _, enc := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		if b, err := enc.DecodeString(strings.TrimRight(s, "=")); err == nil && len(b) > 0 {
			k.secrets = append(k.secrets, b)
			break
		}
	}
	if b, err := hex.DecodeString(s); err == nil && len(b) > 0 {
		k.secrets = append(k.secrets, b)
	}
	return k
}

type jwk struct {
	Kty, Kid, Use, Alg, Crv string
	N, E, X, Y, K           string
	KeyOps                  []string `json:"key_ops"`
	X5c                     []string
}

func parseJSON(s string) (Keys, error) {
	var doc struct {
		Keys    []json.RawMessage
		Kty     string
		JWKSURI string `json:"jwks_uri"`
	}
	if s[0] == '[' {
		s = `{"keys":` + s + `}`
	}
	if json.Unmarshal([]byte(s), &doc) != nil {
		return Keys{}, ErrJSON
	}
	raw := doc.Keys
	if doc.Kty != "" {
		raw = []json.RawMessage{json.RawMessage(s)}
	}
	switch {
	case len(raw) == 0 && doc.JWKSURI != "":
		return Keys{}, ErrDiscovery
	case len(raw) == 0:
		return Keys{}, ErrJSON
	}
	var ks Keys
	for _, r := range raw {
		var j jwk
		if json.Unmarshal(r, &j) != nil {
			ks.List = append(ks.List, Key{broken: "no JWK"})
			continue
		}
		ks.List = append(ks.List, j.key())
	}
	return ks, nil
}

func (j jwk) key() Key {
	k := Key{ID: j.Kid, Type: j.Kty, Use: j.Use, Alg: j.Alg}
	switch j.Kty {
	case "RSA":
		n, e := number(j.N), number(j.E)
		if n == nil && len(j.X5c) > 0 {
			der, _ := base64.StdEncoding.DecodeString(j.X5c[0])
			if cert, err := x509.ParseCertificate(der); err == nil {
				k.setPublic(cert.PublicKey)
				return k
			}
		}
		if n == nil || e == nil || !e.IsInt64() || e.Int64() < 3 || e.Int64() > 1<<31-1 || n.Sign() == 0 {
			k.broken = "n or e"
			return k
		}
		k.setPublic(&rsa.PublicKey{N: n, E: int(e.Int64())})
	case "EC":
		x, y := number(j.X), number(j.Y)
		curve := map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}[j.Crv]
		if curve == nil || x == nil || y == nil {
			k.broken = "crv, x or y"
			return k
		}
		size := (curve.Params().BitSize + 7) / 8
		point := make([]byte, 1+2*size)
		point[0] = 4 // uncompressed
		if x.BitLen() > 8*size || y.BitLen() > 8*size {
			k.broken = "x or y"
			return k
		}
		x.FillBytes(point[1 : 1+size])
		y.FillBytes(point[1+size:])
		pub, err := ecdsa.ParseUncompressedPublicKey(curve, point)
		if err != nil {
			k.broken = "x and y: no point of the curve"
			return k
		}
		k.setPublic(pub)
	case "OKP":
		x, err := base64.RawURLEncoding.DecodeString(j.X)
		if j.Crv != "Ed25519" || err != nil || len(x) != ed25519.PublicKeySize {
			k.broken = "crv or x"
			return k
		}
		k.setPublic(ed25519.PublicKey(x))
	case "oct":
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(j.K, "="))
		if err != nil || len(b) == 0 {
			k.broken = "k"
			return k
		}
		k.secrets, k.Bits = [][]byte{b}, 8*len(b)
	default:
		k.broken = "kty"
	}
	return k
}

// number reads a base64url integer; padding and leading zeros, though forbidden, are met.
func number(s string) *big.Int {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil || len(b) == 0 {
		return nil
	}
	return new(big.Int).SetBytes(b)
}

func (k *Key) setPublic(pub any) {
	switch p := pub.(type) {
	case *rsa.PublicKey:
		k.Type, k.Bits, k.public = "RSA", p.N.BitLen(), p
	case *ecdsa.PublicKey:
		k.Type, k.Bits, k.public = "EC", p.Curve.Params().BitSize, p
	case ed25519.PublicKey:
		k.Type, k.Bits, k.public = "OKP", 256, p
	default:
		k.broken = "type"
	}
}

func parsePEM(s string) (Keys, error) {
	ks := Keys{texts: [][]byte{[]byte(s), []byte(s + "\n")}}
	// Keys pasted from JSON or a properties file have their line breaks escaped.
	rest := []byte(strings.ReplaceAll(s, `\n`, "\n"))
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if pub := publicOf(block); pub != nil {
			var k Key
			if k.setPublic(pub); k.public != nil {
				ks.List = append(ks.List, k)
				ks.texts = append(ks.texts, bytes.TrimSpace(pem.EncodeToMemory(block)), block.Bytes)
			}
		}
	}
	if len(ks.List) == 0 {
		return Keys{}, ErrPEM
	}
	return ks, nil
}

func publicOf(block *pem.Block) any {
	if pub, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
		return pub
	}
	if pub, err := x509.ParsePKCS1PublicKey(block.Bytes); err == nil {
		return pub
	}
	if cert, err := x509.ParseCertificate(block.Bytes); err == nil {
		return cert.PublicKey
	}
	var private any
	if k, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		private = k
	} else if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		private = k
	} else if k, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		private = k
	}
	switch k := private.(type) {
	case *rsa.PrivateKey:
		return &k.PublicKey
	case *ecdsa.PrivateKey:
		return &k.PublicKey
	case ed25519.PrivateKey:
		return k.Public()
	}
	return nil
}
