package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "client-secret-expired",
	Title:      Text{"The client secret has expired", "Срок секрета клиента истёк"},
	About:      Text{"The secret or certificate of the application itself is past its end date.", "Срок действия секрета или сертификата самого приложения закончился."},
	Confidence: Certain,
	Rank:       86,
	Outcome:    exchange.Refused,
	Detail: Text{"The secret of the application (not the token, not the user's password) is past its end date, so the server no longer authenticates the client: every login and every refresh of this client fails at once.",
		"Закончился срок секрета самого приложения (не токена и не пароля пользователя), и сервер больше не аутентифицирует клиента: перестают работать сразу все входы и все обновления токенов."},
	Causes: []Text{{"Client secrets have an end date, and nobody renewed this one in time (Entra: 6 to 24 months; Keycloak: client secret rotation policy)", "У секретов есть срок, и этот вовремя не обновили (Entra: от 6 до 24 месяцев; Keycloak: политика ротации секретов)"}},
	Fixes: []Text{
		{"Make a new secret in the provider's console (Entra: App registrations → the app → Certificates & secrets → New client secret), put its value into the client and restart it", "Создайте новый секрет в консоли провайдера (Entra: App registrations → приложение → Certificates & secrets → New client secret), перенесите его значение в клиент и перезапустите его"},
		{"Note the new end date in a calendar, or use a certificate, federated credential or managed identity instead of a secret", "Запишите новый срок или используйте сертификат, federated credential либо managed identity вместо секрета"},
	},
	Refs:     []Ref{{"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error", "client-secret-wrong"},
})
