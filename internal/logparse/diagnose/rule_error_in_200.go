package diagnose

import (
	"strconv"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "error-in-200",
	Title:      Text{"Status 200, but the body is an error", "Статус 200, но в теле ошибка"},
	About:      Text{"Some providers report errors with HTTP 200: GitHub (error in JSON or a form), Slack (ok:false), WeChat (errcode), Facebook and VK (error object). The status alone does not mean success.", "Некоторые провайдеры сообщают об ошибках с HTTP 200: GitHub (error в JSON или форме), Slack (ok:false), WeChat (errcode), Facebook и VK (объект error). Один статус ещё не успех."},
	Confidence: Certain,
	Rank:       62,
	Detail:     Text{"The status says 200, the body carries an error: the request failed. This provider reports errors so; a client must look into the body.", "Статус 200, но в теле ошибка: запрос не удался. Этот провайдер сообщает об ошибках так; клиент обязан смотреть в тело."},
	Causes: []Text{
		{"The provider answers every request with 200 and puts the outcome into the body; the client judges by the status", "Провайдер на всё отвечает 200, а исход пишет в тело; клиент судит по статусу"},
	},
	Fixes: []Text{
		{"Treat a body with error, errcode or ok:false, or without access_token, as a failure, whatever the status; log its code and description", "Считайте неудачей тело с error, errcode, ok:false или без access_token при любом статусе; пишите в лог код и описание"},
	},
	Refs: []Ref{{"RFC 6749 §5.2: errors come with status 400", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Outcome == exchange.WrongBody && e.Status() >= 200 && e.Status() < 300 && !e.HTML() && e.Body != nil {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Key: strconv.Itoa(e.Span.Start)}
				v.Evidence = append(v.Evidence, firstOf(e.Proof, 2)...)
				code := e.Error.Text
				if code == "" {
					code = e.Code.Text
				}
				if code != "" && len(code) < 40 {
					v.Title = Text{"Status 200, but the body says " + code, "Статус 200, но в теле " + code}
					if len([]rune(v.Title.EN)) > 60 {
						v.Title = Text{}
					}
					v.Codes = []string{code}
				}
				out = append(out, v)
			}
		}
		return append(out, githubCodeRefused(f)...)
	},
})

// githubCodeRefused: GitHub's token endpoint answered 200, its body was not printed or is cut off, and the text around
// names the refusal.
func githubCodeRefused(f *exchange.Flow) []Verdict {
	var out []Verdict
	for _, e := range f.Exchanges {
		if e.Provider != "github" || e.Endpoint != exchange.EndpointToken || e.Status() != 200 || e.Outcome != exchange.Unknown {
			continue
		}
		said := findAny(f, "bad_verification_code", "incorrect_client_credentials", "redirect_uri_mismatch", "incorrect or expired", "code passed is incorrect")
		if len(said) == 0 {
			continue
		}
		v := Verdict{Exchange: e, Evidence: append([]source.Span{e.Response.Status.Span}, said[0]), Confidence: Likely, Outcome: exchange.WrongBody, Rank: 76}
		v.Title = Text{"GitHub reports errors with status 200", "GitHub сообщает об ошибках со статусом 200"}
		v.Detail = Text{"GitHub's token endpoint answers an error with status 200 and puts it into the body; here the body is missing or cut off. A wrong, used or expired code gives bad_verification_code there: a 200 from this endpoint is no success until the body has an access_token.", "Token endpoint GitHub отвечает на ошибку статусом 200, а саму ошибку пишет в тело; здесь тела нет или оно обрезано. Неверный, использованный или просроченный code даёт там bad_verification_code: 200 от этого endpoint — не успех, пока в теле нет access_token."}
		v.Causes = []Text{
			{"The code is wrong, was used already, or expired (ten minutes): a reload of the callback, a second exchange, a code of another app", "Код неверный, уже использован или просрочен (десять минут): перезагрузка callback, второй обмен, код другого приложения"},
			{"client_id, client_secret or redirect_uri do not belong to the code", "client_id, client_secret или redirect_uri не подходят к коду"},
		}
		v.Fixes = []Text{
			{"Look at the body for error and error_description before using the answer, and start again with a new code", "До использования ответа проверьте в теле error и error_description и начните заново с новым кодом"},
		}
		v.Refs = []Ref{{"GitHub: troubleshooting OAuth access token request errors", "https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors"}}
		out = append(out, v)
	}
	return out
}
