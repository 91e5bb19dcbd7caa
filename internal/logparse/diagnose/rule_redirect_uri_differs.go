package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "redirect-uri-differs",
	Title:   Text{"The code is redeemed with another redirect_uri", "Код обменивают с другим redirect_uri"},
	About:   Text{"The redirect_uri of the token request must be the same string as the one of the authorization request that gave the code.", "redirect_uri в запросе токена должен быть той же строкой, что в запросе авторизации, выдавшем код."},
	Rank:    82,
	Outcome: exchange.Refused,
	Detail: Text{"The authorization code was issued for one redirect_uri, and the token request names another: the two must match exactly, character for character. The code came from another flow or request than the one that redeems it, or one side builds the URI differently.",
		"Код авторизации выдан для одного redirect_uri, а в запросе токена другой: они должны совпадать посимвольно. Код получен в другом запросе, чем тот, что его обменивает, или одна из сторон собирает URI иначе."},
	Causes: []Text{
		{"Front end and back end use different redirect URIs: path, trailing slash, port, http against https, localhost against 127.0.0.1, a query appended", "Фронтенд и бэкенд используют разные redirect URI: путь, слеш в конце, порт, http и https, localhost и 127.0.0.1, добавленный query"},
		{"The code comes from another flow: a playground, a test script, another environment or client, while the application redeems it with its own redirect_uri", "Код из другого flow: playground, тестовый скрипт, другое окружение или клиент, а приложение обменивает его со своим redirect_uri"},
		{"The callback path in the configuration is wrong, or built from the request behind a proxy (http, port, host)", "Путь callback в настройках неверен или собран из запроса за прокси (http, порт, хост)"},
		{"The value is percent-encoded once more in the form body", "Значение ещё раз закодировано процентами в теле формы"},
	},
	Fixes: []Text{
		{"Use one constant for both requests: the redirect_uri of the authorization request, unchanged, in the token request", "Используйте одну константу в обоих запросах: redirect_uri запроса авторизации без изменений — в запросе токена"},
		{"Take codes only from the login this application started; a code from a playground or test must be redeemed with the redirect_uri it was asked with", "Берите коды только из входа, начатого этим приложением; код из playground или теста обменивайте с тем redirect_uri, с которым его просили"},
		{"For pop-up and JavaScript flows of Google the redirect_uri of the token request is the word postmessage", "Для pop-up и JavaScript-входа Google redirect_uri в запросе токена — слово postmessage"},
	},
	Missing: []Text{{"redirect_uri of the authorization request (browser's address bar) and of the token request, side by side", "redirect_uri запроса авторизации (адресная строка) и запроса токена рядом"}},
	Refs: []Ref{
		{"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"},
		{"RFC 6749 §5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"},
	},
	Explains: []string{"provider-error", "code-not-valid", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "invalid_redirect_uri" && e.Endpoint == exchange.EndpointToken {
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Codes: []string{"invalid_redirect_uri"}, Confidence: Certain})
			}
		}
		all := paramValues(f, "redirect_uri")
		authorize := ofStep(all, exchange.EndpointAuthorize)
		for _, g := range ofStep(all, exchange.EndpointToken) {
			if !realURI(g.text) || g.exchange != nil && g.exchange.Outcome == exchange.Issued {
				continue
			}
			first, same := given{}, false
			for _, a := range authorize {
				if realURI(a.text) && first.text == "" {
					first = a
				}
				same = same || a.text == g.text
			}
			if same || first.text == "" {
				continue
			}
			diff, ok := uriDifference(first.text, g.text)
			if !ok {
				continue
			}
			v := Verdict{Exchange: g.exchange, Evidence: []source.Span{g.span, first.span}, Confidence: Certain, Rank: 88, Missing: []Text{}}
			v.Detail = Text{"The redirect_uri of the token request is not the same string as in the authorization request; they differ in {diff}. The two must match exactly, so the server refuses the code.",
				"redirect_uri в запросе токена — не та же строка, что в запросе авторизации: {diff}. Они должны совпадать точно, поэтому сервер отклоняет код."}.fill("diff", diff)
			if g.exchange == nil || !g.exchange.Outcome.Failed() {
				v.Confidence = Likely
			}
			out = append(out, v)
		}
		return append(out, mismatchWord(f, true)...)
	},
})
