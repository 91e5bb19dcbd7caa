package token

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
)

// scan reads a text as bad OCR does: about every ninth character wrong.
func scan(s string, rng *rand.Rand) string {
	wrong := map[rune][]string{
		'0': {"O", "O", "O", "@", "®"}, 'O': {"0", "0"}, 'l': {"1", "1", "1", "I", "l1", "1l"}, '1': {"l", "I", "1I"}, 'J': {"I", "I", "IJ", "JI", "]"},
		'v': {"V"}, 'n': {"N"}, 'x': {"X", "X"}, 'f': {"F"}, 'j': {"J", "]"}, 'w': {"W"}, '5': {"S"}, '9': {"O", "I"}, 'u': {"U"}, '4': {"A"},
		'I': {"T", "l"}, 'k': {"K"}, 's': {"S"}, 'y': {"Y"}, '_': {" "}, 'q': {"g"}, 'i': {"I"}, 'L': {"l"}, 'o': {"O"}, 'z': {"Z"}, '2': {"Z"},
	}
	rate := map[rune]float64{'0': .6, 'O': .45, 'l': .5, 'J': .45, '1': .3}
	var b strings.Builder
	for i, r := range s {
		p, ok := rate[r]
		if !ok {
			p = .08
		}
		if i > 3 && len(wrong[r]) > 0 && rng.Float64() < p {
			b.WriteString(wrong[r][rng.IntN(len(wrong[r]))])
			continue
		}
		if i > 3 && r != '.' && rng.Float64() < .002 {
			continue // lost
		}
		b.WriteRune(r)
	}
	return b.String()
}

func uuid(rng *rand.Rand) string {
	a, b := rng.Uint64(), rng.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%x%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, 8+b>>62, b>>48&0xfff, b&0xffffffffffff)
}

// invented makes an access token of Keycloak's shape about nobody.
func invented(rng *rand.Rand) Token {
	people := [][4]string{{"Ульяна", "Тестова", "Егоровна", "u.testova"}, {"Марк", "Образцов", "Ильич", "mark"}, {"Alice", "Sample", "", "alice.sample"},
		{"Глеб", "Пробный", "Олегович", "gleb.p"}, {"Bob", "Example", "", "bob"}, {"Йцук", "Ъфвмо", "", "jcuk.01l"}}
	who := people[rng.IntN(len(people))]
	iat := 1600000000 + rng.IntN(200000000)
	sid := uuid(rng)
	// Names near those of the word list, and names near nothing.
	client := []string{"shop-frontend", "test_client", "mobile-app", "reporting", "qzx7-kvw", "tset-cleint"}[rng.IntN(6)]
	realm := []string{"demo", "master", "customers", "STAFF", "derno", "wqk"}[rng.IntN(6)]
	claims := fmt.Sprintf(`{"exp":%d,"iat":%d,"jti":"%s","iss":"https://sso.example.com/realms/%s","aud":["%s-api","account"],"sub":"%s","typ":"Bearer","azp":"%s",`+
		`"session_state":"%s","acr":"1","realm_access":{"roles":["offline_access","uma_authorization","%s"]},"scope":"openid profile email","sid":"%s","email_verified":true,`+
		`"name":"%s %s","preferred_username":"%s","given_name":"%s","middle_name":"%s","family_name":"%s","email":"%s@example.com"}`,
		iat+300*(1+rng.IntN(12)), iat, uuid(rng), realm, client, uuid(rng), client, sid, []string{"manager", "viewer", "operator", "maneger", "OPS2"}[rng.IntN(5)], sid,
		who[0], who[1], who[3], who[0], who[2], who[1], who[3])
	return withClaims(`{"alg":"RS256","typ":"JWT","kid":"`+uuid(rng)+`"}`, claims)
}

// cases is n; half of that as WASM, where the same search takes five times as long.
func cases(n int) int {
	if runtime.GOOS == "js" {
		return n / 2
	}
	return n
}

// Of badly scanned tokens most claims come back, and none that is called certain is wrong.
func TestRecover(t *testing.T) {
	n := cases(4)
	if os.Getenv("GRANTLENS_OCR_CASES") != "" {
		fmt.Sscan(os.Getenv("GRANTLENS_OCR_CASES"), &n)
	}
	rng := rand.New(rand.NewPCG(20, 26))
	right, all, certain := 0, 0, 0
	sure := map[string][2]int{}
	for range n {
		want := invented(rng)
		in := scan(want.Raw, rng)
		if tok := Inspect(in); tok.Complete || len(tok.Damage) == 0 {
			t.Error("the scan is not seen as damaged")
		}
		got, ok := Recover(in)
		if !ok {
			t.Errorf("nothing recovered of %q", in)
			continue
		}
		for _, w := range want.Claims {
			all++
			for _, g := range got.Claims {
				if g.Name != w.Name {
					continue
				}
				c := sure[g.Confidence]
				c[1]++
				if string(g.Value) == string(w.Value) {
					right++
					c[0]++
					if g.Confidence == Certain {
						certain++
					}
				} else {
					t.Logf("%s: %s: got %s; was %s", g.Confidence, g.Name, g.Value, w.Value)
					if g.Confidence == Certain {
						t.Errorf("%s is called certain and wrong: got %s; was %s", g.Name, g.Value, w.Value)
					}
				}
				sure[g.Confidence] = c
			}
		}
		for _, g := range got.Claims {
			if _, ok := lookup(want.Claims, g.Name); !ok && g.Confidence == Certain {
				t.Errorf("claim %s is called certain and does not exist", g.Name)
			}
		}
		for _, p := range got.Places {
			if p.Offset < 0 || p.Offset+len(p.Was) > len(in) || in[p.Offset:p.Offset+len(p.Was)] != p.Was {
				t.Fatalf("place %+v is not in the text", p)
			}
		}
	}
	t.Logf("right %d of %d, %d of them certain; right and all by confidence: %v", right, all, certain, sure)
	if right*100 < all*90 {
		t.Errorf("got %d of %d claims right; want 90 %%", right, all)
	}
	if certain*8 < all {
		t.Errorf("only %d of %d claims are certain", certain, all)
	}
}

// An undamaged token comes back as it is, and a cut one as far as it goes.
func TestRecoverSound(t *testing.T) {
	whole := invented(rand.New(rand.NewPCG(3, 4)))
	cut := whole.Raw[:strings.LastIndexByte(whole.Raw, '.')-200]
	for name, in := range map[string]string{"whole": whole.Raw, "cut": cut} {
		got, ok := Recover(in)
		want := Inspect(in).Claims
		if !ok || len(got.Claims) != len(want) || len(got.Places) != 0 {
			t.Fatalf("%s: got %d claims and %d places, %v; want %d and none", name, len(got.Claims), len(got.Places), ok, len(want))
		}
		for i, m := range want {
			if g := got.Claims[i]; g.Name != m.Name || string(g.Value) != string(m.Value) || g.Confidence != Certain {
				t.Errorf("%s: got %s %s %s; want %s %s", name, g.Confidence, g.Name, g.Value, m.Name, m.Value)
			}
		}
	}
}

// One wrong letter costs no claim, nor the trust in the others.
func TestRecoverOneLetter(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range cases(3) {
		whole := invented(rng)
		at := len(whole.Raw)/4 + rng.IntN(len(whole.Raw)/4)
		for _, in := range []string{whole.Raw[:at] + "®" + whole.Raw[at+1:], whole.Raw[:at] + whole.Raw[at+1:]} {
			got, _ := Recover(in)
			right, sure := 0, 0
			for _, m := range whole.Claims {
				for _, g := range got.Claims {
					switch same := string(g.Value) == string(m.Value); {
					case g.Name != m.Name:
					case same && g.Confidence == Certain:
						right++
						sure++
					case same:
						right++
					case g.Confidence == Certain:
						t.Errorf("called certain and wrong: got %s %s; was %s", g.Name, g.Value, m.Value)
					}
				}
			}
			if n := len(whole.Claims); right < n-2 || sure < n/2 {
				t.Errorf("got %d of %d claims right, %d certain", right, n, sure)
			}
		}
	}
}

func TestRecoverNonsense(t *testing.T) {
	for _, in := range []string{"", "hello", ".", "..", "]]]]]]]].]]]]]]]].", strings.Repeat("@", 3000), "gho_ExampleExample", "eyJ"} {
		if got, ok := Recover(in); ok && len(got.Claims) > 0 {
			for _, c := range got.Claims {
				if c.Confidence == Certain {
					t.Errorf("%q: certain of %s", in, c.Name)
				}
			}
		}
	}
}

func FuzzRecover(f *testing.F) {
	rng := rand.New(rand.NewPCG(5, 6))
	f.Add(scan(jws(`{"alg":"HS256"}`, `{"iss":"https://a.example.com","exp":1700000000}`), rng))
	f.Add("eyJ]bGci.eyJ@.x")
	f.Add("eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0 .")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 400 {
			return // the search is slow by design
		}
		got, _ := Recover(s)
		for _, p := range got.Places {
			if p.Offset < 0 || p.Offset+len(p.Was) > len(s) || s[p.Offset:p.Offset+len(p.Was)] != p.Was {
				t.Fatalf("place %+v is not in the text", p)
			}
		}
		for _, m := range append(got.Header, got.Claims...) {
			if !json.Valid(m.Value) {
				t.Fatalf("value of %s is not JSON: %q", m.Name, m.Value)
			}
		}
	})
}
