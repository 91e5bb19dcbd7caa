package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "keycloak-broker-refused",
	Title:   Text{"Keycloak's own call to the identity provider failed", "Запрос Keycloak к внешнему провайдеру не удался"},
	About:   Text{"Keycloak as a broker is itself a client of another provider; its back-channel call there failed.", "Keycloak как брокер сам является клиентом другого провайдера; его обратный вызов туда не удался."},
	Rank:    79,
	Outcome: exchange.Refused,
	Detail: Text{"The login went through an identity provider that Keycloak brokers (social login, another realm or IdP). The user came back with a code, and Keycloak's own back-channel request to that provider (token endpoint, JWKS or userinfo) failed. The client of Keycloak is not at fault: look at the settings of the identity provider in Keycloak, where Keycloak is the client, and at the lines right before this one.",
		"Вход шёл через провайдера, подключённого к Keycloak как брокеру (социальный вход, другой realm или IdP). Пользователь вернулся с кодом, а обратный запрос самого Keycloak к этому провайдеру (token endpoint, JWKS или userinfo) не удался. Клиент Keycloak ни при чём: смотрите настройки identity provider в Keycloak, где клиентом выступает Keycloak, и строки прямо перед этой."},
	Causes: []Text{
		{"Client ID or client secret of the identity provider are wrong or expired, or sent by the wrong method (Client authentication: post, basic, JWT)", "Client ID или client secret у identity provider неверны или истекли, либо переданы не тем способом (Client authentication: post, basic, JWT)"},
		{"The redirect URI …/broker/<alias>/endpoint is not registered there (http against https, hostname)", "Там не зарегистрирован redirect URI …/broker/<alias>/endpoint (http вместо https, hostname)"},
		{"“No access_token from server”: the identity provider's token answer is an error or of another form", "«No access_token from server»: ответ token endpoint внешнего провайдера — ошибка или имеет другой вид"},
		{"Keycloak's host cannot reach the provider's token endpoint or JWKS (proxy, firewall, TLS trust), or the signature keys or issuer do not fit", "Хост Keycloak не достаёт token endpoint или JWKS провайдера (прокси, firewall, доверие TLS), либо не подошли ключи подписи или issuer"},
	},
	Fixes: []Text{
		{"Keycloak: Identity providers → the alias → Settings: Client ID, Client Secret, Client authentication, Token URL, Use JWKS URL, Issuer", "Keycloak: Identity providers → alias → Settings: Client ID, Client Secret, Client authentication, Token URL, Use JWKS URL, Issuer"},
		{"Set the logger org.keycloak.broker to DEBUG and repeat the login: the response of the provider names the reason", "Включите DEBUG для логгера org.keycloak.broker и повторите вход: ответ провайдера назовёт причину"},
	},
	Missing:  []Text{{"The provider's answer in the line before (status=…, response=…)", "Ответ провайдера в строке перед этой (status=…, response=…)"}},
	Refs:     []Ref{{"Keycloak: integrating identity providers", "https://www.keycloak.org/docs/latest/server_admin/#_identity_broker"}},
	Explains: []string{"federated-provider-refused", "answer-is-html"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Event.Name.Text == "IDENTITY_PROVIDER_LOGIN_ERROR" && e.Code.Text != "" && e.Code.Text != "identity_provider_login_failure" && e.Code.Text != "expired_code" && e.Code.Text != "access_denied" {
				return []Verdict{{Exchange: e, Evidence: []source.Span{e.Event.Name.Span, e.Code.Span}}}
			}
		}
		return nil
	},
})
