package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "outbound-proxy",
	Title:      Text{"An outbound proxy stops the request", "Запрос останавливает исходящий прокси"},
	About:      Text{"407, a refused CONNECT, or a proxy that cannot be reached on the way to the provider.", "407, отказ в CONNECT или недоступный прокси на пути к провайдеру."},
	Confidence: Certain,
	Rank:       86,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The request goes through an outbound (forward, corporate) proxy, and that proxy refused it, asked for its own credentials (407), or could not be reached. The provider never saw the request: its client id, secret and users are not at fault.",
		"Запрос идёт через исходящий (корпоративный) прокси, и прокси его отверг, запросил свои учётные данные (407) или недоступен. Провайдер запроса не видел: client id, секрет и пользователи ни при чём."},
	Causes: []Text{
		{"The proxy needs authentication, or its rules do not allow the provider's host (CONNECT host:443)", "Прокси требует аутентификации, или его правила не разрешают хост провайдера (CONNECT host:443)"},
		{"HTTP_PROXY/HTTPS_PROXY is set for a process that should reach the provider directly, and NO_PROXY does not list the host", "HTTP_PROXY/HTTPS_PROXY задан процессу, который должен идти к провайдеру напрямую, а в NO_PROXY хоста нет"},
	},
	Fixes: []Text{
		{"Allow the provider's hosts in the proxy, or add them to NO_PROXY (internal names, .svc, .cluster.local)", "Разрешите хосты провайдера в прокси или добавьте их в NO_PROXY (внутренние имена, .svc, .cluster.local)"},
		{"Give the process the proxy with its credentials: HTTPS_PROXY=http://user:password@proxy:3128, Java -Dhttps.proxyHost, Keycloak proxy-mappings, Node needs an agent", "Задайте процессу прокси с учётными данными: HTTPS_PROXY=http://user:password@proxy:3128, Java -Dhttps.proxyHost, proxy-mappings в Keycloak, в Node нужен agent"},
	},
	Refs:     []Ref{{"RFC 9110 §15.5.8 407", "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8"}, {"Keycloak: outgoing HTTP requests", "https://www.keycloak.org/server/outgoinghttp"}},
	Explains: []string{"discovery-failed", "transport-silent", "connection-refused", "connection-timeout"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, "407 proxy authentication required", "proxy authentication required", "tunnel connection failed", "unable to tunnel through proxy", "proxyconnect tcp", "cannot connect to proxy", "unable to connect to proxy", "err_proxy_connection_failed", "err_tunnel_connection_failed", "proxyerror", "connect tunnel failed", "proxy tunneling failed", "tunneling socket could not be")
		if len(ts) == 0 {
			// Ruby's net/http reports a CONNECT that was refused by status only.
			if said := saidBy(f, "?outbound-proxy"); len(said) > 0 {
				return []Verdict{{Evidence: said}}
			}
			return nil
		}
		return []Verdict{{Evidence: troubleSpans(ts)}}
	},
})
