// Command wasmbuild turns a program of wasm/ into a WASM file that is smaller than what go build writes.
//
//	wasmbuild -lang en -o grantlens.en.wasm
//
// With -lang the program speaks one language: the texts of the other are left out of the source it is built from. So are the
// self-tests of the standard library's cryptography (selftest.go), what reads GODEBUG (godebug) and what the runtime has for
// who debugs it (runtime.go), what else no page needs (cuts.go), and sorting takes fewer instructions (slices). What the packages register is laid out as data rather than built up at the start. Of the file, the
// functions are written in fewer instructions (shrink.go), the data without the gaps Go's linker cuts into it, and the tables
// for printing a stack are emptied (slim.go). The program does the same as before, but a crash names no functions.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	lang := flag.String("lang", "", "`language` of the texts, en or ru; both when not given")
	tags := flag.String("tags", "", "build `tags`: which of the programs")
	inline := flag.String("inline", "", "inline functions in these `packages`, or in all: what computes is up to twice as fast, and a tenth larger")
	out := flag.String("o", "", "`file` to write")
	test := flag.Bool("exec", false, "rewrite the functions of the program named and run it with the arguments after it: for go test -exec")
	flag.Parse()
	do := func() error { return run(*lang, *tags, *out, *inline) }
	if *test {
		do = func() error { return execute(flag.Args()) }
	}
	if err := do(); err != nil {
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && *test {
			os.Exit(exit.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "wasmbuild:", err)
		os.Exit(1)
	}
}

// execute runs a test program as go test does, with its functions rewritten; a test that fails still names its line.
func execute(args []string) error {
	if len(args) == 0 {
		return errors.New("usage: wasmbuild -exec program.wasm [arguments]")
	}
	program, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	small, err := rewrite(program, map[byte]func([]byte) ([]byte, error){codeSection: shrinkCode})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "wasmbuild")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, filepath.Base(args[0]))
	if err := os.WriteFile(file, small, 0o600); err != nil {
		return err
	}
	node := exec.Command("go_js_wasm_exec", append([]string{file}, args[1:]...)...)
	node.Stdin, node.Stdout, node.Stderr = os.Stdin, os.Stdout, os.Stderr
	return node.Run()
}

func run(lang, tags, out, inline string) error {
	if lang != "" && lang != "en" && lang != "ru" || out == "" || flag.NArg() > 0 {
		return errors.New("usage: wasmbuild [-lang en|ru] [-tags tags] -o file")
	}
	tree, err := os.MkdirTemp("", "wasmbuild")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tree)
	if err := copyTree(tree, lang, tags); err != nil {
		return err
	}
	if err := writeFolders(tree); err != nil {
		return err
	}
	replaced, err := overlay(tree)
	if err != nil {
		return err
	}
	args := []string{"build", "-trimpath", "-overlay", replaced, "-ldflags", "-s -w", "-tags", tags, "-o", "program.wasm"}
	if inline != "all" {
		args = append(args, "-gcflags=all=-l")
		for _, packages := range strings.Fields(inline) {
			args = append(args, "-gcflags="+packages+"=")
		}
	}
	build := exec.Command("go", append(args, "./wasm")...)
	build.Dir = tree
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=-mod=readonly", "GOWORK=off")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	program, err := os.ReadFile(filepath.Join(tree, "program.wasm"))
	if err != nil {
		return err
	}
	slim, err := slimProgram(program)
	if err != nil {
		return err
	}
	return os.WriteFile(out, slim, 0o644)
}

func shrinkGo(source []byte, lang, prefix string, texts []text) ([]byte, error) {
	var err error
	if lang != "" {
		if source, _, err = oneLanguageGo(source, lang, texts); err == nil {
			source, err = oneTextGo(source, lang)
		}
	}
	if err == nil {
		source, err = staticGo(source, prefix)
	}
	return source, err
}

// copyTree copies what the programs are built from, in one language or both, from the working directory, the module's root.
// The one without tags, the engine, asks nobody for a token.
func copyTree(to, lang, tags string) error {
	copied := 0
	texts, err := textsIn("internal/logparse/diagnose", lang)
	if err != nil {
		return err
	}
	for _, root := range []string{"go.mod", "go.sum", "internal", "wasm"} {
		err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if entry.Name() == "testdata" {
					return fs.SkipDir
				}
				return os.MkdirAll(filepath.Join(to, name), 0o755)
			}
			if strings.HasSuffix(name, "_test.go") {
				return nil
			}
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			switch filepath.Ext(name) {
			case ".go":
				content, err = shrinkGo(content, lang, fmt.Sprintf("static%d_", copied), texts)
			case ".json":
				if lang != "" {
					content = oneLanguageJSON(content, lang)
				}
				if tags == "" {
					content = withoutRequests(content)
				}
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			copied++
			return os.WriteFile(filepath.Join(to, name), content, 0o644)
		})
		if err != nil {
			return err
		}
	}
	if copied == 0 {
		return errors.New("nothing to build here: run it in the root of the module")
	}
	return nil
}

// embeds is a folder that a package embeds.
var embeds = regexp.MustCompile(`(?m)^//go:embed (\S+)\n(var \w+) embed\.FS$`)

// byRule brings together what texts of sayings hold for each rule, in its order, behind their lists, and leaves out what is there
// for who reads them: so it packs better. (diagnose/sayings.go says how they are written.)
func byRule(texts string) string {
	var lists, rules, header = "", []string{}, ""
	sayings, last := map[string]string{}, map[string]string{}
	for line := range strings.Lines(texts) {
		switch {
		case line == "\n" || line[0] == '#':
		case line[0] == '@':
			lists += line
		case strings.HasPrefix(line, "= "):
			header = line
		default:
			rule := strings.Fields(header)[1]
			if last[rule] == "" {
				rules = append(rules, rule)
			}
			if last[rule] != header {
				sayings[rule] += header
				last[rule] = header
			}
			sayings[rule] += line
		}
	}
	for _, rule := range rules {
		lists += sayings[rule]
	}
	return lists
}

// writeFolders writes such folders out in the source: the compiler would give each file a hash, which does not pack.
func writeFolders(tree string) error {
	return filepath.WalkDir(tree, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		match := embeds.FindSubmatchIndex(source)
		if match == nil {
			return nil
		}
		files, err := fs.Glob(os.DirFS(filepath.Dir(name)), string(source[match[2]:match[3]]))
		if err != nil {
			return err
		}
		var out bytes.Buffer
		out.Write(source[:match[0]])
		out.Write(source[match[4]:match[5]])
		out.WriteString(" = embed.FS{")
		var sayings []byte
		for _, file := range files {
			content, err := os.ReadFile(filepath.Join(filepath.Dir(name), file))
			if err != nil {
				return err
			}
			if filepath.Ext(file) == ".txt" {
				sayings = append(append(sayings, content...), '\n')
				continue
			}
			fmt.Fprintf(&out, "{%q, %q},", file, content)
		}
		if sayings != nil {
			fmt.Fprintf(&out, "{%q, %q},", files[0], byRule(string(sayings)))
		}
		out.WriteString("}")
		out.Write(source[match[1]:])
		return os.WriteFile(name, out.Bytes(), 0o644)
	})
}
