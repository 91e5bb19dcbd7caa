package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestOneLanguageGo(t *testing.T) {
	for _, test := range []struct{ name, source, en, ru string }{
		{"positional", `var t = Text{"a", "б"}`, `var t = Text{"a", "a"}`, `var t = Text{"б", "б"}`},
		{"named", `var t = providers.Text{RU: "б", EN: "a"}`, `var t = providers.Text{RU: "a", EN: "a"}`, `var t = providers.Text{RU: "б", EN: "б"}`},
		{"type left out in a list", `var t = []Text{{"a", "б"}, {"c", "д"}}`, `var t = []Text{{"a", "a"}, {"c", "c"}}`, `var t = []Text{{"б", "б"}, {"д", "д"}}`},
		{"type left out in a map", `var t = map[string]Text{"k": {"a", "б"}}`, `var t = map[string]Text{"k": {"a", "a"}}`, `var t = map[string]Text{"k": {"б", "б"}}`},
		{"inside another literal", `var r = Rule{ID: "x", Title: Text{"a", "б"}, Fixes: []Text{{"c", "д"}}}`,
			`var r = Rule{ID: "x", Title: Text{"a", "a"}, Fixes: []Text{{"c", "c"}}}`, `var r = Rule{ID: "x", Title: Text{"б", "б"}, Fixes: []Text{{"д", "д"}}}`},
		{"inside a function", `func f(x string) Text { return Text{"a " + x, "б " + x} }`, `func f(x string) Text { return Text{"a " + x, "a " + x} }`, `func f(x string) Text { return Text{"б " + x, "б " + x} }`},
		{"words of a log are no texts", `var w = []string{"error", "ошибка"}`, ``, ``},
		{"another type of two strings", `var w = pair{"error", "ошибка"}`, ``, ``},
		{"what names a text by a part of its English", `var r = Rule{Causes: []Text{{"one way", "б"}}, Leads: []Lead{{Cause: "way", Fix: "far"}}}`,
			`var r = Rule{Causes: []Text{{"one way", "one way"}}, Leads: []Lead{{Cause: "way", Fix: "far"}}}`, `var r = Rule{Causes: []Text{{"б", "б"}}, Leads: []Lead{{Cause: "б", Fix: "далеко"}}}`},
		{"what a rule is about", `var r = Rule{About: Text{"a", "б"}, ID: "x"}`, `var r = Rule{About: Text{}, ID: "x"}`, `var r = Rule{About: Text{}, ID: "x"}`},
		{"several sentences of one thing", `var k = []kind{{"x", "", text{"a", "c"}, text{"б", "д"}}}`, `var k = []kind{{"x", "", text{"a", "c"}, text{"a", "c"}}}`, `var k = []kind{{"x", "", text{"б", "д"}, text{"б", "д"}}}`},
		{"two texts in a list", `var t = []Text{Text{"a", "б"}, other}`, `var t = []Text{Text{"a", "a"}, other}`, `var t = []Text{Text{"б", "б"}, other}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := "package p\n\n" + test.source + "\n"
			for lang, want := range map[string]string{"en": test.en, "ru": test.ru} {
				if want == "" {
					want = test.source
				}
				got, _, err := oneLanguageGo([]byte(source), lang, []text{{"", `"far away"`, `"далеко"`}})
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != "package p\n\n"+want+"\n" {
					t.Errorf("%s: %s", lang, got)
				}
			}
		})
	}
}

func TestOneTextGo(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"type", `type Text struct{ EN, RU string }`, `type Text struct{ EN string }`},
		{"literal", `var t = Text{"б", "б"}`, `var t = Text{"б"}`},
		{"of two variables", `var t = Text{a.EN + s, a.RU + s}`, `var t = Text{a.EN + s}`},
		{"type left out", `var t = []Text{{"б", "б"}, {}}`, `var t = []Text{{"б"}, {}}`},
		{"one inside another", `var t = f(Text{g(Text{"б", "б"}.RU), g(Text{"д", "д"}.RU)})`, `var t = f(Text{g(Text{"д"}.EN)})`},
		{"of a package without languages", `var t = rpc.Text{"б", "б"}`, `var t = rpc.Text{"б", "б"}`},
	} {
		got, err := oneTextGo([]byte("package diagnose\n\n"+test.source+"\n"), "ru")
		if want := "package diagnose\n\n" + test.want + "\n"; err != nil || string(got) != want {
			t.Errorf("%s: %v %s", test.name, err, got)
		}
	}
}

// Go does not build a function with a variable that nothing uses any more.
func TestOneLanguageGoKeepsWhatUsesAVariable(t *testing.T) {
	source := `package p

func f(en, ru string) Text { tag := ru; return Text{"a " + en, "б " + tag} }
`
	got, _, err := oneLanguageGo([]byte(source), "en", nil)
	if err != nil || string(got) != source {
		t.Errorf("got %v %s", err, got)
	}
}

func TestStaticGo(t *testing.T) {
	source := `package p

var _ = register(Rule{ID: "a", Check: func() { f(Rule{}) }})

var _ = also("a", Saying{All: words}, Saying{})

var named = register(Rule{})

func f() { register(Rule{}) }
`
	want := `package p

var _ = register(static7_0)

var _ = also("a", static7_1, static7_2)

var named = register(Rule{})

func f() { register(Rule{}) }

var static7_0 = Rule{ID: "a", Check: func() { f(Rule{}) }}

var static7_1 = Saying{All: words}

var static7_2 = Saying{}
`
	if got, err := staticGo([]byte(source), "static7_"); err != nil || string(got) != want {
		t.Errorf("got %v %s", err, got)
	}
}

func TestWithoutInit(t *testing.T) {
	source := `package p

import (
	"bytes"
	"crypto/internal/fips140"
	_ "crypto/internal/fips140/check"
)
import "errors"

func init() {
	fips140.CAST("X", func() error { return errors.New(string(bytes.Clone(nil))) })
}

var kept = bytes.Clone(nil)
`
	got, err := without([]byte(source), wholeInit)
	if err != nil {
		t.Fatal(err)
	}
	want := `package p import ( "bytes" _ "crypto/internal/fips140/check" ) var kept = bytes.Clone(nil)`
	if got := strings.Join(strings.Fields(string(got)), " "); got != want {
		t.Errorf("got %s", got)
	}
	if strings.Count(string(got), "\n") != strings.Count(source, "\n") {
		t.Error("the lines of what is left have other numbers")
	}
}

// The file that says what every package needs checked must be among those replaced, or all that it uses stays in.
func TestOverlay(t *testing.T) {
	file, err := overlay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	replaced, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sha256/cast.go", "aes/cast.go", "aes/gcm/cast.go", "drbg/cast.go", "check/check.go", "src/slices/zsortanyfunc.go", "runtime/traceruntime.go", "runtime/symtab.go"} {
		if !strings.Contains(string(replaced), "/"+name) {
			t.Errorf("%s is not replaced", name)
		}
	}
}

func TestOneLanguageJSON(t *testing.T) {
	source := `{"name":{"en": "say \"a\"",  "ru":"скажи «б»"},"list":[{"en":"c","ru":"д"}],"ruin":"x"}`
	for lang, want := range map[string]string{
		"en": `{"name":{"en":"say \"a\""},"list":[{"en":"c"}],"ruin":"x"}`,
		"ru": `{"name":{"en":"скажи «б»"},"list":[{"en":"д"}],"ruin":"x"}`,
	} {
		if got := string(oneLanguageJSON([]byte(source), lang)); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

func TestWriteFolders(t *testing.T) {
	tree := t.TempDir()
	for name, content := range map[string]string{"p.go": "package p\n\n//go:embed data/*.txt\nvar files embed.FS\n\nvar x int\n", "data/b.txt": "# why\n= a\nж\"\n@list e\n", "data/a.txt": "= a\nc\n\n= b\nd\n= a issued\nf", "data/c.json": "{}"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(tree, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(tree, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFolders(tree); err != nil {
		t.Fatal(err)
	}
	want := "package p\n\nvar files = embed.FS{{\"data/a.txt\", \"@list e\\n= a\\nc\\n= a issued\\nf\\n= a\\nж\\\"\\n= b\\nd\\n\"},}\n\nvar x int\n"
	if got, err := os.ReadFile(filepath.Join(tree, "p.go")); err != nil || string(got) != want {
		t.Errorf("got %v %s", err, got)
	}
}

func TestWithoutRequests(t *testing.T) {
	for source, want := range map[string]string{
		"{\n\t\"id\": \"a\",\n\t\"variants\": [\n\t\t{\"id\": \"b\"},\n\t\t{}\n\t],\n\t\"clientAuth\": [\"none\"],\n\t\"facts\": [\n\t\t{\"scopes\": [1]}\n\t]\n}\n": "{\n\t\"id\": \"a\",\n\t\"facts\": [\n\t\t{\"scopes\": [1]}\n\t]\n}\n",
		"{\n\t\"id\": \"a\",\n\t\"quirks\": [\n\t\t{}\n\t]\n}\n": "{\n\t\"id\": \"a\"\n}\n",
		"{\n\t\"id\": \"a\"\n}\n":                                "{\n\t\"id\": \"a\"\n}\n",
	} {
		if got := string(withoutRequests([]byte(source))); got != want {
			t.Errorf("%s: %s", source, got)
		}
	}
}

// The smaller file must behave as the other: in node, as in a browser.
func TestSlimProgramRunsAsBefore(t *testing.T) {
	dir := t.TempDir()
	plain, quiet, small := filepath.Join(dir, "plain.wasm"), filepath.Join(dir, "quiet.wasm"), filepath.Join(dir, "slim.wasm")
	replaced, err := overlay(dir)
	if err != nil {
		t.Fatal(err)
	}
	built := func(name string, more ...string) []byte {
		build := exec.Command("go", append(append([]string{"build", "-trimpath", "-ldflags", "-s -w", "-gcflags=all=-l", "-o", name}, more...), "./testdata/program")...)
		build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, out)
		}
		program, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return program
	}
	program := built(plain)
	slim, err := slimProgram(built(quiet, "-overlay", replaced))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(small, slim, 0o600); err != nil {
		t.Fatal(err)
	}
	want, got := runInNode(t, plain), runInNode(t, small)
	if got != want || !strings.Contains(want, "index out of range") || !strings.HasSuffix(want, "done\n") {
		t.Errorf("before:\n%s\nafter:\n%s", want, got)
	}
	for _, lost := range []string{"testdata/program/main.go", "encoding/json.Marshal"} {
		if !bytes.Contains(program, []byte(lost)) || bytes.Contains(slim, []byte(lost)) {
			t.Errorf("%s: want it named before and not after", lost)
		}
	}
	if again, err := slimProgram(slim); err != nil || !bytes.Equal(again, slim) {
		t.Errorf("a second time changes something: %v", err)
	}
}

func runInNode(t *testing.T, program string) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("node", filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), program).CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	return string(out)
}

func TestSlimProgramRefusesWhatItDoesNotKnow(t *testing.T) {
	header := "\x00asm\x01\x00\x00\x00"
	for name, program := range map[string]string{
		"nothing":              "",
		"no data":              header,
		"cut section":          header + "\x0b\x7f",
		"a passive segment":    header + "\x0b\x03\x01\x01\x00",
		"data without a table": header + "\x0b\x0a\x01\x00\x41\x08\x0b\x04abcd",
	} {
		if _, err := slimProgram([]byte(program)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzSlimProgram(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x0a\x01\x00\x41\x08\x0b\x04abcd"))
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) > 1<<16 {
			return
		}
		slimProgram(program) // no panic
	})
}

func FuzzSignedLEB(f *testing.F) {
	f.Add(0)
	f.Fuzz(func(t *testing.T, value int) {
		value = value << 8 >> 8
		got, n := signedLEB(appendSignedLEB(nil, value))
		if got != value || n == 0 {
			t.Fatalf("%d became %d", value, got)
		}
	})
}
