package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-not-valid",
	Title:   Text{"The server does not accept the authorization code", "Сервер не принимает код авторизации"},
	About:   Text{"A message such as Code not valid names no reason: used, expired, mangled, of another client or of another server are all possible.", "Сообщение вроде Code not valid не называет причины: использован, просрочен, искажён, чужого клиента или другого сервера."},
	Rank:    66,
	Outcome: exchange.Refused,
	Detail: Text{"The token endpoint refused the authorization code without saying why. The message is the same for a code that was already used, had expired, was changed on the way, was issued to another client or redirect_uri, or comes from another realm or node of the server.",
		"Token endpoint отклонил код авторизации без объяснения. Сообщение одинаково для кода использованного, просроченного, изменённого по дороге, выданного другому клиенту или redirect_uri либо другому realm или узлу."},
	Causes: []Text{
		{"The code had already been redeemed: the callback was loaded or handled twice, or the request was retried (codes are single-use)", "Код уже обменян: callback загружен или обработан дважды либо запрос повторён (коды одноразовые)"},
		{"It had expired: codes live one minute (Keycloak) to ten", "Он просрочен: коды живут от одной минуты (Keycloak) до десяти"},
		{"It was mangled: percent-encoded twice, cut, or something else was sent in its place", "Он искажён: закодирован дважды, обрезан, или вместо него отправлено другое"},
		{"It belongs to another client_id, redirect_uri, realm or node", "Он принадлежит другому client_id, redirect_uri, realm или узлу"},
	},
	Fixes: []Text{
		{"Get a fresh code by a new login and redeem it once, at once", "Получите свежий код новым входом и обменяйте его один раз и сразу"},
		{"Keycloak: fetch the server's own line of the same second: Code '…' already used for userSession, or Invalid format of the code", "Keycloak: возьмите строку сервера за ту же секунду: Code '…' already used for userSession или Invalid format of the code"},
		{"Count the callback requests with this code in the application's access log", "Посчитайте запросы callback с этим кодом в access-логе приложения"},
	},
	Leads: []Lead{
		{Seen: callbackTwice, Cause: "had already been redeemed"},
	},
	Missing: []Text{
		{"The authorization server's log of the same second (Keycloak: org.keycloak.protocol.oidc.utils.OAuth2CodeParser, CODE_TO_TOKEN_ERROR)", "Лог сервера авторизации за ту же секунду (Keycloak: org.keycloak.protocol.oidc.utils.OAuth2CodeParser, CODE_TO_TOKEN_ERROR)"},
		{"How often the callback was requested with this code", "Сколько раз callback запрошен с этим кодом"},
	},
	Refs:     []Ref{{"RFC 6749 §5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}, {"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}},
	Explains: []string{"answer-hidden", "provider-error", "token-missing-in-answer", "id-token-missing"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "invalid_code" && e.Endpoint == exchange.EndpointToken {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{"invalid_code"}})
			}
			if e.Error.Text == "invalid_grant" && e.Params.Text("grant_type") == "authorization_code" && e.Outcome == exchange.Refused && e.Event == nil && len(e.Description.Text) < 40 && !strings.Contains(e.Description.Text, "redirect") && !strings.Contains(e.Description.Text, "PKCE") && !strings.Contains(e.Description.Text, "AADSTS") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Codes: []string{"invalid_grant"}, Confidence: Possible})
			}
		}
		// A bare invalid_grant: the words around tell that a code was being redeemed.
		if len(out) == 0 {
			redeeming := findAny(f, "error redeeming code", "failed to turn code into token", "exchange code", "exchanging code", "code exchange", "exchange authorization code", "gettokenasync", "exchangecode", "oauth2strategy.parseerrorresponse", "strategy.parseerrorresponse", "acquiretokenbyauthorizationcode", "authorizationcodetoken")
			for _, e := range f.Exchanges {
				if len(redeeming) > 0 && e.Error.Text == "invalid_grant" && bareGrantError(e.Description.Text) && e.Outcome.Failed() && e.Event == nil && !e.Params.Has("refresh_token") {
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span, redeeming[0]}, Codes: []string{"invalid_grant"}, Confidence: Possible})
					break
				}
			}
		}
		return out
	},
})

// bareGrantError: the description names no reason.
func bareGrantError(description string) bool {
	return description == "" || description == "invalid_grant" || strings.EqualFold(description, "bad request")
}
