package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "refresh-token-reused",
	Title:      Text{"A rotated refresh token was used again", "Повторно использован сменённый refresh-токен"},
	About:      Text{"Refresh token rotation: every refresh replaces the token, and an old one came back.", "Ротация refresh-токенов: каждое обновление заменяет токен, а пришёл старый."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.Refused,
	Detail: Text{"The server rotates refresh tokens: each one may be used once, and the answer brings its successor. This one had been used before, so the server takes it for stolen: it refuses it and often ends the whole session, so that even the newest token fails afterwards (Keycloak: Session doesn't have required client).",
		"Сервер меняет refresh-токены (ротация): каждый можно использовать один раз, а в ответе приходит следующий. Этот уже использован, и сервер считает его украденным: отвергает и часто завершает всю сессию, после чего не действует и самый новый токен (Keycloak: Session doesn't have required client)."},
	Causes: []Text{
		{"Two tabs, processes or replicas refreshed with the same token at the same time", "Две вкладки, процесса или реплики обновили один и тот же токен одновременно"},
		{"The new refresh token of the answer was not stored (lost answer, serverless instance, old copy in a database or CI secret)", "Новый refresh-токен из ответа не сохранили (потерянный ответ, serverless-экземпляр, старая копия в базе или секрете CI)"},
		{"The request was retried after a timeout although the server had processed it", "Запрос повторили после тайм-аута, хотя сервер его уже выполнил"},
	},
	Fixes: []Text{
		{"Refresh under a lock (one in flight, others wait for its result), and store the new refresh token before using the access token", "Обновляйте под блокировкой (один запрос, остальные ждут результата) и сохраняйте новый refresh-токен до использования access-токена"},
		{"Give a grace: Keycloak Realm settings → Tokens → Revoke refresh token off or Refresh token max reuse 1; Auth0 Rotation overlap period; Okta grace period", "Дайте запас: Keycloak Realm settings → Tokens → Revoke refresh token выключить или Refresh token max reuse 1; Auth0 Rotation overlap period; Okta grace period"},
		{"Log in again: the session is gone", "Войдите заново: сессия завершена"},
	},
	Refs:     []Ref{{"RFC 9700 §4.14.2 rotation", "https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2"}},
	Explains: []string{"provider-error", "refresh-token-dead", "keycloak-session-gone"},
	Check: func(f *exchange.Flow) []Verdict {
		// The same refresh token in two requests, the second refused.
		seen := map[string]*exchange.Exchange{}
		var out []Verdict
		for _, e := range f.Exchanges {
			rt, ok := e.Params.Get("refresh_token")
			value := strings.TrimSpace(rt.Value.Text)
			if !ok || e.Grant != "refresh_token" || len(value) < 12 || placeholder(value) {
				continue
			}
			if first := seen[value]; first != nil && e.Outcome == exchange.Refused && e.Error.Text == "invalid_grant" && first.Outcome == exchange.Issued {
				p, _ := first.Params.Get("refresh_token")
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), p.NameSpan, rt.NameSpan), Confidence: Likely})
			}
			if seen[value] == nil {
				seen[value] = e
			}
		}
		return out
	},
})
