package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
)

// staticGo gives the literals a package registers, as in var _ = register(Rule{…}), names of their own, with the prefix:
// Go lays a variable's literal out as data, and an argument's as instructions that fill it in, which take three times the
// room.
func staticGo(source []byte, prefix string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	var out, variables bytes.Buffer
	at, count := 0, 0
	for _, decl := range file.Decls {
		call := registration(decl)
		if call == nil {
			continue
		}
		for _, arg := range call.Args {
			if lit, ok := arg.(*ast.CompositeLit); ok && lit.Type != nil {
				name := fmt.Sprintf("%s%d", prefix, count)
				count++
				fmt.Fprintf(&variables, "\nvar %s = %s\n", name, source[offset(lit.Pos()):offset(lit.End())])
				out.Write(source[at:offset(lit.Pos())])
				out.WriteString(name)
				at = offset(lit.End())
			}
		}
	}
	out.Write(source[at:])
	out.Write(variables.Bytes())
	return out.Bytes(), nil
}

// registration returns the call of a declaration var _ = f(…).
func registration(decl ast.Decl) *ast.CallExpr {
	group, ok := decl.(*ast.GenDecl)
	if !ok || group.Tok != token.VAR || len(group.Specs) != 1 {
		return nil
	}
	spec := group.Specs[0].(*ast.ValueSpec)
	if len(spec.Names) != 1 || spec.Names[0].Name != "_" || len(spec.Values) != 1 {
		return nil
	}
	call, _ := spec.Values[0].(*ast.CallExpr)
	return call
}
