package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "csrf-token-missing",
	Title:   Text{"The application's own CSRF check refused the request", "Запрос отклонила CSRF-проверка самого приложения"},
	About:   Text{"The framework refused the POST that starts the login, or its own form, because its CSRF token is missing or does not match the cookie.", "Фреймворк отверг POST, которым начинается вход (или форму): CSRF-токена нет или он не совпал с cookie."},
	Rank:    78,
	Outcome: exchange.NotAsked,
	Detail:  Text{"This is the framework's own protection of its form or sign-in route, not the state of OAuth: the POST came without the anti-forgery token, or the cookie it is compared with was lost. The provider was not asked.", "Это защита формы или маршрута входа самим фреймворком, а не state OAuth: POST пришёл без CSRF-токена или потеряна cookie, с которой его сравнивают. К провайдеру не обращались."},
	Causes: []Text{
		{"The sign-in route is called by fetch, a plain link or a hand-made form, without the token of the page", "Маршрут входа вызывают через fetch, обычную ссылку или свою форму, без токена страницы"},
		{"The CSRF or session cookie is not stored or sent: http against https, another host, SameSite, an iframe or a web view", "Cookie CSRF или сессии не сохраняется или не отправляется: http вместо https, другой хост, SameSite, iframe или web view"},
		{"ASP.NET: the data-protection keys are not kept over a restart or not shared by the instances, so the token of the form cannot be decrypted", "ASP.NET: ключи data protection не сохраняются при перезапуске или не общие у экземпляров, и токен формы не расшифровать"},
		{"Spring Security: a script sends no X-XSRF-TOKEN, or the raw token where version 6 wants the masked one; or an API for bearer tokens has CSRF protection on", "Spring Security: скрипт не шлёт X-XSRF-TOKEN либо шлёт исходный токен там, где версия 6 ждёт замаскированный; или CSRF-защита включена у API с bearer-токенами"},
		{"A cached page carries the token of an older session, or the session expired", "Страница из кэша несёт токен старой сессии, либо сессия истекла"},
	},
	Fixes: []Text{
		{"Start the login with the library's own call: signIn() of Auth.js, button_to with data-turbo=false in Rails, @csrf in Laravel, {% csrf_token %} in Django", "Начинайте вход средствами библиотеки: signIn() в Auth.js, button_to с data-turbo=false в Rails, @csrf в Laravel, {% csrf_token %} в Django"},
		{"Spring Security: CookieCsrfTokenRepository.withHttpOnlyFalse() with the SPA's request handler (csrf.spa() since 7); csrf.disable() only where every request brings a bearer token", "Spring Security: CookieCsrfTokenRepository.withHttpOnlyFalse() и обработчик для SPA (с 7 — csrf.spa()); csrf.disable() — лишь если каждый запрос несёт bearer-токен"},
		{"Check in the browser that the CSRF or session cookie is set and comes back: same host, https with Secure, SameSite", "Проверьте в браузере, что cookie CSRF или сессии ставится и возвращается: тот же хост, https с Secure, SameSite"},
		{"Behind a proxy, set X-Forwarded-Proto and the trusted origins (CSRF_TRUSTED_ORIGINS in Django)", "За прокси задайте X-Forwarded-Proto и доверенные origins (CSRF_TRUSTED_ORIGINS в Django)"},
	},
	Leads: []Lead{
		{Signs: []string{"csrffilter"}, Only: true, Cause: "Spring Security", Fix: "Spring Security"},
		{Signs: []string{"key ring"}, Cause: "data-protection keys"},
	},
	Refs: []Ref{{"Auth.js: MissingCSRF", "https://errors.authjs.dev#missingcsrf"}, {"OWASP: CSRF prevention", "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html"}},
})
