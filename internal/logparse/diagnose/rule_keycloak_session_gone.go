package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "keycloak-session-gone",
	Title:      Text{"The login session behind the token is gone", "Сессии, на которой держится токен, больше нет"},
	About:      Text{"Keycloak's answers when the user, client or offline session of a refresh token has ended or is not on this node.", "Ответы Keycloak, когда пользовательская, клиентская или offline-сессия refresh-токена завершена или неизвестна этому узлу."},
	Confidence: Certain,
	Rank:       80,
	Outcome:    exchange.Refused,
	Detail: Text{"A Keycloak refresh token lives only as long as the SSO session (or offline session) it belongs to. That session, or the client's part in it, is gone: ended by the idle or maximum limit, by logout, by an administrator, by a detected token reuse, or lost with the server's cache (restart without persistent sessions, node that does not share the Infinispan cache, offline session dropped from cache or database).",
		"Refresh-токен Keycloak живёт, пока жива SSO-сессия (или offline-сессия), к которой он относится. Этой сессии или клиентской сессии в ней больше нет: закончился лимит простоя или максимума, выход, завершение администратором, обнаруженный повтор токена либо потеря вместе с кэшем сервера (перезапуск без постоянных сессий, узел без общего кэша Infinispan, offline-сессия пропала из кэша или базы)."},
	Causes: []Text{
		{"The session reached SSO Session Idle or Max (Client Session Idle/Max, Offline Session Idle/Max): the refresh token's own expiry follows the smallest of them", "Сессия достигла SSO Session Idle или Max (Client Session Idle/Max, Offline Session Idle/Max): срок refresh-токена определяется наименьшим из них"},
		{"The client session was dropped: logout, a revoked or reused refresh token, the client or user was changed, or (Session doesn't have required client) it was not loaded for an offline session", "Клиентская сессия удалена: выход, отозванный или повторно использованный refresh-токен, изменён клиент или пользователь, либо (Session doesn't have required client) не загружена для offline-сессии"},
		{"Keycloak restarted or another node answers, and sessions are kept in memory only", "Keycloak перезапущен или отвечает другой узел, а сессии хранятся только в памяти"},
	},
	Fixes: []Text{
		{"Log in again; let the client treat invalid_grant on refresh as the end of the session", "Войдите заново; пусть клиент считает invalid_grant при обновлении концом сессии"},
		{"Keycloak: Realm settings → Sessions (SSO Session Idle/Max, Client Session, Offline Session Idle) and Clients → Advanced → Advanced settings, which override the realm", "Keycloak: Realm settings → Sessions (SSO Session Idle/Max, Client Session, Offline Session Idle) и Clients → Advanced → Advanced settings, которые важнее realm"},
		{"Keep sessions over restarts and nodes: feature persistent-user-sessions (default since 26), one Infinispan cluster for all nodes; update when an offline session loses its client session (known bugs of older releases)", "Сохраняйте сессии при перезапусках и между узлами: persistent-user-sessions (по умолчанию с 26), общий кластер Infinispan; обновитесь, если offline-сессия теряет клиентскую (известные ошибки старых версий)"},
	},
	Refs:     []Ref{{"Keycloak: session and token timeouts", "https://www.keycloak.org/docs/latest/server_admin/#_timeouts"}, {"Keycloak: offline access", "https://www.keycloak.org/docs/latest/server_admin/#_offline-access"}},
	Explains: []string{"provider-error", "refresh-token-dead", "api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event == nil || !strings.HasPrefix(e.Event.Name.Text, "REFRESH_TOKEN_ERROR") || otherCause(e, "keycloak-session-gone") {
				continue
			}
			switch e.Code.Text {
			case "invalid_token", "session_expired", "user_session_not_found":
				v := Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Likely}
				if p, ok := e.Event.Params.Get("refresh_token_type"); ok && strings.EqualFold(p.Value.Text, "offline") {
					v.Evidence = append(v.Evidence, paramSpan(p))
				}
				out = append(out, v)
			}
		}
		return out
	},
})
