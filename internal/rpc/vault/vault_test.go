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
	result, failure := call(t, "waves.wallet", vault.WalletParams{Chain: "W", ClientID: "waves.exchange", Expires: 1584651600})
	if failure != nil || !strings.Contains(string(result), "W:waves.exchange:1584651600") {
		t.Errorf("%s, %v", result, failure)
	}
}
