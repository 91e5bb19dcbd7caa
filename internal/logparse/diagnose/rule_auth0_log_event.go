package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "auth0-log-event",
	Title:      Text{"What the type of this Auth0 log event means", "Что значит тип этого события лога Auth0"},
	About:      Text{"Auth0's tenant log names each event by a short type; those that begin with f are failures of one step each.", "Лог tenant в Auth0 обозначает событие коротким type; начинающиеся с f — неудачи отдельных шагов."},
	Confidence: Certain,
	Rank:       78,
	Outcome:    exchange.Refused,
	Detail:     Text{"The event is Auth0's own record of the step, so it is the server's side of the failure. Its description says why the request was refused.", "Это собственная запись Auth0 о шаге, то есть серверная сторона неудачи. Причина отказа — в description."},
	Causes:     []Text{{"The description of the event names it; Unauthorized means that the client could not be authenticated: secret missing or wrong, or another Token Endpoint Authentication Method than configured", "Её называет description события; Unauthorized значит, что клиент не прошёл аутентификацию: нет секрета или он неверен, либо другой Token Endpoint Authentication Method"}},
	Fixes: []Text{
		{"Applications → (application) → Settings: compare Application Type and, under Credentials, the authentication method with what the app does (Native and SPA: None, with PKCE)", "Applications → (приложение) → Settings: сравните Application Type и, в Credentials, способ аутентификации с тем, что делает приложение (Native и SPA: None, с PKCE)"},
		{"Open the event under Monitoring → Logs: its raw details hold the OAuth error", "Откройте событие в Monitoring → Logs: в его подробностях есть ошибка OAuth"},
	},
	Refs: []Ref{{"Auth0: log event type codes", "https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes"}},
	Check: func(f *exchange.Flow) []Verdict {
		if !f.Has("auth0") || !f.Has(`"type"`) {
			return nil
		}
		var out []Verdict
		for _, c := range auth0Events {
			for _, quoted := range [...]string{`"type": "` + c.code + `"`, `"type":"` + c.code + `"`} {
				for _, s := range f.Find(quoted) {
					v := Verdict{Exchange: exchangeAt(f, s), Evidence: []source.Span{s}, Title: Text{"Auth0 log event " + c.code + ": " + c.means.EN, "Событие лога Auth0 " + c.code + ": " + c.means.RU}, Codes: []string{c.code}, Key: c.code}
					if c.code == "fp" || c.code == "fu" { // the client was accepted
						v.Explains = []string{"user-credentials-wrong"}
						v.Causes = []Text{{"The user typed a password or an address that this connection does not know; the client and its settings are not at fault", "Пользователь ввёл пароль или адрес, которых это подключение не знает; клиент и его настройки ни при чём"}}
						v.Fixes = []Text{{"Have the user reset the password, and check which connection (database) the account is in", "Пусть пользователь сбросит пароль; проверьте, в каком подключении (базе) его учётная запись"}}
					}
					out = append(out, v)
				}
			}
		}
		return out
	},
})

// auth0Events are the failures a login or a token request leaves in the tenant log.
var auth0Events = [...]struct {
	code  string
	means Text
}{
	{"f", Text{"the login failed", "вход не удался"}},
	{"fp", Text{"wrong password", "неверный пароль"}},
	{"fu", Text{"unknown user or e-mail", "неизвестный пользователь"}},
	{"feacft", Text{"code exchange failed", "обмен кода не удался"}},
	{"feccft", Text{"client credentials failed", "client credentials: отказ"}},
	{"fertft", Text{"refresh failed", "обновление токена не удалось"}},
	{"fepft", Text{"password grant failed", "password grant: отказ"}},
	{"fede", Text{"device code exchange failed", "обмен device code не удался"}},
	{"feoobft", Text{"MFA out-of-band failed", "MFA (OOB) не прошла"}},
	{"feotpft", Text{"MFA one-time code failed", "MFA (код) не прошла"}},
	{"fsa", Text{"silent login failed", "тихий вход не удался"}},
	{"fco", Text{"origin not allowed (CORS)", "origin не разрешён (CORS)"}},
	{"fcoa", Text{"cross-origin login failed", "cross-origin вход не удался"}},
	{"fapi", Text{"API operation failed", "операция API не удалась"}},
	{"limit_wc", Text{"blocked after many failures", "заблокирован после неудач"}},
	{"limit_mu", Text{"address blocked, many users tried", "адрес заблокирован"}},
}
