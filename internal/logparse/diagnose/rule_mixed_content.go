package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "mixed-content",
	Title:   Text{"An https page calls an http endpoint", "Страница по https обращается к http-endpoint"},
	About:   Text{"The browser blocks plain http requests and form posts of a page that was loaded by https.", "Браузер блокирует http-запросы и отправку форм со страницы, загруженной по https."},
	Rank:    84,
	Outcome: exchange.NoAnswer,
	Detail: Text{"The page was loaded by https and asks an http address (or posts a form to an address its Content Security Policy does not allow), so the browser does not send the request. Usually the provider behind a proxy publishes http URLs in its discovery document or redirects.",
		"Страница загружена по https и обращается к http-адресу (или отправляет форму на адрес, не разрешённый её Content Security Policy), поэтому браузер запрос не отправляет. Обычно провайдер за прокси публикует http-URL в discovery или редиректах."},
	Causes: []Text{
		{"The provider does not know that it is reached by https: X-Forwarded-Proto is missing or not trusted, so its metadata and login form carry http URLs", "Провайдер не знает, что доступен по https: X-Forwarded-Proto нет или ему не доверяют, и в метаданных и форме входа стоят http-URL"},
		{"The client is configured with an http authority", "В клиенте настроен authority по http"},
	},
	Fixes: []Text{
		{"Keycloak: proxy-headers=xforwarded and hostname=https://…; the proxy must send X-Forwarded-Proto: https", "Keycloak: proxy-headers=xforwarded и hostname=https://…; прокси должен слать X-Forwarded-Proto: https"},
		{"Set issuer, authority and endpoint URLs to https", "Задайте issuer, authority и URL endpoint по https"},
	},
	Refs: []Ref{{"MDN: Mixed content", "https://developer.mozilla.org/en-US/docs/Web/Security/Mixed_content"}, {"Keycloak: reverse proxy", "https://www.keycloak.org/server/reverseproxy"}},
})
