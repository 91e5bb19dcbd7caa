package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
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

// without leaves out of a Go file what part gives of its functions, and the imports that only that used.
func without(source []byte, part func(*ast.FuncDecl) (from, to token.Pos)) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	// Spaces in its place: nothing else moves.
	out := bytes.Clone(source)
	drop := func(from, to token.Pos) {
		for i := files.Position(from).Offset; i < files.Position(to).Offset; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	used := map[string]bool{"_": true}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			if from, to := part(f); to > from {
				drop(from, to)
				if from > f.Pos() {
					maps.Copy(used, identifiers(f.Type))
				}
				continue
			}
		}
		maps.Copy(used, identifiers(decl))
	}
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.IMPORT {
			continue
		}
		for _, s := range group.Specs {
			spec := s.(*ast.ImportSpec)
			name := path.Base(strings.Trim(spec.Path.Value, `"`))
			if spec.Name != nil {
				name = spec.Name.Name
			}
			switch {
			case used[name]:
			case group.Lparen.IsValid():
				drop(spec.Pos(), spec.End())
			default:
				drop(group.Pos(), group.End())
			}
		}
	}
	return out, nil
}
