package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "redirect-uri-not-registered",
	Title:   Text{"The redirect_uri is not registered for this client", "redirect_uri не зарегистрирован для клиента"},
	About:   Text{"The authorization server compares redirect_uri with the registered ones, character by character, and refuses it before anybody logs in.", "Сервер авторизации посимвольно сравнивает redirect_uri с зарегистрированными и отклоняет его ещё до входа."},
	Rank:    74,
	Outcome: exchange.Refused,
	Detail: Text{"The redirect_uri the application sends does not match any redirect URI registered for this client_id. The comparison is exact: scheme, host, port, path, upper and lower case and a trailing slash count. The user never gets to log in.",
		"redirect_uri, который отправляет приложение, не совпадает ни с одним зарегистрированным для этого client_id. Сравнение точное: учитываются схема, хост, порт, путь, регистр букв и слеш в конце. До входа пользователя дело не доходит."},
	Causes: []Text{
		{"The URI is not registered, or differs from the registered one in scheme (http, https), host (www, localhost, 127.0.0.1), port, path or a trailing slash", "URI не зарегистрирован или отличается схемой (http, https), хостом (www, localhost, 127.0.0.1), портом, путём или слешем в конце"},
		{"The application builds it from what it sees behind a reverse proxy: http, an internal host name, :80 or :8080, because X-Forwarded-Proto/Host/Port are missing or not trusted", "Приложение собирает его за обратным прокси: http, внутреннее имя, :80 или :8080, потому что X-Forwarded-Proto/Host/Port нет или им не доверяют"},
		{"After a logout: post_logout_redirect_uri has a list of its own (Keycloak: Valid post logout redirect URIs)", "После выхода: у post_logout_redirect_uri свой список (Keycloak: Valid post logout redirect URIs)"},
		{"Another client_id or environment is used than the one the URI was registered for", "Используется другой client_id или окружение, чем то, для которого URI зарегистрирован"},
		{"The registration has not taken effect yet, or the redirect type differs (Web, SPA, native)", "Регистрация ещё не подействовала, или тип редиректа другой (Web, SPA, native)"},
		{"mcp-remote chose another callback port than the one its kept client was registered with", "mcp-remote выбрал другой порт callback, чем при регистрации сохранённого клиента"},
	},
	Fixes: []Text{
		{"Copy redirect_uri from the address of the error page (decode it once) and register exactly this string", "Скопируйте redirect_uri из адреса страницы ошибки (раскодировав один раз) и зарегистрируйте именно эту строку"},
		{"Where: Keycloak client → Settings → Valid redirect URIs; Entra → App registrations → Authentication; Google → Credentials → Authorized redirect URIs; Auth0 → Allowed Callback URLs; AD FS → Application Groups → the application → Redirect URI (Set-AdfsNativeClientApplication, Set-AdfsServerApplication); Okta → Sign-in redirect URIs; GitHub → Authorization callback URL; Cognito → App client → Login pages → Allowed callback URLs; Authelia → redirect_uris; Authentik → Provider → Redirect URIs; Kanidm → add-redirect-url; Pocket ID → OIDC Clients → Callback URLs; Discord → OAuth2 → Redirects; Spotify → Redirect URIs", "Где: Keycloak: клиент → Settings → Valid redirect URIs; Entra → App registrations → Authentication; Google → Credentials → Authorized redirect URIs; Auth0 → Allowed Callback URLs; AD FS → Application Groups → приложение → Redirect URI (Set-AdfsNativeClientApplication, Set-AdfsServerApplication); Okta → Sign-in redirect URIs; GitHub → Authorization callback URL; Cognito → App client → Login pages → Allowed callback URLs; Authelia → redirect_uris; Authentik → Provider → Redirect URIs; Kanidm → add-redirect-url; Pocket ID → OIDC Clients → Callback URLs; Discord → OAuth2 → Redirects; Spotify → Redirect URIs"},
		{"Vault: put it into allowed_redirect_uris of the role (vault write auth/oidc/role/<role> allowed_redirect_uris=…), and register it at the provider, too", "Vault: внесите его в allowed_redirect_uris роли (vault write auth/oidc/role/<role> allowed_redirect_uris=…) и зарегистрируйте у провайдера тоже"},
		{"Behind a proxy pass X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port and let the application trust them, or set its public base URL", "За прокси передавайте X-Forwarded-Proto, X-Forwarded-Host и X-Forwarded-Port и разрешите приложению им доверять, либо задайте его внешний базовый URL"},
		{"Free the registered port, name it behind the URL, or delete ~/.mcp-auth", "Освободите зарегистрированный порт, укажите его после URL или удалите ~/.mcp-auth"},
	},
	Leads: []Lead{
		{Signs: []string{"logout_error", "post_logout_redirect", "post logout"}, Cause: "After a logout"},
		{Signs: []string{"unauthorized redirect_uri"}, Only: true, Fix: "allowed_redirect_uris"},
		{Signs: []string{"mcp-auth", "mcp-remote"}, Only: true, Cause: "mcp-remote chose another callback ", Fix: "Free the registered port, name it "},
	},
	Missing: []Text{{"The redirect_uri that was sent and the list registered for the client", "Отправленный redirect_uri и список, зарегистрированный у клиента"}},
	Refs: []Ref{
		{"RFC 6749 §3.1.2.3", "https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3"},
		{"RFC 9700 §2.1", "https://www.rfc-editor.org/rfc/rfc9700#section-2.1"},
	},
	Explains: []string{"provider-error", "answer-is-html", "client-configuration-invalid"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "invalid_redirect_uri" && e.Endpoint != exchange.EndpointToken {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{"invalid_redirect_uri"}, Confidence: Certain})
			}
		}
		out = append(out, mismatchWord(f, false)...)
		for _, e := range f.Exchanges {
			// RFC 6749 §4.1.2.1: only these two are not told to the client by a redirect.
			if e.Endpoint == exchange.EndpointAuthorize && e.Status() == 400 && e.Body == nil && e.Redirect == nil && !e.Error.OK() && !e.Code.OK() && len(out) == 0 {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Confidence: Possible,
					Title: Text{"Authorization endpoint: redirect_uri or client_id refused", "Authorization endpoint отверг redirect_uri или client_id"},
					Detail: Text{"The authorization endpoint answered 400 itself and did not send the user back with an error. It does so when it cannot trust the address to send to: the redirect_uri is missing or not registered for this client, or the client_id is unknown. Its page, which is not in the log, names which.",
						"Authorization endpoint сам ответил 400 и не вернул пользователя с ошибкой. Так бывает, когда доверять адресу возврата нельзя: redirect_uri не указан или не зарегистрирован у этого клиента, либо client_id неизвестен. Что именно, сказано на его странице, которой в логе нет."}})
			}
		}
		if len(out) == 0 && len(saidBy(f, "redirect-uri-not-registered")) == 0 {
			return nil
		}
		// Name the difference when the registered one is in the paste.
		sent := sentRedirectURI(f)
		for _, reg := range registeredURIs(f) {
			if sent.text == "" {
				break
			}
			diff, ok := uriDifference(sent.text, reg.text)
			if !ok || strings.HasSuffix(reg.text, "*") && strings.HasPrefix(sent.text, strings.TrimSuffix(reg.text, "*")) {
				continue
			}
			v := Verdict{Exchange: sent.exchange, Evidence: []source.Span{sent.span, reg.span}, Confidence: Certain}
			v.Detail = Text{"The redirect_uri that was sent and the registered redirect URI are not the same string: they differ in {diff}. The server compares them exactly and does not match this one.",
				"Отправленный redirect_uri и зарегистрированный — разные строки: {diff}. Сервер сравнивает их точно, и совпадения нет."}.fill("diff", diff)
			return []Verdict{v}
		}
		if len(out) > 0 && sent.text != "" {
			for i := range out {
				if !overlapsAny(out[i].Evidence, sent.span) {
					out[i].Evidence = append(out[i].Evidence, sent.span)
				}
			}
		}
		return out
	},
})

// sentRedirectURI is the redirect_uri of the refused request.
func sentRedirectURI(f *exchange.Flow) given {
	all := append(paramValues(f, "redirect_uri"), quotedURIs(f)...)
	for _, step := range [...]string{"event", "message", exchange.EndpointAuthorize} {
		for _, g := range ofStep(all, step) {
			if realURI(g.text) {
				return g
			}
		}
	}
	return given{}
}

// registeredWords are how consoles and people name the list of registered redirect URIs.
var registeredWords = [...]string{"valid redirect uri", "authorized redirect uri", "allowed callback url", "sign-in redirect uris", "login redirect uris", "redirecturis", "redirect_uris", "authorization callback url", "registered redirect uri", "redirect uri in keycloak", "redirected uri in", "registered as", "registered callback"}

// registeredURIs are the URLs that stand on the line of such a word or on the next one.
func registeredURIs(f *exchange.Flow) []given {
	var out []given
	for _, w := range registeredWords {
		for i := range places(f.Lower, w) {
			at := i + len(w)
			_, to := window(f.Lower, at, at, 2)
			h := strings.Index(f.Lower[at:to], "http")
			if h < 0 || h > 160 {
				continue
			}
			start := at + h
			end := start
			for end < to && !strings.ContainsRune(" \t\r\n\"'<>)],;", rune(f.Lower[end])) {
				end++
			}
			out = append(out, given{text: f.View.Text[start:end], span: f.View.Origin(source.Span{Start: start, End: end})})
			if len(out) > 8 {
				return out
			}
		}
	}
	return out
}
