package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "id-token-claim-refused",
	Title:   Text{"A claim of the ID token is missing or not as expected", "Утверждения ID-токена нет, или оно не то, что ожидали"},
	About:   Text{"The client refused its ID token because a claim it must check (RFC 7519, OpenID Connect) is missing, of the wrong type or has another value.", "Клиент отверг ID-токен: обязательного утверждения (RFC 7519, OpenID Connect) нет, оно другого типа или с другим значением."},
	Rank:    80,
	Outcome: exchange.Issued,
	Detail:  Text{"The tokens had been issued: this check of claims runs in the client after a good token response. Required are iss, sub, aud, exp, iat, and whatever the client asked for besides (auth_time with max_age, azp with several audiences, at_hash, org_id, acr).", "Токены уже выданы: проверка утверждений идёт в клиенте после успешного ответа. Обязательны iss, sub, aud, exp, iat и то, что клиент запросил сам (auth_time при max_age, azp при нескольких aud, at_hash, org_id, acr)."},
	Causes: []Text{
		{"The provider is not a conforming OpenID provider, or a custom token mapper drops the claim", "Провайдер не вполне следует OpenID Connect, либо mapper токена убирает утверждение"},
		{"The client demands more than it asked for: max_age or default_max_age needs auth_time, organization needs org_id", "Клиент требует больше, чем запросил: max_age или default_max_age требует auth_time, organization требует org_id"},
		{"Replay detection: the same token (jti) is seen a second time, on each request of a session or by several instances", "Обнаружен повтор: тот же токен (jti) встречен второй раз — в каждом запросе сессии или на нескольких экземплярах"},
		{"An access token or another provider's token is checked as ID token", "Как ID-токен проверяется access-токен или токен другого провайдера"},
	},
	Fixes: []Text{
		{"Decode the ID token and compare its claims with the message", "Декодируйте ID-токен и сравните утверждения с сообщением"},
		{"Keycloak: look at the client's scopes and mappers (basic scope carries sub and auth_time since 25)", "Keycloak: проверьте scopes и mappers клиента (с версии 25 sub и auth_time несёт scope basic)"},
		{"Drop the client's demand (max_age, requireAuthTime, organization) where it is not wanted", "Уберите требование клиента (max_age, requireAuthTime, organization), если оно не нужно"},
	},
	Refs:     []Ref{{"OpenID Connect Core §3.1.3.7 ID token validation", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"}, {"RFC 7519 §4.1", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1"}},
	Explains: []string{"success-called-failure"},
})
