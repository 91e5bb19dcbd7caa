package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "id-token-detected",
	Title:    Text{"An ID token came; the client is set up as plain OAuth 2", "Пришёл ID-токен, а клиент настроен как чистый OAuth 2"},
	About:    Text{"A library refuses a token response because it holds an id_token and the provider is configured as plain OAuth 2.0, not OpenID Connect.", "Библиотека отвергает ответ, потому что в нём есть id_token, а провайдер настроен как OAuth 2.0, а не OpenID Connect."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"The token exchange succeeded: the response contains an id_token. The client library (openid-client, oauth4webapi under next-auth/Auth.js) refuses it because this provider is configured for plain OAuth 2.0, where no ID token is expected and none would be validated.",
		"Обмен удался: в ответе есть id_token. Библиотека клиента (openid-client, oauth4webapi внутри next-auth/Auth.js) отвергает его, потому что провайдер настроен как OAuth 2.0, где ID-токен не ожидается и не проверялся бы."},
	Causes: []Text{
		{"The provider is an OpenID Connect provider and openid is among the scopes, but the configuration says OAuth (type: \"oauth\" without idToken: true or wellKnown)", "Провайдер — OpenID Connect и в scope есть openid, а в настройке указан OAuth (type: \"oauth\" без idToken: true или wellKnown)"},
		{"A built-in provider definition of the library is out of date for this provider", "Встроенное описание провайдера в библиотеке устарело"},
	},
	Fixes: []Text{
		{"next-auth v4: add idToken: true and wellKnown: \"https://…/.well-known/openid-configuration\" to the provider; Auth.js v5: type: \"oidc\" with issuer", "next-auth v4: добавьте провайдеру idToken: true и wellKnown: \"https://…/.well-known/openid-configuration\"; Auth.js v5: type: \"oidc\" с issuer"},
		{"openid-client: call client.callback() instead of client.oauthCallback(); oauth4webapi: processAuthorizationCodeResponse with OpenID Connect checks", "openid-client: вызывайте client.callback() вместо client.oauthCallback(); oauth4webapi: processAuthorizationCodeResponse с проверками OpenID Connect"},
		{"Or ask for no ID token: take openid out of the scope", "Или не просите ID-токен: уберите openid из scope"},
	},
	Refs: []Ref{
		{"OpenID Connect Core §3.1.3.3 token response", "https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse"},
		{"next-auth: idToken option", "https://next-auth.js.org/configuration/providers/oauth#idtoken-option"},
	},
})
