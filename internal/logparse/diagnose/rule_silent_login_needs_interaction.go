package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "silent-login-needs-interaction",
	Title:   Text{"A silent login needs the user", "Тихий вход требует участия пользователя"},
	About:   Text{"login_required, interaction_required or consent_required: prompt=none was asked for and there is no session the provider may use without showing a page.", "login_required, interaction_required, consent_required: запрошен prompt=none, а сессии, которой можно воспользоваться без страницы, нет."},
	Rank:    76,
	Outcome: exchange.Refused,
	Detail: Text{"A silent authentication (prompt=none, hidden iframe, renewal) was asked for, and the provider answers that the user must log in or consent: it has no active session it sees in this request. That is an ordinary answer; the client has to start an interactive login. When several parallel requests do this at once, each replaces the session's state and their callbacks find no session state.",
		"Запрошен тихий вход (prompt=none, скрытый iframe, обновление), а провайдер отвечает, что пользователь должен войти или дать согласие: активной сессии в этом запросе он не видит. Это обычный ответ; клиент должен начать интерактивный вход. Если это делают сразу несколько параллельных запросов, каждый заменяет state сессии, и их callback его не находят."},
	Causes: []Text{
		{"The session at the provider has ended or expired, or the user never logged in there", "Сессия у провайдера завершилась или истекла, либо пользователь там не входил"},
		{"The provider's session cookie is not sent in the hidden iframe: third-party cookies are blocked by the browser (Safari ITP, Firefox, Chrome)", "Cookie сессии провайдера не отправляется в скрытом iframe: сторонние cookie запрещены браузером (Safari ITP, Firefox, Chrome)"},
		{"Several asset or XHR requests each trigger a silent authentication in parallel after the session ended", "После окончания сессии несколько запросов ресурсов или XHR параллельно запускают тихий вход"},
		{"A scope, resource or step (MFA, terms) needs a page", "Для scope, ресурса или шага (MFA, условия) нужна страница"},
	},
	Fixes: []Text{
		{"On these errors start an interactive login: loginRedirect / signinRedirect / acquireTokenRedirect without prompt=none", "При этих ошибках начинайте интерактивный вход: loginRedirect / signinRedirect / acquireTokenRedirect без prompt=none"},
		{"Renew with a refresh token (rotation) instead of a hidden iframe, or give the provider a custom domain of the same site", "Обновляйте refresh-токеном (с ротацией) вместо скрытого iframe или дайте провайдеру домен того же сайта"},
		{"Do not authenticate XHR and asset requests by redirect: answer 401 (lua-resty-openidc: unauth_action \"deny\" or \"pass\")", "Не аутентифицируйте XHR и ресурсы редиректом: отвечайте 401 (lua-resty-openidc: unauth_action \"deny\" или \"pass\")"},
	},
	Refs:     []Ref{{"OpenID Connect Core §3.1.2.6", "https://openid.net/specs/openid-connect-core-1_0.html#AuthError"}, {"OpenID Connect Core §3.1.2.1 prompt", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"}},
	Explains: []string{"provider-error", "state-lost", "callback-without-code"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			switch e.Error.Text {
			case "login_required", "interaction_required", "consent_required", "account_selection_required":
			default:
				continue
			}
			if strings.HasPrefix(e.Code.Text, "AADSTS") || e.Event != nil {
				continue // Entra's code says more
			}
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Codes: []string{e.Error.Text}, Confidence: Certain})
		}
		return out
	},
})
