package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "callback-issuer-missing",
	Title:   Text{"The authorization response lacks the issuer (iss)", "В ответе авторизации нет issuer (iss)"},
	About:   Text{"A client that expects iss in the authorization response (RFC 9207) did not find it.", "Клиент, ожидающий iss в ответе авторизации (RFC 9207), его не нашёл."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The server's metadata says that it sends iss in the authorization response (authorization_response_iss_parameter_supported), which protects from mix-up attacks; the callback came without it, or the tool that received the redirect dropped it. The client stops before it redeems the code.", "Метаданные сервера обещают iss в ответе авторизации (authorization_response_iss_parameter_supported) — защиту от mix-up; callback пришёл без него, либо его потерял принявший redirect код. Клиент останавливается до обмена кода."},
	Causes: []Text{
		{"The code that receives the redirect hands on only code and state, without iss", "Код, принимающий redirect, передаёт дальше только code и state, без iss"},
		{"The server announces iss and does not send it (a proxy or an old version)", "Сервер объявляет iss, но не присылает (прокси или старая версия)"},
	},
	Fixes: []Text{
		{"Pass all parameters of the callback URL to the library: openid-client callbackParams(req), oauth4webapi validateAuthResponse(as, client, url)", "Передавайте библиотеке все параметры callback: openid-client callbackParams(req), oauth4webapi validateAuthResponse(as, client, url)"},
		{"Look at the callback URL: is iss= there? If not, correct or drop authorization_response_iss_parameter_supported in the server's metadata", "Посмотрите URL callback: есть ли iss=? Если нет, исправьте или уберите authorization_response_iss_parameter_supported в метаданных сервера"},
	},
	Refs:     []Ref{{"RFC 9207 issuer identification", "https://www.rfc-editor.org/rfc/rfc9207"}},
	Explains: []string{"callback-issuer-mismatch"},
})
