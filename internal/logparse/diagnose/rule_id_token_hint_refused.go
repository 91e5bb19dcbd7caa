package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "id-token-hint-refused",
	Title:    Text{"The provider does not accept the id_token_hint", "Провайдер не принимает id_token_hint"},
	About:    Text{"A silent login or a logout names the user by an old ID token, and the provider cannot validate that token.", "Тихий вход или выход называет пользователя старым ID-токеном, а провайдер не может его проверить."},
	Rank:     80,
	Outcome:  exchange.Refused,
	Explains: []string{"provider-error", "silent-login-needs-interaction", "token-damaged", "parameter-missing", "api-refused-token"},
	Detail: Text{"The request carried id_token_hint, an ID token of an earlier login, by which the provider recognises the user and the client. It refused that token: a provider checks its issuer, its signature by a key it still holds, its audience (this client) and, some of them, its expiry. The request itself got no further.",
		"В запросе есть id_token_hint — ID-токен прежнего входа, по которому провайдер узнаёт пользователя и клиента. Этот токен он отклонил: проверяются issuer, подпись ключом, который у провайдера ещё есть, audience (этот клиент), а иногда и срок. Дальше запрос не пошёл."},
	Causes: []Text{
		{"The ID token has expired, or the key that signed it was rotated away", "ID-токен истёк, либо ключ, которым он подписан, уже сменён"},
		{"It was issued by another issuer, realm or environment, or to another client_id", "Он выдан другим issuer, realm или средой либо другому client_id"},
		{"An access token or a truncated value was sent in its place", "Вместо него отправлен access-токен или обрезанное значение"},
		{"The user who is signed in at the provider is another one than the token names", "У провайдера вошёл не тот пользователь, который назван в токене"},
		{"It was not sent at all: Keycloak 18+ wants it, or client_id, beside post_logout_redirect_uri", "Его не отправили: Keycloak 18+ требует его либо client_id рядом с post_logout_redirect_uri"},
	},
	Fixes: []Text{
		{"Silent login: leave id_token_hint out, or treat the refusal as login_required and start an interactive login", "Тихий вход: не отправляйте id_token_hint или считайте отказ за login_required и начинайте обычный вход"},
		{"Logout: keep the newest ID token of the session for the hint, or send client_id with post_logout_redirect_uri instead", "Выход: храните для подсказки самый новый ID-токен сессии или отправляйте client_id с post_logout_redirect_uri"},
		{"Decode the hint (Grantlens, Token view) and compare iss, aud, exp and kid with the provider's JWKS", "Раскройте токен (Grantlens, вид «Токен») и сравните iss, aud, exp и kid с JWKS провайдера"},
	},
	Missing: []Text{{"The value of id_token_hint in the request", "Значение id_token_hint в запросе"}},
	Refs:    []Ref{{"OpenID Connect Core §3.1.2.1 id_token_hint", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"}, {"OpenID Connect RP-Initiated Logout §2", "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointLogout && e.Status() == 400 && e.Body == nil && !e.Error.OK() && !strings.HasPrefix(strings.TrimRight(f.Text.Data[e.Span.End:], "\n "), "\n\n") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Confidence: Possible,
					Title: Text{"The logout was refused: its hint, address or client", "Выход отклонён: подсказка, адрес возврата или клиент"},
					Detail: Text{"The logout endpoint answered 400. It does so when id_token_hint is missing or not accepted, when post_logout_redirect_uri is not registered for this client (it has a list of its own), or when that address came without id_token_hint and client_id. The page it showed names which.",
						"Logout endpoint ответил 400. Так бывает, когда id_token_hint нет или он не принят, когда post_logout_redirect_uri не зарегистрирован у клиента (у него свой список) или этот адрес пришёл без id_token_hint и client_id. Что именно, сказано на показанной странице."}})
				continue
			}
			if strings.HasSuffix(e.Description.Text, "Missing parameters: id_token_hint") && !e.Params.Has("id_token_hint") {
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e),
					Title:  Text{"The logout request carries no id_token_hint", "В запросе выхода нет id_token_hint"},
					Detail: Text{"The logout named an address to return to, and by nothing who logs out: neither id_token_hint nor client_id came with it. So the provider does not know whose list of addresses to look in.", "В запросе выхода указан адрес возврата, но не сказано, чей это выход: нет ни id_token_hint, ни client_id. Провайдер не знает, по чьему списку проверить адрес."},
					Causes: []Text{{"The application no longer had the ID token when it built the request (session gone), or its library does not send it", "К моменту запроса у приложения уже не было ID-токена (сессия удалена), либо библиотека его не отправляет"}},
					Fixes:  []Text{{"Keep the ID token until the logout and send it as id_token_hint, or send client_id with post_logout_redirect_uri", "Храните ID-токен до выхода и передавайте его в id_token_hint либо отправляйте client_id вместе с post_logout_redirect_uri"}}})
				continue
			}
			hint, ok := e.Params.Get("id_token_hint")
			if !ok || !e.Outcome.Failed() || e.Error.Text != "invalid_token" && !strings.Contains(e.Description.Text, "id_token_hint") {
				continue
			}
			out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), paramSpan(hint)), Codes: []string{e.Error.Text}})
		}
		return out
	},
})
