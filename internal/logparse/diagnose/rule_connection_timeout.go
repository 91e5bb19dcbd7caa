package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "connection-timeout",
	Title:      Text{"The provider did not answer in time", "Провайдер не ответил вовремя"},
	About:      Text{"Timeouts on the way to the provider: connect, TLS, or waiting for the answer.", "Тайм-ауты на пути к провайдеру: соединение, TLS или ожидание ответа."},
	Confidence: Certain,
	Rank:       82,
	Outcome:    exchange.NoAnswer,
	Detail:     Text{"The request to the provider ended in a timeout: no HTTP answer came within the client's limit, so there is no OAuth error to read. Either packets are dropped on the way (firewall, missing outbound proxy, IPv6) or the server is too slow.", "Запрос к провайдеру закончился тайм-аутом: за отведённое время HTTP-ответа не было, и ошибки OAuth нет. Либо пакеты теряются по дороге (firewall, не настроен исходящий прокси, IPv6), либо сервер слишком медленный."},
	Causes: []Text{
		{"Outbound traffic to the provider is blocked silently: firewall, egress rule, security group, corporate proxy that is not configured", "Исходящий трафик к провайдеру молча отбрасывается: firewall, правило egress, security group, не настроенный корпоративный прокси"},
		{"The client's limit is short (openid-client 3500 ms) and the provider, DNS or a cold start is slow", "Лимит клиента мал (openid-client — 3500 мс), а провайдер, DNS или холодный старт медленные"},
		{"The URL of the provider (issuer, discovery, token, introspection or key endpoint) is not reachable from this machine itself: a public name behind NAT, a container network, a host that is down", "URL провайдера (issuer, discovery, endpoint токенов, introspection или ключей) недоступен с самой этой машины: внешнее имя за NAT, сеть контейнеров, узел выключен"},
		{"IPv6 is tried first and leads nowhere", "Сначала пробуется IPv6, который никуда не ведёт"},
		{"The connection opens but the TLS handshake does not finish: a proxy or firewall in between, an MTU that is too large, an overloaded server", "Соединение открывается, но TLS handshake не завершается: промежуточный прокси или firewall, слишком большой MTU, перегруженный сервер"},
	},
	Fixes: []Text{
		{"Measure from the same host: curl -v -w '%{time_connect} %{time_total}' <url>", "Измерьте с того же хоста: curl -v -w '%{time_connect} %{time_total}' <url>"},
		{"Open egress or set HTTPS_PROXY for the process; raise the client's timeout (openid-client custom.setHttpOptionsDefaults({timeout}), next-auth httpOptions.timeout, BackchannelTimeout)", "Откройте egress или задайте HTTPS_PROXY процессу; увеличьте тайм-аут клиента (openid-client custom.setHttpOptionsDefaults({timeout}), next-auth httpOptions.timeout, BackchannelTimeout)"},
		{"Retry once: a token request that timed out may have been processed, so a code may already be used up", "Повторите один раз: запрос с тайм-аутом мог быть выполнен, и код тогда уже израсходован"},
	},
	Missing:  []Text{{"curl -v -w '%{time_namelookup} %{time_connect} %{time_appconnect}' from the client's host: the step at which it stops", "curl -v -w '%{time_namelookup} %{time_connect} %{time_appconnect}' с хоста клиента: на каком шаге он останавливается"}},
	Refs:     []Ref{{"Node.js: common system errors", "https://nodejs.org/api/errors.html#common-system-errors"}},
	Explains: []string{"connection-reset", "discovery-failed", "transport-silent", "refresh-token-dead"},
	Check: func(f *exchange.Flow) []Verdict {
		if said := saidBy(f, "?browser-wait"); len(said) > 0 {
			v := browserAwaited
			v.Evidence = said
			return []Verdict{v}
		}
		ts := troubles(f, elsewhere("?connection-timeout-elsewhere", "no route to host", "network is unreachable", "ehostunreach", "enetunreach", ") failed: timeout", "hat nicht innerhalb", "за требуемое время не получен нужный отклик", "winerror 10060", "socketexception (10060)", "время ожидания соединения истекло", "время ожидания операции истекло", "превышено время ожидания", "nach einer bestimmten zeitspanne nicht richtig reagiert", "délai d'attente", "se agotó el tiempo", "etimedout", "esockettimedout", "i/o timeout", "context deadline exceeded", "client.timeout exceeded while awaiting headers", "connect timed out", "did not properly respond after a period of time", "read timed out", "sockettimeoutexception", "httptimeoutexception", "httpconnecttimeoutexception", "connecttimeouterror", "connecttimeout", "readtimeout", "connection timed out", "err_connection_timed_out", "outgoing request timed out", "und_err_connect_timeout", "the request was canceled due to the configured httpclient.timeout", "operation timed out", "timeout: timed out", "timeouterror: timed out", "urlopen error timed out", "asyncio.timeouterror", "asyncio.exceptions.timeouterror", "timeouterror()", "httptimeouterror", "timeout awaiting '", "aborted due to timeout", "tls handshake timeout", "the request timed out", "headers timeout error", "net::opentimeout", "net::readtimeout", "execution expired", "err_jwks_timeout", "ns_error_net_timeout", ": timedout", ", :timeout}", "reason: :timeout", "500 read timeout", "readtimeoutexception", "concurrent.timeoutexception", "interruptedioexception: timeout", "timed out reading", "timeout: global", "timeout(global)", "read timeout reached", "inactivity timeout", "download timed out", "idle timeout reached for")...)
		for _, t := range troubles(f, "timeout of", "ms exceeded") { // axios: timeout of 2000ms exceeded
			if strings.Contains(t.line, "exceeded") {
				ts = append(ts, t)
			}
		}
		if len(ts) == 0 {
			return nil
		}
		v := unanswered(f, ts)
		for _, t := range ts {
			step := stepOf(t.around)
			if p := peer(t.line); p != "" {
				v.Detail = Text{"The request to " + p + " (" + step.EN + ") ended in a timeout: no HTTP answer came within the client's limit, so there is no OAuth error to read. Either packets are dropped on the way (firewall, missing outbound proxy, IPv6) or the server or network is too slow.",
					"Запрос к " + p + " (к " + step.RU + ") закончился тайм-аутом: за отведённое время HTTP-ответа не было, и ошибки OAuth нет. Либо пакеты теряются по дороге (firewall, не настроен исходящий прокси, IPv6), либо сервер или сеть слишком медленны."}
				break
			}
		}
		return []Verdict{v}
	},
})

// browserAwaited is said of a program that waited for the browser to bring the code.
var browserAwaited = Verdict{Outcome: exchange.NotAsked, Confidence: Likely, Causes: []Text{
	{"The browser could not reach the program's port: it runs on another machine (SSH, container, WSL), or a firewall is between", "Браузер не достучался до порта программы: он на другой машине (SSH, контейнер, WSL) или мешает firewall"},
	{"The login in the browser was not finished in time, was cancelled or ended in an error there", "Вход в браузере не закончили вовремя, отменили, или он завершился там ошибкой"},
	{"The redirect URI names another port or host than the program listens on", "В redirect URI другой порт или хост, чем слушает программа"},
}, Fixes: []Text{
	{"Forward the port of the redirect_uri: ssh -L <port>:localhost:<port>, docker -p; in a container let the program listen on 0.0.0.0 (wrangler login --callback-host 0.0.0.0)", "Пробросьте порт из redirect_uri: ssh -L <порт>:localhost:<порт>, docker -p; в контейнере пусть программа слушает 0.0.0.0 (wrangler login --callback-host 0.0.0.0)"},
	{"Without a browser log in with a device code, or give the program a token (API key, access token in the environment)", "Без браузера входите по device code или дайте программе токен (API-ключ, access-токен в окружении)"},
	{"Look at the address bar of the browser: does it hold code= or error=?", "Посмотрите в адресную строку браузера: есть ли там code= или error=?"},
}, Title: Text{"The browser did not bring the code back in time", "Браузер не вернулся с кодом вовремя"},
	Detail: Text{"The program opened the browser and waited for the redirect to its own address; none came before its time was over. The token endpoint was not asked.",
		"Программа открыла браузер и ждала редиректа на собственный адрес, но за отведённое время он не пришёл. До token endpoint дело не дошло."}}
