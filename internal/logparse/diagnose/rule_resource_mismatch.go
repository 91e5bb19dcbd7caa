package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "resource-mismatch",
	Title:   Text{"The protected resource is not the one the client asked for", "Защищённый ресурс — не тот, который запросил клиент"},
	About:   Text{"An MCP client compares the resource identifier in the protected resource metadata (RFC 9728) with the URL it calls.", "Клиент MCP сравнивает идентификатор ресурса в метаданных (RFC 9728) с вызываемым URL."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The resource value in /.well-known/oauth-protected-resource differs from the URL the client is configured with, so it refuses to send a token there. It stops before the login.", "Значение resource в /.well-known/oauth-protected-resource отличается от URL, с которым настроен клиент, поэтому токен он туда не отправит. До входа дело не дошло."},
	Causes: []Text{
		{"A path, port or slash differs (/mcp against /, /sse), or http against https behind a proxy", "Отличается путь, порт или слеш (/mcp вместо /, /sse), либо http вместо https за прокси"},
		{"The server prints its internal host name in the metadata", "Сервер указывает в метаданных внутреннее имя хоста"},
	},
	Fixes: []Text{
		{"Let resource in the metadata equal the URL clients use, character by character; set the server's public base URL", "Сделайте resource в метаданных равным URL клиентов посимвольно; задайте публичный базовый URL сервера"},
		{"Configure the client with the URL that the metadata names", "Настройте клиента на URL, указанный в метаданных"},
	},
	Refs: []Ref{{"RFC 9728 protected resource metadata §3.3", "https://www.rfc-editor.org/rfc/rfc9728#section-3.3"}, {"MCP: authorization", "https://modelcontextprotocol.io/specification/draft/basic/authorization"}},
})
