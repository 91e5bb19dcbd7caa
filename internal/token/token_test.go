package token

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// jws is a token with a signature of the right length that signs nothing.
func jws(header, claims string) string {
	return b64(header) + "." + b64(claims) + "." + base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{0x5a}, 256))
}

const (
	rsHeader   = `{"alg":"RS256","typ" : "JWT","kid" : "test-key"}`
	userClaims = `{"exp":1700003600,"iat":1700000000,"iss":"https://id.example.com/realms/demo","aud":["api","account"],` +
		`"sub":"3f1c","azp":"demo-client","realm_access":{"roles":["user","admin"]},"name":"Анна Примерова","email":"anna@example.com"}`
)

func names(ms []Member) string {
	var list []string
	for _, m := range ms {
		list = append(list, m.Name)
	}
	return strings.Join(list, " ")
}

func codes(t Token) string {
	var list []string
	for _, r := range t.Repairs {
		list = append(list, r.Code)
	}
	for _, d := range t.Damage {
		list = append(list, d.Part+":"+d.Reason)
	}
	return strings.Join(list, " ")
}

func wrap(s string, n int, sep string) string {
	var b strings.Builder
	for len(s) > n {
		b.WriteString(s[:n] + sep)
		s = s[n:]
	}
	return b.String() + s
}

func TestInspect(t *testing.T) {
	whole := jws(rsHeader, userClaims)
	const all = "exp iat iss aud sub azp realm_access name email"
	h, p, sig := strings.Split(whole, ".")[0], strings.Split(whole, ".")[1], strings.Split(whole, ".")[2]
	padded := strings.ReplaceAll(base64.URLEncoding.EncodeToString([]byte(rsHeader))+"."+base64.StdEncoding.EncodeToString([]byte(userClaims+" "))+"."+sig, "", "")
	tests := []struct {
		name, in   string
		kind       Kind
		claims     string // names
		complete   bool
		wantCodes  string
		wantOpaque string
	}{
		{"complete", whole, KindJWS, all, true, "", ""},
		{"wrapped at 75", wrap(whole, 75, "\n"), KindJWS, all, true, "whitespace_removed", ""},
		{"wrapped, CRLF, blank lines", wrap(whole, 64, " \r\n\r\n   "), KindJWS, all, true, "whitespace_removed", ""},
		{"line breaks turned into blanks", wrap(whole, 76, " "), KindJWS, all, true, "whitespace_removed", ""},
		{"escaped line breaks", wrap(whole, 64, `\n`), KindJWS, all, true, "whitespace_removed", ""},
		{"node string pieces", "'" + wrap(whole, 64, "' +\n    '") + "'", KindJWS, all, true, "quotes_removed whitespace_removed", ""},
		{"zero-width spaces", wrap(whole, 40, "\u200b"), KindJWS, all, true, "whitespace_removed", ""},
		{"quoted", `"` + whole + `"`, KindJWS, all, true, "quotes_removed", ""},
		{"escaped quotes", `\"` + whole + `\"`, KindJWS, all, true, "quotes_removed", ""},
		{"typographic quotes", "«" + whole + "»", KindJWS, all, true, "quotes_removed", ""},
		{"bearer", "Authorization: Bearer " + whole, KindJWS, all, true, "bearer_prefix", ""},
		{"percent", strings.ReplaceAll(whole, ".", "%2E"), KindJWS, all, true, "percent_decoded", ""},
		{"padding", padded, KindJWS, all, true, "base64_alphabet", ""},
		{"trailing comma", whole + `",`, KindJWS, all, true, "trailing_junk", ""},
		{"rest of a JSON body", whole + `","expires_in":300}`, KindJWS, all, true, "trailing_junk", ""},
		{"full stop", whole + ".", KindJWS, all, true, "trailing_junk", ""},
		{"words after it", whole + " has expired", KindJWS, all, true, "trailing_junk", ""},
		{"unsecured, 3 parts", b64(`{"alg":"none"}`) + "." + p + ".", KindJWS, all, true, "", ""},
		{"unsecured, 2 parts", b64(`{"alg":"none"}`) + "." + p, KindJWS, all, true, "", ""},
		{"signature missing", h + "." + p, KindJWS, all, false, "cut_off", ""},
		{"signature cut", whole[:len(whole)-21], KindJWS, all, false, "cut_off", ""},
		{"payload cut in the name", h + "." + b64(userClaims[:strings.Index(userClaims, "Прим")+1]), KindJWS, "exp iat iss aud sub azp realm_access", false, "cut_off", ""},
		{"number cut", h + "." + b64(`{"iss":"a","exp":17000`), KindJWS, "iss", false, "cut_off", ""},
		{"ellipsis in the payload", h + "." + p[:60] + "...", KindJWS, "exp iat", false, "ellipsis cut_off", ""},
		{"ellipsis in the middle", h + "." + p[:60] + "…" + sig, KindJWS, "exp iat", false, "ellipsis cut_off", ""},
		{"masked signature", h + "." + p + ".***", KindJWS, all, false, "ellipsis cut_off", ""},
		{"header only", "eyJ...", KindJWS, "", false, "ellipsis cut_off", ""},
		{"foreign letter in the payload", h + "." + p[:80] + "]" + p[81:] + "." + sig, KindJWS, "exp iat", false, "payload:not_base64url", ""},
		{"letter lost in the payload", h + "." + p[:80] + p[81:] + "." + sig, KindJWS, "exp iat", false, "", ""},
		{"letter doubled in the header", h[:22] + h[21:] + "." + p + "." + sig, KindJWS, all, false, "", ""},
		{"blank for a lost letter", h + "." + p[:90] + " " + p[91:] + "." + sig, KindJWS, "exp iat", false, "", ""},
		{"blank for a lost letter in the signature", h + "." + p + "." + sig[:90] + " " + sig[91:], KindJWS, all, false, "signature:blank", ""},
		{"foreign letters in the signature", h + "." + p + "." + sig[:90] + "@®" + sig[92:], KindJWS, all, false, "signature:not_base64url", ""},
		{"last letter changed", whole[:len(whole)-1] + "3", KindJWS, all, false, "signature:trailing_bits", ""},
		{"parts too many", whole + "." + sig, KindJWS, all, false, "signature:extra_part", ""},
		{"not UTF-8", h + "." + b64("{\"iss\":\"a\",\"name\":\"J\xf6rg\",\"exp\":1}") + "." + sig, KindJWS, "iss exp", false, "payload:not_utf8", ""},
		{"jwe", b64(`{"alg":"dir","enc":"A256GCM"}`) + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA", KindJWE, "", true, "", ""},
		{"jwe cut", b64(`{"alg":"dir","enc":"A256GCM"}`) + "..AAAAAAAAAAAAAAAA.AAAA", KindJWE, "", false, "cut_off", ""},
		{"flattened JSON", `{"payload":"` + p + `","protected":"` + h + `","signature":"` + sig + `"}`, KindJWS, all, true, "json_serialisation", ""},
		{"general JSON", `{"payload":"` + p + `","signatures":[{"protected":"` + h + `","header":{"x":1},"signature":"` + sig + `"}]}`, KindJWS, all, true, "json_serialisation", ""},
		{"uuid", "b3f1c2d4-0000-4000-8000-123456789abc", KindOpaque, "", true, "", "uuid"},
		{"quoted uuid and comma", `"b3f1c2d4-0000-4000-8000-123456789abc",`, KindOpaque, "", true, "quotes_removed trailing_junk", "uuid"},
		{"google", "Bearer ya29.a0AfB_byExampleExample", KindOpaque, "", true, "bearer_prefix", "google_access"},
		{"github", "gho_ExampleExampleExampleExampleExample", KindOpaque, "", true, "", "github_oauth"},
		{"random", "fJk3_9aLmQ0-ZxExampleExample", KindOpaque, "", true, "", "base64url"},
		{"flask", "eyJ1c2VyIjoxfQ.ZXhhbXBsZQ.c2lnbmF0dXJlc2lnbmF0dXJl", KindOpaque, "", true, "", "json_cookie"},
		{"words", "hello world, this is no token", KindOpaque, "", true, "", "text"},
		{"empty", "", KindOpaque, "", true, "", "empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Inspect(tt.in)
			if got.Kind != tt.kind || names(got.Claims) != tt.claims || got.Complete != tt.complete || got.Opaque != tt.wantOpaque {
				t.Errorf("got %s %q complete=%v opaque=%q; want %s %q %v %q\n%s", got.Kind, names(got.Claims), got.Complete, got.Opaque,
					tt.kind, tt.claims, tt.complete, tt.wantOpaque, codes(got))
			}
			if c := codes(got); c != tt.wantCodes && (tt.wantCodes != "" || tt.complete) {
				t.Errorf("got repairs and damage %q; want %q", c, tt.wantCodes)
			}
			if !tt.complete && codes(got) == "" {
				t.Error("incomplete without a reason")
			}
			for _, d := range got.Damage {
				if !strings.HasPrefix(tt.in[d.Offset:], d.Bytes) {
					t.Errorf("damage %q is not at offset %d", d.Bytes, d.Offset)
				}
				if d.Text("en") == "" || d.Text("ru") == "" {
					t.Errorf("no words for %q", d.Reason)
				}
			}
			for _, r := range got.Repairs {
				if r.Text("en") == "" || r.Text("ru") == "" || strings.Contains(r.Text("en"), "%") {
					t.Errorf("no words for %q: %q", r.Code, r.Text("en"))
				}
			}
			if tt.kind == KindOpaque && (OpaqueText(got.Opaque, "en") == "" || OpaqueText(got.Opaque, "ru") == "") {
				t.Errorf("no words for %q", got.Opaque)
			}
		})
	}
}

// The place of damage is told in bytes of what was pasted, through line breaks and all.
func TestDamagePlace(t *testing.T) {
	whole := jws(rsHeader, userClaims)
	in := wrap(whole[:120]+"]]"+whole[122:], 50, "\r\n")
	got := Inspect(in)
	want := Damage{"payload", strings.IndexByte(in, ']'), "]]", "not_base64url"}
	if len(got.Damage) != 1 || got.Damage[0] != want {
		t.Errorf("got %+v; want %+v", got.Damage, want)
	}
}

func TestAccessors(t *testing.T) {
	tok := Inspect(jws(`{"alg":"ES256","typ":"at+jwt","kid":"k1"}`,
		`{"iss":"https://i.example.com","sub":"s","aud":"one","azp":"cl","scp":["a","b c"],"exp":"1700000000","iat":1700000000.5,"nbf":1.7e9,"auth_time":1700000000000,"n":{"b": [1 , 2]}}`))
	exp, ok := tok.ClaimTime("exp")
	if !ok || !exp.Equal(time.Unix(1700000000, 0)) {
		t.Errorf("exp as a numeric string: got %v %v", exp, ok)
	}
	if iat, ok := tok.ClaimTime("iat"); !ok || iat.Nanosecond() != 5e8 {
		t.Errorf("fractional iat: got %v %v", iat, ok)
	}
	if nbf, ok := tok.ClaimTime("nbf"); !ok || !nbf.Equal(exp) {
		t.Errorf("nbf with exponent: got %v %v", nbf, ok)
	}
	if at, ok := tok.ClaimTime("auth_time"); ok {
		t.Errorf("milliseconds taken for seconds: got %v", at)
	}
	got := fmt.Sprint(tok.Alg(), tok.Typ(), tok.Kid(), tok.Issuer(), tok.Subject(), tok.Audience(), tok.AZP(), tok.Scope())
	if want := "ES256at+jwtk1https://i.example.coms[one]cl[a b c]"; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
	if v, _ := tok.Claim("n"); string(v) != `{"b":[1,2]}` {
		t.Errorf("value not compact: %s", v)
	}
	if n := len(Inspect(jws(rsHeader, userClaims)).Signature()); n != 256 {
		t.Errorf("signature: got %d bytes; want 256", n)
	}
}

// The example of OIDC Core appendix A.3 and A.4: at_hash and c_hash of its own values.
func TestLeftHash(t *testing.T) {
	for _, tt := range []struct{ alg, value, want string }{
		{"RS256", "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "77QmUPtjPfzWtF2AnpK9RQ"},
		{"RS256", "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "LDktKdoQak3Pk0cnXxCltA"},
		{"none", "x", ""},
	} {
		if got, ok := LeftHash(tt.alg, tt.value); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: got %q %v; want %q", tt.alg, got, ok, tt.want)
		}
	}
}

// A token in a token, and headers no signature covers.
func TestNested(t *testing.T) {
	inner := jws(rsHeader, `{"iss":"https://id.example.com"}`)
	got := Inspect(b64(`{"alg":"RS256","cty":"JWT"}`) + "." + b64(inner) + "." + b64(strings.Repeat("x", 256)))
	if got.Nested == nil || got.Nested.Issuer() != "https://id.example.com" || !got.Complete {
		t.Errorf("nested token not read: complete=%v %s", got.Complete, codes(got))
	}
	got = Inspect(`{"payload":"` + b64(`{"iss":"a"}`) + `","signatures":[{"header":{"alg":"RS256","kid":"k"},"signature":"` + b64(strings.Repeat("x", 256)) + `"}]}`)
	if names(got.Unprotected) != "alg kid" || got.Issuer() != "a" || got.Header != nil {
		t.Errorf("got unprotected %q, issuer %q", names(got.Unprotected), got.Issuer())
	}
}

func TestLooks(t *testing.T) {
	for in, want := range map[string]bool{
		jws(rsHeader, userClaims): true, "eyJ...": true, b64("{\n \"alg\":\"RS256\"}") + ".e30.": true,
		"eyJpdiI6": false, "ya29.a0": false, "": false, "eyes.open": false, "e": false,
	} {
		if got := Looks(in); got != want {
			t.Errorf("%q: got %v; want %v", in, got, want)
		}
	}
}

func TestHugeTokens(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 10000) + "1" + strings.Repeat("}", 10000)
	for name, in := range map[string]string{
		"1 MB claim":     jws(rsHeader, `{"iss":"a","x":"`+strings.Repeat("y", 1<<20)+`"}`),
		"10 000 deep":    jws(rsHeader, `{"iss":"a","x":`+deep+`}`),
		"many members":   jws(rsHeader, `{"iss":"a"`+strings.Repeat(`,"x":1`, 1<<17)+`}`),
		"1 MB of blanks": jws(rsHeader, `{"iss":"a"}`) + strings.Repeat(" ", 1<<20) + "\n.",
	} {
		if got := Inspect(in); got.Issuer() != "a" || !got.Complete {
			t.Errorf("%s: complete=%v %s", name, got.Complete, codes(got))
		}
	}
	for name, in := range map[string]string{
		"dots": "eyJ" + strings.Repeat(".a", 1<<19), "brackets": "eyJ." + strings.Repeat("]", 1<<20),
		"percent": "eyJ." + strings.Repeat("%20", 1<<18), "open braces": b64(strings.Repeat(`{"a":`, 1<<18)) + ".e30.",
		"lone brackets": "eyJ." + strings.Repeat("[a", 1<<18),
	} {
		if got := Inspect(in); got.Complete {
			t.Errorf("%s: taken for complete", name)
		}
	}
}

func FuzzInspect(f *testing.F) {
	whole := jws(rsHeader, userClaims)
	for _, s := range []string{whole, wrap(whole, 60, " \n"), whole[:200] + "…", "Bearer " + whole[:150] + "]" + whole[151:], `{"payload":"e30","protected":"e30","signature":""}`,
		"eyJhbGciOiJub25lIn0.e30", b64(`{"alg":"dir","enc":"A256GCM"}`) + "..a.b.c", "%65yJ.%", "eyJ", b64(rsHeader) + "." + b64(whole) + ".", "'eyJ' + \n'.'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tok := Inspect(s)
		parts := strings.Split(tok.Raw, ".")
		if tok.Complete && tok.Kind != KindOpaque && tok.Header != nil {
			for _, p := range parts {
				raw, err := base64.RawURLEncoding.DecodeString(p)
				if err != nil || base64.RawURLEncoding.EncodeToString(raw) != p {
					t.Fatalf("complete, but a part does not survive decoding and encoding: %q", p)
				}
			}
		}
		if tok.Complete && (len(tok.Damage) > 0 || tok.HeaderPartial || tok.ClaimsPartial) {
			t.Fatal("complete with damage or a part missing")
		}
		for _, d := range tok.Damage {
			if d.Offset < 0 || d.Offset > len(s) || len(d.Bytes) > 8 {
				t.Fatalf("bad place %+v", d)
			}
		}
		if tok.Kind == KindOpaque {
			return
		}
		for i, ms := range [][]Member{tok.Header, tok.Claims} {
			decoded := []byte{}
			if i < len(parts) {
				end := strings.IndexFunc(parts[i]+"=", func(r rune) bool { return r >= 128 || !isBase64URL(byte(r)) })
				decoded = decodeRaw([]byte(parts[i][:end]))
			}
			for _, m := range ms {
				if !json.Valid(m.Value) {
					t.Fatalf("value of a member is not JSON: %q", m.Value)
				}
				name, _ := json.Marshal(m.Name)
				if !bytes.Contains(decoded, []byte(m.Name)) && !bytes.Contains(decoded, []byte(`\`)) {
					t.Fatalf("member %s is not in the bytes", name)
				}
			}
		}
	})
}

func BenchmarkInspect2KB(b *testing.B) {
	in := jws(rsHeader, strings.Replace(userClaims, "anna@", strings.Repeat("a", 800)+"@", 1))
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		Inspect(in)
	}
}

func BenchmarkInspect1MB(b *testing.B) {
	in := jws(rsHeader, `{"x":"`+strings.Repeat("y", 1<<20)+`"}`)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		Inspect(in)
	}
}
