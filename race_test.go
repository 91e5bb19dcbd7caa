package grantlens

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWhatRunsAtOnceIsTestedForRaces: the packages that make test leaves to run without the race detector start nothing
// beside themselves.
func TestWhatRunsAtOnceIsTestedForRaces(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ALONE\s*:= (.+)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("the Makefile names no packages as ALONE")
	}
	alone := regexp.MustCompile(strings.ReplaceAll(string(line[1]), "$$", "$"))
	starts := regexp.MustCompile(`(?m)^\s*go [\w.]+.*\(|\.Go\(|\bt\.Parallel\(`)
	read := 0
	err = filepath.WalkDir("internal", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Name() == "testdata" {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" || !alone.MatchString("grantlens/"+filepath.ToSlash(filepath.Dir(name))) {
			return nil
		}
		content, err := os.ReadFile(name)
		if place := starts.FindIndex(content); place != nil {
			t.Errorf("%s: %q runs beside the rest: take its package out of ALONE in the Makefile", name, content[place[0]:place[1]])
		}
		read++
		return err
	})
	if err != nil || read == 0 {
		t.Fatalf("%d files read, %v", read, err)
	}
}
