package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "pkce-verifier-missing",
	Title:   Text{"The token request lacks the PKCE code_verifier", "В запросе токена нет PKCE code_verifier"},
	About:   Text{"The authorization request had a code_challenge, so the token request must bring the code_verifier; it is missing or empty.", "В запросе авторизации был code_challenge, поэтому запрос токена должен нести code_verifier; его нет или он пуст."},
	Rank:    82,
	Outcome: exchange.Refused,
	Detail: Text{"The code was asked for with a code_challenge (PKCE), and the token request brings no code_verifier, so the server cannot check who redeems it and refuses the code.",
		"Код запрошен с code_challenge (PKCE), а запрос токена не несёт code_verifier; сервер не может проверить, кто обменивает код, и отклоняет его."},
	Causes: []Text{
		{"The verifier was not kept between the redirect and the callback (session, cookie or storage lost), and an empty value is sent", "verifier не сохранён между редиректом и callback (потеряна сессия, cookie или хранилище), и отправлено пустое значение"},
		{"One part does PKCE (the front end or a proxy) and another one redeems the code without it", "PKCE делает одна часть (фронтенд или прокси), а код обменивает другая без него"},
		{"The client requires PKCE by its registration, and the library is not configured for it", "Клиент по регистрации требует PKCE, а библиотека на него не настроена"},
	},
	Fixes: []Text{
		{"Send code_verifier in the token request, the string from which the challenge was made", "Отправляйте code_verifier в запросе токена — строку, из которой сделан challenge"},
		{"Switch PKCE on in the client library (pkce: true, usePKCE, --code-challenge-method=S256, checks: ['pkce','state']) or off on both sides for a confidential client", "Включите PKCE в библиотеке (pkce: true, usePKCE, --code-challenge-method=S256, checks: ['pkce','state']) либо выключите с обеих сторон у конфиденциального клиента"},
	},
	Missing:  []Text{{"The parameter names of the token request, and whether the authorization URL has code_challenge", "Имена параметров запроса токена и есть ли code_challenge в URL авторизации"}},
	Refs:     []Ref{{"RFC 7636 §4.5", "https://www.rfc-editor.org/rfc/rfc7636#section-4.5"}},
	Explains: []string{"provider-error", "code-not-valid", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "code_verifier_missing" {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{"code_verifier_missing"}, Confidence: Certain})
			}
			if e.Endpoint != exchange.EndpointToken || e.Event != nil || !e.Outcome.Failed() {
				continue
			}
			p, ok := e.Params.Get("code_verifier")
			switch {
			case ok && (p.Value.Text == "" && p.Type != 'o' || p.Value.Text == "undefined" || p.Value.Text == "null"):
				v := Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}}
				if len(paramValues(f, "code_challenge")) == 0 {
					v.Severity, v.Confidence, v.Rank = Warning, Possible, 40 // it may not have been asked for
				}
				out = append(out, v)
			case !ok && e.Params.Text("grant_type") == "authorization_code" && e.Request != nil && e.Request.Body != nil && !e.Request.Body.Cut:
				if c := ofStep(paramValues(f, "code_challenge"), exchange.EndpointAuthorize); len(c) > 0 {
					q, _ := e.Params.Get("grant_type")
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{c[0].span, q.Value.Span}, Confidence: Certain})
				}
			}
		}
		return out
	},
})
