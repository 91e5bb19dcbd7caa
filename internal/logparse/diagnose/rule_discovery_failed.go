package diagnose

import (
	"grantlens/internal/logparse/artifact"
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
	Detail: Text{"The client fetches the provider's metadata from <issuer>/.well-known/openid-configuration at start or before the first login. That request failed: nothing at this URL, no connection, an untrusted certificate, or an answer that is not the JSON document (an HTML page). No login took place and no token was asked for.",
		"Клиент берёт метаданные провайдера из <issuer>/.well-known/openid-configuration при запуске или перед первым входом. Этот запрос не удался: по URL ничего нет, нет соединения, недоверенный сертификат или ответ — не JSON-документ (HTML-страница). Входа не было, токен не запрашивали."},
	Causes: []Text{
		{"The issuer, authority or discovery URL is wrong (404 Not Found): path or realm misspelt, /auth too much or missing (Keycloak 17+), a suffix such as /.well-known/… or /authorize that does not belong there", "Неверен issuer, authority или discovery URL (404 Not Found): опечатка в пути или realm, лишний или недостающий /auth (Keycloak 17+), лишний суффикс вроде /.well-known/… или /authorize"},
		{"The provider is not reachable under this name from where the client runs: container network, DNS, firewall, proxy, or it was not up yet when the client started", "Провайдер недоступен по этому имени оттуда, где работает клиент: сеть контейнеров, DNS, firewall, прокси, либо он ещё не поднялся при старте клиента"},
		{"A firewall, WAF or proxy in between refuses the request (403 Forbidden, 401, 407), or the address is a login page", "Firewall, WAF или прокси на пути отвергает запрос (403 Forbidden, 401, 407), либо по адресу страница входа"},
		{"Its TLS certificate is not trusted by the client's runtime", "Среда выполнения клиента не доверяет его TLS-сертификату"},
		{"The document was read: an endpoint in it has another host than the authority, which IdentityModel does not take", "Документ прочитан: у endpoint в нём другой хост, чем у authority, а IdentityModel такого не принимает"},
	},
	Fixes: []Text{
		{"Run curl -iv <issuer>/.well-known/openid-configuration from the same host or container as the client: it must answer 200 with JSON", "Выполните curl -iv <issuer>/.well-known/openid-configuration с того же хоста или из того же контейнера, что и клиент: должен быть ответ 200 с JSON"},
		{"Correct the issuer or authority setting until the issuer in that document equals it exactly", "Исправьте настройку issuer или authority так, чтобы issuer в этом документе был в точности ей равен"},
		{"Let the provider announce its outer name (X-Forwarded-Host, external domain); or DiscoveryPolicy: AdditionalEndpointBaseAddresses, ValidateEndpoints = false (Jellyfin: Do not validate endpoints)", "Пусть провайдер объявляет внешнее имя (X-Forwarded-Host, external domain); либо DiscoveryPolicy: AdditionalEndpointBaseAddresses, ValidateEndpoints = false (Jellyfin: Do not validate endpoints)"},
	},
	Leads: []Lead{
		{Signs: []string{"belongs to different authority", "is on a different host than authority"}, Only: true, Cause: "The document was read: an endpoint", Fix: "Let the provider announce its oute"},
	},
	Missing:  []Text{{"The innermost exception (Caused by, inner exception) and the answer of curl -iv <issuer>/.well-known/openid-configuration", "Самое внутреннее исключение (Caused by, inner exception) и ответ curl -iv <issuer>/.well-known/openid-configuration"}},
	Refs:     []Ref{{"OpenID Connect Discovery §4", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"}},
	Explains: []string{"answer-is-html", "endpoint-not-found", "answer-hidden", "answer-is-text"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if _, ok := recorded(e); ok && e.Endpoint == exchange.EndpointDiscovery && e.Status()/100 == 2 && e.Body != nil && (e.Body.Kind == artifact.BodyEmpty || e.Body.Cut) && len(metadataOf(f)) == 0 {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Body.Span, e.Response.Status.Span},
					Detail: Text{"The request for the provider's metadata was answered with success, and the body is empty or ends in the middle of the JSON document. No login took place and no token was asked for.", "На запрос метаданных провайдера пришёл успешный ответ, но тело пустое или обрывается посреди JSON-документа. Входа не было, токен не запрашивали."}})
				continue
			}
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
