package sign

import (
	"crypto"
	"crypto/sha256"
	"encoding/json"
)

// PublicJWK is the public key as a JWK with the members it needs and no other, "" for a secret: the header jwk of a DPoP
// proof (RFC 9449 section 4.2).
func (k Key) PublicJWK() string {
	if _, ok := k.private.(crypto.Signer); !ok {
		return ""
	}
	b, _ := json.Marshal(k.members()) // strings always marshal
	return string(b)
}

// Thumbprint is the SHA-256 thumbprint of the public key (RFC 7638), base64url: jkt of a DPoP-bound token. It is "" for
// a secret.
func (k Key) Thumbprint() string {
	jwk := k.PublicJWK()
	if jwk == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(jwk))
	return b64(sum[:])
}
