package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "popup-blocked",
	Title:   Text{"The browser did not open the sign-in window", "Браузер не открыл окно входа"},
	About:   Text{"A library that signs in by popup reports that window.open gave nothing or that the popup is blocked.", "Библиотека, которая входит через всплывающее окно, сообщает, что window.open ничего не вернул или окно заблокировано."},
	Rank:    82,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The sign-in never started: the popup window could not be opened, so no request reached the provider. Browsers open a popup only as the direct effect of a click; blockers and in-app browsers refuse it altogether.", "Вход не начался: всплывающее окно не открылось, и запрос к провайдеру не ушёл. Браузеры открывают окно только как прямое следствие клика; блокировщики и встроенные браузеры не открывают его вовсе."},
	Causes: []Text{
		{"The popup is opened after an await or in a timer, so the browser no longer counts it as the user's click", "Окно открывается после await или по таймеру, и браузер уже не считает это кликом пользователя"},
		{"A popup blocker, an embedded browser or a privacy setting", "Блокировщик окон, встроенный браузер или настройка приватности"},
	},
	Fixes: []Text{
		{"Call loginPopup / signInWithPopup directly in the click handler, with everything loaded before", "Вызывайте loginPopup / signInWithPopup прямо в обработчике клика, загрузив всё заранее"},
		{"Use the redirect flow (loginRedirect, signInWithRedirect) on mobile and in embedded browsers", "На мобильных и во встроенных браузерах используйте redirect (loginRedirect, signInWithRedirect)"},
	},
	Refs: []Ref{{"MSAL.js: errors", "https://learn.microsoft.com/en-us/entra/identity-platform/msal-error-handling-js"}, {"MDN: Window.open", "https://developer.mozilla.org/en-US/docs/Web/API/Window/open"}},
})
