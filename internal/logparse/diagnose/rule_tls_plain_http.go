package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
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
		ts := troubles(f, "server gave http response to https client", "wrong version number", "unrecognized ssl message", "client sent an http request to an https server", "first record does not look like a tls handshake", "packet length too long", "ssl_error_rx_record_too_long", "plain http request was sent to https port", "err_ssl_wrong_version_number", "https required", "ssl required", "cleartext communication", "cleartext http traffic", "app transport security policy requires")
		if len(ts) == 0 {
			return nil
		}
		v := Verdict{Evidence: troubleSpans(ts)}
		if strings.Contains(ts[0].line, "https required") || strings.Contains(ts[0].line, "ssl required") {
			v.Outcome = exchange.Refused
		}
		return []Verdict{v}
	},
})
