package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "direct-grant-suspected",
	Title:      Text{"Probably a direct access grant: auth_time is 0", "Вероятно, прямой вход по паролю: auth_time равен 0"},
	About:      Text{"An ID token of Keycloak whose auth_time is 0: no browser login stands behind it, the tokens came for a user name and password (grant_type=password).", "ID-токен Keycloak с auth_time 0: за ним нет входа в браузере, токены выданы по имени и паролю (grant_type=password)."},
	Severity:   Info,
	Confidence: Likely,
	Rank:       16,
	Detail:     Text{"Keycloak writes the time of the browser login into auth_time. It is 0 here: nobody logged in at the login page. That is what the resource owner password credentials grant, which Keycloak calls direct access grant, leaves behind.", "Keycloak пишет в auth_time время входа в браузере. Здесь 0: через страницу входа никто не входил. Так бывает при resource owner password credentials grant, который Keycloak называет direct access grant."},
	Causes:     []Text{{"The client sent user name and password to the token endpoint itself (grant_type=password), as test code often does", "Клиент сам отправил имя и пароль на token endpoint (grant_type=password), как часто делают тесты"}},
	Fixes: []Text{
		{"In tests it may stay; in an application use the authorization code flow with PKCE: the password grant bypasses MFA, required actions and single sign-on", "В тестах это допустимо; в приложении используйте authorization code с PKCE: вход по паролю обходит MFA, required actions и SSO"},
		{"The switch is in the Keycloak admin console: Clients → the client → Settings → Capability config → Direct access grants", "Переключатель — в консоли Keycloak: Clients → клиент → Settings → Capability config → Direct access grants"},
	},
	Missing: []Text{{"The token request: its grant_type tells for certain", "Запрос за токеном: его grant_type скажет точно"}},
	Refs:    []Ref{{"RFC 9700 §2.4: the password grant must not be used", "https://www.rfc-editor.org/rfc/rfc9700#section-2.4"}, {"Keycloak: direct access grants", "https://www.keycloak.org/docs/latest/server_admin/#_oidc-auth-flows-direct"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, t := range f.Tokens {
			raw, ok := t.Claim("auth_time")
			if !ok || string(raw) != "0" || !strings.Contains(t.Issuer(), "/realms/") && t.ClaimString("typ") != "ID" || t.Exchange != nil && t.Exchange.Grant != "" {
				continue
			}
			at := beginning(t.Value.Span, 40)
			out = append(out, Verdict{Exchange: t.Exchange, Evidence: []source.Span{at}})
		}
		return out
	},
})
