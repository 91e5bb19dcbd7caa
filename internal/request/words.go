package request

import (
	"slices"

	"grantlens/internal/providers"
)

// What the form says of itself. The parameters of the grants are explained in the profiles; these are the rest.

type stepText struct{ title, help, address words }

var stepTexts = map[string]stepText{
	StepPAR: {words{"Push the request (PAR)", "Отправить запрос заранее (PAR)"},
		words{"The parameters go to the server first, with client authentication; the browser then carries request_uri alone (RFC 9126).", "Параметры сначала уходят на сервер с аутентификацией клиента; браузер затем несёт только request_uri (RFC 9126)."},
		words{"Pushed authorization request endpoint: pushed_authorization_request_endpoint of the metadata.", "Endpoint для PAR: pushed_authorization_request_endpoint в метаданных."}},
	StepAuthorize: {words{"Log in in the browser", "Вход в браузере"},
		words{"This address is opened in the browser, never fetched; the answer comes back to redirect_uri.", "Этот адрес открывают в браузере, а не запрашивают; ответ приходит на redirect_uri."},
		words{"Authorization endpoint: authorization_endpoint of the metadata.", "Authorization endpoint: authorization_endpoint в метаданных."}},
	StepDevice: {words{"Ask for a user code", "Запросить код пользователя"},
		words{"Answers device_code for the client, and user_code with verification_uri for the person (RFC 8628).", "Отвечает device_code для клиента и user_code с verification_uri для человека (RFC 8628)."},
		words{"Device authorization endpoint: device_authorization_endpoint of the metadata.", "Device authorization endpoint: device_authorization_endpoint в метаданных."}},
	StepCIBA: {words{"Ask the person's device", "Запросить подтверждение на устройстве"},
		words{"The server asks the person on their own device; answers auth_req_id and the interval to poll in (CIBA Core).", "Сервер спрашивает человека на его устройстве; отвечает auth_req_id и интервалом опроса (CIBA Core)."},
		words{"Backchannel authentication endpoint: backchannel_authentication_endpoint of the metadata.", "Backchannel authentication endpoint: backchannel_authentication_endpoint в метаданных."}},
	StepToken: {words{"Get the tokens", "Получить токены"},
		words{"A form by POST to the token endpoint (RFC 6749 section 3.2).", "Форма методом POST на token endpoint (RFC 6749, раздел 3.2)."},
		words{"Token endpoint: token_endpoint of the metadata.", "Token endpoint: token_endpoint в метаданных."}},
	StepDiscovery: {words{"Read the metadata", "Прочитать метаданные"},
		words{"The server's own list of its endpoints and abilities (OpenID Connect Discovery, RFC 8414).", "Собственный список endpoint и возможностей сервера (OpenID Connect Discovery, RFC 8414)."},
		words{"Address of the metadata document.", "Адрес документа метаданных."}},
	StepJWKS: {words{"Read the signing keys", "Прочитать ключи подписи"},
		words{"The public keys that tokens are verified with (RFC 7517).", "Открытые ключи, которыми проверяют токены (RFC 7517)."},
		words{"Address of the key set: jwks_uri of the metadata.", "Адрес набора ключей: jwks_uri в метаданных."}},
	StepUserInfo: {words{"Ask who the user is", "Спросить, кто пользователь"},
		words{"Claims of the user behind an access token that has the scope openid (OpenID Connect Core 5.3).", "Данные пользователя по access-токену со scope openid (OpenID Connect Core 5.3)."},
		words{"UserInfo endpoint: userinfo_endpoint of the metadata.", "UserInfo endpoint: userinfo_endpoint в метаданных."}},
	StepIntrospect: {words{"Ask whether a token is active", "Спросить, действует ли токен"},
		words{"Answers active true or false; false also for a token this client may not see (RFC 7662).", "Отвечает active true или false; false и для токена, который этому клиенту видеть нельзя (RFC 7662)."},
		words{"Introspection endpoint: introspection_endpoint of the metadata.", "Introspection endpoint: introspection_endpoint в метаданных."}},
	StepRevoke: {words{"Revoke a token", "Отозвать токен"},
		words{"Answers 200 for a token it does not know too (RFC 7009).", "Отвечает 200 и на неизвестный токен (RFC 7009)."},
		words{"Revocation endpoint: revocation_endpoint of the metadata.", "Revocation endpoint: revocation_endpoint в метаданных."}},
	StepLogout: {words{"Log out in the browser", "Выход в браузере"},
		words{"This address is opened in the browser; it ends the session there (OpenID Connect RP-Initiated Logout).", "Этот адрес открывают в браузере; он завершает сеанс (OpenID Connect RP-Initiated Logout)."},
		words{"Logout endpoint: end_session_endpoint of the metadata.", "Endpoint выхода: end_session_endpoint в метаданных."}},
}

var (
	noEndpoint    = words{"The profile has none here: take it from the discovery document or the documentation.", "В профиле его нет: возьмите из документа discovery или документации."}
	clientIDHelp  = words{"Identifies the client at the provider.", "Идентификатор клиента у провайдера."}
	secretHelp    = words{"Secret of the client, as issued. Never in a browser or an app that people install.", "Секрет клиента, как выдан. Никогда не в браузере и не в устанавливаемом приложении."}
	secretJWTHelp = words{"The client secret: the assertion is signed with it by HMAC and it is not sent.", "Секрет клиента: им подписывается assertion (HMAC), сам он не передаётся."}
	keyHelp       = words{"Private key of the client, PEM or JWK. It stays in this page's worker; the server must know the public key.", "Закрытый ключ клиента, PEM или JWK. Остаётся в worker этой страницы; сервер должен знать открытый ключ."}
	algHelp       = words{"Algorithm of the signature; the server may allow one only.", "Алгоритм подписи; сервер может разрешать только один."}
	kidHelp       = words{"Id of the key in the client's JWKS at the server; empty: its thumbprint (RFC 7638).", "Id ключа в JWKS клиента на сервере; пусто: его отпечаток (RFC 7638)."}
	audHelp       = words{"aud of the assertion: the issuer, as newer specifications demand (FAPI 2.0, the revision of RFC 7523), or the URL of the token endpoint, which older servers want.", "aud в assertion: issuer, как требуют новые спецификации (FAPI 2.0, пересмотр RFC 7523), или URL token endpoint, которого ждут старые серверы."}
	dpopHelp      = words{"Bind the token to a fresh key with a DPoP proof (RFC 9449); the server may answer use_dpop_nonce, then the request is repeated with its nonce.", "Привязать токен к новому ключу с помощью DPoP proof (RFC 9449); сервер может ответить use_dpop_nonce, тогда запрос повторяют с его nonce."}
	discoveryHelp = words{"An issuer with a path has the OpenID Connect document behind the path, and that of RFC 8414 between host and path.", "У issuer с путём документ OpenID Connect лежит после пути, а документ RFC 8414 — между хостом и путём."}
	tlsNote       = words{"tls_client_auth is not relayed: the certificate is a part of the TLS connection, and its private key would have to be handed over. Use the curl command on the machine that has the key.", "tls_client_auth через relay не передаётся: сертификат — часть TLS-соединения, пришлось бы отдать его закрытый ключ. Используйте команду curl на машине, где лежит ключ."}
)

// otherEndpoints are the parameters of the endpoints beside the grants.
var otherEndpoints = map[string][]providers.Param{
	StepDiscovery: nil,
	StepJWKS:      nil,
	StepUserInfo: {{Name: "access_token", At: StepUserInfo, Required: true,
		Help: providers.Text{EN: "Sent in the header Authorization, not as a parameter.", RU: "Передаётся в заголовке Authorization, а не параметром."}}},
	StepIntrospect: {
		{Name: "token", At: StepIntrospect, Required: true, Help: providers.Text{EN: "The token asked about.", RU: "Токен, о котором спрашивают."}},
		{Name: "token_type_hint", At: StepIntrospect, Help: providers.Text{EN: "Where the server should look first.", RU: "Где серверу искать сначала."}}},
	StepRevoke: {
		{Name: "token", At: StepRevoke, Required: true, Help: providers.Text{EN: "The token to revoke. With a refresh token its access tokens usually end too.", RU: "Отзываемый токен. Вместе с refresh token обычно отзываются и его access-токены."}},
		{Name: "token_type_hint", At: StepRevoke, Help: providers.Text{EN: "Where the server should look first.", RU: "Где серверу искать сначала."}}},
	StepLogout: {
		{Name: "id_token_hint", At: StepLogout, Help: providers.Text{EN: "The ID token of the session, also an expired one; without it the server asks the person.", RU: "ID-токен сеанса, можно истёкший; без него сервер спросит человека."}},
		{Name: "post_logout_redirect_uri", At: StepLogout, Help: providers.Text{EN: "Where the browser goes afterwards; must be registered, and needs id_token_hint or client_id.", RU: "Куда браузер перейдёт потом; должен быть зарегистрирован, нужен id_token_hint или client_id."}},
		{Name: "state", At: StepLogout, Help: providers.Text{EN: "Comes back to post_logout_redirect_uri.", RU: "Вернётся на post_logout_redirect_uri."}},
		{Name: "logout_hint", At: StepLogout, Help: providers.Text{EN: "Who is to be logged out.", RU: "Кого выводить."}},
		{Name: "ui_locales", At: StepLogout, Help: providers.Text{EN: "Languages of the pages, such as ru en.", RU: "Языки страниц, например ru en."}}},
}

// common are the parameters of a grant that every profile may use, beside those of the standard in oauth2.json.
var common = map[string][]providers.Param{
	GrantCode: {
		{Name: "request_uri", At: StepAuthorize, Help: providers.Text{EN: "From the PAR answer; with it only client_id is sent beside.", RU: "Из ответа PAR; вместе с ним передаётся только client_id."}},
		{Name: "dpop_jkt", At: StepAuthorize, Help: providers.Text{EN: "Thumbprint of the DPoP key: binds the code to it as well (RFC 9449 section 10).", RU: "Отпечаток ключа DPoP: привязывает к нему и код (RFC 9449, раздел 10)."}},
	},
	GrantRefresh: {
		{Name: "resource", At: StepToken, Help: providers.Text{EN: "Address of the API the token is for (RFC 8707).", RU: "Адрес API, для которого нужен токен (RFC 8707)."}},
	},
	GrantCIBA: {
		{Name: "login_hint_token", At: StepCIBA, Help: providers.Text{EN: "A token that says who is asked, instead of login_hint.", RU: "Токен о том, кого спросить, вместо login_hint."}},
		{Name: "id_token_hint", At: StepCIBA, Help: providers.Text{EN: "An ID token issued before, instead of login_hint.", RU: "Ранее выданный ID-токен вместо login_hint."}},
		{Name: "user_code", At: StepCIBA, Help: providers.Text{EN: "A secret of the person, where the server asks for one.", RU: "Секрет пользователя, если сервер его требует."}},
		{Name: "requested_expiry", At: StepCIBA, Help: providers.Text{EN: "Lifetime of the request in seconds.", RU: "Срок запроса в секундах."}},
	},
}

// withCommon are the parameters of a grant with the common ones; those of PKCE leave where the provider has no PKCE.
func withCommon(g providers.Grant) []providers.Param {
	params := slices.Clone(g.Params)
	for _, c := range common[g.Type] {
		if !slices.ContainsFunc(params, func(p providers.Param) bool { return p.Name == c.Name && p.At == c.At }) {
			params = append(params, c)
		}
	}
	if g.PKCE == "unsupported" {
		params = slices.DeleteFunc(params, func(p providers.Param) bool {
			return p.Name == "code_challenge" || p.Name == "code_challenge_method" || p.Name == "code_verifier"
		})
	}
	return params
}

// suggestions are usual values of parameters that are free.
var suggestions = map[string][]string{
	"prompt":        {"login", "consent", "select_account", "none", "create"},
	"response_type": {"code", "code id_token", "id_token", "id_token token"},
}

var tokenTypes = []string{"access_token", "refresh_token", "id_token", "jwt", "saml2", "saml1"}

// optionsOf are the values a parameter may have; nil when it is free.
func optionsOf(name, lang string) []Option {
	plain := func(values ...string) []Option {
		options := make([]Option, len(values))
		for i, v := range values {
			options[i] = Option{v, v}
			if v == "" {
				options[i].Label = words{"not sent", "не передаётся"}.in(lang)
			}
		}
		return options
	}
	switch name {
	case "code_challenge_method":
		return plain("S256", "plain")
	case "response_mode":
		return plain("", "query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt")
	case "algorithm":
		return plain("GOST", "RSA")
	case "token_type_hint":
		return plain("", "access_token", "refresh_token")
	case "subject_token_type", "actor_token_type", "requested_token_type":
		options := plain("")
		for _, t := range tokenTypes {
			urn := "urn:ietf:params:oauth:token-type:" + t
			options = append(options, Option{urn, t})
		}
		if name == "subject_token_type" {
			options = options[1:]
		}
		return options
	}
	return nil
}
