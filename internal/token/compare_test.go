package token

import (
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	base := `"iss":"https://id.example.com","sub":"u1","aud":["api","account"],"scope":"openid email","exp":1700003600,"iat":1700000000,"sid":"s1","typ":"Bearer"`
	for _, tt := range []struct{ name, old, new, want string }{
		{"nothing", "", "", "no difference that matters"},
		{"audience lost", `["api","account"]`, `"account"`, "the second lacks the audience api"},
		{"audience order", `["api","account"]`, `["account","api"]`, "no difference that matters"},
		{"scope won", "openid email", "openid email orders", "only the second has the scope orders"},
		{"issuer", "https://id.example.com", "https://id.example.org", "the issuers differ: https://id.example.com and https://id.example.org"},
		{"user", `"u1"`, `"u2"`, "different users"},
		{"login", `"s1"`, `"s2"`, "different logins"},
		{"renewed", `"exp":1700003600,"iat":1700000000`, `"exp":1700004200,"iat":1700000600`, "issued 10 min later"},
		{"lifetime", "1700003600", "1700000300", "the first lives 1 h, the second 5 min"},
		{"kind", `"Bearer"`, `"ID"`, "the first is an access token, the second an ID token"},
	} {
		a, b := withClaims(rsHeader, "{"+base+"}"), withClaims(rsHeader, "{"+strings.Replace(base, tt.old, tt.new, 1)+"}")
		got := Compare(a, b, "en")
		if s := strings.Join(got.Meaning, "; "); !strings.Contains(s, tt.want) {
			t.Errorf("%s: got %q; want %q", tt.name, s, tt.want)
		}
		if ru := Compare(a, b, "ru"); len(ru.Meaning) != len(got.Meaning) || strings.Contains(strings.Join(ru.Meaning, ""), "%") {
			t.Errorf("%s in Russian: %q", tt.name, ru.Meaning)
		}
		if tt.name == "renewed" {
			for _, d := range got.Differences {
				if d.Name == "exp" && d.Delta != "+10 min" {
					t.Errorf("delta of exp: got %q; want +10 min", d.Delta)
				}
			}
		}
	}
	// What a cut took away is not called missing.
	cut := Inspect(b64(rsHeader) + "." + b64("{"+base[:60]) + "…")
	if s := strings.Join(Compare(withClaims(rsHeader, "{"+base+"}"), cut, "en").Meaning, "; "); strings.Contains(s, "lacks") {
		t.Errorf("cut off token: %q", s)
	}
}

func TestCompareResponses(t *testing.T) {
	jwt := jws(rsHeader, userClaims)
	got := CompareResponses(`{"grant_type":"passport","access_token":"b3f1c2d4-0000-4000-8000-123456789abc","expires_in":3600}`,
		`{"access_token":"`+jwt+`","expires_in":3599,"refresh_expires_in":3599}`, "en")
	s := strings.Join(got.Meaning, "; ")
	for _, want := range []string{"no grant_type", "access_token is opaque uuid in the first answer and jws RS256 in the second", "refresh_expires_in is new"} {
		if !strings.Contains(s, want) {
			t.Errorf("got %q; want %q", s, want)
		}
	}
	for _, d := range got.Differences {
		if strings.Contains(string(d.B), jwt[:40]) {
			t.Error("the text of a token shows")
		}
	}
}
