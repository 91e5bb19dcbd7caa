package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "discovery-not-json",
	Title:   Text{"Discovery got an HTML page, not JSON: wrong issuer", "Discovery получил HTML, а не JSON: неверный issuer"},
	About:   Text{"A JSON parse error inside the discovery step: the issuer URL answers with a web page.", "Ошибка разбора JSON на шаге discovery: по URL issuer отвечает веб-страница."},
	Rank:    78,
	Outcome: exchange.NotAsked,
	Detail: Text{"Parsing failed inside the discovery step: the issuer's /.well-known/openid-configuration answered with an HTML page (doctype), not with JSON. So the configured issuer URL is not the provider's base URL: it points at a login or authorize page, a front end (SPA fallback) or a proxy. No login took place.",
		"Разбор упал на шаге discovery: /.well-known/openid-configuration у issuer ответил HTML-страницей (doctype), а не JSON. Значит, настроенный issuer URL — не базовый URL провайдера: он ведёт на страницу входа или authorize, на фронтенд (SPA fallback) или прокси. Входа не было."},
	Causes: []Text{
		{"The issuer (authority) is set to another URL of the provider: the authorize endpoint, the admin or account page, a path that does not exist", "В issuer (authority) указан другой URL провайдера: endpoint authorize, страница администратора или аккаунта, несуществующий путь"},
		{"A proxy or gateway answers the unknown path with its own page", "Прокси или шлюз отвечает на неизвестный путь своей страницей"},
	},
	Fixes: []Text{
		{"Open <issuer>/.well-known/openid-configuration in a browser; use the base URL for which JSON appears, and in it the value of issuer", "Откройте <issuer>/.well-known/openid-configuration в браузере; используйте базовый URL, при котором появляется JSON, и значение issuer из него"},
	},
	Refs:     []Ref{{"OpenID Connect Discovery §4", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"}},
	Explains: []string{"discovery-failed", "answer-is-html", "answer-not-json"},
	Check: func(f *exchange.Flow) []Verdict {
		stack := placesOf(f, "issuer.discover (", "issuer.discover(", "issuer.discover_async", "discoverfromdiscoveryurl", "processdiscoveryresponse", "openid-configuration", "oidc.newprovider", "failed to decode provider discovery object")
		if len(stack) == 0 {
			return nil
		}
		html := saidBy(f, "?discovery-not-json")
		if len(html) == 0 {
			return nil
		}
		return []Verdict{{Evidence: []source.Span{html[0], stack[0]}}}
	},
})
