package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "rate-limited",
	Title:      Text{"Too many requests: a rate limit, not an OAuth error", "Слишком много запросов: лимит, а не ошибка OAuth"},
	About:      Text{"429, Cloudflare 1015, throttling words: requests are limited by IP, client or user.", "429, Cloudflare 1015, слова о троттлинге: запросы ограничены по IP, клиенту или пользователю."},
	Confidence: Certain,
	Rank:       86,
	Outcome:    exchange.Refused,
	Detail: Text{"The answer is a rate limit (429 Too Many Requests, throttling), often made by the CDN or edge in front of the provider (Cloudflare 1015) and counted per IP address: it says nothing about client id, secret, code or user. On shared hosting or behind one NAT the egress IP is shared with others who use up the limit.",
		"Ответ — ограничение числа запросов (429 Too Many Requests, троттлинг), часто его ставит CDN перед провайдером (Cloudflare 1015) и считает по IP-адресу: о client id, секрете, коде и пользователе он ничего не говорит. На общем хостинге или за одним NAT исходящий IP делят с другими, и лимит исчерпывают они."},
	Causes: []Text{
		{"The shared egress IP of the hosting (Replit, serverless, CI, NAT) is limited, whoever caused it", "Ограничен общий исходящий IP хостинга (Replit, serverless, CI, NAT), кто бы это ни вызвал"},
		{"A loop: a failing login or refresh is retried without a pause, or a token is requested for every call instead of being cached", "Цикл: неудачный вход или обновление повторяют без паузы, либо токен запрашивают на каждый вызов вместо кэширования"},
		{"Google One Tap: the user dismissed it several times, and it stays away for some hours", "Google One Tap: пользователь закрыл его несколько раз, и он не показывается несколько часов"},
	},
	Leads: []Lead{{Signs: []string{"too many canceled sign-in"}, Only: true, Cause: "Google One Tap", Fix: "Sign in with Google button"}},
	Fixes: []Text{
		{"Wait as long as Retry-After says, then retry with back-off; keep tokens until they expire", "Подождите, сколько указано в Retry-After, затем повторяйте с увеличением паузы; храните токены до истечения"},
		{"Use a dedicated egress IP, or ask the provider to raise the limit", "Используйте выделенный исходящий IP или попросите провайдера поднять лимит"},
		{"Offer the Sign in with Google button (GetSignInWithGoogleOption); on a test device clear the data of Google Play services", "Предложите кнопку «Войти с Google» (GetSignInWithGoogleOption); на тестовом устройстве очистите данные Google Play services"},
	},
	Refs:     []Ref{{"RFC 6585 §4: 429", "https://www.rfc-editor.org/rfc/rfc6585#section-4"}, {"Cloudflare error 1015", "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1015/"}},
	Explains: []string{"access-denied", "provider-error", "provider-outage", "answer-hidden", "answer-is-html"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Status() == 429 && (e.Endpoint != exchange.EndpointAPI || e.Request != nil && e.Request.Headers.Has("Authorization")) {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Codes: []string{"429"}}
				if p, ok := e.Response.Headers.Get("Retry-After"); ok {
					v.Evidence = append(v.Evidence, paramSpan(p))
				}
				out = append(out, v)
			} else if e.Outcome.Failed() && (holdsAny(strings.ToLower(e.Error.Text), "rate_limit", "too_many_requests", "ratelimited", "slow_down_rate") || e.Code.Text == "1015") {
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e)})
			}
		}
		return out
	},
})
