package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "pkce-required",
	Title:   Text{"The server requires PKCE in the authorization request", "Сервер требует PKCE в запросе авторизации"},
	About:   Text{"The authorization request lacks code_challenge or uses a method the client's registration does not allow.", "В запросе авторизации нет code_challenge или метод не разрешён регистрацией клиента."},
	Rank:    82,
	Outcome: exchange.Refused,
	Detail: Text{"The server demands PKCE (RFC 7636) from this client: a code_challenge with code_challenge_method=S256 in the authorization request, and the code_verifier in the token request. The request had none, or a method (plain) that is not allowed.",
		"Сервер требует от клиента PKCE (RFC 7636): code_challenge с code_challenge_method=S256 в запросе авторизации и code_verifier в запросе токена. В запросе их нет, или метод (plain) не разрешён."},
	Causes: []Text{
		{"The client is registered with PKCE required (Keycloak: Proof Key for Code Exchange Code Challenge Method S256; public clients by policy) and the library does not send it", "У клиента обязателен PKCE (Keycloak: Proof Key for Code Exchange Code Challenge Method S256; публичные клиенты по политике), а библиотека его не отправляет"},
		{"code_challenge is sent without code_challenge_method, or as plain", "code_challenge отправлен без code_challenge_method или как plain"},
	},
	Fixes: []Text{
		{"Switch PKCE with S256 on: oauth2-proxy --code-challenge-method=S256, Spring ClientSettings.requireProofKey(true), Auth.js checks: ['pkce'], Grafana use_pkce=true, keycloak-js pkceMethod: 'S256'", "Включите PKCE с S256: oauth2-proxy --code-challenge-method=S256, Spring ClientSettings.requireProofKey(true), Auth.js checks: ['pkce'], Grafana use_pkce=true, keycloak-js pkceMethod: 'S256'"},
		{"Or clear the requirement: Keycloak client → Advanced → Proof Key for Code Exchange Code Challenge Method empty (confidential clients only)", "Либо снимите требование: Keycloak клиент → Advanced → Proof Key for Code Exchange Code Challenge Method пусто (только для конфиденциальных)"},
	},
	Refs:     []Ref{{"RFC 7636 §4.4.1", "https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1"}, {"RFC 9700 §2.1.1", "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1"}},
	Explains: []string{"provider-error", "callback-without-code"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && (e.Code.Text == "invalid_code_challenge_method" || e.Code.Text == "code_challenge_missing") {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{e.Code.Text}, Confidence: Certain})
			}
		}
		return out
	},
})
