package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "callback-signature-wrong",
	Title:   Text{"The signed callback did not pass the check", "Подписанный callback не прошёл проверку"},
	About:   Text{"Shopify (hmac), Telegram (hash) and others sign the callback with the app's secret; the client computed another signature.", "Shopify (hmac), Telegram (hash) и другие подписывают callback секретом приложения; клиент вычислил другую подпись."},
	Rank:    74,
	Outcome: exchange.NotAsked,
	Detail: Text{"The client refused the callback before asking for a token: the signature over its parameters (hmac, hash) is not the one made with the client's secret, or the state is another one. Shopify's “Invalid OAuth callback” stands for both.",
		"Клиент отверг callback, не запросив токен: подпись параметров (hmac, hash) не та, что даёт секрет клиента, либо другой state. «Invalid OAuth callback» у Shopify — и то и другое."},
	Causes: []Text{
		{"The client secret (API secret key, bot token) is that of another app or was rotated", "Секрет клиента (API secret key, токен бота) — от другого приложения или был сменён"},
		{"The state cookie is missing or of another attempt: two installs at once, blocked third-party cookies", "Cookie со state нет или она от другой попытки: две установки сразу, блокировка сторонних cookie"},
		{"Parameters were changed on the way (proxy, framework)", "По пути параметры изменены (прокси, фреймворк)"},
	},
	Fixes: []Text{
		{"Compare the secret of the running process with the console of this very app (Shopify: Client credentials; Telegram: BotFather)", "Сверьте секрет работающего процесса с консолью именно этого приложения (Shopify: Client credentials; Telegram: BotFather)"},
		{"Log the state of the callback beside the one in the session, and compute the signature over the raw query string", "Выведите state из callback рядом с тем, что в сессии, и считайте подпись по сырой строке запроса"},
	},
	Refs:     []Ref{{"Shopify: authorization code grant, hmac and state", "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant"}},
	Explains: []string{"provider-error", "login-failed"},
})
