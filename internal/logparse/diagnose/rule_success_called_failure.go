package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "success-called-failure",
	Title:      Text{"The log calls a success a failure", "Лог называет успех ошибкой"},
	About:      Text{"An answer that carries tokens stands behind a label, a level or an exception that claims a failure.", "Ответ с токенами стоит за подписью, уровнем или исключением, которые говорят об ошибке."},
	Confidence: Certain,
	Rank:       85,
	Detail:     Text{"The text in front says failure, yet the answer is complete: the server issued what was asked for. What failed is the check in the program that printed it.", "Текст перед ответом говорит об ошибке, но ответ полный: сервер выдал то, что просили. Не прошла проверка в программе, которая это напечатала."},
	Causes: []Text{
		{"The client's success check tests the wrong field or the wrong thing: a field the answer does not have, or a status it never read", "Проверка успеха в клиенте смотрит не туда: на поле, которого нет в ответе, или на статус, который не читали"},
		{"The branches of the check are inverted, or the failure text is printed in both", "Ветки проверки перепутаны, или текст об ошибке печатается в обеих"},
		{"The library could not read an otherwise good answer: its Content-Type is not application/json, a member is missing or not as expected (expires_in, token_type)", "Библиотека не смогла разобрать исправный ответ: его Content-Type не application/json, нет поля или оно не то, что ждали (expires_in, token_type)"},
	},
	Fixes: []Text{
		{"Decide by the HTTP status first (2xx), then by the presence of access_token in the body", "Сначала проверяйте HTTP-статус (2xx), затем наличие access_token в теле"},
		{"Print the status together with the body, so that the log shows what the check saw", "Печатайте статус вместе с телом, чтобы в логе было видно, что увидела проверка"},
		{"Let the server send what the client wants (Content-Type: application/json, RFC 6749 §5.1), or take a newer version of the client", "Пусть сервер присылает то, что требует клиент (Content-Type: application/json, RFC 6749 §5.1), либо обновите клиент"},
	},
	Leads: []Lead{
		{Signs: []string{"content-type was", "no key '", "token_type=bearer'", "formatexception", "keyerror"}, Cause: "The library could not read", Fix: "what the client wants"},
	},
	Refs: []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Outcome != exchange.Issued || e.Claimed != exchange.Failure || e.Event != nil || cutTokens(f, e) {
				continue
			}
			if e.Endpoint != exchange.EndpointIntrospect && e.Body != nil && e.Body.Members.Has("token_type") && !e.Body.Members.Has("access_token") {
				continue // the type of a token that is not there (RFC 6749 §5.1)
			}
			v := Verdict{Exchange: e, Evidence: append([]source.Span{e.ClaimedBy.Span}, firstOf(e.Proof, 2)...)}
			if e.Body == nil && !e.RedirectParams().Has("access_token") && !e.RedirectParams().Has("id_token") ||
				e.Endpoint == exchange.EndpointUserinfo && e.ClaimedBy.Span.Start > e.Span.End {
				// Nothing but a status, messages or a profile printed before show it: something failed after the tokens came.
				v.Confidence = Likely
				v.Severity = Warning
				v.Rank = 20
				v.Title, v.Detail, v.Causes, v.Fixes = afterTokensTitle, afterTokensDetail, afterTokensCauses, afterTokensFixes
			}
			if p, ok := e.RedirectParams().Get("id_token"); ok && !e.RedirectParams().Has("access_token") && hasAny(f, "access_token", "access token") {
				v = idTokenOnly
				v.Exchange, v.Evidence = e, []source.Span{e.ClaimedBy.Span, paramSpan(p)}
			}
			if slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
				return e.Response != nil && strings.HasPrefix(e.Response.Client, "Playwright")
			}) {
				v.Causes, v.Fixes = playwrightCauses, playwrightFixes
			}
			out = append(out, v)
		}
		return out
	},
})

// What is said where the tokens are not printed.
var (
	afterTokensTitle  = Text{"Tokens came; what failed came after", "Токены пришли; сбой случился после"}
	afterTokensDetail = Text{"The token endpoint answered with status 200, or a message says that the tokens came; the answer itself is not printed. What the log calls a failure came after it, in the client: its check of the ID token, reading the answer, fetching the profile or the application's own login.",
		"Token endpoint ответил статусом 200 либо сообщение говорит, что токены пришли; сам ответ не напечатан. То, что лог называет ошибкой, случилось после, в клиенте: проверка ID-токена, чтение ответа, запрос профиля или собственный вход приложения."}
	afterTokensCauses = []Text{
		{"The client's check of the ID token failed: signature or key (JWKS, RS256 or HS256), issuer, audience, nonce, clock", "Не прошла проверка ID-токена в клиенте: подпись или ключ (JWKS, RS256 или HS256), issuer, audience, nonce, часы"},
		{"The client could not read the answer (content type, a member missing), or fetching the user's profile failed", "Клиент не смог прочитать ответ (тип содержимого, нет поля), либо не удался запрос профиля пользователя"},
		{"The application refused the user, or failed while it made the session or the account", "Приложение отказало пользователю или не смогло создать сессию или учётную запись"},
	}
	afterTokensFixes = []Text{
		{"Print the exception with its cause and stack: its class alone tells no reason", "Напечатайте исключение с причиной и стеком: один класс причины не называет"},
		{"Turn on the client's debug log for the steps after the token request (Spring: logging.level.org.springframework.security=TRACE)", "Включите отладочный лог клиента для шагов после запроса токена (Spring: logging.level.org.springframework.security=TRACE)"},
	}
)

// What Playwright's APIRequestContext adds, whose ok and status are methods.
var (
	playwrightCauses = []Text{
		{"The check uses a value it never read: response.ok and response.status without parentheses are functions in Playwright, so a comparison such as response.status === 200 is always false", "Проверка использует непрочитанное значение: response.ok и response.status без скобок в Playwright — функции, поэтому сравнение вроде response.status === 200 всегда ложно"},
		{"The check tests the wrong field: one the answer does not have, such as error, success or code", "Проверка смотрит не на то поле: на то, которого в ответе нет, например error, success или code"},
		{"The branches of the check are inverted, or the failure text is printed in both", "Ветки проверки перепутаны, или текст об ошибке печатается в обеих"},
	}
	playwrightFixes = []Text{
		{"In Playwright, ok and status are methods of APIResponse: write if (!response.ok()) and response.status(), and test (await response.json()).access_token", "В Playwright ok и status — методы APIResponse: пишите if (!response.ok()) и response.status(), а токен проверяйте так: (await response.json()).access_token"},
		{"Or assert it: await expect(response).toBeOK()", "Или проверяйте утверждением: await expect(response).toBeOK()"},
		{"Print the status together with the body, so that the log shows what the check saw", "Печатайте статус вместе с телом, чтобы в логе было видно, что увидела проверка"},
	}
)

// idTokenOnly is said where a client misses the access token in a redirect that was not asked to bring one.
var idTokenOnly = Verdict{Outcome: exchange.Issued, Confidence: Likely, Explains: []string{"token-missing-in-answer"},
	Title: Text{"The redirect brought an ID token and no access token", "В redirect пришёл ID-токен без access-токена"},
	Detail: Text{"The redirect holds id_token and no access_token: so the provider answers response_type=id_token. The login went well; the client looks for a token that was not asked for.",
		"В redirect есть id_token и нет access_token: так провайдер отвечает на response_type=id_token. Вход прошёл; клиент ищет токен, который не запрашивали."},
	Causes: []Text{{"response_type is id_token, or the provider gives this client no access token by redirect", "response_type равен id_token, либо провайдер не выдаёт этому клиенту access-токен через redirect"}},
	Fixes:  []Text{{"Use response_type=code with PKCE (or id_token token, where it has to be the implicit flow), or check the ID token alone", "Используйте response_type=code с PKCE (или id_token token, если нужен именно implicit flow) либо проверяйте только ID-токен"}},
}
