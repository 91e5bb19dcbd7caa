package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "user-name-attribute-missing",
	Title:    Text{"The login worked, a claim the client needs is absent", "Вход прошёл, но нет claim, нужного клиенту"},
	About:    Text{"After tokens and claims have come the client looks for a claim it was told to read (user name, groups, roles), and does not find it.", "Получив токены и данные, клиент ищет указанный ему claim (имя пользователя, группы, роли) и не находит."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "exception-after-login"},
	Detail: Text{"The provider issued tokens and gave the claims of the user (ID token or userinfo). The client is configured to take the user's name, groups or roles from one claim (attribute), and that claim is missing in what came: a mapping of the client, no refusal by the provider.",
		"Провайдер выдал токены и данные пользователя (ID-токен или userinfo). Клиент настроен брать имя, группы или роли пользователя из одного claim (атрибута), а в полученном его нет: дело в настройке клиента, а не в отказе провайдера."},
	Causes: []Text{
		{"The configured attribute name is not what this provider sends (sub, id, login, email, preferred_username)", "Указанное имя атрибута — не то, что присылает этот провайдер (sub, id, login, email, preferred_username)"},
		{"The scope that carries the claim (profile, email, groups) was not requested, the mapper is missing at the provider, or the user has no groups and an empty claim is left out", "Не запрошен scope, который несёт этот claim (profile, email, groups), у провайдера нет mapper, или групп у пользователя нет, а пустой claim опущен"},
		{"Entra ID: upn and email are optional claims, absent for guests, personal accounts and by default in v2.0 tokens; preferred_username and oid are there", "Entra ID: upn и email — необязательные claims, их нет у гостей, личных учётных записей и по умолчанию в токенах v2.0; есть preferred_username и oid"},
		{"The userinfo answer nests the user in a member such as data or response", "Ответ userinfo держит пользователя внутри члена вроде data или response"},
		{"MinIO: no claim named policy (MINIO_IDENTITY_OPENID_CLAIM_NAME) in the token", "MinIO: в токене нет claim policy (MINIO_IDENTITY_OPENID_CLAIM_NAME)"},
	},
	Fixes: []Text{
		{"Set the attribute that is really there: Spring provider.<id>.user-name-attribute, Grafana login_attribute_path, Jenkins User name field name, oauth2-proxy --user-id-claim, GitLab uid_field", "Укажите атрибут, который действительно приходит: Spring provider.<id>.user-name-attribute, Grafana login_attribute_path, Jenkins User name field name, oauth2-proxy --user-id-claim, GitLab uid_field"},
		{"Request the scopes openid profile email", "Запрашивайте scope openid profile email"},
		{"MinIO: add a mapper that sends the name of a policy of MinIO in this claim, or set MINIO_IDENTITY_OPENID_ROLE_POLICY", "MinIO: добавьте mapper, который присылает в этом claim имя политики MinIO, либо задайте MINIO_IDENTITY_OPENID_ROLE_POLICY"},
	},
	Leads: []Lead{
		{Signs: []string{"credentials will not be generated"}, Only: true, Cause: "MinIO: no claim named policy (MINI", Fix: "MinIO: add a mapper that sends the"},
	},
	Missing: []Text{{"The names of the claims that came (ID token, userinfo)", "Имена пришедших claims (ID-токен, userinfo)"}},
	Refs:    []Ref{{"OpenID Connect Core §5.1 standard claims", "https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims"}, {"Spring Security: user-name-attribute", "https://docs.spring.io/spring-security/reference/servlet/oauth2/login/core.html"}},
})
