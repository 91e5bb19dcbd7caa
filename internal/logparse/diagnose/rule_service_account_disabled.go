package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "service-account-disabled",
	Title:      Text{"The client has no service account", "У клиента нет сервисного аккаунта"},
	About:      Text{"client_credentials was used with a client that may not use it (Keycloak: Service accounts roles is off).", "client_credentials использован с клиентом, которому он не разрешён (Keycloak: Service accounts roles выключено)."},
	Confidence: Certain,
	Rank:       88,
	Outcome:    exchange.Refused,
	Detail: Text{"The token was asked for with grant_type=client_credentials, which logs in the client itself through its service account. This client is authenticated but not enabled for it: in Keycloak service accounts are off by default and need a confidential client.",
		"Токен запрошен с grant_type=client_credentials: входит сам клиент через свой сервисный аккаунт. Клиент аутентифицирован, но это ему не включено: в Keycloak сервисные аккаунты по умолчанию выключены и требуют конфиденциального клиента."},
	Causes: []Text{
		{"Keycloak: Service accounts roles (Service Accounts Enabled) is switched off for this client, or the client is public", "Keycloak: для клиента выключено Service accounts roles (Service Accounts Enabled), или клиент публичный"},
		{"The program should log in a user (authorization code) but is configured for client credentials", "Программа должна входить от имени пользователя (authorization code), но настроена на client credentials"},
	},
	Fixes: []Text{
		{"Keycloak: Clients → the client → Settings → Capability config: turn on Client authentication and tick Service accounts roles (enable the service account), then assign roles on the tab Service accounts roles", "Keycloak: Clients → клиент → Settings → Capability config: включите Client authentication и отметьте Service accounts roles (включите сервисный аккаунт), затем назначьте роли на вкладке Service accounts roles"},
		{"Auth0: Applications → the app → Advanced Settings → Grant Types: Client Credentials, and authorize the app for the API", "Auth0: Applications → приложение → Advanced Settings → Grant Types: Client Credentials, и разрешите приложению доступ к API"},
	},
	Refs:     []Ref{{"Keycloak: service accounts", "https://www.keycloak.org/docs/latest/server_admin/#_service_accounts"}, {"RFC 6749 §4.4 client credentials", "https://www.rfc-editor.org/rfc/rfc6749#section-4.4"}},
	Explains: []string{"provider-error"},
})
