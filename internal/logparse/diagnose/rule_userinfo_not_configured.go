package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "userinfo-not-configured",
	Title:    Text{"Tokens came, the client has no userinfo endpoint set", "Токены пришли, у клиента не задан userinfo endpoint"},
	About:    Text{"Spring Security asks the UserInfo endpoint after the token answer and finds no URI in the client registration.", "Spring Security после ответа с токенами обращается к UserInfo endpoint и не находит его URI в регистрации клиента."},
	Rank:     84,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"The token endpoint answered with tokens. The client then wants the user's claims from the userinfo endpoint, and its configuration names no userinfo URI. A login of OpenID Connect takes the claims from the ID token instead; the client treats this one as plain OAuth 2.0 because the scope openid is missing or no id_token came.",
		"Token endpoint выдал токены. Затем клиент хочет получить данные пользователя с userinfo endpoint, а в его конфигурации нет userinfo URI. Вход OpenID Connect берёт данные из ID-токена; этот вход клиент считает обычным OAuth 2.0, потому что нет scope openid или не пришёл id_token."},
	Causes: []Text{
		{"user-info-uri is missing in the client registration (endpoints given one by one instead of issuer-uri)", "В регистрации клиента нет user-info-uri (endpoints заданы по одному вместо issuer-uri)"},
		{"The scope openid is not requested, so the login is handled as OAuth 2.0 and no id_token is used", "Не запрошен scope openid, поэтому вход обрабатывается как OAuth 2.0, и id_token не используется"},
		{"The answer holds no usable id_token", "В ответе нет пригодного id_token"},
	},
	Fixes: []Text{
		{"spring.security.oauth2.client.provider.<id>.user-info-uri=<userinfo endpoint>, or issuer-uri, which discovers it; other clients: userinfo_endpoint of the issuer metadata", "spring.security.oauth2.client.provider.<id>.user-info-uri=<userinfo endpoint> или issuer-uri, который его находит; в других клиентах userinfo_endpoint в метаданных издателя"},
		{"Add openid to spring.security.oauth2.client.registration.<id>.scope when the provider issues ID tokens", "Добавьте openid в spring.security.oauth2.client.registration.<id>.scope, если провайдер выдаёт ID-токены"},
	},
	Missing: []Text{{"The members of the token answer (is there an id_token) and the client registration", "Члены ответа с токенами (есть ли id_token) и регистрация клиента"}},
	Refs:    []Ref{{"Spring Security: OAuth2 Login, core configuration", "https://docs.spring.io/spring-security/reference/servlet/oauth2/login/core.html"}, {"OpenID Connect Core §5.3 UserInfo endpoint", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfo"}},
})
