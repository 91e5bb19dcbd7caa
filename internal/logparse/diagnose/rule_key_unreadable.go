package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "key-unreadable",
	Title:   Text{"A key in the settings cannot be read", "Ключ из настроек не читается"},
	About:   Text{"A library cannot parse the private key it signs a JWT with (client assertion, service account, Apple's client secret), or the public key it verifies one with.", "Библиотека не может разобрать закрытый ключ для подписи JWT (client assertion, service account, client secret Apple) или открытый ключ для проверки."},
	Rank:    81,
	Outcome: exchange.NotAsked,
	Says: []Saying{
		{All: []string{"could not deserialize key data"}, With: keyWords},
		{All: []string{"unable to load pem file"}, With: keyWords},
		{All: []string{"pem routines", "no start line"}, With: keyWords},
		{All: []string{"decoder routines::unsupported"}, With: keyWords},
		{All: []string{"must be an asymmetric key when using"}},
		{All: []string{"secretorprivatekey is not valid key material"}},
		{All: []string{"invalid pem formatted message"}},
		{All: []string{"private key is in pkcs#1 format"}},
		{All: []string{"failed to parse private key"}, With: keyWords},
		{All: []string{"private key should be a pem or plain pkcs"}},
		{All: []string{"key must be a pem encoded pkcs"}, With: keyWords},
		{All: []string{"openssl unable to sign data"}},
		{All: []string{"cannot be coerced into a private key"}, With: keyWords},
		{All: []string{"no key could be detected"}, With: keyWords},
		{All: []string{"neither pub key nor priv key"}, With: keyWords, Judge: exchange.NotAsked},
		{All: []string{"could not parse pkey"}, With: keyWords, Judge: exchange.NotAsked},
		{All: []string{"could not parse the provided public key"}, Judge: exchange.Rejected},
		{All: []string{"openssl unable to validate key"}, Judge: exchange.Rejected},
	},
	Detail: Text{"The library could not read the key as PEM: nothing was signed, so no token request with this key went out (with a public key: no token could be verified). Most often the line breaks were lost on the way through an environment variable, or the file holds another kind of key.", "Библиотека не смогла прочитать ключ как PEM: ничего не подписано, и запрос токена с этим ключом не ушёл (если ключ открытый, нечем проверить токен). Чаще всего по пути через переменную окружения потерялись переводы строк, либо в файле ключ другого вида."},
	Causes: []Text{
		{"The variable holds the key on one line, with \\n as two characters, in quotes, or without the BEGIN and END lines", "В переменной ключ одной строкой, с \\n двумя символами, в кавычках или без строк BEGIN и END"},
		{"It is not the key: a certificate, a public key in place of the private one, a client secret, a path to the file, or an encrypted key without its passphrase", "Это не тот ключ: сертификат, открытый вместо закрытого, client secret, путь к файлу или зашифрованный ключ без пароля"},
		{"The algorithm and the key do not fit: RS256 with a shared secret, ES256 with an RSA key; PKCS#1 where PKCS#8 is expected", "Алгоритм не подходит к ключу: RS256 с общим секретом, ES256 с ключом RSA; PKCS#1 вместо PKCS#8"},
	},
	Fixes: []Text{
		{"Restore the line breaks: private_key.replace(/\\\\n/g, '\\n'), or keep the key base64-encoded or in a file", "Верните переводы строк: private_key.replace(/\\\\n/g, '\\n'), либо храните ключ в base64 или в файле"},
		{"Check it with openssl pkey -in key.pem -noout -text; convert by openssl pkcs8 -topk8 -nocrypt", "Проверьте: openssl pkey -in key.pem -noout -text; преобразуйте: openssl pkcs8 -topk8 -nocrypt"},
	},
	Refs:     []Ref{{"RFC 7468 textual encodings of keys", "https://www.rfc-editor.org/rfc/rfc7468"}, {"RFC 7523 client authentication with a JWT", "https://www.rfc-editor.org/rfc/rfc7523#section-2.2"}},
	Explains: []string{"login-failed"},
})

// keyWords stand where such a key belongs to a login, not to the TLS certificate of a server.
var keyWords = []string{"jwt", "oauth", "oidc", "openid", "google-auth", "google.auth", "googleapis", "service account", "service_account", "firebase", "client_assertion", "client assertion", "msal", "appleid", "apple-", "octokit", "sign(", "gtoken"}
