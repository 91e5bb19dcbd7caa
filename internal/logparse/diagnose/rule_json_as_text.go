package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "json-as-text",
	Title:    Text{"The answer is JSON under another content type", "Ответ — JSON под другим типом содержимого"},
	About:    Text{"A token response in JSON that is sent as text/plain, text/html or octet-stream. Clients that go by Content-Type read it as a form or refuse it.", "Ответ с токеном в JSON, отправленный как text/plain, text/html или octet-stream. Клиенты, которые смотрят на Content-Type, читают его как форму или отвергают."},
	Rank:     76,
	Explains: []string{"token-missing-in-answer"},
	Detail: Text{"RFC 6749 §5.1 wants application/json. golang.org/x/oauth2 reads text/plain as a form and says “server response missing access_token”; Spring and others refuse the type, although the body may be a good token response.",
		"RFC 6749 §5.1 требует application/json. golang.org/x/oauth2 читает text/plain как форму и пишет «server response missing access_token»; Spring и другие отвергают тип, хотя тело может быть исправным ответом."},
	Causes: []Text{
		{"The server sets no Content-Type, or a wrong one, for its JSON (a home-made token endpoint, a handler that writes a string, a gateway)", "Сервер не задаёт Content-Type для JSON или задаёт неверный (самодельный token endpoint, обработчик пишет строку, шлюз)"},
		{"The body is in fact plain text: an error in words", "Тело и правда простой текст: ошибка словами"},
	},
	Fixes: []Text{
		{"Send Content-Type: application/json from the token endpoint", "Отправляйте с token endpoint Content-Type: application/json"},
		{"Or widen the client: Spring setSupportedMediaTypes on OAuth2AccessTokenResponseHttpMessageConverter, aiohttp resp.json(content_type=None), a RoundTripper that corrects the header in Go", "Или расширьте клиента: setSupportedMediaTypes у OAuth2AccessTokenResponseHttpMessageConverter в Spring, resp.json(content_type=None) в aiohttp, RoundTripper, исправляющий заголовок, в Go"},
	},
	Missing: []Text{{"Content-Type and raw body of the token response (token values masked)", "Content-Type и исходное тело ответа (токены скрыты)"}},
	Refs:    []Ref{{"RFC 6749 §5.1: application/json", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, s := range saidBy(f, "?answer-type-text") {
			if hasAny(f, authWords...) {
				out = append(out, Verdict{Evidence: []source.Span{s}})
			}
		}
		for _, e := range tokenAnswers(f) {
			if e.Response == nil || e.Body.Kind != artifact.BodyJSON {
				continue
			}
			p, ok := e.Response.Headers.Get("Content-Type")
			low := strings.ToLower(p.Value.Text)
			if !ok || low == "" || strings.Contains(low, "json") || strings.Contains(low, "javascript") {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}, Confidence: Certain, Outcome: exchange.Issued}
			if f.Claimed != exchange.Failure {
				v.Severity, v.Rank = Info, 17
			}
			out = append(out, v)
		}
		return out
	},
})
