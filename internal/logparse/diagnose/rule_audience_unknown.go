package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "audience-unknown",
	Title:   Text{"The requested API (audience, resource) is not known", "Запрошенный API (audience, resource) неизвестен"},
	About:   Text{"The authorization server knows no API of the name that the request carries as audience or resource.", "Сервер авторизации не знает API с именем, которое запрос передал как audience или resource."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail:  Text{"The request asks for a token for a certain API (audience, resource, scope of an API), and the server has no such API registered in this tenant. The client and its secret are not what is refused.", "Запрос просит токен для определённого API (audience, resource, scope этого API), а в этом tenant такой API не зарегистрирован. Отвергнуты не клиент и не секрет."},
	Causes: []Text{
		{"A typing error in the audience: another identifier than the API's, a slash more or less, http for https", "Опечатка в audience: не тот идентификатор API, лишний или пропавший слеш, http вместо https"},
		{"The API exists in another tenant or environment, or was not consented to (no service principal) in this one", "API есть в другом tenant или среде, либо в этом нет согласия (нет service principal)"},
		{"The audience setting holds a URL of the application or the client_id", "В настройке audience стоит URL приложения или client_id"},
	},
	Fixes: []Text{
		{"Auth0: copy the Identifier from Applications → APIs into audience, character by character; create the API when it is missing", "Auth0: скопируйте Identifier из Applications → APIs в audience посимвольно; создайте API, если его нет"},
		{"Entra: use the Application ID URI of Expose an API; grant admin consent so that the service principal exists in the tenant", "Entra: используйте Application ID URI из Expose an API; дайте admin consent, чтобы в tenant появился service principal"},
		{"Drop the audience when no API is called", "Уберите audience, если API не вызывается"},
	},
	Refs:     []Ref{{"Auth0: API settings", "https://auth0.com/docs/get-started/apis/api-settings"}, {"RFC 8707 resource indicators", "https://www.rfc-editor.org/rfc/rfc8707"}},
	Explains: []string{"access-denied", "provider-error"},
})
