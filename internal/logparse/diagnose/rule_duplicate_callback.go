package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "duplicate-callback",
	Title:   Text{"The callback ran twice: one login worked, one failed", "Callback выполнен дважды: один вход удался, другой нет"},
	About:   Text{"A code is refused, and in the same moment the log shows the user logged in: the same code was redeemed twice and the first time worked.", "Код отклонён, и в тот же момент лог показывает вход пользователя: один код обменян дважды, и первый раз удался."},
	Rank:    88,
	Outcome: exchange.Issued,
	Detail: Text{"The refused code is not the whole story: next to it the log says that the user is logged in. The same callback was processed twice: one token request succeeded, the second one with the already used, single-use code got the error. The login works, only the browser is left on the error page.",
		"Отклонённый код — не вся история: рядом лог сообщает, что пользователь вошёл. Один callback обработан дважды: первый запрос токена удался, второй с уже использованным одноразовым кодом получил ошибку. Вход работает, только браузер остался на странице ошибки."},
	Causes: []Text{
		{"The browser requested the callback twice: reload, prefetch, double redirect, parallel tabs", "Браузер запросил callback дважды: перезагрузка, prefetch, двойной редирект, параллельные вкладки"},
		{"Two replicas or two filters of the application handle the same callback, or a proxy repeats the request", "Один callback обрабатывают две реплики или два фильтра приложения, либо прокси повторяет запрос"},
	},
	Fixes: []Text{
		{"Treat a failed exchange as success when the session is already logged in, and redirect to the start page", "Если сессия уже авторизована, считайте неудачный обмен успехом и перенаправляйте на главную"},
		{"Find the second request of the callback URL in the access log (same code, same second) and what sends it", "Найдите в access-логе второй запрос URL callback (тот же код, та же секунда) и что его шлёт"},
	},
	Missing:  []Text{{"Access-log lines of the callback URL within that second", "Строки access-лога с URL callback за эту секунду"}},
	Refs:     []Ref{{"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	Explains: []string{"provider-error", "code-not-valid", "code-redeemed-twice", "callback-repeated"},
	Check: func(f *exchange.Flow) []Verdict {
		refused := findAny(f, "code not valid", "already used for usersession", "failed to turn code into token", "authorization code has been used", "code was already redeemed")
		if len(refused) == 0 {
			return nil
		}
		for _, lit := range [...]string{"user logged in", "logged in successfully", "successfully logged in", "login successful", "successfully authenticated", "authenticated via oauth", "authentication via oauth2: ", "[authsuccess]", "login succeeded", "authentication success"} {
			for _, s := range f.Find(lit) {
				line := f.Text.Slice(source.Span{Start: max(0, s.Start-12), End: s.Start})
				if negated(line) || apart(s, refused[0].Start) > 4096 || labelsAnswer(f, s, failedAnswer) {
					continue
				}
				return []Verdict{{Evidence: []source.Span{s, refused[0]}}}
			}
		}
		return nil
	},
})

// negated reports whether the words before a place deny it.
func negated(before string) bool {
	return anyOf(before, []string{"not ", "no ", "n't ", "never "})
}
