package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "auth-route-unhandled",
	Title:   Text{"The auth library does not handle this path or method", "Библиотека входа не обслуживает этот путь или метод"},
	About:   Text{"The application's auth routes were asked with a path or an HTTP method that the library does not know, so the login or its callback ended in the application's own 4xx.", "Маршруты входа приложения вызваны с путём или методом HTTP, которых библиотека не знает; вход или callback закончился собственным 4xx приложения."},
	Rank:    74,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The request reached the application, but no route of the auth library matches: another base path than configured, a provider id that is not registered, a missing callback route, or GET where POST is wanted. The provider has nothing to do with it.", "Запрос дошёл до приложения, но подходящего маршрута библиотеки нет: другой базовый путь, незарегистрированный id провайдера, нет маршрута callback или GET вместо POST. Провайдер здесь ни при чём."},
	Causes: []Text{
		{"The auth handler is mounted under another path than the library assumes (basePath, NEXTAUTH_URL, prefix of a proxy, catch-all route misnamed)", "Обработчик входа смонтирован по другому пути, чем считает библиотека (basePath, NEXTAUTH_URL, префикс прокси, имя catch-all маршрута)"},
		{"The callback route is not defined, or the redirect_uri points at a path the application does not serve", "Маршрут callback не определён, либо redirect_uri ведёт на путь, которого в приложении нет"},
		{"The callback's schema refuses a parameter it does not know (session_state, iss, scope), which the provider adds: a plugin older than the provider, or the reverse", "Схема callback отвергает незнакомый параметр (session_state, iss, scope), который добавляет провайдер: плагин старше провайдера или наоборот"},
		{"The login route is opened by GET where the library takes POST only, or the reverse", "Маршрут входа открыт через GET, а библиотека принимает только POST, или наоборот"},
	},
	Fixes: []Text{
		{"Compare the path in the address bar with the mounted route: /api/auth/[...nextauth], /auth/:provider/callback", "Сравните путь в адресной строке со смонтированным маршрутом: /api/auth/[...nextauth], /auth/:provider/callback"},
		{"Auth.js behind a prefix: set basePath and AUTH_URL with the full path", "Auth.js под префиксом: задайте basePath и AUTH_URL с полным путём"},
		{"mod_auth_openidc: OIDCRedirectURI is a path inside a Location with AuthType openid-connect that serves nothing else", "mod_auth_openidc: OIDCRedirectURI — путь внутри Location с AuthType openid-connect, по которому больше ничего не отдаётся"},
		{"Define the callback route for the redirect_uri that is registered at the provider", "Определите маршрут callback для redirect_uri, зарегистрированного у провайдера"},
	},
	Refs: []Ref{{"Auth.js: UnknownAction", "https://errors.authjs.dev#unknownaction"}, {"NextAuth.js: REST API", "https://next-auth.js.org/getting-started/rest-api"}},
})
