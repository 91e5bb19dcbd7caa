package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "callback-repeated",
	Title:   Text{"The same callback was requested more than once", "Один и тот же callback запрошен не один раз"},
	About:   Text{"Access-log lines show the redirect URI called twice with one code, and a login that fails: state and code are good for the first call only.", "Строки access-лога показывают два вызова redirect URI с одним кодом, и вход не удался: state и код годны только для первого."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail: Text{"The access log has two requests of the callback with the same code. The first one consumes state and code; the second finds no saved state, or its code is refused as already used, and its error page is what the user sees.",
		"В access-логе два запроса callback с одним кодом. Первый расходует state и код; второй не находит сохранённого state, или его код отклоняется как использованный, и пользователь видит его страницу ошибки."},
	Causes: []Text{
		{"The browser loaded the callback twice: reload, back button, bookmark, prefetch or link preview", "Браузер загрузил callback дважды: перезагрузка, «назад», закладка, prefetch или предпросмотр ссылки"},
		{"A proxy, load balancer or service worker repeated the request after a timeout", "Запрос повторил прокси, балансировщик или service worker после таймаута"},
		{"A security scanner or mail gateway opened the link first", "Ссылку сначала открыл сканер безопасности или почтовый шлюз"},
	},
	Fixes: []Text{
		{"Redirect away from the callback URL as soon as the login is done, and answer a repeated callback with the session that is there or with a new login", "Сразу после входа уходите редиректом с URL callback, а на повторный отвечайте готовой сессией или новым входом"},
		{"Switch off retries for this path in the proxy (proxy_next_upstream off, retries: 0)", "Отключите для этого пути повторы в прокси (proxy_next_upstream off, retries: 0)"},
		{"Compare User-Agent and time of the two lines: they tell who sent the second", "Сравните User-Agent и время двух строк: они покажут, кто прислал вторую"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	Explains: []string{"code-not-valid", "state-lost", "code-redeemed-twice"},
	Check: func(f *exchange.Flow) []Verdict {
		spans, lines := linesWith(f, "http/1.", "code=")
		if more, also := linesWith(f, "http/2", "code="); len(more) > 0 {
			spans, lines = append(spans, more...), append(lines, also...)
		}
		first := map[string]source.Span{}
		for i, line := range lines {
			code := line[strings.Index(line, "code=")+len("code="):]
			if end := strings.IndexAny(code, "& \"'"); end >= 0 {
				code = code[:end]
			}
			if len(code) < 8 || placeholder(code) || !strings.Contains(line, "get ") || strings.Contains(line, "response_type=") {
				continue
			}
			have, twice := first[code]
			if !twice {
				first[code] = spans[i]
				continue
			}
			failed := append(lostLogin(f), findAny(f, "code not valid", "already used for usersession", "invalid_grant", "failed to turn code into token")...)
			if len(failed) == 0 {
				return nil
			}
			v := Verdict{Evidence: []source.Span{spans[i], have, failed[0]}}
			if len(lostLogin(f)) > 0 {
				v.Outcome = exchange.NotAsked
			}
			return []Verdict{v}
		}
		return nil
	},
})
