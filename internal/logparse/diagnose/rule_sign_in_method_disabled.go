package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "sign-in-method-disabled",
	Title:   Text{"This way to sign in is switched off at the provider", "Этот способ входа отключён у провайдера"},
	About:   Text{"Firebase, Supabase, Auth0 and others answer so when the asked identity provider or method is not enabled for the project.", "Так отвечают Firebase, Supabase, Auth0 и другие, когда запрошенный провайдер или способ входа не включён в проекте."},
	Rank:    86,
	Outcome: exchange.Refused,
	Says: []Saying{
		{All: []string{"auth/operation-not-allowed"}, Codes: []string{"auth/operation-not-allowed"}},
		{All: []string{"unsupported provider", "is not enabled"}},
		{All: []string{"operation_not_allowed"}, With: []string{"identitytoolkit", "firebase", "auth"}},
		{All: []string{"the connection was not found"}, With: authWords},
		{All: []string{"the connection is not enabled"}},
		{All: []string{"no connections enabled for the client"}},
		{All: []string{"the identity provider configuration is not found"}},
		{All: []string{"configuration_not_found"}, With: []string{"firebase", "identitytoolkit", "auth/"}},
		{All: []string{"auth/configuration-not-found"}},
		{All: []string{"login option", "does not exist"}, With: []string{"cognito"}},
		{All: []string{"signups not allowed"}, With: authWords},
	},
	Detail: Text{"The request named a sign-in method or identity provider (connection) that is not enabled for this project or client. Nobody was asked to log in there.", "Запрос назвал способ входа или провайдера (connection), который не включён для этого проекта или клиента. До входа дело не дошло."},
	Causes: []Text{
		{"The provider is not switched on in the console, or in another project than the one whose key the app uses", "Провайдер не включён в консоли или включён в другом проекте, чей ключ приложение не использует"},
		{"The name of the connection is misspelt, or the connection is not enabled for this client", "Имя connection написано с ошибкой или connection не включён для этого клиента"},
	},
	Fixes: []Text{
		{"Firebase console → Authentication → Sign-in method: enable it. Supabase: Authentication → Providers. Auth0: Applications → the app → Connections. Cognito: app client → Identity providers", "Firebase console → Authentication → Sign-in method: включите. Supabase: Authentication → Providers. Auth0: Applications → приложение → Connections. Cognito: app client → Identity providers"},
	},
	Refs:     []Ref{{"Firebase: authentication errors", "https://firebase.google.com/docs/auth/admin/errors"}},
	Explains: []string{"provider-error"},
})
