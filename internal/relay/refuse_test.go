package relay

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The flag is offered only where it would help.
func TestRefusalOffersAFlagThatPermits(t *testing.T) {
	r, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"https://169.254.169.254/latest": "No flag permits",
		"https://[::]/token":             "No flag permits",
		"https://10.0.0.7/token":         "-relay-allow 10.0.0.7",
		"https://sso.example.com/token":  "-relay-allow sso.example.com",
	} {
		_, err := r.target(Request{Method: "GET", URL: url}, "en")
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Rule != "target" || !strings.Contains(refusal.Hint, want) {
			t.Errorf("%s: %+v; want %s", url, refusal, want)
		}
	}
}

// TestWordsInBothLanguages: every refusal, failure and note is said in both languages, with the same blanks, and so is every
// block of addresses.
func TestWordsInBothLanguages(t *testing.T) {
	blanksIn := func(s string) []string {
		found := regexp.MustCompile(`\{\w+\}`).FindAllString(s, -1)
		slices.Sort(found)
		return found
	}
	const cyrillic = "абвгдежзийклмнопрстуфхцчшщыэюя"
	for _, table := range []map[string]phrase{rules, failures, notes} {
		if len(table) == 0 {
			t.Error("an empty table")
		}
		for code, say := range table {
			for _, each := range []text{say.message, say.hint} {
				if each.en == "" || strings.ContainsAny(each.en, cyrillic) || !strings.ContainsAny(each.ru, cyrillic) || !slices.Equal(blanksIn(each.en), blanksIn(each.ru)) {
					t.Errorf("%s: %+v", code, each)
				}
			}
		}
	}
	for en, ru := range alerts {
		if say := fail("tls", "tls_alert", "en", blanks{"alert": alertOf(en)}); !strings.HasSuffix(say.Message, ": "+en) || !strings.HasSuffix(say.Words["ru"].Message, en+" ("+ru+")") || !strings.ContainsAny(ru, cyrillic) {
			t.Errorf("%s: %+v", en, say)
		}
	}
	for _, b := range blocks {
		if b.name.en == "" || b.name.ru == "" || strings.ContainsAny(b.name.en, cyrillic) {
			t.Errorf("%s: %+v", b.prefix, b.name)
		}
	}
}

// The whole of a refusal is in the language asked for: the address, its block and what to do.
func TestRefusalInRussian(t *testing.T) {
	_, resolver := startDNS(t, map[string][][]string{"login.example.com": {{"169.254.169.254"}}, "id.example.com": {{"10.0.0.7"}}})
	r := newRelay(t, Config{Resolver: resolver})
	r.targets = append(r.targets, "login.example.com", "id.example.com")
	for url, want := range map[string]string{
		"https://login.example.com/": "login.example.com ведёт на 169.254.169.254, а это не адрес публичного интернета: 169.254.0.0/16, локальный канал, метаданные облака (RFC 3927)",
		"https://id.example.com/":    "id.example.com ведёт на 10.0.0.7, адрес внутри сети или этой машины: 10.0.0.0/8, частная сеть (RFC 1918)",
	} {
		_, err := r.Send(t.Context(), Request{Method: "GET", URL: url}, Options{Lang: "ru"})
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Message != want || refusal.Words["ru"] != refusal.Said || !strings.Contains(refusal.Words["en"].Message, " leads to ") {
			t.Errorf("%s: %+v; want %q", url, err, want)
		}
	}
}
