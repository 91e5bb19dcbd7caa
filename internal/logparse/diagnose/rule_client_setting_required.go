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
		{"Kafka 3.9.1 and 4.0 ask only URLs of the JVM's option -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls, and this one is not on it", "Kafka 3.9.1 и 4.0 обращаются только к URL из параметра JVM -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls, а этого там нет"},
		{"MSAL on Android: the current Activity, whose window shows the login, is not given (WithParentActivityOrWindow)", "MSAL на Android: не указана текущая Activity, в чьём окне идёт вход (WithParentActivityOrWindow)"},
		{"The property has another name in this version of the library (clientID and clientId, client-id and client_id)", "В этой версии библиотеки у свойства другое имя (clientID и clientId, client-id и client_id)"},
		{"Spring: no registration of this id stands under spring.security.oauth2.client.registration (misspelt, or in a profile that is not active)", "Spring: под spring.security.oauth2.client.registration нет регистрации с таким id (опечатка, либо она в неактивном профиле)"},
	},
	Fixes: []Text{
		{"Spring: compare the id in the code (@RegisteredOAuth2AuthorizedClient, clientRegistrationId) with the keys of the properties, and the active profiles", "Spring: сверьте id в коде (@RegisteredOAuth2AuthorizedClient, clientRegistrationId) с ключами properties и активные профили"},
		{"Print whether the value is set (its length, not the value) at start; load dotenv before the strategy is made; compare the names with the library's documentation", "Выведите при старте, задано ли значение (длину, а не само значение); загружайте dotenv до создания стратегии; сверьте имена с документацией библиотеки"},
	},
	Leads: []Lead{
		{Signs: []string{"clientregistration with id", "client registration with id"}, Only: true, Cause: "Spring: no registration", Fix: "Spring: compare"},
		{Signs: []string{"oauthbearer.allowed.urls"}, Only: true, Cause: "allowed.urls"},
	},
	Missing: []Text{
		{"The names of the settings that reach the process", "Имена настроек, которые доходят до процесса"},
	},
	Refs:     []Ref{{"RFC 6749 §2.2 client identifier", "https://www.rfc-editor.org/rfc/rfc6749#section-2.2"}},
	Explains: []string{"empty-client-value"},
	Check: func(f *exchange.Flow) []Verdict {
		at := findAny(f, "[missing_signature_verifier]")
		if len(at) == 0 {
			return nil
		}
		return []Verdict{{Evidence: at[:1], Outcome: exchange.Issued, Confidence: Certain, Codes: []string{"missing_signature_verifier"},
			Title: Text{"No key set is configured for the ID token's check", "Не задан набор ключей для проверки ID-токена"},
			Detail: Text{"The tokens came. Scope openid makes Spring check the ID token, and this registration names neither jwk-set-uri nor issuer-uri: no keys were asked for.",
				"Токены пришли. Из-за scope openid Spring проверяет ID-токен, а у этой регистрации нет ни jwk-set-uri, ни issuer-uri: ключи не запрашивались."},
			Causes: []Text{
				{"The provider is written out under spring.security.oauth2.client.provider without issuer-uri or jwk-set-uri", "Провайдер описан в spring.security.oauth2.client.provider без issuer-uri или jwk-set-uri"},
				{"The provider is plain OAuth 2.0, and openid does not belong into scope", "Провайдер — обычный OAuth 2.0, и openid в scope лишний"},
			},
			Fixes: []Text{
				{"Set issuer-uri, or jwk-set-uri, of this provider", "Задайте этому провайдеру issuer-uri или jwk-set-uri"},
				{"Without OpenID Connect: drop openid from scope, set user-info-uri and user-name-attribute", "Без OpenID Connect: уберите openid из scope, задайте user-info-uri и user-name-attribute"},
			}}}
	},
})
