package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "id-token-missing",
	Title:    Text{"The token response holds no id_token", "В ответе с токенами нет id_token"},
	About:    Text{"An OpenID Connect client got a token response without an ID token: openid was not among the scopes, or the provider is plain OAuth 2.0.", "Клиент OpenID Connect получил ответ без ID-токена: openid не было в scope или провайдер поддерживает лишь OAuth 2.0."},
	Rank:     80,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "answer-hidden"},
	Check:    idTokenOfLogin,
	Detail: Text{"The client had the token response in hand when it looked for the id_token, so tokens were issued: the answer has an access_token, but no id_token. An ID token is returned only when the scope openid was asked for and granted, by a provider that speaks OpenID Connect (OIDC).",
		"Когда клиент искал id_token, ответ уже был у него, значит, токены выданы: access_token есть, id_token нет. ID-токен приходит, только если запрошен и предоставлен scope openid и провайдер поддерживает OpenID Connect (OIDC)."},
	Causes: []Text{
		{"openid is not among the requested or granted scopes: a custom scope setting replaces the default one that had it", "openid нет среди запрошенных или выданных scope: своя настройка scope заменила стандартную, где он был"},
		{"The provider is plain OAuth 2.0 (GitHub, Discord, many own servers) and the client is configured for OIDC (idToken: true, type \"oidc\")", "Провайдер — чистый OAuth 2.0 (GitHub, Discord, многие свои серверы), а клиент настроен на OIDC (idToken: true, type \"oidc\")"},
		{"It was a refresh: many providers return no new ID token with a refresh", "Это было обновление: многие провайдеры не возвращают при нём новый ID-токен"},
		{"The 200 answer is an error in disguise, without any token", "Ответ 200 на деле ошибка, токенов в нём нет"},
	},
	Fixes: []Text{
		{"Add openid to the scope: next-auth authorization: { params: { scope: \"openid email profile\" } }, Spring scope: openid,profile, oauth2-proxy --scope=\"openid email profile\"", "Добавьте openid в scope: next-auth authorization: { params: { scope: \"openid email profile\" } }, Spring scope: openid,profile, oauth2-proxy --scope=\"openid email profile\""},
		{"If the provider has no OpenID Connect, configure it as OAuth: next-auth type: \"oauth\" with idToken: false and userinfo URL, oauth2-proxy another --provider", "Если у провайдера нет OpenID Connect, настройте его как OAuth: next-auth type: \"oauth\" с idToken: false и URL userinfo, в oauth2-proxy — другой --provider"},
		{"On refresh keep the ID token of the login", "При обновлении сохраняйте ID-токен, полученный при входе"},
	},
	Missing: []Text{{"The authorization request (its scope) and the names of the members in the token response", "Запрос авторизации (его scope) и имена полей ответа с токенами"}},
	Refs: []Ref{
		{"OpenID Connect Core §3.1.2.1: scope openid", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"},
		{"OpenID Connect Core §3.1.3.3 token response", "https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse"},
	},
})
