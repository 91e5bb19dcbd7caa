// Package jwe turns an encrypted token and a pasted key into the token's claims (RFC 7516).
// It is apart from package token because of the size of what it imports.
package jwe

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"

	"grantlens/internal/token"

	"github.com/go-jose/go-jose/v4"
)

// Errors of Decrypt. None of them holds the key or the content.
var (
	ErrNotJWE      = errors.New("jwe: decrypt: not a complete JWE")
	ErrUnsupported = errors.New("jwe: decrypt: the algorithm of the key or of the content is not supported")
	ErrKey         = errors.New("jwe: decrypt: no usable key: give a private key (JWK, JWKS or PEM), the shared key, or the password")
	ErrWrongKey    = errors.New("jwe: decrypt: the key does not fit, or the token was changed")
)

var keyAlgorithms = []jose.KeyAlgorithm{
	jose.RSA1_5, jose.RSA_OAEP, jose.RSA_OAEP_256, jose.DIRECT,
	jose.A128KW, jose.A192KW, jose.A256KW, jose.A128GCMKW, jose.A192GCMKW, jose.A256GCMKW,
	jose.ECDH_ES, jose.ECDH_ES_A128KW, jose.ECDH_ES_A192KW, jose.ECDH_ES_A256KW,
	jose.PBES2_HS256_A128KW, jose.PBES2_HS384_A192KW, jose.PBES2_HS512_A256KW,
}

var contentEncryptions = []jose.ContentEncryption{
	jose.A128GCM, jose.A192GCM, jose.A256GCM, jose.A128CBC_HS256, jose.A192CBC_HS384, jose.A256CBC_HS512,
}

// Decrypt gives the token with its claims, or with the token nested in it. key is a private
// JWK or JWKS, PEM, or a secret: as text, base64url, base64 or hex.
func Decrypt(t token.Token, key string) (token.Token, error) {
	if t.Kind != token.KindJWE || !t.Complete {
		return t, ErrNotJWE
	}
	// go-jose tells an unknown algorithm from a malformed token only in words.
	parsed, err := jose.ParseEncryptedCompact(t.Raw, keyAlgorithms, contentEncryptions)
	if err != nil {
		return t, ErrUnsupported
	}
	keys := readings(strings.TrimSpace(key), t.Kid())
	if len(keys) == 0 {
		return t, ErrKey
	}
	for _, k := range keys {
		if plain, err := parsed.Decrypt(k); err == nil {
			return t.WithPayload(plain), nil
		}
	}
	return t, ErrWrongKey
}

// readings are the keys a paste may mean, the most likely first.
func readings(s, kid string) []any {
	switch {
	case s == "":
		return nil
	case strings.Contains(s, "-----BEGIN "):
		return fromPEM(s)
	case s[0] == '{':
		return fromJWK(s, kid)
	}
	keys := []any{[]byte(s)}
	trimmed := strings.TrimRight(s, "=")
	for _, enc := range []*base64.Encoding{base64.RawURLEncoding, base64.RawStdEncoding} {
		if b, err := enc.DecodeString(trimmed); err == nil {
			keys = append(keys, b)
			break
		}
	}
	if b, err := hex.DecodeString(s); err == nil {
		keys = append(keys, b)
	}
	return keys
}

func fromJWK(s, kid string) []any {
	var set jose.JSONWebKeySet
	if json.Unmarshal([]byte(s), &set) != nil || len(set.Keys) == 0 {
		var one jose.JSONWebKey
		if one.UnmarshalJSON([]byte(s)) != nil {
			return nil
		}
		set.Keys = []jose.JSONWebKey{one}
	}
	var keys []any
	for _, k := range set.Keys {
		if k.KeyID == kid {
			keys = append([]any{k.Key}, keys...)
		} else {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

func fromPEM(s string) []any {
	var keys []any
	rest := []byte(strings.ReplaceAll(s, `\n`, "\n"))
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return keys
		}
		if k, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			switch k.(type) {
			case *rsa.PrivateKey, *ecdsa.PrivateKey:
				keys = append(keys, k)
			}
		} else if k, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
			keys = append(keys, k)
		} else if k, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
			keys = append(keys, k)
		}
	}
}
