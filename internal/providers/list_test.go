package providers

import (
	"slices"
	"strings"
	"testing"
)

func TestHostsAreTheProvidersOwn(t *testing.T) {
	for id, want := range map[string]string{
		"moex":     "api.moex.com iss.moex.com passport.moex.com play-api.moex.com sso.moex.com sso2.beta.moex.com",
		"auth0":    "*.auth0.com *.auth0app.com",
		"cognito":  "*.auth.*.amazoncognito.com cognito-idp.*.amazonaws.com",
		"gitlab":   "gitlab.com",
		"keycloak": "", // anybody's host: the operator names it
		"oidc":     "",
		"oauth2":   "",
		"dex":      "",
	} {
		p, ok := Get(id)
		if got := strings.Join(p.Hosts(), " "); !ok || got != want {
			t.Errorf("%s: %q; want %q", id, got, want)
		}
	}
}

// Whoever may send a request to these hosts must not reach anybody else's, nor a name inside a network.
func TestNoHostPatternIsOpen(t *testing.T) {
	checked := 0
	for _, p := range All() {
		for _, host := range p.Hosts() {
			checked++
			labels := strings.Split(host, ".")
			last := slices.Index(labels, "*")
			for i, label := range labels {
				if label == "*" {
					last = i
				}
			}
			if len(labels)-1-last < 2 {
				t.Errorf("%s: %s is open: what stands after the star is no domain of one owner", p.ID, host)
			}
			if strings.ContainsAny(host, ":/@[]{}%") || strings.ToLower(host) != host {
				t.Errorf("%s: %s is no host", p.ID, host)
			}
			if slices.Contains([]string{"svc", "local", "internal", "localhost", "example", "test"}, labels[len(labels)-1]) || strings.Contains(host, "example.") {
				t.Errorf("%s: %s is not of the public Internet", p.ID, host)
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d hosts", checked)
	}
	for pattern, want := range map[string]bool{
		"login.contoso.org": true, "api.amazon.co.uk": true, "*.amazon.co.uk": true, "*.okta.com": true, "a.*.okta.com": true, "*.auth.*.amazoncognito.com": true,
		"*": false, "*.com": false, "*.co.uk": false, "*.com.br": false, "*.gouv.fr": false, "accounts.zoho.*": false, "oauth-openshift.apps.*": false, "*.": false, "localhost": false, "id.example.com": false,
		"kubernetes.default.svc": false, "a*.okta.com": false, "okta.*.com": false, "id.internal": false, "router.local": false, "okta.com:22": false, "": false, "a@okta.com": false,
	} {
		if got := ownDomain(pattern); got != want {
			t.Errorf("%q: %v; want %v", pattern, got, want)
		}
	}
}

// The relay must let through what the endpoints of a profile say, with the defaults in place of what the user writes.
func TestHostsCoverTheEndpoints(t *testing.T) {
	covered := 0
	for _, p := range All() {
		if p.Kind != KindService {
			continue
		}
		hosts := p.Hosts()
		for _, v := range p.Variants {
			for _, e := range v.Endpoints.List() {
				host := templateHost(e.URL)
				if host == "*" {
					continue // the user's
				}
				covered++
				if !slices.Contains(hosts, host) {
					t.Errorf("%s: %s of %s is at %s, which is not among %q", p.ID, e.Name, v.ID, host, hosts)
				}
			}
		}
	}
	if covered < 100 {
		t.Errorf("only %d endpoints", covered)
	}
}
