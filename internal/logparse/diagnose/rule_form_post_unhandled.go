package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "form-post-unhandled",
	Title:   Text{"The callback does not accept the provider's POST", "Callback не принимает POST провайдера"},
	About:   Text{"The answer is sent by form_post, and the application has no POST route there, or a CSRF filter, body parser or WAF refuses it.", "Ответ отправлен через form_post, а у приложения нет маршрута POST, либо его отвергает CSRF-фильтр, разбор тела или WAF."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail: Text{"The provider answers by an HTML form that the browser posts to the redirect URI (response_mode=form_post), and the application refuses that POST. code and state are in the body, not in the query.",
		"Провайдер отвечает HTML-формой, которую браузер отправляет POST на redirect URI (response_mode=form_post), а приложение этот POST отвергает. code и state — в теле, а не в query."},
	Causes: []Text{
		{"Only a GET route is registered for the callback", "Для callback зарегистрирован только маршрут GET"},
		{"The application's CSRF protection or a WAF rejects a POST from another site", "CSRF-защита приложения или WAF отвергает POST с другого сайта"},
		{"No parser for application/x-www-form-urlencoded is installed", "Не подключён разбор application/x-www-form-urlencoded"},
	},
	Fixes: []Text{
		{"Ask for response_mode=query, or register a POST route for the callback (Apple with scope name or email allows form_post only)", "Запросите response_mode=query или заведите для callback маршрут POST (Apple со scope name или email допускает только form_post)"},
		{"Exempt the callback path from the CSRF filter: state protects it", "Исключите путь callback из CSRF-фильтра: его защищает state"},
		{"Add the form body parser (express.urlencoded({ extended: true }))", "Подключите разбор формы (express.urlencoded({ extended: true }))"},
		{"Set the login cookies to SameSite=None; Secure, for they travel with a cross-site POST", "Задайте cookie входа SameSite=None; Secure: они идут с межсайтовым POST"},
	},
	Refs:     []Ref{{"OAuth 2.0 Form Post Response Mode", "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html"}},
	Explains: []string{"answer-is-html", "http-method-refused"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Request == nil || e.Request.Method.Text != "POST" || e.Endpoint == exchange.EndpointToken || !callbackPath(e.URL()) {
				continue
			}
			switch e.Status() {
			case 404, 405, 415:
			case 403:
				if e.Body == nil || !strings.Contains(strings.ToLower(e.Body.Text), "csrf") {
					continue
				}
			default:
				continue
			}
			return []Verdict{{Exchange: e, Evidence: []source.Span{e.Response.Status.Span, e.Request.URL.Span}}}
		}
		return nil
	},
})
