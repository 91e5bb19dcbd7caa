package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "callback-issuer-mismatch",
	Title:   Text{"The iss of the callback is not the expected issuer", "iss в callback — не ожидаемый issuer"},
	About:   Text{"RFC 9207: the authorization response names its issuer, and the client compares it with the configured one (mix-up protection).", "RFC 9207: ответ авторизации называет issuer, и клиент сверяет его с настроенным (защита от mix-up)."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"The redirect back carries an iss parameter (RFC 9207), or should, and it is not the issuer the client is configured with. The client stops before it redeems the code.",
		"Обратный редирект несёт параметр iss (RFC 9207) или должен нести, и он не равен issuer, заданному в клиенте. Клиент останавливается до обмена кода."},
	Causes: []Text{
		{"The issuer configured differs in host, path or a trailing slash from the one the server calls itself (Keycloak behind a proxy: internal and public hostname)", "Настроенный issuer отличается хостом, путём или слешем от того, как сервер называет себя (Keycloak за прокси: внутреннее и внешнее имя)"},
		{"The metadata says authorization_response_iss_parameter_supported, and a proxy or an older server does not send iss", "В метаданных authorization_response_iss_parameter_supported, а прокси или старый сервер iss не отправляет"},
		{"The answer of one provider was handled with the configuration of another", "Ответ одного провайдера обработан с настройками другого"},
	},
	Fixes: []Text{
		{"Set the client's issuer to the exact string in the discovery document's issuer member", "Задайте issuer клиента точно как в поле issuer документа discovery"},
		{"Keycloak: set hostname to the public URL, so that tokens, metadata and iss agree", "Keycloak: задайте hostname равным внешнему URL, чтобы токены, метаданные и iss совпадали"},
		{"Use one redirect URI per provider", "Используйте отдельный redirect URI для каждого провайдера"},
	},
	Refs:  []Ref{{"RFC 9207", "https://www.rfc-editor.org/rfc/rfc9207"}},
	Check: issuerSentBack,
})
