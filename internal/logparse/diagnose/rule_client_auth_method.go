package diagnose

import (
	"encoding/base64"
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:      "client-auth-method",
	Title:   Text{"Client authentication by the wrong method", "Клиент аутентифицируется не тем способом"},
	About:   Text{"The token endpoint expects the secret in another place (Basic header, body, signed JWT), got it in two places, or got a Basic header whose parts are not form-encoded.", "Token endpoint ждёт секрет в другом месте (заголовок Basic, тело, подписанный JWT), получил его в двух местах или получил Basic без form-кодирования частей."},
	Rank:    74,
	Outcome: exchange.Refused,
	Detail: Text{"Client authentication has several methods: client_secret_basic (Authorization: Basic header), client_secret_post (client_id and client_secret in the form body), private_key_jwt, none. This client is registered for one of them and the library used another, used two at once, or sent the credentials in a form the server could not read.",
		"Способов аутентификации клиента несколько: client_secret_basic (заголовок Authorization: Basic), client_secret_post (client_id и client_secret в теле формы), private_key_jwt, none. Клиент зарегистрирован для одного, а библиотека использовала другой, два сразу или прислала учётные данные в виде, который сервер не прочёл."},
	Causes: []Text{
		{"The library sends the secret by HTTP Basic and the server expects client_secret_post, or the reverse", "Библиотека шлёт секрет через HTTP Basic, а сервер ждёт client_secret_post, или наоборот"},
		{"client_id or client_secret with special characters are not form-urlencoded before base64 in the Basic header (RFC 6749 §2.3.1)", "client_id или client_secret со спецсимволами не закодированы form-urlencode перед base64 в заголовке Basic (RFC 6749 §2.3.1)"},
		{"The Authorization header was sent and did not arrive: CGI or FastCGI, a proxy or a redirect drops it (Apache: CGIPassAuth On)", "Заголовок Authorization отправлен, но не дошёл: его отбросили CGI или FastCGI, прокси или редирект (Apache: CGIPassAuth On)"},
		{"The client is unknown, or no authentication was sent at all: some servers use one text for all three", "Клиент неизвестен или аутентификации не было вовсе: некоторые серверы пишут один текст на все три случая"},
	},
	Fixes: []Text{
		{"Set the method in the client: token_endpoint_auth_method (openid-client, Auth.js), client-authentication-method (Spring), AuthStyle (Go x/oauth2), auth_style or client_auth_method elsewhere", "Задайте способ в клиенте: token_endpoint_auth_method (openid-client, Auth.js), client-authentication-method (Spring), AuthStyle (Go x/oauth2), auth_style или client_auth_method в других"},
		{"Or change it at the server: Authelia and Hydra token_endpoint_auth_method, Okta Client authentication, Auth0 Application → Credentials → Authentication Method", "Или измените его на сервере: Authelia и Hydra — token_endpoint_auth_method, Okta — Client authentication, Auth0 — Application → Credentials → Authentication Method"},
		{"A command line or browser app is a public client: give it a client of its own without secret (Argo CD: cliClientID), token_endpoint_auth_method none, PKCE", "Командная строка или браузерное приложение — публичный клиент: заведите ему отдельного клиента без секрета (Argo CD: cliClientID), token_endpoint_auth_method none, PKCE"},
		{"Send one method only: with a Basic header leave client_secret out of the body", "Используйте один способ: с заголовком Basic не передавайте client_secret в теле"},
	},
	Leads: []Lead{
		{Signs: []string{"multiple client auth", "multiple authentication", "more than one"}, Fix: "Send one method"},
	},
	Refs:     []Ref{{"RFC 6749 §2.3.1", "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1"}, {"OpenID Connect Core §9 client authentication", "https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication"}},
	Explains: []string{"provider-error", "answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Outcome != exchange.Refused || e.Request == nil || e.Endpoint != exchange.EndpointToken {
				continue
			}
			header, ok := e.Request.Headers.Get("Authorization")
			if !ok || len(header.Value.Text) < 7 || !strings.EqualFold(header.Value.Text[:6], "basic ") {
				continue
			}
			if e.Params.Text("client_secret") != "" {
				p, _ := e.Params.Get("client_secret")
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), header.NameSpan, paramSpan(p)), Confidence: Likely,
					Title:  Text{"The client authenticates by two methods at once", "Клиент аутентифицируется двумя способами сразу"},
					Causes: twoMethods, Fixes: first(ruleOf("client-auth-method").Fixes, "Send one method")})
				continue
			}
			if masked(header.Value.Text) {
				continue
			}
			id, secret, both := basicCredentials(header.Value.Text)
			if !both {
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), header.NameSpan), Confidence: Likely,
					Title: Text{"The Basic header holds no id and secret", "В заголовке Basic нет id и секрета"},
					Detail: Text{"The Authorization: Basic header of the token request must be base64 of client_id:client_secret (both form-urlencoded). What was sent does not decode to two parts with a colon, so the server finds no client.",
						"Заголовок Authorization: Basic запроса за токеном — это base64 от client_id:client_secret (обе части form-urlencode). Присланное не раскрывается в две части с двоеточием, и сервер не находит клиента."}})
				continue
			}
			if (e.Error.Text == "invalid_client" || e.Status() == 401) && (strings.ContainsAny(secret, "+/%&=: #$!@") || strings.ContainsAny(id, "+/%&=: @")) {
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), header.NameSpan), Confidence: Possible, Severity: Warning,
					Title: Text{"Special characters stand unencoded in the Basic header", "Спецсимволы в заголовке Basic не закодированы"}})
			}
		}
		return out
	},
})

// basicCredentials are the two parts of a Basic header's value.
func basicCredentials(value string) (id, secret string, ok bool) {
	plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value[len("Basic "):]))
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(plain), ":")
}

var twoMethods = []Text{{"The library sends the Basic header, and the application adds client_secret to the form (or an interceptor the header)", "Библиотека шлёт заголовок Basic, а приложение добавляет client_secret в форму (или перехватчик — заголовок)"}}
