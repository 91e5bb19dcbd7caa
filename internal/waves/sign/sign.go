package sign

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"io"
	"strings"
	"time"
	"unicode"

	"filippo.io/edwards25519"

	"grantlens/internal/waves"
)

// randomSize is the number of random bytes one signature draws.
const randomSize = 64

// DefaultMargin is kept free before the limit of a week, so that a clock that runs ahead does not break it.
const DefaultMargin = 5 * time.Minute

// SignMessage signs a message with the scheme of the Waves libraries: Signal's curve25519_sign from before XEdDSA
// (axlsign). With the same 64 random bytes it agrees with ts-lib-crypto bit for bit. Nil means crypto/rand.
func (a *Account) SignMessage(message []byte, random io.Reader) ([waves.SignatureSize]byte, error) {
	var sig [waves.SignatureSize]byte
	var z [randomSize]byte
	if random == nil {
		random = rand.Reader
	}
	if _, err := io.ReadFull(random, z[:]); err != nil {
		return sig, hinted("sign: there are not enough random bytes", "Try again; the system's random source failed.")
	}
	h := sha512.New()
	h.Write([]byte{0xfe})
	h.Write(bytes.Repeat([]byte{0xff}, 31))
	h.Write(a.key[:])
	h.Write(message)
	h.Write(z[:])
	r := wide(h.Sum(nil))
	R := new(edwards25519.Point).ScalarBaseMult(r).Bytes()

	h.Reset()
	h.Write(R)
	h.Write(a.point[:])
	h.Write(message)
	s := edwards25519.NewScalar().MultiplyAdd(wide(h.Sum(nil)), a.scalar(), r)

	copy(sig[:32], R)
	copy(sig[32:], s.Bytes())
	sig[63] |= a.point[31] & 0x80 // the verifier knows only u, which has lost the sign
	return sig, nil
}

func wide(hash []byte) *edwards25519.Scalar {
	s, err := edwards25519.NewScalar().SetUniformBytes(hash)
	if err != nil {
		panic("sign: SHA-512 is always 64 bytes")
	}
	return s
}

// Request is what Sign needs. The zero value of each field but Seed, ClientID and Chain works.
type Request struct {
	Seed     string
	Kind     string // KindAuto, KindText, KindBase58 or KindPrivateKey
	Nonce    uint32
	Chain    byte
	ClientID string
	Scope    string // general when empty

	// Expires is when the password ends, in Unix seconds. When it is zero, Lifetime counts from Now; when that is zero
	// too, the password lasts as long as it may.
	Expires  int64
	Lifetime time.Duration
	Now      time.Time // zero: the local clock
	Margin   time.Duration
	NoMargin bool // allow the whole week: a clock a second ahead then breaks the password

	Random io.Reader // nil: crypto/rand
}

// Signed is a password, the account that made it, and the other accounts that the seed could mean.
type Signed struct {
	*waves.Password
	Alternatives []Alternative `json:"alternatives,omitempty"`
}

// Sign makes the password of a token request.
func Sign(req Request) (*Signed, error) {
	if err := CheckClientID(req.ClientID); err != nil {
		return nil, err
	}
	if req.Chain == 0 {
		return nil, hinted("sign: the chain is missing", "W is mainnet, T testnet, S stagenet.")
	}
	if req.Scope == "" {
		req.Scope = "general"
	}
	expires, err := Expiry(req)
	if err != nil {
		return nil, err
	}
	account, err := Open(req.Seed, req.Kind, req.Nonce)
	if err != nil {
		return nil, err
	}
	sig, err := account.SignMessage(waves.Message(req.Chain, req.ClientID, expires), req.Random)
	if err != nil {
		return nil, err
	}
	p, err := waves.NewPassword(account.PublicKey[:], sig[:], req.Chain, req.ClientID, req.Scope, expires)
	if err != nil {
		return nil, err
	}
	return &Signed{p, Alternatives(account, req.Seed, req.Kind, req.Nonce, req.Chain)}, nil
}

// CheckClientID refuses a client id that would make another message of the one that is signed.
func CheckClientID(id string) error {
	const hint = "It is waves.exchange or wx.network."
	if id == "" {
		return hinted("sign: the client id is missing", hint)
	}
	if strings.ContainsFunc(id, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == ':' || r == unicode.ReplacementChar
	}) {
		return hinted("sign: the client id holds a colon, a space or a control character", hint)
	}
	return nil
}

// Expiry settles the expiry of a request in Unix seconds, at most a week minus the margin ahead.
func Expiry(req Request) (int64, error) {
	now := req.Now
	if now.IsZero() {
		now = time.Now()
	}
	margin := req.Margin
	if margin <= 0 {
		margin = DefaultMargin
	}
	if req.NoMargin {
		margin = 0
	}
	limit := now.Unix() + waves.MaxLifetime - int64(margin/time.Second)
	expires := req.Expires
	switch {
	case expires != 0:
	case req.Lifetime != 0:
		expires = now.Unix() + int64(req.Lifetime/time.Second)
	default:
		expires = limit
	}
	if expires > 1e11 {
		return 0, hinted("sign: the expiry is in milliseconds", "Give Unix seconds: divide by 1000.")
	}
	if expires <= now.Unix() {
		return 0, hinted("sign: the expiry is in the past", "Give a time ahead, or a lifetime. A number like 604800 is a lifetime, not a point in time.")
	}
	if expires > limit {
		return 0, hinted("sign: the expiry is too far ahead", "The service takes at most seven days; a margin is kept because your clock may run ahead of its clock. Choose a shorter time.")
	}
	return expires, nil
}
