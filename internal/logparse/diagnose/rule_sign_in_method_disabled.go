package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "sign-in-method-disabled",
	Title:   Text{"This way to sign in is switched off at the provider", "Этот способ входа отключён у провайдера"},
	About:   Text{"Firebase, Supabase, Auth0 and others answer so when the asked identity provider or method is not enabled for the project.", "Так отвечают Firebase, Supabase, Auth0 и другие, когда запрошенный провайдер или способ входа не включён в проекте."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail:  Text{"The request named a sign-in method or identity provider (connection) that is not enabled for this project or client. Nobody was asked to log in there.", "Запрос назвал способ входа или провайдера (connection), который не включён для этого проекта или клиента. До входа дело не дошло."},
	Causes: []Text{
		{"The provider is not switched on in the console, or in another project than the one whose key the app uses", "Провайдер не включён в консоли или включён в другом проекте, чей ключ приложение не использует"},
		{"New users may not sign up, and this user has no account yet (Supabase: Authentication → Allow new users to sign up)", "Регистрация новых пользователей выключена, а у этого учётной записи ещё нет (Supabase: Authentication → Allow new users to sign up)"},
		{"The name of the connection is misspelt, or the connection is not enabled for this client", "Имя connection написано с ошибкой или connection не включён для этого клиента"},
	},
	Fixes: []Text{
		{"Firebase console → Authentication → Sign-in method: enable it; Supabase: Authentication → Providers; Auth0: Applications → the app → Connections; Cognito: app client → Identity providers", "Firebase console → Authentication → Sign-in method: включите; Supabase: Authentication → Providers; Auth0: Applications → приложение → Connections; Cognito: app client → Identity providers"},
	},
	Refs:     []Ref{{"Firebase: authentication errors", "https://firebase.google.com/docs/auth/admin/errors"}},
	Explains: []string{"provider-error", "access-denied"},
})
