package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
)

// bareErrors say what an error code of the RFCs stands for in practice when neither its description nor the provider says
// more: most answers are of that kind.
var bareErrors = map[string]struct {
	detail        Text
	causes, fixes []Text
}{
	"invalid_grant": {
		Text{"The client was accepted; what it wanted to exchange was not: the authorization code, the refresh token, the assertion or the user's password. The error code alone does not say why.",
			"Клиент принят, а то, что он обменивал, — нет: код авторизации, refresh-токен, assertion или пароль пользователя. Сам код ошибки не говорит почему."},
		[]Text{
			{"Authorization code: redeemed a second time (reload, double callback, retry), older than its lifetime (often 60 seconds to 10 minutes), cut or decoded on the way", "Код авторизации: обменян второй раз (перезагрузка, двойной callback, повтор), старше срока (обычно от 60 секунд до 10 минут), обрезан или декодирован по дороге"},
			{"Authorization code: redirect_uri of the token request is not exactly the one of the authorization request, or code_verifier does not fit the code_challenge", "Код авторизации: redirect_uri запроса токена не совпадает в точности с запросом авторизации, либо code_verifier не соответствует code_challenge"},
			{"Refresh token: expired, revoked (logout, password change, withdrawn consent) or rotated: an older one was sent again; the user must log in again", "Refresh-токен: истёк, отозван (выход, смена пароля, отзыв согласия) или заменён при ротации, а отправлен старый; нужен новый вход"},
			{"Password: user name or password is wrong, the account is locked or needs a second factor, or the user is of another realm or directory", "Пароль: неверны имя или пароль, учётная запись заблокирована или требует второго фактора, либо пользователь из другого realm или каталога"},
			{"Assertion: its clock, audience or signing key", "Assertion: часы, audience или ключ подписи"},
			{"It belongs to another client_id, tenant or environment", "Он принадлежит другому client_id, tenant или среде"},
		},
		[]Text{
			{"Code: start a new login and redeem the code once, at once, with the same client_id, redirect_uri and code_verifier", "Код: начните новый вход и обменяйте код один раз, сразу, с теми же client_id, redirect_uri и code_verifier"},
			{"Refresh: store the newest refresh token of every answer, refresh in one place only, and send the user to a new login on invalid_grant", "Обновление: сохраняйте новейший refresh-токен из каждого ответа, обновляйте в одном месте, а при invalid_grant отправляйте пользователя на новый вход"},
			{"Password: log in with the same name and password on the provider's own page in the browser", "Пароль: войдите с теми же именем и паролем на странице самого провайдера в браузере"},
			{"Read error_description and the server's own log of this second: they tell which of these it is", "Прочитайте error_description и лог сервера за эту секунду: они скажут, что именно"},
		},
	},
	"invalid_client": {
		Text{"The client could not be authenticated: client_id unknown here, client secret wrong, missing or expired, or sent by another method (Basic header, form body, signed JWT) than the client is registered for. The code and the user were not looked at.",
			"Клиент не прошёл аутентификацию: client_id здесь неизвестен, client secret неверен, отсутствует или истёк либо передан не тем способом (заголовок Basic, тело формы, подписанный JWT), для которого клиент зарегистрирован. До кода и пользователя дело не дошло."},
		[]Text{
			{"The secret is wrong: copied with a blank or cut, rotated or expired, of another app or environment, or the secret's ID in place of its value", "Секрет неверен: скопирован с пробелом или обрезан, сменён или истёк, от другого приложения или среды, либо вместо значения взят ID секрета"},
			{"No credentials arrived: the environment variable is empty, a public client is expected to be confidential, the body is JSON in place of a form, or a proxy drops the Authorization header", "Учётные данные не пришли: пустая переменная окружения, публичный клиент должен быть конфиденциальным, тело — JSON вместо формы, либо прокси удаляет заголовок Authorization"},
			{"client_id does not exist at this server, realm, tenant or region, or the client is disabled", "client_id не существует на этом сервере, в realm, tenant или регионе, либо клиент отключён"},
			{"The authentication method differs: client_secret_basic against client_secret_post, private_key_jwt, none (PKCE)", "Отличается способ аутентификации: client_secret_basic вместо client_secret_post, private_key_jwt, none (PKCE)"},
		},
		[]Text{
			{"Copy client_id and secret anew from the provider's console and print their lengths in the app; URL-encode both before Basic (RFC 6749 §2.3.1)", "Скопируйте client_id и секрет заново из консоли провайдера и напечатайте их длины в приложении; перед Basic закодируйте оба (RFC 6749 §2.3.1)"},
			{"Set the client's token endpoint authentication method to what the client sends; a SPA or mobile app is a public client without a secret, with PKCE", "Задайте клиенту тот token endpoint authentication method, которым он пользуется; SPA и мобильное приложение — публичный клиент без секрета, с PKCE"},
			{"Send Content-Type application/x-www-form-urlencoded to the token endpoint of the right tenant", "Отправляйте Content-Type application/x-www-form-urlencoded на token endpoint нужного tenant"},
		},
	},
	"unauthorized_client": {
		Text{"The server knows the client and does not allow it this request: this grant type or response type is off for it, or (Keycloak, Auth0, Google and others) its secret is wrong or the refresh token is not its own.",
			"Сервер знает клиента, но этот запрос ему не разрешает: для него выключен этот grant type или response type, либо (Keycloak, Auth0, Google и другие) неверен секрет или refresh-токен чужой."},
		[]Text{
			{"The grant (authorization code, client credentials, password, refresh token, device code) is not enabled for this client", "Этот grant (authorization code, client credentials, password, refresh token, device code) не включён для клиента"},
			{"Client id and secret do not belong together, or the code or refresh token was issued to another client", "Client id и секрет не от одной пары, либо код или refresh-токен выдан другому клиенту"},
			{"The app is not approved for this user, scope, tenant or account type (test users, domain-wide delegation, multi-tenant)", "Приложение не одобрено для этого пользователя, scope, tenant или типа учётной записи (тестовые пользователи, domain-wide delegation, multi-tenant)"},
		},
		[]Text{
			{"Enable the grant in the client's registration: Auth0 Advanced Settings → Grant Types, Keycloak Capability config, Cognito App client → Allowed OAuth flows, Okta Grant type", "Включите grant в регистрации клиента: Auth0 Advanced Settings → Grant Types, Keycloak Capability config, Cognito App client → Allowed OAuth flows, Okta Grant type"},
			{"Use client id, secret and token of one registration", "Используйте client id, секрет и токен одной регистрации"},
		},
	},
	"invalid_request": {
		Text{"The request is malformed for this server: a required parameter is missing, stands twice or has a value that is not allowed, or the body was not read because it is not form-urlencoded. Client and user were not judged.",
			"Для этого сервера запрос составлен неверно: обязательного параметра нет, он стоит дважды или имеет недопустимое значение, либо тело не прочитано, потому что оно не form-urlencoded. Клиент и пользователь не проверялись."},
		[]Text{
			{"A parameter is missing or empty: grant_type, code, redirect_uri, client_id, code_verifier, response_type, scope", "Параметра нет, или он пуст: grant_type, code, redirect_uri, client_id, code_verifier, response_type, scope"},
			{"The token request is sent as JSON, multipart or in the query string in place of application/x-www-form-urlencoded, so nothing of it is seen", "Запрос токена отправлен как JSON, multipart или в строке запроса вместо application/x-www-form-urlencoded, и сервер его не видит"},
			{"redirect_uri is not registered, uses http, or is encoded twice; or PKCE (code_challenge) is required", "redirect_uri не зарегистрирован, использует http или закодирован дважды; либо требуется PKCE (code_challenge)"},
			{"A parameter stands twice, or credentials come both in the header and in the body", "Параметр стоит дважды, либо учётные данные пришли и в заголовке, и в теле"},
		},
		[]Text{
			{"Print the request as it was sent (URL, Content-Type, body without secrets) and compare it parameter by parameter with the provider's documentation", "Напечатайте запрос, каким он ушёл (URL, Content-Type, тело без секретов), и сравните по параметрам с документацией провайдера"},
			{"Read error_description: most servers name the parameter there", "Прочитайте error_description: там большинство серверов называют параметр"},
		},
	},
	"invalid_token": {
		Text{"A resource (API, userinfo) was called with an access token that it does not accept: expired, revoked, malformed, of another issuer or meant for another audience (RFC 6750). The token had been issued before.",
			"Ресурс (API, userinfo) вызван с access-токеном, который он не принимает: истёк, отозван, испорчен, другого issuer или для другой аудитории (RFC 6750). Раньше токен был выдан."},
		[]Text{
			{"The token has expired, or the session or consent behind it was revoked", "Токен истёк, либо отозваны сессия или согласие за ним"},
			{"An ID token, a refresh token or a token of another provider or audience was sent in place of the access token", "Вместо access-токена отправлен ID-токен, refresh-токен или токен другого провайдера либо аудитории"},
			{"The resource server checks another issuer or key set, or its clock is off", "Сервер ресурса проверяет другой issuer или набор ключей, либо сбились его часы"},
		},
		[]Text{
			{"Decode the token: exp, iss, aud, scope; refresh it and call again with Authorization: Bearer <access_token>", "Декодируйте токен: exp, iss, aud, scope; обновите его и повторите вызов с Authorization: Bearer <access_token>"},
			{"Compare issuer and audience in the resource server's settings with the token's iss and aud", "Сравните issuer и audience в настройках сервера ресурса с iss и aud токена"},
		},
	},
	"unsupported_response_type": {
		Text{"The authorization server does not offer this response_type, or not to this client: code, token, id_token or a combination of them.",
			"Сервер авторизации не предлагает этот response_type — или не предлагает его этому клиенту: code, token, id_token либо их сочетание."},
		[]Text{
			{"The implicit or hybrid flow (token, id_token) is switched off for the client or at the server", "Для клиента или на сервере выключен implicit или hybrid flow (token, id_token)"},
			{"The library's response type is of an old sample, or response_type is empty or misspelt", "Response type в библиотеке взят из старого примера, либо response_type пуст или написан с ошибкой"},
		},
		[]Text{
			{"Use response_type=code with PKCE; compare with response_types_supported in the discovery document", "Используйте response_type=code с PKCE; сравните с response_types_supported в discovery-документе"},
			{"Or enable the flow for the client: Keycloak Implicit flow, Entra Access tokens / ID tokens under Authentication, Okta Implicit", "Или включите flow для клиента: Keycloak Implicit flow, Entra Access tokens / ID tokens в Authentication, Okta Implicit"},
		},
	},
}

// enrich fills in what practice knows of a bare error code; what the catalogue says of it comes first.
func enrich(v *Verdict, e *exchange.Exchange, facts []providers.Fact) {
	bare, ok := bareErrors[strings.ToLower(e.Error.Text)]
	switch {
	case !ok || e.Event != nil || len(facts) > 0 && (facts[0].Pattern != "" || facts[0].Code != ""):
	case len(facts) > 0 && !strings.HasPrefix(facts[0].System, "rfc"):
		v.Causes, v.Fixes = append(v.Causes, bare.causes...), append(v.Fixes, bare.fixes...)
	default:
		v.Detail, v.Causes, v.Fixes = bare.detail, bare.causes, bare.fixes
	}
}
