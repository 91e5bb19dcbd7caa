package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-in-redirect",
	Title:      Text{"The redirect is the success: it carries the token", "Редирект и есть успех: токен в нём"},
	About:      Text{"In the implicit and hybrid flow the token comes in the fragment of the redirect (#access_token=…), not in a body: a 302 is the good answer, whatever the next page says.", "В implicit и hybrid flow токен приходит во фрагменте редиректа (#access_token=…), а не в теле: 302 — это хороший ответ, что бы ни показала следующая страница."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       60,
	Outcome:    exchange.Issued,
	Detail: Text{"The access token was issued: it stands in the fragment of the Location header or URL, where the implicit grant (response_type=token) puts it. A fragment is never sent to a server: whoever follows the redirect sees only the page behind it, and an error of that page (404, 500) changes nothing about the token.",
		"Access-токен выдан: он стоит во фрагменте Location или URL, куда его помещает implicit grant (response_type=token). Фрагмент не отправляется серверу: кто идёт по редиректу, видит лишь страницу за ним, и её ошибка (404, 500) с токеном не связана."},
	Causes: []Text{
		{"The request used response_type=token (or id_token): the answer is the redirect itself", "В запросе был response_type=token (или id_token): ответ — сам редирект"},
		{"The client followed the redirect (curl -L, an HTTP library) and judged by the page behind it", "Клиент пошёл по редиректу (curl -L, HTTP-библиотека) и судил по странице за ним"},
	},
	Fixes: []Text{
		{"Do not follow it: curl without -L (or -D -), and read access_token from the fragment of Location", "Не следуйте ему: curl без -L (или -D -), и возьмите access_token из фрагмента Location"},
		{"In new applications use the code flow with PKCE; the implicit grant leaves tokens in histories and logs", "В новых приложениях используйте code flow с PKCE; implicit grant оставляет токены в истории и логах"},
	},
	Refs: []Ref{{"RFC 6749 §4.2.2 access token response of the implicit grant", "https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2"}, {"RFC 9700 §2.1.2 implicit grant", "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Outcome != exchange.Issued {
				continue
			}
			v := Verdict{Exchange: e}
			switch status := e.Status(); {
			case status >= 300 && status < 400 && strings.Contains(e.Header("Location"), "access_token="):
				v.Evidence = append([]source.Span{e.Response.Status.Span}, firstOf(e.Proof, 2)...)
				if f.Has("500") || f.Has("404") || f.Has("-L ") || f.Claimed == exchange.Failure {
					v.Rank, v.Severity, v.Explains = 70, Warning, []string{"success-called-failure"}
				}
			case e.Redirect != nil && e.Redirect.Params.Text("access_token") != "":
				v.Evidence = firstOf(e.Proof, 1)
				v.Rank = 20
			}
			if len(v.Evidence) > 0 {
				out = append(out, v)
			}
		}
		return out
	},
})
