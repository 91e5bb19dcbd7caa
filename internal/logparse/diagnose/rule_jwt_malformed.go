package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "jwt-malformed",
	Title:      Text{"What was given as a JWT is not one", "То, что подали как JWT, им не является"},
	About:      Text{"A validator got a string that has not the three parts of a JWT: an opaque token, an encrypted one, undefined, a password or a cut-off value.", "Проверяющий получил строку не из трёх частей JWT: непрозрачный или зашифрованный токен, undefined, пароль или обрезанное значение."},
	Rank:       66,
	Outcome:    exchange.Rejected,
	Detail:     Text{"The value has not three parts separated by dots, so it cannot be a signed JWT (JWS). Signature, expiry and audience were never looked at.", "В значении нет трёх частей через точку, значит, это не подписанный JWT (JWS). До подписи, срока и аудитории дело не дошло."},
	Confidence: Likely,
	Causes: []Text{
		{"The access token is opaque: the provider issues JWTs only for a named API (Auth0 without audience gives an opaque token; Google's ya29.…, GitHub's gho_… are never JWTs)", "Access-токен непрозрачный: JWT провайдер выдаёт только для названного API (Auth0 без audience даёт непрозрачный токен; ya29.… Google и gho_… GitHub никогда не JWT)"},
		{"The token is encrypted: a JWE has five parts (OpenIddict encrypts access tokens by default, Auth0 with an unset audience)", "Токен зашифрован: у JWE пять частей (OpenIddict по умолчанию шифрует access-токены, Auth0 без audience)"},
		{"The variable holds something else: undefined, null, [object Object], the whole JSON answer, “Bearer ” twice, a user name and password (Basic), another parameter such as state", "В переменной что-то другое: undefined, null, [object Object], весь JSON-ответ, дважды «Bearer », имя и пароль (Basic), другой параметр, например state"},
		{"The reader decodes a part as ordinary base64; a JWT has base64url without padding (illegal base64 data)", "Часть декодируют как обычный base64, а в JWT — base64url без дополнения (illegal base64 data)"},
		{"The value was cut off by a cookie, header or column limit", "Значение обрезано лимитом cookie, заголовка или столбца"},
		{"The test takes its token from a variable that was never set, because the step before found none in its answer (JMeter: NOT_FOUND, ${token}; Postman: {{token}})", "Тест берёт токен из переменной, которая не задана: предыдущий шаг не нашёл его в своём ответе (JMeter: NOT_FOUND, ${token}; Postman: {{token}})"},
	},
	Fixes: []Text{
		{"Print the length and the number of dots of the value, not the value; two dots is a JWS, four a JWE, none opaque", "Напечатайте длину значения и число точек, а не само значение: две точки — JWS, четыре — JWE, ни одной — непрозрачный"},
		{"Ask for a token for the API: audience (Auth0, Okta), scope api://…/.default (Entra); otherwise ask the introspection endpoint (RFC 7662) or userinfo about an opaque one", "Запросите токен для API: audience (Auth0, Okta), scope api://…/.default (Entra); непрозрачный проверяйте через интроспекцию (RFC 7662) или userinfo"},
		{"Read the parts as base64url: - for +, _ for /, no padding, then UTF-8; a library (jwt-decode, jose) does it", "Читайте части как base64url: - вместо +, _ вместо /, без дополнения, затем UTF-8; это делает библиотека (jwt-decode, jose)"},
		{"OpenIddict: options.DisableAccessTokenEncryption(), or give the API the decryption key", "OpenIddict: options.DisableAccessTokenEncryption() либо дайте API ключ расшифровки"},
	},
	Leads: []Lead{
		{Signs: []string{"execute 'atob'", "illegal base64"}, Cause: "ordinary base64", Fix: "as base64url"},
		{Signs: []string{"not_found", "${token}", "{{token}}", "{{access_token}}"}, Only: true, Cause: "never set"},
	},
	Missing:  []Text{{"The form of the value (length, number of dots, first three characters) and where it was read from", "Вид значения (длина, число точек, первые три символа) и откуда оно взято"}},
	Refs:     []Ref{{"RFC 7515 §7.1 compact serialisation", "https://www.rfc-editor.org/rfc/rfc7515#section-7.1"}, {"RFC 7662 token introspection", "https://www.rfc-editor.org/rfc/rfc7662"}},
	Explains: []string{"success-called-failure", "api-refused-token", "id-token-claim-refused"},
	Check: func(f *exchange.Flow) []Verdict {
		return tokenChecked(f, "?jwt-malformed", exchange.Rejected, func(v *Verdict, message string) {
			v.Outcome = exchange.Rejected
			if ofIDToken(f, v.Evidence[0]) || inIDTokenCheck(f, v.Evidence[0]) || inLogin(f, v.Evidence[0]) || holdsAny(wholeLine(f, v.Evidence[0]), "authsdkerror", "'window'") {
				v.Outcome = exchange.Issued
			}
		})
	},
})

// inIDTokenCheck reports whether the lines around, as those of a trace, name the check of an ID token.
func inIDTokenCheck(f *exchange.Flow, at source.Span) bool {
	const near = 1200
	at = f.View.Seen(at)
	return holdsAny(f.Lower[max(0, at.Start-near):min(len(f.Lower), at.End+near)], "decode_id_token", "validate_id_token", "verify_id_token", "parse_id_token", "id token verif", "id token valid", "openid.connect.sdk.validators", "loginmodule.identifytoken")
}

// ofIDToken reports whether a message speaks of an ID token: only a client reads one, after the answer that brought it.
func ofIDToken(f *exchange.Flow, at source.Span) bool {
	line := wholeLine(f, at)
	if strings.Contains(line, "exception: ") { // the record it was printed below names the token
		from, to := linesAround(f.Lower, f.View.Seen(at).Start, 1, 0)
		line = f.Lower[from:to] + line
	}
	return holdsAny(" "+strings.ReplaceAll(line, "invalid_token", ""), " id token", "id_token", "idtoken", "invalid token specified") // the last is jwt-decode's, of browsers
}
