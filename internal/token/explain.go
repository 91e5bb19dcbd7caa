package token

import "strings"

// Explanation says what a claim or header parameter is.
type Explanation struct {
	Name   string `json:"name"`
	What   string `json:"what"`
	Should string `json:"should,omitempty"` // what it should be
	Source string `json:"source"`           // who defines it
	Kind   string `json:"kind,omitempty"`   // time, url, person (personal data) or ""
}

// Explain says what a claim means in a token of this issuer, in English or Russian ("ru").
// It is false for a name nobody is known to define.
func (t Token) Explain(name, lang string) (Explanation, bool) {
	return ExplainClaim(t.Family(), name, lang)
}

// ExplainHeader says what a header parameter means.
func ExplainHeader(name, lang string) (Explanation, bool) {
	f := facts().header[name]
	if f == nil {
		return Explanation{}, false
	}
	return f.explanation(lang), true
}

// ExplainClaim is Explain for tokens of a family of issuers, which Family tells.
func ExplainClaim(issuer, name, lang string) (Explanation, bool) {
	if f := claimFact(issuer, name); f != nil {
		return f.explanation(lang), true
	}
	if strings.HasPrefix(name, "custom:") || strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		own := fact{name: name, source: "RFC 7519 4.2", what: words{"claim of the issuer's own making", "собственное утверждение издателя"}}
		return own.explanation(lang), true
	}
	return Explanation{}, false
}

// claimFact is what the tables know of a claim, nil when nothing.
func claimFact(issuer, name string) *fact {
	// The issuer's own meaning, else that of the software it runs, else the standard's, else anybody's.
	rank := func(family string) int {
		switch {
		case family == issuer:
			return 3
		case issuer == "moex" && family == "keycloak":
			return 2
		case family == "":
			return 1
		}
		return 0
	}
	var best ownedFact
	for i, k := range facts().claims[name] {
		if i == 0 || rank(k.family) > rank(best.family) {
			best = k
		}
	}
	return best.fact
}

func (f *fact) explanation(lang string) Explanation {
	return Explanation{Name: f.name, What: f.what.in(lang), Should: f.should.in(lang), Source: f.source, Kind: f.kind}
}

type ownedFact struct {
	fact   *fact
	family string
}

type factIndex struct {
	header map[string]*fact
	claims map[string][]ownedFact // the standard's meaning first
}

var factsMade lazy[factIndex]

// facts indexes the tables by name.
func facts() factIndex {
	return factsMade.get(func() factIndex {
		x := factIndex{map[string]*fact{}, map[string][]ownedFact{}}
		for i, f := range headerFacts {
			x.header[f.name] = &headerFacts[i]
		}
		for _, fam := range families {
			for i, f := range fam.facts {
				x.claims[f.name] = append(x.claims[f.name], ownedFact{&fam.facts[i], fam.id})
			}
		}
		return x
	})
}

// Family is the kind of issuer a token comes from, judged by iss and by claims nobody else
// uses: keycloak, entra, google, auth0, okta, cognito, waves, moex, or "".
func (t Token) Family() string {
	iss := t.Issuer()
	for _, f := range [...]struct{ mark, family string }{
		{"moex.com", "moex"},
		{"/realms/", "keycloak"},
		{"login.microsoftonline.", "entra"}, {"sts.windows.net/", "entra"}, {".b2clogin.com/", "entra"}, {".ciamlogin.com/", "entra"},
		{"accounts.google.com", "google"}, {"securetoken.google.com", "google"},
		{".auth0.com", "auth0"},
		{".okta.com", "okta"}, {".oktapreview.com", "okta"}, {".okta-emea.com", "okta"},
		{"cognito-idp.", "cognito"},
	} {
		if strings.Contains(iss, f.mark) {
			return f.family
		}
	}
	for _, f := range [...]struct{ claim, family string }{
		{"pk", "waves"}, {"exp0", "waves"}, {"signature", "waves"}, {"esb", "moex"}, {"realm_access", "keycloak"},
		{"resource_access", "keycloak"}, {"session_state", "keycloak"}, {"token_use", "cognito"}, {"gty", "auth0"},
	} {
		if _, ok := t.Claim(f.claim); ok {
			return f.family
		}
	}
	return ""
}

// Personal lists the names of claims that hold data about a person.
func (t Token) Personal() []string {
	var list []string
	family := t.Family()
	for _, m := range t.Claims {
		if f := claimFact(family, m.Name); f != nil && f.kind == "person" {
			list = append(list, m.Name)
		}
	}
	return list
}
