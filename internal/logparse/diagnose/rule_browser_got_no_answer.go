package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "browser-got-no-answer",
	Title:      Text{"The browser's script got no answer", "Скрипт в браузере не получил ответа"},
	About:      Text{"Failed to fetch, NetworkError, Load failed, Network Error: fetch gives the same message for CORS, for an unreachable server and for a certificate.", "Failed to fetch, NetworkError, Load failed, Network Error: fetch даёт одно сообщение и для CORS, и для недоступного сервера, и для сертификата."},
	Rank:       62,
	Confidence: Possible,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The request of the page ended without any answer the script may read. The browser hides the reason on purpose: most often it is CORS (no Access-Control-Allow-Origin for this cross-origin request), else no network connection, DNS, TLS certificate, mixed content or an extension that blocks it.",
		"Запрос страницы закончился без ответа, доступного скрипту. Браузер намеренно скрывает причину: чаще всего это CORS (нет Access-Control-Allow-Origin для межсайтового запроса), иначе сеть, DNS, сертификат TLS, mixed content или блокирующее расширение."},
	Causes: []Text{
		{"CORS: the origin of the page is not allowed at the endpoint, or its error answer carries no CORS headers", "CORS: origin страницы не разрешён на endpoint, или у ответа с ошибкой нет заголовков CORS"},
		{"The server is not reachable from the browser: wrong host or port, a docker-internal name, not started", "Сервер недоступен из браузера: не тот хост или порт, внутреннее имя docker, не запущен"},
		{"The certificate is not trusted by the browser", "Браузер не доверяет сертификату"},
		{"A service worker answered the navigation with a redirect it had followed, which browsers refuse", "На переход ответил service worker, уже пройдя редирект, а это браузеры отвергают"},
		{"The page was left (redirect) while the request was under way", "Страницу покинули (редирект) во время запроса"},
	},
	Fixes: []Text{
		{"Read the line above it in the browser console: it names CORS, net::ERR_CERT_…, ERR_CONNECTION_REFUSED or ERR_NAME_NOT_RESOLVED", "Прочтите строку выше в консоли браузера: она называет CORS, net::ERR_CERT_…, ERR_CONNECTION_REFUSED или ERR_NAME_NOT_RESOLVED"},
		{"Leave login, callback and logout out of what the service worker handles (navigationUrls of ngsw, navigateFallbackDenylist of Workbox)", "Исключите вход, callback и выход из того, что обрабатывает service worker (navigationUrls в ngsw, navigateFallbackDenylist в Workbox)"},
		{"Open the URL in a tab, and call it with curl -i -H 'Origin: …'", "Откройте URL во вкладке и вызовите curl -i -H 'Origin: …'"},
		{"Allow the page's origin at the server (Web origins, Trusted Origins, AllowedCorsOrigins)", "Разрешите origin страницы на сервере (Web origins, Trusted Origins, AllowedCorsOrigins)"},
	},
	Leads: []Lead{
		{Signs: []string{"cors request did not succeed"}, Cause: "not reachable", Fix: "Open the URL"},
		{Signs: []string{"a redirected response was used"}, Only: true, Cause: "service worker", Fix: "service worker"},
	},
	Missing: []Text{{"The console line right before this one, and the request's row in the network tab", "Строка консоли прямо перед этой и строка запроса во вкладке «Сеть»"}},
	Refs:    []Ref{{"MDN: CORS errors", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if unreadInBrowser(e) {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Request.URL.Span}}
				if e.Response.Reason.OK() {
					v.Evidence = append(v.Evidence, e.Response.Reason.Span)
				}
				if reason, _ := recorded(e); strings.Contains(reason, "blocked_by_client") {
					v.Confidence, v.Title = Certain, Text{"The browser or its extension blocked the request", "Браузер или его расширение заблокировали запрос"}
					v.Causes = []Text{{"An ad blocker or privacy extension, or blocking in the developer tools (ERR_BLOCKED_BY_CLIENT)", "Блокировщик рекламы или расширение приватности либо блокировка в инструментах разработчика (ERR_BLOCKED_BY_CLIENT)"}}
				}
				out = append(out, v)
			}
			// Code 0 beside a printed 200: the type-3 response of Angular's old Http.
			if e.Outcome == exchange.NoAnswer && e.Response != nil && e.Response.Code == 0 && e.Response.Status.Text == "200" {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Confidence: Likely,
					Title: Text{"No answer came, although status 200 is printed", "Ответа не было, хотя напечатан статус 200"},
					Detail: Text{"Angular's Http module of former times prints a request without an answer as status 200, ok true, type 3, with a ProgressEvent (isTrusted) for a body. The script saw no answer at all: CORS, an unreachable server, DNS or a certificate.",
						"Прежний модуль Http в Angular печатает запрос без ответа как status 200, ok true, type 3 с событием ProgressEvent (isTrusted) вместо тела. Скрипт не увидел ответа вовсе: CORS, недоступный сервер, DNS или сертификат."}})
			}
		}
		return out
	},
})

// unreadInBrowser: a HAR shows a call of the login that the browser cut off or kept from the script, and not why.
func unreadInBrowser(e *exchange.Exchange) bool {
	switch e.Endpoint {
	case "", exchange.EndpointAPI, exchange.EndpointAuthorize, exchange.EndpointCallback, exchange.EndpointLogin, exchange.EndpointLogout:
		return false // what a page navigates to is cut off by the next page, too
	}
	if e.Outcome != exchange.NoAnswer || e.Response == nil || e.Response.Format != "har" {
		return false
	}
	reason, _ := recorded(e)
	return reason == "" || holdsAny(reason, "err_failed", "abort", "cancel", "blocked_by_client")
}
