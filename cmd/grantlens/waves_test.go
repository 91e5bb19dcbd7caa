package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

const (
	wavesSeed    = "dwarf carpet spice picture network elegant level seed tiger disease similar roast shell giant crumble"
	wavesAddress = "3P6KW3U9J116WaXfo8d27FKWNpfCKij4uU1"
)

func runWaves(stdin string, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(append([]string{"waves"}, args...), strings.NewReader(stdin), &o, &e)
	return status, o.String(), e.String()
}

func TestWavesSignThenVerify(t *testing.T) {
	for _, seed := range []string{wavesSeed, wavesSeed + "\n", wavesSeed + "\r\n"} { // echo and printf give the same account
		status, form, errs := runWaves(seed, "sign", "-now", "1584046800", "-format", "form")
		if status != exitOK || errs != "" {
			t.Fatalf("sign: status %d, %s", status, errs)
		}
		status, out, errs := runWaves(form, "verify", "-json", "-chain", "W", "-now", "2020-03-12T21:00:00Z", "-")
		var v struct {
			Valid   bool
			Mistake *string
			Address string
			Expires int64
		}
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Fatal(err, errs)
		}
		if status != exitOK || !v.Valid || v.Mistake == nil || *v.Mistake != "" || v.Address != wavesAddress || v.Expires != 1584651600-300 {
			t.Errorf("verify: status %d, %s", status, out)
		}
		if status, out, _ := runWaves("", "verify", "-now", "1584046800", "-chain", "T", strings.TrimSpace(form)); status != exitFindings || !strings.HasPrefix(out, "wrong_chain: ") {
			t.Errorf("verify for testnet: status %d, %s", status, out)
		}
	}
}

func TestWavesSignAsksAboutWhiteSpace(t *testing.T) {
	status, out, errs := runWaves(wavesSeed+" \n", "sign")
	if status != exitUsage || out != "" || !strings.Contains(errs, wavesAddress) || !strings.Contains(errs, "-spaces keep") {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
	status, out, _ = runWaves(wavesSeed+" \n", "sign", "-spaces", "trim", "-json")
	if status != exitOK || !strings.Contains(out, `"address":"`+wavesAddress+`"`) {
		t.Errorf("trimmed: status %d, %q", status, out)
	}
	status, out, _ = runWaves(wavesSeed+" \n", "sign", "-spaces", "keep", "-json")
	if status != exitOK || strings.Contains(out, `"formBody":"grant_type=password&scope=general&username=CEmrGXatzd6hSGwmKV7ap5X23u2uQcECj9XKMTcci6ap&`) {
		t.Errorf("kept: status %d, %q", status, out)
	}
}

// What a user types must come back in no message, wherever it was typed.
func TestWavesRepeatsNoSeed(t *testing.T) {
	tests := [][]string{
		{"sign"}, {"sign", "-seed-as", "base58"}, {"sign", "-seed-as", "privateKey"}, {"sign", "-expires", "1"}, {"sign", "-json"}, {"sign", wavesSeed},
		{"verify", "username=" + wavesSeed + "&password=1584651600:x"}, {"verify", "-json", "username=" + wavesSeed + "&password=1584651600:x"}, {"verify", "-ask-seed", "x"},
	}
	for _, args := range tests {
		for _, seed := range []string{wavesSeed, wavesSeed + "\xff", " " + wavesSeed} {
			_, out, errs := runWaves(seed, args...)
			if strings.Contains(out+errs, "dwarf carpet") {
				t.Errorf("%q repeats the seed", args[0])
			}
		}
	}
}

func TestWavesRefusesBadUsage(t *testing.T) {
	tests := []struct {
		args []string
		want string
	}{
		{nil, "usage"},
		{[]string{"mint"}, "waves: takes sign or verify first"},
		{[]string{"sign", "-profile", "example.com"}, "-profile"},
		{[]string{"sign", "-chain", "main"}, "-chain"},
		{[]string{"sign", "-seed-as", "words"}, "-seed-as"},
		{[]string{"sign", "-now", "today"}, "-now"},
		{[]string{"sign", "-lifetime", "200h"}, "too far"},
		{[]string{"sign", "-seed", "x"}, "-seed: no such flag"},
		{[]string{"verify", "-chain", ""}, ""},
		{[]string{"verify", "-lang", "de"}, "-lang"},
		{[]string{"verify", "a", "b"}, "quote"},
	}
	for _, tt := range tests {
		status, _, errs := runWaves("abandon", tt.args...)
		if tt.want != "" && (status != exitUsage || !strings.Contains(errs, tt.want)) {
			t.Errorf("%q: status %d, %q; want %q", tt.args, status, errs, tt.want)
		}
	}
}
