package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "authjs-error-page",
	Title:   Text{"Auth.js sent the browser to its own error page", "Auth.js отправил браузер на свою страницу ошибки"},
	About:   Text{"The error word in the URL of /api/auth/error or /signin is Auth.js's own: it says at which step its handler failed, not what the provider answered.", "Слово error в URL /api/auth/error или /signin — собственное слово Auth.js: оно называет шаг, а не ответ провайдера."},
	Rank:    58, // behind the error that sent it there
	Outcome: exchange.Refused,
	Detail:  Text{"This error word is not an OAuth code. Configuration: the server-side setup failed (wrong issuer, client id, secret, or an exception in the callback). AccessDenied: the signIn callback or the user refused. OAuthSignin: building the authorization URL failed. OAuthCallback: state, PKCE or the code exchange failed. OAuthAccountNotLinked: the e-mail belongs to another sign-in method. The cause stands in the server's log.", "Это слово — не код OAuth. Configuration: ошибка настройки на сервере (issuer, client id, секрет или исключение в callback). AccessDenied: отказал callback signIn или пользователь. OAuthSignin: не построен URL авторизации. OAuthCallback: не прошли state, PKCE или обмен кода. OAuthAccountNotLinked: почта принадлежит другому способу входа. Причина — в логе сервера."},
	Causes: []Text{
		{"The exchange with the provider failed on the server: wrong client secret, issuer, redirect_uri, lost state or PKCE cookie", "Обмен с провайдером не удался на сервере: неверный client secret, issuer, redirect_uri, потеряна cookie state или PKCE"},
		{"A missing environment variable (secret, client id) in this environment", "В этой среде не задана переменная окружения (секрет, client id)"},
		{"The application's signIn callback or database adapter refused or threw", "Callback signIn или адаптер базы отказал или бросил исключение"},
	},
	Fixes: []Text{
		{"Read the server's log of the same moment: [auth][error] and [auth][cause], or [next-auth][error]", "Прочитайте лог сервера за тот же момент: [auth][error] и [auth][cause] или [next-auth][error]"},
		{"Set debug: true in the options to print every step", "Задайте debug: true, чтобы печатался каждый шаг"},
	},
	Missing:  []Text{{"The server's log of the same login: [auth][error] with [auth][cause], or [next-auth][error]", "Лог сервера того же входа: [auth][error] с [auth][cause] или [next-auth][error]"}},
	Refs:     []Ref{{"Auth.js: error pages", "https://authjs.dev/guides/pages/error"}, {"NextAuth.js: pages", "https://next-auth.js.org/configuration/pages"}},
	Explains: []string{"provider-error"},
})
