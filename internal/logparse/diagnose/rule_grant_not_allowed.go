package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "grant-not-allowed",
	Title:   Text{"The client may not use this grant or response type", "Клиенту не разрешён этот grant или response_type"},
	About:   Text{"The client is known and authenticated, but its registration does not list the grant_type or response_type of the request.", "Клиент известен и аутентифицирован, но в его регистрации нет grant_type или response_type из запроса."},
	Rank:    70,
	Outcome: exchange.Refused,
	Detail: Text{"unauthorized_client and its kin mean: the server knows the client, but this client is not registered for the grant (authorization code, refresh token, client credentials, device …) or the response_type the request uses. The flow must be enabled for the client, or the client must use another flow.",
		"unauthorized_client и подобные ответы значат: сервер знает клиента, но в его регистрации нет этого grant (authorization code, refresh token, client credentials, device …) или response_type. Нужно включить поток для клиента или использовать в клиенте другой."},
	Causes: []Text{
		{"The flow is switched off in the client's registration (Keycloak: Standard flow, Implicit flow, Device authorization; Entra ID: ID tokens under Implicit grant and hybrid flows)", "Поток выключен в регистрации клиента (Keycloak: Standard flow, Implicit flow, Device authorization; Entra ID: ID tokens в разделе Implicit grant and hybrid flows)"},
		{"The library asks for another flow than intended: response_type=token or id_token, a grant left from a sample", "Библиотека просит не тот поток: response_type=token или id_token, grant из примера"},
	},
	Fixes: []Text{
		{"Enable the flow: Keycloak Clients → Settings → Capability config → Authentication flow; Auth0 Advanced Settings → Grant Types; Okta General → Grant type; Entra ID Authentication → Implicit grant and hybrid flows", "Включите поток: Keycloak Clients → Settings → Capability config → Authentication flow; Auth0 Advanced Settings → Grant Types; Okta General → Grant type; Entra ID Authentication → Implicit grant and hybrid flows"},
		{"Or change the client to response_type=code with PKCE", "Или переведите клиента на response_type=code с PKCE"},
	},
	Refs:     []Ref{{"RFC 6749 §5.2 unauthorized_client", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}, {"RFC 6749 §4.1.2.1", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"}},
	Explains: []string{"provider-error", "refresh-token-dead"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			event := e.Event != nil && (e.Code.Text == "not_allowed" || e.Code.Text == "unauthorized_client")
			told := e.Error.Text == "unauthorized_client" && e.Outcome.Failed() && holdsAny(e.Description.Text, "grant", "flow is ", "response_type")
			if (event || told) && !otherCause(e, "grant-not-allowed") {
				return []Verdict{{Exchange: e, Evidence: errorPlaces(e)}}
			}
		}
		return nil
	},
})
