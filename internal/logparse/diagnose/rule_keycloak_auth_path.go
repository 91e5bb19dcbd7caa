package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "keycloak-auth-path",
	Title:   Text{"Keycloak has no /auth in its path since 17", "С версии 17 в пути Keycloak нет /auth"},
	About:   Text{"The configured address holds /auth/realms/… and the server does not know that path; or the reverse on an old server.", "В настроенном адресе есть /auth/realms/…, и сервер не знает такого пути; или наоборот на старом сервере."},
	Rank:    85,
	Outcome: exchange.NotAsked,
	Detail: Text{"The address holds /auth/realms/…, the base path of Keycloak up to 16 (WildFly). Since Keycloak 17 (Quarkus) the context path /auth is gone: the realm lives at /realms/…, unless the server is started with http-relative-path=/auth. So discovery and every endpoint under the old path answer 404, and the client cannot resolve the configuration of the issuer.",
		"В адресе есть /auth/realms/… — базовый путь Keycloak до версии 16 (WildFly). С Keycloak 17 (Quarkus) контекстного пути /auth больше нет: realm находится по /realms/…, если сервер не запущен с http-relative-path=/auth. Поэтому discovery и все endpoint по старому пути отвечают 404, и клиент не может получить конфигурацию issuer."},
	Causes: []Text{
		{"The configuration (issuer-uri, authority, auth-server-url) is from the time of Keycloak 16 or copied from an old guide", "Конфигурация (issuer-uri, authority, auth-server-url) времён Keycloak 16 или скопирована из старого руководства"},
		{"The server is not reachable under this host from where the client runs (localhost in a container), or the realm name is misspelt", "Сервер недоступен по этому хосту оттуда, где работает клиент (localhost в контейнере), или в имени realm опечатка"},
	},
	Fixes: []Text{
		{"Remove /auth from the issuer: https://host/realms/<realm> (Spring: spring.security.oauth2.client.provider.keycloak.issuer-uri), and from the admin URL of libraries (server_url)", "Уберите /auth из issuer: https://host/realms/<realm> (Spring: spring.security.oauth2.client.provider.keycloak.issuer-uri) и из адреса сервера в библиотеках (server_url)"},
		{"Or keep the old path: start Keycloak with --http-relative-path=/auth (KC_HTTP_RELATIVE_PATH)", "Или верните старый путь: запустите Keycloak с --http-relative-path=/auth (KC_HTTP_RELATIVE_PATH)"},
		{"Check with curl from the client's host: <issuer>/.well-known/openid-configuration must answer 200 with JSON", "Проверьте через curl с хоста клиента: <issuer>/.well-known/openid-configuration должен отвечать 200 с JSON"},
	},
	Missing:  []Text{{"The Keycloak version, and the answer of curl -i <issuer>/.well-known/openid-configuration", "Версия Keycloak и ответ curl -i <issuer>/.well-known/openid-configuration"}},
	Refs:     []Ref{{"Keycloak: upgrading guide, Quarkus distribution", "https://www.keycloak.org/docs/latest/upgrading/"}, {"Keycloak: http-relative-path", "https://www.keycloak.org/server/all-config"}},
	Explains: []string{"discovery-failed", "provider-error", "endpoint-not-found"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		old := f.Find("/auth/realms/")
		if len(old) > 0 {
			// The path counts only where the server did not know it.
			failed := placesOf(f, "unable to resolve configuration with the provided issuer", "unable to resolve the configuration with the provided issuer", "resteasy003210", "unable to find matching target resource method", "could not find resource for full path")
			sure := Certain
			if len(failed) == 0 {
				for _, e := range f.Exchanges {
					if e.Status() == 404 && strings.Contains(e.URL(), "/auth/realms/") {
						failed = append(failed, e.Response.Status.Span)
					}
				}
			}
			if len(failed) == 0 {
				failed = saidBy(f, "?keycloak-auth-path")
				sure = Likely
			}
			if len(failed) > 0 {
				if f.Has("unable to resolve configuration") {
					sure = Likely
				}
				out = append(out, Verdict{Evidence: append(failed[:1:1], old[0]), Confidence: sure})
			}
			return out
		}
		// The reverse: an old server, a new address.
		for _, e := range f.Exchanges {
			if e.Status() == 404 && e.Provider == "keycloak" && strings.Contains(e.URL(), "/realms/") && f.Has("wildfly") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Confidence: Possible})
			}
		}
		return out
	},
})
