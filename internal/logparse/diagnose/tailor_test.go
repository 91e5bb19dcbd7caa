package diagnose

import (
	"slices"
	"strings"
	"testing"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
)

// flowOf is a text, in lower case, with exchanges at providers.
func flowOf(text string, providers ...string) *exchange.Flow {
	f := &exchange.Flow{Lower: text, Index: pattern.NewIndex(text)}
	for _, p := range providers {
		f.Exchanges = append(f.Exchanges, &exchange.Exchange{Provider: p})
	}
	return f
}

func TestFindingOfKeycloakNamesNoOtherConsole(t *testing.T) {
	rule := byID()[slices.IndexFunc(byID(), func(r *Rule) bool { return r.ID == "client-secret-wrong" })]
	whole := Finding{Rule: rule, Verdict: Verdict{Exchange: &exchange.Exchange{Provider: "keycloak"}}.filled(rule)}
	told := func(f *exchange.Flow) string {
		x := whole.Tailored(f)
		var all []string
		for _, t := range slices.Concat(x.Causes, x.Fixes) {
			all = append(all, t.EN, t.RU)
		}
		return strings.Join(all, "\n")
	}
	got := told(flowOf("", "keycloak"))
	for _, other := range []string{"Entra", "GitHub"} {
		if strings.Contains(got, other) {
			t.Errorf("%s stands in a finding about Keycloak:\n%s", other, got)
		}
	}
	for _, want := range []string{"console of the same client: Keycloak Clients → Credentials; then restart the client", "клиента: Keycloak Clients → Credentials; затем"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if got := told(flowOf("", "keycloak", "entra")); !strings.Contains(got, "Entra") || strings.Contains(got, "GitHub") {
		t.Errorf("a login at Entra through Keycloak needs both, and only them:\n%s", got)
	}
	whole.Exchange = &exchange.Exchange{Provider: "auth0"}
	if got := told(flowOf("")); !strings.Contains(got, "Entra") {
		t.Errorf("Auth0 logs users in at Entra, which its log need not name:\n%s", got)
	}
	whole.Exchange = &exchange.Exchange{}
	if got := told(flowOf("")); !strings.Contains(got, "Entra") || !strings.Contains(got, "GitHub") {
		t.Errorf("of an unknown provider all has to stay:\n%s", got)
	}
}

func TestFindingInTracebackOfPythonNamesNoClientOfAnotherLanguage(t *testing.T) {
	rule := ruleOf("exception-after-login")
	whole := Finding{Rule: rule, Verdict: Verdict{}.filled(rule)}
	told := func(text string) (all []string) {
		x := whole.Tailored(flowOf(text))
		for _, t := range slices.Concat(x.Causes, x.Fixes) {
			first, _, _ := strings.Cut(t.EN, ": ")
			all = append(all, first)
		}
		return all
	}
	for text, want := range map[string][]string{
		"": {"Passport", "Auth.js", "Spring"},
		"traceback (most recent call last):\n  file \"/srv/app/views.py\", line 12, in done": nil,
		"    at done (/srv/app/node_modules/passport/lib/authenticator.js:12:3)":             {"Passport", "Auth.js"},
	} {
		got := told(text)
		for _, client := range []string{"Passport", "Auth.js", "Spring"} {
			if slices.Contains(got, client) != slices.Contains(want, client) {
				t.Errorf("%q: a word for users of %s: %v, want %v", text, client, slices.Contains(got, client), slices.Contains(want, client))
			}
		}
	}
}

// What a program that checks tokens logs shows which it is: nobody else reads of its settings.
func TestFindingNamesOnlyTheProgramOfTheText(t *testing.T) {
	rule := ruleOf("api-refused-token")
	whole := Finding{Rule: rule, Verdict: Verdict{}.filled(rule)}
	for text, want := range map[string]bool{
		`{"error":"invalid_token"}`: false,
		"E0506 10:15:02.118119 1 authentication.go:73] \"unable to authenticate the request\" err=\"invalid bearer token\"": true,
	} {
		x := whole.Tailored(flowOf(text))
		got := slices.ContainsFunc(x.Causes, func(c Text) bool { return strings.HasPrefix(c.EN, "kube-apiserver: ") })
		if got != want {
			t.Errorf("%q: a word for whoever runs kube-apiserver: %v, want %v", text, got, want)
		}
	}
}

// What stands in brackets under one provider's name is an example that another's user need not read; a list is pruned.
func TestExampleOfAnotherProviderIsLeftOut(t *testing.T) {
	for text, want := range map[string]string{
		"It is too short (Keycloak: Access Token Lifespan, 5 minutes)":      "It is too short",
		"It is too short (Entra ID: 60 to 90 minutes) for this":             "It is too short (Entra ID: 60 to 90 minutes) for this",
		"Plain OAuth 2.0 (GitHub, Discord, many own servers)":               "Plain OAuth 2.0 (GitHub, Discord, many own servers)",
		"Not assigned (Okta Assignments, Entra Assignment: a role granted)": "Not assigned (Entra Assignment: a role granted)",
	} {
		if got := (here{"entra"}).pruned(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The two languages of a text have to name providers in the same places, or one of them keeps what the other leaves out.
func TestTextsAreTailoredAlikeInBothLanguages(t *testing.T) {
	for _, r := range Rules() {
		for _, x := range slices.Concat(r.Causes, r.Fixes, r.Missing) {
			for _, heading := range headings {
				h := here(heading.ids[:1])
				en, ru := h.pruned(x.EN), h.pruned(x.RU)
				if (en == x.EN) != (ru == x.RU) || strings.Count(en, "; ") != strings.Count(ru, "; ") && strings.Count(x.EN, "; ") == strings.Count(x.RU, "; ") {
					t.Errorf("%s at %s:\n%s\n%s", r.ID, heading.name, en, ru)
				}
			}
		}
	}
}

// A lead names the item it puts first by a part of its text: whoever rewords the item has to find it here.
func TestLeadsNameItemsOfTheirRules(t *testing.T) {
	holds := func(items []Text, part string) bool {
		return part == "" || slices.ContainsFunc(items, func(x Text) bool { return strings.Contains(x.EN, part) })
	}
	for _, r := range Rules() {
		causes, fixes := slices.Clone(r.Causes), slices.Clone(r.Fixes)
		if r.ID == "provider-error" { // whose items are those of the error
			for _, bare := range bareErrors {
				causes, fixes = append(causes, bare.causes...), append(fixes, bare.fixes...)
			}
		}
		for _, l := range r.Leads {
			if !holds(causes, l.Cause) || !holds(fixes, l.Fix) {
				t.Errorf("%s has no cause with %q or no fix with %q", r.ID, l.Cause, l.Fix)
			}
		}
	}
}
