package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "session-endpoint-unreadable",
	Title:   Text{"The page could not read the app's own session endpoint", "Страница не смогла прочитать session endpoint приложения"},
	About:   Text{"next-auth's CLIENT_FETCH_ERROR and kin: the browser asked the application for its session and got a page, an error or nothing.", "CLIENT_FETCH_ERROR в next-auth и подобное: браузер запросил у приложения сессию и получил страницу, ошибку или ничего."},
	Rank:    82,
	Outcome: exchange.WrongBody,
	Detail:  Text{"The call went to the application itself (/api/auth/session, /api/auth/me), not to the provider. An HTML page instead of JSON, a 500 or a blocked call there means that the route is missing, crashed or has another URL; the real error stands in the application's server log.", "Вызов шёл к самому приложению (/api/auth/session, /api/auth/me), а не к провайдеру. HTML-страница вместо JSON, 500 или блокировка значат, что маршрута нет, он упал или у него другой URL; настоящая ошибка — в логе сервера приложения."},
	Causes: []Text{
		{"NEXTAUTH_URL / AUTH_URL does not match the address the page is opened at (host, port, https, base path), so the call goes elsewhere or across origins (CORS)", "NEXTAUTH_URL / AUTH_URL не совпадает с адресом страницы (хост, порт, https, базовый путь), и вызов уходит не туда или на другой origin (CORS)"},
		{"The API route crashed at start (missing secret, environment variable, database) and answers 500 with an HTML page", "API-маршрут упал при старте (нет секрета, переменной окружения, базы) и отвечает 500 с HTML-страницей"},
		{"A middleware or proxy redirects /api/auth/* to a login page or to index.html", "middleware или прокси перенаправляет /api/auth/* на страницу входа или index.html"},
	},
	Fixes: []Text{
		{"Open /api/auth/session in the browser: it must answer JSON; read the server's log of that request", "Откройте /api/auth/session в браузере: должен быть JSON; прочитайте лог сервера по этому запросу"},
		{"Set NEXTAUTH_URL (v4) or AUTH_URL (v5) to the public URL, and exclude /api/auth from middleware matchers and rewrites", "Задайте NEXTAUTH_URL (v4) или AUTH_URL (v5) равным публичному URL и исключите /api/auth из matcher middleware и rewrites"},
	},
	Refs:     []Ref{{"NextAuth.js: CLIENT_FETCH_ERROR", "https://next-auth.js.org/errors#client_fetch_error"}, {"Auth.js: ClientFetchError", "https://authjs.dev/reference/nextjs/react"}},
	Explains: []string{"answer-is-html", "answer-not-json"},
})
