package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "saml-response-refused",
	Title:    Text{"The application does not accept the SAML response", "Приложение не принимает SAML-ответ"},
	About:    Text{"The identity provider answered by SAML, and the application (service provider) refused the response for its audience, address, time or signature; or the response itself says that the login failed.", "Провайдер ответил по SAML, а приложение (service provider) отвергло ответ из-за аудитории, адреса, времени или подписи; либо сам ответ говорит, что вход не удался."},
	Rank:     80,
	Outcome:  exchange.Refused,
	Explains: []string{"login-failed", "clock-skew", "token-audience", "token-signature", "provider-error", "endpoint-refused"},
	Detail: Text{"A SAML response came back to the application, whose library compares it with its own settings: audience with its entity ID, destination with the address it sees, times with its clock, signature with the certificate it knows of the identity provider. One of them does not fit, and no session was made.",
		"SAML-ответ вернулся в приложение, и его библиотека сверяет ответ со своими настройками: аудиторию — с entity ID, destination — с адресом, который видит сама, времена — с часами, подпись — с известным ей сертификатом провайдера. Что-то не совпало, и сессии нет."},
	Causes: []Text{
		{"Audience: the entity ID of the application is written otherwise at the identity provider (a trailing slash, http for https, another environment)", "Аудитория: entity ID приложения записан у провайдера иначе (завершающий слеш, http вместо https, другая среда)"},
		{"Destination: behind a proxy that ends TLS the application sees http, another host or port than the one in the response", "Destination: за прокси, завершающим TLS, приложение видит http, другой хост или порт, чем в ответе"},
		{"Times: the clocks of the two servers differ, or the response came too late", "Времена: часы двух серверов расходятся, либо ответ пришёл слишком поздно"},
		{"Signature: the identity provider signs by a new certificate that the application does not know, or does not sign the part that it demands", "Подпись: провайдер подписывает новым сертификатом, которого приложение не знает, или не подписывает ту часть, которую оно требует"},
		{"InResponseTo: the session that began the login was lost (cookie with SameSite, another node, second tab), or the provider began it by itself", "InResponseTo: потеряна сессия, начавшая вход (cookie с SameSite, другой узел, вторая вкладка), либо вход начал сам провайдер"},
		{"Status: the identity provider refused by itself; its own log tells why (user not assigned, policy, request it cannot fulfil)", "Статус: отказал сам провайдер, причина — в его логе (пользователь не назначен, политика, невыполнимый запрос)"},
	},
	Fixes: []Text{
		{"Decode the SAMLResponse (base64) and compare Audience, Destination, Issuer, NotBefore and NotOnOrAfter with the settings, character by character", "Раскодируйте SAMLResponse (base64) и посимвольно сверьте Audience, Destination, Issuer, NotBefore и NotOnOrAfter с настройками"},
		{"Behind a proxy pass X-Forwarded-Proto, -Host and -Port and let the application trust them", "За прокси передавайте X-Forwarded-Proto, -Host и -Port и разрешите приложению им доверять"},
		{"Load the identity provider's metadata anew, with its present certificate", "Загрузите метаданные провайдера заново, с его нынешним сертификатом"},
		{"Synchronise the clocks (NTP) and allow a minute or two of skew", "Синхронизируйте часы (NTP) и разрешите расхождение в минуту-две"},
	},
	Leads: []Lead{
		{Signs: samlAudience, Cause: "Audience: ", Title: Text{"SAML: the response is for another audience", "SAML: ответ для другой аудитории"}},
		{Signs: samlDestination, Cause: "Destination: ", Fix: "X-Forwarded", Title: Text{"SAML: the response came to another address than it names", "SAML: ответ пришёл не на тот адрес, что в нём назван"}},
		{Signs: samlTime, Cause: "Times: ", Fix: "Synchronise", Title: Text{"SAML: the response is not valid at this time", "SAML: ответ недействителен в это время"}},
		{Signs: samlSignature, Cause: "Signature: ", Fix: "metadata anew", Title: Text{"SAML: the signature of the response was not accepted", "SAML: подпись ответа не принята"}},
		{Signs: []string{"inresponseto"}, Cause: "InResponseTo: "},
		{Signs: samlStatus, Cause: "Status: ", Title: Text{"SAML: the identity provider refused the login", "SAML: провайдер отказал во входе"}},
	},
	Missing: []Text{{"The decoded SAMLResponse and the application's SAML settings", "Раскодированный SAMLResponse и настройки SAML приложения"}},
	Refs:    []Ref{{"SAML 2.0 Web Browser SSO profile", "https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf"}},
})

// What the messages of the libraries hold by the part of the response that they refuse.
var (
	samlAudience    = []string{"required audience", "valid audience", "invalid audience", "audience mismatch", "audiencerestriction"}
	samlDestination = []string{"was received at", "invalid destination", "`destination`", "empty destination"}
	samlTime        = []string{"check your clock", "check system clock", "check clock", "notonorafter", "notbefore", "too old", "not yet valid", "assertion expired", "issueinstant", "assertion is expired"}
	samlSignature   = []string{"invalid signature", "signature validation", "validate signature", "fingerprint", "not signed", "no signature found", "must be signed"}
	samlStatus      = []string{"status:requestdenied", "status:authnfailed", "status:responder", "was not success", "responder error", "requester error", "not a 'success'"}
)
