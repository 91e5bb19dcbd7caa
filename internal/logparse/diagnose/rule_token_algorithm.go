package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:       "token-algorithm",
	Title:    Text{"The token is signed with another algorithm than expected", "Токен подписан не тем алгоритмом, которого ждут"},
	About:    Text{"The alg of a token that was issued is not among those its receiver accepts: HS256 against RS256 or ES256.", "alg выданного токена не входит в допустимые у получателя: HS256 вместо RS256 или ES256."},
	Rank:     80,
	Explains: []string{"success-called-failure", "signing-key-not-found", "token-signature", "api-refused-token"},
	Detail:   algorithmDetail,
	Causes: []Text{
		{"The provider signs this client's tokens with another algorithm than the library's default RS256 (LINE, Auth0 and Authentik without a signing key use HS256; Keycloak realms may use ES256 or EdDSA)", "Провайдер подписывает токены этого клиента не RS256, который библиотека ждёт по умолчанию (LINE, Auth0, Authentik без ключа подписи — HS256; realm Keycloak может использовать ES256 или EdDSA)"},
		{"Another token was handed over: Keycloak refresh tokens are HS256/HS512, an application's own session token is HS256", "Передан другой токен: refresh-токены Keycloak — HS256/HS512, собственный токен приложения — HS256"},
	},
	Fixes: []Text{
		{"Set the provider: Auth0 Applications → Advanced Settings → OAuth → JsonWebToken Signature Algorithm RS256; Authentik provider → Signing Key; Keycloak Clients → Advanced → ID token / Access token signature algorithm", "Настройте провайдера: Auth0 Applications → Advanced Settings → OAuth → JsonWebToken Signature Algorithm RS256; Authentik — Signing Key провайдера; Keycloak Clients → Advanced → Access token / ID token signature algorithm"},
		{"Or the client: openid-client and next-auth client: { id_token_signed_response_alg: \"ES256\" }, go-oidc Config.SupportedSigningAlgs, Spring jws-algorithms (NimbusJwtDecoder.jwsAlgorithm), OIDC_RP_SIGN_ALGO of mozilla-django-oidc", "Или клиента: openid-client и next-auth client: { id_token_signed_response_alg: \"ES256\" }, go-oidc Config.SupportedSigningAlgs, Spring jws-algorithms (NimbusJwtDecoder.jwsAlgorithm), OIDC_RP_SIGN_ALGO в mozilla-django-oidc"},
		{"Never accept alg none, and never let the token choose between HS256 and RS256 (RFC 8725 §2.1)", "Никогда не принимайте alg none и не давайте токену выбирать между HS256 и RS256 (RFC 8725 §2.1)"},
	},
	Missing: []Text{{"alg of the token's header and id_token_signing_alg_values_supported of the discovery document", "alg из заголовка токена и id_token_signing_alg_values_supported из discovery"}},
	Refs: []Ref{
		{"RFC 8725 §3.1 algorithm verification", "https://www.rfc-editor.org/rfc/rfc8725#section-3.1"},
		{"OpenID Connect Core §3.1.3.7, step 7", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		return tokenChecked(f, "?token-algorithm", exchange.Issued, func(v *Verdict, message string) {
			if strings.Contains(strings.ToLower(message), "no matching key") { // Nimbus says both in one sentence
				v.Title = Text{"The token's algorithm or key is not as expected", "Алгоритм или ключ токена не тот, что ожидался"}
				v.Causes = append([]Text{{"The key set has no key of this kid: the provider rotated its keys, or jwk-set-uri is another issuer's", "В наборе ключей нет такого kid: провайдер сменил ключи, либо jwk-set-uri указывает на другой issuer"}}, ruleOf("token-algorithm").Causes...)
			}
			if algs := algsIn(message); len(algs) > 0 {
				v.Detail = joinTexts(" ", Text{"Named in the message: " + strings.Join(algs, ", ") + ".", "В сообщении названы: " + strings.Join(algs, ", ") + "."}, algorithmDetail)
			}
		})
	},
})

var algorithmDetail = Text{"The token came; the receiver refuses its signature algorithm (alg) before it looks at the signature. HS256 is symmetric, made with the client secret; RS256, ES256 and EdDSA are asymmetric, checked with the provider's public keys (JWKS).",
	"Токен получен; получатель отвергает алгоритм подписи (alg) ещё до проверки самой подписи. HS256 симметричный, на секрете клиента; RS256, ES256 и EdDSA асимметричные, проверяются открытыми ключами провайдера (JWKS)."}

// algsIn are the signature algorithms a message names, in order.
func algsIn(message string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(message, func(r rune) bool {
		return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}) {
		switch w {
		case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "HS256", "HS384", "HS512", "none":
			if w != "none" || len(out) > 0 {
				out = appendNew(out, []string{w})
			}
		}
	}
	return out
}
