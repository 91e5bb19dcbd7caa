package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "google-web-client-id-missing",
	Title:    Text{"Google sign-in worked, but was not asked for this token", "Вход Google удался, но этот токен не был запрошен"},
	About:    Text{"serverAuthCode or idToken of a native Google sign-in is null: the web (server) client ID was not given to the plugin.", "serverAuthCode или idToken нативного входа Google равен null: плагину не задан web (server) client ID."},
	Severity: Info,
	Rank:     72,
	Outcome:  exchange.Issued,
	Detail: Text{"The sign-in itself returned an account. serverAuthCode and, on Android, idToken are made only for a web client: the plugin must be told the client ID of type “web application” (serverClientId, webClientId), and for serverAuthCode also offline access. Without it both stay null, and no error is raised.",
		"Сам вход вернул аккаунт. serverAuthCode, а на Android и idToken, выдаются только для web-клиента: плагину нужно задать client ID типа «веб-приложение» (serverClientId, webClientId), а для serverAuthCode ещё и offline-доступ. Иначе оба равны null, и ошибки нет."},
	Causes: []Text{
		{"serverClientId or webClientId is not set, or names the Android or iOS client instead of the web client", "serverClientId или webClientId не задан либо называет клиент Android или iOS вместо web-клиента"},
		{"Offline access was not asked for (offlineAccess: true), or forceCodeForRefreshToken is missing at a repeated login", "Не запрошен offline-доступ (offlineAccess: true) либо при повторном входе нет forceCodeForRefreshToken"},
		{"iOS: GIDServerClientID is missing in Info.plist; an old plugin version that drops the code", "iOS: в Info.plist нет GIDServerClientID; старая версия плагина теряет код"},
	},
	Fixes: []Text{
		{"Give the web client's ID: Flutter GoogleSignIn(serverClientId: …, forceCodeForRefreshToken: true), React Native GoogleSignin.configure({ webClientId, offlineAccess: true }), Android requestServerAuthCode or requestIdToken", "Укажите ID web-клиента: Flutter GoogleSignIn(serverClientId: …, forceCodeForRefreshToken: true), React Native GoogleSignin.configure({ webClientId, offlineAccess: true }), Android requestServerAuthCode или requestIdToken"},
		{"iOS: add GIDServerClientID beside GIDClientID to Info.plist", "iOS: добавьте GIDServerClientID рядом с GIDClientID в Info.plist"},
	},
	Missing: []Text{{"How the plugin is configured, and of what type the client ID is in the Google console", "Как настроен плагин и какого типа этот client ID в консоли Google"}},
	Refs:    []Ref{{"Google: offline access for Android", "https://developers.google.com/identity/sign-in/android/offline-access"}},
})
