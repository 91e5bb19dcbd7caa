package diagnose

var _ = register(Rule{
	ID:       "jwks-unparsable",
	Title:    Text{"The provider's key set cannot be read", "Набор ключей провайдера не читается"},
	About:    Text{"The JWKS document came, but the library refuses to parse one of its keys: an invalid x5t or x5c, a key type or curve it does not know.", "Документ JWKS пришёл, но библиотека не может разобрать один из ключей: неверный x5t или x5c, неизвестный тип ключа или кривая."},
	Rank:     84,
	Explains: []string{"success-called-failure", "token-signature", "signing-key-not-found", "jwks-unreachable", "answer-is-html", "answer-not-json"},
	Detail: Text{"The signature of the token was to be checked, and the key set (jwks_uri) was fetched for it; its JSON was received, yet one key in it is invalid or unsupported for this library, and the whole set is given up. Nothing is wrong with the token itself.",
		"Для проверки подписи токена получен набор ключей (jwks_uri); JSON пришёл, но один ключ в нём неверен или не поддерживается этой библиотекой, и отвергается весь набор. С самим токеном всё в порядке."},
	Causes: []Text{
		{"The provider writes a key member in a wrong encoding (x5t in hex or padded base64 instead of base64url, x5c that does not match n and e); older providers did, stricter parsers refuse it", "Провайдер пишет член ключа в неверной кодировке (x5t в hex или base64 с дополнением вместо base64url, x5c не соответствует n и e); так делали старые провайдеры, а строгие разборщики это отвергают"},
		{"A key of a type the library does not know stands among the others (OKP, secp256k1, an encryption key)", "Среди ключей есть ключ неизвестного библиотеке типа (OKP, secp256k1, ключ шифрования)"},
		{"jwks_uri leads to another document: a certificate, an empty set, an error object; or an old library does not accept its Content-Type (application/jwk-set+json)", "jwks_uri ведёт к другому документу: сертификату, пустому набору, объекту ошибки; или старая библиотека не принимает его Content-Type (application/jwk-set+json)"},
	},
	Fixes: []Text{
		{"Open the jwks_uri and compare the key members with RFC 7517 §4; update the provider so that it writes valid x5t and x5c, or drop them", "Откройте jwks_uri и сверьте члены ключей с RFC 7517 §4; обновите провайдера, чтобы он писал верные x5t и x5c, или уберите их"},
		{"Update or, as a workaround, downgrade the client's JOSE library (go-jose, nimbus-jose-jwt, jose4j); retire the key of the unknown type", "Обновите или временно откатите JOSE-библиотеку клиента (go-jose, nimbus-jose-jwt, jose4j); выведите ключ неизвестного типа"},
	},
	Missing: []Text{{"The key set: curl <jwks_uri>", "Набор ключей: curl <jwks_uri>"}},
	Refs:    []Ref{{"RFC 7517 §4 JWK format", "https://www.rfc-editor.org/rfc/rfc7517#section-4"}},
})
