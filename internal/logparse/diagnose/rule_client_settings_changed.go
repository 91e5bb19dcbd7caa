package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "client-settings-changed",
	Title:   Text{"The callback runs with other client settings", "Callback работает с другими настройками клиента"},
	About:   Text{"oidc-client compares the authority and client_id stored with the state to those of the page that handles the callback.", "oidc-client сравнивает authority и client_id, сохранённые со state, с настройками страницы callback."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The login was started with one authority or client_id, and the code that handles the callback is configured with another: the library stops before it redeems the code, so no token was asked for.", "Вход начат с одним authority или client_id, а код, обрабатывающий callback, настроен с другим: библиотека останавливается до обмена кода, токен не запрашивался."},
	Causes: []Text{
		{"The callback page builds its own UserManager with other settings (another environment, trailing slash, realm, tenant)", "Страница callback создаёт свой UserManager с другими настройками (другая среда, слеш на конце, realm, tenant)"},
		{"Two configurations share one callback page, or the settings were deployed between login and callback", "Две конфигурации делят одну страницу callback, либо настройки сменились между входом и callback"},
	},
	Fixes: []Text{
		{"Create UserManager from one shared settings object for login and callback: same authority (character by character) and client_id", "Создавайте UserManager из одного общего объекта настроек для входа и callback: те же authority (посимвольно) и client_id"},
		{"Clear the stored state (oidc.* keys in localStorage or sessionStorage) after a change of settings", "После смены настроек очистите сохранённый state (ключи oidc.* в localStorage или sessionStorage)"},
	},
	Refs: []Ref{{"oidc-client-ts", "https://authts.github.io/oidc-client-ts/"}, {"RFC 9700 §4.4 mix-up", "https://www.rfc-editor.org/rfc/rfc9700#section-4.4"}},
})
