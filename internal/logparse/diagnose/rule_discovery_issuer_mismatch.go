package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "discovery-issuer-mismatch",
	Title:      Text{"The issuer in discovery is not the configured one", "Issuer из discovery не равен настроенному"},
	About:      Text{"The discovery document was fetched, but its issuer is not character for character the configured issuer: trailing slash, http/https, host, path, tenant template.", "Документ discovery получен, но его issuer не равен настроенному посимвольно: косая черта на конце, http/https, хост, путь, шаблон тенанта."},
	Confidence: Certain,
	Rank:       86,
	Outcome:    exchange.NotAsked,
	Detail: Text{"The client fetched the provider's metadata (discovery, /.well-known/openid-configuration) and the issuer published there is not exactly the one the client is configured with. The two must be identical strings (OpenID Connect Discovery §4.3). This happens before any login: no code and no token was asked for, and it has nothing to do with TLS certificates.",
		"Клиент получил метаданные провайдера (discovery, /.well-known/openid-configuration), и опубликованный там issuer не в точности равен настроенному в клиенте. Строки должны быть идентичны (OpenID Connect Discovery §4.3). Это происходит до всякого входа: ни код, ни токен ещё не запрашивали; к TLS-сертификатам это не относится."},
	Causes: []Text{
		{"The configured issuer URL differs in a trailing slash, the scheme, host, port, case or path from the value the server publishes", "Настроенный issuer URL отличается от опубликованного косой чертой на конце, схемой, хостом, портом, регистром или путём"},
		{"The server builds its issuer from another host name or scheme: behind a reverse proxy (KC_HOSTNAME, X-Forwarded-Proto), in a container (service name against public host), or by its issuer mode (authentik: same issuer for all or one per provider)", "Сервер строит issuer из другого имени или схемы: за обратным прокси (KC_HOSTNAME, X-Forwarded-Proto), в контейнере (имя сервиса вместо публичного хоста) или по режиму issuer (authentik: общий или отдельный для каждого провайдера)"},
		{"Entra ID's common, organizations and consumers endpoints publish a template with {tenantid} that never equals a fixed value", "Entra ID: endpoint common, organizations и consumers публикуют шаблон с {tenantid}, который никогда не равен фиксированному значению"},
	},
	Fixes: []Text{
		{"Open <issuer>/.well-known/openid-configuration from the host of the client and copy the value of issuer into the client's setting exactly, slash included", "Откройте <issuer>/.well-known/openid-configuration с хоста клиента и скопируйте значение issuer в настройку клиента в точности, вместе с косой чертой"},
		{"Keycloak: set KC_HOSTNAME to the public URL and proxy-headers, so that one issuer is published inside and outside; authentik: Provider → Advanced protocol settings → Issuer mode", "Keycloak: задайте KC_HOSTNAME публичным URL и proxy-headers, чтобы issuer был один внутри и снаружи; authentik: Provider → Advanced protocol settings → Issuer mode"},
		{"Entra ID: use the tenant id in the issuer (https://login.microsoftonline.com/<tenant id>/v2.0), or the library's own hook for multi-tenant apps", "Entra ID: укажите в issuer id тенанта (https://login.microsoftonline.com/<tenant id>/v2.0) или используйте механизм библиотеки для multi-tenant"},
	},
	Refs:     []Ref{{"OpenID Connect Discovery §4.3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation"}, {"RFC 8414 §3.3", "https://www.rfc-editor.org/rfc/rfc8414#section-3.3"}},
	Explains: []string{"discovery-failed", "provider-outage", "kubernetes-oidc-not-ready"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, s := range saidBy(f, "?discovery-issuer-mismatch") {
			v := Verdict{Evidence: []source.Span{s}}
			view := strings.ToLower(f.Text.Slice(source.Span{Start: s.Start, End: min(s.End+700, len(f.Text.Data))}))
			if strings.Count(view, "http") >= 2 {
				if line := strings.SplitN(view, "\n", 2)[0]; len(quotedURLs(line)) >= 2 {
					urls := quotedURLs(f.Text.Slice(source.Span{Start: s.Start, End: min(s.Start+len(line), len(f.Text.Data))}))
					if len(urls) >= 2 {
						if d := urlDifference(urls[0], urls[1]); d.OK() {
							v.Detail = Text{"The provider's discovery document (metadata, /.well-known/openid-configuration) was fetched, and its issuer is not exactly the configured one: " + d.EN + ". The two must be identical strings (OpenID Connect Discovery §4.3), so the client stops before any login; certificates and credentials are not at fault.",
								"Документ discovery провайдера (метаданные, /.well-known/openid-configuration) получен, и его issuer не равен настроенному: " + d.RU + ". Строки должны быть идентичны (OpenID Connect Discovery §4.3), поэтому клиент останавливается до входа; сертификаты и учётные данные ни при чём."}
						}
					}
				}
			}
			out = append(out, v)
		}
		if at := saidBy(f, "?endpoint-elsewhere"); len(at) > 0 {
			out = append(out, Verdict{Evidence: at, Confidence: Likely, Key: "endpoint",
				Title: Text{"An endpoint in discovery lies outside the issuer", "Endpoint в discovery лежит вне issuer"},
				Detail: Text{"angular-oauth2-oidc wants every URL of the discovery document to begin with the issuer. The issuer itself may be right: many providers keep endpoints on another host or path (Entra ID, B2C, Google, Cognito), which the standard allows.",
					"angular-oauth2-oidc требует, чтобы каждый URL в документе discovery начинался с issuer. Сам issuer может быть верным: многие провайдеры держат endpoint на другом хосте или пути (Entra ID, B2C, Google, Cognito), и стандарт это разрешает."},
				Causes: []Text{
					{"The provider keeps its endpoints (jwks_uri, userinfo, token) on another host or path than its issuer", "Провайдер держит endpoint (jwks_uri, userinfo, token) на другом хосте или пути, чем issuer"},
					{"The server behind a proxy publishes some URLs with an internal host or with http", "Сервер за прокси публикует часть URL с внутренним хостом или с http"},
				},
				Fixes: []Text{
					{"strictDiscoveryDocumentValidation: false in the AuthConfig, if the hosts are the provider's own", "strictDiscoveryDocumentValidation: false в AuthConfig, если хосты принадлежат провайдеру"},
					{"Compare issuer with each URL of <issuer>/.well-known/openid-configuration", "Сравните issuer с каждым URL в <issuer>/.well-known/openid-configuration"},
				}})
		}
		if len(out) == 0 {
			return issuerOfMetadata(f)
		}
		return out
	},
})
