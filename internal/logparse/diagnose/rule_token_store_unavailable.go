package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "token-store-unavailable",
	Title:      Text{"The program's store for tokens cannot be used", "Хранилище токенов программы недоступно"},
	About:      Text{"The place where a desktop program, a command line tool or an app keeps its tokens refuses: keychain, keyring (Secret Service, libsecret), DPAPI, an encrypted cache file.", "Отказывает место, где программа, утилита или приложение хранит токены: keychain, keyring (Secret Service, libsecret), DPAPI, зашифрованный файл кэша."},
	Confidence: Likely,
	Rank:       76,
	Outcome:    exchange.NotAsked,
	Detail:     Text{"The tokens are kept in the system's keychain or keyring or in an encrypted file, and the program could not read or write there. This is local to the machine and user; the provider refused nothing.", "Токены хранятся в системном keychain или keyring либо в зашифрованном файле, и программа не смогла там читать или писать. Это локально для машины и пользователя; провайдер ни в чём не отказал."},
	Causes: []Text{
		{"No keyring service runs or it is locked: SSH session, container, CI, WSL, no desktop session (D-Bus, gnome-keyring, KWallet)", "Служба keyring не запущена или заблокирована: сеанс SSH, контейнер, CI, WSL, нет рабочего стола (D-Bus, gnome-keyring, KWallet)"},
		{"iOS and macOS: the app lacks the entitlement for the keychain access group, is not signed with the team's profile, or the device is locked", "iOS и macOS: у приложения нет entitlement для группы keychain, оно подписано не профилем команды либо устройство заблокировано"},
		{"The encrypted data was made by another user, machine or key (restored backup, reinstalled app, changed password)", "Зашифрованные данные созданы другим пользователем, машиной или ключом (восстановленная копия, переустановка, смена пароля)"},
	},
	Fixes: []Text{
		{"Unlock or start the keyring, or choose the tool's plain file store or an environment variable with a token (gh --insecure-storage, VS Code --password-store, az config core.encrypt_token_cache=false)", "Разблокируйте или запустите keyring либо выберите хранение в файле или переменную окружения с токеном (gh --insecure-storage, VS Code --password-store, az config core.encrypt_token_cache=false)"},
		{"In Xcode add the capability Keychain Sharing with the access group that the SDK names, and sign the app", "В Xcode добавьте capability Keychain Sharing с группой, которую называет SDK, и подпишите приложение"},
		{"Delete the stored token or cache file and log in again", "Удалите сохранённый токен или файл кэша и войдите снова"},
	},
	Refs: []Ref{{"VS Code: troubleshooting keychain issues", "https://code.visualstudio.com/docs/configure/settings-sync#_troubleshooting-keychain-issues"}, {"MSAL for iOS: keychain", "https://learn.microsoft.com/entra/msal/objc/howto-v2-keychain-objc"}},
})
