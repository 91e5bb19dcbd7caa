package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:     "answer-not-json",
	Title:  Text{"The answer could not be read as JSON", "Ответ не удалось прочитать как JSON"},
	About:  Text{"A JSON parser failed at the very beginning of an answer and does not say what it found: an HTML page, an empty body, plain text or form-encoded data.", "Разбор JSON не удался в самом начале ответа и не говорит, что там: HTML-страница, пустое тело, простой текст или данные формы."},
	Rank:   64,
	Detail: notJSONDetail.fill("call", anyCall),
	Causes: []Text{
		{"An HTML page: the URL leads to a login page, a front end or a proxy's error page", "HTML-страница: URL ведёт на страницу входа, фронтенд или страницу ошибки прокси"},
		{"An empty body: the server answered 204, 3xx or 5xx without content", "Пустое тело: сервер ответил 204, 3xx или 5xx без содержимого"},
		{"A form-encoded or plain-text answer: GitHub without Accept: application/json", "Ответ формой или простым текстом: GitHub без Accept: application/json"},
	},
	Fixes: []Text{
		{"Print status, Content-Type and the first 200 characters of the body before parsing (response.text, await res.text(), curl -i)", "До разбора напечатайте статус, Content-Type и первые 200 символов тела (response.text, await res.text(), curl -i)"},
		{"Send Accept: application/json, and compare the URL with token_endpoint and userinfo_endpoint of the discovery document", "Отправляйте Accept: application/json и сверьте URL с token_endpoint и userinfo_endpoint из discovery"},
	},
	Missing: []Text{{"Status, Content-Type and raw body of the answer", "Статус, Content-Type и исходное тело ответа"}},
	Refs:    []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		if printedPage(f) {
			return nil
		}
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointToken && e.Request != nil && e.Request.Method.Text == "POST" && e.Status()/100 == 2 && nothingCame(e) {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Outcome: exchange.WrongBody, Confidence: Certain, Missing: []Text{},
					Title:  Text{"The token endpoint answered with an empty body", "Token endpoint ответил пустым телом"},
					Detail: Text{"The status says success, and the answer holds no JSON, no token and no error: its body is empty.", "Статус говорит об успехе, но в ответе нет ни JSON, ни токена, ни ошибки: тело пустое."}})
			}
		}
		for _, n := range unreadable(f) {
			if n.first != 0 || n.cut {
				continue
			}
			name, call := whichCall(f, n)
			v := Verdict{Evidence: []source.Span{n.at}, Key: name, Outcome: exchange.WrongBody}
			v.Detail = notJSONDetail.fill("call", call)
			if strings.Contains(f.Text.Slice(n.at), "correct format") || hasAny(f, "github.com/login/oauth", "accept header") {
				out = append(out, formGuess(f, v))
				continue
			}
			if name == "" || name == exchange.EndpointLogin {
				v.Confidence = Possible
			}
			out = append(out, v)
		}
		for i := range out {
			if f.Issued() {
				out[i].Outcome = exchange.Unknown
			}
		}
		return out
	},
})

// nothingCame: an answer shows that its body is empty.
func nothingCame(e *exchange.Exchange) bool {
	return (e.Body == nil || e.Body.Kind == artifact.BodyEmpty) && (e.Body != nil || e.Status() == 204 || e.Header("Content-Length") == "0")
}

var notJSONDetail = Text{"The answer of the {call} is not JSON from its first character on: an HTML page, an empty body (204, a HEAD or a redirect), plain text, or a form-encoded answer (access_token=…&token_type=…). The message does not tell which, and hides the status.",
	"Ответ ({call}) не JSON с самого первого символа: HTML-страница, пустое тело (204, HEAD, редирект), простой текст или ответ формой (access_token=…&token_type=…). Сообщение не говорит, что именно, и скрывает статус."}

// formGuess: GitHub answers the token request as a form unless it is asked for JSON, whatever the answer holds.
func formGuess(f *exchange.Flow, v Verdict) Verdict {
	if !hasAny(f, "github") {
		return v
	}
	v.Title = Text{"GitHub answers as a form unless asked for JSON", "GitHub отвечает формой, если не попросить JSON"}
	v.Detail = Text{"GitHub's token endpoint answers form-encoded (application/x-www-form-urlencoded: access_token=…&scope=…&token_type=bearer) unless the request says Accept: application/json. A client that expects JSON cannot read it, whether it holds a token or an error.", "Token endpoint GitHub отвечает формой (application/x-www-form-urlencoded: access_token=…&scope=…&token_type=bearer), если в запросе нет Accept: application/json. Клиент, который ждёт JSON, её не прочтёт, будь там токен или ошибка."}
	v.Causes = []Text{{"The token request has no header Accept: application/json", "В запросе токена нет заголовка Accept: application/json"}}
	v.Fixes = []Text{{"Send Accept: application/json with the token request: react-native-app-auth additionalHeaders: { Accept: 'application/json' }, AppAuth a custom ConnectionBuilder, or exchange the code in the back end", "Отправляйте с запросом токена Accept: application/json: react-native-app-auth additionalHeaders: { Accept: 'application/json' }, в AppAuth свой ConnectionBuilder, или обменивайте код на бэкенде"}}
	v.Refs = []Ref{{"GitHub: authorizing OAuth apps", "https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps"}}
	v.Rank, v.Outcome = 78, exchange.Unknown
	return v
}
