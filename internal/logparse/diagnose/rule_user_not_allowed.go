package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "user-not-allowed",
	Title:   Text{"This user may not use the application", "Этому пользователю приложение недоступно"},
	About:   Text{"The provider knows the user and refuses the application for them: not assigned, other organisation, test users only, blocked by an administrator.", "Провайдер знает пользователя, но не пускает в приложение: не назначен, другая организация, только тестовые, запрет администратора."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"The login itself worked, but this account is not admitted to the application: the provider checks assignment, organisation or the app's publishing status and blocks the access.",
		"Сам вход удался, но этот аккаунт к приложению не допущен: провайдер проверяет назначение, организацию или статус публикации и блокирует доступ."},
	Causes: []Text{
		{"The user or a group of theirs is not assigned to the application (Entra: Assignment required; Okta: Assignments; ZITADEL: authorizations of the project)", "Пользователь или его группа не назначены приложению (Entra: Assignment required; Okta: Assignments; ZITADEL: роль в проекте)"},
		{"The account belongs to another tenant or organisation: internal apps admit their own only", "Аккаунт из другого tenant или организации: внутренние приложения пускают только своих"},
		{"The app is in testing mode and the account is no test user, or an administrator has blocked the app", "Приложение в режиме тестирования, и аккаунт не тестовый, либо его заблокировал администратор"},
		{"Spotify: the app is in Development mode and admits the accounts under its User Management only", "Spotify: приложение в Development mode и пускает только аккаунты из своего User Management"},
		{"The server admits only the IP addresses of its list, and this request came from another one (a new host, a NAT or proxy, IPv6)", "Сервер пускает только IP-адреса из своего списка, а запрос пришёл с другого (новый хост, NAT или прокси, IPv6)"},
		{"Keycloak, UMA: no permission and policy of Authorization Services grants this resource and scope to the user or client", "Keycloak, UMA: ни одно разрешение с политикой Authorization Services не даёт этого ресурса и scope пользователю или клиенту"},
		{"Facebook: the app is in development mode or switched off, so only its testers get in", "Facebook: приложение в режиме разработки или отключено, войти могут только его тестировщики"},
		{"GitHub Copilot: the policy for this client is off, for the user or by the organisation that pays the seat", "GitHub Copilot: политика для этого клиента выключена у пользователя или в организации, которая оплачивает место"},
	},
	Fixes: []Text{
		{"Assign the user or group (Entra: Enterprise applications → Users and groups; Okta: Applications → Assignments)", "Назначьте пользователя или группу (Entra: Enterprise applications → Users and groups; Okta: Applications → Assignments)"},
		{"Google: OAuth consent screen → User type External, add test users or publish the app; the Workspace administrator can trust it (API controls)", "Google: OAuth consent screen → User type External, добавьте тестовых пользователей или опубликуйте; администратор Workspace может доверять приложению (API controls)"},
		{"Use an account of the right tenant, or the multi-tenant endpoint with a multi-tenant registration", "Используйте аккаунт нужного tenant или multi-tenant endpoint с соответствующей регистрацией"},
		{"Facebook: App Dashboard → switch the app to Live, or add the user under App roles", "Facebook: App Dashboard → переключите приложение в Live или добавьте пользователя в App roles"},
		{"GitHub: github.com/settings/copilot, switch the client on (Copilot in the CLI); in an organisation its administrator does so under Policies", "GitHub: github.com/settings/copilot, включите клиент (Copilot in the CLI); в организации это делает администратор в Policies"},
	},
	Leads: []Lead{
		{Signs: []string{"in the developer dashboard"}, Only: true, Cause: "Spotify: "},
		{Signs: []string{"ip address is not allowed", "ip address not allowed", "ip not allowed"}, Only: true, Cause: "IP addresses of its list", Title: Text{"The caller's IP address is not admitted", "IP-адрес клиента не допущен"}},
		{Signs: []string{"uma-ticket", "request_submitted"}, Only: true, Cause: "Keycloak, UMA"},
		{Signs: []string{"denied by policy settings"}, Only: true, Cause: "GitHub Copilot", Fix: "settings/copilot"},
		{Signs: []string{"app not active"}, Only: true, Cause: "development mode", Fix: "switch the app to Live"},
		{Signs: []string{"verification process", "test user", "testing", "не прошло проверку", "403: access_denied", "403 : access_denied", "403：access_denied", "오류: access_denied"}, Cause: "testing mode", Fix: "Google: "},
	},
	Refs:     []Ref{{"Microsoft: AADSTS error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}, {"Google: OAuth errors", "https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors"}},
	Explains: []string{"provider-error", "access-denied", "silent-login-needs-interaction"},
})
