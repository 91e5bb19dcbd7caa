package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "refresh-token-dead",
	Title:   Text{"The refresh token is no longer valid", "Refresh-токен больше не действует"},
	About:   Text{"invalid_grant on grant_type=refresh_token: expired, revoked, rotated, or of another client.", "invalid_grant при grant_type=refresh_token: истёк, отозван, сменён или принадлежит другому клиенту."},
	Rank:    74,
	Outcome: exchange.Refused,
	Detail: Text{"The refresh of a token was refused (invalid_grant on grant_type=refresh_token): the refresh token has expired, was revoked (logout, password change, an administrator, a security policy), was replaced by a newer one (rotation), or belongs to another client. Retrying does not help: the user has to log in again to get a new refresh token.",
		"В обновлении токена отказано (invalid_grant при grant_type=refresh_token): refresh-токен истёк, отозван (выход, смена пароля, администратор, политика), заменён новым (ротация) или принадлежит другому клиенту. Повтор не поможет: пользователь должен войти заново и получить новый refresh-токен."},
	Causes: []Text{
		{"It lived longer than the idle or absolute limit (SSO session idle/max, inactivity of 90 days, 24 hours for SPA)", "Он прожил дольше лимита простоя или абсолютного срока (SSO session idle/max, 90 дней неактивности, 24 часа для SPA)"},
		{"The user logged out, changed the password, withdrew consent, or an administrator revoked sessions", "Пользователь вышел, сменил пароль, отозвал согласие, или администратор завершил сессии"},
		{"Rotation: each refresh gives a new refresh token, and the old one was stored or used again (two processes refreshing at once)", "Ротация: при каждом обновлении выдаётся новый refresh-токен, а сохранён или использован снова старый (обновляют два процесса сразу)"},
		{"It was issued to another client_id or by another server or environment", "Он выдан другому client_id, другим сервером или средой"},
	},
	Fixes: []Text{
		{"Treat invalid_grant on refresh as the end of the session: drop the token and start a new login (authorize again)", "Считайте invalid_grant при обновлении концом сессии: удалите токен и начните новый вход (авторизуйтесь заново)"},
		{"Always store the newest refresh token from the answer, and let one process refresh at a time", "Всегда сохраняйте самый новый refresh-токен из ответа и обновляйте только из одного процесса"},
		{"Lengthen the limits where they are yours: Keycloak Realm settings → Sessions and Tokens; Auth0 Application → Refresh Token Expiration; Okta access policy rule; or ask for an offline token (offline_access)", "Увеличьте сроки, если они ваши: Keycloak Realm settings → Sessions и Tokens; Auth0 Application → Refresh Token Expiration; Okta: правило access policy; либо запросите offline-токен (offline_access)"},
	},
	Missing:  []Text{{"When this refresh token was issued and last used, and the server's own record of the refusal (Keycloak: REFRESH_TOKEN_ERROR with its reason; Entra: sign-in log)", "Когда этот refresh-токен выдан и последний раз использован, и запись сервера об отказе (Keycloak: REFRESH_TOKEN_ERROR с reason; Entra: журнал входов)"}},
	Refs:     []Ref{{"RFC 6749 §6 refreshing", "https://www.rfc-editor.org/rfc/rfc6749#section-6"}, {"RFC 9700 §4.14 refresh token protection", "https://www.rfc-editor.org/rfc/rfc9700#section-4.14"}},
	Explains: []string{"silent-login-needs-interaction", "code-not-valid", "provider-error", "token-missing-in-answer", "answer-hidden", "no-session-at-client"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if (e.Grant == "refresh_token" || e.Error.Text == "invalid_grant" && grantOf(f, e) == "refresh_token") && (e.Error.Text == "invalid_grant" || tokenSaidDead(e)) && !strings.Contains(e.Description.Text, "AADSTS65001") && e.Outcome.Failed() {
				v := Verdict{Exchange: e, Evidence: errorPlaces(e)}
				if strings.Contains(e.Description.Text, "not expired") { // hh.ru
					v.Title = Text{"Refreshed too early: the access token still holds", "Обновление слишком раннее: access-токен ещё жив"}
					v.Detail = Text{"This server issues a new token only once the access token has expired. It refused the request, and both tokens stay good.", "Этот сервер выдаёт новый токен, только когда access-токен истёк. Запрос он отклонил, а оба токена остались в силе."}
					v.Causes = []Text{{"The client refreshes by a timer or at every start, and not by expires_in or a 401", "Клиент обновляет по таймеру или при каждом запуске, а не по expires_in или ответу 401"}}
					v.Fixes = []Text{{"Keep both tokens, and refresh after expires_in has passed, or at the first 401", "Сохраните оба токена и обновляйте, когда прошёл expires_in, или при первом 401"}}
				}
				if p, ok := e.Params.Get("grant_type"); ok {
					v.Evidence = append(v.Evidence, paramSpan(p))
				}
				out = append(out, v)
			}
		}
		if len(out) == 0 {
			if stack := placesOf(f, "refreshtokennocache", "refresh_token_grant", "refreshtokengrant", "refreshaccesstoken"); len(stack) > 0 {
				for _, e := range f.Exchanges {
					if e.Error.Text == "invalid_grant" && !otherGrant(e.Description.Text) {
						return []Verdict{{Exchange: e, Evidence: append(errorPlaces(e), stack[0])}}
					}
				}
			}
		}
		if len(out) == 0 {
			for _, e := range f.Exchanges {
				if at := refreshTold(f, e); !at.Empty() {
					return []Verdict{{Exchange: e, Evidence: append(errorPlaces(e), at), Confidence: Possible}}
				}
			}
		}
		return out
	},
})

var refreshVerb = pattern.Must("\\b(?:refresh|renew)(?:ing|ed)?\\b[^\n{}]{0,40}\\b(?:tokens?|session|credentials?|login|grant)\\b")

// refreshTold: an invalid_grant whose answer stands behind the words that a token was being refreshed; the grant itself is shown
// nowhere. What the words or the description say of another grant keeps it out.
func refreshTold(f *exchange.Flow, e *exchange.Exchange) source.Span {
	if e.Error.Text != "invalid_grant" || e.Grant != "" || !e.Outcome.Failed() || otherGrant(e.Description.Text) {
		return source.Span{}
	}
	text, end := f.Lower, f.View.Seen(e.Error.Span).Start
	start := lineStart(text, end, 300)
	for range 3 { // an answer printed over several lines opens on the line that says what was asked
		if start == 0 || strings.Trim(text[start:end], "\t\r\n \"'`{:,ero") != "" {
			break
		}
		start = lineStart(text, start-1, 300)
	}
	said := text[start:end]
	at := refreshVerb.FindAll(said, 8)
	if len(at) == 0 || otherGrant(said) {
		return source.Span{}
	}
	last := at[len(at)-1]
	return f.View.Origin(source.Span{Start: start + last[0], End: start + last[1]})
}

func otherGrant(said string) bool {
	return holdsAny(strings.ToLower(said), "code", "assertion", "jwt", "verifier", "redirect", "password", "exchang", "service account",
		"refreshing the oauth2 token") // the last: google-api-php-client says so of a service account as well
}

// tokenSaidDead: some servers answer a dead refresh token with another error than invalid_grant, and say in words that it is
// the token (Zoom's reason, Atlassian's unauthorized_client).
func tokenSaidDead(e *exchange.Exchange) bool {
	said := strings.ToLower(e.Description.Text)
	for _, name := range [...]string{"reason", "message"} {
		if p, ok := e.Member(name); ok {
			said += " " + strings.ToLower(p.Value.Text)
		}
	}
	return e.Endpoint == exchange.EndpointToken && strings.Contains(said, "token") && holdsAny(said, "invalid", "expired", "revoked", "not valid") &&
		!holdsAny(said, "client", "secret", "assertion", "csrf", "id_token", " id token", "required", "missing")
}
