// Package sign turns a Waves seed or private key into an account, and an account into a signed password.
//
//	seed ─AccountFromSeed─▶ Account ─SignMessage─▶ signature ─Sign─▶ waves.Password
//
// It is apart from package waves so that the import graph can prove that no server links it. Go cannot wipe memory:
// run it in a process that lives for one signature.
package sign

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"filippo.io/edwards25519"
	"github.com/mr-tron/base58"

	"grantlens/internal/waves"
)

// Account is a key pair. Its String hides the private key.
type Account struct {
	PublicKey   [waves.KeySize]byte // Montgomery u coordinate
	AccountSeed [32]byte            // keccak256(blake2b256(nonce, seed)); zero when made of a private key

	key   [waves.KeySize]byte // clamped
	point [waves.KeySize]byte // the Edwards public key, which still has its sign
}

// String returns the public key in base58.
func (a Account) String() string { return base58.Encode(a.PublicKey[:]) }

// GoString is String, so that no format prints the private key.
func (a Account) GoString() string { return a.String() }

// PrivateKey returns the clamped private key in base58.
func (a *Account) PrivateKey() string { return base58.Encode(a.key[:]) }

// AccountFromSeed derives the account of a seed: its bytes as they are, with no trimming and no normalisation, as
// ts-lib-crypto does. Nonce is the number of the account under the seed, 0 for the first.
func AccountFromSeed(seed []byte, nonce uint32) *Account {
	buf := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(seed)), nonce)
	accountSeed := waves.SecureHash(append(buf, seed...))
	key := sha256.Sum256(accountSeed[:])
	a := accountFromKey(key)
	a.AccountSeed = accountSeed
	return a
}

// AccountFromPrivateKey makes the account of a private key of 32 bytes, which is clamped first.
func AccountFromPrivateKey(key []byte) (*Account, error) {
	if len(key) != waves.KeySize {
		return nil, hinted("sign: the private key is not 32 bytes", "A private key is base58 text of 43 or 44 characters.")
	}
	return accountFromKey([waves.KeySize]byte(key)), nil
}

func accountFromKey(key [waves.KeySize]byte) *Account {
	key[0] &= 248
	key[31] = key[31]&127 | 64
	a := &Account{key: key}
	point := new(edwards25519.Point).ScalarBaseMult(a.scalar())
	copy(a.point[:], point.Bytes())
	copy(a.PublicKey[:], point.BytesMontgomery())
	return a
}

func (a *Account) scalar() *edwards25519.Scalar {
	s, err := edwards25519.NewScalar().SetBytesWithClamping(a.key[:])
	if err != nil {
		panic("sign: a key is always 32 bytes")
	}
	return s
}

// Kinds of what is typed into the seed field.
const (
	KindAuto       = ""           // text, unless it begins with base58:
	KindText       = "text"       // text, hashed as it stands
	KindBase58     = "base58"     // base58 of the seed bytes, with or without the prefix base58:
	KindPrivateKey = "privateKey" // base58 of a private key
)

const base58Prefix = "base58:"

// Open makes the account of what is typed into the seed field.
func Open(seed, kind string, nonce uint32) (*Account, error) {
	if !utf8.ValidString(seed) || strings.ContainsRune(seed, utf8.RuneError) {
		// Encoders turn half of a surrogate pair into U+FFFD: the account would be a stranger's, without a word.
		return nil, hinted("sign: the seed holds a broken character", "It is not well-formed Unicode (half of a surrogate pair, or not UTF-8). Copy the seed again from where it was made; other bytes can be given as base58.")
	}
	if strings.TrimSpace(seed) == "" && (seed == "" || kind != KindText) {
		return nil, hinted("sign: the seed is empty", "Every library takes an empty seed without a word and signs for an account that anyone can use. Enter the seed phrase.")
	}
	if kind == KindAuto {
		kind = KindText
		if strings.HasPrefix(seed, base58Prefix) {
			kind = KindBase58
		}
	}
	switch kind {
	case KindText:
		return AccountFromSeed([]byte(seed), nonce), nil
	case KindBase58:
		raw, err := base58.Decode(strings.TrimPrefix(Trim(seed), base58Prefix))
		if err != nil || len(raw) == 0 {
			return nil, hinted("sign: the seed is not base58", "Base58 has no 0, O, I, l and no spaces. If this is a seed phrase, choose text.")
		}
		return AccountFromSeed(raw, nonce), nil
	case KindPrivateKey:
		if nonce != 0 {
			return nil, hinted("sign: a private key has no nonce", "The nonce counts the accounts of a seed. Leave it out.")
		}
		raw, err := base58.Decode(Trim(seed))
		if err != nil {
			return nil, hinted("sign: the private key is not base58", "Base58 has no 0, O, I, l and no spaces. If this is a seed phrase, choose text.")
		}
		return AccountFromPrivateKey(raw)
	}
	return nil, errors.New("sign: the kind of the seed is unknown: text, base58 or privateKey")
}

// Alternative is another account that the same typing could mean.
type Alternative struct {
	Reading string `json:"reading"` // trimmed, text, base58 or privateKey
	Address string `json:"address"`
}

// Alternatives lists the other accounts than own, which Open made, that the seed field could mean: wallets trim what is typed, libraries do not;
// some tools decode base58: and others hash it; a private key typed as a seed is taken for a phrase.
func Alternatives(own *Account, seed, kind string, nonce uint32, chain byte) []Alternative {
	var list []Alternative
	add := func(reading, seed, kind string, nonce uint32) {
		a, err := Open(seed, kind, nonce)
		if err != nil || a.PublicKey == own.PublicKey {
			return
		}
		list = append(list, Alternative{reading, waves.Address(a.PublicKey[:], chain)})
	}
	if kind != KindPrivateKey && kind != KindBase58 && Trim(seed) != seed {
		add("trimmed", Trim(seed), kind, nonce)
	}
	if strings.HasPrefix(Trim(seed), base58Prefix) {
		add("text", seed, KindText, nonce)
		add("base58", seed, KindBase58, nonce)
	}
	if kind == KindText || kind == KindAuto {
		add("privateKey", seed, KindPrivateKey, 0)
	}
	return list
}

// Trim is the trim() of JavaScript, which the wallets use: unlike strings.TrimSpace it takes U+FEFF and leaves U+0085.
func Trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return r >= '\t' && r <= '\r' || r == '\ufeff' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r)
	})
}

// Error is a refusal with what to do about it. Neither text holds input.
type Error struct {
	what string
	Hint string
}

func (e *Error) Error() string { return e.what }

func hinted(what, hint string) error { return &Error{what, hint} }
