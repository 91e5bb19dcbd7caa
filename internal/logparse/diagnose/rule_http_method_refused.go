package diagnose

import (
	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "http-method-refused",
	Title:      Text{"The address does not take this HTTP method", "Адрес не принимает этот HTTP-метод"},
	About:      Text{"405, or the provider's words for it: a token endpoint asked with GET, or a POST that ended at a static web server.", "405 или его словесный вариант: token endpoint вызван через GET, либо POST попал на статический веб-сервер."},
	Confidence: Certain,
	Rank:       82,
	Outcome:    exchange.Refused,
	Detail: Text{"405 Method Not Allowed: the path exists but does not answer this method. A token endpoint answers POST only; an authorization endpoint is for GET in the browser. A POST that ends at a static web server (nginx serves files with GET and HEAD only) gives the same 405 with an HTML page: then the URL is wrong, not the credentials.",
		"405 Method Not Allowed: путь есть, но этот метод он не принимает. Token endpoint отвечает только на POST, authorization endpoint — на GET в браузере. POST, попавший на статический веб-сервер (nginx отдаёт файлы только по GET и HEAD), даёт тот же 405 с HTML-страницей: тогда неверен URL, а не учётные данные."},
	Causes: []Text{
		{"The token endpoint was called with GET (opened in a browser, a redirect that turned POST into GET, a client default)", "Token endpoint вызван через GET (открыт в браузере, редирект превратил POST в GET, значение по умолчанию клиента)"},
		{"The URL is not the endpoint: base URL or path prefix is wrong, and a web server in front answers", "URL — не тот endpoint: неверен базовый URL или префикс пути, и отвечает веб-сервер перед ним"},
	},
	Fixes: []Text{
		{"Use POST with a form body for the token endpoint; use the final https URL so that no 301/302 turns it into GET", "Для token endpoint используйте POST с телом-формой и сразу конечный https-URL, чтобы 301/302 не превратил его в GET"},
		{"Compare the URL with token_endpoint of /.well-known/openid-configuration", "Сверьте URL с token_endpoint из /.well-known/openid-configuration"},
	},
	Refs:     []Ref{{"RFC 6749 §3.2: the client MUST use POST", "https://www.rfc-editor.org/rfc/rfc6749#section-3.2"}, {"RFC 9110 §15.5.6 405", "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6"}},
	Explains: []string{"provider-error", "answer-is-html", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Request != nil && e.Request.Method.Text == "OPTIONS" {
				continue // the preflight of a browser: a matter of CORS
			}
			if (e.Status() == 405 && !unknownKeycloakPath(e) || tokenAskedByGET(e)) && (e.Endpoint == exchange.EndpointToken || e.Endpoint == exchange.EndpointAuthorize || e.Endpoint == exchange.EndpointUserinfo) {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}}
				if e.Request != nil && e.Request.Method.OK() && !e.Request.Method.Span.Empty() {
					v.Evidence = append(v.Evidence, e.Request.Method.Span)
				}
				out = append(out, v)
			}
		}
		// nginx's own page of a 405: what was posted to is a file to it.
		page := f.Find("<title>405 not allowed</title>")
		if len(page) > 0 && len(out) == 0 && f.Has("nginx") {
			e := exchangeAt(f, page[0])
			if e != nil && e.Body != nil && e.Body.Kind != artifact.BodyHTML {
				e = nil
			}
			out = append(out, Verdict{Exchange: e, Evidence: page[:1], Confidence: Likely, Rank: 85, Outcome: exchange.WrongBody,
				Title: Text{"A POST reached nginx's static files, not the API", "POST попал на статические файлы nginx, а не в API"},
				Detail: Text{"The answer is nginx's own HTML page 405 Not Allowed, which is not JSON (hence parse errors such as unexpected token <): nginx gives it when something other than GET or HEAD is sent to a static file. So the request ended at the web server of the front end; the API or token endpoint (the back end) never saw it, and the credentials are not at fault.",
					"Ответ — собственная HTML-страница nginx 405 Not Allowed, а не JSON (отсюда ошибки разбора вроде unexpected token <): nginx отдаёт её, когда к статическому файлу приходит не GET и не HEAD. Запрос попал на веб-сервер фронтенда, API или token endpoint (бэкенд) его не видел, и учётные данные ни при чём."},
				Causes: []Text{
					{"The base URL of the API in the front end is wrong, empty or misses its path prefix (such as /api/v1), so the POST goes to the site itself", "Базовый URL API во фронтенде неверен, пуст или без префикса пути (например, /api/v1), и POST уходит на сам сайт"},
					{"nginx has no location with proxy_pass for this path", "В nginx нет location с proxy_pass для этого пути"},
				},
				Fixes: []Text{
					{"Look at the full URL in the browser's network tab and correct the API base URL (build-time variable of the front end)", "Посмотрите полный URL во вкладке сети браузера и исправьте базовый URL API (переменная времени сборки фронтенда)"},
					{"Add a location for the API's path with proxy_pass to the back end", "Добавьте location для пути API с proxy_pass на бэкенд"},
				}})
		}
		return out
	},
})

// tokenAskedByGET finds the servers whose router knows the token endpoint for POST only and answers 404 to a GET.
func tokenAskedByGET(e *exchange.Exchange) bool {
	return e.Status() == 404 && e.Endpoint == exchange.EndpointToken && e.Request != nil && e.Request.Method.Text == "GET" && e.Params.Has("grant_type")
}
