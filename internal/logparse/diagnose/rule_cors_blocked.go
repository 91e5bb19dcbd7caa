package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "cors-blocked",
	Title:   Text{"The browser blocks the answer: CORS", "Браузер блокирует ответ: CORS"},
	About:   Text{"A page's script asked another origin, and the answer lacks Access-Control-Allow-Origin or was refused: status 0, Unknown Error, blocked by CORS policy, Invalid CORS request.", "Скрипт страницы обратился к другому origin, а в ответе нет Access-Control-Allow-Origin или он отклонён: status 0, Unknown Error, blocked by CORS policy, Invalid CORS request."},
	Rank:    84,
	Outcome: exchange.NoAnswer,
	Detail: Text{"The script never saw an answer: the browser withheld it, because the response to this cross-origin request carries no matching Access-Control-Allow-Origin header (CORS, same-origin policy). Status 0 and Unknown Error mean that; the network tab may well show 200. It says nothing about the credentials.",
		"Скрипт не увидел ответа: браузер его не отдал, потому что в ответе на межсайтовый запрос нет подходящего заголовка Access-Control-Allow-Origin (CORS, same-origin policy). Это и значат status 0 и Unknown Error; во вкладке «Сеть» при этом может стоять 200. Об учётных данных это ничего не говорит."},
	Causes: []Text{
		{"The page's origin (scheme, host and port) is not allowed at the server (Keycloak: Web origins; Okta: Trusted Origins; Auth0: Allowed Web Origins; Duende, OpenIddict: AllowedCorsOrigins; Entra: the redirect URI is not registered under Single-page application)", "Origin страницы (схема, хост и порт) не разрешён на сервере (Keycloak: Web origins; Okta: Trusted Origins; Auth0: Allowed Web Origins; Duende, OpenIddict: AllowedCorsOrigins; Entra: redirect URI не указан в Single-page application)"},
		{"The endpoint has no CORS at all, by design: confidential clients' token endpoint, GitHub's login/oauth/access_token, authorization endpoints called with fetch instead of a redirect", "У endpoint нет CORS намеренно: token endpoint для конфиденциальных клиентов, login/oauth/access_token GitHub, authorization endpoint, вызванный через fetch вместо редиректа"},
		{"An error answer (4xx, 5xx, redirect to a login page) is sent without the CORS headers, so the real status is hidden", "Ответ с ошибкой (4xx, 5xx, редирект на страницу входа) отправлен без заголовков CORS, и настоящий статус скрыт"},
		{"No answer at all: server down, wrong port, untrusted certificate, mixed content, an ad blocker", "Ответа нет вовсе: сервер не запущен, не тот порт, недоверенный сертификат, mixed content, блокировщик рекламы"},
		{"The script was sent to the login page: the application's own API answered 302 to a signed-out user, and no CORS setting helps", "Скрипт отправлен на страницу входа: API приложения ответил 302 вышедшему пользователю, и настройки CORS не помогут"},
		{"The server answers the preflight (OPTIONS) with an error or a redirect: the route takes only POST, or a guard or proxy wants a login first", "Сервер отвечает на preflight (OPTIONS) ошибкой или редиректом: маршрут принимает только POST либо защита или прокси сначала требует вход"},
		{"The answer names no origin: Access-Control-Allow-Origin is *, which does not do for a request with credentials", "Ответ не называет origin: Access-Control-Allow-Origin — *, а для запроса с credentials этого мало"},
		{"The preflight's answer does not allow a header of the request (Authorization, mcp-protocol-version, a tracing header); the origin is not at fault", "Ответ на preflight не разрешает заголовок запроса (Authorization, mcp-protocol-version, заголовок трассировки); origin ни при чём"},
	},
	Fixes: []Text{
		{"Register the origin of the page exactly, without a path or trailing slash: https://app.example.com (Keycloak: client → Settings → Web origins, + takes those of the redirect URIs)", "Зарегистрируйте origin страницы точно, без пути и слеша: https://app.example.com (Keycloak: клиент → Settings → Web origins, + берёт их из redirect URIs)"},
		{"Look at the raw answer with curl -i -H 'Origin: https://app.example.com' and see status and Access-Control-Allow-Origin", "Посмотрите сырой ответ: curl -i -H 'Origin: https://app.example.com' — статус и Access-Control-Allow-Origin"},
		{"Redeem codes on the back end when the endpoint is not meant for browsers; send the browser to the authorization endpoint by navigation, not by fetch", "Если endpoint не для браузеров, обменивайте код на бэкенде; на authorization endpoint отправляйте браузер переходом, а не fetch"},
		{"In development use the dev server's proxy so that both have one origin", "В разработке используйте прокси dev-сервера, чтобы origin был один"},
		{"Answer scripts 401 in place of a redirect, and begin the login by navigating the window", "Отвечайте скриптам 401 вместо редиректа и начинайте вход переходом окна"},
		{"Answer OPTIONS with 204 and the Access-Control-Allow headers before any authentication (CORS middleware first); try curl -i -X OPTIONS with Origin and Access-Control-Request-Method", "Отвечайте на OPTIONS 204 с заголовками Access-Control-Allow до любой аутентификации (CORS middleware первым); проверьте curl -i -X OPTIONS с Origin и Access-Control-Request-Method"},
		{"With credentials, name the origin and send Access-Control-Allow-Credentials: true; or drop credentials: 'include' (withCredentials)", "С credentials назовите origin и пришлите Access-Control-Allow-Credentials: true; либо уберите credentials: 'include' (withCredentials)"},
		{"Name the header in Access-Control-Allow-Headers of the answer to OPTIONS, on this path, too (/.well-known/…, /mcp); or do not send it", "Назовите заголовок в Access-Control-Allow-Headers ответа на OPTIONS, в том числе на этом пути (/.well-known/…, /mcp), либо не отправляйте его"},
	},
	Leads: []Lead{
		{Signs: []string{"request header field "}, Only: true, Cause: "does not allow a header", Fix: "Name the header"},
		{Signs: []string{"redirected from", "redirect is not allowed for a preflight"}, Only: true, Cause: "script was sent to the login page", Fix: "401 in place of a redirect"},
		{Signs: []string{"it does not have http ok status"}, Only: true, Cause: "answers the preflight", Fix: "OPTIONS"},
		{Signs: []string{"must not be the wildcard '*'"}, Only: true, Cause: "names no origin", Fix: "name the origin"},
	},
	Missing:  []Text{{"The status and response headers of this request in the network tab, or by curl -i with the Origin header", "Статус и заголовки ответа этого запроса во вкладке «Сеть» или через curl -i с заголовком Origin"}},
	Refs:     []Ref{{"MDN: CORS errors", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors"}, {"Fetch Standard: CORS protocol", "https://fetch.spec.whatwg.org/#http-cors-protocol"}},
	Explains: []string{"provider-error", "discovery-failed", "browser-got-no-answer"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if reason, ok := recorded(e); ok {
				if holdsAny(reason, "dom_bad_uri", "access-control-allow-origin") {
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Reason.Span}, Confidence: Certain})
					continue
				}
				if reason != "" && !strings.Contains(reason, "err_failed") {
					continue // it names another
				}
				if e.Status() == 0 || reason != "" {
					if v, sure := unreadByCORS(f, e); sure && e.Request.Method.Text != "OPTIONS" {
						out = append(out, v)
						continue
					}
				}
			}
			if e.Response == nil || e.Status() != 0 || !e.Response.Status.OK() || e.Outcome != exchange.NoAnswer {
				continue
			}
			if strings.TrimSpace(e.Response.Status.Text) == "0" || e.Response.Status.Text == "" {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}})
			}
		}
		return out
	},
})
