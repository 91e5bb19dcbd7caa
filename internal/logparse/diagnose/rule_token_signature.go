package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "token-signature",
	Title:    Text{"The token's signature does not verify with this key", "Подпись токена не сходится с этим ключом"},
	About:    Text{"A key was found, but the signature of the token does not fit it: wrong or stale key, wrong secret, changed token, or a token not meant to be verified here.", "Ключ найден, но подпись токена с ним не сходится: не тот или устаревший ключ, не тот секрет, изменённый токен или токен не для этой проверки."},
	Rank:     74,
	Explains: []string{"success-called-failure", "api-refused-token", "id-token-claim-refused"},
	Detail: Text{"The token was issued and could be read; the signature check failed: it was signed with another key than the one it was verified with, or a character of it changed on the way.",
		"Токен выдан и читается; не прошла проверка подписи: подписан другим ключом, чем проверен, или по пути изменился символ."},
	Causes: []Text{
		{"The provider rotated its keys, or was set up again with the same kid, and the validator still uses the cached key (JWKS cache)", "Провайдер сменил ключи или установлен заново с тем же kid, а проверяющий использует ключ из кэша JWKS"},
		{"Another realm, environment or provider issued the token; or the HS256 secret differs (base64-encoded or not, a blank at the end)", "Токен выдан другим realm, средой или провайдером; или отличается секрет HS256 (в base64 или нет, пробел в конце)"},
		{"HMAC (HS256): the secret is another one, is base64 and decoded on one side only, or the token is of a provider that signs with RS256: then verify by its JWKS", "HMAC (HS256): секрет другой, либо он в base64 и раскодирован лишь с одной стороны, либо токен от провайдера с подписью RS256: тогда проверяйте по его JWKS"},
		{"A Microsoft Graph access token (nonce in its header): only Graph can verify it", "Это access-токен Microsoft Graph (nonce в заголовке): проверить его может только Graph"},
		{"The token was changed: cut off, re-encoded, + and / for - and _, a line break in it", "Токен изменён: обрезан, перекодирован, + и / вместо - и _, внутри перевод строки"},
		{"The public key was pasted without its BEGIN and END lines, or the certificate was used where the key belongs", "Открытый ключ вставлен без строк BEGIN и END, или вместо ключа взят сертификат"},
	},
	Fixes: []Text{
		{"Take the key from the jwks_uri of the token's iss at run time instead of a copied one; restart once to drop the cache", "Берите ключ из jwks_uri издателя токена во время работы, а не скопированный; один раз перезапустите, чтобы сбросить кэш"},
		{"Check the token in the Token view with the key set: it tells a wrong key from a damaged token", "Проверьте токен с набором ключей на вкладке Token: она отличит чужой ключ от повреждённого токена"},
		{"For Entra, request a token for your own API (scope api://<app-id>/…) and validate that one, not the Graph token", "В Entra запросите токен для своего API (scope api://<app-id>/…) и проверяйте его, а не токен Graph"},
	},
	Leads:   []Lead{{Signs: []string{"hmacsha", "hmacalgorithm"}, Only: true, Cause: "HMAC (HS256)"}},
	Missing: []Text{{"The token's header and iss, and the time of the last key rotation or restart of the provider", "Заголовок и iss токена, а также время последней ротации ключей или перезапуска провайдера"}},
	Refs: []Ref{
		{"RFC 7515 §5.2 signature validation", "https://www.rfc-editor.org/rfc/rfc7515#section-5.2"},
		{"OpenID Connect Core §10.1.1 rotation of signing keys", "https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		return tokenChecked(f, "?token-signature", exchange.Rejected, nil)
	},
})
