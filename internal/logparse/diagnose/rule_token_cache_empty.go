package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "token-cache-empty",
	Title:    Text{"The token cache holds nothing for this account", "В кэше токенов для этой учётной записи ничего нет"},
	About:    Text{"MSAL is asked for a token of an account it does not hold: the session cookie outlived the token cache.", "У MSAL просят токен учётной записи, которой у него нет: cookie сессии пережила кэш токенов."},
	Rank:     79,
	Outcome:  exchange.NotAsked,
	Explains: []string{"silent-login-needs-interaction"},
	Detail: Text{"No token was asked for: the library looks into its token cache for the account of the signed-in user and finds none. The browser still sends the application's session cookie, so the user seems to be signed in, while the cache that held the account and its refresh token is gone (memory of a process that was restarted, another instance, another partition). An interactive sign-in is needed.",
		"Токен не запрашивался: библиотека ищет в кэше токенов учётную запись вошедшего пользователя и не находит. Браузер ещё присылает cookie сессии приложения, поэтому пользователь кажется вошедшим, а кэш с учётной записью и refresh-токеном пропал (память перезапущенного процесса, другой экземпляр, другой раздел). Нужен интерактивный вход."},
	Causes: []Text{
		{"An in-memory token cache and a restart, a redeploy or a second instance in between: the session cookie is older than the cache", "Кэш токенов в памяти и перезапуск, новый деплой или второй экземпляр: cookie сессии старше кэша"},
		{"The user was signed in by another way than the library (no EnableTokenAcquisitionToCallDownstreamApi, the code was not redeemed by it)", "Пользователь вошёл не через библиотеку (нет EnableTokenAcquisitionToCallDownstreamApi, код обменяла не она)"},
		{"The account or login hint is not passed on (getAllAccounts()[0], setActiveAccount)", "Учётная запись или login hint не переданы (getAllAccounts()[0], setActiveAccount)"},
	},
	Leads: []Lead{{Signs: []string{"browserautherror", "no_account_error"}, Cause: "login hint is not passed", Fix: "In a browser"}},
	Fixes: []Text{
		{"Use a distributed token cache (AddDistributedTokenCaches with Redis or SQL) instead of AddInMemoryTokenCaches", "Используйте распределённый кэш токенов (AddDistributedTokenCaches с Redis или SQL) вместо AddInMemoryTokenCaches"},
		{"Answer the exception with a new sign-in: [AuthorizeForScopes], MicrosoftIdentityConsentAndConditionalAccessHandler.HandleException, or reject the cookie in OnValidatePrincipal when the account is not in the cache", "Отвечайте на исключение новым входом: [AuthorizeForScopes], MicrosoftIdentityConsentAndConditionalAccessHandler.HandleException, либо отвергайте cookie в OnValidatePrincipal, если учётной записи нет в кэше"},
		{"In a browser pass the account: acquireTokenSilent({account, scopes}) after setActiveAccount", "В браузере передавайте account: acquireTokenSilent({account, scopes}) после setActiveAccount"},
	},
	Refs: []Ref{{"Microsoft.Identity.Web: managing incremental consent and the cookie", "https://github.com/AzureAD/microsoft-identity-web/wiki/Managing-incremental-consent-and-conditional-access"}, {"MSAL: token cache serialization", "https://learn.microsoft.com/entra/msal/dotnet/how-to/token-cache-serialization"}},
})
