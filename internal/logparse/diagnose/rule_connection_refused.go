package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "connection-refused",
	Title:      Text{"Nothing listens at the provider's address", "По адресу провайдера никто не слушает"},
	About:      Text{"ECONNREFUSED and its kin on the way to the provider: no TCP connection, so no HTTP and no OAuth answer.", "ECONNREFUSED и подобные на пути к провайдеру: нет TCP-соединения, а значит, ни HTTP-, ни OAuth-ответа."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.NoAnswer,
	Detail:     Text{"The connection was refused: no server answered at this host and port, so there is no HTTP answer and no OAuth error. This is the network, not the client id, secret or user.", "В соединении отказано: по этому хосту и порту никто не ответил, нет ни HTTP-ответа, ни ошибки OAuth. Дело в сети, а не в client id, секрете или пользователе."},
	Causes: []Text{
		{"The provider is not running yet or listens on another port or interface", "Провайдер ещё не запущен или слушает другой порт или интерфейс"},
		{"The URL names localhost from inside a container, where it is the container itself", "В URL указан localhost изнутри контейнера, а там это сам контейнер"},
		{"A firewall or network policy rejects the connection", "Соединение отвергает firewall или сетевая политика"},
	},
	Fixes: []Text{
		{"Try curl -v <url> from the same host or container; check docker compose ps, kubectl get endpoints and the port mapping", "Проверьте curl -v <url> с того же хоста или из того же контейнера; docker compose ps, kubectl get endpoints и проброс портов"},
		{"In containers call the provider by its service name (http://keycloak:8080) or host.docker.internal, and start the client after the provider is healthy (depends_on: condition: service_healthy)", "В контейнерах обращайтесь к провайдеру по имени сервиса (http://keycloak:8080) или host.docker.internal и запускайте клиента после готовности провайдера (depends_on: condition: service_healthy)"},
	},
	Missing:  []Text{{"curl -v of this URL from the client's own host or container, and the address and port the provider listens on", "curl -v по этому URL с хоста или из контейнера самого клиента, а также адрес и порт, на которых слушает провайдер"}},
	Refs:     []Ref{{"Node.js: common system errors", "https://nodejs.org/api/errors.html#common-system-errors"}, {"Docker: networking in Compose", "https://docs.docker.com/compose/how-tos/networking/"}},
	Explains: []string{"discovery-failed", "transport-silent", "refresh-token-dead", "connection-reset"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, "verbindung verweigerte", "aktiv verweigert", "connexion refusée", "connessione rifiutata", "компьютер отверг запрос на подключение", "socketexception (10061)", "в соединении отказано", "econnrefused", "connection refused", "kind: connectionrefused", "actively refused it", "newconnectionerror", "err_connection_refused", "java.net.connectexception", "winerror 10061", "errno 111]", "connectionrefusederror(", "is the computer able to access", "couldn't connect to server", "could not connect to", "ns_error_connection_refused", "cannot connect to host", "failed to connect to /")
		// aiohttp cannot connect where a certificate or a name was at fault, too.
		ts = slices.DeleteFunc(ts, func(t trouble) bool {
			return anyOf(t.line, []string{"certificate", "name or service", "name resolution"})
		})
		if len(ts) == 0 {
			return nil
		}
		v := unanswered(f, ts)
		if strings.EqualFold(f.Text.Slice(ts[0].span), "could not connect to") {
			v.Confidence = Likely // by a refusal, it does not say
		}
		for _, t := range ts {
			if t.line != "" && strings.Contains(t.line, "timed out") {
				continue
			}
			p := peer(t.line)
			if p == "" {
				continue
			}
			step := stepOf(t.around)
			if strings.Contains(t.line, "?code=") || strings.Contains(t.line, "&code=") {
				v.Title = Text{"Nothing listens at the callback address", "По адресу callback никто не слушает"}
				v.Detail = Text{"The provider sent the browser back with a code, and no server answered at " + p + ": the program that waits for the redirect is not running, has ended or listens on another port, or the browser runs on another machine than it.",
					"Провайдер вернул браузер с кодом, но по адресу " + p + " никто не ответил: программа, которая ждёт редирект, не запущена, уже завершилась или слушает другой порт либо браузер работает на другой машине."}
			} else if ownHost(p) {
				v.Title = Text{"The client calls localhost and nobody answers there", "Клиент вызывает localhost, а там никто не отвечает"}
				v.Detail = Text{"The connection to " + p + " for " + step.EN + " was refused: no HTTP answer, no OAuth error. localhost is the machine or container the client itself runs in. The URL that works in your browser (host machine) does not work from inside a container.",
					"В соединении с " + p + " (к " + step.RU + ") отказано: нет ни HTTP-ответа, ни ошибки OAuth. localhost — это машина или контейнер самого клиента. URL, который работает в браузере (на хосте), изнутри контейнера не работает."}
			} else {
				v.Detail = Text{"The connection to " + p + " for " + step.EN + " was refused: no server listens there, so there is no HTTP answer and no OAuth error. This is the network or the address, not the client id, secret or user.",
					"В соединении с " + p + " (к " + step.RU + ") отказано: там никто не слушает, нет ни HTTP-ответа, ни ошибки OAuth. Дело в сети или адресе, а не в client id, секрете или пользователе."}
			}
			break
		}
		return []Verdict{v}
	},
})
