package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "noise-no-failure",
	Title:    Text{"This message is noise, not a failed login", "Это сообщение — шум, а не неудачный вход"},
	About:    Text{"Messages at warning or error level that programs print in normal work: start-up probes, attempts of several authenticators.", "Сообщения уровня warning или error, которые программы печатают при нормальной работе: проверки при запуске, перебор аутентификаторов."},
	Severity: Info,
	Rank:     60,
	Detail: Text{"Nothing failed here that a user asked for. kube-oidc-proxy prints a readiness error until its authenticator has loaded the keys and is ready a moment later; Harbor tries every kind of credential in turn and warns about a malformed JWT when docker login sent an ordinary user name and CLI secret (basic auth), and that a local user such as admin is not onboarded as an OIDC user (no row in its database). A proxy that finds no session cookie on a first visit says so and redirects to the login. ASP.NET Core writes “Bearer was not authenticated.” without a failure message for every request that carries no token in its Authorization header.",
		"Здесь не отказало ничего, о чём просил пользователь. kube-oidc-proxy печатает ошибку readiness, пока не загрузил ключи, и через мгновение готов; Harbor по очереди пробует все виды учётных данных и предупреждает о malformed jwt, когда docker login прислал обычные имя и CLI secret (basic auth), и о том, что локального пользователя вроде admin нет среди пользователей OIDC. Прокси, не найдя cookie сессии при первом заходе, сообщает об этом и перенаправляет на вход. ASP.NET Core пишет «Bearer was not authenticated.» без failure message на каждый запрос без токена в заголовке Authorization."},
	Causes:   []Text{{"The check is made before the component is ready, or for a credential of another kind", "Проверка сделана до готовности компонента или для учётных данных другого вида"}},
	Fixes:    []Text{{"Ignore it if logins work; look for another message of the same second when they do not", "Не обращайте внимания, если вход работает; если нет — ищите другое сообщение за ту же секунду"}, {"Where it comes back after every login, the browser does not keep the session cookie: Secure over http, another domain or SameSite, too large", "Если повторяется после каждого входа, браузер не сохраняет cookie сессии: Secure по http, другой домен или SameSite, слишком велика"}, {"Harbor: docker login takes the CLI secret from the user profile, not the password of the identity provider", "Harbor: для docker login нужен CLI secret из профиля пользователя, а не пароль провайдера"}},
	Refs:     []Ref{{"Harbor: OIDC and the CLI secret", "https://goharbor.io/docs/latest/administration/configure-authentication/oidc-auth/"}, {"kube-oidc-proxy", "https://github.com/jetstack/kube-oidc-proxy"}},
	Explains: []string{"profile-fetch-failed", "account-not-linked"},
	Check: func(f *exchange.Flow) []Verdict {
		at := findAny(f, "your browser is blocking access to 3rd-party cookies")
		if len(at) == 0 {
			return nil
		}
		return []Verdict{{Evidence: at, Key: "keycloak-js",
			Title: Text{"keycloak-js warns: no silent login in this browser", "keycloak-js предупреждает: тихий вход невозможен"},
			Detail: Text{"keycloak-js looks once whether the browser lets the provider's cookies into a hidden frame (third-party cookies), and here it does not. No login failed: one by redirect works. Silent login and the check of the session's end go by a redirect, or not at all.",
				"keycloak-js один раз проверяет, пускает ли браузер cookie провайдера в скрытый фрейм (сторонние cookie), и здесь — нет. Вход не отказал: вход редиректом работает. Тихий вход и проверка конца сессии идут редиректом или не идут вовсе."},
			Causes: []Text{{"Application and Keycloak are on different sites, and the browser blocks third-party cookies", "Приложение и Keycloak на разных сайтах, а браузер блокирует сторонние cookie"}},
			Fixes:  []Text{{"Set checkLoginIframe: false and silentCheckSsoFallback: false, or put Keycloak on the application's own domain", "Задайте checkLoginIframe: false и silentCheckSsoFallback: false или разместите Keycloak на домене приложения"}}}}
	},
})
