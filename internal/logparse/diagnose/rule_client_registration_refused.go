package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "client-registration-refused",
	Title:   Text{"Dynamic client registration failed", "Динамическая регистрация клиента не удалась"},
	About:   Text{"A client (often of MCP) tried to register itself at the authorization server (RFC 7591), which does not offer it or refused.", "Клиент (часто MCP) пытался зарегистрироваться на сервере авторизации сам (RFC 7591), а сервер этого не предлагает или отказал."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail:  Text{"The client has no client_id of its own and asks the server's registration endpoint for one. The server has no registration_endpoint, demands an initial access token, or refused the redirect URI or metadata; so the login did not begin.", "У клиента нет своего client_id, и он запрашивает его у registration endpoint. У сервера нет registration_endpoint, он требует initial access token либо отверг redirect URI или метаданные; вход не начался."},
	Causes: []Text{
		{"The server does not support dynamic client registration (Entra, Google, GitHub and most others do not)", "Сервер не поддерживает динамическую регистрацию (Entra, Google, GitHub и большинство других)"},
		{"Registration is limited: an allow list of hosts or redirect URIs, an initial access token", "Регистрация ограничена: список разрешённых хостов или redirect URI, initial access token"},
		{"The client asked the wrong server: protected resource metadata names another authorization server", "Клиент обратился не к тому серверу: метаданные ресурса называют другой сервер авторизации"},
	},
	Fixes: []Text{
		{"Register the client by hand and give its client_id (and secret) in the client's settings", "Зарегистрируйте клиента вручную и задайте его client_id (и секрет) в настройках"},
		{"Keycloak: Clients → Client registration → policies (Trusted hosts) admit the client's host and redirect URI", "Keycloak: Clients → Client registration → policies (Trusted hosts) допускают хост и redirect URI клиента"},
		{"Put a proxy with registration in front of the server (for MCP: an OAuth proxy)", "Поставьте перед сервером прокси с регистрацией (для MCP — OAuth-прокси)"},
	},
	Leads:    []Lead{{Signs: []string{"trusted hosts"}, Cause: "Registration is limited", Fix: "Trusted hosts"}},
	Refs:     []Ref{{"RFC 7591 dynamic client registration", "https://www.rfc-editor.org/rfc/rfc7591"}, {"MCP: authorization", "https://modelcontextprotocol.io/specification/draft/basic/authorization"}},
	Explains: []string{"provider-error", "redirect-uri-not-registered", "redirect-scheme-not-allowed", "scope-missing"},
	Check: func(f *exchange.Flow) []Verdict {
		if said := saidBy(f, "?client-registration-refused"); len(said) > 0 {
			return []Verdict{registrationLost(said[0])}
		}
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Outcome.Failed() && e.Endpoint == exchange.EndpointRegistration && (e.Error.OK() || e.Status() >= 400) {
				v := Verdict{Exchange: e, Evidence: errorPlaces(e)}
				if !e.Error.OK() {
					v.Evidence = []source.Span{e.Response.Status.Span}
				}
				if e.Status() >= 500 {
					v.Causes = []Text{{"The registration endpoint itself failed (5xx): an exception, a store that is not reachable, a crash on a member of the request; only its log tells which", "Сбой самого registration endpoint (5xx): исключение, недоступное хранилище, падение на члене запроса; причина только в его логе"}}
				}
				if strings.Contains(e.Error.Text, "redirect_uri") {
					v = redirectRefused(v)
				}
				out = append(out, v)
			}
		}
		if len(out) > 0 {
			return out
		}
		registering := findAny(f, "client registration", "register client", "registerclient", "dynamic registration", "client-registration")
		if said := findAny(f, "invalid_redirect_uri", "invalidredirecturi"); len(registering) > 0 && len(said) > 0 {
			return []Verdict{redirectRefused(Verdict{Evidence: []source.Span{said[0], registering[0]}})}
		}
		return nil
	},
})

// redirectRefused: what the client wants to register is the redirect URI the server does not like.
func redirectRefused(v Verdict) Verdict {
	v.Title = Text{"Registration refused for its redirect URI", "В регистрации отказано из-за redirect URI"}
	v.Detail = Text{"The client asked for a client_id of its own (dynamic client registration, RFC 7591), and the server refuses one of the redirect_uris in that request: invalid_redirect_uri. It is not a URI that somebody forgot to register: the server does not admit this scheme, host or port for clients that register themselves. The login did not begin.",
		"Клиент запросил себе client_id (динамическая регистрация, RFC 7591), а сервер отверг один из redirect_uris в этом запросе: invalid_redirect_uri. Дело не в забытой регистрации: для клиентов, которые регистрируются сами, сервер не допускает такую схему, хост или порт. Вход не начался."}
	v.Causes = []Text{
		{"The server admits only https, or only hosts of an allow list; the client uses loopback (http://localhost, 127.0.0.1 with a changing port) or a scheme of its own (cursor://, vscode://)", "Сервер допускает только https или только хосты из списка, а клиент использует loopback (http://localhost, 127.0.0.1 с меняющимся портом) или собственную схему (cursor://, vscode://)"},
		{"The URI has a fragment, a wildcard or no path the server expects, or the list of redirect_uris is empty", "В URI есть фрагмент, шаблон со звёздочкой или нет ожидаемого пути, либо список redirect_uris пуст"},
	}
	v.Fixes = []Text{
		{"Add the client's redirect URI to the server's allow list for registration: Keycloak Clients → Client registration → Trusted Hosts; Auth0, WorkOS, Stytch and own MCP servers: allowed redirect URIs of dynamic clients", "Добавьте redirect URI клиента в список, разрешённый для регистрации: Keycloak — Clients → Client registration → Trusted Hosts; Auth0, WorkOS, Stytch и собственные серверы MCP — разрешённые redirect URI динамических клиентов"},
		{"Or register the client by hand and give its client_id in the client's settings", "Либо зарегистрируйте клиента вручную и задайте его client_id в настройках клиента"},
	}
	return v
}

// registrationLost: MCP's SDK comes back with a code and does not find the client it had registered.
func registrationLost(at source.Span) Verdict {
	return Verdict{Evidence: []source.Span{at}, Outcome: exchange.NotAsked,
		Title: Text{"The client lost its registration before the callback", "Клиент потерял свою регистрацию до callback"},
		Detail: Text{"The redirect brought a code back, and the client has no client information (client_id) to redeem it with: what dynamic client registration had given was not stored, or is not found at the callback. No token was asked for.",
			"Редирект вернул код, но у клиента нет сведений о клиенте (client_id), чтобы его обменять: полученное при динамической регистрации не сохранено или не найдено на callback. Токен не запрашивался."},
		Causes: []Text{
			{"clientInformation() of the OAuthClientProvider returns undefined: saveClientInformation() keeps it in the memory of another process, request or instance", "clientInformation() в OAuthClientProvider возвращает undefined: saveClientInformation() хранит её в памяти другого процесса, запроса или экземпляра"},
			{"The storage was cleared or its key (the server's URL) differs between login and callback", "Хранилище очищено, или его ключ (URL сервера) на входе и на callback разный"},
		},
		Fixes: []Text{
			{"Store client information and code verifier where the callback finds them (file, database, keychain), under one key", "Храните сведения о клиенте и code verifier там, где их найдёт callback (файл, база, keychain), под одним ключом"},
			{"Or configure a client_id that was registered by hand", "Либо задайте client_id, зарегистрированный вручную"},
		}}
}
