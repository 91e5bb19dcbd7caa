package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "client-assertion-rejected",
	Title:      Text{"The client's signed JWT was refused", "Подписанный JWT клиента не принят"},
	About:      Text{"private_key_jwt, client_secret_jwt, certificates and service-account assertions: key, kid, aud, iss, sub, exp or jti do not fit.", "private_key_jwt, client_secret_jwt, сертификаты и assertion сервисных аккаунтов: не подошли ключ, kid, aud, iss, sub, exp или jti."},
	Confidence: Certain,
	Rank:       80,
	Outcome:    exchange.Refused,
	Detail: Text{"The client authenticates by a JWT it signs itself (client_assertion, private_key_jwt), and the server did not accept that JWT: key, kid, aud, iss, sub, exp or jti do not fit. The user and the code were not examined.",
		"Клиент подтверждает себя собственным подписанным JWT (client_assertion, private_key_jwt), и сервер его не принял: не подошли ключ, kid, aud, iss, sub, exp или jti. До пользователя и кода дело не дошло."},
	Causes: []Text{
		{"The public key or certificate registered at the server is not the pair of the private key that signs, or kid (x5t thumbprint) names another one; the key was deleted, rotated or disabled (Google service account: make a new key)", "Зарегистрированный на сервере ключ или сертификат — не пара тому, которым подписывают, либо kid (отпечаток x5t) указывает на другой; ключ удалён, заменён или отключён (Google service account: создайте новый ключ)"},
		{"aud is not the token endpoint or the issuer exactly as the server wants it (host, realm, tenant, trailing slash)", "aud — не token endpoint или issuer в точности так, как ждёт сервер (хост, realm, тенант, завершающая косая черта)"},
		{"exp is past or too far away, or iat lies ahead: the clock of the client is wrong, or the assertion is cached and sent twice (jti reused)", "exp в прошлом или слишком далеко, либо iat в будущем: неверны часы клиента, или assertion закэширован и отправлен дважды (повтор jti)"},
		{"iss and sub are not both the client_id", "iss и sub не равны client_id"},
	},
	Fixes: []Text{
		{"Decode the client_assertion (Grantlens, Token view) and compare iss = sub = client_id, aud, exp − iat (a few minutes), jti new each time, kid", "Раскройте client_assertion (Grantlens, вид «Токен») и сравните: iss = sub = client_id, aud, exp − iat (несколько минут), новый jti, kid"},
		{"Register the matching public key: Keycloak Clients → Credentials (Signed JWT) → Keys; Entra ID Certificates & secrets → Certificates, or Federated credentials (issuer, subject, audience equal character by character); Okta Public keys", "Зарегистрируйте подходящий открытый ключ: Keycloak Clients → Credentials (Signed JWT) → Keys; Entra ID Certificates & secrets → Certificates или Federated credentials (issuer, subject, audience посимвольно); Okta Public keys"},
		{"Synchronise the client's clock (NTP)", "Синхронизируйте часы клиента (NTP)"},
	},
	Refs:     []Ref{{"RFC 7523 §3 JWT assertions", "https://www.rfc-editor.org/rfc/rfc7523#section-3"}, {"OpenID Connect Core §9", "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication"}},
	Explains: []string{"client-secret-wrong", "provider-error", "token-audience", "token-expired", "token-signature"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			// invalid_client alone does not tell; the request shows that an assertion was what the client came with.
			if e.Error.Text != "invalid_client" || !e.Outcome.Failed() || holdsAny(e.Description.Text, "Invalid client or Invalid client credentials") {
				continue
			}
			if p, ok := e.Params.Get("client_assertion"); ok {
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), p.NameSpan)})
			}
		}
		return out
	},
})
