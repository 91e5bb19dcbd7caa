package providers

import (
	"slices"
	"strings"
	"sync"

	"grantlens/internal/pattern"
)

// WeightPhrase is the weight of a provider that a sentence names as the one of a login.
const WeightPhrase = 45

// Words that stand around the name of a provider where it is the one of a login: “log in with GitHub”, “using my Okta
// account”, “Keycloak as identity provider”.
var (
	phraseBefore = []string{"with ", "via ", "using ", "through ", "against ", "our ", "my ", "use ", "by ", "like ", "server ", "provider ", "provider: ", "provider is ", "idp: ", "idp is ", "idp "}
	phraseAfter  = []string{" oauth", " oidc", " openid", " sso", " login", " log in", " sign", " auth", " credential", " account", " provider", " idp", " identity", " realm", " server", " as oidc", " as provider", " as the ", " as an ", " as idp", " app registration", " connector", " backend"}
)

// ambiguous are names that are words of any text.
var ambiguous = map[string]bool{"line": true, "ring": true, "box": true, "ping": true, "epic": true, "notion": true, "monday": true, "strip": true, "apple": true, "amazon": true, "orcid": true, "generic": true, "steam": true, "slack": true, "azure": true, "microsoft": true, "aad": true}

// names are the names of the providers that a phrase may hold, found in one pass.
type names struct {
	set  *pattern.Set
	text []string
	file []*file
}

var allNames = sync.OnceValue(func() *names {
	n := &names{}
	for _, f := range registry().files {
		if f.Kind == "spec" {
			continue
		}
		for _, name := range append([]string{strings.ToLower(f.Name)}, f.Recognise.Keys...) {
			if len(name) >= 4 && !ambiguous[name] {
				n.text, n.file = append(n.text, name), append(n.file, f)
			}
		}
	}
	n.set = pattern.NewSet(n.text...)
	return n
})

// ByPhrase returns the provider a sentence names as the one of its login, where it is one only. The text must be in
// lower case already.
func ByPhrase(lower string) (h Hit, ok bool) {
	n := allNames()
	for _, hit := range n.set.Find(lower) {
		switch f := n.file[hit.Literal]; {
		case ok && f.ID == h.ID || !inPhrase(lower, hit.At, hit.At+len(n.text[hit.Literal])):
		case ok:
			return Hit{}, false // two are named: neither is the one
		default:
			h, ok = Hit{ID: f.ID, Offset: hit.At, Weight: WeightPhrase}, true
		}
	}
	return h, ok
}

// inPhrase reports whether the name at [from, to) stands by itself, in a phrase of a login.
func inPhrase(lower string, from, to int) bool {
	if from > 0 && nameByte(lower[from-1]) || to < len(lower) && nameByte(lower[to]) {
		return false
	}
	before, after := lower[max(0, from-14):from], lower[to:min(len(lower), to+20)]
	return slices.ContainsFunc(phraseBefore, func(w string) bool { return strings.HasSuffix(before, w) }) ||
		slices.ContainsFunc(phraseAfter, func(w string) bool { return strings.HasPrefix(after, w) })
}

// nameByte: what makes a name part of another one, of a host, a path or a package.
func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("_-./@:\\$", c) >= 0
}
