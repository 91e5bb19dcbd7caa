package waves

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/mr-tron/base58"

	"grantlens/internal/waves/mistake"
)

// Options are what Verify may know beside the input. The zero value works.
type Options struct {
	Lang     string    // "en" (default) or "ru"
	Now      time.Time // judges the expiry; zero: it is not judged
	Chain    byte      // the chain of the service; 0: the one of the endpoint in the input, else W
	ClientID string    // the client_id that is meant, where the input has none
	Username string    // the public key, where the input has only a password
	Host     string    // where the page of the wallet login runs, for a signature by auth()
	Expected string    // the account that should have signed: its address or its public key, base58
	Suspects []Suspect // keys that may have signed instead, from waves/sign
}

// Suspect is a public key (32 bytes) that is in some way of the seed at hand: if the signature is by it and the
// username of another of them, the mistake is proved.
type Suspect struct {
	Mistake   string // label; empty for the account of the seed itself
	PublicKey []byte
	Ed25519   bool // PublicKey is an RFC 8032 key
}

// Mistake is one mistake with its texts.
type Mistake = mistake.Mistake

// Verdict is what Verify found. Chain, ClientID and Expires are what was signed where that could be found out, else
// what the request says.
type Verdict struct {
	Valid       bool      `json:"valid"`
	Mistake     string    `json:"mistake"` // label of the first of Mistakes; empty when there is none
	Explanation string    `json:"explanation"`
	Fix         string    `json:"fix"`
	Mistakes    []Mistake `json:"mistakes"`
	Input       string    `json:"input"` // what the input was taken for: password, form or json
	Username    string    `json:"username"`
	Address     string    `json:"address"`
	Chain       string    `json:"chain"`
	ClientID    string    `json:"clientId"`
	Expires     int64     `json:"expires"`              // Unix seconds; 0 when unknown
	Signed      string    `json:"signed,omitempty"`     // the bytes the signature is really over, hex
	SignedText  string    `json:"signedText,omitempty"` // the same when it is text
	Possible    []string  `json:"possible,omitempty"`   // labels that cannot be told apart without the seed
	LaxAccepts  []string  `json:"laxAccepts,omitempty"` // libraries whose check passes all the same
	Warnings    []string  `json:"warnings,omitempty"`
	Repaired    *Password `json:"repaired,omitempty"` // the request put right, where that needs no new signature
}

// knownClients are tried where the request names no client_id.
var knownClients = []string{"waves.exchange", "wx.network"}

// Libraries whose verification is laxer than this one (measured on ts-lib-crypto 1.5.2, curve25519-js 0.0.4, gowaves).
const (
	libTS      = "ts-lib-crypto"
	libCurve   = "curve25519-js"
	libGowaves = "gowaves"
)

// analysis is one run of Verify.
type analysis struct {
	opts    Options
	req     tokenRequest
	verdict Verdict
	found   map[string]string // label → detail

	now       int64
	chain     string
	clients   []string // client ids that may have been signed, as sent
	expires   string   // as sent
	signature []byte   // 64 bytes, or nil
	sigText   string   // as sent
	key       *publicKey

	proved documented // set when the signature fits
	fits   bool
}

// Verify says whether a password would be taken, or which mistake was made. It never fails: what cannot be read is a
// mistake too. A username that is a seed or a private key is not repeated.
func Verify(input string, opts Options) Verdict {
	a := judge(input, opts)
	if !a.verdict.Valid {
		a.repair()
	}
	return a.verdict
}

func judge(input string, opts Options) *analysis {
	a := &analysis{opts: opts, req: readInput(input), found: map[string]string{}}
	if !opts.Now.IsZero() {
		a.now = opts.Now.Unix()
	}
	a.readForm()
	a.readUsername()
	a.readPassword()
	if a.key != nil && a.signature != nil {
		a.judgeSignature()
	}
	a.judgeExpires()
	a.finish()
	a.compareAccount()
	return a
}

// compareAccount warns of a request for another account than the one expected.
func (a *analysis) compareAccount() {
	want := strings.TrimSpace(a.opts.Expected)
	raw, err := decode58(want)
	if want == "" || a.key == nil {
		return
	}
	same, known := false, true
	switch {
	case err == nil && len(raw) == KeySize:
		same = string(raw) == string(a.key.raw[:])
	case err == nil && len(raw) == AddressSize:
		same = want == Address(a.key.raw[:], raw[1])
	default:
		known = false
	}
	switch {
	case !known:
		a.verdict.Warnings = append(a.verdict.Warnings, a.say("the expected account is neither an address nor a public key", "ожидаемый аккаунт – не адрес и не публичный ключ"))
	case !same:
		a.verdict.Warnings = append(a.verdict.Warnings, a.say("the username is another account than the one expected: look at the nonce, at white space in the seed, or at the wallet's chosen account",
			"username – другой аккаунт, не ожидаемый: проверьте nonce, пробелы в seed и выбранный в кошельке аккаунт"))
	}
}

func (a *analysis) mistake(label, detail string) {
	if old, ok := a.found[label]; !ok || old == "" {
		a.found[label] = detail
	}
}

// say picks the language of a detail.
func (a *analysis) say(en, ru string, args ...any) string {
	if a.opts.Lang == "ru" {
		en = ru
	}
	return fmt.Sprintf(en, args...)
}

// bytes is a number of bytes in words.
func (a *analysis) bytes(n int) string {
	en, ru := "%d bytes", "%d байт"
	if n == 1 {
		en = "%d byte"
	}
	if last := n % 10; last >= 2 && last <= 4 && n/10%10 != 1 {
		ru = "%d байта"
	}
	return a.say(en, ru, n)
}

func (a *analysis) readForm() {
	fields := a.req.fields
	a.verdict.Input = a.req.input
	a.chain = "W"
	if p, ok := profileOfHost(a.req.host); ok {
		a.chain = p.Chain
	}
	if a.opts.Chain != 0 {
		a.chain = string(rune(a.opts.Chain))
	}
	a.clients = knownClients
	if client := fields["client_id"]; client != "" {
		a.clients = []string{client}
	} else if a.opts.ClientID != "" {
		a.clients = []string{a.opts.ClientID}
	}
	if a.req.input == inputPassword {
		return
	}
	if fields["grant_type"] == "refresh_token" && fields["password"] == "" {
		a.mistake(mistake.RefreshRequest, "")
		return
	}
	if a.req.input == inputJSON || strings.Contains(a.req.contentType, "json") {
		a.mistake("body_is_json", "")
	}
	if grant := fields["grant_type"]; grant != "password" {
		a.mistake("wrong_grant_type", a.notSent("grant_type", grant))
	}
	if scope := fields["scope"]; scope != "general" {
		a.mistake("wrong_scope", a.notSent("scope", scope))
	}
	if fields["client_id"] == "" {
		a.mistake("client_id_missing", "")
	}
}

// notSent describes a parameter of the form whose value is no secret when it is short.
func (a *analysis) notSent(name, value string) string {
	switch {
	case value == "":
		return a.say("%s is missing", "%s отсутствует", name)
	case len(value) <= 32:
		return a.say("%s is %q", "%s равен %q", name, value)
	}
	return ""
}

func (a *analysis) readUsername() {
	username, sent := a.req.fields["username"]
	if !sent || username == "" {
		username = a.opts.Username
	}
	if _, refresh := a.found[mistake.RefreshRequest]; refresh {
		return
	}
	if username == "" {
		a.mistake(mistake.UsernameMissing, "")
		return
	}
	raw, label, detail := a.decodeUsername(username)
	if label != "" {
		a.mistake(label, detail)
	}
	if len(raw) == KeySize {
		a.setKey([KeySize]byte(raw))
	}
}

func (a *analysis) setKey(raw [KeySize]byte) {
	a.key = newPublicKey(raw)
	a.verdict.Username = base58.Encode(raw[:])
}

func (a *analysis) decodeUsername(username string) (raw []byte, label, detail string) {
	asBase58, notBase58 := decode58(username)
	if raw := asBase58; notBase58 == nil {
		switch {
		case len(raw) == KeySize:
			return raw, "", ""
		case len(raw) == AddressSize && raw[0] == 1:
			return nil, "username_is_address", a.say("it is an address on chain %s", "это адрес в сети %s", string(rune(raw[1])))
		}
	}
	if raw, err := hex.DecodeString(strings.TrimPrefix(username, "0x")); err == nil && len(raw) == KeySize {
		return raw, "username_hex", ""
	}
	// In a form an unescaped + has become a space.
	if raw, _, ok := decodeBase64(strings.ReplaceAll(username, " ", "+")); ok && len(raw) == KeySize && notBase58 != nil {
		return raw, "username_base64", ""
	}
	trimmed := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(username), "base58:"))
	if raw, err := decode58(trimmed); err == nil && len(raw) == KeySize {
		return raw, "username_wrong_length", a.say("white space or base58: stands around the key", "вокруг ключа пробелы или base58:")
	}
	if looksLikeSeed(username) {
		return nil, "username_is_seed", ""
	}
	if raw, err := decode58(trimmed); err == nil {
		return nil, "username_wrong_length", a.say("it is ", "в нём ") + a.bytes(len(raw))
	}
	return nil, "username_wrong_length", a.say("it is not base58", "это не base58")
}

// looksLikeSeed tells words from a key that was damaged: words are letters with spaces between them.
func looksLikeSeed(s string) bool {
	words := strings.Fields(s)
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		} else if unicode.IsDigit(r) {
			return false
		}
	}
	return len(words) >= 2 && letters >= 2*len(words)
}

func (a *analysis) judgeSignature() {
	k, sig := a.key, a.signature
	d, asSent := a.fitsDocumented(k, sig)
	if k.lowOrder {
		a.mistake("low_order_public_key", "")
		if asSent {
			a.verdict.LaxAccepts = []string{libTS, libCurve, libGowaves}
		}
		return
	}
	if !k.canonical {
		a.mistake("public_key_non_canonical", "")
	}
	if asSent {
		a.prove(d, sig)
	} else if a.expires != "" {
		a.explain()
	}
	if !a.fits {
		return
	}
	lax := []string{libTS, libCurve, libGowaves}
	_, reduced := scalarHalf(a.signature)
	if !reduced {
		a.mistake("signature_non_canonical_s", "")
		if a.signature[63]&0x60 != 0 { // gowaves looks at these two bits only
			lax = lax[:2]
		}
	}
	if asSent && (!reduced || !k.canonical) {
		a.verdict.LaxAccepts = lax
	}
}

// fitsDocumented asks whether a signature is over what the request says, under any client id that may be meant.
func (a *analysis) fitsDocumented(k *publicKey, sig []byte) (documented, bool) {
	for _, client := range a.clients {
		d := documented{a.chain, client, a.expires}
		if k.laxVerify([]byte(prefix+d.text()), sig) {
			return d, true
		}
	}
	return documented{}, false
}

func (a *analysis) prove(d documented, sig []byte) {
	a.proved, a.fits, a.signature = d, true, sig
	a.signed([]byte(prefix + d.text()))
	for _, known := range knownClients {
		if d.client != known && strings.EqualFold(d.client, known) {
			a.mistake("wrong_client_id_case", "")
		}
	}
	if want := a.opts.ClientID; want != "" && want != d.client {
		label := "wrong_client_id"
		if strings.EqualFold(want, d.client) {
			label = "wrong_client_id_case"
		}
		a.mistake(label, a.say("signed and sent for %q", "подписано и отправлено для %q", d.client))
	}
}

func (a *analysis) signed(message []byte) {
	a.verdict.Signed = hex.EncodeToString(message)
	text, _ := strings.CutPrefix(string(message), prefix)
	if strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\n' && r != '\r' || r == unicode.ReplacementChar
	}) < 0 {
		a.verdict.SignedText = text
	}
}

// explain finds out what a signature that does not fit is over, or how it was damaged.
func (a *analysis) explain() {
	k := a.key
	flipped := append([]byte(nil), a.signature...)
	flipped[63] ^= 0x80
	if d, ok := a.fitsDocumented(k, flipped); ok {
		a.mistake("signature_sign_bit_lost", "")
		a.prove(d, flipped)
		return
	}
	if a.sigText != "" && a.otherAlphabet(a.sigText) {
		return
	}
	if a.otherUsername() {
		return
	}
	seedGiven := len(a.opts.Suspects) > 0
	if raw, err := decode58(strings.TrimSpace(a.opts.Expected)); err == nil && len(raw) == KeySize {
		a.opts.Suspects = append(slices.Clone(a.opts.Suspects), Suspect{Mistake: mistake.OtherKey, PublicKey: raw})
	}
	for _, client := range a.clients {
		if label, detail := a.suspect([]byte(prefix + documented{a.chain, client, a.expires}.text())); label != "" {
			a.mistake(label, detail)
			if label == mistake.OtherKey && !seedGiven {
				a.listPossible()
			}
			return
		}
	}
	for _, client := range a.clients {
		if a.searchMessages(client) {
			return
		}
	}
	if sig, detail, ok := a.mend(a.sigText); ok && a.sigText != "" {
		a.mistake("signature_corrupted", detail)
		d, _ := a.fitsDocumented(k, sig)
		a.prove(d, sig)
		return
	}
	for _, client := range a.clients {
		message := []byte(prefix + documented{a.chain, client, a.expires}.text())
		if ed25519.Verify(k.raw[:], message, a.signature) {
			a.mistake("ed25519_instead_of_curve25519", a.say("the username is the Ed25519 key", "в username ключ Ed25519"))
			return
		}
	}
	detail := ""
	if seedGiven {
		detail = a.say("none of the accounts of the seed given signed it either", "не подписал и ни один из аккаунтов заданной seed-фразы")
	}
	if k.points[0] == nil {
		detail = a.say("no private key has this public key: it was damaged or made up", "такого публичного ключа нет ни у одного приватного: он повреждён или выдуман")
	}
	a.mistake(mistake.OtherKey, detail)
	if !seedGiven {
		a.listPossible()
	}
}

// listPossible names what only the seed can tell apart.
func (a *analysis) listPossible() {
	for _, kind := range mistake.Labels() {
		if kind.Needs != "" {
			a.verdict.Possible = append(a.verdict.Possible, kind.Mistake)
		}
	}
}

// suspect looks for the signer among the keys of the seed at hand.
func (a *analysis) suspect(message []byte) (label, detail string) {
	username := "unrelated"
	for _, s := range a.opts.Suspects {
		if !s.Ed25519 && string(s.PublicKey) == string(a.key.raw[:]) {
			username = s.Mistake
		}
	}
	for _, s := range a.opts.Suspects {
		switch {
		case len(s.PublicKey) != KeySize:
		case s.Ed25519:
			if ed25519.Verify(s.PublicKey, message, a.signature) {
				return s.Mistake, ""
			}
		case newPublicKey([KeySize]byte(s.PublicKey)).laxVerify(message, a.signature):
			detail := a.say("signed by %s", "подписал %s", base58.Encode(s.PublicKey))
			switch {
			case username == "unrelated":
				return mistake.OtherKey, detail
			case s.Mistake == "":
				return username, detail
			}
			return s.Mistake, detail
		}
	}
	return "", ""
}

// otherUsername tries what else 32 bytes in the username may be: a private key, or base64 that happens to be base58.
func (a *analysis) otherUsername() bool {
	public := newPublicKey(publicKeyOf(a.key.raw))
	if d, ok := a.fitsDocumented(public, a.signature); ok {
		a.mistake("username_is_private_key", "")
		a.setKey(public.raw)
		a.prove(d, a.signature)
		return true
	}
	if raw, _, ok := decodeBase64(a.req.fields["username"]); ok && len(raw) == KeySize {
		other := newPublicKey([KeySize]byte(raw))
		if d, ok := a.fitsDocumented(other, a.signature); ok {
			a.mistake("username_base64", "")
			a.setKey(other.raw)
			a.prove(d, a.signature)
			return true
		}
	}
	return false
}

// maxSearched bounds the client id and the expiry together, in bytes: thousands of texts are made of them.
const maxSearched = 256

// searchMessages asks what text, framed how, the signature is over: one mistake first, then two at once.
func (a *analysis) searchMessages(client string) bool {
	if len(client)+len(a.expires) > maxSearched {
		return false
	}
	m := newMatcher(a.key, a.signature)
	if m == nil {
		return false
	}
	d := documented{a.chain, client, a.expires}
	hit := func(message []byte, w wording, labels ...string) bool {
		if !m.match(message) {
			return false
		}
		a.signed(message)
		a.verdict.Chain, a.verdict.ClientID = w.chain, w.client
		for _, label := range labels {
			if label != "" && !(label == "wrong_client_id" && slices.Contains(a.clients, w.client)) {
				a.mistake(label, "")
			}
		}
		if f, ok := number(w.expires); ok {
			a.verdict.Expires = int64(f)
		}
		return true
	}
	own := wording{"", d.text(), d}
	words := d.wordings()
	frames := framings([]string{a.opts.Host, a.req.origin, a.req.host})
	for _, f := range frames {
		if hit(f.frame(own.text), own, f.label) {
			return true
		}
	}
	right := func(w wording) bool { return hit([]byte(prefix+w.text), w, w.label) }
	for _, w := range words {
		if right(w) {
			return true
		}
	}
	if rareFramings(own.text, func(label string, message []byte) bool { return hit(message, own, label) }) || d.rareWordings(a.now, right) {
		return true
	}
	for _, w := range words {
		for _, f := range frames {
			if f.common && hit(f.frame(w.text), w, f.label, w.label) {
				return true
			}
		}
	}
	return false
}

func (a *analysis) judgeExpires() {
	if a.expires == "" {
		return
	}
	f, ok := number(a.expires)
	if !ok || strings.IndexFunc(a.expires, func(r rune) bool { return r < '0' || r > '9' }) >= 0 || len(a.expires) > 1 && a.expires[0] == '0' {
		a.mistake("expires_not_integer", "")
	}
	if !ok {
		return
	}
	_, inPassword := a.found["expires_milliseconds_in_password"]
	switch {
	case isMilliseconds(f):
		for f >= 1e11 { // milliseconds, or even finer
			f /= 1000
		}
		if !inPassword {
			a.mistake("expires_milliseconds", "")
		}
	case isDuration(f):
		a.mistake("expires_is_duration", "")
		return
	}
	expires := int64(f)
	if a.verdict.Expires == 0 {
		a.verdict.Expires = expires
	}
	if a.now == 0 {
		return
	}
	switch ahead := expires - a.now; {
	case ahead <= 0:
		a.mistake("expired", a.say("by %s", "на %s", a.span(-ahead)))
	case ahead > MaxLifetime:
		a.mistake("expires_over_7_days", a.say("by %s", "на %s", a.span(ahead-MaxLifetime)))
	case ahead > MaxLifetime-60:
		a.verdict.Warnings = append(a.verdict.Warnings, a.say("less than a minute is left to the limit of seven days: a clock that runs ahead breaks it",
			"до предела в семь дней меньше минуты: спешащие часы его нарушат"))
	}
}

func (a *analysis) span(seconds int64) string {
	switch {
	case seconds >= 2*86400:
		return a.say("%d days", "%d дн.", seconds/86400)
	case seconds >= 2*3600:
		return a.say("%d h", "%d ч", seconds/3600)
	case seconds >= 120:
		return a.say("%d min", "%d мин", seconds/60)
	}
	return a.say("%d s", "%d с", seconds)
}

// finish ranks the mistakes and fills in what is known.
func (a *analysis) finish() {
	v := &a.verdict
	v.Mistakes = []Mistake{}
	for label, detail := range a.found {
		m := mistake.Explain(label, a.opts.Lang)
		m.Detail = detail
		v.Mistakes = append(v.Mistakes, m)
	}
	sort.Slice(v.Mistakes, func(i, j int) bool { return mistake.Rank(v.Mistakes[i].Mistake) < mistake.Rank(v.Mistakes[j].Mistake) })
	if v.Chain == "" {
		v.Chain = a.chain
	}
	if v.ClientID == "" {
		v.ClientID = a.proved.client
	}
	if v.ClientID == "" && len(a.clients) == 1 {
		v.ClientID = a.clients[0]
	}
	if chain, err := ChainByte(v.Chain); err == nil && a.key != nil {
		v.Address = Address(a.key.raw[:], chain)
	}
	v.Valid = len(v.Mistakes) == 0 && a.fits
	if len(v.Mistakes) > 0 {
		v.Mistake, v.Explanation, v.Fix = v.Mistakes[0].Mistake, v.Mistakes[0].Explanation, v.Mistakes[0].Fix
	}
}

// repair rebuilds the request when its signature is good and only its dress was wrong.
func (a *analysis) repair() {
	chain, err := ChainByte(a.proved.chain)
	expires, err2 := strconv.ParseInt(a.proved.expires, 10, 64)
	if !a.fits || err != nil || err2 != nil {
		return
	}
	sig := slices.Clone(a.signature)
	s, _ := scalarHalf(sig)
	copy(sig[32:63], s.Bytes())
	sig[63] = sig[63]&0x80 | s.Bytes()[31]
	key := a.key.u()
	p, err := NewPassword(key[:], sig, chain, a.proved.client, "general", expires)
	if err == nil && judge(p.FormBody, a.opts).verdict.Valid {
		a.verdict.Repaired = p
	}
}
