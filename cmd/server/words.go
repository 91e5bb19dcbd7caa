package main

import (
	"errors"
	"net"
	"syscall"

	"grantlens/internal/cli"
)

// Every problem of the server's own command line.
var (
	errArguments = cli.New("takes flags only; server -h explains them", "принимает только флаги; их объяснит server -h")
	errHost      = cli.New("want a name or address without port or path", "нужно имя или адрес без порта и пути")
	errAllow     = cli.New("want a host, host:port or *.domain of at least two labels, without scheme or path", "нужен хост, хост:порт или *.домен не короче двух меток, без схемы и пути")
	errTooWide   = cli.New("a star here would let anybody's hosts in: below this domain everyone may register a name; name a domain of your own, like *.example.co.uk", "звёздочка здесь открыла бы чужие хосты: имя под этим доменом может получить любой; назовите свой домен, например *.example.co.uk")
	errProxy     = cli.New("want addresses or ranges like 10.0.0.0/8, and not all there are", "нужны адреса или диапазоны вроде 10.0.0.0/8, и не все адреса сразу")
	errSystemCA  = cli.New("the system's authorities could not be read", "не удалось прочитать центры сертификации системы")
	errNoCA      = cli.New("holds no certificate in PEM form", "нет сертификата в PEM")
	errMaxInput  = cli.New("want at least 1 MiB", "нужно не меньше 1 МиБ")
	errRelayMax  = cli.New("want a number above 0, or 0 to turn the relay off", "нужно число больше 0 или 0, чтобы отключить relay")
	errRate      = cli.New("want a number above 0; -relay-max 0 turns the relay off", "нужно число больше 0; relay отключает -relay-max 0")
	errTimeout   = cli.New("want a time above 0, like 10s", "нужно время больше 0, например 10s")

	errInUse     = cli.New("another program listens at this port: stop it, or choose another; port 0 takes a free one", "этот порт занят другой программой: остановите её или выберите другой; порт 0 берёт свободный")
	errForbidden = cli.New("no permission for this port; those below 1024 are often the administrator's alone", "нет прав на этот порт; порты ниже 1024 часто доступны только администратору")
	errNotHere   = cli.New("this machine has no such address", "у этой машины нет такого адреса")
	errNotListen = cli.New("cannot listen there; want host:port, such as 127.0.0.1:8080", "слушать там не удаётся; нужно host:port, например 127.0.0.1:8080")
	errServing   = cli.New("the server cannot go on; the log says more", "сервер не может продолжать; подробности в логе")
)

// ofListening words what the network says of an address.
func ofListening(err error) error {
	var network *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return errInUse
	case errors.Is(err, syscall.EACCES):
		return errForbidden
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return errNotHere
	case errors.As(err, &network) && network.Op == "listen":
		return errNotListen
	}
	return errServing
}

const usage = `Usage: server [flags]

Serves the Grantlens page and its API. The page diagnoses inside the browser; a log
reaches this server only when somebody posts it:

  curl --data-binary @app.log http://127.0.0.1:8080/api/diagnose

What a browser may not send, the server relays, to known providers only (-relay-allow).

Flags:
`

// russian is the help in Russian, by its English. A test walks the flags for what is missing here.
var russian = map[string]string{
	usage: `Использование: server [флаги]

Отдаёт страницу Grantlens и её API. Страница разбирает логи в самом браузере; на этот сервер лог
попадает, только если его отправить:

  curl --data-binary @app.log http://127.0.0.1:8080/api/diagnose

То, что браузеру отправить нельзя, отправляет сервер (relay), и только известным провайдерам (-relay-allow).

Флаги:
`,
	"Grantlens: http://%s (Ctrl+C stops)": "Grantlens: http://%s (остановить: Ctrl+C)",

	"listen on this `host:port`; port 0 takes a free one.\n" +
		"Anyone who can reach the address can use the server, so it is this machine alone unless told otherwise.": "слушать этот `host:port`; порт 0 берёт свободный.\n" +
		"Сервером может пользоваться всякий, кому доступен адрес, поэтому без указания это только сама машина.",
	"answer to this `name` in the Host header too; may be given more than once.\n" +
		"Needed behind a proxy or in a network: localhost, loopback addresses and the host of -listen are known,\n" +
		"every other name is refused, so that a foreign page cannot reach the server through DNS rebinding.": "отвечать и на это `имя` в заголовке Host; можно указать несколько раз.\n" +
		"Нужно за прокси или в сети: localhost, адреса самой машины и хост из -listen известны, на другие имена\n" +
		"сервер не отвечает, чтобы чужая страница не достала его через DNS rebinding.",
	"refuse a posted log larger than this many `MiB`, counted after decompression":              "не принимать лог больше стольких `МиБ`, считая после распаковки",
	"read at most this many posted logs at the same time, a `number`; 0 means four a processor": "читать одновременно не больше логов, чем это `число`; 0 – четыре на процессор",
	"keep at most this many WebSocket connections open, a `number`":                             "держать открытыми не больше соединений WebSocket, чем это `число`",
	"relay requests to this `host[:port]` too; may be given more than once.\n" +
		"The hosts of the provider profiles are allowed, over https at ports 443 and 8443. A host named here may have\n" +
		"a private or loopback address; with a port it is reached at that port, and over http too. *.corp.example.com\n" +
		"names every host below corp.example.com: use it only for a domain whose DNS you trust.": "отправлять запросы и на этот `хост[:порт]`; можно указать несколько раз.\n" +
		"Хосты из профилей провайдеров разрешены: по https, порты 443 и 8443. Названный здесь хост может иметь\n" +
		"внутренний адрес; с портом он доступен по этому порту, и по http тоже. *.corp.example.com означает каждый\n" +
		"хост под corp.example.com: только для домена, чьему DNS вы доверяете.",
	"trust the certificate authorities in this PEM `file` too when relaying; may be given more than once.\n" +
		"Certificates are verified always.": "доверять в relay и центрам сертификации из этого `файла` PEM; можно указать несколько раз.\n" +
		"Сертификаты проверяются всегда.",
	"relay at most this `number` of requests a minute for one client":           "отправлять в минуту не больше запросов одного клиента, чем это `число`",
	"relay at most this `number` of requests a minute for all clients together": "отправлять в минуту не больше запросов всех клиентов вместе, чем это `число`",
	"believe the reverse proxies in this `range` of addresses who the client is, for -relay-rate: 10.0.0.0/8,\n" +
		"several after commas; may be given more than once. Such a proxy has to set X-Forwarded-For or Forwarded itself.": "верить обратным прокси из этого `диапазона` адресов, кто клиент, для -relay-rate: 10.0.0.0/8,\n" +
		"несколько через запятую; можно указать несколько раз. Такой прокси должен сам ставить X-Forwarded-For или Forwarded.",
	"relay at most this `number` of requests at the same time; 0 turns the relay off":        "отправлять одновременно не больше запросов, чем это `число`; 0 отключает relay",
	"give up when DNS, connection and TLS of a relayed request take longer than this `time`": "сдаться, если DNS, соединение и TLS занимают больше, чем это `время`",
	"give up when a relayed request takes longer than this `time` in all":                    "сдаться, если весь запрос занимает больше, чем это `время`",
	"log failures only, not every request.\n" +
		"An access line holds method, route, status, size and time; never a query value, a header or a body.\n" +
		"That of a relayed request holds the host it went to and the kind of endpoint.": "записывать в лог только сбои, а не каждый запрос.\n" +
		"В строке лога – метод, маршрут, статус, размер и время; никогда – значения query, заголовки или тела.\n" +
		"Для запроса через relay в ней есть хост и вид endpoint.",
	"print the version and exit": "вывести версию и выйти",
	"`language` of what is said here, en or ru; the log is English, the page and the API have their own": "`язык` этих сообщений, en или ru; лог – на английском, у страницы и API язык свой",
}
