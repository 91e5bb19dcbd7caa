package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "embedded-browser-refused",
	Title:   Text{"The provider refuses logins in a web view", "Провайдер не пускает вход во встроенном браузере"},
	About:   Text{"disallowed_useragent and its kin: the login page is shown in an embedded browser of an app.", "disallowed_useragent и подобные: страница входа открыта во встроенном браузере приложения."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail: Text{"The authorization page was opened in an embedded web view (WebView, WKWebView, an in-app browser of another app). The provider recognises its user agent and refuses to show the login there, since the app could read the password.",
		"Страница авторизации открыта во встроенном WebView (WebView, WKWebView, браузер внутри другого приложения). Провайдер узнаёт его user agent и не показывает там вход, потому что приложение могло бы прочесть пароль."},
	Causes: []Text{
		{"The app opens the authorization URL in a WebView", "Приложение открывает URL авторизации в WebView"},
		{"The link was opened inside another app (Instagram, LinkedIn, a mail client)", "Ссылка открыта внутри другого приложения (Instagram, LinkedIn, почта)"},
	},
	Fixes: []Text{
		{"Open the login in the system browser: ASWebAuthenticationSession (iOS), Custom Tabs (Android), AppAuth or the provider's SDK; react-native-app-auth, flutter_appauth, expo-auth-session do so", "Открывайте вход в системном браузере: ASWebAuthenticationSession (iOS), Custom Tabs (Android), AppAuth или SDK провайдера; так делают react-native-app-auth, flutter_appauth, expo-auth-session"},
		{"In someone else's app: offer an Open in browser link", "В чужом приложении: предложите ссылку «Открыть в браузере»"},
	},
	Refs:     []Ref{{"RFC 8252 §8.12 Embedded user-agents", "https://www.rfc-editor.org/rfc/rfc8252#section-8.12"}, {"Google: disallowed_useragent", "https://developers.google.com/identity/protocols/oauth2/native-app#authorization-errors-disallowed-useragent"}},
	Explains: []string{"provider-error", "user-not-allowed", "login-cancelled"},
})
