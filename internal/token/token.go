// Package token turns a token-like string into a decoded, explained, checked token.
//
// Inspect never fails: whatever is readable is decoded, and what was mended, missing or
// damaged is said beside it. Checking (Check) never stops decoding. Nothing here opens a
// connection; the heavy cryptography lives in the sub-packages verify and jwe.
//
// Terms: JWS and JWE as in RFC 7515 and RFC 7516, claims as in RFC 7519, OIDC Core 1.0.
package token

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind says what a string turned out to be.
type Kind string

const (
	KindJWS    Kind = "jws"    // signed or unsecured JWT, RFC 7515
	KindJWE    Kind = "jwe"    // encrypted, RFC 7516: the header is readable, the rest needs the key
	KindOpaque Kind = "opaque" // no structure a client may rely on
)

// Member is one member of the header or of the claims, in the token's own order.
type Member struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"` // compact JSON
}

// Token is what Inspect made of a string.
type Token struct {
	Raw           string   `json:"raw"` // cleaned compact form
	Kind          Kind     `json:"kind"`
	Header        []Member `json:"header,omitempty"`
	Unprotected   []Member `json:"unprotected,omitempty"` // header members of the JSON serialisation that no signature covers
	Claims        []Member `json:"claims,omitempty"`
	HeaderPartial bool     `json:"headerPartial,omitempty"` // decoded only as far as it goes
	ClaimsPartial bool     `json:"claimsPartial,omitempty"`
	Complete      bool     `json:"complete"` // every part is there and decoded without damage
	Repairs       []Repair `json:"repairs,omitempty"`
	Damage        []Damage `json:"damage,omitempty"`
	Opaque        string   `json:"opaque,omitempty"` // id of what an opaque token looks like; OpaqueText puts it in words
	SignatureLen  int      `json:"signatureLen"`     // bytes
	Nested        *Token   `json:"nested,omitempty"` // the payload is itself a token (cty JWT)
}

// Looks says cheaply whether s could be a JWT: base64url of a JSON object's beginning, then
// a dot somewhere. White space, quotes and a scheme before it are not looked through.
func Looks(s string) bool {
	return looksLikeObject(s) && strings.IndexByte(s, '.') > 0
}

// looksLikeObject: `{"`, `{ "`, `{\n` and `{\r\n` encoded as base64url.
func looksLikeObject(s string) bool {
	return len(s) >= 3 && s[0] == 'e' && (s[1] == 'y' && (s[2] == 'J' || s[2] == 'A') ||
		s[1] == 'w' && (s[2] == 'o' || s[2] == '0'))
}

// Inspect decodes s as far as it goes. It never fails and takes time linear in len(s).
// Offsets in the result are bytes of s.
func Inspect(s string) Token { return inspect(s, true) }

func inspect(s string, nest bool) Token {
	if t, ok := fromJSON(s); ok {
		return t
	}
	c := cleanUp(s)
	t := Token{Raw: string(c.raw)}
	parts := c.parts()
	h := c.decodePart("header", parts[0], len(parts) == 1)
	if !h.object || len(parts) == 1 && !looksLikeObject(t.Raw) {
		c.opaque(&t)
		return t
	}
	t.Header, t.HeaderPartial = h.members, !h.complete
	if _, alg := t.HeaderParam("alg"); h.complete && !alg && (len(parts) == 1 || !c.object(parts[1])) {
		c.opaque(&t) // a session cookie of Flask, Laravel or the like: JSON, but no JOSE header
		return t
	}
	t.Kind = KindJWS
	if _, enc := t.HeaderParam("enc"); enc || t.HeaderPartial && len(parts) == 5 && t.Alg() == "" {
		t.Kind = KindJWE
	}
	if t.Kind == KindJWE {
		c.finishJWE(&t, parts)
	} else {
		c.finishJWS(&t, parts, nest)
	}
	slices.SortStableFunc(c.damage, func(a, b Damage) int { return cmp.Compare(a.Offset, b.Offset) })
	t.Repairs, t.Damage = c.repairs(), c.damage
	t.Complete = !t.HeaderPartial && !t.ClaimsPartial && len(t.Damage) == 0 && c.cut == "" && c.elided < 0
	return t
}

// finishJWS decodes the payload and the signature.
func (c *cleaned) finishJWS(t *Token, parts []part, nest bool) {
	// A full stop after a complete token is the sentence's, not the token's.
	if len(parts) == 4 && parts[3].empty() {
		c.truncate(t, parts[3].start-1)
		parts = parts[:3]
	}
	if len(parts) > 3 {
		c.hurt("signature", parts[3].start-1, "extra_part")
	}
	if len(parts) < 2 {
		t.ClaimsPartial = true
		c.cutOff("payload")
		return
	}
	b := c.decodePart("payload", parts[1], len(parts) == 2)
	t.Claims, t.ClaimsPartial = b.members, !b.complete
	if !b.object && nest && Looks(string(b.bytes)) {
		n := inspect(string(b.bytes), false)
		t.Nested, t.ClaimsPartial = &n, false
		c.dropDamage("payload")
	}
	if len(parts) == 2 {
		if t.Alg() != "none" || t.ClaimsPartial {
			c.cutOff("signature")
		}
		return
	}
	sig := c.cutAtFullSignature(t, parts[2])
	raw := c.decodeBinary("signature", sig, signatureFits(t.Alg()))
	t.SignatureLen = len(raw)
	whole := (sig.end-sig.start)%4 != 1 && signatureFits(t.Alg())(len(raw)) && (len(raw) > 0 || t.Alg() == "none")
	if !whole && !c.damaged("signature") {
		c.cutOff("signature")
	}
}

// finishJWE checks the form of the encrypted parts (RFC 7516 section 7.1).
func (c *cleaned) finishJWE(t *Token, parts []part) {
	names := [...]string{"header", "encrypted_key", "iv", "ciphertext", "tag"}
	if len(parts) == 6 && parts[5].empty() {
		c.truncate(t, parts[5].start-1)
		parts = parts[:5]
	}
	for i, p := range parts[1:] {
		if i+1 == len(names) {
			c.hurt("tag", p.start-1, "extra_part")
			break
		}
		raw := c.decodeBinary(names[i+1], p, func(int) bool { return true })
		if i+1 == 4 {
			t.SignatureLen = len(raw)
		}
		if (p.end-p.start)%4 == 1 && i+2 < len(parts) {
			c.hurt(names[i+1], p.end-1, "length")
		} else if (p.end-p.start)%4 == 1 {
			c.cutOff(names[i+1])
		}
	}
	if len(parts) < 5 {
		c.cutOff(names[len(parts)])
	}
}

// signatureFits tells which signature lengths, in bytes, an algorithm can produce
// (RFC 7518 section 3, RFC 8037). Unknown algorithms fit anything.
func signatureFits(alg string) func(int) bool {
	switch alg {
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		return func(n int) bool { return n >= 64 && n%64 == 0 }
	case "EdDSA":
		return func(n int) bool { return n == 64 || n == 114 }
	}
	want, known := signatureLengths[alg]
	return func(n int) bool { return !known || n == want }
}

var signatureLengths = map[string]int{"HS256": 32, "HS384": 48, "HS512": 64,
	"ES256": 64, "ES256K": 64, "ES384": 96, "ES512": 132, "Ed25519": 64, "none": 0}

// HeaderParam is the raw value of a header parameter.
func (t Token) HeaderParam(name string) (json.RawMessage, bool) { return lookup(t.Header, name) }

// Claim is the raw value of a claim; of several of one name the last, as most parsers take it.
func (t Token) Claim(name string) (json.RawMessage, bool) { return lookup(t.Claims, name) }

func lookup(ms []Member, name string) (json.RawMessage, bool) {
	for i := len(ms) - 1; i >= 0; i-- {
		if ms[i].Name == name {
			return ms[i].Value, true
		}
	}
	return nil, false
}

func text(v json.RawMessage) string {
	if len(v) >= 2 && v[0] == '"' && bytes.IndexByte(v, '\\') < 0 && utf8.Valid(v) {
		return string(v[1 : len(v)-1]) // nothing to undo
	}
	var s string
	if len(v) == 0 || v[0] != '"' || json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

func (t Token) headerText(name string) string {
	v, _ := t.HeaderParam(name)
	return text(v)
}

// Alg, Typ and Kid are the header parameters of those names, "" when absent or not a string.
func (t Token) Alg() string { return t.headerText("alg") }

// Typ is the header parameter typ.
func (t Token) Typ() string { return t.headerText("typ") }

// Kid is the header parameter kid.
func (t Token) Kid() string { return t.headerText("kid") }

// ClaimString is a claim's value if it is a string, else "".
func (t Token) ClaimString(name string) string {
	v, _ := t.Claim(name)
	return text(v)
}

// Issuer is the claim iss.
func (t Token) Issuer() string { return t.ClaimString("iss") }

// Subject is the claim sub.
func (t Token) Subject() string { return t.ClaimString("sub") }

// AZP is the claim azp, the client the token was issued to.
func (t Token) AZP() string { return t.ClaimString("azp") }

// ClaimStrings is a claim's value as a list: a string counts as a list of one,
// members of an array that are no strings are left out.
func (t Token) ClaimStrings(name string) []string {
	v, ok := t.Claim(name)
	if !ok {
		return nil
	}
	return stringsOf(v)
}

func stringsOf(v json.RawMessage) []string {
	if len(v) > 0 && v[0] == '"' {
		return []string{text(v)}
	}
	s := scanner{b: v, bad: -1}
	if end, why := s.value(0); why != "" || end != len(v) || v[0] != '[' {
		return nil
	}
	var list []string
	for i := 1; i < len(v)-1; i++ { // over a comma
		if i = skipSpace(v, i); v[i] == ']' {
			break // it is empty
		}
		end, _ := s.value(i)
		if v[i] == '"' {
			list = append(list, text(v[i:end]))
		}
		i = skipSpace(v, end)
	}
	return list
}

// Audience is the claim aud as a list.
func (t Token) Audience() []string { return t.ClaimStrings("aud") }

// Scope is the claim scope, or scp where the issuer calls it so (Entra, Okta), one scope an item.
func (t Token) Scope() []string {
	for _, name := range [...]string{"scope", "scp"} {
		if list := t.ClaimStrings(name); list != nil {
			return strings.Fields(strings.Join(list, " "))
		}
	}
	return nil
}

// ClaimTime reads a NumericDate (RFC 7519 section 2): seconds since 1970 as an integer, a
// fraction, or, as some issuers write it, a string of digits. Times outside the years 1 to
// 9999 are not times: milliseconds mistaken for seconds end up there.
func (t Token) ClaimTime(name string) (time.Time, bool) {
	v, ok := t.Claim(name)
	if !ok {
		return time.Time{}, false
	}
	return numericDate(v)
}

func numericDate(v json.RawMessage) (time.Time, bool) {
	s := string(v)
	if len(s) > 0 && s[0] == '"' {
		s = strings.TrimSpace(text(v))
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return within(time.Unix(n, 0))
	}
	// ParseFloat would also take "inf", "0x1p4" and "1_000", none of which is a JSON number.
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return time.Time{}, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(f) > 1e12 {
		return time.Time{}, false
	}
	sec, frac := math.Modf(f)
	return within(time.Unix(int64(sec), int64(frac*1e9)))
}

func within(t time.Time) (time.Time, bool) {
	t = t.UTC()
	if y := t.Year(); y < 1 || y > 9999 {
		return time.Time{}, false
	}
	return t, true
}

// SigningInput is the text the signature covers, and Signature its bytes; both are empty
// for a token that is not a JWS of at least two parts.
func (t Token) SigningInput() string {
	if t.Kind != KindJWS || strings.Count(t.Raw, ".") < 1 {
		return ""
	}
	if strings.Count(t.Raw, ".") == 1 {
		return t.Raw
	}
	return t.Raw[:strings.LastIndexByte(t.Raw, '.')]
}

// Signature is the decoded last part of a three-part JWS, nil when it cannot be decoded.
func (t Token) Signature() []byte {
	p := strings.Split(t.Raw, ".")
	if t.Kind != KindJWS || len(p) != 3 {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(p[2])
	if err != nil {
		return nil
	}
	return b
}

// fromJSON reads the JSON serialisations (RFC 7515 section 7.2, RFC 7516 section 7.2) and
// hands their first signature or recipient on in compact form.
func fromJSON(s string) (Token, bool) {
	s = strings.TrimSpace(s)
	if len(s) == 0 || s[0] != '{' {
		return Token{}, false
	}
	type recipient struct {
		Protected, Signature string
		Header               json.RawMessage
		EncryptedKey         string `json:"encrypted_key"`
	}
	var j struct {
		recipient
		Payload             *string
		Unprotected         json.RawMessage
		IV, Ciphertext, Tag string
		Signatures          []recipient
		Recipients          []recipient
	}
	if json.Unmarshal([]byte(s), &j) != nil || j.Payload == nil && j.Ciphertext == "" {
		return Token{}, false
	}
	first := j.recipient
	var compact string
	if j.Payload != nil {
		if len(j.Signatures) > 0 {
			first = j.Signatures[0]
		}
		compact = first.Protected + "." + *j.Payload + "." + first.Signature
	} else {
		if len(j.Recipients) > 0 {
			first = j.Recipients[0]
			first.Protected = j.Protected
		}
		compact = strings.Join([]string{first.Protected, first.EncryptedKey, j.IV, j.Ciphertext, j.Tag}, ".")
	}
	t := inspect(compact, true)
	if t.Kind == KindOpaque && first.Protected != "" {
		return Token{}, false
	}
	if t.Kind == KindOpaque { // every header is unprotected: the claims are all there is
		t = inspect(base64.RawURLEncoding.EncodeToString(first.Header)+compact, true)
		t.Raw, t.Header = compact, nil
	}
	for _, h := range []json.RawMessage{j.Unprotected, first.Header} {
		o := scanObject(h)
		t.Unprotected = append(t.Unprotected, o.members...)
	}
	for i := range t.Damage {
		t.Damage[i].Offset = 0 // the parts stand elsewhere in the JSON: only its beginning is sure
	}
	t.Repairs = append([]Repair{{Code: "json_serialisation"}}, t.Repairs...)
	return t, true
}

// WithPayload is the token with the content of its payload put in: what a JWE decrypts to.
func (t Token) WithPayload(b []byte) Token {
	if s := strings.TrimSpace(string(b)); Looks(s) {
		n := inspect(s, false)
		t.Nested = &n
		return t
	}
	o := scanObject(b)
	t.Claims, t.ClaimsPartial = o.members, !o.complete
	return t
}
