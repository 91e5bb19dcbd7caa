package providers

import (
	"strings"
	"testing"
)

// FuzzRecognise checks that a hit lies where it says, and that what surrounds an
// address changes nothing about whose it is.
func FuzzRecognise(f *testing.F) {
	for _, s := range []string{
		"https://id.example.com/realms/shop/protocol/openid-connect/token", "login.microsoftonline.com", "providerId: 'google'", "/login/oauth2/code/okta",
		"AADSTS50011: text", "https://user@dev-1.okta.com:443/oauth2/default/v1/token?x=1#y", ".okta.com", "https://[::1]/auth/realms/x", "//", "oidc.eks..amazonaws.com",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lower := strings.ToLower(s)
		hits := ByText(lower)
		for i, h := range hits {
			if _, ok := Get(h.ID); !ok || h.Offset < 0 || h.Offset >= len(lower) || h.Weight < 1 || h.Weight > 99 {
				t.Fatalf("hit %+v in %d bytes", h, len(lower))
			}
			if i > 0 && hits[i-1].Weight < h.Weight {
				t.Fatal("the surest hit is not first")
			}
		}
		id, ok := ByURL(s)
		if up, _ := ByURL(strings.ToUpper(lower)); ok && isASCII(s) && up != id {
			t.Fatalf("%q is of %q, in capitals of %q", s, id, up)
		}
		if q, _ := ByURL(s + "?state=1"); ok && !strings.ContainsAny(s, "?#") && q != id {
			t.Fatalf("%q is of %q, with a query of %q", s, id, q)
		}
	})
}

func isASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }

// FuzzLookup checks that every fact found names the error asked for, or has a text
// or status that fits, and that the order is that of the tiers.
func FuzzLookup(f *testing.F) {
	f.Add("keycloak", "token", 401, "invalid_client", "Invalid client or Invalid client credentials")
	f.Add("", "", 400, "", "AADSTS7000215: Invalid client secret")
	f.Add("github", "token", 200, "", "error=bad_verification_code")
	f.Add("waves", "", 400, "9440512", "")
	f.Fuzz(func(t *testing.T, provider, endpoint string, status int, err, text string) {
		q := Query{Provider: provider, Endpoint: endpoint, Status: status, Error: err, Description: text}
		for _, fact := range Lookup(q) {
			named := fact.Error != "" && sameError(fold(fact.Error), fold(err))
			fits := fact.matcher != nil && fact.matcher.match(fold(text))
			if !named && !fits && fact.Status != status {
				t.Fatalf("%+v found %s", q, fact.Key())
			}
		}
	})
}

func BenchmarkByText(b *testing.B) {
	line := "2026-01-02 03:04:05,678 INFO  [com.example.shop.Orders] (worker-1) order 4711 of customer 12 shipped to example street in 14 ms\n"
	text := strings.ToLower(strings.Repeat(line, 8000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if hits := ByText(text); len(hits) != 0 {
			b.Fatal(hits)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		Lookup(Query{Provider: "keycloak", Status: 401, Error: "invalid_client", Description: "Invalid client or Invalid client credentials"})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		mustLoad(embedded, "data")
	}
}

func BenchmarkDecodeAllFacts(b *testing.B) {
	for b.Loop() {
		for _, f := range mustLoad(embedded, "data").files {
			f.all()
		}
	}
}
