package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "client-configuration-invalid",
	Title:   Text{"The server rejects its own registration of the client", "Сервер отвергает собственную регистрацию клиента"},
	About:   Text{"IdentityServer, OpenIddict and others validate a client's stored configuration and refuse the client when a value in it is invalid.", "IdentityServer, OpenIddict и другие проверяют сохранённую настройку клиента и отвергают его, если значение в ней неверно."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail:  Text{"The authorization server found the client, checked its stored settings and does not accept them: one value is invalid, for example an origin in AllowedCorsOrigins with a path or a slash at its end, a grant type without a secret, a redirect URI that is no URI. To the caller it looks like an unknown client (invalid_client, unauthorized_client).", "Сервер авторизации нашёл клиента, проверил его сохранённые настройки и не принимает их: одно значение неверно, например origin в AllowedCorsOrigins с путём или слэшем на конце, grant без секрета, redirect URI, который не является URI. Для вызывающего это выглядит как неизвестный клиент (invalid_client, unauthorized_client)."},
	Causes: []Text{
		{"An entry of AllowedCorsOrigins is not a bare origin: it has a path, a slash at the end or no scheme", "Запись в AllowedCorsOrigins — не чистый origin: есть путь, слэш на конце или нет схемы"},
		{"A grant type, secret or redirect URI of the client's record is missing or malformed", "В записи клиента нет grant type, секрета или redirect URI либо они неверны"},
	},
	Fixes: []Text{
		{"Correct the record: origins as https://host:port without path; then restart or clear the client store's cache", "Исправьте запись: origin как https://host:port без пути; затем перезапустите или очистите кэш хранилища клиентов"},
	},
	Missing: []Text{
		{"The client's stored configuration", "Сохранённая настройка клиента"},
	},
	Refs: []Ref{{"The web origin concept, RFC 6454 §6.2", "https://www.rfc-editor.org/rfc/rfc6454#section-6.2"}},
})
