package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "state-mismatch",
	Title:   Text{"The callback's state is not the one that was saved", "state в callback — не тот, что был сохранён"},
	About:   Text{"A library compared the state parameter of the callback with the one it kept in the session or a cookie, and they differ (CSRF protection).", "Библиотека сравнила параметр state из callback с сохранённым в сессии или cookie, и они различаются (защита от CSRF)."},
	Rank:    72,
	Outcome: exchange.NotAsked,
	Detail: Text{"The callback brings a state, but the session or CSRF cookie holds another one or none at all: the login that comes back is not the one remembered. The library stops before the token request; nothing was refused by the provider.",
		"В callback пришёл state, но в сессии или CSRF-cookie лежит другой либо его нет: вернулся не тот вход, который запомнен. Библиотека останавливается до запроса токена; провайдер ничего не отклонял."},
	Causes: []Text{
		{"A second login was started before the first came back (another tab, several parallel requests, a service worker, favicon or prefetch, a double click): each one overwrites the single stored state", "До возврата первого входа начат второй (другая вкладка, параллельные запросы, service worker, favicon, prefetch, двойной щелчок): каждый перезаписывает единственный сохранённый state"},
		{"The session was lost or replaced between the redirect and the callback, so a stored state is missing: other host, SameSite, several instances without a shared session store, changed SECRET_KEY, a framework session that is not really stored", "Сессия потеряна или подменена между редиректом и callback, и сохранённого state нет: другой хост, SameSite, несколько экземпляров без общего хранилища, сменился SECRET_KEY, сессия фреймворка не сохраняется на деле"},
		{"A stale cookie left over from an earlier, unfinished login is still sent (also from a parent domain) and never matches the new state", "Отправляется устаревшая cookie от прежнего, незавершённого входа (в том числе с родительского домена), и она не совпадёт с новым state"},
		{"An old callback URL was opened again: back button, reload, bookmark, link from the history", "Снова открыт старый URL callback: «назад», перезагрузка, закладка, ссылка из истории"},
		{"Something changed the state on its way: decoded + or %2F, cut its length, lower-cased it", "state изменили по дороге: раскодировали + или %2F, обрезали, перевели в нижний регистр"},
	},
	Fixes: []Text{
		{"Try in a private window and with one tab: if it works there, delete the site's cookies and look for what starts logins in parallel", "Проверьте в приватном окне и с одной вкладкой: если там работает, удалите cookie сайта и ищите, что запускает параллельные входы"},
		{"Start a login only for page navigations (Sec-Fetch-Mode: navigate, Accept: text/html); answer XHR and asset requests with 401", "Начинайте вход только для навигации (Sec-Fetch-Mode: navigate, Accept: text/html); на XHR и ресурсы отвечайте 401"},
		{"Keep one state per login instead of one per browser (cookie name with the state in it: oauth2-proxy cookie_csrf_per_request, traefik-forward-auth 2.2 and later)", "Храните state для каждого входа, а не один на браузер (имя cookie со state: cookie_csrf_per_request в oauth2-proxy, traefik-forward-auth 2.2 и новее)"},
		{"Make sure the library's session is really stored: a fixed SECRET_KEY, SessionMiddleware before the routes, a shared session store, the same host for login and callback", "Убедитесь, что сессия библиотеки сохраняется: постоянный SECRET_KEY, SessionMiddleware до маршрутов, общее хранилище, один хост для входа и callback"},
		{"Answer a mismatch with a new login", "На несовпадение отвечайте новым входом"},
	},
	Missing: []Text{{"The cookies of the callback request, and all requests to the authorization endpoint in the minute before it", "Cookie запроса callback и все запросы к authorization endpoint за минуту до него"}},
	Refs: []Ref{
		{"RFC 6749 §10.12 CSRF", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"},
		{"RFC 9700 §4.7 CSRF", "https://www.rfc-editor.org/rfc/rfc9700#section-4.7"},
	},
	Explains: []string{"state-lost", "provider-outage", "envoy-oauth-failed"},
	Check: func(f *exchange.Flow) []Verdict {
		// Grafana prints both states (hashed) at every callback.
		for _, at := range f.Find("querystate=") {
			from, to := window(f.Text.Data, at.Start, at.End, 1)
			query := wordAt(f.Text.Data[at.End:to])
			_, rest, ok := strings.Cut(f.Text.Data[at.End:to], "cookieState=")
			if cookie := wordAt(rest); ok && query != "" && cookie != "" && query != cookie {
				return []Verdict{{Evidence: []source.Span{{Start: max(from, at.Start), End: at.End + len(query)}}}}
			}
		}
		return stateSentBack(f, false)
	},
})

// wordAt is the text up to the first blank.
func wordAt(text string) string {
	if i := strings.IndexAny(text, " \t\r\n"); i >= 0 {
		return text[:i]
	}
	return text
}
