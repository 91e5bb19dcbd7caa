package relay

import (
	"context"
	"errors"
	"net"
	"syscall"

	"grantlens/internal/rpc"
)

// Failure says why no whole answer came: in which phase, and in words.
type Failure struct {
	Phase string `json:"phase"`
	Code  string `json:"code"`
	rpc.Said
	Words rpc.Words `json:"words"`
}

// failures are the words of every failure, by its code.
var failures = map[string]phrase{
	"dns_not_found": {
		text{"{host} does not resolve: DNS knows no such name", "{host} не разрешается: DNS не знает такого имени"},
		text{"Compare the name with the provider's documentation; an internal name resolves only inside its network.", "Сверьте имя с документацией провайдера; внутреннее имя разрешается только в своей сети."}},
	"dns_failed": {
		text{"{host} could not be resolved: the DNS server failed or did not answer", "не удалось разрешить {host}: DNS-сервер ответил ошибкой или не ответил"},
		text{"Try again; then check the DNS settings of the machine this server runs on.", "Повторите; затем проверьте настройки DNS на машине, где работает этот сервер."}},
	"connect_refused": {
		text{"nothing listens at this address and port: the connection was refused", "по этому адресу и порту никто не слушает: в соединении отказано"},
		text{"Check the port, and that the provider runs.", "Проверьте порт и то, что провайдер запущен."}},
	"connect_timeout": {
		text{"no connection within the time limit: no answer came, not even a refusal", "соединение не установлено за отведённое время: не пришло даже отказа"},
		text{"Often a firewall drops the packets. Try from the machine this server runs on: curl -v, or openssl s_client -connect.", "Часто пакеты отбрасывает межсетевой экран. Проверьте с машины, где работает этот сервер: curl -v или openssl s_client -connect."}},
	"connect_unreachable": {
		text{"there is no route to this address", "нет маршрута до этого адреса"},
		text{"An IPv6 address needs an IPv6 network, an internal one its VPN.", "Для IPv6-адреса нужна сеть IPv6, для внутреннего — VPN."}},
	"connect_failed": {
		text{"the connection could not be opened", "не удалось установить соединение"},
		text{"Check the address and the network of the machine this server runs on.", "Проверьте адрес и сеть машины, где работает этот сервер."}},
	"tls_expired": {
		text{"the certificate of {subject} has expired: it was valid until {until} UTC", "срок сертификата {subject} истёк: он действовал до {until} UTC"},
		text{"The provider's operator renews it; if the date lies ahead, the clock of this server is wrong.", "Его обновляет оператор провайдера; если дата ещё не наступила, на этом сервере неверные часы."}},
	"tls_not_yet_valid": {
		text{"the certificate of {subject} is not valid yet: it begins {from} UTC", "сертификат {subject} ещё не действует: он начинается {from} UTC"},
		text{"Usually the clock of this server is behind.", "Обычно отстают часы этого сервера."}},
	"tls_wrong_host": {
		text{"the certificate is not for {host}, but for {names}", "сертификат выдан не для {host}, а для {names}"},
		text{"Either the host name is wrong, or a proxy in between answers with its own certificate, or the server lacks this name in its configuration.", "Либо имя хоста неверно, либо отвечает промежуточный прокси со своим сертификатом, либо на сервере не настроено это имя."}},
	"tls_self_signed": {
		text{"the certificate is self-signed: nobody but the server itself vouches for it", "сертификат самоподписанный: за него ручается только сам сервер"},
		text{"For a server of your own, start Grantlens with -relay-ca and this certificate's file.", "Для своего сервера запустите Grantlens с -relay-ca и файлом этого сертификата."}},
	"tls_chain_incomplete": {
		text{"the server sends its own certificate only, issued by {issuer}, which is not known here: the intermediate certificate is missing, or the authority is private", "сервер отправляет только свой сертификат, его выпустил {issuer}, здесь неизвестный: не хватает промежуточного сертификата, или центр частный"},
		text{"The server must send the whole chain (fullchain.pem). For a private authority start Grantlens with -relay-ca and its file. Browsers fetch a missing intermediate themselves, clients of OAuth do not.", "Сервер должен отправлять всю цепочку (fullchain.pem). Для частного центра запустите Grantlens с -relay-ca и его файлом. Браузеры догружают промежуточный сертификат сами, клиенты OAuth — нет."}},
	"tls_unknown_authority": {
		text{"the chain ends at {issuer}, an authority that is not trusted here", "цепочка заканчивается на {issuer}, этому центру здесь не доверяют"},
		text{"For a private authority start Grantlens with -relay-ca and its file; a company's proxy that opens TLS shows its own authority here.", "Для частного центра запустите Grantlens с -relay-ca и его файлом; корпоративный прокси, который вскрывает TLS, показывает здесь свой центр."}},
	"tls_certificate": {
		text{"the certificate chain does not verify", "цепочка сертификатов не проходит проверку"},
		text{"Look at the chain: dates, names and what each certificate may be used for.", "Посмотрите цепочку: даты, имена и назначение каждого сертификата."}},
	"tls_plain_http": {
		text{"this port speaks plain HTTP, not TLS", "этот порт говорит на обычном HTTP, а не TLS"},
		text{"Use the provider's TLS port; http is relayed only where the operator names host and port with -relay-allow.", "Используйте TLS-порт провайдера; http разрешён только там, где оператор назвал хост и порт в -relay-allow."}},
	"tls_not_spoken": {
		text{"what answers at this port does not speak TLS", "на этом порту отвечает не TLS"},
		text{"Check the port.", "Проверьте порт."}},
	"tls_version": {
		text{"the server and the relay share no version of TLS: the relay speaks 1.2 and 1.3", "у сервера и relay нет общей версии TLS: relay поддерживает 1.2 и 1.3"},
		text{"TLS 1.0 and 1.1 are retired (RFC 8996): the server is to be updated.", "TLS 1.0 и 1.1 выведены из употребления (RFC 8996): сервер нужно обновить."}},
	"tls_client_certificate": {
		text{"the server asks for a client certificate (mutual TLS), and the relay has none", "сервер требует клиентский сертификат (mutual TLS), а у relay его нет"},
		text{"tls_client_auth is not relayed, for that the private key would have to come here: run the request as curl --cert … --key ….", "tls_client_auth через relay не отправляется: для этого сюда пришлось бы передать закрытый ключ. Выполните запрос через curl --cert … --key …."}},
	"tls_name": {
		text{"the server knows no host {host}", "сервер не знает хоста {host}"},
		text{"The address answers for other hosts: check the name.", "По этому адресу обслуживаются другие хосты: проверьте имя."}},
	"tls_alert": {
		text{"the server ended the TLS handshake: {alert}", "сервер прервал TLS handshake: {alert}"},
		text{"Common causes: no cipher in common, an unknown host name, a required client certificate.", "Частые причины: нет общего шифра, неизвестное имя хоста, обязательный клиентский сертификат."}},
	"tls_failed": {
		text{"the TLS handshake failed: the connection ended before it was complete", "TLS handshake не удался: соединение оборвалось до его завершения"},
		text{"A firewall or proxy in between may cut it, or the port is another service's.", "Его может обрывать межсетевой экран или прокси, либо на этом порту другая служба."}},
	"tls_timeout": {
		text{"the TLS handshake did not end within the time limit", "TLS handshake не завершился за отведённое время"},
		text{"The port is open, but what listens there does not answer as a TLS server.", "Порт открыт, но то, что там слушает, не отвечает как TLS-сервер."}},
	"closed": {
		text{"the server closed the connection without an answer", "сервер закрыл соединение, не ответив"},
		text{"Try again; if it stays so, a proxy in front of the provider is likely to refuse the request. Look at its log.", "Повторите; если не изменится, запрос, скорее всего, отклоняет прокси перед провайдером. Посмотрите его лог."}},
	"malformed": {
		text{"the answer is not HTTP/1.1", "ответ не является HTTP/1.1"},
		text{"Another protocol listens at this port, or a proxy garbles the answer.", "На этом порту другой протокол, или прокси портит ответ."}},
	"head_too_large": {
		text{"the headers of the answer are larger than 64 KB", "заголовки ответа больше 64 КБ"},
		text{"Usually cookies pile up: the provider sets a new one with every try.", "Обычно копятся cookie: провайдер ставит новую при каждой попытке."}},
	"body_cut": {
		text{"the body ended before it was complete", "тело ответа оборвалось"},
		text{"What came is shown. The server or a proxy closed the connection early.", "Показано то, что пришло. Сервер или прокси закрыл соединение раньше времени."}},
	"timeout": {
		text{"the time limit of the whole exchange has passed", "истекло время, отведённое на весь обмен"},
		text{"The provider accepted the connection and is slow to answer. The limit is set with -relay-timeout.", "Провайдер принял соединение, но долго отвечает. Предел задаёт -relay-timeout."}},
	"cancelled": {
		text{"the request was cancelled", "запрос отменён"},
		text{"The provider may have carried it out all the same: a code or a refresh token may be used up.", "Провайдер мог всё же его выполнить: code или refresh token могли быть использованы."}},
}

func fail(phase, code, lang string, fill blanks) *Failure {
	words := failures[code].words(fill)
	return &Failure{phase, code, words.In(lang), words}
}

// alerts are the descriptions of a TLS alert (RFC 8446 section 6) as crypto/tls writes them. They stay in the text: they are
// what one searches for.
var alerts = map[string]string{
	"access denied":                   "в доступе отказано",
	"bad certificate":                 "сертификат не принят",
	"bad certificate hash value":      "неверный хеш сертификата",
	"bad certificate status response": "неверный ответ о статусе сертификата",
	"bad record MAC":                  "запись повреждена по дороге",
	"certificate required":            "нужен клиентский сертификат",
	"certificate unobtainable":        "сертификат получить не удалось",
	"decryption failed":               "расшифровать не удалось",
	"encrypted client hello required": "нужен Encrypted Client Hello",
	"error decoding message":          "сообщение не разобрано",
	"error decrypting message":        "подпись или ключ не подошли",
	"expired certificate":             "срок сертификата истёк",
	"export restriction":              "запрещено экспортными ограничениями",
	"handshake failure":               "договориться о параметрах не удалось",
	"illegal parameter":               "недопустимый параметр",
	"inappropriate fallback":          "недопустимый откат версии",
	"insufficient security level":     "шифры слишком слабые",
	"internal error":                  "внутренняя ошибка сервера",
	"missing extension":               "не хватает расширения",
	"no application protocol":         "нет общего протокола (ALPN)",
	"no renegotiation":                "повторное согласование запрещено",
	"record overflow":                 "запись слишком велика",
	"revoked certificate":             "сертификат отозван",
	"unexpected message":              "неожиданное сообщение",
	"unknown PSK identity":            "неизвестный общий ключ (PSK)",
	"unknown certificate":             "сертификат неизвестен",
	"unknown certificate authority":   "центр сертификации неизвестен",
	"unsupported certificate":         "такой сертификат не поддерживается",
	"unsupported extension":           "расширение не поддерживается",
	"user canceled":                   "отменено",
}

func alertOf(spoken string) text {
	if ru := alerts[spoken]; ru != "" {
		return text{spoken, spoken + " (" + ru + ")"}
	}
	return text{spoken, spoken}
}

// failureOf names an error of a phase. ctx is the whole exchange's: its end explains whatever failed by it.
func failureOf(ctx context.Context, phase string, err error, host, lang string) *Failure {
	code := map[string]string{"dns": "dns_failed", "connect": "connect_failed", "tls": "tls_failed", "body": "body_cut"}[phase]
	if code == "" {
		code = "closed"
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(context.Cause(ctx), context.Canceled):
		code = "cancelled"
	case ctx.Err() != nil:
		code = "timeout"
	case errors.As(err, &dns) && dns.IsNotFound:
		code = "dns_not_found"
	case phase == "dns":
	case errors.Is(err, syscall.ECONNREFUSED):
		code = "connect_refused"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		code = "connect_unreachable"
	case errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded):
		code = map[string]string{"connect": "connect_timeout", "tls": "tls_timeout"}[phase]
		if code == "" {
			code = "timeout"
		}
	case errors.Is(err, errHead):
		code = "head_too_large"
	case errors.Is(err, errNotHTTP):
		code = "malformed"
	}
	return fail(phase, code, lang, blanks{"host": both(host)})
}

// spoken is an error as the transcript shows it, in the words of Go that the engine knows. It names neither the name server
// nor the address of this machine: they are no business of who sends a request.
func spoken(ctx context.Context, err error, host string) error {
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // what it broke off says i/o timeout, whoever ended it
	case errors.As(err, &dns):
		shown := *dns
		shown.Name, shown.Server = host, ""
		return &shown
	case errors.As(err, &op):
		shown := *op
		shown.Source = nil
		return &shown
	}
	return err
}
