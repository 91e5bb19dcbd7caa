package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "token-endpoint-401",
	Title:   Text{"401 from the token endpoint: the client is not accepted", "401 от token endpoint: клиент не принят"},
	About:   Text{"A token endpoint answered 401 and no error code is printed. RFC 6749 §5.2 gives 401 to failed client authentication only.", "Token endpoint ответил 401, код ошибки не напечатан. По RFC 6749 §5.2 статус 401 означает неудачную аутентификацию клиента."},
	Rank:    66,
	Outcome: exchange.Refused,
	Detail: Text{"The token endpoint answered 401 Unauthorized, and the log does not show the body. At this endpoint 401 speaks of the client, not of the user: client authentication failed (invalid_client). Wrong client secret or client ID, or a method of client authentication (Basic header, form body, JWT) that is not the registered one.",
		"Token endpoint ответил 401 Unauthorized, тело в логе не показано. На этом endpoint 401 относится к клиенту, а не к пользователю: не прошла аутентификация клиента (invalid_client). Неверен client secret или client ID либо способ аутентификации (заголовок Basic, тело формы, JWT) не тот, что зарегистрирован."},
	Causes: []Text{
		{"The client secret is wrong, expired, of another environment, or has a blank at its end", "client secret неверен, истёк, из другой среды или с пробелом на конце"},
		{"The method of client authentication differs: client_secret_basic against client_secret_post, or a public client that sends none", "Способ аутентификации клиента другой: client_secret_basic вместо client_secret_post или публичный клиент без секрета"},
		{"The client ID is unknown at this server (other tenant, realm or environment)", "client ID неизвестен этому серверу (другой tenant, realm или среда)"},
	},
	Fixes: []Text{
		{"Compare client ID and secret with the registration, character by character", "Сверьте client ID и secret с регистрацией посимвольно"},
		{"Set the method the registration names: token_endpoint_auth_method, client-authentication-method, Grafana/oauth2 AuthStyle, python-social-auth TOKEN_ENDPOINT_AUTH_METHOD", "Задайте способ из регистрации: token_endpoint_auth_method, client-authentication-method, AuthStyle в Go, TOKEN_ENDPOINT_AUTH_METHOD в python-social-auth"},
		{"Print the body of the answer: it says invalid_client and why", "Выведите тело ответа: там invalid_client и причина"},
	},
	Missing:  []Text{{"The body of the 401 answer and the request's Authorization scheme", "Тело ответа 401 и схема заголовка Authorization в запросе"}},
	Refs:     []Ref{{"RFC 6749 §5.2 invalid_client", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}, {"RFC 6749 §2.3 client authentication", "https://www.rfc-editor.org/rfc/rfc6749#section-2.3"}},
	Explains: []string{"answer-hidden", "api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointToken && e.Status() == 401 && !e.Error.OK() && !e.Code.OK() && !e.HTML() && !strings.HasPrefix(e.Header("WWW-Authenticate"), "Bearer") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}})
			}
		}
		if len(out) == 0 && !answerNamed(f) {
			if said := saidBy(f, "?token-endpoint-401"); len(said) > 0 {
				out = append(out, Verdict{Evidence: said})
			}
		}
		return out
	},
})
