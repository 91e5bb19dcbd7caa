package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "interaction-in-progress",
	Title:   Text{"MSAL thinks another login is still running", "MSAL считает, что другой вход ещё идёт"},
	About:   Text{"interaction_in_progress: a login, logout or token request was started while another interactive one had not ended, or had been left behind.", "interaction_in_progress: вход, выход или запрос токена начат, пока другой интерактивный не закончен или брошен."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"MSAL keeps a flag (msal.interaction.status) in the session storage while an interactive request runs, and refuses a second one. Two calls ran in parallel, or an earlier one never finished because handleRedirectPromise was not awaited on the page the redirect came back to.",
		"MSAL держит в session storage флаг (msal.interaction.status), пока идёт интерактивный запрос, и отказывает второму. Два вызова шли параллельно, либо прежний не завершён, потому что handleRedirectPromise не дождались на странице возврата."},
	Causes: []Text{
		{"loginRedirect or loginPopup is called again before the first has ended: two components, React StrictMode, MsalAuthenticationTemplate together with an own call", "loginRedirect или loginPopup вызван повторно до конца первого: два компонента, StrictMode, MsalAuthenticationTemplate вместе со своим вызовом"},
		{"handleRedirectPromise() (initialize()) is not awaited before another call", "Не дождались handleRedirectPromise() (initialize()) до следующего вызова"},
		{"The user came back with the back button or closed the pop-up, and the flag stayed", "Пользователь вернулся кнопкой «назад» или закрыл окно, и флаг остался"},
		{"The window of the pop-up runs the application itself, since redirectUri leads to its page", "В окне pop-up запускается само приложение: redirectUri ведёт на его страницу"},
	},
	Leads: []Lead{{Signs: []string{"block_nested_popups"}, Cause: "runs the application itself", Fix: "blank page"}},
	Fixes: []Text{
		{"await instance.initialize() and handleRedirectPromise() once at start; call login only when inProgress === InteractionStatus.None", "await instance.initialize() и handleRedirectPromise() один раз при старте; вызывайте вход только при inProgress === InteractionStatus.None"},
		{"Use a blank page as redirectUri for pop-ups and silent calls", "Для pop-up и тихих вызовов используйте пустую страницу как redirectUri"},
		{"To clear a stuck flag remove msal.interaction.status from the session storage (and its cookie)", "Застрявший флаг снимите, удалив msal.interaction.status из session storage (и cookie)"},
	},
	Refs: []Ref{{"MSAL.js: interaction_in_progress", "https://learn.microsoft.com/en-us/entra/msal/javascript/browser/errors#interaction_in_progress"}},
})
