package main

import (
	"errors"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
)

// selfTests are the files of the standard library that test its cryptography at the start of a program in FIPS mode, which
// ours never are in. They would bring AES and its tables into a program that only hashes.
var selfTests = []string{"*/cast.go", "*/*/cast.go", "check/check.go"}

// withoutSelfTests gives the sources of selfTests without the tests, by their files.
func withoutSelfTests(library string) (map[string][]byte, error) {
	sources := map[string][]byte{}
	for _, pattern := range selfTests {
		names, err := filepath.Glob(filepath.Join(library, "crypto/internal/fips140", pattern))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			if sources[name], err = without(source, wholeInit); err != nil {
				return nil, err
			}
		}
	}
	if len(sources) == 0 {
		return nil, errors.New("no self-tests in the standard library: not the release of Go this file knows")
	}
	return sources, nil
}

// wholeInit is all of a function init: a file may have several.
func wholeInit(f *ast.FuncDecl) (from, to token.Pos) {
	if f.Recv == nil && f.Name.Name == "init" {
		return f.Pos(), f.End()
	}
	return 0, 0
}
