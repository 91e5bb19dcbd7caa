package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "session-secret-missing",
	Title:   Text{"The app's own session secret is not set", "Не задан собственный секрет сессии приложения"},
	About:   Text{"An auth library stops because the secret with which it encrypts its session and login cookies is not configured.", "Библиотека останавливается: не задан секрет, которым она шифрует cookies сессии и входа."},
	Rank:    88,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The library signs and encrypts its cookies (session, state, PKCE) with a secret of the application's own. It is not set in this environment, so it refuses to work. This is not the OAuth client_secret; nothing was asked of the provider.", "Свои cookies (сессия, state, PKCE) библиотека подписывает и шифрует собственным секретом приложения. В этой среде он не задан, и она отказывается работать. Это не client_secret OAuth; к провайдеру ничего не ушло."},
	Causes: []Text{
		{"The environment variable is missing in production or at build time (set in .env.local only, not in the hosting's settings)", "Переменной окружения нет в production или при сборке (она задана только в .env.local, но не в настройках хостинга)"},
		{"Its name changed with the library's version: NEXTAUTH_SECRET (v4), AUTH_SECRET (Auth.js v5)", "С версией библиотеки сменилось имя: NEXTAUTH_SECRET (v4), AUTH_SECRET (Auth.js v5)"},
	},
	Fixes: []Text{
		{"Auth.js / NextAuth: set AUTH_SECRET (v5) or NEXTAUTH_SECRET (v4) to a random value: npx auth secret, or openssl rand -base64 32", "Auth.js / NextAuth: задайте AUTH_SECRET (v5) или NEXTAUTH_SECRET (v4) случайным значением: npx auth secret или openssl rand -base64 32"},
		{"nextjs-auth0, express-openid-connect: set AUTH0_SECRET / SECRET; express-session: the option secret", "nextjs-auth0, express-openid-connect: задайте AUTH0_SECRET / SECRET; express-session: параметр secret"},
		{"Use the same secret on all nodes, and keep it over deployments", "Задайте один секрет на всех узлах и сохраняйте его между развёртываниями"},
	},
	Refs:     []Ref{{"Auth.js: MissingSecret", "https://errors.authjs.dev#missingsecret"}, {"NextAuth.js: NO_SECRET", "https://next-auth.js.org/errors#no_secret"}},
	Explains: []string{"client-setting-required"},
})
