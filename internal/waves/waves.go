// Package waves turns a Waves account's signature into the password of an OAuth token request, and a password that
// was refused into the mistake that made it.
//
//	chain, client_id, expires ─Message─▶ bytes ─(wallet, or waves/sign)─▶ signature ─Assemble─▶ Password
//	password, form body, curl ─Verify─▶ Verdict
//
// The password is the one of the Waves.Exchange authorisation API, POST /v1/oauth2/token. Nothing here makes a
// signature: that, and whatever takes a seed, is package waves/sign, which no server may link.
package waves

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mr-tron/base58"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/sha3"
)

// Lengths of a public or private key, a signature and an address, in bytes.
const (
	KeySize       = 32
	SignatureSize = 64
	AddressSize   = 26
)

// MaxLifetime is how far ahead a password may expire, in seconds: a week, by the documentation.
const MaxLifetime = 7 * 24 * 60 * 60

// prefix marks custom data of version 1 of the Waves wallets: nothing signed under it can be a transaction
// (waves-transactions, requests/custom-data; Signer, signMessage).
const prefix = "\xff\xff\xff\x01"

// Text returns chain:client_id:expires, the text that a wallet is asked to sign. Expires is in Unix seconds. A chain id
// over 127 is written as the character of that number, as JavaScript's String.fromCharCode does.
func Text(chain byte, clientID string, expires int64) string {
	return string(rune(chain)) + ":" + clientID + ":" + strconv.FormatInt(expires, 10)
}

// Message returns the bytes the signature is over: the custom data prefix ff ff ff 01, then Text.
func Message(chain byte, clientID string, expires int64) []byte {
	return []byte(prefix + Text(chain, clientID, expires))
}

// Password is a password with the request it belongs to. Nothing in it is secret but the password itself, which
// stands for the account until it expires.
type Password struct {
	Username string `json:"username"` // the public key, base58
	Password string `json:"password"` // expires:signature, the signature in base58
	Expires  int64  `json:"expires"`  // Unix seconds
	Chain    string `json:"chain"`    // the character of the chain id
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	Address  string `json:"address"`  // the account's address on Chain
	Text     string `json:"text"`     // chain:client_id:expires
	Message  string `json:"message"`  // the signed bytes, hex
	SignBit  int    `json:"signBit"`  // bit 7 of the signature's last byte: the sign of the Edwards public key
	FormBody string `json:"formBody"` // application/x-www-form-urlencoded, in the documentation's parameter order
}

// NewPassword joins a public key (32 bytes) and a signature (64 bytes) over Message into a request. It checks lengths
// only; Assemble also checks the signature.
func NewPassword(publicKey, signature []byte, chain byte, clientID, scope string, expires int64) (*Password, error) {
	if len(publicKey) != KeySize || len(signature) != SignatureSize {
		return nil, fmt.Errorf("waves: assemble the password: the public key must be %d bytes and the signature %d", KeySize, SignatureSize)
	}
	p := &Password{
		Username: base58.Encode(publicKey),
		Password: strconv.FormatInt(expires, 10) + ":" + base58.Encode(signature),
		Expires:  expires,
		Chain:    string(rune(chain)),
		ClientID: clientID,
		Scope:    scope,
		Address:  Address(publicKey, chain),
		Text:     Text(chain, clientID, expires),
		Message:  fmt.Sprintf("%x", Message(chain, clientID, expires)),
		SignBit:  int(signature[SignatureSize-1] >> 7),
	}
	p.FormBody = FormBody(p.Username, p.Password, clientID, scope)
	return p, nil
}

// FormBody returns the body of the token request. The parameters keep the documentation's order, which
// url.Values.Encode would sort.
func FormBody(username, password, clientID, scope string) string {
	return encodeForm("grant_type", "password", "scope", scope, "username", username, "password", password, "client_id", clientID)
}

// RefreshBody returns the body that exchanges a refresh token for new tokens. The service asks for no client secret.
func RefreshBody(refreshToken, clientID, scope string) string {
	return encodeForm("grant_type", "refresh_token", "scope", scope, "refresh_token", refreshToken, "client_id", clientID)
}

// Address returns the address of a public key (32 bytes) on a chain: base58 of 26 bytes.
func Address(publicKey []byte, chain byte) string {
	hash := SecureHash(publicKey)
	raw := append([]byte{1, chain}, hash[:20]...)
	sum := SecureHash(raw)
	return base58.Encode(append(raw, sum[:4]...))
}

// SecureHash is keccak256(blake2b256(data)). Keccak is the one before SHA-3: its padding differs.
func SecureHash(data []byte) [32]byte {
	inner := blake2b.Sum256(data)
	h := sha3.NewLegacyKeccak256()
	h.Write(inner[:])
	var out [32]byte
	h.Sum(out[:0])
	return out
}

// ChainByte reads a chain id: any one byte, given as its character ("W") or, for bytes that cannot be typed, as 0x and
// two hex digits.
func ChainByte(s string) (byte, error) {
	if r, n := utf8.DecodeRuneInString(s); n == len(s) && r > 0 && r <= 0xff {
		return byte(r), nil
	}
	if hex, ok := strings.CutPrefix(s, "0x"); ok && len(hex) == 2 {
		if n, err := strconv.ParseUint(hex, 16, 8); err == nil {
			return byte(n), nil
		}
	}
	return 0, errors.New("waves: the chain id is not one byte: W is mainnet, T testnet, S stagenet")
}

func encodeForm(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(escape(pairs[i+1]))
	}
	return b.String()
}

// escape is encodeURIComponent, as the documentation's example uses it: a space becomes %20, not +.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.!~*'()", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}
