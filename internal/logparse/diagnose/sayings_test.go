package diagnose

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"grantlens/internal/logparse/exchange"
)

// TestReadSayings: every sign of the texts of sayings means what is written at sayingTexts.
func TestReadSayings(t *testing.T) {
	text := strings.Join([]string{
		"# a comment",
		"= token-audience rejected",
		`wrong audience: & expected | aud ' | "azp " ~ client_id ? @page ? @jwt ! "msal "`,
		"IDX10214 >",
		"= token-audience issued? possible lines=3",
		`"\"aud\":" & a|b > invalid_token > 16`,
		"@page keycloak | we are sorry",
	}, "\n")
	want := []Saying{
		{All: []string{"wrong audience:", "expected"}, Any: []string{"aud '", "azp "}, Not: []string{"client_id"}, With: append([]string{"keycloak", "we are sorry"}, jwtWords...), Without: []string{"msal "}, Outcome: exchange.Rejected},
		{All: []string{"idx10214"}, Codes: []string{"IDX10214"}, Outcome: exchange.Rejected},
		{All: []string{`"aud":`, "a|b"}, Codes: []string{"invalid_token", "16"}, Judge: exchange.Issued, Confidence: Possible, Lines: 3},
	}
	got := map[string][]Saying{}
	if err := readSayings(text, got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || !reflect.DeepEqual(got["token-audience"], want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestReadSayingsRefuses: a slip of the pen in a text is an error that says where, and never a saying that holds always.
func TestReadSayingsRefuses(t *testing.T) {
	for what, text := range map[string]string{
		"no rule":           "wrong audience",
		"no literal":        "= token-audience\n~ client_id",
		"nothing to find":   "= token-audience\nwrong audience &",
		"nothing between":   "= token-audience\nwrong audience | & aud",
		"unknown list":      "= token-audience\nwrong audience ? @nobody",
		"unknown attribute": "= token-audience rejcted\nwrong audience",
		"lines of letters":  "= token-audience lines=two\nwrong audience",
		"open quotation":    "= token-audience\n\"wrong audience",
		"no sign behind it": "= token-audience\n\"wrong \" audience",
		"an empty header":   "= \nwrong audience",
		"an empty list":     "@page\n= token-audience\nwrong audience ? @page",
	} {
		if err := readSayings(text, map[string][]Saying{}); err == nil {
			t.Errorf("%s: read without an error", what)
		} else if !strings.Contains(err.Error(), "line ") && !strings.Contains(err.Error(), "list ") {
			t.Errorf("%s: %v does not say where", what, err)
		}
	}
}

// TestSayingsAreHeard: what the texts say has a rule, or a Check that asks for it; and what a Check asks for is in the texts.
func TestSayingsAreHeard(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	heard := map[string]bool{}
	for _, r := range Rules() {
		heard[r.ID] = true
	}
	name := regexp.MustCompile(`"(\?[a-z][a-z0-9-]+)"`)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, asked := range name.FindAllStringSubmatch(string(source), -1) {
			heard[asked[1]] = true
			if len(sayingsOf(asked[1])) == 0 {
				t.Errorf("%s: no text says anything behind = %s", file, asked[1])
			}
		}
	}
	for id := range allSayings() {
		if !heard[id] {
			t.Errorf("sayings: no rule %s, and no Check asks for it", id)
		}
	}
}

// TestSayingsStandOnce: no line of the texts stands twice, and each list is used.
func TestSayingsStandOnce(t *testing.T) {
	files, err := sayingTexts.ReadDir("sayings")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	seen := map[string]string{}
	for _, file := range files {
		text, err := sayingTexts.ReadFile("sayings/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		rule := ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || line[0] == '#':
			case line[0] == '=':
				rule = strings.Fields(line)[1]
			case line[0] == '@':
				if name, _, _ := strings.Cut(line, " "); !strings.Contains(string(text), " "+name+"\n") && !strings.Contains(string(text), " "+name+" ") {
					t.Errorf("%s: nothing names the list %s", file.Name(), name)
				}
			default:
				if other := seen[rule+" "+line]; other != "" {
					t.Errorf("%s: %q of %s stands in %s, too", file.Name(), line, rule, other)
				}
				seen[rule+" "+line] = file.Name()
			}
		}
	}
}

// TestSayingsHoldNoSecondLiteral: of literals one of which has to stand there, or none, one that holds another says nothing.
func TestSayingsHoldNoSecondLiteral(t *testing.T) {
	for rule, says := range allSayings() {
		for _, s := range says {
			for _, list := range [][]string{s.Any, s.Not, s.With, s.Without} {
				for i, lit := range list {
					for j, other := range list {
						if i != j && strings.Contains(lit, other) {
							t.Errorf("%s, %q: %q holds %q", rule, s.All[0], lit, other)
						}
					}
				}
			}
		}
	}
}

// TestSayingsWithoutEscapes: rules read a text without the escapes of string literals (source.Plain).
func TestSayingsWithoutEscapes(t *testing.T) {
	for rule, says := range allSayings() {
		for _, s := range says {
			for _, list := range [][]string{s.All, s.Any, s.Not, s.With, s.Without} {
				for _, lit := range list {
					if strings.Contains(lit, `\"`) {
						t.Errorf("%s: no text holds %q", rule, lit)
					}
				}
			}
		}
	}
}
