package diagnose

import (
	"slices"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "refresh-token-not-issued",
	Title:   Text{"There is no refresh token to refresh with", "Refresh-токена нет, обновлять нечем"},
	About:   Text{"The client wants to refresh but never got (or kept) a refresh token: offline_access or access_type=offline was not asked for.", "Клиент хочет обновить токен, но refresh-токена не получал (или не сохранил): не запрошен offline_access или access_type=offline."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"The access token has to be renewed and the client holds no refresh token, so no useful request could be made. A server issues one only when it is asked for (scope offline_access; Google: access_type=offline) and the client may use the refresh_token grant; Google gives it on the first consent only.",
		"Access-токен нужно обновить, а refresh-токена у клиента нет, и полезный запрос невозможен. Сервер выдаёт его только по запросу (scope offline_access; у Google access_type=offline) и если клиенту разрешён grant refresh_token; Google даёт его лишь при первом согласии."},
	Causes: []Text{
		{"The authorization request did not ask for offline_access (Entra ID, Auth0, Okta, Keycloak offline token) or access_type=offline (Google)", "В запросе авторизации не было offline_access (Entra ID, Auth0, Okta, offline-токен Keycloak) или access_type=offline (Google)"},
		{"The user had consented before, so Google gave no new one (prompt=consent is missing), and the first one was not stored", "Пользователь уже давал согласие, и Google не выдал новый (нет prompt=consent), а первый не сохранили"},
		{"A refresh answer without a refresh_token overwrote the stored one", "Ответ на обновление без refresh_token затёр сохранённый"},
		{"The flow gives none by design: client_credentials, implicit", "Поток не выдаёт его в принципе: client_credentials, implicit"},
	},
	Fixes: []Text{
		{"Add the scope offline_access, or access_type=offline&prompt=consent for Google, and allow the Refresh Token grant for the client", "Добавьте scope offline_access, для Google — access_type=offline&prompt=consent, и разрешите клиенту grant Refresh Token"},
		{"Merge answers: keep the old refresh token when the new answer has none", "Объединяйте ответы: если в новом нет refresh-токена, оставляйте старый"},
		{"With client_credentials request a new token instead of refreshing", "При client_credentials запрашивайте новый токен, а не обновление"},
	},
	Refs:     []Ref{{"OpenID Connect Core §11 offline access", "https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess"}, {"Google: offline access", "https://developers.google.com/identity/protocols/oauth2/web-server#offline"}},
	Explains: []string{"parameter-missing", "provider-error", "empty-client-value"},
	Check:    missedInAnswer,
})

// missedInAnswer: tokens are printed without a refresh token, and the words around ask where it is.
func missedInAnswer(f *exchange.Flow) []Verdict {
	answers := tokenAnswers(f)
	if len(answers) == 0 || slices.ContainsFunc(answers, func(e *exchange.Exchange) bool { return e.Body.Cut || e.Body.Members.Has("refresh_token") }) {
		return nil
	}
	for _, at := range findAny(f, "refresh_token", "refresh token") {
		printed := slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
			return e.Request != nil && e.Request.Span.Contains(at) || e.Body != nil && e.Body.Span.Contains(at) // but between the two a person may ask
		})
		if line := wholeLine(f, at); !printed && holdsAny(line, "not ", "n't", "missing", "no refresh", "forgot", "without", "absent") {
			return []Verdict{{Exchange: answers[0], Evidence: []source.Span{at}, Severity: Warning, Confidence: Likely, Outcome: exchange.Issued,
				Title: Text{"The tokens came without a refresh token", "Токены выданы, но без refresh-токена"},
				Detail: Text{"The answer carries an access token and no refresh token. A server adds one only when it is asked for (scope offline_access; Google: access_type=offline), when the client may use the refresh_token grant, and never to client_credentials (RFC 6749 §4.4.3) or the implicit grant.",
					"В ответе есть access-токен, а refresh-токена нет. Сервер выдаёт его только по запросу (scope offline_access; у Google access_type=offline), если клиенту разрешён grant refresh_token, и никогда — для client_credentials (RFC 6749 §4.4.3) и implicit."}}}
		}
	}
	return nil
}
