package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "web-crypto-unavailable",
	Title:   Text{"The browser has no Web Crypto: the page is not https", "В браузере нет Web Crypto: страница не по https"},
	About:   Text{"A browser library stops before the login because crypto.subtle is missing; browsers offer it in secure contexts only.", "Браузерная библиотека останавливается до входа: нет crypto.subtle, который браузеры дают только в secure context."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"PKCE (code_challenge with SHA-256) and the check of tokens need the Web Crypto API (window.crypto.subtle). Browsers offer it only in a secure context: https, or localhost. Opened over plain http by an IP address or a host name, the page has none, so no login request was made.", "Для PKCE (code_challenge с SHA-256) и проверки токенов нужен Web Crypto API (window.crypto.subtle). Браузеры дают его только в secure context: https или localhost. У страницы, открытой по http с IP-адреса или имени хоста, его нет, поэтому запрос на вход не ушёл."},
	Causes: []Text{
		{"The page is opened over http://, by an IP address or a host name other than localhost", "Страница открыта по http://, по IP-адресу или имени, отличному от localhost"},
		{"An old browser, or a WebView or test environment (jsdom) without crypto.subtle", "Старый браузер либо WebView или тестовая среда (jsdom) без crypto.subtle"},
	},
	Fixes: []Text{
		{"Serve the page over https, or open it as http://localhost during development", "Отдавайте страницу по https, а при разработке открывайте как http://localhost"},
		{"In React Native, Cordova or tests, provide a polyfill of crypto.subtle", "В React Native, Cordova или тестах подключите полифил crypto.subtle"},
		{"keycloak-js: pkceMethod: false is the last resort, where https is impossible", "keycloak-js: pkceMethod: false — крайний случай, когда https невозможен"},
	},
	Refs: []Ref{{"MDN: secure contexts", "https://developer.mozilla.org/en-US/docs/Web/Security/Secure_Contexts"}, {"RFC 7636 PKCE", "https://www.rfc-editor.org/rfc/rfc7636"}},
})
