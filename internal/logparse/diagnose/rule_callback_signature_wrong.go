package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "callback-signature-wrong",
	Title:   Text{"The signed callback did not pass the check", "Подписанный callback не прошёл проверку"},
	About:   Text{"Shopify (hmac), Telegram (hash) and others sign the parameters of the callback with the app's secret. The client computed another signature, or compared another state.", "Shopify (hmac), Telegram (hash) и другие подписывают параметры callback секретом приложения. Клиент вычислил другую подпись или сравнил с другим state."},
	Rank:    74,
	Outcome: exchange.NotAsked,
	Detail: Text{"The user came back from the provider, and the client refused the callback before asking for a token: the signature over its parameters (hmac, hash) is not the one made with the client's secret, or the state, shop or session of the attempt is another one. Some libraries give one message for all of these (Shopify: “Invalid OAuth callback”).",
		"Пользователь вернулся от провайдера, но клиент отверг callback, не запросив токен: подпись параметров (hmac, hash) не та, что даёт секрет клиента, либо другие state, магазин или сессия попытки. Некоторые библиотеки сообщают обо всём этом одинаково (Shopify: «Invalid OAuth callback»)."},
	Causes: []Text{
		{"The client secret (API secret key, bot token) is that of another app or was rotated", "Секрет клиента (API secret key, токен бота) — от другого приложения или был сменён"},
		{"The state cookie is missing or of another attempt: two installs at once, the login started twice, a browser that blocks third-party cookies, a session kept in the memory of another process", "Cookie со state нет или она от другой попытки: две установки сразу, вход начат дважды, браузер блокирует сторонние cookie, сессия осталась в памяти другого процесса"},
		{"Parameters were added, removed, decoded or reordered on the way (proxy, framework, tunnel)", "По пути параметры добавлены, удалены, раскодированы или переставлены (прокси, фреймворк, туннель)"},
	},
	Fixes: []Text{
		{"Compare the secret of the running process with the console of this very app (Shopify: Client credentials; Telegram: BotFather)", "Сверьте секрет работающего процесса с консолью именно этого приложения (Shopify: Client credentials; Telegram: BotFather)"},
		{"Log the state of the callback beside the one in the session, and compute the signature over the raw query string", "Выведите state из callback рядом с тем, что в сессии, и считайте подпись по сырой строке запроса"},
	},
	Refs:     []Ref{{"Shopify: authorization code grant, hmac and state", "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant"}, {"RFC 6749 §10.12 state", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"}},
	Explains: []string{"provider-error", "login-failed"},
})
