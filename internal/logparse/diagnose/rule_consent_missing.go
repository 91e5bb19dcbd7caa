package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "consent-missing",
	Title:   Text{"Nobody has consented to these scopes", "На эти scope никто не дал согласия"},
	About:   Text{"The server wants the user's or an administrator's consent for the scopes that were asked for.", "Сервер требует согласия пользователя или администратора на запрошенные scope."},
	Rank:    80,
	Outcome: exchange.Refused,
	Detail: Text{"The request asks for scopes (permissions) that neither the user nor an administrator has consented to for this application. A refresh or other back-channel request cannot ask for consent, so it fails.",
		"Запрос просит scope (разрешения), на которые ни пользователь, ни администратор не давали согласия этому приложению. Обновление токена и другие запросы без браузера не могут спросить согласие и завершаются ошибкой."},
	Causes: []Text{
		{"The token or refresh request asks for a scope that was not in the authorization request, often default scopes a library adds by itself", "В запросе токена или обновления есть scope, которого не было в запросе авторизации, часто — scope по умолчанию, добавленные библиотекой"},
		{"The permission needs an administrator's consent in this tenant, or user consent is switched off there", "Разрешение требует согласия администратора этого tenant, либо согласие пользователей там отключено"},
		{"The permissions of the app registration were changed after the consent", "Разрешения приложения изменены после согласия"},
		{"Salesforce: the user has not authorised this connected app (JWT flow): Permitted Users is not Admin approved with the user's profile or permission set, or nobody logged in once with the scope refresh_token", "Salesforce: пользователь не авторизовал это connected app (JWT flow): в Permitted Users не выбрано Admin approved с профилем или permission set пользователя, либо не было ни одного входа со scope refresh_token"},
		{"Another tenant or application id than the one that was consented to", "Другой tenant или приложение, чем то, на которое дано согласие"},
	},
	Fixes: []Text{
		{"Compare the scope parameter of this request with the one of the authorization request, and remove what the library adds (defaultScope, default scopes)", "Сравните scope этого запроса со scope запроса авторизации и уберите то, что добавляет библиотека (defaultScope)"},
		{"Send an interactive authorization request with prompt=consent for exactly these scopes", "Сделайте интерактивный запрос авторизации с prompt=consent ровно для этих scope"},
		{"Administrator: Entra → Enterprise applications → Permissions → Grant admin consent, or https://login.microsoftonline.com/{tenant}/adminconsent", "Администратор: Entra → Enterprise applications → Permissions → Grant admin consent, или https://login.microsoftonline.com/{tenant}/adminconsent"},
	},
	Leads:    []Lead{{Signs: []string{"approved this consumer"}, Only: true, Cause: "Salesforce: "}},
	Missing:  []Text{{"The scope parameter of the authorization request and of this request", "Параметр scope запроса авторизации и этого запроса"}},
	Refs:     []Ref{{"Microsoft: AADSTS error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}, {"RFC 6749 §3.3 Scope", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"}},
	Explains: []string{"provider-error", "silent-login-needs-interaction"},
})
