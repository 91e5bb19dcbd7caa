package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "transport-silent",
	Title:   Text{"The socket failed: the provider never answered", "Сбой сокета: провайдер так и не ответил"},
	About:   Text{"A client reports that its connection failed, or its stack runs through the socket's error listener and not through the answer's end: no HTTP answer came.", "Клиент сообщает о сбое соединения, или его стек идёт через обработчик ошибки сокета, а не через конец ответа: HTTP-ответа не было."},
	Rank:    78,
	Outcome: exchange.NoAnswer,
	Detail: Text{"The client reports a failure of its connection and no HTTP status: the app could not connect, or the connection broke before any response came. So it is the network (DNS, TCP, TLS, firewall, an outage), not an OAuth refusal: nobody judged client, code or user.",
		"Клиент сообщает о сбое соединения и не называет HTTP-статуса: приложение не смогло соединиться, или соединение оборвалось до ответа. Значит, дело в сети (DNS, TCP, TLS, firewall, сбой провайдера), а не в отказе OAuth: ни клиента, ни код, ни пользователя никто не проверял."},
	Causes: []Text{
		{"The provider or the network was unreachable for a moment, or outbound traffic is blocked (firewall, proxy)", "Провайдер или сеть были временно недоступны, либо исходящий трафик закрыт (firewall, прокси)"},
		{"The token URL points at a host or port where nothing listens", "Token URL указывает на хост или порт, где никто не слушает"},
		{"The TLS certificate was not trusted", "TLS-сертификат не вызвал доверия"},
	},
	Fixes: []Text{
		{"Log the inner error (ECONNREFUSED, ENOTFOUND, ETIMEDOUT, certificate errors): passport err.oauthError, axios and fetch err.cause or err.code, Java and .NET the innermost exception, Python __cause__", "Выведите внутреннюю ошибку (ECONNREFUSED, ENOTFOUND, ETIMEDOUT, ошибки сертификата): passport err.oauthError, axios и fetch err.cause или err.code, Java и .NET — самое внутреннее исключение, Python __cause__"},
		{"Call the token URL with curl -v from the same machine", "Вызовите token URL через curl -v с той же машины"},
	},
	Missing:  []Text{{"err.oauthError (its code), which passport does not print by itself", "err.oauthError (его код): сам passport его не печатает"}},
	Refs:     []Ref{{"passport-oauth2: InternalOAuthError", "https://github.com/jaredhanson/passport-oauth2/blob/master/lib/errors/internaloautherror.js"}, {"Node.js: common system errors", "https://nodejs.org/api/errors.html#common-system-errors"}},
	Explains: []string{"answer-hidden", "answer-is-text", "json-parsed-twice"},
	Check: func(f *exchange.Flow) []Verdict {
		said := placesOf(f, "failed to obtain access token", "internaloautherror", "failed to fetch user profile", "node_modules/oauth/lib", "oauth2strategy", "internalopeniderror", "unexpected token u in json", "parsetoken", "refreshtoken", "accesstoken")
		socket := placesOf(f, "socketerrorlistener", "connecterrornt", "afterconnect", "emiterrornt", "onconnectend", "request.onrequesterror")
		if at := saidBy(f, "?device-offline"); len(at) > 0 {
			return []Verdict{{Evidence: at,
				Title: Text{"The device was offline; nothing was sent", "Устройство не в сети; запрос не ушёл"},
				Detail: Text{"The system says that this device has no network connection, so no request left it. Nobody judged client, token or user, and tokens that it holds are still good.",
					"Система сообщает, что у устройства нет сети: запрос не ушёл. Клиента, токен и пользователя никто не проверял, имеющиеся токены по-прежнему годны."},
				Causes: []Text{
					{"No Wi-Fi or mobile network: flight mode, a lift, a captive portal", "Нет Wi-Fi или мобильной сети: авиарежим, лифт, страница входа в сеть"},
					{"The network may not be used by this app: mobile data switched off for it, a VPN or a firewall app", "Приложению закрыта сеть: ему отключены мобильные данные, VPN или firewall"},
				},
				Fixes: []Text{
					{"Treat it as no answer: keep the session and the refresh token, and ask again once the network is back", "Считайте это отсутствием ответа: сохраните сессию и refresh-токен и повторите, когда сеть вернётся"},
					{"Open the address in the browser of the same device", "Откройте адрес в браузере этого же устройства"},
				},
				Missing: []Text{{"Whether other addresses open on this device at that time", "Открывались ли на устройстве в это время другие адреса"}}}}
		}
		if google := saidBy(f, "?transport-silent"); len(google) > 0 {
			return []Verdict{{Evidence: google[:1], Codes: []string{"7", "NETWORK_ERROR"},
				Detail: Text{"Google Play services reports status 7 (NETWORK_ERROR): the device could not reach Google, so the sign-in never got an answer. It is the network, not the app's registration.", "Google Play services сообщает статус 7 (NETWORK_ERROR): устройство не достучалось до Google, и ответа на вход не было. Дело в сети, а не в регистрации приложения."}}}
		}
		if len(said) == 0 || len(socket) == 0 || f.Has("passbackcontrol") {
			return nil
		}
		return []Verdict{{Evidence: []source.Span{said[0], socket[0]},
			Detail: Text{"The stack runs through the socket's error listener (socketErrorListener, connectErrorNT, emitErrorNT), not through the end of an answer (passBackControl, IncomingMessage): the app could not connect, or the connection broke before any HTTP response came. So it is the network (DNS, TCP, TLS, firewall, an outage), not an OAuth refusal; a statusCode 500 in the error is the library's own.",
				"Стек идёт через обработчик ошибки сокета (socketErrorListener, connectErrorNT, emitErrorNT), а не через конец ответа (passBackControl, IncomingMessage): приложение не смогло соединиться, или соединение оборвалось до HTTP-ответа. Значит, дело в сети (DNS, TCP, TLS, firewall, сбой провайдера), а не в отказе OAuth; statusCode 500 в ошибке — собственный у библиотеки."}}}
	},
})
