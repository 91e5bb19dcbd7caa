package token

import (
	"fmt"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	whole := jws(rsHeader, userClaims)
	wrapped := wrap(whole, 70, "\n\n")
	const uuid = "b3f1c2d4-0000-4000-8000-123456789abc"
	for _, tt := range []struct{ name, in, want string }{
		{"token response", `{"access_token": "` + whole + `", "token_type":"Bearer", "refresh_token":"` + uuid + `","expires_in":300}`, "access_token refresh_token"},
		{"wrapped token response", `{"access_token": "` + wrapped + "\", \n\"token_type\":\"Bearer\"}", "access_token"},
		{"damaged token response", `"access_token": "` + whole[:30] + "]" + whole[31:] + `",`, "access_token"},
		{"fragment", "https://app.example.com/cb#access_token=" + whole + "&token_type=bearer&id_token=" + whole, "access_token id_token"},
		{"cookie", "Cookie: theme=dark; KEYCLOAK_IDENTITY=" + whole + "; other=1", "KEYCLOAK_IDENTITY"},
		{"header", "GET / HTTP/1.1\nAuthorization: Bearer " + whole + "\nHost: api.example.com", "Bearer"},
		{"opaque bearer", "curl -H 'authorization: bearer ya29.a0AfB_byExampleExample'", "bearer"},
		{"bare", "the token is " + whole + " and it failed", ""},
		{"bare, wrapped", "token:\n" + wrap(whole, 64, "\n") + "\nwhat is wrong with it?", "token"},
		{"php", "'access_token' => '" + uuid + "',", "access_token"},
		{"two", whole + "\n" + whole, " "},
		{"escaped JSON", `{\"id_token\":\"` + whole + `\"}`, "id_token"},
	} {
		var found []string
		for _, f := range Find(tt.in) {
			found = append(found, f.Name)
			if tt.in[f.Offset:f.Offset+len(f.Value)] != f.Value {
				t.Errorf("%s: value is not at its offset", tt.name)
			}
			if tok := Inspect(f.Value); tok.Kind == KindJWS && tok.Raw != whole && len(tok.Damage) == 0 {
				t.Errorf("%s: not the whole token: %s", tt.name, codes(tok))
			}
		}
		if got := strings.Join(found, " "); got != tt.want || len(found) == 0 {
			t.Errorf("%s: got %q %d; want %q", tt.name, got, len(found), tt.want)
		}
	}
	for _, in := range []string{"", "no token here", `{"token_type":"Bearer","error":"invalid_token"}`, "code=400 token expired", "token: none"} {
		if got := Find(in); len(got) != 0 {
			t.Errorf("%q: found %d", in, len(got))
		}
	}
}

// A character that no token has does not cut the token off, whatever stands before it.
func TestFindKeepsDamagedTokensWhole(t *testing.T) {
	whole := jws(rsHeader, userClaims)
	dot := strings.IndexByte(whole, '.')
	at := func(i int, with string) string { return whole[:i] + with + whole[i+1:] }
	for _, damaged := range []string{at(dot+30, "@"), at(dot+30, "®"), at(dot+30, "]]"), at(10, "|"), at(len(whole)-40, "@®"), at(dot+30, "+"), at(dot-1, "/"),
		strings.Replace(at(dot+30, "@"), whole[dot+60:dot+61], "!", 1)} {
		for _, label := range []string{"", "access_token=", "Authorization: Bearer ", "token: ", "Cookie: sid=", "id_token -> "} {
			for _, end := range []string{"", "&x=1", "; a=b", " expired", "\nnext line", ")", "]", "} and", ", code 401", "\" said"} {
				text := label + damaged + end
				list := Find(text)
				if len(list) != 1 || list[0].Value != damaged {
					t.Errorf("%s…%s: found %d: %+v; want the damaged token whole", label, end, len(list), list)
				}
			}
		}
	}
	for _, text := range []string{whole + "|" + whole, "[" + whole + "][" + whole + "]", whole + "/" + whole, whole + "]|" + whole} {
		if list := Find(text); len(list) != 2 || list[0].Value != whole || list[1].Value != whole {
			t.Errorf("two tokens beside each other: found %d", len(list))
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("access_token=eyJ.a&x=\"y\"")
	f.Add("Bearer eyJ\n.\neyJ.\n\"")
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, got := range Find(s) {
			if got.Offset < end || got.Value == "" || s[got.Offset:got.Offset+len(got.Value)] != got.Value {
				t.Fatalf("bad place: %v", fmt.Sprint(got.Offset, end))
			}
			end = got.Offset + len(got.Value)
		}
	})
}
