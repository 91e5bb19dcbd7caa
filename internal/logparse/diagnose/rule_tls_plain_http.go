package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "tls-plain-http",
	Title:      Text{"https was spoken to a plain-http port, or the reverse", "На http-порт пришёл https или наоборот"},
	About:      Text{"The two ends disagree whether the port speaks TLS; or the server demands https.", "Стороны расходятся в том, есть ли на порту TLS, либо сервер требует https."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"One side speaks TLS and the other plain HTTP on this port: the scheme (http, https) or the port of the URL does not fit the server, or the server (Keycloak realm setting Require SSL, ASP.NET RequireHttpsMetadata) refuses plain http.",
		"Одна сторона говорит по TLS, другая — простым HTTP на этом порту: схема (http, https) или порт в URL не подходят серверу, либо сервер (Require SSL в realm Keycloak, RequireHttpsMetadata в ASP.NET) не принимает http."},
	Causes: []Text{
		{"The URL says https for a port that serves http (8080), or http for one that serves https (8443)", "В URL https для порта с http (8080) или http для порта с https (8443)"},
		{"TLS ends at a reverse proxy and X-Forwarded-Proto is not passed on or not trusted", "TLS завершается на обратном прокси, а X-Forwarded-Proto не передаётся или не учитывается"},
	},
	Fixes: []Text{
		{"Correct scheme and port in the issuer URL; check with curl -v", "Исправьте схему и порт в issuer URL; проверьте через curl -v"},
		{"Keycloak behind a proxy: proxy-headers=xforwarded and KC_HOSTNAME=https://…; for a test only: Realm settings → Require SSL none", "Keycloak за прокси: proxy-headers=xforwarded и KC_HOSTNAME=https://…; только для теста: Realm settings → Require SSL none"},
	},
	Refs:     []Ref{{"Keycloak: using a reverse proxy", "https://www.keycloak.org/server/reverseproxy"}},
	Explains: []string{"discovery-failed", "transport-silent", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, "server gave http response to https client", "wrong version number", "unrecognized ssl message", "client sent an http request to an https server", "first record does not look like a tls handshake", "packet length too long", "ssl_error_rx_record_too_long", "plain http request was sent to https port", "err_ssl_wrong_version_number", "https required", "ssl required")
		if len(ts) > 0 {
			v := Verdict{Evidence: troubleSpans(ts)}
			if strings.Contains(ts[0].line, "https required") || strings.Contains(ts[0].line, "ssl required") {
				v = httpRefused
				v.Evidence = troubleSpans(ts)
			}
			return []Verdict{v}
		}
		if at := saidBy(f, "?http-forbidden"); len(at) > 0 {
			v := httpForbidden
			v.Evidence = at
			return []Verdict{v}
		}
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "ssl_required" || e.Description.Text == "HTTPS required" {
				v := httpRefused
				v.Exchange, v.Evidence = e, errorPlaces(e)
				if e.Event == nil {
					v.Evidence = []source.Span{e.Description.Span}
				}
				return []Verdict{v}
			}
		}
		if at := findAny(f, "insecuretransporterror", "oauth 2 must utilize https"); len(at) > 0 && !f.Contains("import insecuretransporterror") {
			v := httpRefused
			v.Evidence, v.Outcome = at, exchange.NotAsked
			v.Detail = Text{"oauthlib and Authlib refuse every address of the login that does not begin with https: the token URL, or the callback URL that the application hands over (authorization_response=request.url). Nothing was sent.",
				"oauthlib и Authlib не принимают адрес входа, который начинается не с https: URL токена или URL callback, переданный приложением (authorization_response=request.url). Запрос не ушёл."}
			v.Fixes = []Text{
				{"Behind a proxy, let the application see https: ProxyFix (Flask, Werkzeug), SECURE_PROXY_SSL_HEADER (Django), --proxy-headers (uvicorn)", "За прокси дайте приложению увидеть https: ProxyFix (Flask, Werkzeug), SECURE_PROXY_SSL_HEADER (Django), --proxy-headers (uvicorn)"},
				{"On your own machine only: OAUTHLIB_INSECURE_TRANSPORT=1, AUTHLIB_INSECURE_TRANSPORT=1", "Только на своей машине: OAUTHLIB_INSECURE_TRANSPORT=1, AUTHLIB_INSECURE_TRANSPORT=1"},
			}
			return []Verdict{v}
		}
		return nil
	},
})

// httpRefused is said where somebody demands https by his own rule: no port was mistaken.
var httpRefused = Verdict{Outcome: exchange.Refused,
	Title: Text{"Plain http came where https is demanded", "Пришёл обычный http, а требуется https"},
	Detail: Text{"The server takes logins over https only (Keycloak: realm setting Require SSL). This request came over plain http, or a proxy in front ended TLS and did not say so.",
		"Сервер принимает вход только по https (в Keycloak — Require SSL в настройках realm). Этот запрос пришёл по http, либо прокси завершил TLS и не сообщил об этом."},
	Causes: []Text{
		{"TLS ends at a reverse proxy, and X-Forwarded-Proto is not passed on or not trusted", "TLS завершается на обратном прокси, а X-Forwarded-Proto не передаётся или не учитывается"},
		{"The address in the client's settings begins with http", "Адрес в настройках клиента начинается с http"},
	},
}

// httpForbidden is said where the client's side allows no http address: nothing was sent.
var httpForbidden = Verdict{Outcome: exchange.NotAsked,
	Title: Text{"The client allows no plain http; nothing was sent", "Клиент не допускает http; запрос не ушёл"},
	Detail: Text{"The address begins with http://, and the library or the system the app runs on (App Transport Security on iOS, Android's network security policy) allows https only. It refused the address before any connection: no server has answered, and nothing is wrong with its port or its proxy.",
		"Адрес начинается с http://, а библиотека или система, где работает приложение (App Transport Security в iOS, network security policy в Android), допускает только https. Адрес отвергнут до соединения: сервер не отвечал, порт и прокси ни при чём."},
	Causes: []Text{
		{"The issuer, authority or endpoint URL in the settings is an http address, of a development server for the most part", "Issuer, authority или URL endpoint в настройках — http-адрес, чаще всего сервера разработки"},
		{"Discovery came, and publishes http URLs: the provider does not know that it is reached by https (X-Forwarded-Proto)", "Discovery получен, но в нём http-URL: провайдер не знает, что доступен по https (X-Forwarded-Proto)"},
	},
	Fixes: []Text{
		{"Use the https address, in development too (a tunnel, or a certificate of your own CA)", "Используйте https-адрес, и в разработке тоже (туннель или сертификат своего CA)"},
		{"iOS: for development only, allow the host in Info.plist: NSAppTransportSecurity → NSExceptionDomains (NSAllowsLocalNetworking for the local network)", "iOS: только для разработки разрешите хост в Info.plist: NSAppTransportSecurity → NSExceptionDomains (NSAllowsLocalNetworking для локальной сети)"},
		{"Android: for development only, permit cleartext for the host in network_security_config.xml (or android:usesCleartextTraffic); AppAuth wants a ConnectionBuilder of your own beside it, its wrappers allowInsecureConnections", "Android: только для разработки разрешите cleartext для хоста в network_security_config.xml (или android:usesCleartextTraffic); для AppAuth нужен ещё свой ConnectionBuilder, в его обёртках — allowInsecureConnections"},
		{"ASP.NET: RequireHttpsMetadata = false; Node.js: allowInsecureRequests of openid-client: on your own machine only", "ASP.NET: RequireHttpsMetadata = false; Node.js: allowInsecureRequests в openid-client: только на своей машине"},
	},
}
