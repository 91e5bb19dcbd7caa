package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "key-unreadable",
	Title:   Text{"A key in the settings cannot be read", "Ключ из настроек не читается"},
	About:   Text{"A library cannot parse the private key it signs a JWT with (client assertion, service account, Apple's client secret), or the public key it verifies one with.", "Библиотека не может разобрать закрытый ключ для подписи JWT (client assertion, service account, client secret Apple) или открытый ключ для проверки."},
	Rank:    81,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The library could not read the key as PEM: nothing was signed, so no token request with this key went out (with a public key: no token could be verified). Most often the line breaks were lost on the way through an environment variable, or the file holds another kind of key.", "Библиотека не смогла прочитать ключ как PEM: ничего не подписано, и запрос токена с этим ключом не ушёл (если ключ открытый, нечем проверить токен). Чаще всего по пути через переменную окружения потерялись переводы строк, либо в файле ключ другого вида."},
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
