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
		ts := troubles(f, elsewhere("?connection-refused-elsewhere", "verbindung verweigerte", "aktiv verweigert", "connexion refusée", "connessione rifiutata", "компьютер отверг запрос на подключение", "socketexception (10061)", "в соединении отказано", "не могу установить соединение", "econnrefused", "connection refused", "kind: connectionrefused", "actively refused it", "newconnectionerror", "err_connection_refused", "java.net.connectexception", "winerror 10061", "errno 111]", "connectionrefusederror(", "is the computer able to access", "couldn't connect to server", "could not connect to", "ns_error_connection_refused", "cannot connect to host", "failed to connect to /")...)
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
		if at := findAny(f, "http proxy error", "could not proxy request", "occurred while proxying request"); len(at) > 0 {
			v.Evidence = appendNew(at[:1], v.Evidence)
			v.Title = Text{"Nothing listens behind the development proxy", "За прокси сервера разработки никто не слушает"}
			v.Detail = Text{"The development server (Vite, webpack, Angular) passes this path on to the application's own back end, and nothing listens at that address. The provider was not asked.", "Сервер разработки (Vite, webpack, Angular) передаёт этот путь бэкенду самого приложения, а по его адресу никто не слушает. К провайдеру запроса не было."}
			v.Causes = []Text{{"The back end is not started, still starting, or has crashed", "Бэкенд не запущен, ещё запускается или упал"}, {"It listens on another port than target names, or on IPv4 only while localhost is ::1", "Он слушает другой порт, чем в target, либо только IPv4, а localhost — это ::1"}}
			v.Fixes = []Text{{"Start the back end and call its port with curl; compare with target of the proxy's settings (server.proxy, setupProxy.js, proxy.conf.json)", "Запустите бэкенд и вызовите его порт через curl; сверьте с target в настройках прокси (server.proxy, setupProxy.js, proxy.conf.json)"}, {"Write 127.0.0.1 in place of localhost", "Пишите 127.0.0.1 вместо localhost"}}
			return []Verdict{v}
		}
		for _, t := range ts {
			if strings.Contains(t.line, "err_connection_refused") && !strings.Contains(t.line, "://") { // the browser's page, whose address stands elsewhere
				for _, e := range f.Exchanges {
					if e.Redirect != nil && e.Redirect.Params.Has("code") {
						t.line += " " + strings.ToLower(e.URL())
					}
				}
			}
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
				v.Causes = []Text{
					{"The program that waits for the redirect is not running, has ended, or listens on another port than the redirect_uri names", "Программа, которая ждёт редирект, не запущена, завершилась или слушает другой порт, чем в redirect_uri"},
					{"The browser runs on another machine than the program (SSH, container, WSL, a phone)", "Браузер работает на другой машине, чем программа (SSH, контейнер, WSL, телефон)"},
					{"A web view of an app (Cordova's InAppBrowser): nobody is meant to listen, the app has to catch the URL before it loads", "Web view приложения (InAppBrowser в Cordova): слушать никто и не должен, приложение обязано перехватить URL до загрузки"},
				}
				v.Fixes = []Text{
					{"Start the program before the login, on the port of the redirect_uri, and keep it until the redirect has come", "Запустите программу до входа, на порту из redirect_uri, и не завершайте её до редиректа"},
					{"Forward the port from the browser's machine (ssh -L, docker -p), or use the device flow", "Пробросьте порт с машины браузера (ssh -L, docker -p) или используйте device flow"},
					{"In an app use a custom scheme or an app link as redirect_uri, or take the code from the URL at loadstart and close the window", "В приложении возьмите redirect_uri со своей схемой или app link либо читайте code из URL в loadstart и закрывайте окно"},
				}
				if f.May("inappbrowser") || f.May("webview") {
					v.Causes, v.Fixes = first(v.Causes, "A web view"), first(v.Fixes, "In an app")
				}
			} else if ownHost(p) {
				if hasAny(f, phoneWords...) {
					own := ruleOf("connection-refused")
					v.Causes = slices.Insert(slices.Clone(own.Causes), 0, Text{"On a phone and in Android's emulator localhost is the device itself, not the computer the server runs on", "На телефоне и в эмуляторе Android localhost — само устройство, а не компьютер с сервером"})
					v.Fixes = slices.Insert(slices.Clone(own.Fixes), 0, Text{"Call the computer by its address in the local network; from Android's emulator by 10.0.2.2, or after adb reverse tcp:8080 tcp:8080", "Обращайтесь к компьютеру по его адресу в локальной сети; из эмулятора Android — по 10.0.2.2 или после adb reverse tcp:8080 tcp:8080"})
				}
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

// phoneWords show that the program is an app of a phone.
var phoneWords = []string{"error domain=", "net.openid.appauth", "platformexception(", "i/flutter", "com.android", "simulator", "emulator"}
