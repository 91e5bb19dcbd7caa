package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "discovery-failed",
	Title:      Text{"The provider's metadata could not be loaded", "Не удалось загрузить метаданные провайдера"},
	About:      Text{"Discovery (/.well-known/openid-configuration) failed: before any login, at start or at the first request.", "Discovery (/.well-known/openid-configuration) не удалось: до всякого входа, при запуске или первом запросе."},
	Confidence: Certain,
	Rank:       64,
	Outcome:    exchange.NotAsked,
	Says: []Saying{
		{All: []string{"unable to resolve configuration with the provided issuer"}},
		{All: []string{"unable to resolve the configuration with the provided issuer"}},
		{All: []string{"unable to resolve the openid configuration"}},
		{All: []string{"idx20803"}, Codes: []string{"IDX20803"}},
		{All: []string{"idx20804"}, Codes: []string{"IDX20804"}},
		{All: []string{"idx20807"}, Codes: []string{"IDX20807"}},
		{All: []string{"unable to obtain configuration from:"}},
		{All: []string{"error checking oidc discovery url"}},
		{All: []string{"could not retrieve metadata from"}},
		{All: []string{"failed to verify connection"}, Any: []string{"oidc", "err:"}, With: []string{"oidc", "well-known"}},
		{All: []string{"accessing discovery url"}, Any: []string{"failed"}},
		{All: []string{"failed to discover oidc"}},
		{All: []string{"oidc", "discovery"}, Any: []string{"failed", "error", "unable", "could not", "cannot"}, Not: []string{"performing oidc discovery...", "discovery document loaded"}, Confidence: Likely},
		{All: []string{"failed to get provider"}, Any: []string{"oidc", "issuer", "well-known"}},
		{All: []string{"failed to initialize oidc provider"}},
		{All: []string{"failed connecting to oidc issuer"}},
		{All: []string{"issuer.discover ("}, With: []string{"syntaxerror", "operror", "rperror", "error:"}, Confidence: Likely},
		{All: []string{"processdiscoveryresponse"}, With: []string{"error"}, Confidence: Likely},
		{All: []string{"oidc server is not available"}},
		{All: []string{"discovery_document_load_error"}},
		{All: []string{"unable to fetch openid configuration"}},
		{All: []string{"error loading discovery document"}},
		{All: []string{"could not retrieve discovery"}},
		{All: []string{"openid-configuration"}, Any: []string{"404", "expected 200 ok, got", "status code: 4", "status code: 5", "failed to fetch", "not found", "timed out", "refused"}, Confidence: Likely},
		{All: []string{"http failure response for", ".well-known/openid-configuration"}},
		{All: []string{"failed to resolve metadata"}, With: []string{"openid", "oidc", "issuer"}},
		{All: []string{"discoveryfailed"}, With: []string{"openid"}},
		{All: []string{"endpoint discovery failed"}, With: []string{"oidc", "openid", "oauth"}},
		{All: []string{"nostacktracethrowable: not found"}, With: []string{"oidc", "openid"}},
		{All: []string{"error connecting to http", "/.well-known/openid-configuration"}},
		{All: []string{"oidc metadata has not been found"}},
		{All: []string{"issuer.discover() failed"}},
		{All: []string{"is not a conform authorization server metadata response"}},
		{All: []string{"could not get config from", "well-known"}},
		{All: []string{"openid_config_error"}},
		{All: []string{"oidc configuration metadata"}},
	},
	Detail: Text{"The client fetches the provider's metadata from <issuer>/.well-known/openid-configuration at start or before the first login. That request failed: nothing at this URL, no connection, an untrusted certificate, or an answer that is not the JSON document (an HTML page). No login took place and no token was asked for.",
		"Клиент берёт метаданные провайдера из <issuer>/.well-known/openid-configuration при запуске или перед первым входом. Этот запрос не удался: по URL ничего нет, нет соединения, недоверенный сертификат или ответ — не JSON-документ (HTML-страница). Входа не было, токен не запрашивали."},
	Causes: []Text{
		{"The issuer, authority or discovery URL is wrong (404 Not Found): path or realm misspelt, /auth too much or missing (Keycloak 17+), a suffix such as /.well-known/… or /authorize that does not belong there", "Неверен issuer, authority или discovery URL (404 Not Found): опечатка в пути или realm, лишний или недостающий /auth (Keycloak 17+), лишний суффикс вроде /.well-known/… или /authorize"},
		{"The provider is not reachable under this name from where the client runs: container network, DNS, firewall, proxy, or it was not up yet when the client started", "Провайдер недоступен по этому имени оттуда, где работает клиент: сеть контейнеров, DNS, firewall, прокси, либо он ещё не поднялся при старте клиента"},
		{"A firewall, WAF or proxy in between refuses the request (403 Forbidden, 401, 407), or the address is a login page", "Firewall, WAF или прокси на пути отвергает запрос (403 Forbidden, 401, 407), либо по адресу страница входа"},
		{"Its TLS certificate is not trusted by the client's runtime", "Среда выполнения клиента не доверяет его TLS-сертификату"},
	},
	Fixes: []Text{
		{"Run curl -iv <issuer>/.well-known/openid-configuration from the same host or container as the client: it must answer 200 with JSON", "Выполните curl -iv <issuer>/.well-known/openid-configuration с того же хоста или из того же контейнера, что и клиент: должен быть ответ 200 с JSON"},
		{"Correct the issuer or authority setting until the issuer in that document equals it exactly", "Исправьте настройку issuer или authority так, чтобы issuer в этом документе был в точности ей равен"},
	},
	Missing:  []Text{{"The innermost exception (Caused by, inner exception) and the answer of curl -iv <issuer>/.well-known/openid-configuration", "Самое внутреннее исключение (Caused by, inner exception) и ответ curl -iv <issuer>/.well-known/openid-configuration"}},
	Refs:     []Ref{{"OpenID Connect Discovery §4", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"}},
	Explains: []string{"answer-is-html", "endpoint-not-found", "answer-hidden", "answer-is-text"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointDiscovery && (e.Outcome == exchange.WrongBody || e.Status() >= 400) {
				v := Verdict{Exchange: e, Evidence: firstOf(e.Proof, 2)}
				if e.Response != nil && e.Response.Status.OK() {
					v.Evidence = append([]source.Span{e.Response.Status.Span}, v.Evidence...)
				}
				if len(v.Evidence) == 0 {
					v.Evidence = []source.Span{e.Span}
				}
				out = append(out, v)
			}
		}
		return out
	},
})
