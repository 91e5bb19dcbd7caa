package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "vault-role-unknown",
	Title:   Text{"Vault has no login role that fits", "В Vault нет подходящей роли входа"},
	About:   Text{"Vault's and OpenBao's OIDC login begins with a role; without one, or with an unknown name, it never goes to the provider.", "Вход OIDC в Vault и OpenBao начинается с роли; без неё или с неизвестным именем до провайдера дело не доходит."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"Vault refused auth_url because the role of the request does not exist in this auth mount, or none was given and the mount has no default_role. The identity provider was not asked.", "Vault отказал в auth_url: такой роли нет в этом auth mount, либо роль не указана, а default_role не задана. К провайдеру обращения не было."},
	Causes: []Text{
		{"The role was written under another mount path or name", "Роль создана по другому пути mount или под другим именем"},
		{"The role is of role_type oidc, which logs in by the browser; a JWT is taken at auth/<mount>/login by a role of role_type jwt only", "Роль имеет role_type oidc, то есть вход через браузер; JWT на auth/<mount>/login принимает только роль с role_type jwt"},
		{"No role given, and default_role of the mount is empty", "Роль не указана, а default_role пуста"},
		{"Kubernetes: the role's bound_service_account_names or bound_service_account_namespaces do not name the pod's service account", "Kubernetes: bound_service_account_names или bound_service_account_namespaces роли не называют service account пода"},
	},
	Fixes: []Text{
		{"vault list auth/oidc/role; vault write auth/oidc/config default_role=<role>; vault login -method=oidc -path=<mount> role=<role>", "vault list auth/oidc/role; vault write auth/oidc/config default_role=<role>; vault login -method=oidc -path=<mount> role=<role>"},
		{"vault read auth/kubernetes/role/<role>, and write both bounds anew with the pod's serviceAccountName and namespace", "vault read auth/kubernetes/role/<role> и запишите оба ограничения заново: serviceAccountName и namespace пода"},
	},
	Leads: []Lead{
		{Signs: []string{"name not authorized", "namespace not authorized"}, Only: true, Cause: "Kubernetes: ", Fix: "auth/kubernetes/role"},
	},
	Refs: []Ref{{"Vault: JWT/OIDC auth method", "https://developer.hashicorp.com/vault/docs/auth/jwt"}},
})
