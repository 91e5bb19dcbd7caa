package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// selfTests are the files of the standard library that test its cryptography at the start of a program in FIPS mode, which
// ours never are in. They would bring AES and its tables into a program that only hashes.
var selfTests = []string{"*/cast.go", "*/*/cast.go", "check/check.go"}

// withoutSelfTests writes into the folder what go build takes the place of selfTests from, and returns its -overlay file.
func withoutSelfTests(folder string) (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for _, pattern := range selfTests {
		names, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "src/crypto/internal/fips140", pattern))
		if err != nil {
			return "", err
		}
		for _, name := range names {
			source, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			if source, err = withoutInit(source); err != nil {
				return "", err
			}
			overlay.Replace[name] = filepath.Join(folder, fmt.Sprintf("selftest%d.go", len(overlay.Replace)))
			if err := os.WriteFile(overlay.Replace[name], source, 0o600); err != nil {
				return "", err
			}
		}
	}
	if len(overlay.Replace) == 0 {
		return "", errors.New("no self-tests in the standard library: not the release of Go this file knows")
	}
	file := filepath.Join(folder, "overlay.json")
	content, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, content, 0o600)
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
