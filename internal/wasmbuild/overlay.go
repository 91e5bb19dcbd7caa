package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path"
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

// handles take the place of the standard library's.
//
//go:embed unique/unique.go
var handles []byte

// embedding takes the place of the standard library's, which brings along 9 KB, packed, to serve folders as a file system.
//
//go:embed embed/embed.go
var embedding []byte

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
	if err := cut(library, sources); err != nil {
		return "", err
	}
	for name, source := range map[string][]byte{
		"slices/zsortanyfunc.go":      sorting,
		"slices/zsortordered.go":      []byte("package slices"),
		"internal/godebug/godebug.go": godebug,
		"embed/embed.go":              embedding,
		"unique/handle.go":            handles,
		"unique/canonmap.go":          []byte("package unique"),
		"unique/clone.go":             []byte("package unique"),
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
