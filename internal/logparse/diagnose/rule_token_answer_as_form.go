package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "token-answer-as-form",
	Title:    Text{"The token came form-encoded, not as JSON", "Токен пришёл в виде формы, а не JSON"},
	About:    Text{"A token response in application/x-www-form-urlencoded (access_token=…&token_type=…): GitHub without an Accept header, old Facebook Graph versions, some own servers. A client that expects JSON fails on it.", "Ответ с токеном в application/x-www-form-urlencoded (access_token=…&token_type=…): GitHub без заголовка Accept, старый Facebook Graph, свои серверы. Клиент, ждущий JSON, на нём спотыкается."},
	Severity: Warning,
	Rank:     78,
	Detail: Text{"The body is access_token=…&…, a form: the provider issued a token, in another format than RFC 6749 §5.1 says (JSON). A parser of JSON stops at its first letter, a.",
		"Тело — access_token=…&…, то есть форма: провайдер выдал токен в ином формате, чем требует RFC 6749 §5.1 (JSON). Разбор JSON останавливается на первой букве a."},
	Causes: []Text{
		{"The request has no Accept: application/json, and the provider (GitHub) then answers form-encoded", "В запросе нет Accept: application/json, и провайдер (GitHub) отвечает формой"},
		{"An old API version of the provider (Facebook Graph before v2.3) answers so", "Так отвечает старая версия API провайдера (Facebook Graph до v2.3)"},
	},
	Fixes: []Text{
		{"Send Accept: application/json with the token request", "Отправляйте Accept: application/json с запросом токена"},
		{"Or parse by Content-Type: URLSearchParams, url.ParseQuery, parse_qs for application/x-www-form-urlencoded", "Или разбирайте по Content-Type: URLSearchParams, url.ParseQuery, parse_qs для application/x-www-form-urlencoded"},
	},
	Refs:     []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"GitHub: authorizing OAuth apps", "https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps"}},
	Explains: []string{"success-called-failure"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, n := range unreadable(f) {
			if n.first == 'a' && !n.inner && (n.text == "" || strings.HasPrefix(n.text, "access")) {
				v := Verdict{Evidence: []source.Span{n.at}, Severity: Error, Outcome: exchange.Issued}
				if n.text == "" {
					v.Outcome, v.Confidence = exchange.Unknown, Possible
				}
				out = append(out, v)
			}
		}
		for _, at := range saidBy(f, "?answer-type-form") {
			out = append(out, Verdict{Evidence: []source.Span{at}, Severity: Error, Confidence: Possible}) // GitHub's errors are forms, too
		}
		for _, e := range f.Exchanges {
			if e.Body == nil || e.Body.Kind != artifact.BodyForm || e.Outcome != exchange.Issued || e.Redirect != nil {
				continue
			}
			p, ok := answerToken(e, "access_token")
			if !ok {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{p.NameSpan}, Confidence: Certain}
			if e.Claimed != exchange.Failure {
				v.Severity, v.Rank = Info, 16
			}
			out = append(out, v)
		}
		return out
	},
})
