package profiles_test

import (
	"strings"
	"testing"

	"grantlens/internal/rpc/profiles"
)

func TestProvidersList(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		list := profiles.Of(lang)
		known := map[string]profiles.Provider{}
		for _, p := range list.Providers {
			known[p.ID] = p
			if p.ID == "" || p.Name == "" || p.Variants == nil || p.Grants == nil || p.ClientAuth == nil || p.Scopes == nil || p.Quirks == nil || p.Hosts == nil {
				t.Errorf("%s: %+v lacks something", lang, p)
			}
			for _, q := range p.Quirks {
				if q.Text == "" || q.Source.Label == "" || q.Confidence == "" {
					t.Errorf("%s: %s: %+v lacks something", lang, p.ID, q)
				}
			}
			for _, m := range p.ClientAuth {
				if m.Help == "" {
					t.Errorf("%s: %s: client authentication %s is not explained", lang, p.ID, m.Name)
				}
			}
			for _, v := range p.Variants {
				if v.Name == "" || v.Vars == nil || len(v.Endpoints.List()) == 0 {
					t.Errorf("%s: %s: %+v lacks something", lang, p.ID, v)
				}
			}
		}
		// The issue's own list: whoever looks for one of these finds it.
		for _, id := range strings.Fields("keycloak moex waves oidc oauth2 entra google github gitlab auth0 okta cognito apple slack discord facebook salesforce linkedin spotify twitch vk yandex zoom atlassian dex authentik zitadel") {
			if len(known[id].Variants) == 0 || len(known[id].Grants) == 0 {
				t.Errorf("%s: no endpoints or grants of %s", lang, id)
			}
		}
		if moex := known["moex"].Grants[0]; moex.Type != "password" || moex.Params[0].Name != "grant_type_moex" || !moex.Params[0].Required {
			t.Errorf("%s: %+v", lang, moex)
		}
		if cyrillic := strings.ContainsAny(known["moex"].Quirks[0].Text, "абвгде"); cyrillic != (lang == "ru") {
			t.Errorf("%s: %s", lang, known["moex"].Quirks[0].Text)
		}
	}
}
