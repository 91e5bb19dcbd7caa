package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "client-registration-refused",
	Title:   Text{"Dynamic client registration failed", "Динамическая регистрация клиента не удалась"},
	About:   Text{"A client (often of MCP) tried to register itself at the authorization server (RFC 7591), which does not offer it or refused.", "Клиент (часто MCP) пытался зарегистрироваться на сервере авторизации сам (RFC 7591), а сервер этого не предлагает или отказал."},
	Rank:    84,
	Outcome: exchange.Refused,
	Says: []Saying{
		{All: []string{"dynamic client registration"}, Any: []string{"failed", "not support", "not allowed", "rejected", "refused", "disabled", "error"}},
		{All: []string{"dynamic registration failed"}},
		{All: []string{"client registration failed"}, With: []string{"oauth", "mcp", "oidc", "keycloak"}},
		{All: []string{"invalid_client_metadata"}, Codes: []string{"invalid_client_metadata"}},
		{All: []string{"registration_not_supported"}},
		{All: []string{"policy 'trusted hosts' rejected"}},
		{All: []string{"no registration endpoint"}},
		{All: []string{"invalid_software_statement"}},
		{All: []string{"async registerclient (", "auth"}, Lines: 3},
	},
	Detail: Text{"The client has no client_id of its own and asks the server's registration endpoint for one. The server has no registration_endpoint, demands an initial access token, or refused the redirect URI or metadata; so the login did not begin.", "У клиента нет своего client_id, и он запрашивает его у registration endpoint. У сервера нет registration_endpoint, он требует initial access token либо отверг redirect URI или метаданные; вход не начался."},
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
	Refs:     []Ref{{"RFC 7591 dynamic client registration", "https://www.rfc-editor.org/rfc/rfc7591"}, {"MCP: authorization", "https://modelcontextprotocol.io/specification/draft/basic/authorization"}},
	Explains: []string{"provider-error"},
})
