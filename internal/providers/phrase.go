package providers

import (
	"slices"
	"strings"
	"sync"

	"grantlens/internal/pattern"
)

// Weights of a provider that a sentence names as the one of a login, and of one that names a class: LinkedInApi.
const (
	weightPhrase = 45
	weightClass  = 44
)

// Words that stand around the name of a provider where it is the one of a login: “log in with GitHub”, “using my Okta
// account”, “Keycloak as identity provider”.
var (
	phraseBefore = []string{"with ", "via ", "using ", "through ", "against ", "our ", "my ", "use ", "by ", "like ", "server ", "provider ", "provider: ", "provider is ", "idp: ", "idp is ", "idp "}
	phraseAfter  = []string{" oauth", " oath", " oidc", " openid", " sso", " login", " log in", " sign", " auth", " credential", " account", " provider", " idp", " identity", " realm", " server", " as oidc", " as provider", " as the ", " as an ", " as idp", " active directory", " ad ", " b2c", " endpoint", " token", " app registration", " connector", " backend"}
)

// ambiguous are names that are words of any text.
var ambiguous = map[string]bool{"line": true, "ring": true, "ping": true, "epic": true, "notion": true, "monday": true, "generic": true, "steam": true, "oauth2": true, "openid": true}

// settingTails are what follows the name of a provider in the names of settings: GITHUB_CLIENT_SECRET, google_oauth2_key.
var settingTails = []string{"_client", "_oauth", "_app_", "_secret", "_auth", "_consumer", "_key", "_blueprint", "_idp", "_oidc", "_sso", "-client-id", "-client-secret", ".client-id", ".client-secret", ".client_id", ".clientid", "clientid", "clientsecret"}

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
			if len(name) < 4 || ambiguous[name] {
				continue
			}
			n.text, n.file = append(n.text, name), append(n.file, f)
			if spaced := strings.ReplaceAll(name, "-", " "); spaced != name {
				n.text, n.file = append(n.text, spaced), append(n.file, f)
			}
		}
	}
	n.set = pattern.NewSet(n.text...)
	return n
})

// ByPhrase returns the provider a sentence names as the one of its login, where it is one only. The text must be in
// lower case already; index is its own.
func ByPhrase(lower string, index pattern.Index) (h Hit, ok bool) {
	n := allNames()
	for _, hit := range n.set.FindIn(lower, index) {
		f, to, weight := n.file[hit.Literal], hit.At+len(n.text[hit.Literal]), 0
		switch {
		case f.ID == h.ID && h.Weight == weightPhrase:
		case inPhrase(lower, hit.At, to):
			weight = weightPhrase
		case inClass(lower, hit.At, to):
			weight = weightClass
		}
		switch {
		case weight > h.Weight:
			h, ok = Hit{ID: f.ID, Offset: hit.At, Weight: weight}, true
		case weight == h.Weight && f.ID != h.ID && weight > 0:
			ok = false // two are named: neither is the one
		}
	}
	return h, ok
}

// classTails are what follows the name of a provider in the name of a class that logs in at it.
var classTails = []string{"api.", "api2", "example", "oauth", "auth", "login", "service", "strategy"}

// inClass reports whether a name of a class begins with the one at [from, to), or the name of a function ends with it:
// signInWithGoogle.
func inClass(lower string, from, to int) bool {
	if from > 5 && lower[from-4:from] == "with" && isAlnum(lower[from-5]) && (to == len(lower) || !isAlnum(lower[to])) {
		return true
	}
	return (from == 0 || !isAlnum(lower[from-1]) && lower[from-1] != '-') &&
		slices.ContainsFunc(classTails, func(w string) bool { return strings.HasPrefix(lower[to:], w) })
}

// inPhrase reports whether the name at [from, to) stands by itself, in a phrase of a login, or names a setting of one.
func inPhrase(lower string, from, to int) bool {
	starts := func(w string) bool { return strings.HasPrefix(lower[to:], w) }
	if slices.ContainsFunc(settingTails, starts) && (from == 0 || !isAlnum(lower[from-1])) {
		return true
	}
	if from > 0 && nameByte(lower[from-1]) || to < len(lower) && nameByte(lower[to]) {
		return inPackage(lower, from, to)
	}
	const quotes = "\"'`*"
	before := strings.TrimRight(lower[max(0, from-16):from], quotes)
	before = strings.TrimSuffix(strings.TrimSuffix(before, "the "), "a ")
	after := strings.TrimLeft(lower[to:min(len(lower), to+22)], quotes)
	return slices.ContainsFunc(phraseBefore, func(w string) bool { return strings.HasSuffix(before, w) }) ||
		slices.ContainsFunc(phraseAfter, func(w string) bool { return strings.HasPrefix(after, w) })
}

// inPackage reports whether the name is a part of the name of a package that logs in: laravel-xero-oauth2, oauth2-salesforce.
func inPackage(lower string, from, to int) bool {
	start, end := from, to
	for start > 0 && from-start < 32 && packageByte(lower[start-1]) {
		start--
	}
	for end < len(lower) && end-to < 32 && packageByte(lower[end]) {
		end++
	}
	whole := (start == from || lower[from-1] == '-') && (end == to || lower[to] == '-')
	return whole && slices.ContainsFunc(packageWords, func(w string) bool { return strings.Contains(lower[start:end], w) })
}

var packageWords = []string{"oauth", "-auth", "auth-", "-login", "login-", "openid", "oidc", "socialite", "passport-", "-workspace", "-calendar", "-drive", "-photos", "-sheets", "-contacts"}

func packageByte(c byte) bool { return isAlnum(c) || c == '-' }

func isAlnum(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// nameByte: what makes a name part of another one, of a host, a path or a package.
func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("_-./@:\\$", c) >= 0
}
