package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "host-not-trusted",
	Title:   Text{"Auth.js does not trust the request's host", "Auth.js не доверяет хосту запроса"},
	About:   Text{"UntrustedHost: behind a proxy or outside Vercel the library refuses to build URLs from the Host header until told to.", "UntrustedHost: за прокси или вне Vercel библиотека не строит URL из заголовка Host, пока ей не разрешат."},
	Rank:    90,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The library derives its own URL (redirect_uri, cookies) from the Host or X-Forwarded-Host header, and refuses to do so for a host nobody declared trusted. Every route of it fails, before any request to the provider.", "Свой URL (redirect_uri, cookies) библиотека выводит из заголовка Host или X-Forwarded-Host и отказывается делать это для хоста, который не объявлен доверенным. Не работает ни один её маршрут; к провайдеру ничего не ушло."},
	Causes: []Text{
		{"AUTH_TRUST_HOST is not set in production (docker, npm start, behind a reverse proxy)", "В production (docker, npm start, за обратным прокси) не задан AUTH_TRUST_HOST"},
		{"AUTH_URL names another host than the one the user opened", "AUTH_URL называет не тот хост, который открыл пользователь"},
	},
	Fixes: []Text{
		{"Set AUTH_TRUST_HOST=true, or trustHost: true in the options, when the proxy in front sets the host", "Задайте AUTH_TRUST_HOST=true или trustHost: true в параметрах, если хост задаёт прокси перед приложением"},
		{"Or set AUTH_URL to the public URL of the application", "Или задайте AUTH_URL — публичный URL приложения"},
		{"Let the proxy pass Host, X-Forwarded-Host and X-Forwarded-Proto", "Пусть прокси передаёт Host, X-Forwarded-Host и X-Forwarded-Proto"},
	},
	Refs: []Ref{{"Auth.js: UntrustedHost", "https://errors.authjs.dev#untrustedhost"}, {"Auth.js: deployment", "https://authjs.dev/getting-started/deployment"}},
})
