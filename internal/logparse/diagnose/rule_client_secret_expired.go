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
	Causes: []Text{{"A client secret in Entra ID lives 6 to 24 months; nobody renewed it in time (Keycloak: client secret rotation policy)", "Секрет в Entra ID живёт от 6 до 24 месяцев, и его вовремя не обновили (Keycloak: политика ротации секретов)"}},
	Fixes: []Text{
		{"Entra admin center: App registrations → the app → Certificates & secrets → New client secret, put its Value into the client and restart it", "Entra admin center: App registrations → приложение → Certificates & secrets → New client secret, перенесите Value в клиент и перезапустите его"},
		{"Note the new end date in a calendar, or use a certificate, federated credential or managed identity instead of a secret", "Запишите новый срок или используйте сертификат, federated credential либо managed identity вместо секрета"},
	},
	Refs:     []Ref{{"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error", "client-secret-wrong"},
})
