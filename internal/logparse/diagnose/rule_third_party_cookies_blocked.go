package diagnose

import (
	"slices"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:     "third-party-cookies-blocked",
	Title:  Text{"The browser withholds the provider's cookies", "Браузер не отдаёт cookie провайдера"},
	About:  Text{"Silent login and session checks load the provider in a hidden frame; browsers block its cookies there (third-party cookies).", "Тихий вход и проверка сессии открывают провайдера в скрытом фрейме; браузеры блокируют там его cookie (сторонние cookie)."},
	Rank:   78,
	Detail: Text{"The hidden iframe of the login library did not see the provider's session cookie: browsers block third-party cookies (Safari ITP, Firefox, Chrome's tracking protection, incognito), or did not answer within the time. No token was asked for.", "Скрытый iframe библиотеки входа не увидел cookie сессии провайдера: браузеры блокируют сторонние cookie (Safari ITP, Firefox, защита от слежки в Chrome, инкогнито), или он не ответил вовремя. Токен не запрашивался."},
	Causes: []Text{
		{"Application and provider are on different sites, and third-party cookies are blocked", "Приложение и провайдер на разных сайтах, а сторонние cookie заблокированы"},
		{"The frame is refused: X-Frame-Options or frame-ancestors of the provider, or http against https", "Фрейм запрещён: X-Frame-Options или frame-ancestors у провайдера либо http против https"},
		{"The mail program's login window takes no cookies (Thunderbird's own setting)", "Окно входа почтовой программы не принимает cookie (настройка самого Thunderbird)"},
	},
	Fixes: []Text{
		{"Give up silent frames: refresh tokens with rotation (offline_access), or a full redirect with prompt=none; keycloak-js: checkLoginIframe: false, silentCheckSsoFallback: false", "Откажитесь от скрытых фреймов: refresh token с ротацией (offline_access) или полный redirect с prompt=none; keycloak-js: checkLoginIframe: false, silentCheckSsoFallback: false"},
		{"Put the provider on the same registrable domain as the application (auth.example.com)", "Разместите провайдера на том же домене, что и приложение (auth.example.com)"},
		{"Google: move from the old gapi.auth2 to Google Identity Services", "Google: перейдите со старого gapi.auth2 на Google Identity Services"},
		{"Thunderbird: Settings → Privacy & Security → Accept cookies from sites, or an exception for https://accounts.google.com; then log in again", "Thunderbird: Настройки → Приватность и защита → принимать cookie с сайтов либо исключение для https://accounts.google.com; затем войдите снова"},
	},
	Leads: []Lead{
		{Signs: []string{"has cookies disabled", "cookiemismatch"}, Only: true, Cause: "mail program", Fix: "Thunderbird"},
	},
	Refs: []Ref{{"Keycloak: JavaScript adapter, modern browsers with tracking protection", "https://www.keycloak.org/securing-apps/javascript-adapter"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		if at := saidBy(f, "?frame-silent"); len(at) > 0 {
			own := ruleOf("third-party-cookies-blocked")
			out = append(out, Verdict{Evidence: at, Outcome: exchange.NotAsked,
				Title: Text{"The hidden frame of a silent login gave no answer", "Скрытый фрейм тихого входа не ответил"},
				Detail: Text{"The library opened the provider in a hidden iframe (prompt=none), and no answer came back from it within the time. Most often the browser withholds the provider's cookies there (third-party cookies), so that a login page or an error stays inside the frame. No token was asked for.",
					"Библиотека открыла провайдера в скрытом iframe (prompt=none), и за отведённое время ответа из него не пришло. Чаще всего браузер не отдаёт там cookie провайдера (сторонние cookie), и во фрейме остаётся страница входа или ошибки. Токен не запрашивался."},
				Causes: slices.Insert(slices.Clone(own.Causes), 1, Text{"The page behind the redirect_uri of the frame does not hand the answer on: it runs the whole application with its router, does not call the library (signinSilentCallback), or is not registered", "Страница по redirect_uri фрейма не передаёт ответ: запускает всё приложение с роутером, не вызывает библиотеку (signinSilentCallback) или не зарегистрирована"}),
				Fixes:  slices.Insert(slices.Clone(own.Fixes), 1, Text{"Give the frame a redirect_uri of its own with a blank page (MSAL) or one that only calls the library (silent_redirect_uri of oidc-client-ts, silent-check-sso.html of keycloak-js)", "Дайте фрейму отдельный redirect_uri: пустую страницу (MSAL) или ту, что только вызывает библиотеку (silent_redirect_uri в oidc-client-ts, silent-check-sso.html в keycloak-js)"})})
		}
		return out
	},
})
