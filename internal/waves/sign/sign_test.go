package sign

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mr-tron/base58"

	"grantlens/internal/waves"
)

type vector struct {
	ID           string  `json:"id"`
	SeedKind     string  `json:"seed_kind"`
	Seed         *string `json:"seed"`
	SeedPrefixed string  `json:"seed_text_with_prefix"`
	SeedBytes    string  `json:"seed_bytes_hex"`
	Nonce        uint32  `json:"nonce"`
	Chain        string  `json:"chain_id"`
	ClientID     string  `json:"client_id"`
	IssuedAt     int64   `json:"issued_at"`
	Expires      int64   `json:"expires"`
	Text         string  `json:"message"`
	Message      string  `json:"message_bytes_hex"`
	Random       string  `json:"random_hex"`
	AccountSeed  string  `json:"account_seed_b58"`
	PrivateKey   string  `json:"private_key_b58"`
	PublicKey    string  `json:"public_key_b58"`
	Address      string  `json:"address"`
	Signature    string  `json:"signature_hex"`
	SignBit      int     `json:"sign_bit"`
	Password     string  `json:"password"`
	FormBody     string  `json:"form_body"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Positive []vector `json:"positive"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Positive) == 0 {
		t.Fatal("the vectors file holds no positive vector")
	}
	return file.Positive
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestSignAgreesWithTsLibCrypto(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.ID, func(t *testing.T) {
			a := AccountFromSeed(unhex(t, v.SeedBytes), v.Nonce)
			byKey, err := Open(v.PrivateKey, KindPrivateKey, 0)
			if err != nil {
				t.Fatal(err)
			}
			if got := base58.Encode(a.AccountSeed[:]); got != v.AccountSeed {
				t.Errorf("account seed differs")
			}
			if a.PrivateKey() != v.PrivateKey || a.String() != v.PublicKey || byKey.PublicKey != a.PublicKey {
				t.Errorf("keys differ: public %s; want %s", a, v.PublicKey)
			}
			req := Request{Kind: KindBase58, Seed: base58.Encode(unhex(t, v.SeedBytes)), Nonce: v.Nonce, Chain: v.Chain[0], ClientID: v.ClientID,
				Expires: v.Expires, Now: time.Unix(v.IssuedAt, 0), NoMargin: true, Random: bytes.NewReader(unhex(t, v.Random))}
			switch {
			case v.SeedPrefixed != "":
				req.Seed, req.Kind = v.SeedPrefixed, KindAuto
			case v.Seed != nil:
				req.Seed, req.Kind = *v.Seed, KindText
			}
			got, err := Sign(req)
			if err != nil {
				t.Fatal(err)
			}
			if got.Password.Password != v.Password || got.FormBody != v.FormBody {
				t.Errorf("form body is\n%s; want\n%s", got.FormBody, v.FormBody)
			}
			if got.Username != v.PublicKey || got.Address != v.Address || got.Text != v.Text || got.Message != v.Message || got.SignBit != v.SignBit {
				t.Errorf("got %+v; want %+v", *got.Password, v)
			}
		})
	}
}

func TestSignRefuses(t *testing.T) {
	now := time.Unix(1584046800, 0)
	good := Request{Seed: "abandon", Chain: 'W', ClientID: "waves.exchange", Now: now}
	tests := []struct {
		name   string
		change func(*Request)
		want   string
	}{
		{"empty seed", func(r *Request) { r.Seed = "" }, "empty"},
		{"only a line break", func(r *Request) { r.Seed = "\n" }, "empty"},
		{"half of a surrogate pair, from JSON", func(r *Request) { r.Seed = "wave \ufffd" }, "broken character"},
		{"not UTF-8", func(r *Request) { r.Seed = "wave \xed\xa0\xbd" }, "broken character"},
		{"base58 with 0", func(r *Request) { r.Seed = "base58:0OIl" }, "not base58"},
		{"private key cut", func(r *Request) { r.Seed, r.Kind = "3kMEhU5z3v8", KindPrivateKey }, "not 32 bytes"},
		{"private key with a nonce", func(r *Request) { r.Kind, r.Nonce = KindPrivateKey, 1 }, "no nonce"},
		{"a week to the second", func(r *Request) { r.Lifetime = 7 * 24 * time.Hour }, "too far"},
		{"a week without margin, one second more", func(r *Request) { r.NoMargin, r.Expires = true, now.Unix()+waves.MaxLifetime+1 }, "too far"},
		{"milliseconds", func(r *Request) { r.Expires = (now.Unix() + 600) * 1000 }, "milliseconds"},
		{"duration given as time", func(r *Request) { r.Expires = 604800 }, "past"},
		{"now", func(r *Request) { r.Expires = now.Unix() }, "past"},
		{"client id with a colon", func(r *Request) { r.ClientID = "waves:exchange" }, "colon"},
		{"no client id", func(r *Request) { r.ClientID = "" }, "missing"},
		{"no chain", func(r *Request) { r.Chain = 0 }, "chain"},
		{"random source ends", func(r *Request) { r.Random = strings.NewReader("short") }, "random"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			req := good
			tt.change(&req)
			_, err := Sign(req)
			var hint *Error
			if !errors.As(err, &hint) || hint.Hint == "" || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v; want one with a hint that says %q", err, tt.want)
			}
		})
	}
	if got, err := Sign(good); err != nil || got.Expires != now.Unix()+waves.MaxLifetime-300 {
		t.Errorf("without an expiry: %+v, %v; want a week minus five minutes", got, err)
	}
}

func TestAlternativesShowWhatTheSeedCouldMean(t *testing.T) {
	const phrase = "dwarf carpet spice picture network elegant level seed tiger disease similar roast shell giant crumble"
	const trimmed = "3P6KW3U9J116WaXfo8d27FKWNpfCKij4uU1"
	key := AccountFromSeed([]byte(phrase), 0).PrivateKey()
	tests := []struct {
		name, seed, kind string
		want             []string
	}{
		{"nothing to ask", phrase, KindAuto, nil},
		{"line break at the end", phrase + "\n", KindAuto, []string{"trimmed"}},
		{"no-break space in front", "\u00a0" + phrase, KindText, []string{"trimmed"}},
		{"byte order mark in front", "\ufeff" + phrase, KindText, []string{"trimmed"}},
		{"zero width space stays, as in JavaScript", phrase + "\u200b", KindText, nil},
		{"base58: read as bytes", "base58:" + key, KindAuto, []string{"text"}},
		{"base58: read as text", "base58:" + key, KindText, []string{"base58"}},
		{"private key typed as a phrase", key, KindAuto, []string{"privateKey"}},
		{"private key, said so", key, KindPrivateKey, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			own, err := Open(tt.seed, tt.kind, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, alt := range Alternatives(own, tt.seed, tt.kind, 0, 'W') {
				got = append(got, alt.Reading)
				if (alt.Reading == "trimmed" || alt.Reading == "privateKey") && alt.Address != trimmed {
					t.Errorf("%s: address %s; want %s", alt.Reading, alt.Address, trimmed)
				}
			}
			if strings.Join(got, " ") != strings.Join(tt.want, " ") {
				t.Errorf("readings %v; want %v", got, tt.want)
			}
		})
	}
}

// FuzzSignThenVerify: whatever the seed, chain and client id, a password that Sign makes is valid to Verify, says the
// same of itself, and is not valid once any bit of the signature is turned.
func FuzzSignThenVerify(f *testing.F) {
	f.Add("abandon", uint32(0), byte('W'), "waves.exchange", uint16(0))
	f.Add(" \x00", uint32(1<<31), byte('T'), "wx.network", uint16(511))
	f.Add("base58:2JtvgNVY8cp4", uint32(7), byte(0xff), "клиент", uint16(256))
	f.Fuzz(func(t *testing.T, seed string, nonce uint32, chain byte, client string, bit uint16) {
		now := time.Unix(1584046800, 0)
		p, err := Sign(Request{Seed: seed, Nonce: nonce, Chain: chain, ClientID: client, Now: now})
		if err != nil {
			return
		}
		opts := waves.Options{Now: now, Chain: chain}
		v := waves.Verify(p.FormBody, opts)
		for _, known := range []string{"waves.exchange", "wx.network"} {
			if client != known && strings.EqualFold(client, known) {
				return // a mistake of its own
			}
		}
		if !v.Valid || v.Username != p.Username || v.Address != p.Address || v.Expires != p.Expires || v.ClientID != client {
			t.Fatalf("verdict %+v", v)
		}
		_, text, _ := strings.Cut(p.Password.Password, ":")
		sig, err := base58.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		sig[bit/8%64] ^= 1 << (bit % 8)
		if waves.VerifySignature(unbase58(t, p.Username), unhex(t, p.Message), sig) == nil {
			t.Fatalf("valid with bit %d turned", bit)
		}
	})
}

func unbase58(t testing.TB, s string) []byte {
	t.Helper()
	raw, err := base58.Decode(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestErrorsHoldNoSeed(t *testing.T) {
	const canary = "canary seed never to be printed"
	for _, req := range []Request{
		{Seed: canary, Kind: KindBase58}, {Seed: canary, Kind: KindPrivateKey}, {Seed: canary + "\xff"}, {Seed: "base58:" + canary}, {Seed: canary, Kind: canary},
	} {
		req.Chain, req.ClientID, req.Now = 'W', "waves.exchange", time.Unix(1584046800, 0)
		_, err := Sign(req)
		var hint *Error
		if err == nil || strings.Contains(err.Error(), "canary") || errors.As(err, &hint) && strings.Contains(hint.Hint, "canary") {
			t.Errorf("error %v", err != nil)
		}
	}
	a := AccountFromSeed([]byte(canary), 0)
	if printed := fmt.Sprintf("%v %+v %#v %s %v %#v", a, a, a, a, *a, *a); strings.Contains(printed, a.PrivateKey()) || strings.Contains(printed, fmt.Sprint(a.key[:4])) {
		t.Errorf("printing an account shows its key")
	}
}

func BenchmarkSign(b *testing.B) {
	a := AccountFromSeed([]byte("abandon"), 0)
	message := waves.Message('W', "waves.exchange", 1584651600)
	for b.Loop() {
		if _, err := a.SignMessage(message, nil); err != nil {
			b.Fatal(err)
		}
	}
}
