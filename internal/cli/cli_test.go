package cli

import (
	"errors"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

const cyrillic = "абвгдежзийклмнопрстуфхцчшщыэюя"

// TestProblemsInBothLanguages walks the problems of this package and of both programs: each is said in English and Russian,
// with the same blanks to fill in.
func TestProblemsInBothLanguages(t *testing.T) {
	for dir, least := range map[string]int{".": 12, "../../cmd/grantlens": 40, "../../cmd/server": 8} {
		names, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, entry := range names {
			if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), dir+"/"+entry.Name(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !isNew(call.Fun) {
					return true
				}
				found++
				en, ru := literal(call.Args[0]), literal(call.Args[1])
				switch {
				case en == "" || strings.ContainsAny(en, cyrillic) || !strings.ContainsAny(ru, cyrillic):
					t.Errorf("%s: %q, %q: not English and Russian", dir, en, ru)
				case strings.Count(en, "%s") != strings.Count(ru, "%s") || strings.Count(en, "%d") != strings.Count(ru, "%d"):
					t.Errorf("%s: %q, %q: different blanks", dir, en, ru)
				case strings.HasSuffix(en, ".") || strings.HasSuffix(ru, ".") || en[0] >= 'A' && en[0] <= 'Z' && (len(en) < 2 || en[1] >= 'a' && !strings.HasPrefix(en, "Unix")):
					t.Errorf("%s: %q, %q: begins lower case and ends without a period", dir, en, ru)
				}
				return true
			})
		}
		if found < least {
			t.Errorf("%s: only %d problems were seen", dir, found)
		}
	}
}

// isNew: New here, cli.New in the programs.
func isNew(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name == "New"
	case *ast.SelectorExpr:
		pkg, ok := f.X.(*ast.Ident)
		return ok && pkg.Name == "cli" && f.Sel.Name == "New"
	}
	return false
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

func TestWords(t *testing.T) {
	dir := t.TempDir()
	_, missing := os.ReadFile(dir + "/none")
	_, folder := os.ReadFile(dir)
	_, nameless := os.ReadFile("")
	_, pasted := os.ReadFile("Authorization: Bearer canary-5eed-must-not-come-back")
	mine := errors.New("inner: canary-5eed-must-not-come-back")
	known := func(err error) error {
		if err == mine {
			return New("known", "известно")
		}
		return nil
	}
	for _, tt := range []struct {
		err    error
		en, ru string
	}{
		{Choice("a", "b", "c"), "want a, b or c", "нужно a, b или c"},
		{At("-x", New("wants %d", "нужно %d").With(7)), "-x: wants 7", "-x: нужно 7"},
		{At("-f", missing), "-f: " + dir + "/none: no such file or folder", "-f: " + dir + "/none: нет такого файла или папки"},
		{folder, dir + ": a folder, not a file", dir + ": это папка, а не файл"},
		{nameless, "the name of a file is empty", "имя файла пустое"},
		{pasted, "Authorization: Bearer ***: " + ErrNotAName.EN, "Authorization: Bearer ***: " + ErrNotAName.RU},
		{At("-x", mine), "-x: known", "-x: известно"},
		{errors.New("canary-5eed-must-not-come-back"), errOurs.EN, errOurs.RU},
	} {
		if en, ru := Words(tt.err, "en", known), Words(tt.err, "ru", known); en != tt.en || ru != tt.ru {
			t.Errorf("%q, %q; want %q, %q", en, ru, tt.en, tt.ru)
		}
	}
}

// TestOfFlags: package flag quotes what was typed; these words do not, whatever it was.
func TestOfFlags(t *testing.T) {
	const canary = "canary -n: 5eed"
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"-nope"}, "-nope: no such flag; prog -h lists them"},
		{[]string{"-wiat"}, "-wiat: no such flag; is -wait meant? prog -h lists them"},
		{[]string{"-wait"}, "-wait: a value must follow"},
		{[]string{"-wait", canary}, "-wait: want a duration, such as 30s or 24h"},
		{[]string{"-check=" + canary}, "-check: want true or false; the flag alone means true"},
		{[]string{"-n", canary}, "-n: want a whole number"},
		{[]string{"-n", "99999999999999999999"}, "-n: want a whole number"},
		{[]string{"-u", "-1"}, "-u: want a whole number from 0 to 4294967295"},
		{[]string{"-="}, errBadFlag.EN},
		{[]string{"---"}, errBadFlag.EN},
		{[]string{"-=" + canary}, errBadFlag.EN},
		{[]string{"-password=" + canary}, "-password: no such flag; prog -h lists them"},
	} {
		flags := flag.NewFlagSet("", flag.ContinueOnError)
		flags.SetOutput(io.Discard)
		flags.Duration("wait", 0, "")
		flags.Bool("check", false, "")
		flags.Int("n", 0, "")
		flags.Uint("u", 0, "")
		err := flags.Parse(tt.args)
		if err == nil {
			t.Errorf("%q: taken", tt.args)
			continue
		}
		if got := Words(OfFlags(flags, err, "prog"), "en", nil); got != tt.want {
			t.Errorf("%q: %q; want %q", tt.args, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"diagnose", "token", "rules", "now", "format"}
	for typed, want := range map[string]string{"diagnos": "diagnose", "dignaose": "diagnose", "tokne": "token", "fromat": "format", "nwo": "now", "mint": "", "x": "", "": "",
		strings.Repeat("a", 1<<16): ""} {
		if got := Nearest(typed, words); got != want {
			t.Errorf("%.20q: %q, want %q", typed, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, "en"}, {[]string{"-lang", "ru"}, "ru"}, {[]string{"x", "--lang=ru"}, "ru"}, {[]string{"-lang", "de"}, "en"}, {[]string{"-lang"}, "en"},
		{[]string{"--", "-lang", "ru"}, "en"}, {[]string{"-language", "ru"}, "en"},
	} {
		if got := Language(tt.args, "en"); got != tt.want {
			t.Errorf("%q: %s; want %s", tt.args, got, tt.want)
		}
	}
}

func TestPrintFlags(t *testing.T) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.Duration("wait", time.Second, "wait so `long`")
	got := PrintFlags(flags, "ru", func(english string) string { return "ждать `столько`" })
	if want := "  -wait столько\n    \tждать столько (по умолчанию 1s)\n"; got != want {
		t.Errorf("%q; want %q", got, want)
	}
}
