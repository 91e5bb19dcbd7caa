package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "github-code-refused",
	Title:   Text{"GitHub refuses the code, with status 200", "GitHub отклоняет код со статусом 200"},
	About:   Text{"bad_verification_code: GitHub's token endpoint answers errors with status 200 and the error in the body.", "bad_verification_code: token endpoint GitHub отдаёт ошибки со статусом 200 и ошибкой в теле."},
	Rank:    78,
	Outcome: exchange.WrongBody,
	Detail: Text{"The code passed to GitHub is incorrect, used or expired. GitHub answers this with HTTP status 200 and an error in the body (error=bad_verification_code), so a client that looks only at the status takes it for a success: the body decides.",
		"Код, переданный GitHub, неверен, использован или просрочен. GitHub отвечает на это статусом 200 с ошибкой в теле (error=bad_verification_code), и клиент, смотрящий только на статус, принимает это за успех: решает тело."},
	Causes: []Text{
		{"The code was used already (the callback handled twice) or is older than ten minutes", "Код уже использован (callback обработан дважды) или старше десяти минут"},
		{"It is not the code of this login: undefined, of another OAuth app, or taken from the wrong parameter", "Это не код этого входа: undefined, другого OAuth-приложения или взят не из того параметра"},
		{"The callback path that handles the redirect is not the registered one, so the handler runs without a code: redirect_uri and configured callback path do not match", "Путь callback не совпадает с зарегистрированным, и обработчик запускается без кода: redirect_uri и настроенный путь callback различаются"},
	},
	Fixes: []Text{
		{"Check the body for error before reading access_token, whatever the status; send Accept: application/json", "Проверяйте error в теле до чтения access_token при любом статусе; отправляйте Accept: application/json"},
		{"Start the login again and redeem the new code once", "Начните вход заново и обменяйте новый код один раз"},
		{"Compare the callback path of the application with the Authorization callback URL of the OAuth app: they must be the same", "Сравните путь callback приложения с Authorization callback URL OAuth-приложения: они должны совпадать"},
	},
	Missing:  []Text{{"The code of the callback URL and of the token request, side by side (shortened)", "Код из URL callback и из запроса токена рядом (сокращённо)"}},
	Refs:     []Ref{{"GitHub: troubleshooting OAuth access token requests", "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"}},
	Explains: []string{"provider-error", "code-not-valid", "error-in-200", "answer-is-text"},
})
