package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "url-without-question-mark",
	Title: Text{"The parameters are glued to the URL without a ?", "Параметры приклеены к URL без знака ?"},
	About: Text{"The URL of an endpoint goes straight over into its parameters, so another path is asked for.", "URL endpoint сразу переходит в параметры, поэтому запрашивается другой путь."},
	Rank:  87,
	Detail: Text{"The parameters are concatenated to the endpoint's address without a question mark, so the server sees another, non-existent path and no parameters at all. Its answer (a 400 or 404 page) is about the malformed URL, not about the login.",
		"Параметры склеены с адресом endpoint без вопросительного знака, поэтому сервер видит другой, несуществующий путь и ни одного параметра. Его ответ (страница 400 или 404) — о неверном URL, а не о входе."},
	Causes: []Text{
		{"The URL is built by string concatenation and the '?' was left out", "URL собран конкатенацией строк, и '?' пропущен"},
		{"The code means to send a form body, but appends the encoded parameters to the URL and leaves the request body empty", "Код должен отправить тело формы, а дописывает параметры к URL и оставляет тело пустым"},
	},
	Fixes: []Text{
		{"Token request: send the parameters form-encoded in the POST body (Content-Type: application/x-www-form-urlencoded), not in the URL", "Запрос токена: отправляйте параметры в теле POST (Content-Type: application/x-www-form-urlencoded), а не в URL"},
		{"Authorization request: endpoint + '?' + query, or build it with URL and URLSearchParams", "Запрос авторизации: endpoint + '?' + query, или соберите через URL и URLSearchParams"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}, {"RFC 3986 §3.4 Query", "https://www.rfc-editor.org/rfc/rfc3986#section-3.4"}},
	Explains: []string{"answer-is-html"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		// A printed URL: …/tokenclient_id=… or …/authorizeresponse_type=…
		for _, path := range [...]string{"/token", "/authorize", "/access_token", "/auth"} {
			for _, name := range [...]string{"client_id=", "response_type=", "grant_type=", "code=", "redirect_uri="} {
				for _, glued := range [...]string{path + name, path + "&" + name} {
					if f.May(glued) {
						for _, s := range f.Find(glued) {
							out = append(out, Verdict{Evidence: []source.Span{s}})
						}
					}
				}
			}
		}
		if len(out) > 0 {
			return out
		}
		// Code that builds it: '…/access_token' + qs.stringify(…)
		encoders := []string{"stringify(", "urlsearchparams(", "urlencode(", "http_build_query(", "encodeform"}
		if !hasAny(f, encoders...) {
			return nil
		}
		spans, lines := linesWith(f, "http", "+")
		for i, line := range lines {
			if !anyOf(line, encoders) {
				continue
			}
			if q := strings.IndexAny(line, "+"); q > 0 && !strings.Contains(line, "?") && anyOf(line[:q], []string{"token", "/authorize", "/auth"}) {
				out = append(out, Verdict{Evidence: []source.Span{spans[i]}})
			}
		}
		return out
	},
})
