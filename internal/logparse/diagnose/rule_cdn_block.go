package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "cdn-block",
	Title:      Text{"A CDN or firewall page blocked the request", "Запрос заблокировал CDN или firewall (WAF)"},
	About:      Text{"Cloudflare challenge and block pages, Akamai and AWS WAF refusals in place of the provider's answer.", "Страницы проверки и блокировки Cloudflare, отказы Akamai и AWS WAF вместо ответа провайдера."},
	Confidence: Certain,
	Rank:       86,
	Outcome:    exchange.WrongBody,
	Detail: Text{"The answer is a block or challenge page of a CDN or web application firewall (Cloudflare, Akamai, AWS WAF) in front of the provider, in HTML, not JSON: a browser check that a program cannot pass, or an access rule by IP, country or User-Agent. The authorization server itself never saw the request.",
		"Ответ — страница блокировки или проверки CDN либо WAF (Cloudflare, Akamai, AWS WAF) перед провайдером, в HTML, а не JSON: проверка браузера, которую программа не пройдёт, или правило доступа по IP, стране, User-Agent. Сам сервер авторизации запроса не видел."},
	Causes: []Text{
		{"The IP address (data centre, VPN, country) or the client's User-Agent is blocked by a rule of the firewall", "IP-адрес (дата-центр, VPN, страна) или User-Agent клиента заблокирован правилом firewall"},
		{"Bot protection covers the token or discovery endpoint too, which only programs call", "Защита от ботов включена и для token endpoint или discovery, которые вызывают только программы"},
	},
	Fixes: []Text{
		{"If the server is yours: exclude /token, /.well-known, /jwks and /userinfo from bot protection (Cloudflare WAF skip rule) or allow the client's IP", "Если сервер ваш: исключите /token, /.well-known, /jwks и /userinfo из защиты от ботов (правило skip в WAF Cloudflare) или разрешите IP клиента"},
		{"Otherwise send the Ray ID or reference number to the provider, and try from another egress IP with an ordinary User-Agent", "Иначе сообщите провайдеру Ray ID или номер reference и попробуйте с другого исходящего IP и с обычным User-Agent"},
	},
	Refs:     []Ref{{"Cloudflare 1xxx errors", "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/"}},
	Explains: []string{"answer-is-html", "answer-hidden", "provider-outage"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Status() == 403 || e.Status() == 503 {
				if p, ok := e.Response.Headers.Get("cf-mitigated"); ok {
					return []Verdict{{Exchange: e, Evidence: []source.Span{e.Response.Status.Span, p.NameSpan}}}
				}
			}
		}
		return nil
	},
})
