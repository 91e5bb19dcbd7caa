package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "no-credential-on-device",
	Title:   Text{"The device has no account that fits the sign-in request", "На устройстве нет подходящего аккаунта для входа"},
	About:   Text{"Android's Credential Manager found no credential to offer.", "Credential Manager в Android не нашёл подходящих credentials."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail:  Text{"Credential Manager found nothing to show: no Google account on the device, none that authorised this app before (filterByAuthorizedAccounts), an old Google Play services, or a server client id that does not belong to this app's registration. No token was asked for.", "Credential Manager нечего показать: на устройстве нет аккаунта Google, ни один раньше не авторизовал приложение (filterByAuthorizedAccounts), устарели Google Play services или server client id не относится к этому приложению. Токен не запрашивался."},
	Causes: []Text{
		{"setFilterByAuthorizedAccounts(true) on a first login: nobody has authorised the app yet", "setFilterByAuthorizedAccounts(true) при первом входе: ещё никто не авторизовал приложение"},
		{"No Google account on the device or emulator, or Google Play services missing or too old", "На устройстве или эмуляторе нет аккаунта Google, либо Google Play services нет или устарели"},
		{"serverClientId is not the web client id, or the SHA-1 and package name of the app are not registered", "serverClientId — не web client id, либо не зарегистрированы SHA-1 и имя пакета приложения"},
	},
	Fixes: []Text{
		{"Ask a second time with setFilterByAuthorizedAccounts(false), or use GetSignInWithGoogleOption", "Запросите второй раз с setFilterByAuthorizedAccounts(false) или используйте GetSignInWithGoogleOption"},
		{"Pass the web client id as serverClientId and register the SHA-1 of the signing key in the Google console", "Передайте web client id как serverClientId и зарегистрируйте SHA-1 ключа подписи в консоли Google"},
		{"Add a Google account in the device's settings", "Добавьте аккаунт Google в настройках устройства"},
	},
	Leads: []Lead{
		{Signs: []string{"google play services"}, Cause: "Play services missing"},
	},
	Refs: []Ref{{"Android: Sign in with Google, troubleshoot", "https://developer.android.com/identity/sign-in/credential-manager-siwg"}},
})
