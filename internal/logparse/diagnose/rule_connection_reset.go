package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "connection-reset",
	Title:      Text{"The connection to the provider was cut off", "Соединение с провайдером оборвалось"},
	About:      Text{"ECONNRESET, connection reset, socket hang up, unexpected EOF on the way to the provider: often a stale keep-alive connection of a pool.", "ECONNRESET, connection reset, socket hang up, неожиданный EOF на пути к провайдеру: часто это устаревшее keep-alive соединение из пула."},
	Confidence: Certain,
	Rank:       82,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The TCP connection was reset while the client talked to the provider: no HTTP answer and no OAuth error came, this is the transport (network, socket), not the credentials. Typically the client reused an idle keep-alive connection of its pool that a load balancer, proxy or firewall had closed meanwhile.",
		"TCP-соединение оборвалось во время обмена с провайдером: нет ни HTTP-ответа, ни ошибки OAuth; это транспорт (сеть, сокет), а не учётные данные. Обычно клиент взял из пула простаивавшее keep-alive соединение, которое балансировщик, прокси или firewall уже закрыл."},
	Causes: []Text{
		{"A stale pooled connection: the load balancer, proxy, NAT or firewall drops idle connections sooner than the client's pool does", "Устаревшее соединение из пула: балансировщик, прокси, NAT или firewall закрывает простаивающие соединения раньше, чем пул клиента"},
		{"The server or a proxy in between closes during the TLS handshake (SNI, TLS version, client certificate, blocked address)", "Сервер или прокси между ними рвёт соединение при TLS-рукопожатии (SNI, версия TLS, клиентский сертификат, заблокированный адрес)"},
		{"The request was aborted by a restart or deployment of the provider", "Запрос прервал перезапуск или развёртывание провайдера"},
	},
	Fixes: []Text{
		{"Retry the request once on a fresh connection; log in again, for an authorization code may be used up", "Повторите запрос один раз на новом соединении; войдите заново, если код авторизации уже израсходован"},
		{"Set the pool's idle time below the load balancer's: Keycloak spi-connections-http-client-default-max-connection-idle-time-millis (or connection TTL), Apache HttpClient evictIdleConnections, Node agent keepAlive timeout", "Сделайте время простоя пула меньше, чем у балансировщика: Keycloak spi-connections-http-client-default-max-connection-idle-time-millis (или TTL соединений), Apache HttpClient evictIdleConnections, тайм-аут keepAlive агента Node"},
	},
	Refs:     []Ref{{"Keycloak: outgoing HTTP requests", "https://www.keycloak.org/server/outgoinghttp"}, {"RFC 9112 §9.6 tear-down", "https://www.rfc-editor.org/rfc/rfc9112#section-9.6"}},
	Explains: []string{"discovery-failed", "transport-silent", "refresh-token-dead"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, elsewhere("?connection-reset-elsewhere", "error sending request for url", "error sending request to url", "tcp connect error", "connection aborted", "connection was aborted", "forcibly closed by the remote host", "принудительно разорвал существующее подключение", "winerror 10054", "socketexception (10054)", "соединение разорвано другой стороной", "соединение было неожиданно закрыто", "базовое соединение закрыто: непредвиденная ошибка", "server disconnected", "unexpected end of file from server", "econnreset", "connection reset", "socket hang up", "broken pipe", "remote end closed connection", "nohttpresponseexception", "target server failed to respond", "before secure tls connection was established", "remotedisconnected", "err_connection_reset", "connection was closed unexpectedly", "unable to read data from the transport connection", "err_connection_closed", "err_empty_response", "the other side was lost", "err_network_changed", "epipe", "unexpected end of stream", "premature eof", "response ended prematurely", "the network connection was lost", "ns_error_net_reset", "ns_error_net_interrupt", "premature connection close", ": premature close", "closedchannelexception", ", :closed}", "reason: :closed", "closed before response", "closed before message", "incompletemessage", "eof reached while reading", "header parser received no bytes", "end of file reached", "empty reply from server", "without sending any data back", "socket_closed_remotely", "no data received.")...)
		for _, t := range troubles(f, ": eof") {
			if strings.Contains(t.line, "post ") || strings.Contains(t.line, "get ") {
				ts = append(ts, t)
			}
		}
		var kept []trouble
		for _, t := range ts {
			// A browser that goes away mid-answer breaks the server's pipe: no failure of a login.
			if strings.Contains(t.line, "broken pipe") && (strings.Contains(t.line, "clientabortexception") || strings.Contains(t.line, "write")) {
				continue
			}
			if strings.Contains(t.line, "connectionrefused") || strings.Contains(t.line, "connection refused") {
				continue // reqwest's "tcp connect error" names its kind: rule connection-refused
			}
			kept = append(kept, t)
		}
		if len(kept) == 0 {
			return nil
		}
		v := unanswered(f, kept)
		if f.Has("internaloautherror") || f.Has("node_modules/oauth/lib") {
			v.Causes = []Text{{"node-oauth reports a socket error even after the answer was handled: the callback then runs a second time, and tokens may already have been passed on", "node-oauth сообщает об ошибке сокета даже после обработки ответа: callback вызывается второй раз, а токены могли уже быть переданы"}, {"A stale keep-alive connection was reused after a load balancer or firewall had closed it", "Повторно использовано keep-alive соединение, уже закрытое балансировщиком или firewall"}}
			v.Detail = Text{"The TCP connection to the provider was reset (ECONNRESET): a transport error of the socket, not an OAuth error answer. statusCode 500 in the object is passport's own default, not the provider's status. If the verify callback ran as well, the tokens had been issued and the reset came after the answer.",
				"TCP-соединение с провайдером оборвалось (ECONNRESET): это ошибка транспорта, а не ответ OAuth с ошибкой. statusCode 500 в объекте — собственное значение passport, а не статус провайдера. Если verify callback тоже был вызван, токены были выданы, а обрыв случился после ответа."}
		}
		return []Verdict{v}
	},
})
