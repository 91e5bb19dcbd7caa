package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "token-answer-unreadable",
	Title:   Text{"The token endpoint answered, but not with JSON", "Token endpoint ответил не JSON-ом"},
	About:   Text{"A client could not parse the token endpoint's answer: an empty body, a page, a fault of the server. ASP.NET Core names its status and content type.", "Клиент не смог разобрать ответ token endpoint: пустое тело, страница, сбой сервера. ASP.NET Core называет статус и тип содержимого."},
	Rank:    78,
	Outcome: exchange.WrongBody,
	Detail:  Text{"The code was sent to the token endpoint, and the answer is not the JSON of RFC 6749. Status and Content-Type, where the message gives them, tell why: 5xx with an empty body is a fault of the server or of the proxy before it, 4xx or 200 with text/html is a page from a wrong URL.", "Код отправлен на token endpoint, а ответ — не JSON по RFC 6749. Почему, скажут статус и Content-Type, если они есть в сообщении: 5xx с пустым телом — сбой сервера или прокси перед ним, 4xx или 200 с text/html — страница с неверного URL."},
	Causes: []Text{
		{"The authorization server failed on the request (status 500: unhandled exception, database, signing key); its own log has the reason", "Сервер авторизации упал на запросе (статус 500: исключение, база, ключ подписи); причина в его логе"},
		{"The token endpoint URL is wrong or a proxy or login page answers in its place", "URL token endpoint неверен, или вместо него отвечает прокси или страница входа"},
	},
	Fixes: []Text{
		{"Look into the log of the authorization server for the same second; on IIS check that the signing certificate is readable by the application pool", "Посмотрите лог сервера авторизации за ту же секунду; в IIS проверьте, что сертификат подписи доступен пулу приложения"},
		{"Repeat the token request with curl -i and read status, Content-Type and body", "Повторите запрос токена через curl -i и прочитайте статус, Content-Type и тело"},
	},
	Missing: []Text{
		{"Status, Content-Type and body of the token answer", "Статус, Content-Type и тело ответа token endpoint"},
	},
	Refs:     []Ref{{"RFC 6749 §5.1 successful response", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	Explains: []string{"answer-hidden", "answer-not-json", "provider-outage"},
})
