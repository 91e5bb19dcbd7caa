package diagnose

var _ = register(Rule{
	ID:       "token-encrypted",
	Title:    Text{"The token is encrypted and its receiver has no key", "Токен зашифрован, а у получателя нет ключа"},
	About:    Text{"A token of five parts (JWE) that the client or the API cannot decrypt: encryption is switched on at the provider, the private key is missing or another.", "Токен из пяти частей (JWE), который клиент или API не может расшифровать: у провайдера включено шифрование, закрытого ключа нет или он другой."},
	Rank:     76,
	Explains: []string{"success-called-failure", "jwt-malformed"},
	Detail: Text{"The provider issued the token encrypted (JWE, RFC 7516): only the holder of the right private key or shared secret reads the claims. The receiver expects a signed JWT or has another key.",
		"Провайдер выдал токен зашифрованным (JWE, RFC 7516): утверждения прочтёт лишь владелец нужного закрытого ключа или общего секрета. Получатель ждёт подписанный JWT или имеет другой ключ."},
	Causes: []Text{
		{"Encryption of the ID token or access token is switched on for this client: id_token_encrypted_response_alg, Keycloak Keys tab (Use JWKS), Authentik encryption key, OpenIddict's default for access tokens", "Для клиента включено шифрование ID-токена или access-токена: id_token_encrypted_response_alg, вкладка Keys в Keycloak (Use JWKS), ключ шифрования Authentik, OpenIddict шифрует access-токены по умолчанию"},
		{"The receiver's private key was rotated or was never set", "Закрытый ключ получателя сменён или не задан"},
		{"Auth0 without an audience: the access token is a JWE only Auth0 itself can read", "Auth0 без audience: access-токен — JWE, который читает лишь сам Auth0"},
	},
	Fixes: []Text{
		{"Switch the encryption off at the provider (OpenIddict: options.DisableAccessTokenEncryption(); Authentik: clear Encryption Key; Keycloak: empty ID token encryption algorithm under Advanced), or", "Отключите шифрование у провайдера (OpenIddict: options.DisableAccessTokenEncryption(); Authentik: уберите Encryption Key; Keycloak: пустой ID token encryption algorithm в Advanced) либо"},
		{"give the receiver the key: TokenDecryptionKey of TokenValidationParameters, jwks with private keys in openid-client, oidc_jwe keys of the library", "дайте получателю ключ: TokenDecryptionKey в TokenValidationParameters, jwks с закрытыми ключами в openid-client, ключи JWE библиотеки"},
		{"Auth0: add audience=<API identifier> to the authorization request", "Auth0: добавьте audience=<идентификатор API> в запрос авторизации"},
	},
	Missing: []Text{{"The header of the token (first part): alg and enc, and kid", "Заголовок токена (первая часть): alg, enc и kid"}},
	Refs:    []Ref{{"RFC 7516 JSON Web Encryption", "https://www.rfc-editor.org/rfc/rfc7516"}, {"OpenID Connect Core §10.2 encryption", "https://openid.net/specs/openid-connect-core-1_0.html#Encryption"}},
})
