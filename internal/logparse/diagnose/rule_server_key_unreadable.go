package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "server-key-unreadable",
	Title:   Text{"The authorization server cannot read its signing key", "Сервер авторизации не может прочитать ключ подписи"},
	About:   Text{"An authorization server of one's own (Laravel Passport, league/oauth2-server and others) has no readable private key.", "У собственного сервера авторизации (Laravel Passport, league/oauth2-server и других) нет читаемого закрытого ключа."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail:  Text{"The server signs its tokens with a private key from a file or variable. The key is missing, unreadable or of the wrong format, so it answers 500 in place of a token. The client's request is not the cause.", "Токены сервер подписывает закрытым ключом из файла или переменной. Ключа нет, он не читается или не того формата, поэтому вместо токена приходит 500. Запрос клиента ни при чём."},
	Causes: []Text{
		{"The keys were not created in this deployment (php artisan passport:keys), or the storage folder is not kept", "Ключи в этом развёртывании не созданы (php artisan passport:keys), либо каталог storage не сохраняется"},
		{"File permissions: the web server's user may not read the file, or it is readable by everybody and refused", "Права файла: пользователь веб-сервера не может его читать, либо файл доступен всем и поэтому отвергнут"},
		{"An environment variable holds the key with \\n in place of line breaks", "В переменной окружения ключ записан с \\n вместо переводов строк"},
	},
	Fixes: []Text{
		{"Create the keys: php artisan passport:keys; owner www-data, mode 600 or 660", "Создайте ключи: php artisan passport:keys; владелец www-data, права 600 или 660"},
		{"Or set PASSPORT_PRIVATE_KEY and PASSPORT_PUBLIC_KEY with real line breaks", "Или задайте PASSPORT_PRIVATE_KEY и PASSPORT_PUBLIC_KEY с настоящими переводами строк"},
	},
	Refs: []Ref{{"Laravel Passport: deploying", "https://laravel.com/docs/passport#deploying-passport"}},
})
