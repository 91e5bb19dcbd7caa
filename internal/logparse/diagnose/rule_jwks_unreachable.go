package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "jwks-unreachable",
	Title:   Text{"The signing keys (JWKS) could not be fetched", "Не удалось получить ключи подписи (JWKS)"},
	About:   Text{"A token could not be checked because the key set behind jwks_uri was not downloaded: no answer, an error status, a wrong URL.", "Токен не проверен, потому что не скачан набор ключей по jwks_uri: нет ответа, ошибка, неверный URL."},
	Rank:    81,
	Outcome: exchange.Rejected,
	Detail: Text{"The token itself was not found wrong: its signature could not be checked at all, because fetching the provider's public keys (JWKS, jwks_uri) failed. So the token may be good; the network path, TLS trust or URL from the verifier to the provider is not.",
		"Сам токен не признан неверным: его подпись вообще не удалось проверить, потому что не скачались открытые ключи провайдера (JWKS, jwks_uri). Токен может быть исправен; нарушен путь от проверяющей стороны к провайдеру — сеть, доверие TLS или URL."},
	Causes: []Text{
		{"The verifier (API, proxy, app server) cannot reach the provider: container network, DNS, firewall, outbound proxy, untrusted certificate", "Проверяющая сторона (API, прокси, сервер) не достаёт провайдера: сеть контейнеров, DNS, firewall, исходящий прокси, недоверенный сертификат"},
		{"jwks_uri or jwk-set-uri is wrong or names a host that only browsers can reach (localhost, public name inside the cluster)", "jwks_uri или jwk-set-uri неверен либо называет хост, доступный только браузеру (localhost, публичное имя внутри кластера)"},
		{"The request timed out: slow start of the provider, small timeout, rate limit", "Тайм-аут: провайдер медленно стартует, лимит времени мал, ограничение запросов"},
	},
	Fixes: []Text{
		{"From the verifier's host: curl -v <jwks_uri> must answer 200 with {\"keys\": […]}", "С хоста проверяющей стороны: curl -v <jwks_uri> должен отвечать 200 с {\"keys\": […]}"},
		{"Set the key URL separately from the issuer when inside and outside names differ (Spring jwk-set-uri beside issuer-uri, oauth2-proxy --oidc-jwks-url with --skip-oidc-discovery, Quarkus jwks-path)", "Если внутреннее и внешнее имя различаются, задайте URL ключей отдельно от issuer (Spring jwk-set-uri рядом с issuer-uri, oauth2-proxy --oidc-jwks-url с --skip-oidc-discovery, Quarkus jwks-path)"},
		{"Raise the timeout and cache the keys (jose createRemoteJWKSet timeoutDuration, jwks-rsa cache)", "Увеличьте тайм-аут и кэшируйте ключи (jose createRemoteJWKSet timeoutDuration, jwks-rsa cache)"},
	},
	Refs:     []Ref{{"OpenID Connect Core §10.1.1 rotation of keys", "https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys"}, {"RFC 7517 §5 JWK set", "https://www.rfc-editor.org/rfc/rfc7517#section-5"}},
	Explains: []string{"success-called-failure", "discovery-failed", "profile-fetch-failed", "api-refused-token", "answer-hidden", "endpoint-not-found", "provider-outage", "answer-is-html"},
	Check: func(f *exchange.Flow) []Verdict {
		said, answered := saidBy(f, "?jwks-unreachable"), false
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointJWKS && e.Outcome.Failed() && len(e.Proof) > 0 && (e.Status() >= 400 || e.HTML()) {
				said, answered = append(said, e.Proof[0]), true
			}
		}
		if len(said) == 0 || hasAny(f, "no valid key found", "no applicable key found") {
			return nil
		}
		v := Verdict{Evidence: said[:min(len(said), 4)]}
		// A client fetches keys to check the ID token it has got: the tokens had been issued.
		if after := placesOf(f, "[invalid_id_token]", "querykeystore", "validateidtoken", "validate_id_token", "in parse_id_token", "in retrieve_matching_jwk", "in decode_token", "verify id token", "verify id_token", "verifyoidctoken", "oauthcallback", "oidcauthorizationcodeauthenticationprovider", "oidcauthorizationcodereactiveauthenticationmanager", "error redeeming code", "exchange token: invalid signature", "id_token failed verification", "authorizationcodegrant", "validateapplicationlevelsignature", "id token verif", "invalid id token", "id token valid", "verify the id token", "verifying id token", "verifying id_token", "idtokenverifier", "validate_and_return_id_token"); len(after) > 0 && !strings.Contains(f.Lower, "bearertoken") {
			v.Outcome = exchange.Issued
			if answered {
				v.Evidence = append([]source.Span{after[0]}, v.Evidence...)
			} else {
				v.Evidence = append(v.Evidence, after[0])
			}
		}
		return []Verdict{v}
	},
})
