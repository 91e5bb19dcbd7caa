package diagnose

import (
	"slices"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "device-login-pending",
	Title:      Text{"The login on the other device is not finished yet", "Вход на другом устройстве ещё не завершён"},
	About:      Text{"authorization_pending (Entra: AADSTS70016), the answer to a client that polls while its user logs in elsewhere: no failure.", "authorization_pending (у Entra AADSTS70016) — ответ клиенту, который опрашивает сервер, пока пользователь входит в другом месте: это не сбой."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       58,
	Detail: Text{"Device flow and CIBA: until the user has agreed on the other device, every poll of the token endpoint is answered authorization_pending, by most servers with status 400, by GitHub with 200. Tokens, access_denied or expired_token end it.",
		"Device flow и CIBA: пока пользователь не дал согласие на другом устройстве, на каждый опрос token endpoint приходит authorization_pending — у большинства серверов со статусом 400, у GitHub с 200. Конец — токены, access_denied или expired_token."},
	Causes: []Text{
		{"The user is still at the other device: the normal course", "Пользователь ещё занят на другом устройстве: обычный ход дела"},
		{"The client takes this answer for an error and stops polling, or polls once only", "Клиент принимает этот ответ за ошибку и прекращает опрос или опрашивает один раз"},
	},
	Fixes: []Text{
		{"Keep polling with the interval of the device answer (5 seconds when absent) until tokens, access_denied or expired_token come", "Продолжайте опрос с interval из ответа устройства (5 секунд, если его нет), пока не придут токены, access_denied или expired_token"},
	},
	Missing: []Text{{"The last answer of the polling: it tells how the login ended", "Последний ответ опроса: он покажет, чем закончился вход"}},
	Refs:    []Ref{{"RFC 8628 §3.5", "https://www.rfc-editor.org/rfc/rfc8628#section-3.5"}, {"OpenID CIBA §11", "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.11"}},
	Check: func(f *exchange.Flow) []Verdict {
		for i, e := range f.Exchanges {
			ended := slices.ContainsFunc(f.Exchanges[i+1:], func(o *exchange.Exchange) bool {
				return o.Error.Text == "expired_token" || o.Error.Text == "access_denied"
			})
			if !ended && e.Pending() && e.Outcome == exchange.Unknown && !f.TriedAgain(e.Span, e) {
				v := Verdict{Exchange: e}
				if e.Body == nil && e.Response != nil {
					v.Evidence = append(v.Evidence, e.Response.Status.Span)
				}
				for _, said := range [...]artifact.Value{e.Error, e.Code} {
					if said.OK() {
						v.Evidence, v.Codes = append(v.Evidence, said.Span), append(v.Codes, said.Text)
					}
				}
				return []Verdict{v}
			}
		}
		if len(f.Exchanges) == 1 && f.Exchanges[0].Endpoint == exchange.EndpointDevice && f.Exchanges[0].Outcome == exchange.CodeIssued && f.Claimed == exchange.Failure {
			return []Verdict{{Exchange: f.Exchanges[0], Evidence: f.Exchanges[0].Proof, Severity: Warning,
				Title: Text{"This is the device answer; the tokens are asked for next", "Это ответ устройства; токены запрашивают следующим шагом"},
				Detail: Text{"The answer holds device_code and user_code and is complete: the flow has begun. It never holds tokens: they come from the token endpoint, which is polled with the device_code while the user logs in at verification_uri.",
					"В ответе есть device_code и user_code, он полон: поток начат. Токенов в нём не бывает: их выдаёт token endpoint, который опрашивают с device_code, пока пользователь входит по verification_uri."},
				Causes: []Text{{"The client looks for access_token in the device answer", "Клиент ищет access_token в ответе устройства"}},
			}}
		}
		return nil
	},
})
