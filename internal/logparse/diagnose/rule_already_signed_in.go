package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "already-signed-in",
	Title:   Text{"A session of an earlier login is still open", "Сессия прежнего входа ещё открыта"},
	About:   Text{"A library refuses to begin a login because its store holds a signed-in user already.", "Библиотека не начинает вход, потому что в её хранилище уже есть вошедший пользователь."},
	Rank:    78,
	Outcome: exchange.NotAsked,
	Detail: Text{"The login was not begun: the library found the session of an earlier one in its storage, and wants it used or ended first. Nothing was asked of the provider.",
		"Вход не начат: библиотека нашла в своём хранилище сессию прежнего входа и требует сначала использовать или завершить её. К провайдеру ничего не ушло."},
	Causes: []Text{
		{"The app calls the login at every start or click without looking whether somebody is signed in", "Приложение вызывает вход при каждом старте или нажатии, не проверив, вошёл ли кто-то"},
		{"A test, a reload or another user left the session in local storage, cookies or the keychain (which outlives an uninstall on iOS)", "Тест, перезагрузка или другой пользователь оставили сессию в local storage, cookie или keychain (в iOS он переживает удаление приложения)"},
	},
	Fixes: []Text{
		{"Ask for the current user first (Amplify getCurrentUser, fetchAuthSession; Clerk useAuth) and go on with the session that is there", "Сначала спросите текущего пользователя (Amplify getCurrentUser, fetchAuthSession; Clerk useAuth) и продолжайте с имеющейся сессией"},
		{"To change the user, sign out before signing in", "Чтобы сменить пользователя, выйдите (signOut) перед входом"},
	},
	Refs: []Ref{{"Amplify: sign-in", "https://docs.amplify.aws/react/build-a-backend/auth/connect-your-frontend/sign-in/"}},
})
