package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "session-store-unavailable",
	Title:   Text{"The login worked, its session could not be stored", "Вход прошёл, но сессию не удалось сохранить"},
	About:   Text{"After the tokens came, the program could not save the session in its own store: Redis, database, disk, a cookie it cannot encrypt.", "После получения токенов программа не смогла сохранить сессию в своём хранилище: Redis, база, диск, cookie, который не шифруется."},
	Rank:    84,
	Outcome: exchange.Issued,
	Detail:  Text{"A session is saved only after the code was redeemed and tokens were issued. The provider did its part; the failure is in the application's own session store, so the next request arrives without a session and the login starts again.", "Сессия сохраняется только после обмена кода и выдачи токенов. Провайдер своё сделал; ошибка — в хранилище сессий самого приложения, поэтому следующий запрос приходит без сессии, и вход начинается снова."},
	Causes: []Text{
		{"The session store (Redis, database) is not reachable or refuses: address, password, TLS, full", "Хранилище сессий (Redis, база) недоступно или отказывает: адрес, пароль, TLS, переполнение"},
		{"The session is too large for a cookie, or the cookie secret has the wrong length", "Сессия велика для cookie, или секрет cookie неверной длины"},
		{"What is stored was written by another version of the library (serialVersionUID): the program was upgraded, or two versions run at once", "Сохранённое записано другой версией библиотеки (serialVersionUID): программу обновили, либо работают сразу две версии"},
	},
	Fixes: []Text{
		{"Delete the stored sessions and authorized clients once with the upgrade (Spring Session in Redis: spring:session:*), or keep them as JSON (Spring Security's Jackson modules)", "Один раз удалите сохранённые сессии и authorized clients при обновлении (Spring Session в Redis: spring:session:*) либо храните их в JSON (модули Jackson от Spring Security)"},
		{"Check the store's address and credentials (oauth2-proxy --redis-connection-url) from the same host", "Проверьте адрес и учётные данные хранилища (oauth2-proxy --redis-connection-url) с того же узла"},
	},
	Leads:    []Lead{{Signs: []string{"local class incompatible"}, Only: true, Cause: "serialVersionUID", Fix: "Delete the stored sessions"}},
	Refs:     []Ref{{"oauth2-proxy: session storage", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/session_storage"}},
	Explains: []string{"connection-refused", "success-called-failure"},
})
