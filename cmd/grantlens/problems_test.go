package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"grantlens/internal/cli"
	"grantlens/internal/rpc/vault"
	"grantlens/internal/waves/sign"
)

// sources parses the Go files of a folder, without tests.
func sources(t *testing.T, dir string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		t.Fatalf("no Go files in %s", dir)
	}
	return files
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

func isRussian(s string) bool { return strings.ContainsAny(strings.ToLower(s), cyrillic) }

// TestOnlyNoteWritesErrors: what goes to standard error is worded in one place.
func TestOnlyNoteWritesErrors(t *testing.T) {
	writers := map[string]bool{"note": true, "ask": true, "two": true, "add": true, "clear": true, "redactCommand": true}
	seen := 0
	for _, file := range sources(t, ".") {
		for _, decl := range file.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(function, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) == 0 {
					return true
				}
				if to, ok := call.Args[0].(*ast.SelectorExpr); ok && to.Sel.Name == "errs" {
					if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "terminal" {
						return true
					}
					seen++
					if !writers[function.Name.Name] {
						t.Errorf("%s writes to standard error itself", function.Name.Name)
					}
				}
				return true
			})
		}
	}
	if seen == 0 {
		t.Error("nothing writes to standard error")
	}
}

// TestErrorsOfPackagesAreWorded: every error that a package tells its callers apart by has words of the command line.
func TestErrorsOfPackagesAreWorded(t *testing.T) {
	worded := map[string]cli.Problem{}
	for err, p := range ofPackages {
		worded[err.Error()] = p
	}
	for _, dir := range []string{"verify", "jwe", "../redact"} {
		found := 0
		for _, file := range sources(t, filepath.Join("../../internal/token", dir)) {
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Err") {
					return true
				}
				found++
				call, ok := spec.Values[0].(*ast.CallExpr)
				if !ok || worded[literal(call.Args[0])].RU == "" {
					t.Errorf("%s: %s is not in ofPackages", dir, spec.Names[0].Name)
				}
				return true
			})
		}
		if found == 0 {
			t.Errorf("%s: no errors were seen", dir)
		}
	}
}

// TestErrorsOfSignAreWorded: so is every refusal to sign, with what to do.
func TestErrorsOfSignAreWorded(t *testing.T) {
	for name, req := range map[string]sign.Request{
		"no seed":      {Chain: 'W', ClientID: "waves.exchange"},
		"not base58":   {Seed: "0OIl", Kind: sign.KindBase58, Chain: 'W', ClientID: "waves.exchange"},
		"a short key":  {Seed: "abc", Kind: sign.KindPrivateKey, Chain: 'W', ClientID: "waves.exchange"},
		"milliseconds": {Seed: "x", Chain: 'W', ClientID: "waves.exchange", Expires: 1584651600000},
		"no client":    {Seed: "x", Chain: 'W'},
	} {
		_, err := sign.Sign(req)
		if err == nil {
			t.Errorf("%s: signed", name)
			continue
		}
		for _, lang := range []string{"en", "ru"} {
			c := &call{lang: lang}
			if said := c.words(err); isRussian(said) != (lang == "ru") || strings.Contains(said, "sign:") || said == c.words(os.ErrInvalid) {
				t.Errorf("%s in %s: %q", name, lang, said)
			}
			if vault.Refusal(err, lang).Data.Hint == "" {
				t.Errorf("%s in %s: no hint", name, lang)
			}
		}
	}
}

// TestEveryFlagRefusesInRussian: a flag without its value, and with one that it cannot take, is refused in words of ours.
func TestEveryFlagRefusesInRussian(t *testing.T) {
	refused := 0
	for _, args := range commandLines() {
		for _, name := range flagsOf(append(args, "-")) {
			for _, tail := range [][]string{{name}, {name + "=\x01 nonsense"}} {
				var out, errs bytes.Buffer
				line := append(append([]string{"-lang", "ru"}, args...), tail...)
				status := run(line, strings.NewReader(""), &out, &errs)
				if strings.Contains(errs.String(), "invalid") || strings.Contains(errs.String(), "nonsense") || errs.Len() > 0 && !isRussian(errs.String()) {
					t.Errorf("%q: %s", line, errs.String())
				}
				if status == exitUsage {
					refused++
				}
			}
		}
	}
	if refused < 50 {
		t.Errorf("only %d were refused", refused)
	}
}

// commandLines are all commands and the second words they take.
func commandLines() [][]string {
	lines := [][]string{{"waves", "sign"}, {"waves", "verify"}, {"request", "import"}, {"request", "callback"}}
	for _, c := range byName() {
		if c.short != "" && c.name != "waves" && c.name != "request" {
			lines = append(lines, []string{c.name})
		}
	}
	return lines
}

// A mistyped name comes back, but not at length, and steers no terminal.
func TestNamesAreShownWithCare(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, lang := range []string{"en", "ru"} {
		for _, name := range []string{strings.Repeat("long", 1<<14), "a\x1b[2Jb", "a\nb", "\x00", " "} {
			var out, errs bytes.Buffer
			status := run([]string{"diagnose", "-lang", lang, "--", name}, strings.NewReader(""), &out, &errs)
			if said := errs.String(); status != exitUsage || len(said) > 400 || strings.ContainsAny(said, "\x1b\x00") || strings.Count(said, "\n") != 1 {
				t.Errorf("%.20q: status %d, %.500q", name, status, said)
			}
		}
	}
	if err := os.WriteFile("app.log", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if run([]string{"app.log"}, strings.NewReader(""), &out, &errs); !strings.Contains(errs.String(), "grantlens diagnose app.log") {
		t.Errorf("a file without a command: %s", errs.String())
	}
}
