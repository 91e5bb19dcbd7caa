package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "endpoint-not-found",
	Title:   Text{"404: there is no such endpoint at this address", "404: по этому адресу нет такого endpoint"},
	About:   Text{"A token, userinfo, authorize or key endpoint answered 404 without an OAuth error: the configured URL or path is wrong.", "Endpoint токенов, userinfo, authorize или ключей ответил 404 без ошибки OAuth: настроенный URL или путь неверен."},
	Rank:    70,
	Outcome: exchange.WrongBody,
	Detail: Text{"404 Not Found with a page or a plain text is what a web server says for a path it does not know; OAuth never answers so. The request went to a wrong URL: the endpoint or path in the client's configuration is not that of the provider, or a proxy does not route it.",
		"404 Not Found со страницей или текстом — ответ веб-сервера на неизвестный ему путь; OAuth так не отвечает. Запрос ушёл на неверный URL: endpoint или путь в настройках клиента не тот, что у провайдера, или прокси его не пропускает."},
	Causes: []Text{
		{"The endpoint URL is wrong: path of another product or version (/auth before /realms in Keycloak 17 and later, /oauth2/token against /token), realm or tenant missing, suffix doubled", "Неверен URL endpoint: путь другого продукта или версии (/auth перед /realms в Keycloak 17 и новее, /oauth2/token вместо /token), нет realm или tenant, повторён суффикс"},
		{"The issuer changed, and an old token endpoint is cached in the client", "Issuer сменился, а клиент помнит старый token endpoint"},
		{"A reverse proxy or ingress does not forward this path", "Обратный прокси или ingress не пропускает этот путь"},
	},
	Fixes: []Text{
		{"Take token_endpoint and userinfo_endpoint from <issuer>/.well-known/openid-configuration and put exactly these into the configuration; the introspection endpoint, too, is the one that discovery names", "Возьмите token_endpoint и userinfo_endpoint из <issuer>/.well-known/openid-configuration и внесите в конфигурацию именно их; introspection endpoint — тоже тот, что назван в discovery"},
		{"Repeat the request with curl against the URL in the log", "Повторите запрос через curl по URL из лога"},
	},
	Missing:  []Text{{"The full URL that answered 404", "Полный URL, который ответил 404"}},
	Refs:     []Ref{{"OpenID Connect Discovery §4 provider configuration", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"}, {"RFC 8414 authorization server metadata", "https://www.rfc-editor.org/rfc/rfc8414"}},
	Explains: []string{"answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			switch e.Endpoint {
			case exchange.EndpointToken, exchange.EndpointUserinfo, exchange.EndpointAuthorize, exchange.EndpointJWKS, exchange.EndpointIntrospect, exchange.EndpointDevice, exchange.EndpointRevoke, exchange.EndpointPAR, exchange.EndpointCIBA:
			default:
				continue
			}
			if e.PageStatus() != 404 && !unknownKeycloakPath(e) || tokenAskedByGET(e) || e.Error.OK() && looksOAuth(e.Error.Text) || e.Event != nil || e.Redirect != nil {
				continue
			}
			at := e.Span
			if e.Response != nil && e.Response.Status.OK() {
				at = e.Response.Status.Span
			} else if e.Body != nil && e.Body.Kind == artifact.BodyHTML {
				at = beginning(e.Body.Span, 60)
			}
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{at}})
		}
		return out
	},
})

// keycloakPaths are what Keycloak serves below /protocol/openid-connect. To anything else it answers a POST by 405, since
// GET is taken there.
var keycloakPaths = []string{"auth", "token", "userinfo", "certs", "logout", "revoke", "token/introspect", "auth/device", "ext/par/request", "ext/ciba/auth", "login-status-iframe.html", "delegated", "registrations", "forgot-credentials"}

func unknownKeycloakPath(e *exchange.Exchange) bool {
	if e.Status() != 405 || e.Provider != "keycloak" {
		return false
	}
	_, rest, ok := strings.Cut(e.URL(), "/protocol/openid-connect/")
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	return ok && !slices.Contains(keycloakPaths, strings.TrimSuffix(rest, "/"))
}

// looksOAuth tells an error code of the protocol (invalid_client) from the reason phrase of a framework (Not Found).
func looksOAuth(code string) bool {
	lower, line := false, false
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch {
		case c >= 'a' && c <= 'z':
			lower = true
		case c == '_':
			line = true
		case c >= 'A' && c <= 'Z' || c == ' ':
			return false
		}
	}
	return lower && line
}
