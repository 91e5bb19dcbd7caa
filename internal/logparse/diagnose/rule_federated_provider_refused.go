package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "federated-provider-refused",
	Title:    Text{"The broker's own call to the identity provider failed", "Запрос брокера к внешнему провайдеру не удался"},
	About:    Text{"Cognito, Supabase, Auth0, Firebase and others sign users in at a further provider; their message says that the upstream token or userinfo request was refused.", "Cognito, Supabase, Auth0, Firebase и другие входят через следующего провайдера; их сообщение говорит, что запрос токена или userinfo у него отклонён."},
	Rank:     78,
	Outcome:  exchange.Refused,
	Explains: []string{"provider-error", "answer-is-html", "provider-outage"},
	Detail: Text{"This answer comes from a broker (Cognito, Supabase, Auth0, Keycloak …) that federates the login. The user came back from the upstream identity provider with a code, and the broker's request to that provider's token endpoint (or userinfo) failed, for example with 400: the client of the application is not concerned; the connection between broker and upstream IdP is.",
		"Это ответ брокера (Cognito, Supabase, Auth0, Keycloak …), через который идёт федеративный вход. Пользователь вернулся от внешнего провайдера с кодом, и запрос брокера к token endpoint (или userinfo) этого провайдера не удался, например с 400: дело не в клиенте приложения, а в связи брокера с внешним IdP."},
	Causes: []Text{
		{"Client ID or secret of the upstream provider is wrong in the broker's settings", "В настройках брокера неверны client ID или secret внешнего провайдера"},
		{"The organisation's AD FS, which Entra sends the password to by WS-Trust, refused it or holds the request for malformed: its usernamemixed or windowstransport endpoint is off, or the account cannot log in without a browser (MFA)", "Служба AD FS организации, куда Entra передаёт пароль по WS-Trust, отказал или счёл запрос неверным: выключен endpoint usernamemixed или windowstransport либо учётная запись не может войти без браузера (MFA)"},
		{"The broker's callback (Cognito /oauth2/idpresponse, Supabase /auth/v1/callback) is not registered at the upstream provider", "Callback брокера (Cognito /oauth2/idpresponse, Supabase /auth/v1/callback) не зарегистрирован у внешнего провайдера"},
		{"Token endpoint, issuer or attributes request method (GET/POST) of the upstream provider are set wrongly, or it answers in a form the broker does not read", "Неверно заданы token endpoint, issuer или метод запроса атрибутов (GET/POST), либо провайдер отвечает в форме, которую брокер не читает"},
	},
	Fixes: []Text{
		{"Check the identity provider's entry in the broker: client ID, secret, issuer, endpoints, scopes; register the broker's callback upstream", "Проверьте запись провайдера в брокере: client ID, secret, issuer, endpoints, scopes; зарегистрируйте callback брокера у провайдера"},
		{"Repeat the upstream token request with curl and the same values: it prints the reason the broker hides", "Повторите запрос токена к внешнему провайдеру через curl с теми же значениями: он покажет причину, которую брокер скрывает"},
	},
	Missing: []Text{{"The log of the upstream identity provider for the same second", "Лог внешнего провайдера за ту же секунду"}},
	Refs:    []Ref{{"Amazon Cognito: user pool sign-in through a third party", "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html"}, {"RFC 6749 §5.2 error response", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
})
