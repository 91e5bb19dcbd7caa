package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "token-missing-in-answer",
	Title:    Text{"The answer came without an access_token", "Ответ пришёл без access_token"},
	About:    Text{"A client read a token response, often with status 200, and found no access_token in it: an error body the library does not print, a challenge for a second factor, another content type.", "Клиент прочитал ответ, часто со статусом 200, и не нашёл access_token: тело с ошибкой, которое библиотека не печатает, запрос второго фактора, другой тип содержимого."},
	Rank:     76,
	Outcome:  exchange.WrongBody,
	Explains: []string{"success-called-failure", "token-not-sent", "token-type-missing"},
	Detail: Text{"The server answered, and the body held no access_token. The library hides the body, which has the reason: GitHub and Slack answer errors with status 200, some servers ask for a second factor (2FA, MFA) with a challenge instead of a token.",
		"Сервер ответил, но access_token в теле нет. Библиотека скрывает тело, а причина в нём: GitHub и Slack присылают ошибки со статусом 200, некоторые серверы требуют второй фактор (2FA, MFA) и вместо токена присылают запрос кода."},
	Causes: []Text{
		{"An error in a 200 answer: a wrong client_id or client_secret (incorrect_client_credentials), a used or expired code (bad_verification_code), a redirect URI that is not the registered callback (redirect_uri_mismatch)", "Ошибка в ответе 200: неверные client_id или client_secret (incorrect_client_credentials), использованный или просроченный code (bad_verification_code), redirect URI не совпадает с зарегистрированным callback (redirect_uri_mismatch)"},
		{"With a password login, the account needs two-step verification: the endpoint answers (often 412 or 401) with a challenge and sends a verification code, as Ring does", "При входе по паролю учётной записи нужна двухэтапная проверка: endpoint отвечает (часто 412 или 401) запросом и высылает код подтверждения, как у Ring"},
		{"The answer is no JSON, or JSON under another content type (text/plain, text/html), and was read as a form", "Ответ не JSON или JSON под другим типом (text/plain, text/html) и прочитан как форма"},
		{"The token is nested (Slack authed_user.access_token) or named otherwise", "Токен вложен (Slack authed_user.access_token) или назван иначе"},
	},
	Fixes: []Text{
		{"Print the raw body and status of the token response once, with token values masked (a logging transport, curl with the same parameters)", "Один раз напечатайте исходное тело и статус ответа, скрыв токены (логирующий transport, curl с теми же параметрами)"},
		{"Check client secret, client id and the callback URL against the provider's registration; start again with a new code", "Сверьте client secret, client id и callback URL с регистрацией у провайдера; начните заново с новым кодом"},
		{"For a two-factor challenge catch the exception, ask the user for the one-time code and repeat fetch_token with it (ring_doorbell: otp_callback / auth.fetch_token(user, password, otp_code))", "Для запроса второго фактора перехватите исключение, спросите одноразовый код и повторите fetch_token с ним (ring_doorbell: otp_callback / auth.fetch_token(user, password, otp_code))"},
		{"Send Accept: application/json", "Отправляйте Accept: application/json"},
	},
	Missing: []Text{{"The raw body of the token response (token values masked), its status and Content-Type", "Исходное тело ответа (токены скрыты), его статус и Content-Type"}},
	Refs:    []Ref{{"RFC 6749 §5 answers of the token endpoint", "https://www.rfc-editor.org/rfc/rfc6749#section-5"}, {"GitHub: troubleshooting OAuth access token request errors", "https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if p, ok := e.Member("access_token"); ok && p.Type == '0' && e.Outcome == exchange.WrongBody {
				v := Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}, Confidence: Certain, Explains: []string{"empty-client-value"}}
				if strings.HasSuffix(f.Text.Slice(paramSpan(p)), "null") {
					v.Title = Text{"The access_token of the answer is null", "access_token в ответе — null"}
					v.Detail = Text{"The answer has the form of one that brings tokens, and brings none: the server, or what stands before it, writes null where it issued nothing.", "Ответ выглядит как ответ с токенами, но токенов в нём нет: сервер или то, что стоит перед ним, пишет null там, где ничего не выдал."}
					v.Causes = []Text{{"The request was refused, and the reason stands in the other members of the answer or in the server's log", "В запросе отказано, а причина — в других полях ответа или в логе сервера"}}
					v.Fixes = []Text{{"Read the whole body, and let the client take null for a failure", "Прочитайте тело целиком; пусть клиент считает null неудачей"}}
				}
				out = append(out, v)
			}
		}
		return out
	},
})
