package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "javascript-origin-not-registered",
	Title:   Text{"This page's origin is not registered for the client", "Origin страницы не зарегистрирован у клиента"},
	About:   Text{"Google and Firebase check the origin (scheme, host, port) of the page that starts the login in the browser.", "Google и Firebase проверяют origin (схему, хост, порт) страницы, которая начинает вход в браузере."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The login script runs in a page whose origin (scheme://host:port) is not in the list of authorized JavaScript origins or domains of this client, so the provider refuses before any login. localhost and 127.0.0.1, http and https, and every port are different origins.", "Скрипт входа работает на странице, чей origin (схема://хост:порт) не входит в список разрешённых JavaScript origins или доменов клиента, и провайдер отказывает до входа. localhost и 127.0.0.1, http и https, каждый порт — разные origin."},
	Causes: []Text{
		{"The origin of the page is missing in the registration (new domain, preview deployment, other port, www)", "Origin страницы не зарегистрирован (новый домен, preview-сборка, другой порт, www)"},
		{"A client ID of another project or environment is used", "Использован client ID другого проекта или среды"},
	},
	Fixes: []Text{
		{"Google Cloud Console → APIs & Services → Credentials → the OAuth client → Authorized JavaScript origins: add the exact origin without path; changes take minutes", "Google Cloud Console → APIs & Services → Credentials → OAuth client → Authorized JavaScript origins: добавьте точный origin без пути; изменение действует через несколько минут"},
		{"Firebase console → Authentication → Settings → Authorized domains: add the host", "Firebase console → Authentication → Settings → Authorized domains: добавьте хост"},
	},
	Leads: []Lead{
		{Signs: []string{"auth/unauthorized-domain"}, Fix: "Firebase console"},
	},
	Missing: []Text{
		{"The address bar's origin at the moment of the error", "Origin из адресной строки в момент ошибки"},
	},
	Refs:     []Ref{{"Google Identity: setup of JavaScript origins", "https://developers.google.com/identity/gsi/web/guides/get-google-api-clientid"}},
	Explains: []string{"provider-error", "redirect-uri-not-registered"},
})
