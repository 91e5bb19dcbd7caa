package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// sorting takes the place of the standard library's, of which every type that is sorted brings 8 KB along.
//
//go:embed slices/sort.go
var sorting []byte

// godebug takes the place of the standard library's, which brings 14 KB along, packed, to read what a page does not set.
//
//go:embed godebug/godebug.go
var godebug []byte

// overlay writes into the folder what go build takes the place of files of the standard library from, and returns its
// -overlay file.
func overlay(folder string) (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	library := filepath.Join(strings.TrimSpace(string(out)), "src")
	sources, err := withoutSelfTests(library)
	if err != nil {
		return "", err
	}
	quiet, err := quietRuntime(library)
	if err != nil {
		return "", err
	}
	maps.Copy(sources, quiet)
	for name, source := range map[string][]byte{
		"slices/zsortanyfunc.go":      sorting,
		"slices/zsortordered.go":      []byte("package slices"),
		"internal/godebug/godebug.go": godebug,
	} {
		name = filepath.Join(library, name)
		if _, err := os.Stat(name); err != nil {
			return "", fmt.Errorf("not the release of Go this file knows: %w", err)
		}
		sources[name] = source
	}
	replace := map[string]string{}
	for name, source := range sources {
		replace[name] = filepath.Join(folder, fmt.Sprintf("overlay%d.go", len(replace)))
		if err := os.WriteFile(replace[name], source, 0o600); err != nil {
			return "", err
		}
	}
	file := filepath.Join(folder, "overlay.json")
	content, err := json.Marshal(struct{ Replace map[string]string }{replace})
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, content, 0o600)
}
