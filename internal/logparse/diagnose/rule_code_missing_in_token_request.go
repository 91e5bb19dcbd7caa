package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-missing-in-token-request",
	Title:   Text{"The token request carries no authorization code", "В запросе токена нет кода авторизации"},
	About:   Text{"The printed token request of the code flow has no code, or undefined, an empty value or an error word in its place.", "В напечатанном запросе токена нет code или на его месте undefined, пустое значение или слово ошибки."},
	Rank:    88,
	Outcome: exchange.Refused,
	Detail: Text{"The token request does not contain a usable code. What the server answers to it is a consequence; the authorization step before it did not hand a code over.",
		"Запрос токена не содержит пригодного code. Ответ сервера — следствие; шаг авторизации до него не передал код."},
	Causes: []Text{
		{"The code was never read from the callback: the wrong parameter name, the fragment instead of the query, a body that is not parsed", "Код не прочитан из callback: не то имя параметра, фрагмент вместо query, тело не разобрано"},
		{"The member is left out of the request model or named otherwise, so that the serialiser sends the body without code", "Поле пропущено в модели запроса или названо иначе, и сериализатор отправляет тело без code"},
		{"The authorization step failed and its error (error=…) was passed on as if it were a code", "Шаг авторизации не удался, и его ошибка (error=…) передана дальше как код"},
	},
	Fixes: []Text{
		{"Take code from the query of the redirect back and send it in the token request", "Берите code из query обратного редиректа и отправляйте его в запросе токена"},
		{"Stop at the callback when error is there or code is absent", "Останавливайтесь на callback, если есть error или нет code"},
		{"Print the request body once, with the values masked, and see whether code is included", "Один раз напечатайте тело запроса с замаскированными значениями и проверьте, есть ли в нём code"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}},
	Explains: []string{"provider-error", "github-code-refused", "code-not-valid", "callback-without-code", "empty-client-value", "error-in-200"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Endpoint != exchange.EndpointToken || e.Outcome == exchange.Issued || e.Event != nil {
				continue
			}
			v := Verdict{Exchange: e}
			what := Text{}
			p, ok := e.Params.Get("code")
			grant := e.Params.Text("grant_type")
			switch {
			case ok && (p.Value.Text == "undefined" || p.Value.Text == "null" || p.Type == '0' || p.Value.Text == "None" || p.Value.Text == "nil"):
				what = Text{"code is not there (" + p.Value.Text + ")", "code отсутствует (" + p.Value.Text + ")"}
				v.Evidence = append(v.Evidence, paramSpan(p))
			case ok && oauthErrorWords[p.Value.Text]:
				what = Text{"its code is the error word " + p.Value.Text, "вместо кода — слово ошибки " + p.Value.Text}
				v.Evidence = append(v.Evidence, p.Value.Span)
			case ok && p.Value.Text == "" && p.Type != 'o' && p.Type != 'a' && grant == "authorization_code" && !maskedBehind(f, p):
				what = Text{"code is empty", "code пуст"}
				v.Evidence = append(v.Evidence, p.NameSpan)
			case !ok && wholeRequest(e) && (grant == "authorization_code" || grant == "" && e.Params.Has("redirect_uri")) && e.Params.Has("client_id") && !printedElsewhere(f, e):
				what = Text{"the parameter code is missing", "параметра code нет"}
				for _, name := range [...]string{"redirect_uri", "client_id"} {
					if q, ok := e.Params.Get(name); ok {
						v.Evidence = append(v.Evidence, paramSpan(q))
						break
					}
				}
			default:
				continue
			}
			v.Detail = codeMissingDetail.fill("what", what)
			if f.Has("bad_verification_code") {
				v.Codes = append(v.Codes, "bad_verification_code")
			}
			return []Verdict{v}
		}
		// simple-oauth2 and others print the form: { code: undefined, … }
		for _, lit := range [...]string{"code: undefined", "code=undefined", "\"code\":undefined", "code: null,", "code=null&"} {
			for _, s := range f.Find(lit) {
				from, to := window(f.Lower, strings.Index(f.Lower, lit), strings.Index(f.Lower, lit), 8)
				if anyOf(f.Lower[from:to], []string{"client_secret", "client_id", "redirect_uri", "grant_type"}) {
					v := Verdict{Evidence: []source.Span{s}}
					v.Detail = codeMissingDetail.fill("what", Text{"code is not there (undefined)", "code отсутствует (undefined)"})
					return []Verdict{v}
				}
			}
		}
		return nil
	},
})

// oauthErrorWords are error codes of the authorization endpoint, which some clients take for a code.
var oauthErrorWords = map[string]bool{"access_denied": true, "invalid_request": true, "invalid_scope": true, "server_error": true, "temporarily_unavailable": true, "unauthorized_client": true, "unsupported_response_type": true, "login_required": true, "interaction_required": true, "consent_required": true, "redirect_uri_mismatch": true, "application_suspended": true}

// wholeRequest: the parameters of the request were printed, and not cut.
func wholeRequest(e *exchange.Exchange) bool {
	if e.Request == nil || len(e.Params) == 0 {
		return false
	}
	if c := e.Request.Body; c != nil {
		return !c.Cut && len(c.Members) > 0
	}
	return e.Request.Kind == artifact.Request && e.Request.Method.Text == "POST" && strings.Contains(e.Request.URL.Text, "client_id=")
}

// printedElsewhere: a request without a code may be a refresh or a print of the options only.
func printedElsewhere(f *exchange.Flow, e *exchange.Exchange) bool {
	if e.Params.Has("refresh_token") || e.Params.Has("username") || e.Params.Has("assertion") || e.Params.Has("client_assertion") || e.Params.Has("device_code") {
		return true
	}
	for _, p := range e.Params {
		if strings.HasPrefix(p.Name, "code<") || strings.HasPrefix(strings.ToLower(p.Name), "code") || strings.EqualFold(p.Name, "authorization_code") || strings.EqualFold(p.Name, "authcode") {
			return true // masked beyond reading
		}
	}
	return strings.Contains(f.Text.Slice(e.Request.Span), "code<") || strings.Contains(f.Text.Slice(e.Request.Span), "code=<")
}

// codeMissingDetail is the detail with what the paste shows filled in.
var codeMissingDetail = Text{"The token request does not contain a usable code: {what}. What the server answers to it (bad_verification_code, invalid_grant, invalid_request) is a consequence; the authorization step before it did not hand a code over.",
	"Запрос токена не содержит пригодного code: {what}. Ответ сервера (bad_verification_code, invalid_grant, invalid_request) — следствие: шаг авторизации до него не передал код."}
