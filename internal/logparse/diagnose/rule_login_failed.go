package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "login-failed",
	Title:      Text{"The login failed; the reason stands in another log", "Вход не удался; причина — в другом логе"},
	About:      Text{"A program says that a login by OAuth or OpenID Connect failed and gives no reason. Fires only where nothing else names a cause; in an excerpt of a few lines, on any failure that it reports of a login or a token.", "Программа сообщает, что вход по OAuth или OpenID Connect не удался, и не называет причину. Срабатывает, только когда причину не называет ничто другое; в отрывке из нескольких строк — при любом сообщении о сбое входа или токена."},
	Confidence: Possible,
	Rank:       36,
	Outcome:    exchange.Refused,
	Detail: Text{"This line is the end of the story: the step that failed and its answer (error, error_description, status) are not in the text. They stand in the log of the component that talks to the provider, mostly at debug level, or in the provider's own log of the same second.",
		"Эта строка — конец истории: шага, который не удался, и его ответа (error, error_description, статус) в тексте нет. Они в логе компонента, который обращается к провайдеру, чаще на уровне debug, или в логе самого провайдера за ту же секунду."},
	Causes: []Text{
		{"The token request was refused: client secret, redirect_uri, code used twice or expired", "В запросе токена отказано: секрет клиента, redirect_uri, код использован дважды или истёк"},
		{"The back end (Elasticsearch, an API, a plugin) rejected the token: issuer, audience, signature key, missing claim or role", "Токен отверг бэкенд (Elasticsearch, API, плагин): issuer, audience, ключ подписи, нет нужного claim или роли"},
		{"The user is not allowed by a rule of the application", "Пользователя не пускает правило приложения"},
	},
	Fixes: []Text{
		{"Raise the log level: Spring logging.level.org.springframework.security=TRACE; Keycloak org.keycloak debug; Grafana [log] filters = oauth:debug; Kibana and OpenSearch: the log of the Elasticsearch or OpenSearch node; ASP.NET Core Microsoft.AspNetCore.Authentication Debug; oauth2-proxy --show-debug-on-error; Android: logcat of the app; iOS: the console of Xcode", "Повысьте уровень лога: Spring logging.level.org.springframework.security=TRACE; Keycloak org.keycloak debug; Grafana [log] filters = oauth:debug; Kibana и OpenSearch — лог узла Elasticsearch или OpenSearch; ASP.NET Core Microsoft.AspNetCore.Authentication Debug; oauth2-proxy --show-debug-on-error; Android: logcat приложения; iOS: консоль Xcode"},
		{"Look into the provider's event or sign-in log for the same time and client", "Посмотрите в журнале событий или входов провайдера то же время и клиента"},
	},
	Missing: []Text{{"The lines of the same second at debug level, and the token endpoint's answer (status and body)", "Строки за ту же секунду на уровне debug и ответ token endpoint (статус и тело)"}},
	Refs:    []Ref{{"RFC 6749 §5.2 error response", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
})
