package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:      "scope-refused",
	Title:   Text{"A requested scope is unknown or not allowed here", "Запрошенный scope неизвестен или не разрешён"},
	About:   Text{"invalid_scope and its kin: the server does not know a scope, or the client may not ask for it.", "invalid_scope и подобные: сервер не знает scope, или клиенту нельзя его запрашивать."},
	Rank:    74,
	Outcome: exchange.Refused,
	Detail: Text{"The server read the scope parameter and refuses a value in it: it does not know this scope, the client (app) is not allowed to ask for it, or the product that grants it is not enabled for the app. One such value refuses the whole request, also when a library added it by itself.",
		"Сервер прочитал параметр scope и отвергает значение в нём: такого scope нет, клиенту (приложению) нельзя его запрашивать или не включён продукт, который его даёт. Одно такое значение отменяет весь запрос, даже если его добавила сама библиотека."},
	Causes: []Text{
		{"The scope is not defined or not assigned to the client (Keycloak: Client scopes; Okta: Scopes of the authorization server; authentik: scope mappings)", "Scope не определён или не назначен клиенту (Keycloak: Client scopes; Okta: Scopes у authorization server; authentik: scope mappings)"},
		{"A product or permission is not granted to the app (LinkedIn Products, Facebook permissions and App Review, Slack OAuth & Permissions)", "Приложению не выдан продукт или разрешение (LinkedIn Products, Facebook permissions и App Review, Slack OAuth & Permissions)"},
		{"The library's default scopes (profile, email, offline_access, wl.basic) do not exist at this server", "Scope библиотеки по умолчанию (profile, email, offline_access, wl.basic) на этом сервере не существуют"},
		{"Scopes are joined by a comma, wrapped in quotes or brackets, encoded twice, or of two resources (Entra ID)", "Scope соединены запятой, в кавычках или скобках, закодированы дважды или относятся к двум ресурсам (Entra ID)"},
	},
	Fixes: []Text{
		{"Compare the scope of the request with scopes_supported in /.well-known/openid-configuration and with the client's registration; separate them by one blank", "Сверьте scope запроса с scopes_supported в /.well-known/openid-configuration и с регистрацией клиента; разделяйте одним пробелом"},
		{"Keycloak: Clients → the client → Client scopes → Add client scope (default or optional); LinkedIn: Products → Sign In with LinkedIn using OpenID Connect and scopes openid profile email", "Keycloak: Clients → клиент → Client scopes → Add client scope (default или optional); LinkedIn: Products → Sign In with LinkedIn using OpenID Connect и scope openid profile email"},
		{"Entra ID client_credentials: scope is <resource>/.default; one resource per token request", "Entra ID с client_credentials: scope — <resource>/.default; один ресурс на запрос"},
		{"Set the library's scope option yourself so that its defaults are not added", "Задайте scope в библиотеке явно, чтобы она не добавляла свои"},
	},
	Refs:     []Ref{{"RFC 6749 §3.3 scope", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"}, {"Keycloak: client scopes", "https://www.keycloak.org/docs/latest/server_admin/#_client_scopes"}},
	Explains: []string{"provider-error", "answer-hidden", "callback-without-code"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Error.Text != "invalid_scope" || !e.Outcome.Failed() {
				continue
			}
			v := Verdict{Exchange: e, Evidence: errorPlaces(e)}
			if said := strings.ToLower(e.Description.Text); strings.Contains(said, "scope") && holdsAny(said, "empty", "missing", "no scope") {
				v.Detail = Text{"The request has no scope, or an empty one, and this server has no default for it (RFC 6749 §3.3): it refuses the request before it looks at anything else.", "В запросе нет scope или он пуст, а значения по умолчанию у этого сервера нет (RFC 6749 §3.3): он отклоняет запрос, не глядя на остальное."}
				v.Causes = []Text{
					{"Credentials were made without scopes: google-auth service_account.Credentials or google.auth.default() without scopes=…, a list that is empty", "Учётные данные созданы без scope: service_account.Credentials или google.auth.default() из google-auth без scopes=…, пустой список"},
					{"The setting of the scopes is empty, or a client of client_credentials sends none because its server had a default before", "Настройка scope пуста, либо клиент client_credentials не отправляет scope: прежде у сервера было значение по умолчанию"},
				}
				v.Fixes = []Text{
					{"Give the scopes where the credentials are made: with_scopes([…]) or scopes=[\"https://www.googleapis.com/auth/…\"]; for Entra ID client credentials <resource>/.default", "Задайте scope там, где создаются учётные данные: with_scopes([…]) или scopes=[\"https://www.googleapis.com/auth/…\"]; для client credentials в Entra ID — <resource>/.default"},
					{"Print the scope parameter of the token request", "Выведите параметр scope запроса токена"},
				}
			}
			for _, p := range append(e.Params, e.RedirectParams()...) {
				if p.Name == "scope" && p.Value.Text != "" {
					v.Evidence = append(v.Evidence, paramSpan(p))
					if strings.ContainsAny(p.Value.Text, ",[]\"'") || strings.Contains(p.Value.Text, "%2") || strings.Contains(p.Value.Text, "+") {
						v.Causes = []Text{{"The scope value is malformed: scopes are separated by one blank, without commas, quotes or brackets, and encoded once (%20 or +)", "Значение scope записано неверно: scope разделяют одним пробелом, без запятых, кавычек и скобок, и кодируют один раз (%20 или +)"}}
					}
				}
			}
			out = append(out, v)
		}
		return out
	},
})
