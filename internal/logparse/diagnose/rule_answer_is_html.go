package diagnose

import (
	"fmt"
	"strconv"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:     "answer-is-html",
	Title:  Text{"An HTML page came where JSON was expected", "Вместо JSON пришла HTML-страница"},
	About:  Text{"The answer to an API or token request is a web page: it stands in the text as text/html, or a JSON parser stopped at “<”, or a client refused the content type. Which call it was decides which URL to check.", "Ответ на запрос к API или за токеном — веб-страница: она есть в тексте как text/html, либо разбор JSON остановился на «<», либо клиент отверг тип содержимого. Какой это вызов, решает, какой URL проверять."},
	Former: []string{"html-instead-of-data"},
	Rank:   79,
	Detail: htmlDetail.fill("call", anyCall),
	Causes: fillAll(htmlCauses, "call", anyCall),
	Fixes: []Text{
		{"Call the URL from the same host with curl -i and look at status, Content-Type, Server header and the first lines of the body", "Вызовите URL с того же хоста через curl -i и посмотрите статус, Content-Type, заголовок Server и первые строки тела"},
		{"Take the URL from token_endpoint / userinfo_endpoint of the provider's /.well-known/openid-configuration (settings such as --redeem-url, token-uri, tokenUrl, OIDC token endpoint)", "Возьмите URL из token_endpoint / userinfo_endpoint документа /.well-known/openid-configuration (настройки --redeem-url, token-uri, tokenUrl и подобные)"},
		{"Let the API answer 401 in place of a redirect (App Service: unauthenticated requests HTTP 401; ASP.NET Core: OnRedirectToLogin; Spring: authenticationEntryPoint), and send the token it takes", "Пусть API отвечает 401 вместо редиректа (App Service: unauthenticated requests HTTP 401; ASP.NET Core: OnRedirectToLogin; Spring: authenticationEntryPoint), и присылайте тот токен, который он принимает"},
		{"In the client check status and Content-Type before parsing, and log both", "В клиенте проверяйте статус и Content-Type до разбора и пишите их в лог"},
	},
	Leads:    []Lead{{Signs: []string{"<title>sign in", "<title>log in", "<title>login", "<title>вход"}, Only: true, Cause: "to a sign-in page", Fix: "answer 401"}},
	Missing:  []Text{{"The full URL of the call, its HTTP status, and the first 200 characters of the raw body", "Полный URL вызова, HTTP-статус и первые 200 символов исходного тела"}},
	Refs:     []Ref{{"RFC 6749 §5.1: the answer is application/json", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"RFC 9110 §8.3 Content-Type", "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"}},
	Explains: []string{"answer-hidden", "token-answer-unreadable"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if pagePrinted(e) && !serverFailed(f, e) { // then rule provider-outage has said it
				out = append(out, pageVerdict(e))
			}
		}
		if len(out) > 0 {
			return out
		}
		for _, n := range unreadable(f) {
			if n.first != '<' {
				continue
			}
			name, call := whichCall(f, n)
			if name == exchange.EndpointDiscovery {
				continue // rule discovery-not-json
			}
			v := Verdict{Evidence: []source.Span{n.at}, Key: name, Outcome: exchange.WrongBody}
			if hasAny(f, "[invalid_token_response]") {
				v.Codes = []string{"invalid_token_response"}
			}
			v.Detail, v.Causes = htmlDetail.fill("call", call), fillAll(htmlCauses, "call", call)
			out = append(out, v)
		}
		return out
	},
})

// anyCall stands for the call where a text does not tell which it was.
var anyCall = Text{"called endpoint", "вызванный endpoint"}

var htmlDetail = Text{"The {call} answered with an HTML page (it begins with “<”, as <html> or a doctype does), not with JSON. An authorization server answers in JSON, errors too; so the request reached something else: a login page, an error page of a proxy or firewall, or a front end. The parser's message hides status and body.",
	"Вместо JSON ответом на вызов ({call}) была HTML-страница (начинается с «<», как <html> или doctype). Сервер авторизации отвечает в JSON, ошибки тоже; значит, запрос попал в другое место: страница входа, страница ошибки прокси или WAF, фронтенд. Сообщение парсера скрывает статус и тело."}

var htmlCauses = []Text{
	{"The URL of the {call} is wrong: it leads to the web front end (SPA fallback to index.html), misses a path such as /realms/…, /oauth2 or /api, or is the authorize or login page", "URL неверен ({call}): он ведёт на веб-фронтенд (SPA fallback на index.html), в нём нет пути вроде /realms/…, /oauth2 или /api, либо это страница authorize или входа"},
	{"A reverse proxy, ingress, gateway (Istio, nginx) or WAF in between routes the server-to-server call elsewhere or answers with its own page: 403, 404, 502, a captcha, a login", "Обратный прокси, ingress, шлюз (Istio, nginx) или WAF направляет межсерверный вызов не туда или отвечает своей страницей: 403, 404, 502, captcha, вход"},
	{"The call was sent on to a sign-in page, and the client followed: what it sent (no token, a token where a cookie is wanted) is no login there", "Вызов перенаправили на страницу входа, и клиент пошёл за редиректом: то, что он прислал (без токена, токен вместо cookie), там не вход"},
	{"The server itself failed (5xx) and answered with an HTML error page", "Сам сервер упал (5xx) и ответил HTML-страницей ошибки"},
	{"A home-made provider renders a page or redirects to a login instead of returning the token response as JSON", "Самодельный провайдер рисует страницу или перенаправляет на вход вместо ответа с токеном в JSON"},
}

// What a page that stands in the text is: something, an error page (of a server that is down: an outage), a front end's
// file. Which URL was asked is missing of all.
var (
	somePage = Verdict{Rank: 80,
		Title:  Text{"A web page came back where an API answer belongs", "Вместо ответа API пришла веб-страница"},
		Detail: Text{"The status says nothing here: the content is a page, not data. The request reached a web server, not the API.", "Статус здесь ничего не значит: содержимое — страница, а не данные. Запрос попал на веб-сервер, а не в API."},
	}
	errorPage = Verdict{Rank: 80,
		Title: Text{"An HTML error page came back, not an OAuth error", "Пришла HTML-страница с ошибкой, а не ошибка OAuth"},
		Detail: Text{"An authorization server answers errors in JSON (RFC 6749 §5.2). This page (status {status}) was made by a web server, reverse proxy or firewall in front of it, or the path does not exist there.",
			"Сервер авторизации отвечает об ошибках в JSON (RFC 6749 §5.2). Эту страницу (статус {status}) сделал веб-сервер, обратный прокси или WAF перед ним, либо такого пути там нет."},
		Causes: []Text{
			{"A reverse proxy, gateway or firewall in front of the server refuses or answers the request itself: its access rules, not the credentials", "Обратный прокси, шлюз или WAF перед сервером сам отвергает запрос: дело в его правилах доступа, а не в учётных данных"},
			{"The URL is wrong: host, port or path prefix lead to a web server that does not serve this endpoint or method", "URL неверен: хост, порт или префикс пути ведут на веб-сервер, который не обслуживает этот endpoint или метод"},
		},
		Fixes: []Text{
			{"Call the endpoint from the same host with curl -i and compare the Server header with the authorization server's own", "Вызовите endpoint с того же хоста через curl -i и сравните заголовок Server с заголовком самого сервера авторизации"},
			{"Allow POST to the token endpoint in the proxy, or use the internal address of the server", "Разрешите POST на token endpoint в прокси или используйте внутренний адрес сервера"},
		},
	}
	outagePage = Verdict{Rank: 80,
		Title:  errorPage.Title,
		Detail: errorPage.Detail,
		Causes: []Text{
			{"The server behind a proxy or load balancer is down, restarting, overloaded or too slow (502, 503, 504): an outage, the provider's own or of what stands before it", "Сервер за прокси или балансировщиком не работает, перезапускается, перегружен или отвечает слишком долго (502, 503, 504): сбой у самого провайдера или у того, что стоит перед ним"},
			{"The server failed on this request (500): its own log of the same second names the exception", "Сервер упал на этом запросе (500): исключение — в его логе за ту же секунду"},
		},
		Fixes: []Text{
			{"Retry with back-off, and look at the provider's status page", "Повторите с увеличением паузы и посмотрите страницу статуса провайдера"},
			{"Your own server: read its log and the proxy's error log of that second (nginx: upstream prematurely closed, upstream timed out, upstream sent too big header)", "Свой сервер: прочитайте его лог и error log прокси за эту секунду (nginx: upstream prematurely closed, upstream timed out, upstream sent too big header)"},
			{"In the client check the status before parsing, and treat 5xx as temporary", "В клиенте проверяйте статус до разбора и считайте 5xx временной ошибкой"},
		},
	}
	filePage = Verdict{Rank: 84,
		Title: Text{"The API call was answered with the front end's index.html", "На вызов API ответили страницей index.html фронтенда"},
		Causes: []Text{
			{"The API base URL points at the front end; its SPA fallback answers every unknown path with index.html", "Базовый URL API указывает на фронтенд; его SPA fallback отвечает index.html на любой неизвестный путь"},
			{"The reverse proxy has no route for this API path, or the path misses a prefix such as /api", "В обратном прокси нет маршрута для этого пути API, или в пути нет префикса вроде /api"},
		},
		Fixes: []Text{
			{"Set the client's API base URL (baseURL) to the back end, with its path prefix", "Укажите в клиенте базовый URL API (baseURL) бэкенда с его префиксом пути"},
			{"In nginx, give the API its own location with proxy_pass before the try_files … /index.html fallback", "В nginx заведите для API отдельный location с proxy_pass до fallback try_files … /index.html"},
			{"Assert the content type in the test: application/json, not only the status", "Проверяйте в тесте тип содержимого application/json, а не только статус"},
		},
	}
)

// pageVerdict tells an index.html from an error page and a block page.
func pageVerdict(e *exchange.Exchange) Verdict {
	v := somePage
	status := e.PageStatus()
	switch {
	case status >= 500:
		v = outagePage
	case status >= 400:
		v = errorPage
	case servedAsFile(e):
		v = filePage
		v.Detail = fileDetail(e)
	}
	v.Detail = v.Detail.With("status", strconv.Itoa(status))
	v.Exchange, v.Key, v.Evidence = e, strconv.Itoa(e.Span.Start), pageEvidence(e)
	v.Missing = []Text{{"The full URL of this request and the first 200 characters of the answer", "Полный URL этого запроса и первые 200 символов ответа"}}
	return v
}

// pageEvidence is the status of the answer, the headers that tell of a page or a file, and where the page begins.
func pageEvidence(e *exchange.Exchange) (out []source.Span) {
	if e.Response != nil {
		if e.Response.Status.OK() {
			s := e.Response.Status.Span
			if e.Response.Reason.OK() {
				s.End = e.Response.Reason.Span.End
			}
			out = append(out, s)
		}
		for _, name := range [...]string{"Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges"} {
			if p, ok := e.Response.Headers.Get(name); ok {
				out = append(out, source.Span{Start: p.NameSpan.Start, End: p.Value.Span.End})
			}
		}
	}
	if e.Body != nil && e.Body.Kind == artifact.BodyHTML {
		out = append(out, beginning(e.Body.Span, 60))
	}
	return out
}

// servedAsFile reports whether the headers are those of a file.
func servedAsFile(e *exchange.Exchange) bool {
	_, _, static := e.StaticFile()
	return static || e.Header("Last-Modified") != "" && e.Header("Accept-Ranges") != ""
}

// fileDetail says by which headers a page was served as a file.
func fileDetail(e *exchange.Exchange) Text {
	d := Text{"The content type is text/html{length}{modified}{ranges}.{tag} So a file was served, not an API answer: the path is unknown to the web server and it fell back to the single-page application.",
		"Тип содержимого — text/html{length}{modified}{ranges}.{tag} Значит, отдан файл, а не ответ API: путь неизвестен веб-серверу, и он вернул страницу одностраничного приложения."}
	var length, modified, ranges, tag Text
	if v := e.Header("Content-Length"); v != "" {
		length = Text{", {value} bytes", ", {value} байт"}.With("value", v)
	}
	if v := e.Header("Last-Modified"); v != "" {
		modified = Text{", last modified {value}", ", последнее изменение {value}"}.With("value", v)
	}
	if e.Header("Accept-Ranges") != "" {
		ranges = Text{", Accept-Ranges as for a file", ", Accept-Ranges, как у файла"}
	}
	if size, mtime, ok := e.StaticFile(); ok {
		at, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", e.Header("Last-Modified"))
		sizeFits := e.Header("Content-Length") == strconv.FormatInt(size, 10)
		timeFits := err == nil && at.Unix() == mtime
		if sizeFits && timeFits {
			tag = Text{" The ETag is nginx's for a static file: its first part is the Last-Modified time in hex, its second {hex} = {size} = Content-Length.",
				" ETag — такой, какой nginx ставит статическому файлу: первая часть — время Last-Modified в hex, вторая {hex} = {size} = Content-Length."}.With("hex", fmt.Sprintf("0x%x", size), "size", strconv.FormatInt(size, 10))
		} else if sizeFits || timeFits {
			tag = Text{" The ETag has the form nginx gives a static file.", " ETag имеет вид, который nginx даёт статическому файлу."}
		}
	}
	return d.fill("tag", tag).fill("ranges", ranges).fill("modified", modified).fill("length", length)
}
