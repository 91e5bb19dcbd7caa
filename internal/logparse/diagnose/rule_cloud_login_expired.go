package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "cloud-login-expired",
	Title:   Text{"The tool has no valid cloud login in its cache", "В кэше инструмента нет действующего входа в облако"},
	About:   Text{"aws, gcloud, az and the SDKs that use their cache report that the stored SSO session or refresh token is no longer accepted.", "aws, gcloud, az и SDK с их кэшем сообщают, что сохранённая SSO-сессия или refresh-токен больше не принимаются."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"The tool keeps the login of an earlier session (SSO session, refresh token) in a cache, and the server no longer takes it: the session ended, was signed out or revoked, or the cache holds a token of another session. A tool may say that the login succeeded because it only read its cache.",
		"Инструмент хранит в кэше вход прошлой сессии (SSO-сессия, refresh-токен), а сервер его больше не принимает: сессия закончилась, завершена или отозвана, либо в кэше токен другой сессии. Инструмент может сказать, что вход удался, прочитав лишь кэш."},
	Causes: []Text{
		{"The session is over its lifetime (AWS: access portal session duration; Google: reauthentication policy; Entra: 90 days unused, or sign-in frequency)", "Срок сессии вышел (AWS: session duration портала; Google: политика повторной аутентификации; Entra: 90 дней без использования или sign-in frequency)"},
		{"Nobody has logged in on this machine (a CI runner, a container), and the tool falls back to its cache, since no workload's identity is set (ARM_CLIENT_ID with ARM_USE_OIDC=true, AZURE_CLIENT_ID)", "На этой машине никто не входил (runner CI, контейнер), а инструмент ищет вход в кэше, так как учётные данные задания не заданы (ARM_CLIENT_ID с ARM_USE_OIDC=true, AZURE_CLIENT_ID)"},
		{"It was signed out, revoked or used up by another process that refreshed first", "Она завершена, отозвана или израсходована другим процессом, обновившим токен раньше"},
		{"The profile of the tool names another session, region or tenant than the cached token is of", "Профиль инструмента называет другую сессию, регион или tenant, чем у токена в кэше"},
	},
	Fixes: []Text{
		{"Log in again: aws sso login --profile NAME, gcloud auth login and gcloud auth application-default login, az login --tenant ID --scope …, fastlane spaceauth -u NAME", "Войдите заново: aws sso login --profile NAME, gcloud auth login и gcloud auth application-default login, az login --tenant ID --scope …, fastlane spaceauth -u NAME"},
		{"If a new login changes nothing, delete the cache (~/.aws/sso/cache, ~/.config/gcloud/credentials.db, ~/.azure/msal_token_cache) and compare sso_session, sso_region and sso_start_url of the profile", "Если новый вход не помог, удалите кэш (~/.aws/sso/cache, ~/.config/gcloud/credentials.db, ~/.azure/msal_token_cache) и сверьте sso_session, sso_region и sso_start_url профиля"},
		{"Machines should use roles, workload identity or a service principal, not the login of a person", "Машинам нужны роли, workload identity или service principal, а не вход человека"},
	},
	Leads: []Lead{
		{Signs: []string{"aadsts700082", "due to inactivity"}, Cause: "over its lifetime"},
		{Signs: []string{"az login' to set", "interactive authentication is needed"}, Cause: "Nobody has logged in", Fix: "Machines should"},
	},
	Explains: []string{"provider-error", "refresh-token-dead"},
	Refs: []Ref{
		{"AWS CLI: IAM Identity Center authentication", "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html"},
		{"Google Cloud: reauthentication", "https://cloud.google.com/docs/authentication/reauthentication"},
	},
})
