package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "state-unreadable",
	Title:   Text{"The login state came back and cannot be decrypted", "Состояние входа вернулось, но не расшифровывается"},
	About:   Text{"The state parameter or its cookie is protected with a key the instance that got the callback does not have.", "Параметр state или его cookie защищены ключом, которого нет у экземпляра, получившего callback."},
	Rank:    76,
	Outcome: exchange.NotAsked,
	Detail: Text{"State (or the cookie beside it) was there, but the process that received the callback could not unprotect it or did not make it: another key, another instance, or a state this handler never issued. No token was asked for.",
		"state (или cookie рядом) пришёл, но процесс, получивший callback, не смог его расшифровать или не создавал его: другой ключ, другой экземпляр или чужой state. До запроса токена дело не дошло."},
	Causes: []Text{
		{"Several nodes, pods or a restart without shared keys: each instance makes its own data-protection key ring or session secret, so what one node encrypted another cannot read", "Несколько узлов, подов или перезапуск без общих ключей: каждый экземпляр создаёт свои ключи data protection или секрет сессии, и другой узел не прочтёт зашифрованное"},
		{"The secret changed while the login was under way (NEXTAUTH_SECRET/AUTH_SECRET unset or generated at start, SECRET_KEY, cookie secret)", "Секрет сменился во время входа (NEXTAUTH_SECRET/AUTH_SECRET не задан или создаётся при старте, SECRET_KEY, секрет cookie)"},
		{"Two handlers share one callback path, so the wrong one received the answer", "Два обработчика делят один путь callback, и ответ получил не тот"},
		{"The callback was not started by this application, or the provider or a proxy changed or shortened the state", "Callback начат не этим приложением, либо провайдер или прокси изменили или укоротили state"},
	},
	Fixes: []Text{
		{"ASP.NET Core: services.AddDataProtection().PersistKeysTo…(Redis, database, a mounted volume).SetApplicationName(\"one-name\") on all nodes", "ASP.NET Core: services.AddDataProtection().PersistKeysTo…(Redis, база, общий том).SetApplicationName(\"одно-имя\") на всех узлах"},
		{"Set a fixed secret from the environment on every instance (AUTH_SECRET, SECRET_KEY, --cookie-secret, OIDCCryptoPassphrase)", "Задайте всем экземплярам постоянный секрет через окружение (AUTH_SECRET, SECRET_KEY, --cookie-secret, OIDCCryptoPassphrase)"},
		{"Give every authentication handler its own CallbackPath (/signin-acme, /signin-contoso)", "Задайте каждому обработчику свой CallbackPath (/signin-acme, /signin-contoso)"},
		{"Until then, sticky sessions on the load balancer or one replica hide it", "До этого помогут sticky sessions на балансировщике или одна реплика"},
	},
	Missing: []Text{{"How many instances run, and whether it works with one", "Сколько экземпляров запущено и работает ли с одним"}},
	Refs: []Ref{
		{"ASP.NET Core: configure data protection", "https://learn.microsoft.com/en-us/aspnet/core/security/data-protection/configuration/overview"},
		{"Auth.js: environment variables", "https://authjs.dev/getting-started/deployment"},
	},
	Explains: []string{"state-lost"},
})
