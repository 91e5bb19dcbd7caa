package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "origin-not-trusted",
	Title:   Text{"The app refuses the Origin of the sign-in request", "Приложение отвергает Origin запроса входа"},
	About:   Text{"The auth library compares the request's Origin with the origins it was told to trust, and refuses others before any login.", "Библиотека входа сравнивает Origin запроса с доверенными и отвергает остальные ещё до входа."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The browser's Origin header (scheme, host, port of the page) is not among the origins the application's own auth server trusts. This is the application's protection from CSRF; the provider was not asked.", "Заголовок Origin браузера (схема, хост, порт страницы) не входит в число доверенных для сервера входа самого приложения. Это защита приложения от CSRF; к провайдеру не обращались."},
	Causes: []Text{
		{"The page is served from another host or port than the configured base URL (localhost:3001, www, a preview deployment, a mobile scheme)", "Страница отдаётся с другого хоста или порта, чем заданный базовый URL (localhost:3001, www, preview-развёртывание, мобильная схема)"},
		{"The address to redirect to after the login (callbackURL, redirect, continue) is not in the list of allowed redirects", "Адреса для редиректа после входа (callbackURL, redirect, continue) нет в списке разрешённых"},
		{"A proxy changes Host or the scheme, so Origin and host no longer agree", "Прокси меняет Host или схему, и Origin с хостом расходятся"},
	},
	Fixes: []Text{
		{"Better Auth: add the origin to trustedOrigins and set BETTER_AUTH_URL to the public URL", "Better Auth: добавьте origin в trustedOrigins и задайте BETTER_AUTH_URL равным публичному URL"},
		{"Next.js: serverActions.allowedOrigins; SvelteKit: ORIGIN or csrf.trustedOrigins; Django: CSRF_TRUSTED_ORIGINS", "Next.js: serverActions.allowedOrigins; SvelteKit: ORIGIN или csrf.trustedOrigins; Django: CSRF_TRUSTED_ORIGINS"},
		{"Directus: add the URL to AUTH_<PROVIDER>_REDIRECT_ALLOW_LIST and set PUBLIC_URL", "Directus: добавьте URL в AUTH_<PROVIDER>_REDIRECT_ALLOW_LIST и задайте PUBLIC_URL"},
		{"Let the proxy pass Host, X-Forwarded-Host and X-Forwarded-Proto", "Пусть прокси передаёт Host, X-Forwarded-Host и X-Forwarded-Proto"},
	},
	Refs: []Ref{{"Better Auth: trusted origins", "https://www.better-auth.com/docs/reference/options#trustedorigins"}, {"OWASP: CSRF prevention", "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html"}},
})
