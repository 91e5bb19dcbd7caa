package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "provider-session-lost",
	Title:   Text{"The provider lost its own login session", "Провайдер потерял собственную сессию входа"},
	About:   Text{"The authorization server does not find its login cookie or session while the user is on its pages: cookie_not_found, restart, expired login, state of a broker.", "Сервер авторизации не находит свою cookie или сессию, пока пользователь на его страницах: cookie_not_found, restart, истёкший вход, state брокера."},
	Rank:    76,
	Outcome: exchange.Refused,
	Detail: Text{"It is the authorization server itself that misses its cookie, its login session or the authorization request it had kept, between the pages of the login (or between itself and the identity provider behind it). The application has not been asked yet.",
		"Свою cookie, сессию входа или сохранённый запрос авторизации потерял сам сервер авторизации — между страницами входа (или между собой и провайдером за ним). До приложения дело не дошло."},
	Causes: []Text{
		{"The server is reached under two addresses or schemes (http and https, internal and public hostname), so its Secure or host-bound cookies are not sent", "Сервер доступен под двумя адресами или схемами (http и https, внутреннее и внешнее имя), и его Secure- или host-cookie не отправляются"},
		{"The login page was open longer than the login timeout, or was opened from a bookmark, the history or an old tab: the login session had expired", "Страница входа была открыта дольше тайм-аута входа, либо открыта из закладки, истории или старой вкладки: сессия входа истекла"},
		{"Several nodes of the server without shared sessions or sticky routing", "Несколько узлов сервера без общих сессий и sticky-маршрутизации"},
		{"Cookies are blocked: an iframe, a strict browser, SameSite with http", "Cookie запрещены: iframe, строгий браузер, SameSite по http"},
	},
	Fixes: []Text{
		{"Serve the provider under one https address and tell it so (Keycloak hostname, proxy-headers=xforwarded; Hydra URLS_SELF_ISSUER)", "Отдавайте провайдера под одним https-адресом и укажите его (Keycloak hostname, proxy-headers=xforwarded; Hydra URLS_SELF_ISSUER)"},
		{"Start again from the application, not from a saved login page", "Начинайте из приложения, а не с сохранённой страницы входа"},
		{"Check the node count: sticky sessions (AUTH_SESSION_ID route) and a formed cluster", "Проверьте узлы: sticky sessions (маршрут AUTH_SESSION_ID) и образованный кластер"},
	},
	Leads: []Lead{
		{Signs: []string{"expired_code", "timeout. please sign in", "nicht mehr gültig", "n'est plus valide", "no longer valid", "бездействовали", "сессия завершена", "по таймауту", "操作已过期", "期限切れ", "continue with login", "abgelaufen", "expirée", "a expiré", "ha expirado", "ha caducado", "expirou", "ão expirada", "scaduta", "wygasła", "просрочено", "页面已过期"}, Cause: "opened from a bookmark", Fix: "Start again from"},
		{Signs: []string{"set to block cookies", "sure cookies are enabled", "csrf value", "csrf+value"}, Cause: "Cookies are blocked"},
	},
	Missing:  []Text{{"The address bar of the login page and the Set-Cookie lines of the server's first answer", "Адресная строка страницы входа и строки Set-Cookie первого ответа сервера"}},
	Refs:     []Ref{{"Keycloak: configuring the hostname", "https://www.keycloak.org/server/hostname"}, {"Keycloak: reverse proxy", "https://www.keycloak.org/server/reverseproxy"}},
	Explains: []string{"provider-error", "answer-is-html", "provider-outage", "action-link-refused"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Event == nil || e.Endpoint == exchange.EndpointToken || actionLink(e) {
				continue
			}
			if e.Code.Text == "expired_code" || e.Code.Text == "invalid_code" && e.Event.Name.Text != "LOGIN_ERROR" {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span, e.Event.Name.Span}, Codes: []string{e.Code.Text}}
				if e.Code.Text == "expired_code" {
					v.Title = Text{"The login page had expired", "Страница входа устарела"}
				}
				return []Verdict{v}
			}
		}
		return nil
	},
})
