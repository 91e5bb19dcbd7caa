package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "client-setting-required",
	Title:   Text{"A required setting of the client is not set", "Не задана обязательная настройка клиента"},
	About:   Text{"A library stops at its own start because client ID, secret, issuer or another option is missing.", "Библиотека останавливается при старте: не задан client ID, secret, issuer или другой параметр."},
	Rank:    82,
	Outcome: exchange.NotAsked,
	Detail:  Text{"Nothing was sent to the provider: the client's own configuration lacks a required value (client ID, client secret, issuer, an endpoint), and the library refuses to start or to build the authorization request. The environment variable or property is unset, empty, misspelt or not read in this environment.", "К провайдеру ничего не ушло: в настройке клиента нет обязательного значения (client ID, client secret, issuer, endpoint), и библиотека не запускается или не строит запрос авторизации. Переменная окружения или свойство не заданы, пусты, написаны с ошибкой или не читаются в этой среде."},
	Causes: []Text{
		{"The environment variable is not set where the program runs (.env not loaded, container or CI without the secret, wrong name)", "Переменная окружения не задана там, где работает программа (.env не загружен, контейнер или CI без секрета, неверное имя)"},
		{"The stored credentials of the application were removed or are of another entry (Home Assistant: Application Credentials of this integration)", "Сохранённые данные приложения удалены или принадлежат другой записи (Home Assistant: Application Credentials этой интеграции)"},
		{"Kafka: sasl.login.callback.handler.class is not set for this listener or client, so the default callback handler of unsecured tokens is taken; or a second class loader holds another copy of the handler", "Kafka: для этого listener или клиента не задан sasl.login.callback.handler.class, и берётся стандартный callback handler неподписанных токенов; либо другой загрузчик классов держит вторую копию handler"},
		{"MSAL on Android: the current Activity, whose window shows the login, is not given (WithParentActivityOrWindow)", "MSAL на Android: не указана текущая Activity, в чьём окне идёт вход (WithParentActivityOrWindow)"},
		{"The property has another name in this version of the library (clientID and clientId, client-id and client_id)", "В этой версии библиотеки у свойства другое имя (clientID и clientId, client-id и client_id)"},
	},
	Fixes: []Text{
		{"Print whether the value is set (its length, not the value) at start; load dotenv before the strategy is made; compare the names with the library's documentation", "Выведите при старте, задано ли значение (длину, а не само значение); загружайте dotenv до создания стратегии; сверьте имена с документацией библиотеки"},
	},
	Missing: []Text{
		{"The names of the settings that reach the process", "Имена настроек, которые доходят до процесса"},
	},
	Refs:     []Ref{{"RFC 6749 §2.2 client identifier", "https://www.rfc-editor.org/rfc/rfc6749#section-2.2"}},
	Explains: []string{"empty-client-value"},
})
