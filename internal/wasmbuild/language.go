package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"unicode"
)

// oneLanguageGo gives both members of every Text literal of a Go file the text of one language, so that the other's is
// not in the program. A Text is a struct of two strings, English and Russian in this order, named Text or, in internal/token,
// words. Whatever is not surely such a literal stays as it is: the program is larger then, and no less right.
func oneLanguageGo(source []byte, lang string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	type change struct{ start, end, from, to int }
	var changes []change
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	var walk func(node ast.Node, elided bool)
	walk = func(node ast.Node, elided bool) {
		ast.Inspect(node, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if en, ru, ok := pair(lit); ok && (isText(lit.Type) || lit.Type == nil && elided) && !hasCyrillic(en) && hasCyrillic(ru) {
				keep, drop := en, ru
				if lang == "ru" {
					keep, drop = ru, en
				}
				if !uses(keep, drop) {
					return false
				}
				changes = append(changes, change{offset(drop.Pos()), offset(drop.End()), offset(keep.Pos()), offset(keep.End())})
				return false
			}
			inner := elided && lit.Type == nil
			if lit.Type != nil {
				inner = isText(element(lit.Type))
			}
			for _, elt := range lit.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					elt = kv.Value
				}
				walk(elt, inner)
			}
			return false
		})
	}
	walk(file, false)
	slices.SortFunc(changes, func(a, b change) int { return a.start - b.start })
	var out bytes.Buffer
	at := 0
	for _, c := range changes {
		out.Write(source[at:c.start])
		out.Write(source[c.from:c.to])
		at = c.end
	}
	out.Write(source[at:])
	return out.Bytes(), nil
}

// pair returns the two members of a literal in the order of the struct.
func pair(lit *ast.CompositeLit) (en, ru ast.Expr, ok bool) {
	if len(lit.Elts) != 2 {
		return nil, nil, false
	}
	for i, elt := range lit.Elts {
		name := ""
		if kv, keyed := elt.(*ast.KeyValueExpr); keyed {
			if key, ident := kv.Key.(*ast.Ident); ident {
				name = key.Name
			}
			elt = kv.Value
			if name != "EN" && name != "RU" {
				return nil, nil, false
			}
		}
		if name == "RU" || name == "" && i == 1 {
			ru = elt
		} else {
			en = elt
		}
	}
	return en, ru, en != nil && ru != nil
}

func isText(typ ast.Expr) bool {
	switch t := typ.(type) {
	case *ast.Ident:
		return t.Name == "Text" || t.Name == "words"
	case *ast.SelectorExpr:
		return t.Sel.Name == "Text"
	}
	return false
}

// element returns the type of a list's or map's elements, whose literals may leave it out.
func element(typ ast.Expr) ast.Expr {
	switch t := typ.(type) {
	case *ast.ArrayType:
		return t.Elt
	case *ast.MapType:
		return t.Value
	}
	return nil
}

// hasCyrillic reports whether a string literal within the expression has a Cyrillic letter.
func hasCyrillic(expr ast.Expr) (found bool) {
	ast.Inspect(expr, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			for _, r := range lit.Value {
				found = found || unicode.Is(unicode.Cyrillic, r)
			}
		}
		return !found
	})
	return found
}

// bothLanguages is a text in data.
var bothLanguages = regexp.MustCompile(`"en":\s*("(?:[^"\\]|\\.)*"),\s*"ru":\s*("(?:[^"\\]|\\.)*")`)

// uses reports whether every variable that the dropped text is made with is in the kept one too: Go builds nothing with a
// variable that is set and not used.
func uses(keep, drop ast.Expr) bool {
	kept := identifiers(keep)
	for name := range identifiers(drop) {
		if !kept[name] {
			return false
		}
	}
	return true
}

func identifiers(expr ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(expr, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			ast.Inspect(sel.X, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					names[id.Name] = true
				}
				return true
			})
			return false
		}
		if id, ok := n.(*ast.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
	return names
}

// oneLanguageJSON is oneLanguageGo for data: of "en":…,"ru":… stays "en":… with the text of one language.
func oneLanguageJSON(source []byte, lang string) []byte {
	keep := `"en":$1`
	if lang == "ru" {
		keep = `"en":$2`
	}
	return bothLanguages.ReplaceAll(source, []byte(keep))
}

// ofRequests are the members of a provider's profile that say how to ask it for a token.
var ofRequests = regexp.MustCompile(`(?m)^\t"(?:variants|grants|clientAuth|clientAuthHelp|scopes|quirks)": \[(?:.*|(?:\n\t\t.*)*\n\t)\],?\n`)

// withoutRequests leaves them out of data.
func withoutRequests(source []byte) []byte {
	rest := bytes.TrimSuffix(bytes.TrimSpace(ofRequests.ReplaceAll(source, nil)), []byte("\n}"))
	return append(bytes.TrimSuffix(rest, []byte(",")), "\n}\n"...)
}
