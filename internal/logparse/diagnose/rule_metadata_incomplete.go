package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "metadata-incomplete",
	Title:   Text{"The provider's metadata lacks an endpoint the client needs", "В метаданных провайдера нет нужного endpoint"},
	About:   Text{"A client stops because the discovery document or the static configuration does not name an endpoint it needs.", "Клиент останавливается: в discovery-документе или статической настройке нет нужного endpoint."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The client knows no URL for this step: the property is missing in the provider's metadata (discovery) or in the metadata given by hand. Nothing was sent for it.", "Клиент не знает URL для этого шага: свойства нет в метаданных провайдера (discovery) или в заданных вручную. Запрос не отправлен."},
	Causes: []Text{
		{"The client is configured by hand (metadata, serviceConfiguration) and one endpoint was left out", "Клиент настроен вручную (metadata, serviceConfiguration), и один endpoint пропущен"},
		{"The metadata URL answers with another JSON: the wrong issuer, an API, an error object", "URL метаданных отвечает другим JSON: не тот issuer, API, объект ошибки"},
		{"The provider does not offer it: plain OAuth 2.0 has no userinfo or end_session_endpoint, Google and Cognito have no end_session_endpoint", "Провайдер его не предлагает: у чистого OAuth 2.0 нет userinfo или end_session_endpoint, у Google и Cognito нет end_session_endpoint"},
	},
	Fixes: []Text{
		{"Open {issuer}/.well-known/openid-configuration and look for the property", "Откройте {issuer}/.well-known/openid-configuration и найдите свойство"},
		{"Give the endpoint by hand: metadata or metadataSeed (oidc-client), authWellknownEndpoints (angular-auth-oidc-client), new Issuer({…}) (openid-client)", "Задайте endpoint вручную: metadata или metadataSeed (oidc-client), authWellknownEndpoints (angular-auth-oidc-client), new Issuer({…}) (openid-client)"},
		{"Without end_session_endpoint use the provider's own logout URL", "Без end_session_endpoint используйте собственный URL выхода провайдера"},
	},
	Explains: []string{"answer-hidden", "discovery-failed"},
	Refs:     []Ref{{"OpenID Connect Discovery §3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata"}, {"RFC 8414 §2", "https://www.rfc-editor.org/rfc/rfc8414#section-2"}},
	Check:    incompleteMetadata,
})
