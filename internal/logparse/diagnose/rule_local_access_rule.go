package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "local-access-rule",
	Title:    Text{"The login worked; the application's own rule refused", "Вход прошёл; отказало собственное правило приложения"},
	About:    Text{"Authentication at the provider succeeded; the application's authorization rule (domain, group, role, organisation, sign-up) does not let this user in.", "Аутентификация у провайдера прошла; правило авторизации приложения (домен, группа, роль, организация, регистрация) не пускает этого пользователя."},
	Rank:     76,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "exception-after-login"},
	Detail: Text{"The provider authenticated the user and the tokens were accepted; what refuses is a local rule of the application (authorization, not authentication): an allowed e-mail domain, a group or role claim, membership of an organisation, or closed sign-up.",
		"Провайдер аутентифицировал пользователя, токены приняты; отказывает локальное правило приложения (авторизация, а не аутентификация): разрешённый домен email, утверждение с группой или ролью, членство в организации или закрытая регистрация."},
	Causes: []Text{
		{"The groups or roles claim is not in the token: no groups scope, no mapper (Keycloak: Group Membership mapper, with full path /team against team)", "В токене нет групп или ролей: нет scope groups или mapper (Keycloak: Group Membership, полный путь /team вместо team)"},
		{"The user is not in the group, role, organisation or e-mail domain the rule names", "Пользователь не состоит в группе, роли, организации или домене, названных в правиле"},
		{"First login of a new user: no account here yet, and sign-up or automatic provisioning is switched off", "Первый вход нового пользователя: учётной записи здесь ещё нет, а регистрация или автоматическое создание отключены"},
	},
	Fixes: []Text{
		{"Decode the ID token (or userinfo) and compare its groups, roles, email with the rule, character by character", "Декодируйте ID-токен (или userinfo) и сверьте groups, roles, email с правилом посимвольно"},
		{"oauth2-proxy: --email-domain, --allowed-group, --authenticated-emails-file; Grafana: allowed_domains, allowed_groups, role_attribute_path, allow_sign_up; Argo CD: policy.csv and scopes '[groups]' in argocd-rbac-cm; Vault: bound_claims; Jenkins: matrix permissions", "oauth2-proxy: --email-domain, --allowed-group, --authenticated-emails-file; Grafana: allowed_domains, allowed_groups, role_attribute_path, allow_sign_up; Argo CD: policy.csv и scopes '[groups]' в argocd-rbac-cm; Vault: bound_claims; Jenkins: права в матрице"},
		{"Roles of the service itself: az role assignment create (Azure), a RoleBinding (Kubernetes), Add-RecipientPermission (Exchange: SendAs); ASP.NET: RoleClaimType and MapInboundClaims", "Роли самого сервиса: az role assignment create (Azure), RoleBinding (Kubernetes), Add-RecipientPermission (Exchange: SendAs); ASP.NET: RoleClaimType и MapInboundClaims"},
		{"Let the provider send the claim: scope groups, in Keycloak Clients → Client scopes → dedicated → Add mapper → Group Membership", "Пусть провайдер присылает утверждение: scope groups, в Keycloak Clients → Client scopes → dedicated → Add mapper → Group Membership"},
	},
	Missing: []Text{{"The user's claims (groups, roles, email) and the rule in the application's settings", "Утверждения пользователя (groups, roles, email) и правило в настройках приложения"}},
	Refs:    []Ref{{"OpenID Connect Core §5.1 standard claims", "https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims"}, {"Keycloak: protocol mappers", "https://www.keycloak.org/docs/latest/server_admin/#_protocol-mappers"}},
})
