package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// loopWords are how people and programs tell that a login begins anew each time it has ended; of anyLoop that holds only
// beside words of a login or a redirect.
var (
	gaveUp    = []string{"too_many_redirects", "redirected you too many times"} // the browser
	loopWords = []string{"redirect loop", "redirection loop", "login loop", "auth loop", "infinite redirect", "endless redirect", "infinitely redirect", "redirects infinitely", "loop of redirect", "too many redirects", "too_many_redirects", "redirected you too many times", "keeps redirecting", "keep redirecting", "keeps on redirecting", "continuously redirect", "back to the login", "back to login", "back at the login", "back on the login", "back to the sign in", "back to the sign-in", "returns me to the login", "redirects me to the login", "redirected to the login page again", "the login page again",
		"бесконечный редирект", "снова на страницу входа", "обратно на страницу входа", "umleitungsschleife", "boucle de redirection", "bucle de redirec", "loop de redirecion", "无限重定向", "重定向次数过多", "リダイレクトループ"}
	anyLoop = []string{"infinite loop", "endless loop", "indefinite loop", "in a loop", "in this loop", "бесконечн", "endlosschleife", "boucle infinie", "bucle infinito", "loop infinito", "死循环", "無限ループ"}
	looping = []string{"redirect", "login", "log in", "sign in", "signin", "callback", "перенаправ", "вход", "anmeld", "connexion", "sesión", "登录", "ログイン"}
)

// loopAt is where a text speaks of such a loop.
func loopAt(f *exchange.Flow) (source.Span, bool) {
	if at := findAny(f, loopWords...); len(at) > 0 {
		return at[0], true
	}
	for _, words := range anyLoop {
		if !f.May(words) {
			continue
		}
		for i := range places(f.Lower, words) {
			if from, to := window(f.Lower, i, i+len(words), 1); anyOf(f.Lower[from:to], looping) {
				return f.View.Origin(source.Span{Start: i, End: i + len(words)}), true
			}
		}
	}
	return source.Span{}, false
}

// loginLoops says what such a loop is, where nothing else tells why.
func loginLoops(f *exchange.Flow) []Finding {
	if failedExchange(f) != nil || !hasAny(f, plainLogin...) {
		return nil
	}
	at, ok := loopAt(f)
	if ok && hasAny(f, gaveUp...) {
		f.Heard(at, exchange.Failure)
	}
	if !ok || f.Claimed != exchange.Failure {
		return nil
	}
	r := ruleOf("login-session-not-kept")
	v := Verdict{
		Confidence: Possible, Rank: ruleOf("login-failed").Rank, Evidence: []source.Span{at},
		Title: Text{"The browser is sent to the login again and again", "Браузер снова и снова отправляют на вход"},
		Detail: Text{"After the login at the provider the application still takes the user for unknown and starts a new login: a redirect loop. Most often the login itself worked, and the session cookie that the callback set is not stored, not sent back, or not looked for.",
			"После входа у провайдера приложение всё ещё не узнаёт пользователя и начинает вход заново. Чаще всего сам вход удался, а cookie сессии, которую поставил callback, не сохранилась, не пришла обратно или её не ищут."},
		Causes: []Text{
			{"The browser drops the session cookie: Secure over plain http, SameSite, another domain, host name or path, too large", "Браузер отбрасывает cookie сессии: Secure по http, SameSite, другой домен, имя хоста или путь, слишком велика"},
			{"The callback stores the user under another sign-in scheme, session or instance than the page reads", "Callback сохраняет пользователя в другой схеме входа, сессии или на другом экземпляре, чем читает страница"},
			{"The token request or the token's check fails in silence, and the error is answered with a new login", "Запрос или проверка токена тихо не удаётся, и на ошибку отвечают новым входом"},
		},
		Fixes: []Text{
			{"In the browser's network tab follow one round: Set-Cookie of the callback, and Cookie of the request after it", "Во вкладке Network проследите один круг: Set-Cookie ответа callback и Cookie следующего запроса"},
		},
	}
	v = v.filled(r)
	v.Outcome = exchange.Unknown // the tokens may have come
	return []Finding{{Rule: r, Verdict: v, plain: true}}
}
