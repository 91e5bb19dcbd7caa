package diagnose

import (
	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-redeemed-twice",
	Title:   Text{"The authorization code had already been redeemed", "Код авторизации уже был обменян"},
	About:   Text{"A code is good for one token request. The server says, or two requests show, that it was used a second time.", "Код годен на один запрос токена. Сервер сообщает или два запроса показывают, что его использовали второй раз."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail: Text{"The same authorization code was sent to the token endpoint more than once. A code is single-use: the first request consumes it, every later one is refused (and many servers then revoke the tokens of the first). The callback was handled twice.",
		"Один и тот же код авторизации отправлен на token endpoint больше одного раза. Код одноразовый: первый запрос его расходует, следующие отклоняются (а многие серверы отзывают и выданные по нему токены). Callback обработан дважды."},
	Causes: []Text{
		{"The callback URL was loaded twice: reload, back button, a browser or link prefetch, a double redirect, a favicon or health request to the same path", "URL callback загружен дважды: перезагрузка, «назад», prefetch браузера или ссылки, двойной редирект, запрос favicon или проверки на тот же путь"},
		{"The application runs its callback code twice: React StrictMode or two effects, two middlewares for one route, two replicas behind a load balancer that repeats the request", "Приложение выполняет код callback дважды: StrictMode в React или два эффекта, два middleware на одном маршруте, две реплики за балансировщиком, повторяющим запрос"},
		{"A retry after a timeout or a lost answer: the first request had succeeded on the server", "Повтор после таймаута или потерянного ответа: первый запрос на сервере удался"},
		{"Front end and back end both redeem the code", "Код обменивают и фронтенд, и бэкенд"},
		{"Keycloak logs Code … already used for a code that has expired as well: it no longer knows either (Access code lifespan, one minute by default)", "Keycloak пишет Code … already used и о просроченном коде: он уже не знает ни того, ни другого (срок кода по умолчанию — минута)"},
	},
	Fixes: []Text{
		{"Redeem a code once: keep the state as used, answer a second callback with the session already made or with a new login, and redirect away from the callback URL", "Обменивайте код один раз: отметьте state использованным, на второй callback отвечайте готовой сессией или новым входом и уходите редиректом с URL callback"},
		{"Do not retry a token request with the same code; start again and get a new code", "Не повторяйте запрос токена с тем же кодом; начните вход заново и получите новый код"},
		{"Look in the access log for two requests of the callback with the same code within a second, and at what made the second", "Найдите в access-логе два запроса callback с одним кодом в пределах секунды и что вызвало второй"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}, {"RFC 6749 §10.5", "https://www.rfc-editor.org/rfc/rfc6749#section-10.5"}},
	Explains: []string{"silent-login-needs-interaction", "provider-error", "code-not-valid", "github-code-refused", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		// Two events of one code within seconds.
		byCode := map[string]*exchange.Exchange{}
		for _, e := range f.Exchanges {
			if e.Event == nil || e.Grant != "authorization_code" {
				continue
			}
			p, ok := e.Event.Params.Get("code_id")
			if !ok || len(p.Value.Text) < 8 {
				continue
			}
			first := byCode[p.Value.Text]
			if first == nil {
				byCode[p.Value.Text] = e
				continue
			}
			if !e.Outcome.Failed() || !first.At.IsZero() && !e.At.IsZero() && e.At.Sub(first.At).Seconds() > 60 {
				continue
			}
			q, _ := first.Event.Params.Get("code_id")
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{p.Value.Span, q.Value.Span}})
		}
		// Two token requests with one code.
		seen := map[string]given{}
		for _, e := range f.Exchanges {
			if e.Endpoint != exchange.EndpointToken || e.Request == nil || e.Request.Kind != artifact.Request && e.Request.Kind != artifact.Body {
				continue
			}
			p, ok := e.Params.Get("code")
			if !ok || placeholder(p.Value.Text) || len(p.Value.Text) < 8 {
				continue
			}
			if have, twice := seen[p.Value.Text]; twice && have.span != p.Value.Span && e.Outcome.Failed() && !e.HTML() {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{p.Value.Span, have.span}, Confidence: Certain})
			}
			if _, ok := seen[p.Value.Text]; !ok {
				seen[p.Value.Text] = given{span: p.Value.Span, exchange: e}
			}
		}
		return out
	},
})
