package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "mfa-required",
	Title:   Text{"The provider wants a second factor", "Провайдер требует второй фактор"},
	About:   Text{"The token endpoint answers with a challenge (MFA, 2FA, one-time code) instead of a token.", "Token endpoint отвечает запросом второго фактора (MFA, 2FA, одноразовый код) вместо токена."},
	Rank:    82,
	Outcome: exchange.Refused,
	Detail: Text{"The credentials were taken, but the server asks for a second factor before it issues tokens: its answer is a challenge (MFA, two-factor, one-time verification code) without an access token. A library that expects a token in the response body reports it as a missing token.",
		"Учётные данные приняты, но до выдачи токенов сервер требует второй фактор: его ответ — запрос (MFA, двухфакторная проверка, одноразовый код) без access-токена. Библиотека, ждущая токен в теле ответа, сообщает об отсутствующем токене."},
	Causes: []Text{
		{"Two-step verification is on for the account, or the provider has made it mandatory for everybody", "Для аккаунта включена двухэтапная проверка, или провайдер сделал её обязательной для всех"},
		{"A conditional access or sign-on policy demands MFA for this application, place or device", "Политика доступа требует MFA для этого приложения, места или устройства"},
		{"The password grant is used, which cannot show a second step", "Используется password grant, который не может показать второй шаг"},
	},
	Fixes: []Text{
		{"Catch the error, ask the user for the code that was sent, and repeat the token request with it (Auth0: mfa_token and mfa-otp grant; Ring: fetch_token with the otp_code)", "Перехватите ошибку, спросите у пользователя присланный код и повторите запрос токена с ним (Auth0: mfa_token и grant mfa-otp; Ring: fetch_token с otp_code)"},
		{"Use the authorization code flow in a browser, or the device flow, where the provider shows the step itself; Entra: pass the claims challenge on to an interactive request", "Используйте code flow в браузере или device flow, где провайдер сам покажет шаг; Entra: передайте claims challenge в интерактивный запрос"},
		{"For a service use client credentials or a refresh token obtained once with MFA", "Для сервиса используйте client credentials или refresh-токен, однажды полученный с MFA"},
	},
	Missing:  []Text{{"Status and body of the token response", "Статус и тело ответа token endpoint"}},
	Refs:     []Ref{{"Microsoft: claims challenge", "https://learn.microsoft.com/en-us/entra/identity-platform/claims-challenge"}, {"Auth0: MFA API", "https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa"}},
	Explains: []string{"provider-error", "silent-login-needs-interaction", "token-missing-in-answer", "cloud-login-expired"},
	Check: func(f *exchange.Flow) []Verdict {
		// oauthlib throws the body away: the text around must speak of the second factor.
		missing := findAny(f, "missingtokenerror")
		if len(missing) == 0 {
			return nil
		}
		hint := findAny(f, "2fa", "two-factor", "two factor", "two-step", "otp_code", "verification code", "verify my account", "mfa")
		if len(hint) > 0 {
			return []Verdict{{Evidence: []source.Span{missing[0], hint[0]}}}
		}
		return nil
	},
})
