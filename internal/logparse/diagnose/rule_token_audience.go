package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:       "token-audience",
	Title:    Text{"The token is meant for another audience (aud)", "Токен предназначен другой аудитории (aud)"},
	About:    Text{"Whoever checks the token (the client its ID token, an API its access token) does not find its own name in aud. The token itself is good; the configured audience and the issued one differ.", "Тот, кто проверяет токен (клиент — ID-токен, API — access-токен), не находит в aud своего имени. Сам токен исправен; настроенная и выданная аудитории различаются."},
	Rank:     80,
	Explains: []string{"success-called-failure", "provider-error", "token-signature", "api-refused-token"},
	Detail: Text{"The token was issued and is intact: the provider is not at fault. The check that failed compares aud with the audience configured on the side that received the token, character by character.",
		"Токен выдан и цел: провайдер ни при чём. Не прошло сравнение aud с аудиторией, настроенной у получателя токена; сравнение посимвольное."},
	Causes: []Text{
		{"The API expects its own identifier, and the client asked for a token without naming it: the default audience is the client or account (Keycloak), Microsoft Graph (Entra without an api:// scope), the userinfo endpoint (Auth0 without the audience parameter)", "API ждёт свой идентификатор, а клиент запросил токен без него: по умолчанию аудитория — сам клиент или account (Keycloak), Microsoft Graph (Entra без scope api://), userinfo (Auth0 без параметра audience)"},
		{"An ID token is sent to the API instead of the access token: its aud is the client_id", "В API отправлен ID-токен вместо access-токена: его aud — client_id"},
		{"The two values look alike and differ in something invisible: a blank or line break from copying, a trailing slash, upper case, api:// before the GUID", "Значения похожи и различаются незаметно: пробел или перевод строки при копировании, косая черта в конце, регистр, api:// перед GUID"},
		{"The validator has no audience configured at all", "У проверяющего аудитория вообще не настроена"},
		{"The client checks its ID token: aud is another client_id than the one it is set to, or a list of more than that", "Клиент проверяет свой ID-токен: в aud не тот client_id, что у него задан, или список, где есть и другие"},
		{"MCP: the client asked for no token of this server (resource, RFC 8707), or the authorization server does not put the resource into aud", "MCP: клиент не запросил токен для этого сервера (resource, RFC 8707), или сервер авторизации не кладёт resource в aud"},
	},
	Fixes: []Text{
		{"Decode the token and copy its aud into the validator's setting: options.Audience / AzureAd:Audience or ClientId in appsettings.json, spring.security.oauth2.resourceserver.jwt.audiences, audience of express-jwt or jose, --oidc-extra-audience of oauth2-proxy", "Декодируйте токен и скопируйте его aud в настройку проверяющего: options.Audience / AzureAd:Audience или ClientId в appsettings.json, spring.security.oauth2.resourceserver.jwt.audiences, audience у express-jwt или jose, --oidc-extra-audience в oauth2-proxy"},
		{"Or make the provider put the API into aud: Keycloak Client scopes → add mapper Audience; Entra scope api://<app-id>/.default or accessTokenAcceptedVersion; Auth0 and Okta audience of the API in the authorization request", "Или пусть провайдер добавит API в aud: Keycloak Client scopes → mapper Audience; Entra — scope api://<app-id>/.default или accessTokenAcceptedVersion; Auth0 и Okta — audience API в запросе авторизации"},
		{"Print both values in quotes with their lengths and trim the setting", "Напечатайте оба значения в кавычках с длинами и обрежьте пробелы в настройке"},
		{"Set the client to the client_id to which the token was issued; where aud is a list and the client takes one value only, remove the audience mapper that adds the others", "Задайте клиенту тот client_id, на который выдан токен; если aud — список, а клиент принимает одно значение, уберите audience mapper, добавляющий остальные"},
	},
	Leads: []Lead{
		{Signs: []string{"match client key", "has 2 values", "id token validation failed", "expected one of the client ids", "google auth token appears"}, Only: true, Cause: "The client checks its ID token: au", Fix: "Set the client to the client_id to"},
		{Signs: []string{"/mcp"}, Only: true, Cause: "MCP: the client asked for no token"},
	},
	Missing: []Text{{"The aud claim of the token and the audience setting of the side that checks it", "Утверждение aud токена и настройка аудитории у проверяющего"}},
	Refs: []Ref{
		{"RFC 7519 §4.1.3 aud", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3"},
		{"OpenID Connect Core §3.1.3.7 ID token validation", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		return append(tokenChecked(f, "?token-audience", exchange.Issued, func(v *Verdict, message string) { noAudience(v, message) }), audienceOfLogin(f)...)
	},
})

// noAudience: the check found no audience, in the token or in the settings.
func noAudience(v *Verdict, message string) {
	if strings.Contains(strings.ToLower(message), "audience parameter is empty") || v.Codes != nil && (v.Codes[0] == "IDX10208" || v.Codes[0] == "IDX10206") {
		v.Title = Text{"One side has no audience (aud) at all", "У одной из сторон вообще нет аудитории (aud)"}
	}
}

// compareAudience says more when the message quotes both audiences.
func compareAudience(f *exchange.Flow, v *Verdict, say bool) {
	message := messageAt(f, v.Evidence[0])
	var is, want string
	for _, p := range [...][2]string{{"audiences:", "validaudience:"}, {"audiences:", "validaudiences:"}, {"got", "expected audience"}, {"got:", "expected"}, {"token has", "expected"}, {"but got", "expected"}, {"received", "expected"}, {"found", "expected"}} {
		is, want = quotedAfter(message, p[0]), quotedAfter(message, p[1])
		if is != "" && want != "" && want != "null" {
			break
		}
	}
	if is == "" || want == "" || len(is) > 100 || len(want) > 100 {
		return
	}
	v.quote(f, is, want)
	v.Missing = []Text{}
	if !say {
		return
	}
	if how, ok := alike(is, want); ok {
		v.Title = Text{"The two audiences look alike but are not the same", "Две аудитории похожи, но не одинаковы"}
		v.Detail = Text{"The token has aud “{is}”, the validator wants “{want}”. {how}. The token was issued and is intact; only the configured value is off.", "В токене aud «{is}», проверяющему нужна «{want}». {how}. Токен выдан и цел; неверно лишь настроенное значение."}.
			With("is", is, "want", want).fill("how", how)
		v.Causes = append([]Text{how}, Text{"A setting was copied with a blank, a tab or a line break at its end (appsettings.json, .env, a secret made with echo instead of printf)", "Настройку скопировали с пробелом, табуляцией или переводом строки в конце (appsettings.json, .env, секрет, созданный через echo вместо printf)"})
		v.Fixes = append([]Text{}, Text{"Delete the blanks around the value (ClientId, Audience) in the settings and trim it when reading; print both in quotes with their lengths", "Удалите пробелы вокруг значения (ClientId, Audience) в настройках и обрезайте их при чтении; напечатайте оба в кавычках с длинами"})
		v.Rank = 85
		return
	}
	v.Detail = Text{"The token has aud “{is}”, the side that checks it wants “{want}”. The token was issued and is intact: the provider is not at fault, the two names must be made to agree.", "В токене aud «{is}», а проверяющий ждёт «{want}». Токен выдан и цел: провайдер ни при чём, нужно согласовать два имени."}.
		With("is", is, "want", want)
}

// alike tells how two names differ that a person would take for the same.
func alike(a, b string) (Text, bool) {
	trim := func(s string) string { return strings.Trim(s, " \t\u00a0\u200b\ufeff") }
	switch {
	case a == b:
		return Text{"As printed they are identical, so they differ in something invisible: white space (a blank) at an end, a zero-width character, or the log trims them", "В печати они одинаковы, значит, различаются чем-то невидимым: пробелом на конце, символом нулевой ширины, или лог их обрезает"}, true
	case trim(a) == trim(b):
		return Text{"They differ only in white space (a blank) at an end", "Они различаются только пробелом на конце"}, true
	case strings.EqualFold(a, b):
		return Text{"They differ only in upper and lower case", "Они различаются только регистром букв"}, true
	case strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/"):
		return Text{"They differ only in a slash at the end", "Они различаются только косой чертой на конце"}, true
	case strings.TrimPrefix(a, "api://") == strings.TrimPrefix(b, "api://"):
		return Text{"They differ only in api://: Entra writes the bare GUID into v2.0 tokens and api://GUID into v1.0 tokens (accessTokenAcceptedVersion)", "Они различаются только префиксом api://: в токенах v2.0 Entra пишет голый GUID, в v1.0 — api://GUID (accessTokenAcceptedVersion)"}, true
	case strings.Replace(a, "http://", "https://", 1) == strings.Replace(b, "http://", "https://", 1):
		return Text{"They differ only in http and https", "Они различаются только http и https"}, true
	}
	return Text{}, false
}
