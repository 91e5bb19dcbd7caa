package token

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Difference is one line of a comparison.
type Difference struct {
	Where   string          `json:"where"` // header, claims, token, or response
	Name    string          `json:"name"`
	A       json.RawMessage `json:"a,omitempty"`
	B       json.RawMessage `json:"b,omitempty"`
	Change  string          `json:"change"`            // same, changed, added (only in b), removed (only in a), unknown (cut off)
	Added   []string        `json:"added,omitempty"`   // items of a list only b has
	Removed []string        `json:"removed,omitempty"` // items of a list only a has
	Delta   string          `json:"delta,omitempty"`   // time from a to b, as "+1 h"
}

// Comparison says how two tokens or two token responses differ, and what that means.
type Comparison struct {
	Differences []Difference `json:"differences"`
	Meaning     []string     `json:"meaning"` // sentences in the language asked for, the weightiest first
}

// Compare sets two tokens side by side, claim by claim. Claims beyond a cut are not called missing.
func Compare(a, b Token, lang string) Comparison {
	var c Comparison
	c.members("header", a.Header, b.Header, lang)
	c.members("claims", a.Claims, b.Claims, lang)
	for i := range c.Differences {
		d := &c.Differences[i]
		if partial := d.Where == "claims" && (d.Change == "removed" && b.ClaimsPartial || d.Change == "added" && a.ClaimsPartial); partial {
			d.Change = "unknown"
		}
	}
	if a.Kind != b.Kind {
		c.Differences = append(c.Differences, Difference{Where: "token", Name: "kind", A: quote(string(a.Kind)), B: quote(string(b.Kind)), Change: "changed"})
	}
	c.explain(a, b, lang)
	return c
}

// CompareResponses sets two token responses (JSON objects) side by side. Tokens in them are
// shown by what they are, never by their text.
func CompareResponses(a, b string, lang string) Comparison {
	var c Comparison
	oa, ob := scanObject([]byte(strings.TrimSpace(a))), scanObject([]byte(strings.TrimSpace(b)))
	c.members("response", named(oa.members), named(ob.members), lang)
	for _, d := range c.Differences {
		switch {
		case d.Change == "removed":
			c.say(lang, "the second answer has no %", "во втором ответе нет %", d.Name)
		case d.Change == "added":
			c.say(lang, "% is new in the second answer", "% есть только во втором ответе", d.Name)
		case d.Change == "changed" && tokenNames[plain(d.Name)]:
			c.say(lang, "% is % in the first answer and % in the second", "%: в первом ответе %, во втором %", d.Name, text(d.A), text(d.B))
		}
	}
	return c
}

// named replaces tokens by their kind.
func named(ms []Member) []Member {
	list := slices.Clone(ms)
	for i, m := range list {
		if s := text(m.Value); s != "" && (tokenNames[plain(m.Name)] || Looks(s)) {
			t := Inspect(s)
			kind := string(t.Kind)
			if t.Kind == KindOpaque {
				kind += " " + t.Opaque
			} else if t.Alg() != "" {
				kind += " " + t.Alg()
			}
			list[i].Value = quote(kind)
		}
	}
	return list
}

func quote(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a string always marshals
	return b
}

func (c *Comparison) members(where string, a, b []Member, lang string) {
	names := make([]string, 0, len(a)+len(b))
	for _, m := range append(slices.Clone(a), b...) {
		if !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	for _, n := range names {
		va, inA := lookup(a, n)
		vb, inB := lookup(b, n)
		d := Difference{Where: where, Name: n, A: va, B: vb, Change: "changed"}
		switch {
		case !inA:
			d.Change = "added"
		case !inB:
			d.Change = "removed"
		case bytes.Equal(va, vb):
			d.Change = "same"
		default:
			ta, okA := numericDate(va)
			tb, okB := numericDate(vb)
			if e, known := ExplainClaim("", n, lang); known && e.Kind == "time" && okA && okB {
				d.Delta = Span(tb.Sub(ta), lang)
				if !tb.Before(ta) {
					d.Delta = "+" + d.Delta
				}
			}
		}
		if d.Change != "same" {
			la, lb := items(n, va), items(n, vb)
			d.Removed, d.Added = without(la, lb), without(lb, la)
			if inA && inB && len(la) > 0 && len(lb) > 0 && len(d.Added)+len(d.Removed) == 0 && slices.Contains(listNames, n) {
				d.Change = "same" // "a" and ["a"], or another order
			}
		}
		c.Differences = append(c.Differences, d)
	}
}

// listNames are the claims that are sets: a string of them is separated by blanks.
var listNames = []string{"aud", "scope", "scp", "roles", "groups", "permissions", "amr", "allowed-origins"}

func items(name string, v json.RawMessage) []string {
	if !slices.Contains(listNames, name) && (len(v) == 0 || v[0] != '[') {
		return nil
	}
	list := stringsOf(v)
	if name == "scope" || name == "scp" {
		list = strings.Fields(strings.Join(list, " "))
	}
	return list
}

func without(list, other []string) []string {
	var rest []string
	for _, s := range list {
		if !slices.Contains(other, s) {
			rest = append(rest, s)
		}
	}
	return rest
}

func (c *Comparison) say(lang, en, ru string, args ...string) {
	c.Meaning = append(c.Meaning, Say(lang, en, ru, args...))
}

// meanings: what a difference in one claim says. They are used when the value is in both
// tokens; the weightiest first.
var meanings = []struct {
	name string
	words
}{
	{"iss", words{"the issuers differ: % and %; a receiver trusts one of them", "разные издатели: % и %; получатель доверяет одному из них"}},
	{"tid", words{"the tenants differ: % and %", "разные арендаторы: % и %"}},
	{"sub", words{"they are about different users or clients: % and %", "они о разных пользователях или клиентах: % и %"}},
	{"azp", words{"they were issued to different clients: % and %", "они выданы разным клиентам: % и %"}},
	{"client_id", words{"they were issued to different clients: % and %", "они выданы разным клиентам: % и %"}},
	{"ver", words{"they are of different formats: version % and %", "у них разные форматы: версия % и %"}},
	{"alg", words{"they are signed by different algorithms: % and %", "они подписаны разными алгоритмами: % и %"}},
	{"kid", words{"they are signed by different keys: the keys were rotated, or the issuers differ (% and %)", "они подписаны разными ключами: ключи сменились или издатели разные (% и %)"}},
	{"acr", words{"the logins differ in strength: % and %", "входы разной надёжности: % и %"}},
}

func (c *Comparison) explain(a, b Token, lang string) {
	if a.Kind != b.Kind {
		c.say(lang, "one is %, the other %", "один %, другой %", string(a.Kind), string(b.Kind))
	}
	if a.Use() != b.Use() && a.Use() != "" && b.Use() != "" {
		c.say(lang, "the first is %, the second %", "первый — %, второй — %", UseText(a.Use(), lang), UseText(b.Use(), lang))
	}
	find := func(name string) (Difference, bool) {
		for _, d := range c.Differences {
			if d.Name == name && d.Change != "same" {
				return d, true
			}
		}
		return Difference{}, false
	}
	for _, m := range meanings {
		if d, ok := find(m.name); ok && d.Change == "changed" {
			c.say(lang, m.en, m.ru, rawText(d.A), rawText(d.B))
		}
	}
	for _, l := range [...]struct {
		name string
		words
	}{
		{"aud", words{"audience", "аудитории"}}, {"scope", words{"scope", "области (scope)"}}, {"scp", words{"scope", "области (scope)"}},
		{"roles", words{"role", "роли"}}, {"groups", words{"group", "группы"}}, {"permissions", words{"permission", "разрешения"}},
	} {
		d, ok := find(l.name)
		if !ok {
			continue
		}
		if len(d.Removed) > 0 && d.Change != "unknown" {
			c.say(lang, "the second lacks the % %", "во втором нет %: %", l.in(lang), strings.Join(d.Removed, ", "))
		}
		if len(d.Added) > 0 && d.Change != "unknown" {
			c.say(lang, "only the second has the % %", "только во втором есть %: %", l.in(lang), strings.Join(d.Added, ", "))
		}
	}
	for _, n := range [...]string{"realm_access", "resource_access"} {
		if _, ok := find(n); ok {
			c.say(lang, "the roles differ (%)", "роли различаются (%)", n)
		}
	}
	for _, n := range [...]string{"sid", "session_state"} {
		if d, ok := find(n); ok && d.Change == "changed" {
			c.say(lang, "they come from different logins", "они из разных входов")
			break
		}
	}
	c.times(a, b, lang)
	if len(c.Meaning) == 0 {
		c.say(lang, "no difference that matters", "существенных различий нет")
	}
}

func (c *Comparison) times(a, b Token, lang string) {
	life := func(t Token) (string, bool) {
		exp, ok1 := t.ClaimTime("exp")
		iat, ok2 := t.ClaimTime("iat")
		return Span(exp.Sub(iat), lang), ok1 && ok2
	}
	la, okA := life(a)
	lb, okB := life(b)
	if okA && okB && la != lb {
		c.say(lang, "the first lives %, the second %", "первый действует %, второй %", la, lb)
	}
	ia, okA := a.ClaimTime("iat")
	ib, okB := b.ClaimTime("iat")
	switch {
	case !okA || !okB || ia.Equal(ib):
	case ib.After(ia):
		c.say(lang, "the second was issued % later", "второй выдан на % позже", Span(ib.Sub(ia), lang))
	default:
		c.say(lang, "the second was issued % earlier", "второй выдан на % раньше", Span(ia.Sub(ib), lang))
	}
}
