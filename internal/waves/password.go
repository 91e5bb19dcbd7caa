package waves

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"filippo.io/edwards25519"
	"github.com/mr-tron/base58"

	"grantlens/internal/waves/mistake"
)

// readPassword takes the password apart: expires, a colon, the signature in base58.
func (a *analysis) readPassword() {
	password := a.req.fields["password"]
	if _, refresh := a.found[mistake.RefreshRequest]; refresh {
		return
	}
	if password == "" {
		a.mistake(mistake.PasswordMissing, "")
		return
	}
	for range 4 {
		decoded, err := url.PathUnescape(password)
		if err != nil || decoded == password || !strings.Contains(password, "%") {
			break
		}
		a.mistake("password_double_encoded", "")
		password = decoded
	}
	password = a.withoutSpace(password)

	expires, signature, colon := strings.Cut(password, ":")
	fields := strings.Split(password, ":")
	last := fields[len(fields)-1]
	if _, err := time.Parse(time.RFC3339, strings.TrimSuffix(password, ":"+last)); err == nil {
		a.expires = strings.TrimSuffix(password, ":"+last)
		a.readSignature(last)
		return
	}
	switch {
	case !colon:
		a.withoutColon(password)
	case expires == "":
		a.mistake("password_expires_missing", "")
		a.readSignature(signature)
	case len(fields) >= 2 && (strings.HasPrefix(signature, "base58:") || strings.HasPrefix(signature, "base64:")):
		a.expires = expires
		a.readSignature(signature)
	case len(fields) > 2:
		a.mistake("password_is_message", "")
		if isNumber(last) {
			a.mistake("signature_missing", "")
			a.expires = last
			return
		}
		a.expires = fields[len(fields)-2]
		a.readSignature(last)
	case isNumber(signature) && !isNumber(expires):
		a.mistake("password_fields_swapped", "")
		a.expires = signature
		a.readSignature(expires)
	default:
		a.expires = expires
		a.readSignature(signature)
	}
}

// withoutSpace takes out white space and what is not seen, except a space that stands for the colon or for the + of
// base64.
func (a *analysis) withoutSpace(password string) string {
	trimmed := strings.TrimFunc(password, isSpace)
	if strings.IndexFunc(trimmed, isSpace) >= 0 {
		_, tail, _ := strings.Cut(trimmed, ":")
		if raw, _, ok := decodeBase64(strings.ReplaceAll(tail, " ", "+")); ok && len(raw) == SignatureSize {
			trimmed = strings.ReplaceAll(trimmed, " ", "+")
			a.mistake("signature_base64", a.say("its + became spaces, for the form was not encoded", "знаки + стали пробелами: форма не закодирована"))
			return trimmed
		}
		head, tail, _ := strings.Cut(trimmed, " ")
		if isNumber(head) && !strings.Contains(trimmed, ":") {
			a.mistake("password_separator_missing", "")
			return head + ":" + strings.Map(dropSpace, tail)
		}
		trimmed = strings.Map(dropSpace, trimmed)
	}
	if trimmed != password {
		a.mistake("password_whitespace", "")
	}
	return trimmed
}

func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == 0
}

func dropSpace(r rune) rune {
	if isSpace(r) {
		return -1
	}
	return r
}

// withoutColon reads a password without a colon: expires alone, the signature alone, or both joined in another way.
func (a *analysis) withoutColon(password string) {
	if isNumber(password) && len(password) < 20 {
		a.mistake("signature_missing", "")
		a.expires = password
		return
	}
	if _, label := decodeSignature(password); label == "" || label == "signature_hex" || label == "signature_base64" || label == "signature_base64url" {
		a.mistake("password_expires_missing", "")
		a.readSignature(password)
		return
	}
	a.mistake("password_separator_missing", "")
	digits := 0
	for digits < len(password) && password[digits] >= '0' && password[digits] <= '9' {
		digits++
	}
	rest := strings.TrimLeft(password[digits:], ".,;|/-_=&#@")
	if len(rest) < len(password)-digits {
		a.expires = password[:digits]
		a.readSignature(rest)
		return
	}
	// The signature may begin with digits too: seconds have ten, milliseconds thirteen.
	for _, n := range []int{10, 13, digits} {
		if n > 0 && n <= digits && n < len(password) {
			if _, label := decodeSignature(password[n:]); label == "" {
				a.expires = password[:n]
				a.readSignature(password[n:])
				return
			}
		}
	}
}

func isNumber(s string) bool {
	_, ok := number(s)
	return ok && s != "" && s[0] >= '0' && s[0] <= '9' || s == "NaN" || s == "undefined" || s == "null"
}

// empties are what programs print for a value that is not there.
var empties = map[string]bool{"": true, "undefined": true, "null": true, "None": true, "nil": true, "NaN": true, "false": true, "[object Object]": true, "[objectObject]": true, "[object Promise]": true, "[objectPromise]": true}

// canFit reports whether the rest of the request is there to try a repaired signature against.
func (a *analysis) canFit() bool { return a.key != nil && !a.key.lowOrder && a.expires != "" }

func (a *analysis) readSignature(text string) {
	if empties[text] {
		a.mistake("signature_missing", "")
		return
	}
	raw, label := decodeSignature(text)
	bare := strings.TrimPrefix(text, "base58:")
	if label != "" && label != "signature_base58_prefix" && a.canFit() && a.otherAlphabet(bare) {
		return
	}
	if label == "" || label == "signature_base58_prefix" {
		a.sigText = bare
	}
	if len(raw) == SignatureSize {
		a.signature = raw
	}
	if label == "" {
		return
	}
	detail := ""
	switch label {
	case "signature_wrong_length", "signature_63_bytes", "signature_65_bytes", "signature_bad_base58":
		if label == "signature_wrong_length" && raw != nil {
			detail = a.say("it is ", "в ней ") + a.bytes(len(raw))
		}
		if a.canFit() {
			if sig, how, ok := a.mendBytes(raw); ok {
				a.signature, detail = sig, how
			} else if sig, how, ok := a.mend(text); ok {
				a.signature, detail = sig, how
			}
		}
	}
	a.mistake(label, detail)
}

// maxBase58 bounds what is decoded: the time of base58 grows with the square of the length. Twice a signature, with
// room for the message.
const maxBase58 = 512

func decode58(text string) ([]byte, error) {
	if len(text) > maxBase58 {
		return nil, errors.New("waves: base58 text is too long to be a key or a signature")
	}
	return base58.Decode(text)
}

// decodeSignature returns the bytes and what is wrong with the encoding or the length.
func decodeSignature(text string) (raw []byte, label string) {
	if rest, ok := strings.CutPrefix(text, "base58:"); ok {
		raw, label := decodeSignature(rest)
		if label != "" {
			return raw, label
		}
		return raw, "signature_base58_prefix"
	}
	if rest, ok := strings.CutPrefix(text, "base64:"); ok {
		if raw, _, ok := decodeBase64(rest); ok {
			return raw, "signature_base64"
		}
	}
	if raw, err := hex.DecodeString(strings.TrimPrefix(strings.TrimPrefix(text, "0x"), "0X")); err == nil && len(raw) == SignatureSize {
		return raw, "signature_hex"
	}
	raw, err := decode58(text)
	if err == nil && len(raw) == SignatureSize {
		return raw, ""
	}
	// What is base58 of another length is a cut signature sooner than base64 without +, /, 0, O, I and l.
	if raw, label, ok := decodeBase64(text); ok && len(raw) == SignatureSize && err != nil {
		return raw, label
	}
	switch {
	case err != nil && len(text) <= maxBase58:
		return nil, "signature_bad_base58"
	case len(raw) == SignatureSize-1:
		return raw, "signature_63_bytes"
	case len(raw) == SignatureSize+1:
		return raw, "signature_65_bytes"
	}
	return raw, "signature_wrong_length"
}

// decodeBase64 takes either alphabet, with or without padding; the label says which of the two it was.
func decodeBase64(text string) (raw []byte, label string, ok bool) {
	label = "signature_base64"
	if strings.ContainsAny(text, "-_") || !strings.ContainsAny(text, "+/=") {
		label = "signature_base64url"
	}
	text = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(text), "=")
	raw, err := base64.RawStdEncoding.DecodeString(text)
	return raw, label, err == nil
}

// Base58 alphabets other than Bitcoin's, which the library calls BTCAlphabet.
var otherAlphabets = []struct {
	name     string
	alphabet *base58.Alphabet
}{
	{"Flickr", base58.FlickrAlphabet},
	{"Ripple", base58.NewAlphabet("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz")},
	{"GMP", base58.NewAlphabet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv")},
}

// otherAlphabet asks whether the signature fits when read in another alphabet.
func (a *analysis) otherAlphabet(text string) bool {
	for _, other := range otherAlphabets {
		if len(text) > maxBase58 {
			break
		}
		raw, err := base58.DecodeAlphabet(text, other.alphabet)
		if err != nil || len(raw) != SignatureSize {
			continue
		}
		if d, ok := a.fitsDocumented(a.key, raw); ok {
			a.mistake("signature_base58_other_alphabet", a.say("the alphabet is that of %s", "это алфавит %s", other.name))
			a.prove(d, raw)
			return true
		}
	}
	return false
}

const bitcoinAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// mend looks for one character to change, add, take away or exchange with its neighbour that makes the signature fit.
func (a *analysis) mend(text string) (sig []byte, how string, ok bool) {
	if len(text) < 80 || len(text) > 95 || !utf8.ValidString(text) || strings.IndexFunc(text, func(r rune) bool { return r > 126 }) >= 0 {
		return nil, "", false
	}
	var r []byte
	var sign byte
	var targets []*edwards25519.Point
	try := func(candidate string) bool {
		raw, err := base58.Decode(candidate)
		if err != nil || len(raw) != SignatureSize {
			return false
		}
		s, reduced := scalarHalf(raw)
		if !reduced { // seven of eight
			return false
		}
		if !bytes.Equal(raw[:32], r) || raw[63]>>7 != sign { // a change in the second half of the text leaves R alone
			r, sign = raw[:32], raw[63]>>7
			targets = a.targets(r, sign)
		}
		for _, target := range targets {
			if new(edwards25519.Point).ScalarBaseMult(s).Equal(target) == 1 {
				sig = raw
				return true
			}
		}
		return false
	}
	bad := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune(bitcoinAlphabet, r) })
	for i := range len(text) {
		if bad >= 0 && i != bad {
			continue
		}
		for _, c := range bitcoinAlphabet {
			if try(text[:i] + string(c) + text[i+1:]) {
				return sig, a.say("character %d must be %c, not %c", "символ %d должен быть %c, а не %c", i+1, c, text[i]), true
			}
		}
		if try(text[:i] + text[i+1:]) {
			return sig, a.say("character %d is too many", "символ %d лишний", i+1), true
		}
	}
	if bad >= 0 {
		return nil, "", false
	}
	for i := range len(text) - 1 {
		if text[i] != text[i+1] && try(text[:i]+text[i+1:i+2]+text[i:i+1]+text[i+2:]) {
			return sig, a.say("characters %d and %d are exchanged", "символы %d и %d переставлены", i+1, i+2), true
		}
	}
	for i := len(text); i >= 0; i-- {
		for _, c := range bitcoinAlphabet {
			if try(text[:i] + string(c) + text[i:]) {
				return sig, a.say("after character %d a %c is missing", "после символа %d пропущен %c", i, c), true
			}
		}
	}
	return nil, "", false
}

// targets returns what s·B must be in a signature that begins with r, for each client id that may be meant.
func (a *analysis) targets(r []byte, sign byte) (targets []*edwards25519.Point) {
	R, err := new(edwards25519.Point).SetBytes(r)
	if err != nil || a.key.points[sign] == nil || !bytes.Equal(R.Bytes(), r) {
		return nil
	}
	for _, client := range a.clients {
		h := challenge(r, a.key.encoded[sign][:], []byte(prefix+documented{a.chain, client, a.expires}.text()))
		sum := a.key.multiples(sign).times(h)
		targets = append(targets, sum.Add(sum, R))
	}
	return targets
}

// mendBytes looks for the 64 bytes in a value of another length: a zero byte or the last byte lost, a byte too many,
// the message before or behind.
func (a *analysis) mendBytes(raw []byte) (sig []byte, how string, ok bool) {
	try := func(candidate []byte) bool {
		_, ok = a.fitsDocumented(a.key, candidate)
		sig = candidate
		return ok
	}
	n := len(raw)
	if n == SignatureSize-1 {
		if try(append([]byte{0}, raw...)) {
			return sig, a.say("a leading zero byte (a 1 in front) was lost", "потерян ведущий нулевой байт (1 в начале)"), true
		}
		for last := range 256 {
			if last&0x60 == 0 && try(append(raw[:n:n], byte(last))) {
				return sig, a.say("the last byte was lost: it is %02x", "потерян последний байт: %02x", last), true
			}
		}
	}
	if n > SignatureSize {
		if try(raw[:SignatureSize:SignatureSize]) {
			return sig, a.say("the first 64 bytes are the signature; %d more follow", "подпись — первые 64 байта, за ней ещё %d", n-SignatureSize), true
		}
		if try(raw[n-SignatureSize:]) {
			return sig, a.say("the last 64 bytes are the signature; %d stand before it", "подпись — последние 64 байта, перед ней ещё %d", n-SignatureSize), true
		}
	}
	return nil, "", false
}
