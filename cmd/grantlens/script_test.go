package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestScripts runs testdata/*.txtar: a script above, files below. The lines of a script:
//
//	stdin FILE             standard input of the next command; nothing otherwise
//	grantlens ARG …        runs it in a folder that holds the files; 'quotes' keep blanks
//	status N               its exit status, 0 unless said
//	stdout FILE            its output is this file, which -update rewrites
//	stderr FILE            the same for standard error; unless said it must be empty
//	has stdout|stderr TEXT the stream holds the text
//	lacks TEXT             neither stream holds it
//	# …                    says why
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{t: t, archive: archive}
			path, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			s.run()
			if s.changed && *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

type script struct {
	t         *testing.T
	archive   *txtar.Archive
	stdin     string
	command   string
	status    int
	out, errs string
	saidError bool // the script spoke of standard error
	saidState bool
	changed   bool
}

func (s *script) run() {
	s.t.Chdir(s.t.TempDir())
	for _, f := range s.archive.Files {
		if dir := filepath.Dir(f.Name); dir != "." {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				s.t.Fatal(err)
			}
		}
		if err := os.WriteFile(f.Name, f.Data, 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	commands := 0
	for n, line := range statements(string(s.archive.Comment)) {
		words, err := split(line)
		if err != nil {
			s.t.Fatalf("statement %d: %v", n+1, err)
		}
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "stdin":
			s.stdin = string(s.file(words[1]).Data)
		case "grantlens":
			commands++
			s.settle()
			var out, errs bytes.Buffer
			s.command = line
			s.status = run(words[1:], strings.NewReader(s.stdin), &out, &errs)
			s.out, s.errs, s.stdin = out.String(), errs.String(), ""
		case "status":
			s.saidState = true
			if fmt.Sprint(s.status) != words[1] {
				s.t.Errorf("%s: status %d, want %s; %s", s.command, s.status, words[1], s.errs)
			}
		case "stdout":
			s.compare(words[1], s.out)
		case "stderr":
			s.saidError = true
			s.compare(words[1], s.errs)
		case "has":
			stream := map[string]string{"stdout": s.out, "stderr": s.errs}[words[1]]
			s.saidError = s.saidError || words[1] == "stderr"
			if !strings.Contains(stream, words[2]) {
				s.t.Errorf("%s: %s lacks %q:\n%s", s.command, words[1], words[2], stream)
			}
		case "lacks":
			if strings.Contains(s.out+s.errs, words[1]) {
				s.t.Errorf("%s: the answer holds %q", s.command, words[1])
			}
		default:
			s.t.Fatalf("statement %d: no such word: %s", n+1, words[0])
		}
	}
	s.settle()
	if commands == 0 {
		s.t.Error("the script runs nothing")
	}
}

// settle checks what the script did not speak of: a status of 0 and a silent standard error.
func (s *script) settle() {
	if s.command != "" && !s.saidState && s.status != 0 {
		s.t.Errorf("%s: status %d, want 0; %s", s.command, s.status, s.errs)
	}
	if s.command != "" && !s.saidError && s.errs != "" {
		s.t.Errorf("%s: on standard error: %s", s.command, s.errs)
	}
	s.saidState, s.saidError = false, false
}

func (s *script) file(name string) *txtar.File {
	for i := range s.archive.Files {
		if s.archive.Files[i].Name == name {
			return &s.archive.Files[i]
		}
	}
	if *update {
		s.archive.Files = append(s.archive.Files, txtar.File{Name: name})
		return &s.archive.Files[len(s.archive.Files)-1]
	}
	s.t.Fatalf("there is no file %s", name)
	return nil
}

func (s *script) compare(name, got string) {
	f := s.file(name)
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "\n" // a file of an archive ends its line
	}
	if string(f.Data) == got {
		return
	}
	if *update {
		f.Data, s.changed = []byte(got), true
		return
	}
	s.t.Errorf("%s: %s differs; read the difference, then run the test with -update\ngot:\n%s", s.command, name, got)
}

// statements are the lines of a script; a quote may hold line breaks.
func statements(text string) []string {
	var list []string
	open := false
	for _, line := range strings.Split(text, "\n") {
		if !open && strings.HasPrefix(line, "#") {
			continue
		}
		if open {
			list[len(list)-1] += "\n" + line
		} else {
			list = append(list, line)
		}
		open = open != (strings.Count(line, "'")%2 == 1)
	}
	return list
}

// split parts a line at blanks outside single quotes.
func split(line string) ([]string, error) {
	var words []string
	word, quoted, begun := "", false, false
	for _, c := range line {
		switch {
		case c == '\'':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				words = append(words, word)
			}
			word, begun = "", false
		default:
			word += string(c)
			begun = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is not closed")
	}
	if begun {
		words = append(words, word)
	}
	return words, nil
}
