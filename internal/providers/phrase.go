package providers

import "strings"

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

// ByPhrase returns the provider a sentence names as the one of its login, where it is one only. The text must be in
// lower case already.
func ByPhrase(lower string) (h Hit, ok bool) {
	for _, f := range registry().files {
		if f.Kind == "spec" {
			continue
		}
		names := append([]string{strings.ToLower(f.Name)}, f.Recognise.Keys...)
		at := -1
		for _, name := range names {
			if len(name) < 4 || ambiguous[name] {
				continue
			}
			if i := inPhrase(lower, name); i >= 0 && (at < 0 || i < at) {
				at = i
			}
		}
		switch {
		case at < 0:
		case ok:
			return Hit{}, false // two are named: neither is the one
		default:
			h, ok = Hit{ID: f.ID, Offset: at, Weight: WeightPhrase}, true
		}
	}
	return h, ok
}

// inPhrase is the first place where a name stands by itself, in a phrase of a login; -1 without one.
func inPhrase(lower, name string) int {
	for at := 0; ; {
		i := strings.Index(lower[at:], name)
		if i < 0 {
			return -1
		}
		i += at
		at = i + len(name)
		if i > 0 && nameByte(lower[i-1]) || at < len(lower) && nameByte(lower[at]) {
			continue
		}
		before, after := lower[max(0, i-14):i], lower[at:min(len(lower), at+20)]
		for _, w := range phraseBefore {
			if strings.HasSuffix(before, w) {
				return i
			}
		}
		for _, w := range phraseAfter {
			if strings.HasPrefix(after, w) {
				return i
			}
		}
	}
}

// nameByte: what makes a name part of another one, of a host, a path or a package.
func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("_-./@:\\$", c) >= 0
}
