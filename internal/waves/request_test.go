package waves_test

import (
	"encoding/base64"
	"encoding/hex"
	"go/parser"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mr-tron/base58"

	"grantlens/internal/waves"
	"grantlens/internal/waves/sign"
)

// A wallet adds the prefix by itself: what it then signs must be the documented message.
func TestForWalletGivesWhatTheWalletsSign(t *testing.T) {
	for _, p := range readVectors(t).Positive {
		w := waves.ForWallet(p.Chain[0], p.ClientID, p.Expires)
		want := hex.EncodeToString(waves.Message(p.Chain[0], p.ClientID, p.Expires))
		binary, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(w.Binary, "base64:"))
		if err != nil {
			t.Fatal(err)
		}
		if w.Bytes != want || "ffffff01"+hex.EncodeToString(binary) != want || "ffffff01"+hex.EncodeToString([]byte(w.Text)) != want {
			t.Errorf("%s: %+v; want %s", p.ID, w, want)
		}
	}
}

func TestAssembleTakesOrExplainsASignature(t *testing.T) {
	s := signer{t, sign.AccountFromSeed([]byte(phrase), 0)}
	opts := waves.Options{Now: time.Unix(now, 0)}
	p, v := waves.Assemble(s.account.String(), s.b58(pre+good), 'W', "waves.exchange", "", end, opts)
	if want := s.signed(pre + good); !v.Valid || p == nil || p.Password != want.password || p.Scope != "general" {
		t.Errorf("a good signature: %+v", v)
	}
	p, v = waves.Assemble(s.account.String(), s.b58(pre+pre+good), 'W', "waves.exchange", "general", end, opts)
	if v.Valid || v.Mistake != "prefix_doubled" || p != nil {
		t.Errorf("a signature over a doubled prefix: %+v", v)
	}
	if p, v = waves.Assemble("", "", 'W', "waves.exchange", "", end, opts); p != nil || v.Valid {
		t.Errorf("nothing: %+v", v)
	}
}

func TestSnippetsSendTheSameBody(t *testing.T) {
	const endpoint = "https://api.wx.network/v1/oauth2/token"
	body := waves.FormBody("user'$(id)`\"\\", expiry+":sig", "wx.network", "general")
	for _, s := range waves.Snippets(endpoint, body) {
		switch s.Lang {
		case "curl":
			v := waves.Verify(s.Code, waves.Options{})
			if v.Input != "form" || v.ClientID != "wx.network" {
				t.Errorf("curl reads back as %+v", v)
			}
		case "go":
			if _, err := parser.ParseExpr("func() { " + s.Code + " }"); err != nil {
				t.Errorf("go: %v", err)
			}
		}
		if !strings.Contains(s.Code, endpoint) || s.Lang != "curl" && !strings.Contains(s.Code, "%24(id)%60%22%5C") {
			t.Errorf("%s lacks the endpoint or the body:\n%s", s.Lang, s.Code)
		}
	}
}

func TestFormBodiesDecode(t *testing.T) {
	const hard = "a+b c&d=e%f:ё"
	for _, body := range []string{waves.FormBody(hard, hard, hard, hard), waves.RefreshBody(hard, hard, hard)} {
		form, err := url.ParseQuery(body)
		if err != nil {
			t.Fatal(err)
		}
		for name := range form {
			if got := form.Get(name); name != "grant_type" && got != hard {
				t.Errorf("%s is %q; want %q", name, got, hard)
			}
		}
	}
}

func TestAddressAndChains(t *testing.T) {
	for _, p := range readVectors(t).Positive {
		key, err := base58.Decode(p.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		chain, err := waves.ChainByte(p.Chain)
		if err != nil || waves.Address(key, chain) != p.Address {
			t.Errorf("%s: %v, address %s; want %s", p.ID, err, waves.Address(key, chain), p.Address)
		}
	}
	for s, want := range map[string]byte{"W": 'W', "?": '?', "0x57": 'W', "0x00": 0, "ÿ": 0xff} {
		if got, err := waves.ChainByte(s); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "WT", "0x5", "0x157", "Ж", "\xff"} {
		if got, err := waves.ChainByte(s); err == nil {
			t.Errorf("%q: %d; want an error", s, got)
		}
	}
	for _, p := range waves.Profiles() {
		if got, ok := waves.ProfileByID(p.ID); !ok || got != p || len(p.Chain) != 1 || !strings.HasPrefix(p.Endpoint, "https://") {
			t.Errorf("profile %+v", p)
		}
	}
}
