// Package samples runs the inputs that packages keep in testdata, for their tests: txtar files whose sections are each an
// input, a line ----, and what is made of it.
package samples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// Sample is a section of a file.
type Sample struct {
	Name, Input string
	Want        string // what stands behind the line ----
	Whole       bool   // there is such a line
}

// Files are those of a pattern. None is an error: a test over none would pass.
func Files(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", pattern, err)
	}
	return files
}

// Read gives the samples of a file, of which there must be one.
func Read(t testing.TB, file string) []Sample {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil || len(archive.Files) == 0 {
		t.Fatalf("%s: no samples: %v", file, err)
	}
	out := make([]Sample, len(archive.Files))
	for i, section := range archive.Files {
		input, want, whole := strings.Cut(string(section.Data), "\n----\n")
		if !whole {
			input = strings.TrimRight(input, "\n")
		}
		out[i] = Sample{section.Name, input, want, whole}
	}
	return out
}

// Run compares what give makes of each input of a file with what is written there. With update it writes that down, unless
// the test has found fault with it.
func Run(t *testing.T, file string, update bool, give func(name, input string) string) {
	t.Helper()
	archive := &txtar.Archive{}
	for _, s := range Read(t, file) {
		got := give(s.Name, s.Input)
		if !update && (got != s.Want || !s.Whole) {
			t.Errorf("%s: %s:\ngot:\n%s\nwant:\n%s", file, s.Name, got, s.Want)
		}
		archive.Files = append(archive.Files, txtar.File{Name: s.Name, Data: []byte(s.Input + "\n----\n" + got)})
	}
	if update && !t.Failed() {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
