package waves_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mr-tron/base58"
	"golang.org/x/crypto/blake2b"

	"grantlens/internal/waves"
	"grantlens/internal/waves/mistake"
	"grantlens/internal/waves/sign"
)

const (
	phrase = "dwarf carpet spice picture network elegant level seed tiger disease similar roast shell giant crumble"
	now    = 1584046800
	end    = now + 600000
)

type vectorFile struct {
	Negative []struct {
		ID       string   `json:"id"`
		Mistake  string   `json:"mistake"`
		Now      int64    `json:"now"`
		Chain    string   `json:"expected_chain_id"`
		FormBody string   `json:"form_body"`
		Signed   string   `json:"actually_signed_hex"`
		Accepted []string `json:"accepted_by"`
		Seed     string   `json:"seed"`
	} `json:"negative"`
	Positive []struct {
		ID        string `json:"id"`
		Chain     string `json:"chain_id"`
		ClientID  string `json:"client_id"`
		IssuedAt  int64  `json:"issued_at"`
		Expires   int64  `json:"expires"`
		PublicKey string `json:"public_key_b58"`
		Address   string `json:"address"`
		Password  string `json:"password"`
		FormBody  string `json:"form_body"`
	} `json:"positive"`
	RealWorld []struct {
		Chain     string `json:"chain_id"`
		ClientID  string `json:"client_id"`
		Expires   int64  `json:"expires"`
		PublicKey string `json:"public_key_b58"`
		Address   string `json:"address"`
		Signature string `json:"signature_b58"`
	} `json:"real_world"`
	Interop []struct {
		PublicKey string `json:"public_key_b58"`
		Message   string `json:"message_bytes_hex"`
		Signature string `json:"signature_b58"`
	} `json:"interop"`
	Mistakes map[string]string `json:"mistakes"`
}

func readVectors(t testing.TB) vectorFile {
	t.Helper()
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file vectorFile
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Negative) == 0 || len(file.Positive) == 0 || len(file.RealWorld) == 0 || len(file.Interop) == 0 || len(file.Mistakes) == 0 {
		t.Fatal("the vectors file lacks a part")
	}
	return file
}

func unbase58(t testing.TB, s string) []byte {
	t.Helper()
	raw, err := base58.Decode(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// needsSeed tells the labels that no form body can prove.
func needsSeed() map[string]bool {
	needs := map[string]bool{}
	for _, l := range mistake.Labels() {
		if l.Needs != "" {
			needs[l.Mistake] = true
		}
	}
	return needs
}

func TestVerifyNamesTheMistakesOfTheVectors(t *testing.T) {
	needs := needsSeed()
	for _, n := range readVectors(t).Negative {
		t.Run(n.ID, func(t *testing.T) {
			opts := waves.Options{Now: time.Unix(n.Now, 0), Chain: n.Chain[0]}
			v := waves.Verify(n.FormBody, opts)
			if needs[n.Mistake] {
				if v.Mistake != "other_key" || !slices.Contains(v.Possible, n.Mistake) {
					t.Errorf("without the seed: mistake %q, possible %v; want other_key, and %s among the possible", v.Mistake, v.Possible, n.Mistake)
				}
				seed := n.Seed
				if seed == "" {
					seed = phrase
				}
				suspects, err := sign.Suspects(seed, sign.KindText, 0)
				if err != nil {
					t.Fatal(err)
				}
				opts.Suspects = suspects
				v = waves.Verify(n.FormBody, opts)
			}
			if v.Valid || v.Mistake != n.Mistake || len(v.Mistakes) != 1 {
				t.Errorf("valid %v, mistakes %v; want %s alone", v.Valid, v.Mistakes, n.Mistake)
			}
			if n.Signed != "" && !needs[n.Mistake] && v.Signed != n.Signed {
				t.Errorf("signed %s; want %s", v.Signed, n.Signed)
			}
			if strings.Join(v.LaxAccepts, " ") != strings.Join(n.Accepted, " ") {
				t.Errorf("lax peers %v; want %v", v.LaxAccepts, n.Accepted)
			}
		})
	}
}

func TestVerifyTakesThePositiveVectors(t *testing.T) {
	for _, p := range readVectors(t).Positive {
		opts := waves.Options{Now: time.Unix(p.IssuedAt, 0), Chain: p.Chain[0]}
		v := waves.Verify(p.FormBody, opts)
		if !v.Valid || v.Mistake != "" || v.Expires != p.Expires || v.ClientID != p.ClientID || v.Chain != p.Chain || v.Address != p.Address {
			t.Errorf("%s: %+v", p.ID, v)
		}
		opts.Username = p.PublicKey
		if v := waves.Verify(p.Password, opts); !v.Valid || v.ClientID != p.ClientID {
			t.Errorf("%s: the password alone: %+v", p.ID, v)
		}
	}
}

func TestVerifyTakesWhatTheServiceTookAndXEdDSA(t *testing.T) {
	file := readVectors(t)
	for _, r := range file.RealWorld {
		p, v := waves.Assemble(r.PublicKey, r.Signature, r.Chain[0], r.ClientID, "", r.Expires, waves.Options{Now: time.Unix(r.Expires-600000, 0)})
		if !v.Valid || p == nil || p.Address != r.Address {
			t.Errorf("the recorded signature: %+v", v)
		}
	}
	for _, x := range file.Interop {
		message, err := hex.DecodeString(x.Message)
		if err != nil {
			t.Fatal(err)
		}
		if err := waves.VerifySignature(unbase58(t, x.PublicKey), message, unbase58(t, x.Signature)); err != nil {
			t.Errorf("XEdDSA: %v", err)
		}
	}
}

// body is a token request whose parts a test breaks one at a time.
type body struct{ grant, scope, username, password, client string }

func (b body) form() string {
	s := "grant_type=" + url.QueryEscape(b.grant) + "&scope=" + url.QueryEscape(b.scope) + "&username=" + url.QueryEscape(b.username) + "&password=" + url.QueryEscape(b.password)
	if b.client != "" {
		s += "&client_id=" + url.QueryEscape(b.client)
	}
	return s
}

// signer makes requests by one test account.
type signer struct {
	t       testing.TB
	account *sign.Account
}

func (s signer) sign(message string) []byte {
	sig, err := s.account.SignMessage([]byte(message), bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		s.t.Fatal(err)
	}
	return sig[:]
}

func (s signer) b58(message string) string { return base58.Encode(s.sign(message)) }

const (
	pre    = "\xff\xff\xff\x01"
	good   = "W:waves.exchange:1584646800"
	expiry = "1584646800"
)

// signed is the right request, but for the signature being over another message.
func (s signer) signed(message string) body {
	return body{"password", "general", s.account.String(), expiry + ":" + s.b58(message), "waves.exchange"}
}

func order() *big.Int {
	l, _ := new(big.Int).SetString("27742317777372353535851937790883648493", 10)
	return l.Add(l, new(big.Int).Lsh(big.NewInt(1), 252))
}

// addOrder adds k times the group order to s, leaving the sign bit where it is.
func addOrder(sig []byte, k int64) []byte {
	out := slices.Clone(sig)
	bit := out[63] & 0x80
	half := slices.Clone(out[32:])
	half[31] &= 0x7f
	slices.Reverse(half)
	n := new(big.Int).SetBytes(half)
	n.Add(n, new(big.Int).Mul(order(), big.NewInt(k)))
	raw := n.FillBytes(make([]byte, 32))
	slices.Reverse(raw)
	copy(out[32:], raw)
	out[63] |= bit
	return out
}

const ripple = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"

func withCode(s string) string {
	var codes []string
	for _, b := range []byte(s) {
		codes = append(codes, strconv.Itoa(int(b)))
	}
	return strings.Join(codes, ",")
}

func utf16le(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func sized(s string) string { return string([]byte{byte(len(s) >> 8), byte(len(s))}) + s }

func TestVerifyNamesEveryMistake(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	right := s.signed(pre + good)
	sig := s.sign(pre + good)
	b58 := base58.Encode(sig)
	blake := blake2b.Sum256([]byte(pre + good))
	signBit := signer{t, signWith(1)}
	message := func(m string) func(body) body {
		return func(body) body { return s.signed(m) }
	}
	password := func(p string) func(body) body {
		return func(b body) body { b.password = p; return b }
	}
	signature := func(text string) func(body) body { return password(expiry + ":" + text) }
	username := func(u string) func(body) body {
		return func(b body) body { b.username = u; return b }
	}
	at := func(expires string) func(body) body {
		return func(b body) body {
			b.password = expires + ":" + s.b58(pre+"W:waves.exchange:"+expires)
			return b
		}
	}
	by := func(a *sign.Account) func(body) body {
		return func(b body) body { b.password = expiry + ":" + signer{t, a}.b58(pre+good); return b }
	}
	key := s.account.PublicKey
	bit255 := key
	bit255[31] |= 0x80
	corrupt := []byte(b58)
	corrupt[10] = map[bool]byte{true: 'b', false: 'a'}[corrupt[10] == 'a']
	swapped := []byte(b58)
	for i := 60; ; i++ {
		if swapped[i] != swapped[i+1] {
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			break
		}
	}
	flip := slices.Clone(signBit.sign(pre + good))
	flip[63] ^= 0x80

	tests := []struct {
		label  string
		name   string
		change func(body) body
		repair bool // the request can be put right without a new signature
	}{
		{"prefix_missing", "", message(good), false},
		{"prefix_wrong", "version 2", message("\xff\xff\xff\x02" + good), false},
		{"prefix_wrong", "any version", message("\xff\xff\xff\x77" + good), false},
		{"prefix_wrong", "three bytes", message("\xff\xff\xff" + good), false},
		{"prefix_doubled", "", message(pre + pre + good), false},
		{"prefix_at_end", "", message(good + pre), false},
		{"prefix_utf8_encoded", "", message("\u00ff\u00ff\u00ff\u0001" + good), false},
		{"prefix_as_text", "array plus string", message("255,255,255,1" + good), false},
		{"prefix_as_text", "all the bytes as numbers", message(withCode(pre + good)), false},
		{"prefix_as_text", "hex", message("ffffff01" + good), false},
		{"wallet_auth_instead_of_custom_data", "waves.exchange", message(sized("WavesWalletAuthentication") + sized("waves.exchange") + sized(good)), false},
		{"wallet_auth_instead_of_custom_data", "localhost", message(sized("WavesWalletAuthentication") + sized("localhost") + sized(good)), false},
		{"message_hashed_first", "", message(string(blake[:])), false},
		{"message_hex_text", "", message(hex.EncodeToString([]byte(pre + good))), false},
		{"message_hex_text", "behind the prefix", message(pre + hex.EncodeToString([]byte(good))), false},
		{"message_base64_text", "", message(pre + "base64:" + base64.StdEncoding.EncodeToString([]byte(good))), false},
		{"message_utf16", "", message(pre + utf16le(good)), false},
		{"message_trailing_newline", "", message(pre + good + "\n"), false},
		{"message_trailing_newline", "carriage return too", message(pre + good + "\r\n"), false},
		{"wrong_chain", "testnet", message(pre + "T:waves.exchange:" + expiry), false},
		{"wrong_chain", "any byte", message(pre + "?:waves.exchange:" + expiry), false},
		{"wrong_chain_case", "", message(pre + "w:waves.exchange:" + expiry), false},
		{"wrong_chain_numeric", "", message(pre + "87:waves.exchange:" + expiry), false},
		{"message_chain_missing", "", message(pre + "waves.exchange:" + expiry), false},
		{"wrong_client_id", "", message(pre + "W:wx.network:" + expiry), false},
		{"wrong_client_id_case", "in the message", message(pre + "W:Waves.Exchange:" + expiry), false},
		{"wrong_client_id_case", "everywhere", func(b body) body {
			b = s.signed(pre + "W:Waves.Exchange:" + expiry)
			b.client = "Waves.Exchange"
			return b
		}, false},
		{"message_fields_swapped", "", message(pre + "waves.exchange:W:" + expiry), false},
		{"message_separator", "spaces", message(pre + "W: waves.exchange: " + expiry), false},
		{"message_separator", "dots", message(pre + "W.waves.exchange." + expiry), false},
		{"expires_mismatch", "one second", message(pre + "W:waves.exchange:1584646799"), false},
		{"expires_mismatch", "four minutes", message(pre + "W:waves.exchange:1584647040"), false},
		{"expires_mismatch", "time zone of Moscow", message(pre + "W:waves.exchange:1584657600"), false},
		{"expires_milliseconds", "", at("1584646800123"), false},
		{"expires_milliseconds_in_message", "round", message(pre + "W:waves.exchange:1584646800000"), false},
		{"expires_milliseconds_in_message", "with a rest", message(pre + "W:waves.exchange:1584646800777"), false},
		{"expires_milliseconds_in_password", "", password("1584646800777:" + b58), false},
		{"expires_is_duration", "", at("604800"), false},
		{"expires_is_duration", "in the message only", message(pre + "W:waves.exchange:604800"), false},
		{"expires_not_integer", "float", at("1584646800.0"), false},
		{"expires_not_integer", "exponent", at("1.5846468e+09"), false},
		{"expires_not_integer", "duration as float", at("604800.0"), false},
		{"expires_not_integer", "date", at("2020-03-19T19:40:00Z"), false},
		{"expires_not_integer", "in the message only", message(pre + "W:waves.exchange:1584646800.0"), false},
		{"expires_over_7_days", "", at(strconv.Itoa(now + 8*86400)), false},
		{"expires_over_7_days", "by a second", at(strconv.Itoa(now + 604801)), false},
		{"expired", "", at(strconv.Itoa(now)), false},
		{"other_key", "", by(sign.AccountFromSeed([]byte("another seed"), 0)), false},
		{"username_is_address", "", username(waves.Address(key[:], 'W')), false},
		{"username_is_private_key", "", username(s.account.PrivateKey()), true},
		{"username_is_seed", "", username(phrase), false},
		{"username_hex", "", username(hex.EncodeToString(key[:])), true},
		{"username_base64", "", username(base64.StdEncoding.EncodeToString(key[:])), true},
		{"username_wrong_length", "31 bytes", username(base58.Encode(key[:31])), false},
		{"username_wrong_length", "33 bytes", username(base58.Encode(append([]byte{1}, key[:]...))), false},
		{"username_wrong_length", "an e-mail address", username("user@example.com"), false},
		{"public_key_non_canonical", "", username(base58.Encode(bit255[:])), true},
		{"low_order_public_key", "", username(strings.Repeat("1", 32)), false},
		{"signature_base64", "", signature(base64.StdEncoding.EncodeToString(sig)), true},
		{"signature_base64url", "", signature(base64.RawURLEncoding.EncodeToString(sig)), true},
		{"signature_hex", "", signature(hex.EncodeToString(sig)), true},
		{"signature_base58_prefix", "", signature("base58:" + b58), true},
		{"signature_base58_other_alphabet", "Flickr", signature(base58.EncodeAlphabet(sig, base58.FlickrAlphabet)), true},
		{"signature_base58_other_alphabet", "Ripple", signature(base58.EncodeAlphabet(sig, base58.NewAlphabet(ripple))), true},
		{"signature_bad_base58", "", signature(b58[:20] + "0" + b58[21:]), true},
		{"signature_corrupted", "first half", signature(string(corrupt)), true},
		{"signature_corrupted", "neighbours exchanged", signature(string(swapped)), true},
		{"signature_63_bytes", "last byte cut", signature(base58.Encode(sig[:63])), true},
		{"signature_65_bytes", "byte behind", signature(base58.Encode(append(slices.Clone(sig), 1))), true},
		{"signature_65_bytes", "byte in front", signature(base58.Encode(append([]byte{27}, sig...))), true},
		{"signature_wrong_length", "59 bytes", signature(base58.Encode(sig[:59])), false},
		{"signature_wrong_length", "message in front", signature(base58.Encode(append([]byte(pre+good), sig...))), true},
		{"signature_missing", "", password(expiry + ":"), false},
		{"signature_missing", "undefined", password(expiry + ":undefined"), false},
		{"signature_missing", "no colon either", password(expiry), false},
		{"signature_sign_bit_lost", "", func(b body) body {
			b.username, b.password = signBit.account.String(), expiry+":"+base58.Encode(flip)
			return b
		}, true},
		{"signature_non_canonical_s", "s + L", signature(base58.Encode(addOrder(sig, 1))), true},
		{"signature_non_canonical_s", "s + 5L", signature(base58.Encode(addOrder(sig, 5))), true},
		{"password_separator_missing", "", password(expiry + b58), true},
		{"password_separator_missing", "dot", password(expiry + "." + b58), true},
		{"password_separator_missing", "space", password(expiry + " " + b58), true},
		{"password_fields_swapped", "", password(b58 + ":" + expiry), true},
		{"password_expires_missing", "", password(b58), false},
		{"password_expires_missing", "colon alone", password(":" + b58), false},
		{"password_double_encoded", "", password(expiry + "%3A" + b58), true},
		{"password_double_encoded", "three times", password(expiry + "%253A" + b58), true},
		{"password_whitespace", "line break", password(expiry + ":" + b58 + "\n"), true},
		{"password_whitespace", "wrapped", password(expiry + ":" + b58[:40] + "\r\n" + b58[40:]), true},
		{"password_is_message", "", password(good + ":" + b58), true},
		{"wrong_scope", "", func(b body) body { b.scope = "client"; return b }, true},
		{"wrong_grant_type", "", func(b body) body { b.grant = "client_credentials"; return b }, true},
		{"client_id_missing", "", func(b body) body { b.client = ""; return b }, true},
	}
	opts := waves.Options{Now: time.Unix(now, 0), Chain: 'W'}
	named := map[string]bool{"body_is_json": true} // TestVerifyReadsEveryInput
	for _, tt := range tests {
		named[tt.label] = true
		t.Run(tt.label+"/"+tt.name, func(t *testing.T) {
			v := waves.Verify(tt.change(right).form(), opts)
			if v.Valid || v.Mistake != tt.label {
				t.Errorf("valid %v, mistakes %v; want %s", v.Valid, v.Mistakes, tt.label)
			}
			if v.Explanation == "" || v.Fix == "" {
				t.Errorf("no explanation or fix")
			}
			if (v.Repaired != nil) != tt.repair {
				t.Fatalf("repaired %v; want %v", v.Repaired != nil, tt.repair)
			}
			if tt.repair {
				if again := waves.Verify(v.Repaired.FormBody, opts); !again.Valid {
					t.Errorf("the repaired request is not valid: %v", again.Mistakes)
				}
			}
		})
	}
	for label := range needsSeed() {
		named[label] = true // TestSuspectsNameTheSigner
	}
	labels := map[string]bool{}
	for _, l := range mistake.Labels() {
		labels[l.Mistake] = true
	}
	for label := range readVectors(t).Mistakes {
		if !named[label] || !labels[label] {
			t.Errorf("no test makes the verifier say %s", label)
		}
	}
	for _, own := range []string{"password_missing", "username_missing", "refresh_request"} {
		delete(labels, own)
	}
	if want := len(readVectors(t).Mistakes); len(labels) != want {
		t.Errorf("%d labels beside our own; want %d", len(labels), want)
	}
}

// TestLengthsInWords: a length is said as one says it.
func TestLengthsInWords(t *testing.T) {
	for _, tt := range []struct {
		n      int
		en, ru string
	}{{1, "it is 1 byte", "в нём 1 байт"}, {22, "it is 22 bytes", "в нём 22 байта"}, {12, "it is 12 bytes", "в нём 12 байт"}, {31, "it is 31 bytes", "в нём 31 байт"}} {
		text := body{"password", "general", base58.Encode(bytes.Repeat([]byte{7}, tt.n)), expiry + ":" + base58.Encode(make([]byte, 64)), "waves.exchange"}.form()
		for lang, want := range map[string]string{"en": tt.en, "ru": tt.ru} {
			if got := waves.Verify(text, waves.Options{Now: time.Unix(now, 0), Lang: lang}); got.Mistake != "username_wrong_length" || got.Mistakes[0].Detail != want {
				t.Errorf("%s: %v; want %q", lang, got.Mistakes, want)
			}
		}
	}
}

// signWith finds a test account whose Edwards key has the given sign.
func signWith(bit byte) *sign.Account {
	for n := uint32(0); ; n++ {
		a := sign.AccountFromSeed([]byte("sign bit"), n)
		sig, err := a.SignMessage(nil, nil)
		if err != nil {
			panic(err)
		}
		if sig[63]>>7 == bit {
			return a
		}
	}
}

func TestSuspectsNameTheSigner(t *testing.T) {
	own := sign.AccountFromSeed([]byte(phrase), 0)
	edKey := ed25519.NewKeyFromSeed(unbase58(t, own.PrivateKey()))
	form := func(user *sign.Account, sig []byte) string {
		return body{"password", "general", user.String(), expiry + ":" + base58.Encode(sig), "waves.exchange"}.form()
	}
	by := func(seed string, nonce uint32) []byte {
		return signer{t, sign.AccountFromSeed([]byte(seed), nonce)}.sign(pre + good)
	}
	tests := []struct {
		name, seed, want string
		form             string
	}{
		{"signed with a line break", phrase, "other_key_seed_whitespace", form(own, by(phrase+"\n", 0))},
		{"the line break is in the seed given", phrase + "\n", "other_key_seed_whitespace", form(own, by(phrase+"\n", 0))},
		{"no-break space inside", phrase, "other_key_seed_whitespace", form(own, by(strings.Replace(phrase, " ", "\u00a0", 1), 0))},
		{"third account", phrase, "other_key_nonce", form(own, by(phrase, 2))},
		{"username of the third account", phrase, "other_key_nonce", form(sign.AccountFromSeed([]byte(phrase), 2), by(phrase, 0))},
		{"private key as seed", phrase, "other_key_private_key_as_seed", form(own, by(own.PrivateKey(), 0))},
		{"Ed25519 of the private key", phrase, "ed25519_instead_of_curve25519", form(own, ed25519.Sign(edKey, []byte(pre+good)))},
		{"username of a stranger", phrase, "other_key", form(sign.AccountFromSeed([]byte("stranger"), 0), by(phrase, 0))},
		{"signed by a stranger", phrase, "other_key", form(own, by("stranger", 0))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			suspects, err := sign.Suspects(tt.seed, sign.KindAuto, 0)
			if err != nil {
				t.Fatal(err)
			}
			v := waves.Verify(tt.form, waves.Options{Now: time.Unix(now, 0), Suspects: suspects})
			if v.Valid || v.Mistake != tt.want {
				t.Errorf("mistakes %v; want %s", v.Mistakes, tt.want)
			}
		})
	}
}

func TestVerifyFindsTwoMistakes(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	tests := []struct {
		name string
		body body
		want string
	}{
		{"no prefix, and a line break", s.signed(good + "\n"), "prefix_missing message_trailing_newline"},
		{"no prefix, for testnet", s.signed("T:waves.exchange:" + expiry), "prefix_missing wrong_chain"},
		{"the published iOS code", body{"password", "client", s.account.String(), "604800.0:" + s.b58(pre+"W:waves.exchange:604800.0"), "waves.exchange"},
			"expires_not_integer expires_is_duration wrong_scope"},
		{"hex, and no client id", body{"password", "general", s.account.String(), expiry + ":" + hex.EncodeToString(s.sign(pre+good)), ""}, "client_id_missing signature_hex"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := waves.Verify(tt.body.form(), waves.Options{Now: time.Unix(now, 0)})
			var got []string
			for _, m := range v.Mistakes {
				got = append(got, m.Mistake)
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("mistakes %v; want %s", got, tt.want)
			}
		})
	}
}

func TestVerifyReadsEveryInput(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	right := s.signed(pre + good)
	form := right.form()
	user, pass := right.username, right.password
	testnet := body{"password", "general", user, expiry + ":" + s.b58(pre+"T:wx.network:"+expiry), "wx.network"}.form()
	asJSON := `{"grant_type":"password","scope":"general","username":"` + user + `","password":"` + pass + `","client_id":"waves.exchange"}`
	tests := []struct{ name, input, want string }{
		{"form", form, ""},
		{"form with the colon as it is", strings.Replace(form, "%3A", ":", 1), ""},
		{"form with a line break from the paste", form[:90] + "\n" + form[90:] + "\n", ""},
		{"parameters in another order", "client_id=waves.exchange&" + strings.TrimSuffix(form, "&client_id=waves.exchange"), ""},
		{"quoted", strconv.Quote(form), ""},
		{"URL with a query", "https://api.waves.exchange/v1/oauth2/token?" + form, ""},
		{"key and password on two lines", user + "\n" + pass, ""},
		{"key and password on one line", user + " " + pass, ""},
		{"password alone", pass, "username_missing"},
		{"developer tools", "grant_type: password\nscope: general\nusername: " + user + "\npassword: " + pass + "\nclient_id: waves.exchange", ""},
		{"JSON", asJSON, "body_is_json"},
		{"curl", "curl -X POST https://api.waves.exchange/v1/oauth2/token -H 'Content-Type: application/x-www-form-urlencoded' -d '" + form + "'", ""},
		{"curl, one parameter each", "curl https://api.waves.exchange/v1/oauth2/token \\\n  -d grant_type=password \\\n  -d scope=general --data-urlencode \"username=" + user + "\" --data-urlencode 'password=" + pass + "' --data=client_id=waves.exchange", ""},
		{"curl to testnet", "curl -d '" + testnet + "' https://api-testnet.wx.network/v1/oauth2/token", ""},
		{"testnet password to mainnet", "curl -d '" + testnet + "' https://api.wx.network/v1/oauth2/token", "wrong_chain"},
		{"curl with JSON", "curl https://api.waves.exchange/v1/oauth2/token --json '" + asJSON + "'", "body_is_json"},
		{"curl that says the form is JSON", "curl https://api.waves.exchange/v1/oauth2/token -H 'content-type: application/json' -d '" + form + "'", "body_is_json"},
		{"curl with a line break sent", "curl https://api.waves.exchange/v1/oauth2/token --data-binary $'" + strings.TrimSuffix(form, "&client_id=waves.exchange") + "%0A&client_id=waves.exchange'", "password_whitespace"},
		{"HTTP", "POST /v1/oauth2/token HTTP/1.1\r\nHost: api-testnet.wx.network\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" + testnet, ""},
		{"refresh", "grant_type=refresh_token&scope=general&refresh_token=example&client_id=waves.exchange", "refresh_request"},
		{"nothing", "", "password_missing"},
		{"words", "why does it not work", "password_separator_missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := waves.Verify(tt.input, waves.Options{Now: time.Unix(now, 0)})
			found := false
			for _, m := range v.Mistakes {
				found = found || m.Mistake == tt.want
			}
			if v.Valid != (tt.want == "") || tt.want != "" && !found {
				t.Errorf("valid %v, mistakes %v; want %q", v.Valid, v.Mistakes, tt.want)
			}
		})
	}
}

func TestVerifySaysWhichLaxPeersAccept(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	sig := s.sign(pre + good)
	tests := []struct {
		times int64
		want  string
	}{
		{1, "ts-lib-crypto curve25519-js gowaves"},
		{2, "ts-lib-crypto curve25519-js"},
		{7, "ts-lib-crypto curve25519-js"},
	}
	for _, tt := range tests {
		b := s.signed(pre + good)
		b.password = expiry + ":" + base58.Encode(addOrder(sig, tt.times))
		v := waves.Verify(b.form(), waves.Options{Now: time.Unix(now, 0)})
		if v.Mistake != "signature_non_canonical_s" || strings.Join(v.LaxAccepts, " ") != tt.want {
			t.Errorf("s + %dL: %s, %v; want %s", tt.times, v.Mistake, v.LaxAccepts, tt.want)
		}
	}
	// Keys anyone can forge for: u = 0, 1, p-1, p, p+1.
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	for _, u := range []*big.Int{big.NewInt(0), big.NewInt(1), new(big.Int).Sub(p, big.NewInt(1)), p, new(big.Int).Add(p, big.NewInt(1))} {
		raw := u.FillBytes(make([]byte, 32))
		slices.Reverse(raw)
		b := s.signed(pre + good)
		b.username = base58.Encode(raw)
		if v := waves.Verify(b.form(), waves.Options{}); v.Mistake != "low_order_public_key" {
			t.Errorf("u = %v: %q; want low_order_public_key", u, v.Mistake)
		}
	}
}

func TestVerifyRepeatsNoSecret(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	for _, secret := range []string{phrase, s.account.PrivateKey(), "correct horse battery staple"} {
		for _, lang := range []string{"en", "ru"} {
			b := s.signed(pre + good)
			b.username = secret
			raw, err := json.Marshal(waves.Verify(b.form(), waves.Options{Now: time.Unix(now, 0), Lang: lang}))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(raw), secret) {
				t.Errorf("the verdict repeats a secret username")
			}
		}
	}
}

func TestEveryMistakeIsExplainedInBothLanguages(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range mistake.Labels() {
		if seen[l.Mistake] {
			t.Errorf("%s is listed twice", l.Mistake)
		}
		seen[l.Mistake] = true
		for _, lang := range []string{"en", "ru"} {
			m := mistake.Explain(l.Mistake, lang)
			if m.Explanation == "" || m.Cause == "" || m.Fix == "" {
				t.Errorf("%s lacks a text in %s", l.Mistake, lang)
			}
			russian := strings.ContainsFunc(m.Explanation, func(r rune) bool { return r >= 'а' && r <= 'я' })
			if russian != (lang == "ru") {
				t.Errorf("%s: the text for %s is in the other language", l.Mistake, lang)
			}
		}
	}
	if len(seen) == 0 {
		t.Fatal("there are no labels")
	}
}

// FuzzVerify: any text has a verdict with a known label; a valid one stays valid when its request is written anew.
func FuzzVerify(f *testing.F) {
	file := readVectors(f)
	for _, n := range file.Negative {
		f.Add(n.FormBody)
	}
	for _, p := range file.Positive {
		f.Add(p.FormBody)
		f.Add(p.PublicKey + "\n" + p.Password)
	}
	f.Add("curl https://api.waves.exchange/v1/oauth2/token -d $'a\\nb' -H 'x'")
	labels := map[string]bool{"": true}
	for _, l := range mistake.Labels() {
		labels[l.Mistake] = true
	}
	f.Fuzz(func(t *testing.T, input string) {
		v := waves.Verify(input, waves.Options{Now: time.Unix(now, 0)})
		if !labels[v.Mistake] || v.Valid != (v.Mistake == "") {
			t.Fatalf("valid %v with mistake %q", v.Valid, v.Mistake)
		}
		if _, err := json.Marshal(v); err != nil {
			t.Fatal(err)
		}
		if v.Repaired != nil && !waves.Verify(v.Repaired.FormBody, waves.Options{Now: time.Unix(now, 0), Chain: v.Repaired.Chain[0]}).Valid {
			t.Fatalf("the repaired request is not valid")
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	file := readVectors(b)
	opts := waves.Options{Now: time.Unix(now, 0), Chain: 'W'}
	b.Run("valid", func(b *testing.B) {
		for b.Loop() {
			waves.Verify(file.Positive[0].FormBody, opts)
		}
	})
	for _, n := range file.Negative {
		switch n.Mistake {
		case "prefix_missing", "signature_corrupted", "other_key_nonce": // an early answer, a late one, and every try in vain
			b.Run(n.Mistake, func(b *testing.B) {
				for b.Loop() {
					waves.Verify(n.FormBody, opts)
				}
			})
		}
	}
}
