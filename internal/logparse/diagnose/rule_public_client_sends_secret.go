package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "public-client-sends-secret",
	Title:      Text{"A public client sent a secret", "Публичный клиент прислал секрет"},
	About:      Text{"The client is registered as public, so neither client_secret nor client_assertion is accepted.", "Клиент зарегистрирован как публичный, поэтому ни client_secret, ни client_assertion не принимаются."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.Refused,
	Detail: Text{"The redirect URI or the app is registered for a public client (single-page, mobile or desktop), which has no credentials; the token request carried a client secret or a client assertion, so the server refuses it.",
		"Redirect URI или приложение зарегистрированы для публичного клиента (одностраничного, мобильного или десктопного), у которого нет учётных данных; в запросе за токеном был секрет или client assertion, и сервер его отверг."},
	Causes: []Text{
		{"A web server uses a redirect URI that is registered under Single-page application or Mobile and desktop applications", "Веб-сервер использует redirect URI, зарегистрированный в разделе Single-page application или Mobile and desktop applications"},
		{"A secret is configured in a client that needs none", "Секрет настроен в клиенте, которому он не нужен"},
	},
	Fixes: []Text{
		{"A server-side app: register this redirect URI under the platform Web (Entra ID: App registrations → Authentication) and remove it from the other platform", "Серверное приложение: зарегистрируйте этот redirect URI на платформе Web (Entra ID: App registrations → Authentication) и удалите его с другой платформы"},
		{"A public client: remove client_secret from its settings and keep PKCE; token_endpoint_auth_method is none", "Публичный клиент: уберите client_secret из настроек и оставьте PKCE; token_endpoint_auth_method — none"},
	},
	Refs:     []Ref{{"RFC 6749 §2.1 client types", "https://www.rfc-editor.org/rfc/rfc6749#section-2.1"}, {"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error"},
})
