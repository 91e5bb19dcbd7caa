package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "signing-key-not-found",
	Title:    Text{"No key in the key set (JWKS) fits the token's kid", "В наборе ключей (JWKS) нет ключа с kid токена"},
	About:    Text{"The validator has a key set, but none of its keys has the kid of the token: keys rotated, a stale cache, keys of another issuer, or a token of another provider.", "У проверяющего есть набор ключей, но ключа с kid токена в нём нет: ротация, устаревший кэш, ключи другого издателя или токен другого провайдера."},
	Rank:     76,
	Explains: []string{"success-called-failure", "token-signature", "api-refused-token"},
	Detail: Text{"The token was issued; whoever checks its signature looks the key up by kid in the provider's key set (JWKS) and finds none. The signature itself was not judged.",
		"Токен выдан; проверяющий ищет ключ подписи по kid в наборе ключей провайдера (JWKS) и не находит. Сама подпись не проверялась."},
	Causes: []Text{
		{"The provider rotated its keys (or was reinstalled with new ones) and the validator still has the old key set in its cache", "Провайдер сменил ключи (или переустановлен с новыми), а у проверяющего в кэше старый набор"},
		{"The key set belongs to another issuer than the token: another realm, tenant, environment or authorization server; Entra v1 against v2 discovery; an app-specific key (Entra: ?appid=)", "Набор ключей другого издателя: другой realm, tenant, среда или сервер авторизации; discovery Entra v1 вместо v2; ключ приложения (Entra: ?appid=)"},
		{"The key set could not be fetched: the validator has no keys at all (proxy, TLS, wrong jwks_uri, MetadataAddress)", "Набор ключей не удалось загрузить, ключей нет вообще (прокси, TLS, неверный jwks_uri, MetadataAddress)"},
		{"The token is not of this provider: an own session token, a Microsoft Graph access token, an HS256 token without kid", "Токен не этого провайдера: собственный токен сессии, токен Microsoft Graph, HS256 без kid"},
	},
	Fixes: []Text{
		{"Fetch the jwks_uri of the token's own iss (iss + /.well-known/openid-configuration) and look for the kid: there, the cache is stale; not there, the wrong provider is configured", "Откройте jwks_uri издателя из iss токена (iss + /.well-known/openid-configuration) и поищите kid: есть — устарел кэш; нет — настроен не тот провайдер"},
		{"Restart the validator once, then let it refetch on an unknown kid: RefreshOnIssuerKeyNotFound, jwks-rsa cacheMaxAge and jwksRequestsPerMinute, PyJWKClient lifespan, Keycloak adapter min-time-between-jwks-requests", "Один раз перезапустите проверяющего, затем разрешите перечитывать набор при незнакомом kid: RefreshOnIssuerKeyNotFound, jwks-rsa cacheMaxAge и jwksRequestsPerMinute, PyJWKClient lifespan, min-time-between-jwks-requests адаптера Keycloak"},
		{"When rotating, publish the new key before signing with it, and keep the old one (Keycloak: passive) until its tokens expire", "При ротации публикуйте новый ключ заранее, а старый держите (Keycloak: passive), пока живы его токены"},
	},
	Leads: []Lead{
		{Signs: []string{"jwks []", "jwks: []", "\"keys\":[]", "\"keys\": []"}, Cause: "could not be fetched"},
		{Signs: []string{"keys for realm", "new signing key", "rotated", "rotating"}, Cause: "rotated its keys"},
		{Signs: []string{"jwks []"}, Cause: "could not be fetched"},
	},
	Missing: []Text{{"The token's header (kid, alg) and iss, and the kids in the key set the validator uses", "Заголовок токена (kid, alg) и iss, а также kid ключей в наборе проверяющего"}},
	Refs: []Ref{
		{"OpenID Connect Core §10.1.1 rotation of signing keys", "https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys"},
		{"RFC 7517 §4.5 kid", "https://www.rfc-editor.org/rfc/rfc7517#section-4.5"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		return tokenChecked(f, "?signing-key-not-found", exchange.Rejected, nil)
	},
})
