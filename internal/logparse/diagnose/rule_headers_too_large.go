package diagnose

import (
	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "headers-too-large",
	Title: Text{"Cookies or headers are too large for the proxy", "Cookie или заголовки велики для прокси"},
	About: Text{"nginx: upstream sent too big header; 431; Request Header Or Cookie Too Large: session cookies that hold tokens outgrow a buffer.", "nginx: upstream sent too big header; 431; Request Header Or Cookie Too Large: cookie сессии с токенами не помещаются в буфер."},
	Rank:  80,
	Detail: Text{"The login itself went through: what fails is the size. Sessions that keep tokens in cookies (many groups or roles, chunked cookies) make response or request headers larger than the reverse proxy's buffer, which then answers 502, 400 or 431 in place of the application.",
		"Сам вход прошёл, не подошёл размер: сессия с токенами в cookie (много групп или ролей, cookie по частям) делает заголовки больше буфера обратного прокси, и он сам отвечает 502, 400 или 431 вместо приложения."},
	Causes: []Text{
		{"Tokens with many claims (groups, roles) are stored in cookies", "Токены с множеством claims (groups, roles) хранятся в cookie"},
		{"The buffers of the proxy have their small defaults (nginx proxy_buffer_size 4k or 8k)", "Буферы прокси имеют малые значения по умолчанию (nginx proxy_buffer_size 4k или 8k)"},
	},
	Fixes: []Text{
		{"nginx: proxy_buffer_size 128k; proxy_buffers 4 256k; proxy_busy_buffers_size 256k; for requests large_client_header_buffers 4 32k (ingress-nginx annotation proxy-buffer-size)", "nginx: proxy_buffer_size 128k; proxy_buffers 4 256k; proxy_busy_buffers_size 256k; для запросов large_client_header_buffers 4 32k (аннотация proxy-buffer-size в ingress-nginx)"},
		{"Keep the session on the server: oauth2-proxy --session-store-type=redis, ASP.NET SessionStore (ITicketStore), or drop claims from the token", "Храните сессию на сервере: oauth2-proxy --session-store-type=redis, ASP.NET SessionStore (ITicketStore), или уберите лишние claims из токена"},
	},
	Refs:     []Ref{{"nginx: proxy_buffer_size", "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffer_size"}, {"oauth2-proxy: session storage", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/session_storage"}},
	Explains: []string{"provider-outage", "answer-is-html", "auth-subrequest-failed"},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?headers-too-large")
		confidence := Likely
		if len(said) == 0 { // the proxy's own log is not there
			said, confidence = saidBy(f, "?headers-too-large-perhaps"), Possible
			for _, e := range f.Exchanges {
				if e.Status() == 502 && e.Body != nil && e.Body.Kind == artifact.BodyJSON {
					return nil // the application's own
				}
			}
		}
		if len(said) == 0 || !hasAny(f, loginWords...) && !f.Has("callback") && !f.Has("signin-oidc") {
			return nil
		}
		return []Verdict{{Evidence: []source.Span{said[0]}, Confidence: confidence}}
	},
})
