package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "token-not-sent",
	Title:   Text{"The call went out without a token", "Вызов ушёл без токена"},
	About:   Text{"A client library or an API says that no access token was there at all: not stored, not loaded, header missing.", "Библиотека клиента или API сообщает, что токена нет вовсе: не сохранён, не загружен, нет заголовка."},
	Rank:    74,
	Outcome: exchange.Rejected,
	Detail:  Text{"There was no access token to send or to read. Nothing is known of the login itself: the token was never obtained, not stored, lost with the session, or the Authorization header did not reach the API (dropped by a proxy or by CORS).", "Токена для отправки или проверки не было. О самом входе это ничего не говорит: токен не получен, не сохранён, потерян с сессией, либо заголовок Authorization не дошёл до API (отброшен прокси или CORS)."},
	Causes: []Text{
		{"The stored token (file, session, database) is empty or was not loaded before the call", "Сохранённый токен (файл, сессия, база) пуст или не загружен до вызова"},
		{"The header has another form than Authorization: Bearer <token>: missing prefix, other header, cookie not read", "Заголовок не в форме Authorization: Bearer <token>: нет префикса, другой заголовок, cookie не читается"},
		{"A proxy, Apache (CGIPassAuth) or a redirect to another host drops the Authorization header", "Прокси, Apache (CGIPassAuth) или redirect на другой хост отбрасывают заголовок Authorization"},
		{"Container registry: no docker login for this registry, or an expired one, is in the configuration of the account that runs (a credential helper, sudo, another host)", "Реестр контейнеров: у учётной записи, от которой идёт запуск, нет действующего docker login для этого реестра (credential helper, sudo, другой хост)"},
	},
	Fixes: []Text{
		{"Log whether the token is set before the call (its length only), and run the login again when it is empty", "Выведите перед вызовом, задан ли токен (только длину), и пройдите вход заново, если он пуст"},
		{"Look at the request as the API gets it: curl -v, or the gateway's log", "Посмотрите запрос таким, каким его получает API: curl -v или лог шлюза"},
		{"Run docker login for exactly this registry as the account that runs; in CI before each pull or push (ECR: aws ecr get-login-password, good for 12 hours)", "Выполните docker login именно для этого реестра от той же учётной записи; в CI — перед каждым pull и push (ECR: aws ecr get-login-password, действует 12 часов)"},
	},
	Leads: []Lead{
		{Signs: []string{"authentication required"}, Only: true, Cause: "docker login", Fix: "Run docker login"},
		{Signs: []string{"missing or invalid", "invalid or missing"}, Title: Text{"The access token is missing or not accepted", "Access-токена нет, или он не принят"}},
	},
	Missing: []Text{
		{"The Authorization header of the request as it arrived", "Заголовок Authorization запроса в том виде, как он пришёл"},
	},
	Refs:     []Ref{{"RFC 6750 §2.1 Authorization request header", "https://www.rfc-editor.org/rfc/rfc6750#section-2.1"}},
	Explains: []string{"api-refused-token", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			// RFC 6750 §3.1: a challenge without an error code answers a request without any authentication.
			if e.Endpoint != exchange.EndpointUserinfo || e.Request == nil || e.Request.Headers == nil || e.Status() != 401 || e.Request.Header("Authorization") != "" || e.Params.Has("access_token") || e.Error.OK() {
				continue
			}
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}})
		}
		return out
	},
})
