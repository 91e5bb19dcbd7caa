package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "csp-blocks-request",
	Title:   Text{"The page's own CSP blocks the call to the provider", "CSP самой страницы блокирует вызов к провайдеру"},
	About:   Text{"The Content Security Policy of the application's page does not admit the provider's host.", "Content Security Policy страницы приложения не допускает хост провайдера."},
	Rank:    86,
	Outcome: exchange.NoAnswer,
	Detail:  Text{"The browser did not send the request: the page's own Content-Security-Policy (connect-src, form-action, script-src, frame-src) does not list the provider's host. So the provider was never asked; CORS and client settings are not the matter.", "Браузер не отправил запрос: Content-Security-Policy самой страницы (connect-src, form-action, script-src, frame-src) не содержит хост провайдера. Провайдера не спрашивали; дело не в CORS и не в настройках клиента."},
	Causes: []Text{
		{"connect-src lacks the token, discovery or userinfo host", "В connect-src нет хоста token, discovery или userinfo"},
		{"form-action 'self' blocks the redirect of a login form to the provider; frame-src lacks it for silent renew", "form-action 'self' блокирует перенаправление формы входа к провайдеру; в frame-src его нет для тихого обновления"},
	},
	Fixes: []Text{
		{"Add the provider's origin to the directive the message names, where the header is set (server, proxy, meta tag, helmet)", "Добавьте origin провайдера в названную директиву там, где задаётся заголовок (сервер, прокси, meta, helmet)"},
		{"Check that no second policy (proxy and application) is stricter: all of them count", "Проверьте, нет ли второй, более строгой политики (прокси и приложение): действуют все"},
	},
	Refs:     []Ref{{"MDN: Content-Security-Policy", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy"}},
	Explains: []string{"browser-got-no-answer", "discovery-failed"},
	Check:    func(f *exchange.Flow) []Verdict { return blockedFor(f, "blocked_by_csp", " csp ") },
})
