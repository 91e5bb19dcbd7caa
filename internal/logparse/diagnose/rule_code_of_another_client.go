package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "code-of-another-client",
	Title:   Text{"The code belongs to another client or app", "Код выдан другому клиенту или приложению"},
	About:   Text{"A code is bound to the client_id it was asked with; the server does not take it from another one.", "Код привязан к client_id, с которым его просили; от другого сервер его не примет."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"The server does not accept this code from this client: it was issued to another client_id (AppID, tenant, platform) than the one that redeems it, or is no valid code at all. A refused code is used up in many systems, so a second call with the same code reports it as already used.",
		"Сервер не принимает этот код от этого клиента: он выдан другому client_id (AppID, tenant, платформе) или вообще неверен. У многих систем отклонённый код расходуется, и второй вызов с тем же кодом сообщает, что он уже использован."},
	Causes: []Text{
		{"AppID and secret of the token request are not the pair of the app that asked for the code: mobile app and web or official account each have an app id of their own", "AppID и секрет в запросе токена — не пара того приложения, что просило код: у мобильного приложения, сайта и официального аккаунта свои AppID"},
		{"The front end uses one client_id and the back end another (environments mixed, test against production)", "Фронтенд использует один client_id, бэкенд — другой (смешаны окружения, тест и прод)"},
		{"The code was consumed by an earlier request: codes are single-use", "Код израсходован прежним запросом: коды одноразовые"},
		{"It is a code of another kind of login (mini program, QR code, device code)", "Это код другого вида входа (мини-программа, QR, device code)"},
	},
	Fixes: []Text{
		{"Use the same client_id (AppID) with its own secret in both steps", "Используйте в обоих шагах один client_id (AppID) с его собственным секретом"},
		{"Get a new code for every attempt; a retry with the same code cannot work", "Получайте новый код на каждую попытку: повтор с тем же кодом не сработает"},
		{"Compare the client_id in the authorization URL with the one of the token request", "Сравните client_id в URL авторизации и в запросе токена"},
	},
	Missing:  []Text{{"client_id (AppID) of the authorization request and of the token request", "client_id (AppID) запроса авторизации и запроса токена"}},
	Refs:     []Ref{{"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}, {"WeChat: Open Platform OAuth", "https://developers.weixin.qq.com/doc/oplatform/en/Mobile_App/WeChat_Login/Development_Guide.html"}},
	Explains: []string{"provider-error", "code-redeemed-twice", "code-not-valid"},
})
