package vault_test

import (
	"encoding/json"
	"strings"
	"testing"

	"grantlens/internal/rpc"
	"grantlens/internal/rpc/vault"
	"grantlens/internal/waves"
)

const seed = "blossom harbor quiet lantern marble orchid river saddle timber velvet winter yellow zebra acorn basil"

func call(t *testing.T, method string, params any) (json.RawMessage, *rpc.Error) {
	t.Helper()
	var m rpc.Mux
	vault.Register(&m)
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	answer := m.Handle(request)
	if strings.Contains(string(answer), seed) {
		t.Errorf("the answer of %s repeats the seed", method)
	}
	var res struct {
		Result json.RawMessage `json:"result"`
		Error  *rpc.Error      `json:"error"`
	}
	if err := json.Unmarshal(answer, &res); err != nil {
		t.Fatal(err)
	}
	return res.Result, res.Error
}

// TestSignedPasswordVerifies: what waves.sign makes, waves.verify takes, for the longest time allowed too.
func TestSignedPasswordVerifies(t *testing.T) {
	for _, lifetime := range []int{3600, 7 * 24 * 3600, 0} {
		result, failure := call(t, "waves.sign", vault.SignParams{Seed: seed, SeedKind: "text", Chain: "W", ClientID: "waves.exchange", Scope: "general", Lifetime: int64(lifetime)})
		if failure != nil {
			t.Fatalf("lifetime %d: %v", lifetime, failure)
		}
		var signed struct {
			FormBody, Address, Curl string
			Snippets                []waves.Snippet
		}
		if err := json.Unmarshal(result, &signed); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(signed.Address, "3P") || !strings.Contains(signed.Curl, "https://api.waves.exchange/v1/oauth2/token") || len(signed.Snippets) != 4 {
			t.Errorf("signed %+v", signed)
		}
		verdict, failure := call(t, "waves.verify", vault.VerifyParams{Input: signed.FormBody})
		if failure != nil || !strings.Contains(string(verdict), `"valid":true`) {
			t.Errorf("lifetime %d: verdict %s, %v", lifetime, verdict, failure)
		}
	}
}

func TestTrimmedSeedIsAnotherAccount(t *testing.T) {
	result, failure := call(t, "waves.sign", vault.SignParams{Seed: seed + "\n", Chain: "W", ClientID: "waves.exchange"})
	if failure != nil {
		t.Fatal(failure)
	}
	var signed struct{ Address, TrimmedAddress string }
	if err := json.Unmarshal(result, &signed); err != nil || signed.TrimmedAddress == "" || signed.TrimmedAddress == signed.Address {
		t.Errorf("%+v, %v; want both addresses", signed, err)
	}
}

// TestRefusalsAreWorded: every refusal has a message and a hint in both languages, and none repeats the seed.
func TestRefusalsAreWorded(t *testing.T) {
	good := vault.SignParams{Seed: seed, SeedKind: "text", Chain: "W", ClientID: "waves.exchange", Scope: "general"}
	bad := map[string]func(*vault.SignParams){
		"empty seed":       func(p *vault.SignParams) { p.Seed = "" },
		"no base58":        func(p *vault.SignParams) { p.SeedKind = "base58" },
		"no private key":   func(p *vault.SignParams) { p.SeedKind = "privateKey" },
		"broken character": func(p *vault.SignParams) { p.Seed += "\uFFFD" },
		"chain":            func(p *vault.SignParams) { p.Chain = "mainnet" },
		"client":           func(p *vault.SignParams) { p.ClientID = "" },
		"colon in client":  func(p *vault.SignParams) { p.ClientID = "waves:exchange" },
		"past":             func(p *vault.SignParams) { p.Expires = 604800 },
		"milliseconds":     func(p *vault.SignParams) { p.Expires = 1584651600000 },
		"a year":           func(p *vault.SignParams) { p.Lifetime = 365 * 24 * 3600 },
		"kind":             func(p *vault.SignParams) { p.SeedKind = "mnemonic" },
	}
	for name, spoil := range bad {
		for _, lang := range []string{"en", "ru"} {
			p := good
			p.Lang = lang
			spoil(&p)
			_, failure := call(t, "waves.sign", p)
			if failure == nil {
				t.Errorf("%s: signed", name)
				continue
			}
			cyrillic := strings.ContainsAny(failure.Message, "абвгдежзиклмнопрстуя")
			if failure.Message == "" || cyrillic != (lang == "ru") || strings.HasPrefix(failure.Message, "sign:") {
				t.Errorf("%s in %s: %q", name, lang, failure.Message)
			}
			if failure.Data == nil || failure.Data.Hint == "" {
				t.Errorf("%s in %s: no hint", name, lang)
			}
		}
	}
}

func TestWalletSignsWithoutASeed(t *testing.T) {
	result, failure := call(t, "waves.wallet", vault.WalletParams{Chain: "W", ClientID: "waves.exchange", Expires: 1584651600, Now: 1584051600})
	if failure != nil || !strings.Contains(string(result), "W:waves.exchange:1584651600") {
		t.Errorf("%s, %v", result, failure)
	}
	for name, p := range map[string]vault.WalletParams{
		"eight days": {Chain: "W", ClientID: "waves.exchange", Lifetime: 8 * 86400},
		"no client":  {Chain: "W"},
		"colon":      {Chain: "W", ClientID: "waves:exchange"},
		"chain":      {Chain: "main", ClientID: "waves.exchange"},
	} {
		if result, failure := call(t, "waves.wallet", p); failure == nil {
			t.Errorf("%s: a wallet is asked to sign %s", name, result)
		}
	}
}

// TestSeedTellsTheMistakesApart: what looks alike from outside is named once the seed is given, and until then the
// answer says what else it may be, in words.
func TestSeedTellsTheMistakesApart(t *testing.T) {
	sign := func(seed, kind string, nonce uint32) waves.Password {
		raw, failure := call(t, "waves.sign", vault.SignParams{Seed: seed, SeedKind: kind, Nonce: nonce, Chain: "W", ClientID: "waves.exchange", Scope: "general"})
		if failure != nil {
			t.Fatal(failure)
		}
		var p waves.Password
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	own := sign(seed, "text", 0)
	for _, tt := range []struct {
		want   string
		signed waves.Password
	}{
		{"other_key_nonce", sign(seed, "text", 3)},
		{"other_key_seed_whitespace", sign(seed+"\n", "text", 0)},
		{"other_key", sign("somebody else's words", "text", 0)},
	} {
		form := waves.FormBody(own.Username, tt.signed.Password, "waves.exchange", "general")
		verify := func(seed, expected string) (v vault.Verified) {
			raw, failure := call(t, "waves.verify", vault.VerifyParams{Input: form, Seed: seed, SeedKind: "text", Expected: expected})
			if failure != nil {
				t.Fatal(failure)
			}
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Fatal(err)
			}
			return v
		}
		if v := verify("", ""); v.Mistake != "other_key" || len(v.Needed) != len(v.Possible) || len(v.Needed) != 4 || v.Needed[0].Explanation == "" || v.Needed[0].Fix == "" {
			t.Errorf("without the seed: %s, needed %v; want other_key, and the four it may be in words", v.Mistake, v.Needed)
		}
		if v := verify(seed, ""); v.Mistake != tt.want || len(v.Needed) != 0 {
			t.Errorf("with the seed: %s, needed %v; want %s and nothing open", v.Mistake, v.Needed, tt.want)
		}
		if v := verify("", tt.signed.Username); v.Mistake != "other_key" || !strings.Contains(v.Mistakes[0].Detail, tt.signed.Username) || len(v.Warnings) == 0 || len(v.Needed) != 4 {
			t.Errorf("with the signer's key: %s, %v, warnings %v; want who signed, that the username is another, and what else it may be", v.Mistake, v.Mistakes, v.Warnings)
		}
		if v := verify("", own.Address); len(v.Warnings) != 0 {
			t.Errorf("with the own address: %v", v.Warnings)
		}
	}
}

// TestWalletAnswerAssembles: what a wallet gives back becomes the same request that the seed would make.
func TestWalletAnswerAssembles(t *testing.T) {
	raw, failure := call(t, "waves.sign", vault.SignParams{Seed: seed, SeedKind: "text", Chain: "T", ClientID: "wx.network", Scope: "general"})
	if failure != nil {
		t.Fatal(failure)
	}
	var signed waves.Password
	if err := json.Unmarshal(raw, &signed); err != nil {
		t.Fatal(err)
	}
	_, signature, _ := strings.Cut(signed.Password, ":")
	for _, expires := range []int64{signed.Expires, signed.Expires - 1} {
		raw, failure = call(t, "waves.assemble", vault.AssembleParams{PublicKey: signed.Username, Signature: signature, Chain: "T", ClientID: "wx.network", Expires: expires})
		if failure != nil {
			t.Fatal(failure)
		}
		var out vault.Assembled
		if err := json.Unmarshal(raw, &out); err != nil {
			t.Fatal(err)
		}
		if right := expires == signed.Expires; right != out.Verdict.Valid || right != (out.Password != nil) {
			t.Fatalf("expires %d: %+v", expires, out)
		} else if right && (out.Password.FormBody != signed.FormBody || len(out.Snippets) != 4 || !strings.Contains(out.Snippets[0].Code, "https://api-testnet.wx.network/")) {
			t.Errorf("assembled %+v", out)
		} else if !right && out.Verdict.Mistake != "expires_mismatch" {
			t.Errorf("a second off: %s; want expires_mismatch", out.Verdict.Mistake)
		}
	}
}

func TestRefreshIsWrittenInEveryLanguage(t *testing.T) {
	raw, failure := call(t, "waves.refresh", vault.RefreshParams{RefreshToken: "it's a+token", Profile: "wx.network"})
	if failure != nil {
		t.Fatal(failure)
	}
	var out vault.Refresh
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	if want := "grant_type=refresh_token&scope=general&refresh_token=it's%20a%2Btoken&client_id=wx.network"; out.FormBody != want || len(out.Snippets) != 4 {
		t.Errorf("got %q and %d snippets; want %q and 4", out.FormBody, len(out.Snippets), want)
	}
	if _, failure := call(t, "waves.refresh", vault.RefreshParams{Profile: "example"}); failure == nil {
		t.Error("an unknown service is taken")
	}
}

// TestWhiteSpaceIsAskedAbout: where white space makes another account, nothing is signed until it is settled which.
func TestWhiteSpaceIsAskedAbout(t *testing.T) {
	sign := func(seed, spaces string) string {
		raw, failure := call(t, "waves.sign", vault.SignParams{Seed: seed, SeedKind: "text", Chain: "W", ClientID: "waves.exchange", Now: 1584046800, Spaces: spaces})
		if failure != nil {
			t.Fatal(failure)
		}
		return string(raw)
	}
	address := func(answer string) string {
		_, rest, _ := strings.Cut(answer, `"address":"`)
		address, _, _ := strings.Cut(rest, `"`)
		return address
	}
	kept, trimmed := address(sign(seed+"\n", "keep")), address(sign(seed+"\n", "trim"))
	if own := address(sign(seed, "ask")); own == "" || trimmed != own || kept == own {
		t.Errorf("kept %s, trimmed %s, without white space %s", kept, trimmed, own)
	}
	if got, want := sign(seed+"\n", "ask"), `{"choice":{"kept":"`+kept+`","trimmed":"`+trimmed+`"}}`; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
	if kept := sign(seed+"\n", "keep"); !strings.Contains(kept, `"expires":1584651300,`) {
		t.Errorf("the time given is not the present: %s", kept)
	}
}
