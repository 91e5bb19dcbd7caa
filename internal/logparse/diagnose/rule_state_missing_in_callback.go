package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "state-missing-in-callback",
	Title:   Text{"The callback has no state parameter", "В callback нет параметра state"},
	About:   Text{"The library expects state in the redirect back and finds none: it is in the fragment, was dropped, or nobody asked for it.", "Библиотека ждёт state в редиректе и не находит: он во фрагменте, потерян или его не просили."},
	Rank:    66,
	Outcome: exchange.NotAsked,
	Detail: Text{"The browser is on the redirect URI, but the library does not see a state parameter there. Either the parameters stand in another part of the URL than the one it reads (query against fragment, after a # of hash routing), or something dropped them, or the page was opened without a login.",
		"Браузер на redirect URI, но библиотека не видит там параметра state. Либо параметры в другой части URL, чем она читает (query вместо fragment, после # при hash-маршрутизации), либо их кто-то отбросил, либо страницу открыли без входа."},
	Causes: []Text{
		{"response_mode and the library disagree: the answer is in the fragment (after #, hash routing) and the library reads the query, or the reverse", "response_mode и библиотека расходятся: ответ во фрагменте (после #, hash-маршрутизация), а читается query, или наоборот"},
		{"The router or a redirect removed the parameters before the library ran: a client-side redirect to another route, a trailing-slash redirect, replaceState", "Маршрутизатор или редирект убрал параметры до библиотеки: клиентский переход на другой маршрут, редирект со слешем, replaceState"},
		{"The callback handler ran on a page that is no callback, or twice: after the first time the parameters are gone from the URL", "Обработчик callback запущен не на той странице или дважды: после первого раза параметров в URL уже нет"},
		{"The login was started by the provider (IdP-initiated, application tile) or by a hand-made link without state", "Вход начат провайдером (IdP-initiated, плитка приложения) или ссылкой без state"},
		{"The provider or the proxy does not return state unchanged", "Провайдер или прокси не возвращает state без изменений"},
	},
	Fixes: []Text{
		{"Open the redirect URL as it arrived (network tab, Preserve log) and see where state stands: before or after the #", "Посмотрите пришедший URL редиректа (вкладка «Сеть», Preserve log): где стоит state — до или после #"},
		{"With hash routing set response_mode to fragment, or register a redirect URI without # and handle it before the router starts", "При hash-маршрутизации задайте response_mode=fragment или зарегистрируйте redirect URI без # и обработайте его до запуска маршрутизатора"},
		{"Call signinRedirectCallback / handleRedirectPromise only on the callback route, and once", "Вызывайте signinRedirectCallback / handleRedirectPromise только на маршруте callback и один раз"},
		{"Start the login from the application's own login URL", "Начинайте вход с собственного URL входа приложения"},
	},
	Missing: []Text{{"The full callback URL with the code shortened", "Полный URL callback, код можно сократить"}},
	Refs:    []Ref{{"OAuth 2.0 Multiple Response Types §2.1 response_mode", "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes"}, {"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	Check:   func(f *exchange.Flow) []Verdict { return stateSentBack(f, true) },
})
