package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "key-unreadable",
	Title:   Text{"A key in the settings cannot be used", "Ключ из настроек не годится"},
	About:   Text{"A library cannot parse the private key it signs a JWT with (client assertion, service account, Apple's client secret), or the public key it verifies one with.", "Библиотека не может разобрать закрытый ключ для подписи JWT (client assertion, service account, client secret Apple) или открытый ключ для проверки."},
	Rank:    81,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The library cannot use the key it was given, so nothing was signed with it, and no token request went out (with a public key: no token could be verified). Most often the line breaks of a PEM were lost on the way through an environment variable, or it is another kind of key.", "Библиотека не смогла прочитать ключ как PEM: ничего не подписано, и запрос токена с этим ключом не ушёл (если ключ открытый, нечем проверить токен). Чаще всего по пути через переменную окружения потерялись переводы строк, либо в файле ключ другого вида."},
	Causes: []Text{
		{"The variable holds the key on one line, with \\n as two characters, in quotes, or without the BEGIN and END lines", "В переменной ключ одной строкой, с \\n двумя символами, в кавычках или без строк BEGIN и END"},
		{"It is not the key: a certificate, a public key in place of the private one, a client secret, a path to the file, or an encrypted key without its passphrase", "Это не тот ключ: сертификат, открытый вместо закрытого, client secret, путь к файлу или зашифрованный ключ без пароля"},
		{"Windows: the certificate is there without its private key, or the account that runs (application pool, service) may not read it", "Windows: сертификат есть, но без закрытого ключа, либо учётной записи (пул приложений, служба) нельзя его читать"},
		{"CryptoPro: the container with this key is not in the store of the account that runs, or its carrier is not plugged in", "КриптоПро: контейнера с этим ключом нет в хранилище учётной записи, от которой идёт запуск, либо не вставлен его носитель"},
		{"The key is too short for its algorithm: HS256 wants 32 bytes, HS512 64, RS256 2048 bits; or a base64 secret was passed on undecoded", "Ключ короче, чем нужно алгоритму: HS256 требует 32 байта, HS512 — 64, RS256 — 2048 бит; либо секрет в base64 передан нераскодированным"},
		{"The algorithm and the key do not fit: RS256 with a shared secret, ES256 with an RSA key; PKCS#1 where PKCS#8 is expected", "Алгоритм не подходит к ключу: RS256 с общим секретом, ES256 с ключом RSA; PKCS#1 вместо PKCS#8"},
	},
	Fixes: []Text{
		{"Restore the line breaks: private_key.replace(/\\\\n/g, '\\n'), or keep the key base64-encoded or in a file", "Верните переводы строк: private_key.replace(/\\\\n/g, '\\n'), либо храните ключ в base64 или в файле"},
		{"Make a longer one (openssl rand -base64 48) and give it to whoever signs and whoever verifies", "Создайте подлиннее (openssl rand -base64 48) и передайте и тому, кто подписывает, и тому, кто проверяет"},
		{"Windows: import the .pfx with its key; certlm.msc → the certificate → Manage Private Keys: Read for IIS AppPool\\NAME or the service's account", "Windows: импортируйте .pfx с ключом; certlm.msc → сертификат → Manage Private Keys: чтение для IIS AppPool\\NAME или учётной записи службы"},
		{"Check it with openssl pkey -in key.pem -noout -text; convert by openssl pkcs8 -topk8 -nocrypt", "Проверьте: openssl pkey -in key.pem -noout -text; преобразуйте: openssl pkcs8 -topk8 -nocrypt"},
	},
	Leads: []Lead{
		{Signs: []string{"idx10653", "idx10720", "keysize", "weakkey", "minimum key size", "secret length must be"}, Only: true, Cause: "too short", Fix: "Make a longer"},
		{Signs: []string{"keyset does not exist", "набор ключей не", "without_private_key", "not have a private key"}, Only: true, Cause: "Windows: ", Fix: "Windows: "},
		{Signs: []string{"0x8009000d", "0x80090016", "nte_no_key", "nte_bad_keyset", "csptest", "cryptcp"}, Only: true, Cause: "CryptoPro"},
	},
	Refs:     []Ref{{"RFC 7468 textual encodings of keys", "https://www.rfc-editor.org/rfc/rfc7468"}, {"RFC 7523 client authentication with a JWT", "https://www.rfc-editor.org/rfc/rfc7523#section-2.2"}},
	Explains: []string{"login-failed"},
})
