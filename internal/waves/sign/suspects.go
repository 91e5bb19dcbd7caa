package sign

import (
	"crypto/ed25519"
	"crypto/sha256"
	"strings"

	"grantlens/internal/waves"
)

// maxNonce is how many accounts of one seed Suspects tries.
const maxNonce = 32

// Suspects lists the keys that may have signed by mistake instead of the account of a seed: what waves.Verify needs to
// name the mistakes that look alike without the seed.
func Suspects(seed, kind string, nonce uint32) ([]waves.Suspect, error) {
	own, err := Open(seed, kind, nonce)
	if err != nil {
		return nil, err
	}
	var list []waves.Suspect
	seen := map[[waves.KeySize]byte]bool{}
	add := func(label string, a *Account) {
		if !seen[a.PublicKey] {
			seen[a.PublicKey] = true
			list = append(list, waves.Suspect{Mistake: label, PublicKey: a.PublicKey[:]})
		}
	}
	add("", own)
	if kind != KindPrivateKey && !(kind == KindBase58 || kind == KindAuto && strings.HasPrefix(seed, base58Prefix)) {
		variants := spellings(seed)
		for _, text := range variants {
			add("other_key_seed_whitespace", AccountFromSeed([]byte(text), nonce))
		}
		for n := uint32(0); n < maxNonce; n++ {
			for _, text := range variants[:2] {
				add("other_key_nonce", AccountFromSeed([]byte(text), n))
			}
		}
	} else if kind != KindPrivateKey {
		for n := uint32(0); n < maxNonce; n++ {
			if a, err := Open(seed, kind, n); err == nil {
				add("other_key_nonce", a)
			}
		}
		add("other_key", AccountFromSeed([]byte(seed), nonce)) // base58: hashed as text
	}
	add("other_key_private_key_as_seed", AccountFromSeed([]byte(own.PrivateKey()), 0))
	unclamped := sha256.Sum256(own.AccountSeed[:])
	for _, key := range [][]byte{own.key[:], own.AccountSeed[:], unclamped[:]} {
		public := ed25519.NewKeyFromSeed(key).Public().(ed25519.PublicKey)
		list = append(list, waves.Suspect{Mistake: "ed25519_instead_of_curve25519", PublicKey: public, Ed25519: true})
	}
	return list, nil
}

// spellings are the seed with other white space, the seed itself and its trimmed form first.
func spellings(seed string) []string {
	base := Trim(seed)
	words := strings.Fields(strings.NewReplacer("\u00a0", " ", "\u200b", "", "\ufeff", "").Replace(base))
	single := strings.Join(words, " ")
	list := []string{seed, base, single, strings.Join(words, "  "), strings.Join(words, "\n"), strings.Join(words, "\t"), strings.Join(words, ""), strings.Join(words, "\u00a0"), strings.Join(words, ",")}
	for _, text := range []string{base, single} {
		for _, end := range []string{"\n", "\r\n", "\r", " ", "\t", "\u00a0", "\u200b", "\x00"} {
			list = append(list, text+end, end+text)
		}
		list = append(list, "\ufeff"+text, " "+text+" ", "\n"+text+"\n", `"`+text+`"`)
		// One gap doubled or a no-break space, from a page that was copied.
		for i, r := range text {
			if r == ' ' {
				list = append(list, text[:i]+" "+text[i:], text[:i]+"\u00a0"+text[i+1:])
			}
		}
	}
	return list
}
