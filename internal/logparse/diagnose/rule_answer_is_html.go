package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "answer-is-html",
	Title:   Text{"An HTML page came where JSON was expected", "Вместо JSON пришла HTML-страница"},
	About:   Text{"A JSON parser stopped at “<”, or a client refused the content type text/html: the answer was a web page. Which call it was decides which URL to check.", "Разбор JSON остановился на «<» или клиент отверг тип text/html: ответом была веб-страница. Какой это вызов, решает, какой URL проверять."},
	Rank:    79,
	Outcome: exchange.WrongBody,
	Detail:  htmlDetail.fill("call", anyCall),
	Causes:  fillAll(htmlCauses, "call", anyCall),
	Fixes: []Text{
		{"Call the URL from the same host with curl -i and look at status, Content-Type, Server header and the first lines of the body", "Вызовите URL с того же хоста через curl -i и посмотрите статус, Content-Type, заголовок Server и первые строки тела"},
		{"Take the URL from token_endpoint / userinfo_endpoint of the provider's /.well-known/openid-configuration (settings such as --redeem-url, token-uri, tokenUrl, OIDC token endpoint)", "Возьмите URL из token_endpoint / userinfo_endpoint документа /.well-known/openid-configuration (настройки --redeem-url, token-uri, tokenUrl и подобные)"},
		{"In the client check status and Content-Type before parsing, and log both", "В клиенте проверяйте статус и Content-Type до разбора и пишите их в лог"},
	},
	Missing: []Text{{"The full URL of the call, its HTTP status, and the first 200 characters of the raw body", "Полный URL вызова, HTTP-статус и первые 200 символов исходного тела"}},
	Refs:    []Ref{{"RFC 6749 §5.1: the answer is application/json", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"RFC 9110 §8.3 Content-Type", "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"}},
	Check: func(f *exchange.Flow) []Verdict {
		if printedPage(f) {
			return nil
		}
		var out []Verdict
		for _, n := range unreadable(f) {
			if n.first != '<' {
				continue
			}
			name, call := whichCall(f, n)
			if name == exchange.EndpointDiscovery {
				continue // rule discovery-not-json
			}
			v := Verdict{Result: Fail, Evidence: []source.Span{n.at}, Key: name}
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
	{"The server itself failed (5xx) and answered with an HTML error page", "Сам сервер упал (5xx) и ответил HTML-страницей ошибки"},
	{"A home-made provider renders a page or redirects to a login instead of returning the token response as JSON", "Самодельный провайдер рисует страницу или перенаправляет на вход вместо ответа с токеном в JSON"},
}

// fillAll fills the same place in all texts of a list.
func fillAll(list []Text, name string, with Text) []Text {
	out := make([]Text, len(list))
	for i, t := range list {
		out[i] = t.fill(name, with)
	}
	return out
}
