package request

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"grantlens/internal/providers"
)

// every calls f for every grant and endpoint of every profile, with each client authentication.
func every(t *testing.T, f func(name string, p Params)) {
	t.Helper()
	n := 0
	for _, profile := range providers.All() {
		for _, variant := range profile.Variants {
			methods := profile.ClientAuth
			if len(methods) == 0 {
				methods = []string{AuthBasic}
			}
			for _, method := range methods {
				base := Params{Profile: profile.ID, Variant: variant.ID, ClientAuth: method}
				for _, g := range profile.Grants {
					if len(g.Variants) == 0 || slices.Contains(g.Variants, variant.ID) {
						p := base
						p.Grant = g.Type
						f(strings.Join([]string{profile.ID, variant.ID, g.Type, method}, " "), p)
						n++
					}
				}
				for endpoint := range otherEndpoints {
					p := base
					p.Endpoint = endpoint
					f(strings.Join([]string{profile.ID, variant.ID, endpoint, method}, " "), p)
					n++
				}
			}
		}
	}
	if n < 100 {
		t.Fatalf("only %d forms; the profiles are not read", n)
	}
}

// usualPaths are addresses that no profile has.
var usualPaths = map[string]string{
	StepPAR: "/as/par", StepAuthorize: "/as/authorize", StepDevice: "/as/device", StepCIBA: "/as/bc-authorize", StepToken: "/as/token", StepUserInfo: "/as/userinfo",
	StepJWKS: "/as/jwks.json", StepIntrospect: "/as/introspect", StepRevoke: "/as/revoke", StepLogout: "/as/logout", StepDiscovery: "/.well-known/openid-configuration",
}

// filled gives every field of a form a value with characters that every encoding must keep.
func filled(p Params) Params {
	p.Values = map[string]string{}
	for _, field := range NewForm(p).Fields {
		switch {
		case field.Name == "request_uri":
		case strings.HasPrefix(field.Name, VarPrefix) && field.Kind == "url":
			p.Values[field.Name] = "https://id.example.com"
		case strings.HasPrefix(field.Name, VarPrefix):
			p.Values[field.Name] = "shop"
		case strings.HasPrefix(field.Name, URLPrefix):
			if field.Placeholder == "" {
				p.Values[field.Name] = "https://id.example.com" + usualPaths[strings.TrimPrefix(field.Name, URLPrefix)]
			}
		case field.Kind == "select":
		case field.Value != "": // the profile's own
			p.Values[field.Name] = field.Value
		default:
			p.Values[field.Name] = field.Name + " ü'\"&=+%40\\$x"
		}
	}
	if p.ClientAuth == AuthSecretJWT || p.ClientAuth == AuthPrivateJWT {
		p.Assertion = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
	}
	p.Extra = []Pair{{"audience", "a"}, {"audience", "b c"}, {"x", ""}}
	return p
}

// TestForms: every field is explained in both languages, belongs to a step, and no secret shows when masked.
func TestForms(t *testing.T) {
	every(t, func(name string, p Params) {
		en, ru := NewForm(p), NewForm(with(p, func(p *Params) { p.Lang = "ru" }))
		if len(en.Steps) == 0 || len(en.Fields) != len(ru.Fields) {
			t.Fatalf("%s: %d steps, %d and %d fields", name, len(en.Steps), len(en.Fields), len(ru.Fields))
		}
		seen := map[string]bool{}
		for i, f := range en.Fields {
			if f.Help == "" || ru.Fields[i].Help == "" || !cyrillic(ru.Fields[i].Help) || cyrillic(f.Help) {
				t.Errorf("%s: field %s is explained as %q and %q", name, f.Name, f.Help, ru.Fields[i].Help)
			}
			if len(f.Step) == 0 || seen[f.Name] {
				t.Errorf("%s: field %s: steps %v, seen before: %v", name, f.Name, f.Step, seen[f.Name])
			}
			seen[f.Name] = true
			if f.Kind == "select" && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == f.Value }) {
				t.Errorf("%s: field %s has the value %q, which is none of its options", name, f.Name, f.Value)
			}
		}
		p = filled(p)
		for _, step := range en.Steps {
			p.Step = step.ID
			b := Build(p)
			for _, shown := range []string{b.TextMasked, b.CurlMasked} {
				for field, value := range p.Values {
					if IsSecret(field) && (strings.Contains(shown, value) || strings.Contains(shown, Encode(value))) {
						t.Errorf("%s %s: %s shows when masked:\n%s", name, step.ID, field, shown)
					}
				}
			}
		}
	})
}

func with(p Params, change func(*Params)) Params { change(&p); return p }

func cyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я' })
}

// TestImportIsTheInverseOfBuild: what was built comes back from its HTTP and its curl with the same method, address,
// headers and body, and the form that it fills builds it again.
func TestImportIsTheInverseOfBuild(t *testing.T) {
	every(t, func(name string, p Params) {
		p = filled(p)
		for _, step := range NewForm(p).Steps {
			p.Step = step.ID
			b := Build(p)
			for form, text := range map[string]string{"http": b.Text, "curl": b.Curl, "curl with a prompt": "$ " + b.Curl + "\n", "http with CRLF": strings.ReplaceAll(b.Text, "\n", "\r\n")} {
				got := Read(text, "en")
				if len(got.Requests) != 1 {
					t.Errorf("%s %s: %d requests of\n%s", name, form, len(got.Requests), text)
					continue
				}
				q := got.Requests[0]
				if q.Method != b.Method || q.URL != b.URL || q.Body != b.Body || !slices.Equal(q.Headers, b.Headers) {
					t.Errorf("%s %s: got\n%+v\nwant\n%+v", name, form, q.HTTP, b.HTTP)
					continue
				}
				again := Build(Params{Profile: q.Profile, Variant: q.Variant, Vars: q.Vars, Grant: q.Grant, Endpoint: q.Endpoint, Step: q.Step,
					ClientAuth: q.ClientAuth, Values: q.Values, Extra: q.Extra, Headers: q.MoreHeaders, Assertion: q.Assertion, DPoP: q.DPoP})
				if again.Method != b.Method || !sameParams(again.HTTP, b.HTTP) {
					t.Errorf("%s %s: built again as\n%s\nwant\n%s\nfrom %+v", name, form, again.Text, b.Text, q)
				}
			}
		}
	})
}

// sameParams compares requests, the parameters without regard to their order.
func sameParams(a, b HTTP) bool {
	pa, pb := a.params(), b.params()
	less := func(x, y Pair) int { return strings.Compare(x[0]+"\x00"+x[1], y[0]+"\x00"+y[1]) }
	slices.SortFunc(pa, less)
	slices.SortFunc(pb, less)
	ua, _, _ := strings.Cut(a.URL, "?")
	ub, _, _ := strings.Cut(b.URL, "?")
	return ua == ub && slices.Equal(pa, pb) && slices.Equal(a.Headers, b.Headers)
}

// TestSecretSpans: the spans of a request's text are its secrets, in order.
func TestSecretSpans(t *testing.T) {
	b := Build(Params{Profile: "keycloak", Grant: GrantPassword, ClientAuth: AuthBasic, Vars: map[string]string{"realm": "shop"},
		Values: map[string]string{"client_id": "web", "client_secret": "s3", "username": "anna", "password": "p w", "url.token": "https://u:p@id.example.com/token?api_key=k"}})
	var got []string
	for _, s := range b.Secrets {
		got = append(got, s.Name+"="+b.Text[s.Start:s.End])
	}
	want := []string{"userinfo=u:p", "api_key=k", "Authorization=" + base64.StdEncoding.EncodeToString([]byte("web:s3")), "password=p%20w"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q; want %q in\n%s", got, want, b.Text)
	}
	if strings.Contains(b.CurlMasked+b.TextMasked, "u:p@") {
		t.Errorf("the userinfo of the address shows:\n%s", b.CurlMasked)
	}
	if got := Read(b.Text, "en").Requests; len(got) != 1 || got[0].URL != b.URL || len(got[0].Headers) != len(b.Headers) {
		t.Errorf("read back as %+v", got)
	}
}

// TestBasicIsFormEncodedFirst: RFC 6749 section 2.3.1.
func TestBasicIsFormEncodedFirst(t *testing.T) {
	b := Build(Params{Profile: "oauth2", Variant: "manual", Grant: GrantClient, ClientAuth: AuthBasic, Vars: map[string]string{"token": "https://id.example.com/token"},
		Values: map[string]string{"client_id": "a:b", "client_secret": "p+w %"}})
	got, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(b.HTTP.Header("Authorization"), "Basic "))
	if err != nil || string(got) != "a%3Ab:p%2Bw%20%25" {
		t.Errorf("got %q, %v", got, err)
	}
	if strings.Contains(b.Body, "client_id") {
		t.Errorf("the client is in the body too: %s", b.Body)
	}
}
