package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "windows-broker-failed",
	Title:   Text{"The Windows sign-in broker (WAM) failed", "Сбой брокера входа Windows (WAM)"},
	About:   Text{"MSAL hands the login to the account broker of Windows; WAM Error, unknown_broker_error, WAM_… and 0xCAA… codes are the broker's, not the server's.", "MSAL передаёт вход брокеру учётных записей Windows; WAM Error, unknown_broker_error, коды WAM_… и 0xCAA… — от брокера, а не от сервера."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"The application's MSAL did not talk to the token endpoint itself: Windows' Web Account Manager did, and gave back an error of its own. The number after Error Code, Internal Error Code or Tag is the broker's; the server's answer (AADSTS…) stands in the event log AAD/Operational, if there was one.",
		"Библиотека MSAL приложения не обращалась к token endpoint сама: это делал Web Account Manager из Windows, и он вернул собственную ошибку. Число после Error Code, Internal Error Code или Tag — код брокера; ответ сервера (AADSTS…), если он был, записан в журнале событий AAD/Operational."},
	Causes: []Text{
		{"The broker's redirect URI ms-appx-web://microsoft.aad.brokerplugin/<client id> is not registered under Mobile and desktop applications", "Redirect URI брокера ms-appx-web://microsoft.aad.brokerplugin/<client id> не зарегистрирован в разделе Mobile and desktop applications"},
		{"The process runs without a desktop session: as another user (runas), a service, Server Core, remote PowerShell, with another shell than explorer.exe", "Процесс работает без сеанса рабочего стола: от другого пользователя (runas), службой, на Server Core, в удалённом PowerShell, с оболочкой не explorer.exe"},
		{"The broker has no network or is kept from it by a proxy or firewall (WAM_no_network, 3399942148)", "У брокера нет сети или её закрывает прокси либо firewall (WAM_no_network, 3399942148)"},
		{"The state of the broker or of the device's registration is broken (TPM, work or school account)", "Повреждено состояние брокера или регистрация устройства (TPM, рабочая или учебная учётная запись)"},
	},
	Fixes: []Text{
		{"Entra admin center, App registrations, Authentication: add ms-appx-web://microsoft.aad.brokerplugin/<client id>", "Entra admin center, App registrations, Authentication: добавьте ms-appx-web://microsoft.aad.brokerplugin/<client id>"},
		{"Log in without the broker: leave out WithBroker, Azure PowerShell Update-AzConfig -EnableLoginByWam $false, Azure CLI az config set core.enable_broker_on_windows=false", "Входите без брокера: уберите WithBroker, Azure PowerShell Update-AzConfig -EnableLoginByWam $false, Azure CLI az config set core.enable_broker_on_windows=false"},
		{"Run dsregcmd /status as this user, and remove and add the work or school account in Settings, Accounts", "Выполните dsregcmd /status от имени этого пользователя, удалите и снова добавьте рабочую учётную запись в «Параметры», «Учётные записи»"},
	},
	Refs:     []Ref{{"MSAL.NET: WAM", "https://learn.microsoft.com/entra/msal/dotnet/acquiring-tokens/desktop-mobile/wam"}, {"WAM error codes", "https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/wam-errors"}},
	Explains: []string{"redirect-uri-not-registered"},
})
