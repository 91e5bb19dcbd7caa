package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "error-object-not-printed",
	Title:   Text{"The provider's error is in the error object, not in the log", "Ошибка провайдера — в объекте ошибки, а не в логе"},
	About:   Text{"oauth4webapi and openid-client 6 throw ResponseBodyError, AuthorizationResponseError or ClientError; error and error_description are members that a plain message does not show.", "oauth4webapi и openid-client 6 бросают ResponseBodyError, AuthorizationResponseError или ClientError; error и error_description — их члены, которых обычное сообщение не показывает."},
	Rank:    56,
	Outcome: exchange.Refused,
	Says: []Saying{
		{All: []string{"server responded with an error in the response body"}},
		{All: []string{"responsebodyerror:"}},
		{All: []string{"authorization response from the server is an error"}, Outcome: exchange.NotAsked},
		{All: []string{"authorizationresponseerror:"}, Outcome: exchange.NotAsked},
		{All: []string{"unexpected http response status code"}},
		{All: []string{"is not a conform token endpoint response"}},
		{All: []string{"wwwauthenticatechallengeerror"}},
		{All: []string{"oauth provider returned an error"}, Not: []string{"returned an error: "}},
	},
	Detail: Text{"The server answered with an error, and the library wraps it: the OAuth error code, its description and the HTTP status are members (cause, error, error_description, status) of the exception, which the log does not print.", "Сервер ответил ошибкой, а библиотека её завернула: код ошибки OAuth, описание и статус HTTP — члены исключения (cause, error, error_description, status), которых в логе нет."},
	Causes: []Text{
		{"The token endpoint refused: client secret or method of client authentication, redirect_uri, code used twice, PKCE", "Token endpoint отказал: client secret или способ аутентификации клиента, redirect_uri, повторный код, PKCE"},
		{"The user or a policy refused at the authorization endpoint (access_denied, login_required)", "Пользователь или политика отказали на authorization endpoint (access_denied, login_required)"},
	},
	Fixes: []Text{
		{"Log err.cause, err.error, err.error_description, err.status and await err.response?.text()", "Выведите err.cause, err.error, err.error_description, err.status и await err.response?.text()"},
		{"Look at the provider's own log of the same second", "Посмотрите лог провайдера за ту же секунду"},
	},
	Missing: []Text{
		{"error and error_description of the exception", "error и error_description из исключения"},
	},
	Refs: []Ref{{"openid-client: errors", "https://github.com/panva/openid-client/blob/main/docs/README.md"}, {"RFC 6749 §5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
})
