package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "library-retired",
	Title:   Text{"The provider no longer serves this client library", "Провайдер больше не обслуживает эту библиотеку"},
	About:   Text{"A provider has retired a client library or version of its API, and refuses clients that use it.", "Провайдер вывел из эксплуатации библиотеку или версию API и отказывает клиентам, которые её используют."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail: Text{"The provider refused before any login, because the page uses a library that is retired for clients like this one. Origin, client id and user are not at fault.",
		"Провайдер отказал до входа: страница использует библиотеку, закрытую для таких клиентов. Origin, client id и пользователь ни при чём."},
	Causes: []Text{
		{"Google: the page loads platform.js or gapi.auth2, which clients made since July 2022 may not use", "Google: страница загружает platform.js или gapi.auth2, а клиентам, созданным с июля 2022 года, они закрыты"},
		{"A wrapper (react-google-login, an old plugin) loads it for you", "Её загружает обёртка (react-google-login, старый плагин)"},
	},
	Fixes: []Text{
		{"Google: move to Google Identity Services (accounts.google.com/gsi/client): google.accounts.id for sign-in, google.accounts.oauth2 for access tokens", "Google: перейдите на Google Identity Services (accounts.google.com/gsi/client): google.accounts.id для входа, google.accounts.oauth2 для access-токенов"},
		{"As a stopgap pass plugin_name to gapi.client.init or gapi.auth2.init", "Временно передайте plugin_name в gapi.client.init или gapi.auth2.init"},
	},
	Refs:     []Ref{{"Google: migrating to Google Identity Services", "https://developers.google.com/identity/gsi/web/guides/migration"}},
	Explains: []string{"provider-error", "third-party-cookies-blocked", "javascript-origin-not-registered"},
})
