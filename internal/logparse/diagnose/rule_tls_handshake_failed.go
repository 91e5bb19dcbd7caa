package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:      "tls-handshake-failed",
	Title:   Text{"The TLS handshake broke off", "TLS-рукопожатие прервано"},
	About:   Text{"One side ended the TLS handshake with an alert or without a word, and not over an untrusted, expired or wrongly named certificate.", "Одна из сторон прервала TLS-рукопожатие с alert или молча, и не из-за недоверенного, истёкшего или чужого сертификата."},
	Rank:    84,
	Outcome: exchange.NoAnswer,
	Detail: Text{"No HTTP was spoken: client and server did not agree on a TLS connection (handshake_failure, protocol_version, unexpected EOF in the handshake). They share no protocol version or cipher, the server name (SNI) is missing or unknown to the server, a client certificate is demanded (mutual TLS), or a proxy or firewall on the way cuts the connection.",
		"До HTTP дело не дошло: клиент и сервер не договорились о TLS-соединении (handshake_failure, protocol_version, неожиданный EOF при рукопожатии). У них нет общей версии протокола или шифра, имя сервера (SNI) не передано или неизвестно серверу, требуется клиентский сертификат (mTLS), либо соединение рвёт прокси или firewall по дороге."},
	Causes: []Text{
		{"No common protocol version or cipher suite: an old runtime without TLS 1.2 or 1.3, a hardened or FIPS server, an EC certificate and RSA-only ciphers", "Нет общей версии протокола или набора шифров: старая среда без TLS 1.2 или 1.3, усиленный или FIPS-сервер, EC-сертификат и шифры только RSA"},
		{"The server name (SNI) is not sent or the front end has no certificate for it (address by IP, wrong host, CDN)", "Имя сервера (SNI) не передаётся или у фронтенда нет для него сертификата (обращение по IP, не тот хост, CDN)"},
		{"The server demands a client certificate (mutual TLS), or a proxy or firewall resets the connection", "Сервер требует клиентский сертификат (mTLS), либо прокси или firewall обрывает соединение"},
		{"A small device (ESP32): TLS found no memory, it needs about 40 KB of free heap in one piece", "Небольшое устройство (ESP32): TLS не хватило памяти, нужно около 40 КБ свободной кучи одним куском"},
	},
	Fixes: []Text{
		{"From the client's host: openssl s_client -connect host:443 -servername host -tls1_2 (and -tls1_3), and look at the alert and the cipher", "С хоста клиента: openssl s_client -connect host:443 -servername host -tls1_2 (и -tls1_3), посмотрите alert и шифр"},
		{"Update the runtime or enable the protocol (Java -Dhttps.protocols and -Djavax.net.debug=ssl:handshake, .NET SslProtocols, OpenSSL MinProtocol), or the ciphers of the server", "Обновите среду или включите протокол (Java -Dhttps.protocols и -Djavax.net.debug=ssl:handshake, .NET SslProtocols, OpenSSL MinProtocol) либо шифры сервера"},
		{"Set the outbound proxy (HTTPS_PROXY, NO_PROXY), or except the host from TLS inspection", "Задайте исходящий прокси (HTTPS_PROXY, NO_PROXY) или исключите хост из TLS-инспекции"},
		{"Send the client certificate that is registered there, with its key (curl --cert and --key, the key store of the HTTP client)", "Предъявите зарегистрированный там клиентский сертификат с ключом (curl --cert и --key, keystore HTTP-клиента)"},
		{"Free memory before the request: one client for all calls, smaller buffers, PSRAM; print ESP.getFreeHeap() and ESP.getMaxAllocHeap()", "Освободите память до запроса: один клиент на все вызовы, меньше буферы, PSRAM; напечатайте ESP.getFreeHeap() и ESP.getMaxAllocHeap()"},
	},
	Leads: []Lead{
		{Signs: []string{"memory allocation failed"}, Only: true, Cause: "A small device", Fix: "Free memory"},
		{Signs: []string{"bad certificate", "bad_certificate", "certificate required", "certificate_required"}, Cause: "demands a client certificate", Fix: "Send the client certificate"},
	},
	Missing:  []Text{{"The output of openssl s_client from the client's host", "Вывод openssl s_client с хоста клиента"}},
	Refs:     []Ref{{"RFC 8446 §6.2 error alerts", "https://www.rfc-editor.org/rfc/rfc8446#section-6.2"}},
	Explains: []string{"discovery-failed", "transport-silent", "connection-reset", "connection-refused"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, elsewhere("?tls-handshake-failed-elsewhere", "handshake_failure", "handshake failure", "sslv3 alert", "tlsv1 alert", "protocol_version", "protocol version not supported", "unsupported_protocol", "eof occurred in violation of protocol", "unexpected eof while reading", "remote host terminated the handshake", "remote host closed connection during handshake", "no appropriate protocol", "no cipher suites in common", "ssl_error_syscall", "could not create ssl/tls secure channel", "создать защищенный канал ssl/tls", "unexpected error occurred on a send", "непредвиденная ошибка при передаче", "load ssl library", "tls: internal error", "unrecognized_name", "err_ssl_protocol_error", "err_ssl_version_or_cipher_mismatch", "err_bad_ssl_client_auth_cert", "certificate required", "alert: certificate_required", "alert: bad_certificate", "ssl handshake failed", "errordescription\":\"handshake failed", "ssl_do_handshake() failed", "tls_error: ", "authentication failed because the remote party has closed the transport stream", "secure channel support", "ssl_error_unknown")...)
		var kept []trouble
		for _, t := range ts {
			if strings.Contains(t.line, "certificate_unknown") || strings.Contains(t.line, "unknown_ca") || strings.Contains(t.line, "unknown ca") || strings.Contains(t.line, "certificate verify") || strings.Contains(t.line, "pkix path") || strings.Contains(t.line, "expired") || strings.Contains(t.line, "plaintext") || strings.Contains(t.line, "wrong version number") {
				continue
			}
			kept = append(kept, t)
		}
		if len(kept) == 0 {
			return nil
		}
		v := unanswered(f, kept)
		if strings.Contains(kept[0].line, "load ssl library") { // Indy's
			v.Title = Text{"The program found no TLS library", "Программа не нашла библиотеку TLS"}
			v.Detail = Text{"The program loads OpenSSL when it needs it, and found no library of a version it knows: no connection was opened and no request was sent.", "Программа загружает OpenSSL, когда он нужен, и не нашла библиотеку известной ей версии: соединение не открыто, запрос не отправлен."}
			v.Causes = []Text{{"The DLLs of OpenSSL (Indy: libeay32.dll and ssleay32.dll of version 1.0.2) are missing, or are of another version or for other bits (32, 64) than the program", "DLL OpenSSL (Indy: libeay32.dll и ssleay32.dll версии 1.0.2) нет, либо их версия или разрядность (32, 64) не та, что у программы"}}
			v.Fixes = []Text{{"Put the DLLs beside the .exe (Indy: WhichFailedToLoad names the missing one), or use a client on the system's TLS (THTTPClient)", "Положите DLL рядом с .exe (Indy: WhichFailedToLoad назовёт недостающую) или возьмите клиент на системном TLS (THTTPClient)"}}
		}
		return []Verdict{v}
	},
})
