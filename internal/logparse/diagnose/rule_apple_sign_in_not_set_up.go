package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "apple-sign-in-not-set-up",
	Title:   Text{"Apple refused the sign-in on the device, before any token", "Apple отказал во входе на устройстве, до токенов"},
	About:   Text{"ASAuthorizationError 1000, 1003 and 1004 and the AKAuthenticationError behind them: the system never showed or did not finish the sheet of Sign in with Apple.", "ASAuthorizationError 1000, 1003 и 1004 и стоящая за ними AKAuthenticationError: система не показала или не завершила лист «Вход с Apple»."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail: Text{"The system's own code reported the error (ASAuthorizationError: 1000 unknown, 1003 not handled, 1004 failed): no authorization code and no identity token were made. As a rule the app lacks the capability Sign in with Apple (its entitlement is not in the provisioning profile this build is signed with), or the device or simulator is not signed in to an Apple ID with two-factor authentication.",
		"Ошибку сообщила сама система (ASAuthorizationError: 1000 unknown, 1003 not handled, 1004 failed): ни кода авторизации, ни identity token не было. Как правило, у приложения нет capability Sign in with Apple (её entitlement нет в provisioning profile, которым подписана сборка), либо на устройстве или симуляторе не выполнен вход в Apple ID с двухфакторной аутентификацией."},
	Causes: []Text{
		{"The capability Sign in with Apple is not added to the target (every build configuration: Debug and Release), or not switched on for the App ID, so the entitlement is missing in the provisioning profile", "Capability Sign in with Apple не добавлена к таргету (в каждой конфигурации: Debug и Release) или не включена у App ID, и entitlement нет в provisioning profile"},
		{"No Apple ID is signed in on the device or simulator, it has no two-factor authentication, or the user was sent to the settings to sign in; simulators of some iOS versions fail always", "На устройстве или симуляторе нет входа в Apple ID, нет двухфакторной аутентификации или пользователя отправили в настройки; симуляторы некоторых версий iOS не работают никогда"},
		{"Bundle id and team are not those of the App ID, or the domain is not associated (webcredentials)", "Bundle id и команда не те, что у App ID, либо домен не связан (webcredentials)"},
	},
	Fixes: []Text{
		{"Xcode → target → Signing & Capabilities → + Capability → Sign in with Apple, for Debug and Release; then make the provisioning profile again", "Xcode → target → Signing & Capabilities → + Capability → Sign in with Apple, для Debug и Release; затем заново создайте provisioning profile"},
		{"developer.apple.com → Identifiers → the App ID: switch Sign in with Apple on. Expo: ios.usesAppleSignIn true in app.json, and a new build", "developer.apple.com → Identifiers → App ID: включите Sign in with Apple. Expo: ios.usesAppleSignIn true в app.json и новая сборка"},
		{"Sign the device in to iCloud with two-factor authentication and try on a real device; let the user repeat after he signed in", "Войдите на устройстве в iCloud с двухфакторной аутентификацией и проверьте на настоящем устройстве; после входа дайте пользователю повторить"},
		{"Passkeys and passwords: add webcredentials:example.com to Associated Domains, and the app to the domain's apple-app-site-association", "Passkey и пароли: добавьте webcredentials:example.com в Associated Domains, а приложение — в apple-app-site-association домена"},
	},
	Leads: []Lead{
		{Signs: []string{"is not associated with domain"}, Cause: "domain is not associated", Fix: "apple-app-site-association"},
	},
	Refs:     []Ref{{"Apple: ASAuthorizationError.Code", "https://developer.apple.com/documentation/authenticationservices/asauthorizationerror/code"}},
	Explains: []string{"provider-error", "answer-hidden"},
})
