package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "direct-access-grants-disabled",
	Title:      Text{"The password grant is off for this client", "Клиенту не разрешён вход по паролю (password grant)"},
	About:      Text{"grant_type=password was refused because the client may not use it (Keycloak: Direct access grants).", "grant_type=password отклонён: клиенту он не разрешён (Keycloak: Direct access grants)."},
	Confidence: Certain,
	Rank:       88,
	Outcome:    exchange.Refused,
	Detail: Text{"The token was asked for with user name and password (resource owner password credentials, grant_type=password; Keycloak calls it direct access grants). This client is not enabled for that grant, so the user's password was not even checked.",
		"Токен запрошен по имени и паролю (resource owner password credentials, grant_type=password; в Keycloak — direct access grants). Клиенту этот grant не разрешён, поэтому пароль даже не проверяли."},
	Causes: []Text{
		{"Keycloak: Direct access grants is switched off for the client (the default of new clients)", "Keycloak: для клиента выключено Direct access grants (так по умолчанию у новых клиентов)"},
		{"The wrong client_id is used: another client has it enabled", "Указан не тот client_id: grant включён у другого клиента"},
	},
	Fixes: []Text{
		{"Keycloak: Clients → the client → Settings → Capability config → Direct access grants on", "Keycloak: Clients → клиент → Settings → Capability config → включить Direct access grants"},
		{"Auth0: Advanced Settings → Grant Types → Password; Cognito: app client → ALLOW_USER_PASSWORD_AUTH", "Auth0: Advanced Settings → Grant Types → Password; Cognito: app client → ALLOW_USER_PASSWORD_AUTH"},
		{"Better for anything but tests: authorization code with PKCE; for machines client_credentials", "Для всего, кроме тестов, лучше authorization code с PKCE; для машин — client_credentials"},
	},
	Refs:     []Ref{{"RFC 6749 §4.3 password grant", "https://www.rfc-editor.org/rfc/rfc6749#section-4.3"}, {"RFC 9700 §2.4", "https://www.rfc-editor.org/rfc/rfc9700#section-2.4"}},
	Explains: []string{"provider-error", "grant-not-allowed", "confidential-client-without-secret", "token-request-not-form"},
})
