package pattern

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// patterns use all of the syntax; each is tried against every text, with package regexp as the judge.
var patterns = []string{
	`abc`, `a.c`, `^abc$`, `^abc`, `abc$`, `ab|abc`, `(a|ab)(c|bcd)?`, `a(b)?c`, `x*abc`, `[a-c]+`, `[^a-c\s]+`, `(?:ab)+`, `a{2}`, `a{2,3}`, `a{1,}b`, `\bab\b`, `ab\b|\bcd`, `\d+(\.\d+)?:`,
	`a[-_ .]?b`, `[\[\](){}<>"';,\\]$|^["<{]|\s$`, `(?i)ab[C-E]+`, `(?i)[^ab]x`, `(?i)the ÜBER`, `é.`, `[.-]a`, `[]a]b`, `"a"\s*:\s*"`, `\$\{[a-z_]+\}`, `\S+\s\w\W\D`,
	`(\d)(\d)?(\d)?`, `(?:a|(b))+c`, `https?://[^\s"'<>]*(/authorize|/token)/\.well-known`, `[a-z_]+ is (?:missing|required)\b`, `(a*b|c)d`, `a.*b`, `.*(_here|here).*`, `isn.t`,
}

var texts = []string{
	"", "a", "abc", "xabcx", "aabc abcd ab", "abbc", "ab", "abab abab", "aaaa", "aaab", "cd ab.cd", "12.5: 7:", "a-b a_b a.b a  b", "x]", "{x", "x ", "ABcDe abCC", "Ax bx cx", "THE übER", "the über", "éé", "é\n",
	".a-a", "]b ab", `{"a" : "b"}`, "${a_b}", "ab c- 1", "123 4", "aabac", "bc", "https://x/token/.well-known https://y/authorize/.well-known", `client_id is missing, x is requiredly`, "aaabd cd", "ab\nb", "put_here", "isn’t isn't",
	"\xff\xfea\xffc", strings.Repeat("a", 300), strings.Repeat("ab", 150) + "c",
}

func TestSameAsRegexp(t *testing.T) {
	for _, source := range patterns {
		p, re := Must(source), regexp.MustCompile(source)
		for _, text := range texts {
			compare(t, p, re, text)
		}
	}
}

func compare(t *testing.T, p *Pattern, re *regexp.Regexp, text string) {
	t.Helper()
	for _, n := range []int{1, 4} {
		got, want := p.FindAll(text, n), re.FindAllStringSubmatchIndex(text, n)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s in %q: got %v; want %v", re, text, got, want)
		}
	}
	if got := p.Match(text); got != re.MatchString(text) {
		t.Errorf("%s in %q: match %v", re, text, got)
	}
}

func TestRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, source := range []string{"", "a**", "a*?", "(a", "a)", "[a", "[z-a]", "*a", "a{x}", "a{1", "a{9999}", "(?m)a", "(?P<n>a)", `\pL`, `\x41`, `\`, "[[:alpha:]]", "[é]", "(a*)*", "^*", "a*", "(a|b*)"} {
		if _, err := New(source); err == nil {
			t.Errorf("%q is taken", source)
		}
	}
}

// A search that forgot where it has been would not come to an end.
func TestTimeIsLinear(t *testing.T) {
	const n = 100_000
	for source, piece := range map[string]string{
		`(a|a|ab)*c`: "a", `(?:a+)+b`: "a", `https?://[^\s]*%7b[^\s/]*%7d`: "http://%7b", `.*x.*y.*z`: "xy", `a{1,40}b`: "a",
	} {
		if Must(source).Match(strings.Repeat(piece, n/len(piece))) {
			t.Errorf("%s matches", source)
		}
	}
}

func FuzzSameAsRegexp(f *testing.F) {
	for i, text := range texts {
		f.Add(i, text)
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		source := patterns[uint(i)%uint(len(patterns))]
		if strings.HasPrefix(source, "(?i)") {
			// Package regexp takes K for the Kelvin sign too, and such.
			for _, r := range text {
				if r >= 0x80 {
					return
				}
			}
		}
		compare(t, Must(source), regexp.MustCompile(source), text)
	})
}

func TestIndexRefusesWhatDoesNotStand(t *testing.T) {
	text := "2025-03-01 error_description=\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01 Code not valid"
	index := NewIndex(text)
	for from := range text {
		for to := from; to <= len(text); to++ {
			if literal := text[from:to]; strings.Trim(literal, "\x01") == literal && !index.May(literal) {
				t.Errorf("refused %q", literal)
			}
		}
	}
	for _, literal := range []string{"error_uri", "code not valid", "valid grant", "Code  not"} {
		if index.May(literal) {
			t.Errorf("%q may stand in %q", literal, text)
		}
	}
}

func TestFindIsIndex(t *testing.T) {
	for _, text := range [...]string{"o.k. token/tls error: ssl=tls", "one error is no error as session tries are reason errors"} { // of the other all letters are common
		for from := range text {
			for to := from; to <= len(text); to++ {
				for _, literal := range [...]string{text[from:to], text[from:to] + "x", text[from:to] + "e"} {
					if got, want := Find(text, literal), strings.Index(text, literal); got != want {
						t.Errorf("%q: got %d; want %d", literal, got, want)
					}
				}
			}
		}
	}
}

func TestSetFindsWhatIndexFinds(t *testing.T) {
	compare := func(literals []string, text string) {
		t.Helper()
		var want []Hit
		for at := range len(text) {
			for i, literal := range literals {
				if strings.HasPrefix(text[at:], literal) {
					want = append(want, Hit{i, at})
				}
			}
		}
		set := NewSet(literals...)
		if got := set.Find(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: got %v; want %v", literals, text, got, want)
		}
		if got := set.FindIn(text, NewIndex(text)); !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: got %v with the index; want %v", literals, text, got, want)
		}
	}
	compare([]string{"ab", "abc", "bc", "error", "not found", "ошибк", "_id", "client_id", "aa"}, "client_id not found: ошибка, aaab abc error_id errorabc\xff")
	compare([]string{"token", "id"}, "token "+strings.Repeat("\x01", 37)+"token id"+strings.Repeat("\x01", 5)+"id")
	compare([]string{"token", "id"}, "token"+strings.Repeat("\x01", 71)+"id"+strings.Repeat("\x01", 136)+"token")
	// Few letters, so that literals begin, end and overlap at every place.
	random := rand.New(rand.NewPCG(1, 2))
	letters := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abc\x00"[random.IntN(4)]
		}
		return string(b)
	}
	for range 300 {
		literals := make([]string, 1+random.IntN(16)) // of more than a few FindIn makes one pass
		for i := range literals {
			literals[i] = letters(2 + random.IntN(6))
		}
		compare(literals, letters(random.IntN(60)))
	}
}

// TestSieve: a sieve lists what an index would not refuse, one by one.
func TestSieve(t *testing.T) {
	var pairs [][2]Gram
	for _, literals := range [][]string{{"invalid_grant"}, {"error=access_denied"}, {"no"}, {"state mismatch", "cookie"}, {"nothing of this"}, {"invalid_grant", "zebra crossing"}} {
		pairs = append(pairs, NewGrams(literals))
	}
	index := NewIndex("the cookie of the login: state mismatch, error=access_denied, invalid_grant")
	var want []int
	for i, p := range pairs {
		if index.MayHold(p[0]) && index.MayHold(p[1]) {
			want = append(want, i)
		}
	}
	if got := NewSieve(pairs).MayHold(index); !slices.Equal(got, want) || !slices.Equal(want, []int{0, 1, 2, 3}) {
		t.Errorf("the sieve lets %v through, the index %v", got, want)
	}
}
