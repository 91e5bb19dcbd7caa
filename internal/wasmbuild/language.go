package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// oneLanguageGo gives both members of every Text literal of a Go file the text of one language, so that the other's is
// not in the program. A Text is a struct of two strings, English and Russian in this order, named Text or, in internal/token,
// words. Whatever is not surely such a literal stays as it is: the program is larger then, and no less right. What names a
// Text by a part of its English, as diagnose.Lead does, names it by the whole of the one that stays; elsewhere are the Texts of
// other files, and those of this one are the second result, in their order. What a rule is about is left out in both: only the
// list of rules says it, which the page has from a file (Makefile, RULES).
func oneLanguageGo(source []byte, lang string, elsewhere []text) ([]byte, []text, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	var changes []change
	var here []text
	parts := map[*ast.BasicLit]string{} // of English, by the list whose item they name
	list := ""                          // the member of a literal that is walked: Causes, Fixes
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	var walk func(node ast.Node, elided bool)
	walk = func(node ast.Node, elided bool) {
		ast.Inspect(node, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				partOfCall(n, parts)
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
				stays := source[offset(keep.Pos()):offset(keep.End())]
				changes = append(changes, change{offset(drop.Pos()), offset(drop.End()), stays})
				if lit, ok := en.(*ast.BasicLit); ok {
					here = append(here, text{list, lit.Value, string(stays)})
				}
				return false
			}
			if en, ru := textsAtEnd(lit); en != nil {
				keep, drop := en, ru
				if lang == "ru" {
					keep, drop = ru, en
				}
				changes = append(changes, change{offset(drop.Pos()), offset(drop.End()), source[offset(keep.Pos()):offset(keep.End())]})
				return false
			}
			if array, ok := lit.Type.(*ast.ArrayType); ok && isNamed(array.Elt, "Lead") {
				partsOf(lit, parts)
			}
			inner := elided && lit.Type == nil
			if lit.Type != nil {
				inner = isText(element(lit.Type))
			}
			for _, elt := range lit.Elts {
				if kv, ok := elt.(*ast.KeyValueExpr); ok {
					elt = kv.Value
					if key, ok := kv.Key.(*ast.Ident); ok {
						list = key.Name
						if about, ok := elt.(*ast.CompositeLit); ok && list == "About" {
							changes = append(changes, change{offset(about.Lbrace), offset(about.End()), []byte("{}")})
							continue
						}
					}
				}
				walk(elt, inner)
			}
			return false
		})
	}
	walk(file, false)
	if lang == "ru" {
		for part, list := range parts {
			if stays := naming(part, list, here, elsewhere); stays != "" { // one that is the same in both languages keeps its part
				changes = append(changes, change{offset(part.Pos()), offset(part.End()), []byte(stays)})
			}
		}
	}
	return changed(source, changes), here, nil
}

// oneTextGo makes a Text of diagnose hold the one text that oneLanguageGo left in it, where it held two: every literal has one
// element, and RU is EN.
func oneTextGo(source []byte, lang string) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	own := file.Name.Name == "diagnose"
	var changes []change
	text := func(n ast.Node) []byte { return source[files.Position(n.Pos()).Offset:files.Position(n.End()).Offset] }
	put := func(n ast.Node, with string) {
		changes = append(changes, change{files.Position(n.Pos()).Offset, files.Position(n.End()).Offset, []byte(with)})
	}
	var walk func(node ast.Node, elided ast.Expr)
	walk = func(node ast.Node, elided ast.Expr) {
		ast.Inspect(node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if own && n.Name.Name == "Text" {
					put(n.Type, "struct{ EN string }")
					return false
				}
			case *ast.SelectorExpr:
				if own && n.Sel.Name == "RU" {
					put(n.Sel, "EN")
				}
			case *ast.CompositeLit:
				typ := n.Type
				if typ == nil {
					typ = elided
				}
				if en, ru, ok := pair(n); ok && (own && isNamed(typ, "Text") || isTextOfDiagnose(typ)) {
					keep := en
					if lang == "ru" {
						keep = ru
					}
					head := ""
					if n.Type != nil {
						head = string(text(n.Type))
					}
					inner, err := oneTextGo([]byte("package "+file.Name.Name+"\n\nvar _ = "+string(text(keep))), lang)
					if err != nil {
						return true
					}
					_, kept, _ := strings.Cut(string(inner), "var _ = ")
					put(n, head+"{"+kept+"}")
					return false
				}
				for _, elt := range n.Elts {
					walk(elt, element(typ))
				}
				return false
			}
			return true
		})
	}
	walk(file, nil)
	return changed(source, changes), nil
}

func isTextOfDiagnose(typ ast.Expr) bool {
	sel, ok := typ.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Text" && isNamed(sel.X, "diagnose")
}

// change is what stands in the place of some of a source.
type change struct {
	start, end int
	text       []byte
}

// changed is a source with changes made, none of which lies within another.
func changed(source []byte, changes []change) []byte {
	slices.SortFunc(changes, func(a, b change) int { return a.start - b.start })
	var out bytes.Buffer
	at := 0
	for _, c := range changes {
		out.Write(source[at:c.start])
		out.Write(c.text)
		at = c.end
	}
	out.Write(source[at:])
	return out.Bytes()
}

// text is a Text: the member of a literal whose value it is or is listed in, its English and what stays, as they are written in Go.
type text struct{ list, en, stays string }

// textsIn are the Texts of a package.
func textsIn(folder, lang string) ([]text, error) {
	var all []text
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, name := range files {
		source, failed := os.ReadFile(name)
		if failed != nil {
			return nil, failed
		}
		_, texts, failed := oneLanguageGo(source, lang, nil)
		if failed != nil {
			return nil, failed
		}
		all = append(all, texts...)
	}
	return all, err
}

// partsOf are the parts of English by which leads name their items, with the list that holds these.
func partsOf(leads *ast.CompositeLit, parts map[*ast.BasicLit]string) {
	lists := map[string]string{"Cause": "Causes", "Fix": "Fixes"}
	for _, lead := range leads.Elts {
		for _, elt := range lead.(*ast.CompositeLit).Elts {
			kv, ok := elt.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			if part, ok := kv.Value.(*ast.BasicLit); ok && lists[kv.Key.(*ast.Ident).Name] != "" {
				parts[part] = lists[kv.Key.(*ast.Ident).Name]
			}
		}
	}
}

// partOfCall is the part of English by which first(rule.Causes, "part") names an item.
func partOfCall(n ast.Node, parts map[*ast.BasicLit]string) {
	call, ok := n.(*ast.CallExpr)
	if !ok || !isNamed(call.Fun, "first") || len(call.Args) != 2 {
		return
	}
	list, ok := call.Args[0].(*ast.SelectorExpr)
	if part, literal := call.Args[1].(*ast.BasicLit); ok && literal {
		parts[part] = list.Sel.Name
	}
}

// naming is what stays of the first Text of a list whose English holds a part: of this file, else of another one.
func naming(part *ast.BasicLit, list string, here, elsewhere []text) string {
	inner := part.Value[1 : len(part.Value)-1]
	for _, t := range here {
		if t.list == list && strings.Contains(t.en, inner) {
			return t.stays
		}
	}
	for _, t := range elsewhere {
		if strings.Contains(t.en, inner) {
			return t.stays
		}
	}
	return ""
}

func isNamed(expr ast.Expr, name string) bool {
	id, ok := expr.(*ast.Ident)
	return ok && id.Name == name
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

// textsAtEnd are the last two elements of a literal where they are what is said in English and in Russian of one thing, in more
// than a sentence (waves/mistake).
func textsAtEnd(lit *ast.CompositeLit) (en, ru ast.Expr) {
	n := len(lit.Elts)
	if n < 3 {
		return nil, nil
	}
	en, ru = lit.Elts[n-2], lit.Elts[n-1]
	for _, e := range [...]ast.Expr{en, ru} {
		if of, ok := e.(*ast.CompositeLit); !ok || !isNamed(of.Type, "text") {
			return nil, nil
		}
	}
	if hasCyrillic(en) || !hasCyrillic(ru) {
		return nil, nil
	}
	return en, ru
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
	return bothLanguages.ReplaceAll(checked.ReplaceAll(source, nil), []byte(keep))
}

// checked is the day a source was read, which only the list of rules says.
var checked = regexp.MustCompile(`, "checked": "[^"]*"`)

// ofRequests are the members of a provider's profile that say how to ask it for a token.
var ofRequests = regexp.MustCompile(`(?m)^\t"(?:variants|grants|clientAuth|clientAuthHelp|scopes|quirks)": \[(?:.*|(?:\n\t\t.*)*\n\t)\],?\n`)

// withoutRequests leaves them out of data.
func withoutRequests(source []byte) []byte {
	rest := bytes.TrimSuffix(bytes.TrimSpace(ofRequests.ReplaceAll(source, nil)), []byte("\n}"))
	return append(bytes.TrimSuffix(rest, []byte(",")), "\n}\n"...)
}
