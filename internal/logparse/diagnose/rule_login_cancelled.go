package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "login-cancelled",
	Title:    Text{"The login window was closed before the end", "Окно входа закрыто до завершения"},
	About:    Text{"Cancel codes of sign-in SDKs: no fault of configuration.", "Коды отмены в SDK входа: это не ошибка настройки."},
	Severity: Info,
	Rank:     50,
	Outcome:  exchange.NotAsked,
	Detail: Text{"The login ended because the user (or the app itself) closed the window, pressed back or refused consent. Nothing was asked for with a code, and nothing is wrong with client, redirect_uri or server.",
		"Вход закончился, потому что пользователь (или само приложение) закрыл окно, нажал «назад» или не дал согласия. С кодом ничего не запрашивали; клиент, redirect_uri и сервер в порядке."},
	Causes: []Text{
		{"The user cancelled", "Пользователь отменил вход"},
		{"The window closed by itself: the redirect did not return to the app (custom scheme, app link or Universal Link not registered), so the user had to close it", "Окно закрылось само: редирект не вернулся в приложение (не зарегистрированы схема, App Link или Universal Link), и пользователю пришлось его закрыть"},
		{"The window lost the page that opened it (window.opener is null, “reading 'postMessage'”): a Cross-Origin-Opener-Policy header of one of the pages, a proxy that adds it, a blocked pop-up opened as a tab", "Окно потеряло открывшую его страницу (window.opener равен null, “reading 'postMessage'”): заголовок Cross-Origin-Opener-Policy у одной из страниц, добавивший его прокси или pop-up, открытый вкладкой"},
		{"A second login was started while the first was open", "Второй вход начат, пока открыт первый"},
	},
	Fixes: []Text{
		{"Treat it as a cancelled login: show the login button again, no error", "Считайте это отменой: снова покажите кнопку входа, без ошибки"},
		{"If it happens without the user's doing, check the redirect scheme in Info.plist or AndroidManifest.xml", "Если это происходит без участия пользователя, проверьте схему редиректа в Info.plist или AndroidManifest.xml"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.2.1 access_denied", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"}, {"Google Sign-In status codes", "https://developers.google.com/android/reference/com/google/android/gms/auth/api/signin/GoogleSignInStatusCodes"}},
	Explains: []string{"provider-error", "login-failed", "no-session-at-client"},
})
