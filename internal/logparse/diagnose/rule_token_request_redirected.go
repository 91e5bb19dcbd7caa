package diagnose

import (
	"net/url"
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-request-redirected",
	Title:      Text{"The token endpoint answered with a redirect", "Token endpoint ответил перенаправлением"},
	About:      Text{"A POST to the token endpoint got 301, 302, 303, 307 or 308 to another address, and no answer came after it: a token endpoint answers in JSON.", "На POST к token endpoint пришёл 301, 302, 303, 307 или 308 на другой адрес, и другого ответа нет: token endpoint отвечает в JSON."},
	Confidence: Certain,
	Rank:       80,
	Detail: Text{"A token endpoint never redirects: it answers with tokens or an error in JSON (RFC 6749 §5). This answer sends the client elsewhere. A client that does not follow it has no token; one that follows 301, 302 or 303 repeats the request as GET, without its body (RFC 9110 §15.4).",
		"Token endpoint никогда не перенаправляет: он отвечает токенами или ошибкой в JSON (RFC 6749 §5). Этот ответ отсылает клиента в другое место. Клиент, который за ним не идёт, остаётся без токена; идущий по 301, 302 или 303 повторяет запрос как GET, без тела (RFC 9110 §15.4)."},
	Causes: []Text{
		{"What stands before the server (a login filter, oauth2-proxy, the application itself) takes the request for one of a browser and sends it to its login page", "То, что стоит перед сервером (фильтр входа, oauth2-proxy, само приложение), приняло запрос за запрос браузера и отправило на страницу входа"},
		{"The URL is not the token endpoint: another path, host or language, a slash more or less at the end", "URL — не token endpoint: другой путь, хост или язык, лишняя или недостающая косая черта в конце"},
	},
	Fixes: []Text{
		{"Use exactly token_endpoint of /.well-known/openid-configuration, with https", "Возьмите в точности token_endpoint из /.well-known/openid-configuration, с https"},
		{"Let the proxy pass the token endpoint's path without its own login", "Пропускайте путь token endpoint через прокси без его собственного входа"},
	},
	Refs:     []Ref{{"RFC 6749 §5.1: the answer of a token endpoint", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"RFC 9110 §15.4 redirects", "https://www.rfc-editor.org/rfc/rfc9110#section-15.4"}},
	Explains: []string{"answer-not-json", "answer-is-html", "answer-hidden", "login-failed"},
	Check: func(f *exchange.Flow) []Verdict {
		for i, e := range f.Exchanges {
			if e.Endpoint != exchange.EndpointToken || e.Request != nil && e.Request.Method.Text != "POST" || e.Outcome != exchange.Unknown || e.Status()/100 != 3 || e.Status() == 304 || e.Header("Location") == "" && (e.Request == nil || e.Response.Body != nil) {
				continue
			}
			if slices.ContainsFunc(f.Exchanges[i+1:], func(next *exchange.Exchange) bool {
				return next.Endpoint == exchange.EndpointToken && next.Outcome != exchange.Unknown
			}) {
				continue // it was followed
			}
			to, _ := e.Response.Headers.Get("Location")
			v := Verdict{Exchange: e, Outcome: exchange.WrongBody, Evidence: []source.Span{e.Response.Status.Span, to.Value.Span}}
			if !to.Value.OK() {
				v.Evidence, v.Confidence = v.Evidence[:1], Likely
			}
			if toHTTPS(e, to.Value.Text) {
				v.Causes = []Text{{"The token request was sent to http://, and the server sends every such request to https://", "Запрос токена отправлен на http://, а сервер перенаправляет все такие запросы на https://"}}
			}
			return []Verdict{v}
		}
		return nil
	},
})

// toHTTPS reports whether an answer leads to the address that was asked, with https.
func toHTTPS(e *exchange.Exchange, to string) bool {
	asked, err := url.Parse(e.URL())
	target, errTo := url.Parse(to)
	return err == nil && errTo == nil && target.Scheme == "https" && asked.Scheme != "https" && strings.Trim(asked.Path, "/") == strings.Trim(target.Path, "/")
}
