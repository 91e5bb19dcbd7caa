package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "federated-credential-unmatched",
	Title:    Text{"The cloud trusts no token like this one", "Облако не доверяет такому токену"},
	About:    Text{"Workload identity federation: the OIDC token of a pipeline or cluster is exchanged for cloud credentials, and no federated credential, trust policy or provider there matches its issuer, subject or audience.", "Workload identity federation: OIDC-токен конвейера или кластера обменивается на доступ к облаку, но ни один federated credential, trust policy или провайдер не подходит по issuer, subject или audience."},
	Rank:     84,
	Outcome:  exchange.Refused,
	Explains: []string{"provider-error", "token-audience", "client-assertion-rejected", "authority-not-trusted", "local-access-rule", "audience-unknown", "answer-hidden"},
	Detail: Text{"The job presented an OIDC token of its own issuer (GitHub Actions, GitLab, a Kubernetes service account) as client assertion or web identity, and the cloud refused the exchange: there is no federated identity credential on the app, no trust policy on the role, or no provider whose issuer, subject and audience match the token's iss, sub and aud exactly.",
		"Задание предъявило OIDC-токен своего издателя (GitHub Actions, GitLab, сервисный аккаунт Kubernetes) как client assertion или web identity, а облако отказало в обмене: у приложения нет federated identity credential, у роли — trust policy, или нет провайдера, у которого issuer, subject и audience точно совпадают с iss, sub и aud токена."},
	Causes: []Text{
		{"The subject differs: another branch, tag, environment, pull_request, repository or service account than the one configured", "Другой subject: ветка, тег, environment, pull_request, репозиторий или сервисный аккаунт не те, что настроены"},
		{"The audience differs (api://AzureADTokenExchange, sts.amazonaws.com, the full name of the GCP provider)", "Другая audience (api://AzureADTokenExchange, sts.amazonaws.com, полное имя провайдера GCP)"},
		{"No credential or identity provider was configured for this issuer, or on another app, account or pool; GKE: workload identity is off for the cluster, or its project, location or name is set wrong (404)", "Для этого издателя credential или identity provider не настроены, либо настроены у другого приложения, аккаунта или пула; GKE: workload identity у кластера выключена или неверны его проект, location или имя (404)"},
		{"GCP: the attribute condition (CEL) of the pool's provider rejects the token, or the service account does not grant its principalSet roles/iam.workloadIdentityUser", "GCP: attribute condition (CEL) провайдера пула отклоняет токен, либо у сервисного аккаунта нет роли roles/iam.workloadIdentityUser для его principalSet"},
		{"Vault, auth/kubernetes: bound_service_account_names or _namespaces of the role are others, or Vault may not review tokens (token_reviewer_jwt, kubernetes_host)", "Vault, auth/kubernetes: в роли другие bound_service_account_names или _namespaces, либо Vault не может проверять токены (token_reviewer_jwt, kubernetes_host)"},
		{"JFrog: no identity mapping of the OIDC integration has these claims", "JFrog: таких claims нет ни в одном identity mapping интеграции OIDC"},
		{"PyPI and npm: owner, repository, workflow file or environment of the trusted publisher are not those of the token's claims", "PyPI и npm: владелец, репозиторий, файл workflow или environment у trusted publisher не те, что в claims токена"},
		{"npm: the package names no trusted publisher, or another repository, workflow file or environment; or it does not exist yet", "npm: у пакета нет trusted publisher, либо указан другой репозиторий, файл workflow или environment; либо пакета ещё нет"},
	},
	Fixes: []Text{
		{"Decode the token (iss, sub, aud) and configure exactly these: Entra app registration → Certificates & secrets → Federated credentials; AWS IAM identity provider and the role's trust policy (StringEquals on :sub and :aud); GCP workload identity pool provider and its attribute condition", "Раскройте токен (iss, sub, aud) и настройте ровно эти значения: Entra — App registration → Certificates & secrets → Federated credentials; AWS — IAM identity provider и trust policy роли (StringEquals по :sub и :aud); GCP — провайдер workload identity pool и его attribute condition"},
		{"In GitHub Actions give the job permissions: id-token: write, and set the audience of the action", "В GitHub Actions дайте заданию permissions: id-token: write и задайте audience действия"},
		{"npm: npmjs.com → package → Settings → Trusted publisher: owner, repository, file name of the workflow; npm 11.5.1 or later; publish the first version with a token", "npm: npmjs.com → package → Settings → Trusted publisher: владелец, репозиторий, имя файла workflow; npm 11.5.1 или новее; первую версию опубликуйте с токеном"},
	},
	Leads: []Lead{
		{Signs: []string{"no openidconnect provider found", "issuer in id token", "pool or provider is disabled"}, Cause: "No credential or identity provider"},
		{Signs: []string{"auth/kubernetes/login"}, Only: true, Cause: "Vault, auth/kubernetes", Title: Text{"Vault does not take the service account's token", "Vault не принимает токен сервисного аккаунта"}},
		{Signs: []string{"identity mapping"}, Only: true, Cause: "JFrog: "},
		{Signs: []string{"incorrect token audience", "audience in id token"}, Cause: "The audience differs"},
		{Signs: []string{"attribute condition", "getaccesstoken' denied"}, Cause: "attribute condition (CEL)"},
		{Signs: []string{"oidc token exchange error - package not found"}, Only: true, Cause: "npm: the package names no trusted ", Fix: "npm: npmjs.com → package → Setting"},
	},
	Missing: []Text{{"iss, sub and aud of the token that was presented", "iss, sub и aud предъявленного токена"}},
	Refs: []Ref{
		{"RFC 7523 §3 JWT assertions", "https://www.rfc-editor.org/rfc/rfc7523#section-3"},
		{"Microsoft Entra: workload identity federation", "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"},
	},
})
