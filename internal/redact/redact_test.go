package redact

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/tools/txtar"

	"grantlens/internal/source"
)

var mark = regexp.MustCompile(`(?s)⟦([a-z_]*)\|?(.*?)⟧`)

// sample is an input with its secrets marked.
type sample struct {
	name, text string
	secrets    []string
	kinds      []string
	pieces     []string // the text between the secrets
}

func samples(t testing.TB) []sample {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/samples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var list []sample
	for _, f := range archive.Files {
		s := sample{name: f.Name}
		raw := string(f.Data)
		at := 0
		for _, m := range mark.FindAllStringSubmatchIndex(raw, -1) {
			if m[4] == m[5] {
				s.text += raw[at:m[0]]
				at = m[1]
				continue
			}
			s.text += raw[at:m[0]]
			s.pieces = append(s.pieces, s.text[len(strings.Join(s.pieces, ""))+len(strings.Join(s.secrets, "")):])
			s.kinds = append(s.kinds, raw[m[2]:m[3]])
			s.secrets = append(s.secrets, raw[m[4]:m[5]])
			s.text += raw[m[4]:m[5]]
			at = m[1]
		}
		s.text += raw[at:]
		s.pieces = append(s.pieces, s.text[len(strings.Join(s.pieces, ""))+len(strings.Join(s.secrets, "")):])
		list = append(list, s)
	}
	if len(list) == 0 {
		t.Fatal("no samples")
	}
	return list
}

// labels replaces the words of the package by their kinds.
var labels = regexp.MustCompile(`redacted-([a-z_]+)-\d+`)

func TestSamples(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			// Line by line where the sample is one of lines: the first difference tells most.
			var want strings.Builder
			for i, p := range s.pieces {
				want.WriteString(labels.ReplaceAllString(p, "⟦$1⟧"))
				if i < len(s.secrets) {
					want.WriteString("⟦" + s.kinds[i] + "⟧")
				}
			}
			masked, receipt := Text(s.text, Options{})
			got := labels.ReplaceAllString(masked, "⟦$1⟧")
			if got != want.String() {
				g, w := strings.Split(got, "\n"), strings.Split(want.String(), "\n")
				for i := range max(len(g), len(w)) {
					a, b := "", ""
					if i < len(g) {
						a = g[i]
					}
					if i < len(w) {
						b = w[i]
					}
					if a != b {
						t.Errorf("got:\n%s\nwant:\n%s", a, b)
					}
				}
			}
			if again, _ := Text(masked, Options{}); again != masked {
				t.Errorf("masked again:\n%s\nonce:\n%s", again, masked)
			}
			var total int64
			for _, c := range receipt.Kinds {
				total += c.Count
			}
			if total != receipt.Masked || receipt.Masked != int64(len(s.secrets)) && got == want.String() {
				t.Errorf("the receipt counts %d (sum %d), %d are masked", receipt.Masked, total, len(s.secrets))
			}
		})
	}
}

// stream masks a text fed in pieces of n bytes.
func stream(t testing.TB, text string, n int, opts Options) (string, Receipt) {
	t.Helper()
	var out bytes.Buffer
	r := New(&out, opts)
	for i := 0; i < len(text); i += n {
		if _, err := r.Write([]byte(text[i:min(i+n, len(text))])); err != nil {
			t.Fatal(err)
		}
	}
	receipt, err := r.Close()
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), receipt
}

// canary makes a secret no text holds by chance.
func canary(r *rand.Rand, n int) string {
	const set = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := []byte("q7")
	for len(b) < n {
		b = append(b, set[r.IntN(len(set))])
	}
	return string(b) + "X9z"
}

// TestCanaries plants secrets of every length in every place of the samples, in texts cut into pieces of every size.
func TestCanaries(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	filler := strings.Repeat("2026-03-02 17:31:57 INFO [http-nio-8080-exec-1] c.e.shop.OrderService : order 4711 shipped to anna, total=42.00\n", 400)
	for _, s := range samples(t) {
		if strings.Contains(s.name, "key") || strings.Contains(s.name, "prose") {
			continue // known by their own look, not by what stands before them
		}
		for _, n := range []int{12, 40, 9000, 300000} {
			var text strings.Builder
			var planted []string
			text.WriteString(filler[r.IntN(200):])
			for i, p := range s.pieces {
				text.WriteString(p)
				if i == len(s.secrets) {
					break
				}
				secret := s.secrets[i]
				userInfo := strings.HasSuffix(p, "://app:") && n > 500
				if !userInfo && !strings.ContainsAny(secret, " .%:\\") && s.kinds[i] != "encoded" && s.kinds[i] != "basic" {
					secret = canary(r, n)
					planted = append(planted, secret)
				}
				text.WriteString(secret)
			}
			text.WriteString(filler)
			whole, receipt := Text(text.String(), Options{})
			for i, c := range planted {
				if strings.Contains(whole, c) || n < 9000 && strings.Contains(whole, c[:12]) || strings.Contains(whole, c[len(c)-12:]) {
					t.Errorf("%s: secret %d of %d bytes is still there", s.name, i, n)
				}
			}
			if strings.Count(whole, "order 4711") != strings.Count(text.String(), "order 4711") {
				t.Errorf("%s: lines without secrets were lost", s.name)
			}
			for _, size := range []int{1, 7, 4096, 100000} {
				if size == 1 && n > 40 || size < 100000 && n > 9000 {
					continue // long enough
				}
				got, streamed := stream(t, text.String(), size, Options{})
				if got != whole {
					t.Errorf("%s, secrets of %d bytes: in pieces of %d bytes the result is another", s.name, n, size)
				}
				if !reflect.DeepEqual(streamed, receipt) {
					t.Errorf("%s: in pieces of %d bytes the receipt is another", s.name, size)
				}
			}
		}
	}
}

func TestSameSecretSameWord(t *testing.T) {
	got, receipt := Text("GET /cb?code=SplxlOBeZQQYbYS6WxSbIA&state=1\ncode=SplxlOBeZQQYbYS6WxSbIA&grant_type=authorization_code\n"+
		`{"access_token":"opaque-1234567890"}`+"\nAuthorization: Bearer opaque-1234567890\nAuthorization: Bearer another-0987654321\n", Options{})
	want := "GET /cb?code=redacted-code-1&state=1\ncode=redacted-code-1&grant_type=authorization_code\n" +
		`{"access_token":"redacted-access_token-1"}` + "\nAuthorization: Bearer redacted-access_token-1\nAuthorization: Bearer redacted-bearer-1\n"
	if got != want {
		t.Errorf("got:\n%s", got)
	}
	wantReceipt := Receipt{Bytes: 220, Lines: 5, Masked: 5, Kinds: []Count{
		{Kind: "access_token", Count: 2, Distinct: 1, Places: []Place{{3, 18, 140}, {4, 23, 182}}},
		{Kind: "code", Count: 2, Distinct: 1, Places: []Place{{1, 14, 13}, {2, 6, 55}}},
		{Kind: "bearer", Count: 1, Distinct: 1, Places: []Place{{5, 23, 222}}},
	}}
	wantReceipt.Bytes = receipt.Bytes
	for i, k := range wantReceipt.Kinds {
		for j := range k.Places { // offsets follow from the text
			wantReceipt.Kinds[i].Places[j].Offset = receipt.Kinds[i].Places[j].Offset
		}
	}
	if !reflect.DeepEqual(receipt, wantReceipt) {
		t.Errorf("receipt %+v", receipt)
	}
}

func TestKeepClaims(t *testing.T) {
	const head, payload = "eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0"
	for _, before := range []string{"", `{"access_token":"`, "Bearer ", "Authorization: Bearer ", "token="} {
		got, _ := Text(before+head+"."+payload+".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", Options{KeepClaims: true})
		if !strings.HasPrefix(got, before+head+"."+payload+".redacted-") || strings.Contains(got, "dozjg") {
			t.Errorf("after %q: %s", before, got)
		}
		if again, _ := Text(got, Options{KeepClaims: true}); again != got {
			t.Errorf("again: %s", again)
		}
	}
	jwe := "eyJhbGciOiJSU0EtT0FFUCJ9.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ"
	if got, _ := Text(jwe, Options{KeepClaims: true}); got != "eyJhbGciOiJSU0EtT0FFUCJ9.redacted-jwt-1" {
		t.Errorf("JWE: %s", got)
	}
}

func TestEncodings(t *testing.T) {
	utf16le := func(s string) string {
		b := []byte{0xff, 0xfe}
		for _, c := range utf16.Encode([]rune(s)) {
			b = append(b, byte(c), byte(c>>8))
		}
		return string(b)
	}
	got, receipt := stream(t, utf16le("пароль client_secret=hunter22\r\n"), 5, Options{})
	if got != "пароль client_secret=redacted-client_secret-1\r\n" || receipt.Encoding != "utf-16le" {
		t.Errorf("UTF-16: %q, %q", got, receipt.Encoding)
	}
	var out bytes.Buffer
	r := New(&out, Options{})
	r.Write([]byte("\x7fELF\x00\x00\x00\x01\x02client_secret=hunter22" + strings.Repeat("\x00\x01\x02", 40)))
	if _, err := r.Close(); !errors.Is(err, ErrBinary) || out.Len() > 0 {
		t.Errorf("binary: %v, %d bytes passed on", err, out.Len())
	}
	if got, receipt := stream(t, "", 1, Options{}); got != "" || receipt.Masked != 0 || receipt.Lines != 0 {
		t.Errorf("empty: %q, %+v", got, receipt)
	}
}

// A JSON number becomes a string, so that the log stays JSON.
func TestNumbersStayJSON(t *testing.T) {
	got, _ := Text(`{"password": 123456, "log":"{\"pwd\":77}"}`, Options{})
	if want := `{"password": "redacted-password-1", "log":"{\"pwd\":\"redacted-password-2\"}"}`; got != want {
		t.Errorf("got %s", got)
	}
	if !json.Valid([]byte(got)) {
		t.Error("no JSON any more")
	}
}

// quoting are the characters of every way to write a quote.
const quoting = "\"'`\\&%#;quotampx02345C7“”‘’„«»"

func FuzzRedact(f *testing.F) {
	f.Add("vAlue=\"0\"\x860\x84\xbb\xbf\xccnAme", 91) // bytes that are no UTF-8 before a name
	for _, s := range samples(f) {
		f.Add(s.text, 3)
		for _, l := range strings.Split(s.text, "\n") {
			f.Add(l, 1)
		}
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		if len(text) > 1<<16 || source.Sniff([]byte(text)[:min(len(text), sniffLen)]) != "" {
			return
		}
		masked, receipt := Text(text, Options{})
		if again, _ := Text(masked, Options{}); again != masked {
			t.Errorf("masked twice:\n%q\nonce:\n%q", again, masked)
		}
		if got, streamed := stream(t, text, max(1, n&1023), Options{}); got != masked || !reflect.DeepEqual(streamed, receipt) {
			t.Errorf("in pieces of %d:\n%q\nwhole:\n%q", max(1, n&1023), got, masked)
		}
		if strings.Contains(text, "redacted-") || receipt.Masked > maxPlaces {
			return
		}
		// What stands between the masked places is the input's.
		var at []int
		for _, k := range receipt.Kinds {
			for _, p := range k.Places {
				at = append(at, int(p.Offset))
				if p.Line != int64(strings.Count(text[:p.Offset], "\n"))+1 {
					t.Errorf("place %+v is in line %d", p, strings.Count(text[:p.Offset], "\n")+1)
				}
			}
		}
		slices.Sort(at)
		pieces := labels.Split(masked, -1)
		if len(pieces) != len(at)+1 {
			t.Fatalf("%d words for %d places in %q", len(pieces)-1, len(at), masked)
		}
		for i, p := range pieces {
			end := len(text)
			if i < len(at) {
				end = at[i]
			}
			if i > 0 || i < len(at) { // a number in JSON gets quotes
				p = strings.Trim(p, quoting)
			}
			if !strings.HasSuffix(strings.TrimRight(text[:end], quoting), strings.TrimRight(p, quoting)) {
				t.Errorf("%q does not stand before byte %d", p, end)
			}
		}
	})
}

func BenchmarkSparse(b *testing.B) {
	line := "2026-03-02 17:31:57.123 INFO [http-nio-8080-exec-1] c.e.shop.OrderService : order 4711 shipped to anna, total=42.00 code=200\n"
	benchmark(b, strings.Repeat(line, 8000)+"client_secret=hunter22\n")
}

func BenchmarkDense(b *testing.B) {
	text := ""
	for _, s := range samples(b) {
		text += s.text
	}
	benchmark(b, strings.Repeat(text, 100))
}

func BenchmarkJSONLines(b *testing.B) {
	line := `{"level":"info","ts":"2026-03-02T17:31:57.123Z","logger":"http","msg":"request","method":"GET","path":"/orders/4711","status":200,"duration_ms":12,"user_agent":"Mozilla/5.0","code":"ok","key":"v","data":{"d":1}}` + "\n"
	benchmark(b, strings.Repeat(line, 5000))
}

func BenchmarkWorst(b *testing.B) {
	for name, unit := range map[string]string{"one line": "x", "names": "token ", "open": `"password":"`, "jwt": "eyJa.", "separators": "code=", "slashes": `\"token\":\`, "users": "://a:", "turned": "code=“ ", "valued": "value=“", "cookies": `cookies={"a":`, "mixed": `code=\" code=\\\" `, "lists": `"token","`, "pem": "-----BEGIN PRIVATE KEY-----\n"} {
		b.Run(name, func(b *testing.B) { benchmark(b, strings.Repeat(unit, (1<<20)/len(unit))) })
	}
}

func benchmark(b *testing.B, text string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r := New(io.Discard, Options{})
		r.Write([]byte(text))
		if _, err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRecall hides five hundred values of every usual shape in every usual place of the five secrets of OAuth, and
// finds none of them again.
func TestRecall(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	from := func(set string, n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = set[r.IntN(len(set))]
		}
		return string(b)
	}
	const digits, lower, upper = "0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	shapes := map[string]func() string{
		"base64url": func() string { return from(digits+lower+upper+"-_", 20+r.IntN(60)) + "7" },
		"base64":    func() string { return from(digits+lower+upper+"+/", 24+4*r.IntN(20)) + "a1==" },
		"hex":       func() string { return from(digits+"abcdef", 32) + "a1" },
		"uuid": func() string {
			return from(digits+"abcdef", 7) + "a-" + from(digits, 3) + "4-4" + from(digits, 3) + "-" + from(digits, 3) + "8-" + from(digits+"abcdef", 12)
		},
		"dotted": func() string {
			return "0." + from(digits+lower+upper, 30) + "." + from(digits+lower+upper+"-_~", 40) + "9z"
		},
		"slash": func() string { return "4/0" + from(digits+lower+upper+"-_", 60) },
	}
	places := map[string][]string{
		"access_token":  {`{"access_token":"%"}`, `{"access_token" : "%", "expires_in":1}`, "#access_token=%&token_type=Bearer", "access_token=%", `{\"access_token\":\"%\"}`, "'access_token': '%'", "accessToken: '%',"},
		"refresh_token": {"refresh_token=%&client_id=a", "client_id=a&refresh_token=%", `"refresh_token":"%"`, "refresh_token=%\n", "RefreshToken:\"%\""},
		"client_secret": {"client_secret=%&client_id=a", "client_secret=%", `"client_secret":"%"`, "CLIENT_SECRET=%\n", "client-secret: %\n", "ClientSecret = \"%\";", "<client_secret>%</client_secret>"},
		"password":      {"username=a&password=%&x=1", "password=%", `"password": "%"`, "DB_PASSWORD=%", "password: '%'", "https://user:%@host.example.com/"},
		"code":          {"/cb?code=%&state=1", "grant_type=authorization_code&code=%", "code=%&grant_type=a", `"code":"%"`, `name="code" value="%"`},
		"bearer":        {"Authorization: Bearer %", "Authorization: Bearer %\r\nHost: a", `"Authorization":"Bearer %"`, "-H 'Authorization: Bearer %'", "with Bearer %, then", "authorization: [Bearer %]"},
	}
	for kind, list := range places {
		for _, place := range list {
			for shape, value := range shapes {
				if strings.Contains(place, "://user") && (shape == "slash" || shape == "base64") {
					continue // a slash ends the host
				}
				missed := 0
				for range 500 / len(shapes) {
					v := value()
					got, _ := Text("2026-03-02 line before\n"+strings.ReplaceAll(place, "%", v)+"\nline after\n", Options{})
					if strings.Contains(got, v) || strings.Contains(got, v[:12]) || strings.Contains(got, v[len(v)-8:]) || !strings.Contains(got, "line after") {
						missed++
					}
				}
				if missed > 0 {
					t.Errorf("%s in %s, %s: %d of %d were not masked", kind, place, shape, missed, 500/len(shapes))
				}
			}
		}
	}
}
