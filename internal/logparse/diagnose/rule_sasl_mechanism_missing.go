package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "sasl-mechanism-missing",
	Title:   Text{"The mail program has no SASL mechanism it could use", "У почтовой программы нет пригодного механизма SASL"},
	About:   Text{"Cyrus SASL, mutt, isync or Postfix finds no plugin for XOAUTH2 or OAUTHBEARER, or the plugin fails to load, so no token is presented at all.", "Cyrus SASL, mutt, isync или Postfix не находит плагин XOAUTH2 или OAUTHBEARER либо плагин не загружается, и токен вообще не предъявляется."},
	Rank:    85,
	Outcome: exchange.NotAsked,
	Detail: Text{"The mail client chose among the SASL mechanisms installed on this machine and those the server offers, and none for OAuth was left: the plugin for XOAUTH2 or OAUTHBEARER is not installed, lies in another directory, or could not be loaded (its configuration file is no valid JSON). No token was presented; the provider was not asked.",
		"Почтовый клиент выбирал из механизмов SASL, установленных на этой машине и предложенных сервером, и для OAuth ничего не осталось: плагин XOAUTH2 или OAUTHBEARER не установлен, лежит в другом каталоге или не загрузился (его файл настроек — не корректный JSON). Токен не предъявлялся, провайдера не спрашивали."},
	Causes: []Text{
		{"The Cyrus SASL plugin (cyrus-sasl-xoauth2, sasl-xoauth2) is missing, or was installed into a directory that the program does not search", "Плагин Cyrus SASL (cyrus-sasl-xoauth2, sasl-xoauth2) отсутствует или установлен в каталог, где программа не ищет"},
		{"The plugin is there but its configuration is broken (a missing comma or brace), or it expects other callbacks than the program has", "Плагин есть, но его настройки повреждены (нет запятой или скобки) либо он ждёт callback, которых у программы нет"},
		{"Postfix runs in a chroot or container that lacks the plugin; macOS ships a SASL library of its own", "Postfix работает в chroot или контейнере без плагина; в macOS своя библиотека SASL"},
		{"Postfix: smtp_sasl_mechanism_filter or smtp_sasl_security_options (noplaintext, by default) leaves nothing; for passwords libsasl2-modules is missing", "Postfix: smtp_sasl_mechanism_filter или smtp_sasl_security_options (noplaintext по умолчанию) не оставляет ничего; для паролей нет libsasl2-modules"},
	},
	Fixes: []Text{
		{"List the mechanisms with pluginviewer -c, put libxoauth2.so or libsasl-xoauth2.so into the directory it names (for example /usr/lib/x86_64-linux-gnu/sasl2)", "Выведите механизмы командой pluginviewer -c и положите libxoauth2.so или libsasl-xoauth2.so в названный ею каталог (например, /usr/lib/x86_64-linux-gnu/sasl2)"},
		{"Check /etc/sasl-xoauth2.conf and the token file with a JSON parser", "Проверьте /etc/sasl-xoauth2.conf и файл токена парсером JSON"},
		{"Where two plugins exist, take the one made for the program: cyrus-sasl-xoauth2 for mbsync and mutt, sasl-xoauth2 for Postfix", "Если плагинов два, берите предназначенный программе: cyrus-sasl-xoauth2 для mbsync и mutt, sasl-xoauth2 для Postfix"},
	},
	Missing:  []Text{{"The output of pluginviewer -c on that machine", "Вывод pluginviewer -c на этой машине"}},
	Refs:     []Ref{{"sasl-xoauth2", "https://github.com/tarickb/sasl-xoauth2"}, {"cyrus-sasl-xoauth2", "https://github.com/moriyoshi/cyrus-sasl-xoauth2"}},
	Explains: []string{"mail-xoauth2-refused", "login-failed"},
})
