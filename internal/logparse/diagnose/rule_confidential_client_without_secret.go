package diagnose

import (
	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "confidential-client-without-secret",
	Title:      Text{"A confidential client sent no client secret", "Конфиденциальный клиент не прислал секрет"},
	About:      Text{"The client is registered as confidential and the token request carries neither client_secret nor a client assertion: browser, single-page and native apps, or a server whose secret is not configured.", "Клиент зарегистрирован как конфиденциальный, а в запросе за токеном нет ни client_secret, ни client assertion: браузерное, одностраничное или нативное приложение либо сервер без настроенного секрета."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.Refused,
	Detail: Text{"The server refuses the client, not the user and not the code: the client is registered as confidential, which means it must authenticate with a client secret (or an assertion) at the token endpoint, and this request has no client authentication at all, neither an Authorization: Basic header nor client_secret in the body. A browser, single-page (SPA) or mobile app cannot keep a secret and must be a public client with PKCE.",
		"Сервер отвергает клиента, а не пользователя и не код: клиент зарегистрирован как конфиденциальный и обязан подтверждать себя на token endpoint секретом (или assertion), а в этом запросе аутентификации клиента нет вовсе — ни заголовка Authorization: Basic, ни client_secret в теле. Браузерное, одностраничное (SPA) или мобильное приложение не может хранить секрет и должно быть публичным клиентом с PKCE."},
	Causes: []Text{
		{"A front end in the browser (SPA) or a native app uses a client that is registered as confidential (type of app Web)", "Фронтенд в браузере (SPA) или нативное приложение использует клиента, зарегистрированного как конфиденциальный (тип приложения Web)"},
		{"A server-side app lost its secret: the setting is empty, or the library sends it where this server does not read it (Basic header or body)", "Серверное приложение потеряло секрет: настройка пуста, или библиотека шлёт его туда, где сервер его не читает (заголовок Basic или тело)"},
	},
	Fixes: []Text{
		{"Keycloak: Clients → the client → Settings → Capability config, switch Client authentication off (before 19: Access Type public), and keep PKCE with S256", "Keycloak: Clients → клиент → Settings → Capability config, выключите Client authentication (до 19: Access Type public) и оставьте PKCE с S256"},
		{"Entra ID: App registrations → Authentication, register the redirect URI under Single-page application or Mobile and desktop applications, or set Allow public client flows to Yes", "Entra ID: App registrations → Authentication, зарегистрируйте redirect URI в разделе Single-page application или Mobile and desktop applications либо включите Allow public client flows"},
		{"Auth0: Application type SPA or Native, Token Endpoint Authentication Method None; Okta: app of type SPA or Native; X: User authentication settings → Type of App, Native App or Single page App", "Auth0: тип приложения SPA или Native, Token Endpoint Authentication Method None; Okta: приложение типа SPA или Native; X: User authentication settings → Type of App, Native App или Single page App"},
		{"Cognito: send SECRET_HASH = Base64(HMAC-SHA256(client secret, user name + client id)) with every call, or make an app client without a secret", "Cognito: передавайте с каждым вызовом SECRET_HASH = Base64(HMAC-SHA256(client secret, имя пользователя + client id)) или создайте app client без секрета"},
		{"A server-side client keeps its registration and sends the secret: Authorization: Basic base64(client_id:client_secret), or client_secret in the form body", "Серверный клиент оставляет регистрацию и передаёт секрет: Authorization: Basic base64(client_id:client_secret) или client_secret в теле формы"},
	},
	Leads: []Lead{
		{Signs: []string{"secret_hash"}, Fix: "Cognito: "},
	},
	Refs:     []Ref{{"RFC 6749 §2.1 client types", "https://www.rfc-editor.org/rfc/rfc6749#section-2.1"}, {"RFC 6749 §2.3.1 client password", "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1"}},
	Explains: []string{"client-secret-wrong", "provider-error", "auth-subrequest-failed", "access-denied"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		lib, name, browser := browserLibrary(f)
		native := browser || hasAny(f, "platformexception(", "i/flutter", "[error: invalid_client, description:", "react-native-app-auth", "org.openid.appauth")
		for _, e := range f.Exchanges {
			switch {
			case e.Event != nil && e.Code.Text == "invalid_client_credentials" && browser && e.Event.Params.Text("client_auth_method") == "":
				// The event does not tell a missing secret from a wrong one; the library in the browser does.
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), lib), Confidence: Likely,
					Detail: Text{"Keycloak refuses the client's credentials at the token endpoint (invalid_client_credentials) and the login before it worked. " + name + " runs in the browser and sends no client secret: the client is registered as confidential (access type confidential, Client authentication on), but a single-page app must be a public client.",
						"Keycloak отвергает учётные данные клиента на token endpoint (invalid_client_credentials), хотя вход до этого прошёл. " + name + " работает в браузере и секрет клиента не передаёт: клиент зарегистрирован как confidential (Client authentication включена), а одностраничное приложение должно быть публичным клиентом."}})
			case e.Outcome == exchange.Refused && (e.Error.Text == "invalid_client" || e.Error.Text == "unauthorized_client") && printedRequest(e) && e.Request.Headers != nil && authSent(e) == "" && !holdsAny(e.Description.Text, "grant", "scope", "service account", "Service account"):
				ev := errorPlaces(e)
				if p, ok := e.Params.Get("client_id"); ok {
					ev = append(ev, paramSpan(p))
				}
				out = append(out, Verdict{Exchange: e, Evidence: ev, Confidence: Likely})
			case e.Error.Text == "unauthorized_client" && e.Event == nil && browser && holdsAny(e.Description.Text, "Invalid client secret", "Invalid client credentials"):
				out = append(out, Verdict{Exchange: e, Evidence: append(errorPlaces(e), lib), Confidence: Likely})
			case e.Event == nil && e.Error.Text == "invalid_client" && (e.Description.Text == "" || holdsAny(e.Description.Text, "null")) && native && authSent(e) == "" && e.Provider != "apple":
				// An app on a device that was accepted at the login and refused at the token endpoint.
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Possible, Rank: 70})
			}
		}
		return out
	},
})
