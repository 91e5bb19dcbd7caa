package token

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
)

// LeftHash is the left half of the hash of value, base64url: at_hash of an access token and
// c_hash of a code (OIDC Core 3.1.3.6, 3.3.2.11). alg is the ID token's. It is false for an
// algorithm that names no hash known here.
func LeftHash(alg, value string) (string, bool) {
	var sum []byte
	switch alg {
	case "RS256", "PS256", "ES256", "HS256", "ES256K":
		h := sha256.Sum256([]byte(value))
		sum = h[:]
	case "RS384", "PS384", "ES384", "HS384":
		h := sha512.Sum384([]byte(value))
		sum = h[:]
	case "RS512", "PS512", "ES512", "HS512", "EdDSA", "Ed25519": // Ed25519 signs with SHA-512 inside
		h := sha512.Sum512([]byte(value))
		sum = h[:]
	default:
		return "", false
	}
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2]), true
}
