package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "auth-subrequest-failed",
	Title:   Text{"The proxy's question to the login service failed", "Запрос прокси к сервису входа не удался"},
	About:   Text{"nginx (auth_request), ingress-nginx (auth-url), Traefik (ForwardAuth) and Caddy (forward_auth) ask a service whether a request may pass; its answer was neither 2xx, 401 nor 403.", "nginx (auth_request), ingress-nginx (auth-url), Traefik (ForwardAuth) и Caddy (forward_auth) спрашивают сервис, пропускать ли запрос; ответ был не 2xx, не 401 и не 403."},
	Rank:    64,
	Outcome: exchange.WrongBody,
	Detail: Text{"Before it passes a request on, the proxy sends a subrequest to the login service (oauth2-proxy, Authelia, an outpost). Only 2xx, 401 and 403 are answers to it: 404 means that the path of the auth URL is not served there (prefix /oauth2, another host, a rewrite), 400 headers or cookies that are too large, 5xx that the login service failed or sent headers too big for the proxy's buffer. The user gets a 500 from the proxy.",
		"Прежде чем пропустить запрос, прокси отправляет подзапрос сервису входа (oauth2-proxy, Authelia, outpost). Ответы на него — только 2xx, 401 и 403: 404 значит, что путь auth URL там не обслуживается (префикс /oauth2, другой хост, rewrite), 400 — слишком большие заголовки или cookie, 5xx — сбой сервиса входа или заголовки больше буфера прокси. Пользователь получает от прокси 500."},
	Causes: []Text{
		{"404: auth-url names a path or host at which the login service does not listen, or a rewrite-target changes it", "404: auth-url называет путь или хост, где сервиса входа нет, либо его меняет rewrite-target"},
		{"502: the answer's headers (cookies with tokens) exceed proxy_buffer_size", "502: заголовки ответа (cookie с токенами) больше proxy_buffer_size"},
		{"500, 503: the login service itself is down or cannot reach its provider or session store", "500, 503: сам сервис входа не работает или не достаёт провайдера либо хранилище сессий"},
	},
	Fixes: []Text{
		{"Call the auth URL from the proxy: curl -i http://oauth2-proxy.namespace.svc.cluster.local:4180/oauth2/auth must answer 401 or 202", "Вызовите auth URL с прокси: curl -i http://oauth2-proxy.namespace.svc.cluster.local:4180/oauth2/auth должен ответить 401 или 202"},
		{"Route /oauth2 of the same host to oauth2-proxy in an Ingress of its own, without rewrite-target", "Направьте /oauth2 того же хоста на oauth2-proxy отдельным Ingress без rewrite-target"},
		{"Raise proxy-buffer-size to 16k, or use --session-store-type=redis", "Увеличьте proxy-buffer-size до 16k или используйте --session-store-type=redis"},
	},
	Refs: []Ref{{"nginx: ngx_http_auth_request_module", "https://nginx.org/en/docs/http/ngx_http_auth_request_module.html"}, {"ingress-nginx: external OAuth authentication", "https://kubernetes.github.io/ingress-nginx/examples/auth/oauth-external-auth/"}},
})
