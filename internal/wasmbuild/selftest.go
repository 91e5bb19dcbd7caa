package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
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
			if sources[name], err = withoutInit(source); err != nil {
				return nil, err
			}
		}
	}
	if len(sources) == 0 {
		return nil, errors.New("no self-tests in the standard library: not the release of Go this file knows")
	}
	return sources, nil
}

// withoutInit leaves the functions init out of a Go file, and the imports that only they used.
func withoutInit(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var drop []ast.Node
	used := map[string]bool{"_": true}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			drop = append(drop, f)
			continue
		}
		for name := range identifiers(decl) {
			used[name] = true
		}
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
				drop = append(drop, spec)
			default:
				drop = append(drop, group)
			}
		}
	}
	// Spaces in its place: nothing else moves.
	out := bytes.Clone(source)
	for _, node := range drop {
		for i := files.Position(node.Pos()).Offset; i < files.Position(node.End()).Offset; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	return out, nil
}
