package diagnose

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:     "html-instead-of-data",
	Title:  Text{"A web page came back where an API answer belongs", "Вместо ответа API пришла веб-страница"},
	About:  Text{"The answer to an API or token request is text/html: a front end's index.html, a login page, a proxy's or firewall's page.", "Ответ на запрос к API или за токеном — text/html: index.html фронтенда, страница входа, страница прокси или WAF."},
	Rank:   80,
	Detail: Text{"The status says nothing here: the content is a page, not data. The request reached a web server, not the API.", "Статус здесь ничего не значит: содержимое — страница, а не данные. Запрос попал на веб-сервер, а не в API."},
	Causes: []Text{
		{"The base URL of the API points at the front end, or misses a part of its path; the server answers unknown paths with index.html (SPA fallback)", "Базовый URL API указывает на фронтенд, или в нём нет части пути; на неизвестные пути сервер отдаёт index.html (SPA fallback)"},
		{"A reverse proxy, a gateway or a login page stands in front of the endpoint", "Перед endpoint стоит обратный прокси, шлюз или страница входа"},
	},
	Fixes: []Text{
		{"Compare the URL that was called with the API's own address: host, port and path prefix", "Сравните вызванный URL с адресом самого API: хост, порт и префикс пути"},
		{"Check the Content-Type before parsing, and treat text/html as a failure", "Проверяйте Content-Type до разбора и считайте text/html ошибкой"},
	},
	Missing: []Text{{"The full URL of this request and the first 200 characters of the answer", "Полный URL этого запроса и первые 200 символов ответа"}},
	Refs:    []Ref{{"RFC 9110 §8.3 Content-Type", "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.HTML() && e.Outcome == exchange.WrongBody {
				out = append(out, htmlVerdict(e))
			}
		}
		return out
	},
})

// htmlVerdict tells an index.html from an error page and a block page.
func htmlVerdict(e *exchange.Exchange) Verdict {
	v := Verdict{Result: Fail, Exchange: e, Key: strconv.Itoa(e.Span.Start)}
	if e.Response != nil && e.Response.Status.OK() {
		s := e.Response.Status.Span
		if e.Response.Reason.OK() {
			s.End = e.Response.Reason.Span.End
		}
		v.Evidence = append(v.Evidence, s)
	}
	for _, name := range [...]string{"Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges"} {
		if e.Response == nil {
			break
		}
		if p, ok := e.Response.Headers.Get(name); ok {
			v.Evidence = append(v.Evidence, source.Span{Start: p.NameSpan.Start, End: p.Value.Span.End})
		}
	}
	if e.Body != nil && e.Body.Kind == artifact.BodyHTML {
		v.Evidence = append(v.Evidence, source.Span{Start: e.Body.Span.Start, End: min(e.Body.Span.End, e.Body.Span.Start+60)})
	}
	status := e.PageStatus()
	if status >= 400 {
		v.Title = Text{"An HTML error page came back, not an OAuth error", "Пришла HTML-страница с ошибкой, а не ошибка OAuth"}
		v.Detail = Text{"An authorization server answers errors in JSON (RFC 6749 §5.2). This page (status {status}) was made by a web server, reverse proxy or firewall in front of it, or the path does not exist there.",
			"Сервер авторизации отвечает об ошибках в JSON (RFC 6749 §5.2). Эту страницу (статус {status}) сделал веб-сервер, обратный прокси или WAF перед ним, либо такого пути там нет."}.With("status", strconv.Itoa(status))
		v.Causes = []Text{
			{"A reverse proxy, gateway or firewall in front of the server refuses or answers the request itself: its access rules, not the credentials", "Обратный прокси, шлюз или WAF перед сервером сам отвергает запрос: дело в его правилах доступа, а не в учётных данных"},
			{"The URL is wrong: host, port or path prefix lead to a web server that does not serve this endpoint or method", "URL неверен: хост, порт или префикс пути ведут на веб-сервер, который не обслуживает этот endpoint или метод"},
		}
		v.Fixes = []Text{
			{"Call the endpoint from the same host with curl -i and compare the Server header with the authorization server's own", "Вызовите endpoint с того же хоста через curl -i и сравните заголовок Server с заголовком самого сервера авторизации"},
			{"Allow POST to the token endpoint in the proxy, or use the internal address of the server", "Разрешите POST на token endpoint в прокси или используйте внутренний адрес сервера"},
		}
		return v
	}
	size, mtime, static := e.StaticFile()
	length := e.Header("Content-Length")
	modified := e.Header("Last-Modified")
	if !static && (modified == "" || e.Header("Accept-Ranges") == "") {
		return v
	}
	v.Title = Text{"The API call was answered with the front end's index.html", "На вызов API ответили страницей index.html фронтенда"}
	en := []string{"The content type is text/html"}
	ru := []string{"Тип содержимого — text/html"}
	if length != "" {
		en = append(en, length+" bytes")
		ru = append(ru, length+" байт")
	}
	if modified != "" {
		en = append(en, "last modified "+modified)
		ru = append(ru, "последнее изменение "+modified)
	}
	if e.Header("Accept-Ranges") != "" {
		en = append(en, "Accept-Ranges as for a file")
		ru = append(ru, "Accept-Ranges, как у файла")
	}
	var tagEN, tagRU string
	if static {
		mod, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", modified)
		sizeFits := length == strconv.FormatInt(size, 10)
		timeFits := err == nil && mod.Unix() == mtime
		if sizeFits && timeFits {
			tagEN = fmt.Sprintf(" The ETag is nginx's for a static file: its first part is the Last-Modified time in hex, its second 0x%x = %d = Content-Length.", size, size)
			tagRU = fmt.Sprintf(" ETag — такой, какой nginx ставит статическому файлу: первая часть — время Last-Modified в hex, вторая 0x%x = %d = Content-Length.", size, size)
		} else if sizeFits || timeFits {
			tagEN, tagRU = " The ETag has the form nginx gives a static file.", " ETag имеет вид, который nginx даёт статическому файлу."
		}
	}
	v.Detail = Text{strings.Join(en, ", ") + "." + tagEN + " So a file was served, not an API answer: the path is unknown to the web server and it fell back to the single-page application.",
		strings.Join(ru, ", ") + "." + tagRU + " Значит, отдан файл, а не ответ API: путь неизвестен веб-серверу, и он вернул страницу одностраничного приложения."}
	v.Causes = []Text{
		{"The API base URL points at the front end; its SPA fallback answers every unknown path with index.html", "Базовый URL API указывает на фронтенд; его SPA fallback отвечает index.html на любой неизвестный путь"},
		{"The reverse proxy has no route for this API path, or the path misses a prefix such as /api", "В обратном прокси нет маршрута для этого пути API, или в пути нет префикса вроде /api"},
	}
	v.Fixes = []Text{
		{"Set the client's API base URL (baseURL) to the back end, with its path prefix", "Укажите в клиенте базовый URL API (baseURL) бэкенда с его префиксом пути"},
		{"In nginx, give the API its own location with proxy_pass before the try_files … /index.html fallback", "В nginx заведите для API отдельный location с proxy_pass до fallback try_files … /index.html"},
		{"Assert the content type in the test: application/json, not only the status", "Проверяйте в тесте тип содержимого application/json, а не только статус"},
	}
	v.Rank = 84
	return v
}
