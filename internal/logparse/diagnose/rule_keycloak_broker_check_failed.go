package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "keycloak-broker-check-failed",
	Title:      Text{"Keycloak refused the upstream provider's token", "Keycloak отверг токен вышестоящего провайдера"},
	About:      Text{"Keycloak as a broker got tokens from the upstream provider, and its own check of the ID token failed: issuer, audience, signature key, expiry.", "Keycloak как брокер получил токены от вышестоящего провайдера, но собственная проверка ID-токена не прошла: issuer, audience, ключ подписи, срок."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.Issued,
	Detail: Text{"The upstream identity provider issued tokens to Keycloak, and Keycloak refused the ID token by its own settings of that identity provider: the issuer or audience in the token is not the configured one, or its signature was checked with the wrong (or outdated) key. The client of Keycloak sees only a failed login (identity_provider_login_failure).",
		"Вышестоящий провайдер выдал Keycloak токены, а Keycloak отверг ID-токен по собственным настройкам этого identity provider: issuer или audience в токене не те, что настроены, либо подпись проверялась не тем (устаревшим) ключом. Клиент Keycloak видит лишь неудачный вход (identity_provider_login_failure)."},
	Causes: []Text{
		{"The field Issuer of the identity provider differs from iss in the token (Entra ID: common or organizations instead of the tenant id; trailing slash; Keycloak to Keycloak: another hostname)", "Поле Issuer у identity provider отличается от iss в токене (Entra ID: common или organizations вместо id тенанта; косая черта на конце; Keycloak к Keycloak: другой hostname)"},
		{"A validating public key is entered by hand, or the cached realm keys are older than the provider's rotation", "Открытый ключ введён вручную или закэшированные ключи старше ротации у провайдера"},
		{"The clocks differ", "Расходятся часы"},
	},
	Fixes: []Text{
		{"Keycloak: Identity providers → the alias → Settings: set Issuer exactly to iss of the token, or leave it empty to skip the check (multi-tenant Entra ID)", "Keycloak: Identity providers → alias → Settings: укажите Issuer в точности как iss токена или оставьте пустым, чтобы не проверять (multi-tenant Entra ID)"},
		{"Validate signatures with Use JWKS URL on and the provider's jwks_uri; clear the keys cache (Realm settings → Clear keys cache) after a rotation", "Проверяйте подписи с включённым Use JWKS URL и jwks_uri провайдера; после ротации очистите кэш ключей (Realm settings → Clear keys cache)"},
	},
	Refs:     []Ref{{"Keycloak: OpenID Connect identity providers", "https://www.keycloak.org/docs/latest/server_admin/#_identity_broker_oidc"}},
	Explains: []string{"keycloak-broker-refused", "token-issuer", "token-audience", "token-signature"},
})
