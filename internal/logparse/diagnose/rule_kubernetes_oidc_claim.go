package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "kubernetes-oidc-claim",
	Title:      Text{"The API server misses a claim in the ID token", "API-серверу не хватает claim в ID-токене"},
	About:      Text{"kube-apiserver's OIDC authenticator: the signature is one thing, a missing username, email_verified or groups claim another.", "OIDC-аутентификатор kube-apiserver: отсутствующий claim username, email_verified или groups."},
	Rank:       84,
	Confidence: Certain,
	Outcome:    exchange.Rejected,
	Detail: Text{"The Kubernetes API server tries every authenticator in turn and prints the errors of all: the last one is the OIDC authenticator's own reason. The token was issued and reached the cluster; it lacks the claim that the username is taken from. With --oidc-username-claim=email the claims email and email_verified: true must be in the token.",
		"API-сервер Kubernetes по очереди пробует все аутентификаторы и печатает ошибки каждого: последняя — причина OIDC-аутентификатора. Токен выдан и дошёл до кластера, но в нём нет claim, из которого берётся имя. При --oidc-username-claim=email в токене должны быть email и email_verified: true."},
	Causes: []Text{
		{"The provider does not put the claim (email, email_verified, groups) into the ID token: scope not asked for, mapper missing, the user has no e-mail", "Провайдер не кладёт claim (email, email_verified, groups) в ID-токен: не запрошен scope, нет mapper, у пользователя нет почты"},
		{"email_verified is false or a string", "email_verified равен false или строка"},
		{"crypto/rsa verification error in the same line belongs to another authenticator (service account keys) and is normal", "crypto/rsa verification error в той же строке относится к другому аутентификатору (ключи service account) и нормальна"},
	},
	Fixes: []Text{
		{"Ask for the scopes openid email (kubelogin --oidc-extra-scope=email) and let the provider emit email_verified (Keycloak: client scope email; authentik: scope mapping; Dex connector)", "Запрашивайте scope openid email (kubelogin --oidc-extra-scope=email) и выдавайте email_verified (Keycloak: client scope email; authentik: scope mapping; коннектор Dex)"},
		{"Or take another claim: --oidc-username-claim=sub or preferred_username (AuthenticationConfiguration: claimMappings.username)", "Или возьмите другой claim: --oidc-username-claim=sub или preferred_username (AuthenticationConfiguration: claimMappings.username)"},
	},
	Refs:     []Ref{{"Kubernetes: OpenID Connect tokens", "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens"}},
	Explains: []string{"token-signature"},
})
