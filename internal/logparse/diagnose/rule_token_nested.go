package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-nested",
	Title:      Text{"The token stands deeper in the answer than usual", "Токен лежит в ответе глубже обычного"},
	About:      Text{"The access token of a successful answer is not a member of the top object but of an inner one (Slack authed_user, data, result): clients that look at the top say it is missing.", "Access-токен успешного ответа лежит не на верхнем уровне, а внутри (Slack authed_user, data, result): клиенты, которые смотрят сверху, говорят, что его нет."},
	Severity:   Warning,
	Confidence: Certain,
	Rank:       48,
	Outcome:    exchange.Issued,
	Detail:     Text{"The provider issued a token; it is nested in the JSON object, while RFC 6749 §5.1 puts access_token at the top.", "Провайдер выдал токен; он вложен в объект JSON, тогда как RFC 6749 §5.1 помещает access_token на верхний уровень."},
	Causes: []Text{
		{"Slack's oauth.v2.access returns the user token under authed_user.access_token; the top access_token is the bot's and is absent when only user scopes were asked for", "oauth.v2.access в Slack возвращает токен пользователя в authed_user.access_token; верхний access_token принадлежит боту и отсутствует, если запрошены только user scope"},
		{"The provider or a gateway wraps its answers: data, result, response", "Провайдер или шлюз оборачивает ответы: data, result, response"},
	},
	Fixes: []Text{
		{"Read the token where it is: a token or conform hook of the library (next-auth token.request, golang.org/x/oauth2 Token.Extra on the raw answer, requests-oauthlib register_compliance_hook(\"access_token_response\", …))", "Читайте токен там, где он есть: хук библиотеки (next-auth token.request, requests-oauthlib register_compliance_hook(\"access_token_response\", …), разбор исходного ответа в golang.org/x/oauth2)"},
		{"Slack: ask for bot scopes as well, or use user_scope and the nested token", "Slack: запросите и bot scope либо используйте user_scope и вложенный токен"},
	},
	Refs:     []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"Slack: oauth.v2.access", "https://docs.slack.dev/reference/methods/oauth.v2.access"}},
	Explains: []string{"token-missing-in-answer"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			p, ok := nestedToken(e)
			if !ok {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{p.NameSpan}, Key: p.Name}
			v.Detail = Text{"The provider issued a token; it stands under {name}, while RFC 6749 §5.1 puts access_token at the top of the object.", "Провайдер выдал токен; он лежит в {name}, тогда как RFC 6749 §5.1 помещает access_token на верхний уровень."}.With("name", p.Name)
			if e.Claimed != exchange.Failure && f.Claimed != exchange.Failure {
				v.Severity, v.Rank = Info, 15
			}
			if hasAny(f, "access_token is ", "no access_token", "missing access_token", "access_token missing", "access_token not found") {
				v.Explains = []string{"success-called-failure"} // the client says what it missed
			}
			out = append(out, v)
		}
		return out
	},
})

// nestedToken is the access token of an answer that stands below its top.
func nestedToken(e *exchange.Exchange) (artifact.Param, bool) {
	if e.Body == nil || e.Body.Members.Has("access_token") || e.Body.Members.Has("grant_type") { // MSAL's event tells of the request, too
		return artifact.Param{}, false
	}
	for _, p := range e.Body.Members {
		named := strings.HasSuffix(strings.ToLower(p.Name), ".access_token") || strings.HasSuffix(p.Name, ".accessToken")
		if named && p.Value.Text != "" && p.Type == 's' && strings.Count(p.Name, ".") <= 2 && !strings.Contains(p.Name, "accessToken.") {
			return p, true
		}
	}
	return artifact.Param{}, false
}
