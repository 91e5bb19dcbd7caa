package waves

import (
	"bytes"
	"crypto/sha512"
	"errors"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

// publicKey is a Montgomery u coordinate and the two Edwards points it may mean. The signature tells which: bit 7 of
// its last byte is the sign of x.
type publicKey struct {
	raw       [KeySize]byte
	canonical bool // u is below the field prime and bit 255 is clear
	lowOrder  bool // anyone can forge for it
	encoded   [2][KeySize]byte
	points    [2]*edwards25519.Point // nil: u is on the twist, no private key has it
	tables    [2]*multiples          // made when first needed
}

func newPublicKey(raw [KeySize]byte) *publicKey {
	k := &publicKey{raw: raw}
	u, err := new(field.Element).SetBytes(raw[:]) // ignores bit 255, as the libraries do
	if err != nil {
		panic("waves: a key is always 32 bytes")
	}
	k.canonical = bytes.Equal(u.Bytes(), raw[:])
	// y = (u-1)/(u+1); Invert(0) is 0, in the libraries too.
	one := new(field.Element).One()
	y := new(field.Element).Add(u, one)
	y.Invert(y)
	y.Multiply(y, new(field.Element).Subtract(u, one))
	for sign := range 2 {
		copy(k.encoded[sign][:], y.Bytes())
		k.encoded[sign][31] |= byte(sign) << 7
		if p, err := new(edwards25519.Point).SetBytes(k.encoded[sign][:]); err == nil {
			k.points[sign] = p
		}
	}
	if p := k.points[0]; p != nil {
		k.lowOrder = new(edwards25519.Point).MultByCofactor(p).Equal(edwards25519.NewIdentityPoint()) == 1
	}
	return k
}

// publicKeyOf returns the public key of a private key, to tell a private key that was sent as a username.
func publicKeyOf(private [KeySize]byte) [KeySize]byte {
	s, err := edwards25519.NewScalar().SetBytesWithClamping(private[:])
	if err != nil {
		panic("waves: a key is always 32 bytes")
	}
	return [KeySize]byte(new(edwards25519.Point).ScalarBaseMult(s).BytesMontgomery())
}

// scalarHalf returns s, the second half of a signature without the sign bit, reduced, and whether it was so already.
func scalarHalf(sig []byte) (s *edwards25519.Scalar, canonical bool) {
	var half [32]byte
	copy(half[:], sig[32:])
	half[31] &= 0x7f
	if s, err := edwards25519.NewScalar().SetCanonicalBytes(half[:]); err == nil {
		return s, true
	}
	var wide [64]byte
	copy(wide[:], half[:])
	s, err := edwards25519.NewScalar().SetUniformBytes(wide[:])
	if err != nil {
		panic("waves: a wide scalar is always 64 bytes")
	}
	return s, false
}

func challenge(r, a, message []byte) *edwards25519.Scalar {
	h := sha512.New()
	h.Write(r)
	h.Write(a)
	h.Write(message)
	s, err := edwards25519.NewScalar().SetUniformBytes(h.Sum(nil))
	if err != nil {
		panic("waves: SHA-512 is always 64 bytes")
	}
	return s
}

// laxVerify is what ts-lib-crypto does: no check of the order of the key, of its encoding, or of the range of s.
func (k *publicKey) laxVerify(message, sig []byte) bool {
	sign := sig[63] >> 7
	if k.points[sign] == nil {
		return false
	}
	h := challenge(sig[:32], k.encoded[sign][:], message)
	s, _ := scalarHalf(sig)
	minus := new(edwards25519.Point).Negate(k.points[sign])
	r := new(edwards25519.Point).VarTimeDoubleScalarBaseMult(h, minus, s)
	return bytes.Equal(r.Bytes(), sig[:32])
}

// VerifySignature checks a signature (64 bytes) by a public key (32 bytes) strictly: it also refuses a key of low order
// or in a second encoding, and an s that is not reduced, all of which the usual libraries take.
func VerifySignature(key, message, signature []byte) error {
	if len(key) != KeySize || len(signature) != SignatureSize {
		return errors.New("waves: verify the signature: the public key must be 32 bytes and the signature 64")
	}
	k := newPublicKey([KeySize]byte(key))
	_, reduced := scalarHalf(signature)
	switch {
	case k.lowOrder:
		return errors.New("waves: verify the signature: the public key is of low order")
	case !k.canonical:
		return errors.New("waves: verify the signature: the public key is not in its canonical encoding")
	case !k.laxVerify(message, signature):
		return errors.New("waves: verify the signature: it is not a signature of this message by this key")
	case !reduced:
		return errors.New("waves: verify the signature: s is not reduced")
	}
	return nil
}

// multiples holds b·256^i·A for one of the two points of a key, so that a multiple of it costs 32 additions: a fifth of
// a multiplication from scratch. It takes as long to build as some hundred of those.
type multiples [32][256]edwards25519.Point

func (k *publicKey) multiples(sign byte) *multiples {
	if k.tables[sign] == nil {
		table := new(multiples)
		base := new(edwards25519.Point).Set(k.points[sign])
		for i := range table {
			row := &table[i]
			row[1].Set(base)
			for j := 2; j < len(row); j++ {
				row[j].Add(&row[j-1], base)
			}
			base.Add(&row[255], base)
		}
		k.tables[sign] = table
	}
	return k.tables[sign]
}

func (m *multiples) times(h *edwards25519.Scalar) *edwards25519.Point {
	sum := edwards25519.NewIdentityPoint()
	for i, b := range h.Bytes() {
		if b != 0 {
			sum.Add(sum, &m[i][b])
		}
	}
	return sum
}

// matcher asks of many messages which of them one signature is over: the one whose challenge times A is s·B - R.
type matcher struct {
	r, a   []byte
	target *edwards25519.Point
	table  *multiples
}

// newMatcher returns nil when no message can have this signature.
func newMatcher(k *publicKey, sig []byte) *matcher {
	sign := sig[63] >> 7
	r, err := new(edwards25519.Point).SetBytes(sig[:32])
	if err != nil || k.points[sign] == nil || !bytes.Equal(r.Bytes(), sig[:32]) {
		return nil
	}
	s, _ := scalarHalf(sig)
	target := new(edwards25519.Point).ScalarBaseMult(s)
	return &matcher{r: sig[:32], a: k.encoded[sign][:], target: target.Subtract(target, r), table: k.multiples(sign)}
}

func (m *matcher) match(message []byte) bool {
	return m.table.times(challenge(m.r, m.a, message)).Equal(m.target) == 1
}

// u returns the canonical encoding of the key.
func (k *publicKey) u() [KeySize]byte {
	u, err := new(field.Element).SetBytes(k.raw[:])
	if err != nil {
		panic("waves: a key is always 32 bytes")
	}
	return [KeySize]byte(u.Bytes())
}
