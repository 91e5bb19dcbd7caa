package diagnose

var _ = register(Rule{
	ID:    "session-cookie-undecryptable",
	Title: Text{"The application cannot read its own session cookie", "Приложение не может прочитать свою cookie сессии"},
	About: Text{"next-auth, Auth.js, oauth2-proxy, express-session, Flask and others encrypt or sign the session cookie with a secret of the application. An error here is about that secret, not about a token of the provider.", "next-auth, Auth.js, oauth2-proxy, express-session, Flask и другие шифруют или подписывают cookie сессии секретом приложения. Ошибка здесь — об этом секрете, а не о токене провайдера."},
	Rank:  70,
	Detail: Text{"The session cookie is the application's own, made with its own secret (it may be an encrypted JWT, a JWE). It could not be decrypted or its signature does not fit: it was made with another secret or another version. The provider and its tokens have no part in it.",
		"Cookie сессии принадлежит самому приложению и сделана на его секрете (это может быть зашифрованный JWT, JWE). Её не удалось расшифровать или подпись не сходится: она сделана с другим секретом или версией. Провайдер и его токены ни при чём."},
	Causes: []Text{
		{"The secret changed, is made anew at every start, or differs between instances (NEXTAUTH_SECRET / AUTH_SECRET, --cookie-secret, data protection keys)", "Секрет сменился, создаётся при каждом запуске или различается между экземплярами (NEXTAUTH_SECRET / AUTH_SECRET, --cookie-secret, ключи data protection)"},
		{"A cookie of another application or an older version on the same host and name (localhost with several projects)", "Cookie другого приложения или старой версии на том же хосте и с тем же именем (localhost с несколькими проектами)"},
		{"The cookie was cut off by a size limit", "Cookie обрезана лимитом размера"},
	},
	Fixes: []Text{
		{"Set one constant secret for all instances and delete the old cookie once (browser's developer tools, or another cookie name)", "Задайте один постоянный секрет для всех экземпляров и один раз удалите старую cookie (инструменты разработчика или другое имя cookie)"},
		{"ASP.NET: PersistKeysToFileSystem or a shared store with SetApplicationName; oauth2-proxy: --cookie-secret of 16, 24 or 32 bytes kept in a secret", "ASP.NET: PersistKeysToFileSystem или общее хранилище с SetApplicationName; oauth2-proxy: --cookie-secret в 16, 24 или 32 байта из хранилища секретов"},
	},
	Refs: []Ref{{"Auth.js errors: JWTSessionError", "https://errors.authjs.dev#jwtsessionerror"}, {"oauth2-proxy: session storage", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/session_storage"}},
})
