package diagnose

import (
	"strings"
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "login-started-in-parallel",
	Title: Text{"Several logins overwrite one state cookie", "Несколько входов перезаписывают одну cookie state"},
	About: Text{"More than one login was started before the first callback, or a new one while the cookie of another was still there: one stored state is overwritten by the next.", "До первого callback начато несколько входов, или новый — пока cookie другого ещё на месте: один сохранённый state перезаписывается следующим."},
	Rank:  80,
	Detail: Text{"The log shows logins starting side by side: the browser already had a login (CSRF, state) cookie when another request set a new one. Parallel requests of one page (XHR, service worker, favicon, prefetch, a second tab) each begin a login and overwrite the single cookie or session entry, so the state of the one that completes does not match.",
		"По логу входы начинаются одновременно: у браузера уже была cookie входа (CSRF, state), когда другой запрос задал новую. Параллельные запросы одной страницы (XHR, service worker, favicon, prefetch, вторая вкладка) начинают каждый свой вход и перезаписывают единственную cookie или запись сессии, и state завершённого входа не совпадает."},
	Causes: []Text{
		{"A single-page application sends several unauthenticated requests at once, and the proxy answers each with a redirect to the login", "Одностраничное приложение шлёт сразу несколько запросов без входа, и прокси отвечает на каждый редиректом на вход"},
		{"The cookie of an earlier, unfinished login is stale but still there", "Cookie прежнего, незавершённого входа устарела, но ещё на месте"},
		{"The library keeps one state per browser instead of one per login", "Библиотека хранит один state на браузер, а не на каждый вход"},
	},
	Fixes: []Text{
		{"Redirect to the login only for page navigations; answer XHR, fetch and asset requests with 401 (oauth2-proxy: api routes; lua-resty-openidc: unauth_action; exclude favicon.ico, manifest, service worker from authentication)", "Перенаправляйте на вход только навигацию; на XHR, fetch и ресурсы отвечайте 401 (oauth2-proxy: api routes; lua-resty-openidc: unauth_action; исключите favicon.ico, manifest, service worker)"},
		{"Use one cookie per login: traefik-forward-auth 2.2 or later, oauth2-proxy --cookie-csrf-per-request=true, mod_auth_openidc (its default; OIDCStateMaxNumberOfCookies)", "Используйте cookie на каждый вход: traefik-forward-auth 2.2 и новее, oauth2-proxy --cookie-csrf-per-request=true, mod_auth_openidc (по умолчанию; OIDCStateMaxNumberOfCookies)"},
		{"Clear the cookies of the application and the login domain, and let the callback start a new login when the state does not match", "Очистите cookie приложения и домена входа; при несовпадении state пусть callback начинает новый вход"},
	},
	Missing:  []Text{{"The line of the callback itself (/_oauth, /callback) and the cookies sent with it", "Строку самого callback (/_oauth, /callback) и отправленные с ним cookie"}},
	Refs:     []Ref{{"RFC 9700 §4.7", "https://www.rfc-editor.org/rfc/rfc9700#section-4.7"}, {"traefik-forward-auth", "https://github.com/thomseddon/traefik-forward-auth"}},
	Explains: []string{"state-lost", "state-mismatch"},
	Check: func(f *exchange.Flow) []Verdict {
		spans, starts := overwritten(f), loginStarts(f)
		if len(spans) == 0 && len(starts) < 2 {
			return nil
		}
		lost := lostLogin(f)
		if len(spans) > 0 {
			v := Verdict{Evidence: append(firstOf(spans, 2), firstOf(lost, 1)...)}
			if len(lost) > 0 {
				v.Outcome = exchange.NotAsked
			} else {
				v.Severity, v.Confidence = Warning, Possible
			}
			return []Verdict{v}
		}
		if len(lost) > 0 {
			v := Verdict{Outcome: exchange.NotAsked, Evidence: append(firstOf(starts, 3), firstOf(lost, 1)...)}
			v.Causes = append(otherCauses("login-started-in-parallel", 0), otherCauses("state-mismatch", 1)...)
			return []Verdict{v}
		}
		return nil
	},
})

// overwritten finds a request that carries a login cookie and, next, a new value set for it.
func overwritten(f *exchange.Flow) []source.Span {
	spans, lines := linesWith(f, "csrf")
	for i, line := range lines {
		if !strings.Contains(line, "set csrf cookie") && !strings.Contains(line, "setting csrf cookie") || i == 0 {
			continue
		}
		fresh := cookieValue(line)
		for j := i - 1; j >= 0; j-- {
			if !strings.Contains(lines[j], "set csrf cookie") && strings.Contains(lines[j], "cookies=") {
				if old := cookieValue(lines[j]); old != "" && fresh != "" && old != fresh {
					return []source.Span{spans[j], spans[i]}
				}
			}
		}
	}
	return nil
}

// cookieValue is the value of the first `…csrf…=value` of a line.
func cookieValue(line string) string {
	for at := 0; ; {
		i := strings.Index(line[at:], "csrf")
		if i < 0 {
			return ""
		}
		at += i + len("csrf")
		rest := line[at:]
		for rest != "" && (rest[0] >= 'a' && rest[0] <= 'z' || rest[0] == '_' || rest[0] >= '0' && rest[0] <= '9') {
			rest = rest[1:]
		}
		if strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "=\"") && !strings.HasPrefix(rest, "=[") {
			return strings.TrimRight(strings.SplitN(rest[1:]+";", ";", 2)[0], "\"] ")
		}
	}
}

// startWords are how proxies say that they send a browser to the login.
var startWords = [...]string{"redirected to provider login url", "redirecting to op authorization endpoint", "redirecting to authorization url", "redirecting to identity provider", "initiating login", "starting oauth", "redirecting to provider login"}

// loginStarts gives the places where logins start within ten seconds of each other, two or more.
func loginStarts(f *exchange.Flow) []source.Span {
	var spans []source.Span
	for _, w := range startWords {
		if f.May(w) {
			spans = append(spans, f.Find(w)...)
		}
	}
	states := map[string]bool{}
	var last time.Time
	for _, a := range f.Artifacts {
		if a.Format != "url" || !a.Params.Has("response_type") || !a.Params.Has("state") {
			continue
		}
		state := a.Params.Text("state")
		if states[state] || !last.IsZero() && !a.Time.IsZero() && a.Time.Sub(last) > 10*time.Second {
			continue
		}
		states[state] = true
		last = a.Time
		spans = append(spans, a.Span)
	}
	return spans
}
