package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "appauth-id-token-rejected",
	Title:    Text{"AppAuth refused the ID token of a good token response", "AppAuth отверг ID-токен исправного ответа"},
	About:    Text{"AppAuth (Android, iOS, React Native, Flutter) reports its own ID-token check as a failed token request: “Invalid ID Token”, type 0 code 9, with no OAuth error from the server.", "AppAuth (Android, iOS, React Native, Flutter) сообщает о собственной проверке ID-токена как о неудачном запросе: «Invalid ID Token», type 0 code 9, без ошибки OAuth от сервера."},
	Rank:     78,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"error is null: the server sent no OAuth error, it returned a complete token response. The library then validated the id_token locally and refused it, most often because of the nonce.",
		"error равен null: сервер не прислал ошибку OAuth, ответ с токенами полный. Затем библиотека локально проверила id_token и отвергла его, чаще всего из-за nonce."},
	Causes: []Text{
		{"The nonce: the app calls authorize() and token() separately and does not hand the nonce of the first to the second, so the client-side check finds another one or none", "Nonce: приложение вызывает authorize() и token() отдельно и не передаёт nonce первого во второй, и проверка клиента находит другой или никакого"},
		{"The issuer in the token is not the configured one (http or https, a trailing slash, an emulator address such as 10.0.2.2), or is not https", "Issuer в токене не тот, что в настройках (http или https, косая черта в конце, адрес эмулятора вроде 10.0.2.2), или не https"},
		{"The clock of the phone is more than ten minutes off: iat too far from now, or the token already expired", "Часы телефона отстают или спешат больше чем на десять минут: iat далеко от текущего времени или токен уже истёк"},
		{"aud does not hold this client_id", "В aud нет этого client_id"},
	},
	Fixes: []Text{
		{"flutter_appauth: use authorizeAndExchangeCode(), or pass the nonce on: TokenRequest(…, nonce: authorizationResponse.nonce, codeVerifier: …)", "flutter_appauth: вызывайте authorizeAndExchangeCode() или передайте nonce: TokenRequest(…, nonce: authorizationResponse.nonce, codeVerifier: …)"},
		{"AppAuth-Android: build the request with AuthorizationResponse.createTokenExchangeRequest(); AppAuth-iOS: tokenExchangeRequest() of the OIDAuthorizationResponse", "AppAuth-Android: стройте запрос через AuthorizationResponse.createTokenExchangeRequest(); AppAuth-iOS: tokenExchangeRequest() объекта OIDAuthorizationResponse"},
		{"For a development server over http set skipIssuerHttpsCheck (Android: AppAuthConfiguration.Builder) or allowInsecureConnections; set the phone's clock to network time", "Для сервера разработки по http включите skipIssuerHttpsCheck (Android: AppAuthConfiguration.Builder) или allowInsecureConnections; на телефоне включите сетевое время"},
	},
	Missing: []Text{{"The “Caused by: …IdTokenException” line (Android) or NSUnderlyingError (iOS): it names nonce, issuer, audience or time", "Строка «Caused by: …IdTokenException» (Android) или NSUnderlyingError (iOS): там сказано, nonce, issuer, audience или время"}},
	Refs: []Ref{
		{"AppAuth-Android", "https://github.com/openid/AppAuth-Android"},
		{"OpenID Connect Core §3.1.3.7 ID token validation", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"},
	},
})
