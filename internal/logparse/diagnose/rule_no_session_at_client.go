package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "no-session-at-client",
	Title:   Text{"The client holds no session or account to go on with", "У клиента нет сессии или аккаунта для продолжения"},
	About:   Text{"A library was asked for a token or a user although nobody is signed in on this device, or the session ended.", "У библиотеки запросили токен или пользователя, хотя на этом устройстве никто не вошёл или сессия закончилась."},
	Rank:    76,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The call needs a session, an account or a token that the library does not hold: nobody signed in yet, the session expired, or the storage was cleared. Nothing was sent to the provider; an interactive login comes first.", "Вызову нужны сессия, аккаунт или токен, которых у библиотеки нет: вход ещё не выполнен, сессия истекла или хранилище очищено. К провайдеру ничего не ушло; сначала нужен интерактивный вход."},
	Causes: []Text{
		{"The code asks for a token before the login, or before the redirect's answer was processed", "Код просит токен до входа или до обработки ответа после редиректа"},
		{"The session is kept where this code cannot see it: another tab, host, storage or cookie; server-side code without the request's cookies", "Сессия хранится там, где этот код её не видит: другая вкладка, хост, хранилище или cookie; серверный код без cookies запроса"},
		{"The session expired, was revoked or was cleared by the user", "Сессия истекла, отозвана или очищена пользователем"},
	},
	Fixes: []Text{
		{"Sign in interactively first (redirect or popup), and only then ask silently: MSAL loginRedirect and setActiveAccount before acquireTokenSilent", "Сначала выполните интерактивный вход (redirect или popup), потом тихий запрос: в MSAL loginRedirect и setActiveAccount перед acquireTokenSilent"},
		{"Handle this case: treat it as signed out and start a new login", "Обработайте этот случай: считайте пользователя вышедшим и начните новый вход"},
		{"Command line: log in again (aws sso login, gcloud auth login, az login, gh auth login)", "Командная строка: войдите заново (aws sso login, gcloud auth login, az login, gh auth login)"},
	},
	Refs: []Ref{{"OpenID Connect Core §3.1.2.1 prompt", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"}, {"MSAL.js: errors", "https://learn.microsoft.com/en-us/entra/msal/javascript/browser/errors"}},
	Check: func(f *exchange.Flow) []Verdict {
		// oidc-client looks for a user at the start of every page, the one that reads the answer of a login among them.
		if at := saidBy(f, "?no-session-traced"); len(at) > 0 && !f.May("processsigninresponse") {
			return []Verdict{{Evidence: at[:1]}}
		}
		return nil
	},
})
