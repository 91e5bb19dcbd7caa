package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "native-browser-missing",
	Title:   Text{"The app found no browser to open the login in", "Приложение не нашло браузер для входа"},
	About:   Text{"AppAuth and its wrappers on Android: no activity takes the authorization URL, or the plugin got no result.", "AppAuth и его обёртки на Android: ни одна activity не принимает URL авторизации, либо плагин не получил результата."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The login page opens in the device's browser (Custom Tab). Android 11 and later hides other apps unless the manifest declares a queries element, so no browser is seen; or none is installed or enabled. Nothing was sent to the provider.", "Страница входа открывается в браузере устройства (Custom Tab). Android 11 и новее скрывает другие приложения, если в манифесте нет queries, и браузер не виден; либо его нет или он выключен. К провайдеру ничего не ушло."},
	Causes: []Text{
		{"AndroidManifest.xml lacks <queries> with an intent VIEW, BROWSABLE, https (targetSdk 30 and later)", "В AndroidManifest.xml нет <queries> с intent VIEW, BROWSABLE, https (targetSdk 30 и выше)"},
		{"No browser is installed or enabled on the device (kiosk, emulator, work profile)", "На устройстве нет включённого браузера (киоск, эмулятор, рабочий профиль)"},
		{"The result of the activity does not reach the plugin: onActivityResult overridden, wrong launchMode or taskAffinity", "Результат activity не доходит до плагина: переопределён onActivityResult, неверные launchMode или taskAffinity"},
		{"The machine has no desktop (SSH, container, WSL, CI): there is no browser to start", "У машины нет рабочего стола (SSH, контейнер, WSL, CI): запускать нечего"},
		{"iOS: the session has no presentation context, or an invalid one (WebAuthenticationSession Code=2, 3)", "iOS: у сессии нет presentation context или он недействителен (WebAuthenticationSession Code=2, 3)"},
	},
	Fixes: []Text{
		{"Add to AndroidManifest.xml: <queries><intent> with action VIEW, category BROWSABLE, data android:scheme=\"https\"", "Добавьте в AndroidManifest.xml: <queries><intent> с action VIEW, category BROWSABLE, data android:scheme=\"https\""},
		{"Install or enable a browser; on managed devices allow Chrome", "Установите или включите браузер; на управляемых устройствах разрешите Chrome"},
		{"Call super.onActivityResult and keep android:launchMode=\"singleTop\" with an empty taskAffinity", "Вызывайте super.onActivityResult и оставьте android:launchMode=\"singleTop\" с пустым taskAffinity"},
		{"Open the printed address on any machine, or log in with a device code or a token; where the browser has to come back to localhost, forward that port: ssh -L 8080:localhost:8080", "Откройте напечатанный адрес на любой машине либо войдите по device code или с токеном; если браузер возвращается на localhost, пробросьте этот порт: ssh -L 8080:localhost:8080"},
		{"iOS: set presentationContextProvider to an object that lives on and gives the window on screen, before start()", "iOS: до start() задайте presentationContextProvider — объект, который живёт и возвращает окно на экране"},
	},
	Leads: []Lead{
		{Signs: []string{"xdg-open", "$display"}, Only: true, Cause: "no desktop", Fix: "on any machine"},
		{Signs: []string{"webauthenticationsession"}, Cause: "iOS: the session has no presentation", Fix: "presentationContextProvider"},
	},
	Refs:     []Ref{{"Android: package visibility", "https://developer.android.com/training/package-visibility"}, {"flutter_appauth: Android setup", "https://pub.dev/packages/flutter_appauth#android-setup"}},
	Explains: []string{"appauth-code"},
})
