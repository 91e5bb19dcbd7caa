package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "cross-origin-redemption",
	Title:   Text{"Entra: Origin header and platform do not fit together", "Entra: заголовок Origin и платформа не согласованы"},
	About:   Text{"AADSTS9002326 and 9002327: whether a token request carries an Origin header must agree with the platform (SPA or Web) of the redirect URI.", "AADSTS9002326 и 9002327: наличие заголовка Origin в запросе токена должно соответствовать платформе redirect URI (SPA или Web)."},
	Rank:    88,
	Outcome: exchange.Refused,
	Detail: Text{"Entra looks at the Origin header of the token request: a cross-origin redemption from a browser is permitted only for redirect URIs of the platform Single-page application, and those may be redeemed from a browser only.",
		"Entra смотрит на заголовок Origin запроса токена: межсайтовый обмен из браузера разрешён только для redirect URI платформы Single-page application, а их можно обменивать только из браузера."},
	Causes: []Text{{"Platform of the redirect URI and kind of client do not agree", "Платформа redirect URI и вид клиента не согласованы"}},
	Fixes:  []Text{{"Register the redirect URI under the platform of the client that redeems the code", "Зарегистрируйте redirect URI под платформой клиента, который обменивает код"}},
	Refs: []Ref{
		{"Microsoft: SPA app registration", "https://learn.microsoft.com/en-us/entra/identity-platform/scenario-spa-app-registration"},
		{"Microsoft: AADSTS error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"},
	},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		if s := f.Find("AADSTS9002327"); len(s) > 0 {
			return []Verdict{{Evidence: s[:1], Exchange: exchangeAt(f, s[0]), Codes: []string{"AADSTS9002327"},
				Title:  Text{"The SPA redirect URI is redeemed by a server", "SPA redirect URI обменивает сервер"},
				Detail: Text{"The redirect URI is registered under the platform Single-page application, whose codes and refresh tokens may only be redeemed by cross-origin requests, from a browser. This token request came without an Origin header, from a server or a native app.", "redirect URI зарегистрирован под платформой Single-page application, чьи коды и refresh-токены можно обменивать только межсайтовыми запросами из браузера. Этот запрос пришёл без заголовка Origin, от сервера или native-приложения."},
				Causes: []Text{{"A confidential web app (NextAuth, Spring, ASP.NET, a back end) uses a redirect URI registered as SPA", "Конфиденциальное веб-приложение (NextAuth, Spring, ASP.NET, бэкенд) использует redirect URI, зарегистрированный как SPA"}, {"A mobile or desktop app reuses the SPA's registration", "Мобильное или настольное приложение использует регистрацию SPA"}},
				Fixes:  []Text{{"Entra → App registrations → Authentication: move the redirect URI from Single-page application to Web (or Mobile and desktop applications)", "Entra → App registrations → Authentication: перенесите redirect URI из Single-page application в Web (или Mobile and desktop applications)"}, {"Use separate registrations or redirect URIs for the browser app and the back end", "Используйте отдельные регистрации или redirect URI для браузера и бэкенда"}},
			}}
		}
		said := f.Find("AADSTS9002326")
		if len(said) == 0 {
			// The bare number, as MSAL.js and error_codes write it; any other program may have such a number too.
			if said = f.Find("9002326"); len(said) == 0 || !hasAny(f, "cross-origin token redemption", "error_codes", "invalid_request: 9002326", "microsoftonline", "error/9002326") {
				return nil
			}
		}
		v := Verdict{Evidence: []source.Span{said[0]}, Exchange: exchangeAt(f, said[0]), Codes: []string{"AADSTS9002326"}}
		// Which of the two causes: a public client in the browser, or a confidential call whose Origin header was forwarded.
		grant := ""
		for _, e := range f.Exchanges {
			if e.Grant != "" {
				grant = e.Grant
			}
		}
		proxied := findAny(f, "changeorigin", "dev proxy", "proxy_pass", "http-proxy", "setupproxy", "vite proxy", "\"proxy\"")
		confidential := grant == "client_credentials" || grant == "password" || hasAny(f, "client_secret", "client_assertion", "grant_type=client_credentials")
		browser := hasAny(f, "msal", "servererror:", "zone.js", "authorizationcodeclient", "chrome", "single-page app", "angular", "react", "oidc-client") && !strings.Contains(f.Lower, "axioserror")
		if len(proxied) > 0 || confidential && !browser || !browser && grant != "authorization_code" && len(proxied)+len(findAny(f, "origin:")) > 0 {
			v.Evidence = append(v.Evidence, firstOf(proxied, 1)...)
			v.Title = Text{"An Origin header was sent with a server's token call", "С серверным запросом токена ушёл заголовок Origin"}
			v.Detail = Text{"A confidential-client call is sent from the browser or through a proxy that forwards the Origin header, so Entra takes it for a cross-origin token redemption, which it permits for the Single-page application platform only. The credentials are not the reason.",
				"Запрос конфиденциального клиента отправлен из браузера или через прокси, который передаёт заголовок Origin; Entra принимает его за межсайтовый обмен, разрешённый только платформе Single-page application. Учётные данные ни при чём."}
			v.Causes = []Text{
				{"A dev proxy or gateway passes the browser's Origin header on to the token endpoint", "Прокси разработки или шлюз передаёт заголовок Origin браузера на token endpoint"},
				{"The token is asked for in front-end code with a client secret", "Токен запрашивается кодом фронтенда с client_secret"},
			}
			v.Fixes = []Text{
				{"Make the call from your own server (back end), where no Origin header is sent; a secret does not belong in a browser", "Делайте вызов со своего сервера (бэкенда), где заголовка Origin нет; секрету не место в браузере"},
				{"Or remove the Origin header in the proxy (http-proxy: proxyReq.removeHeader('origin'); nginx: proxy_set_header Origin \"\")", "Либо удалите заголовок Origin в прокси (http-proxy: proxyReq.removeHeader('origin'); nginx: proxy_set_header Origin \"\")"},
			}
			return []Verdict{v}
		}
		v.Title = Text{"The redirect URI is registered as Web, not as SPA", "redirect URI зарегистрирован как Web, а не SPA"}
		v.Detail = Text{"A page in the browser redeems the code (cross-origin, with an Origin header), and the redirect URI is registered under the platform Web. Entra permits that only for redirect URIs of the platform Single-page application (SPA).",
			"Код обменивает страница в браузере (межсайтовый запрос с заголовком Origin), а redirect URI зарегистрирован под платформой Web. Entra разрешает это только для redirect URI платформы Single-page application (SPA)."}
		v.Causes = []Text{
			{"The redirect URI stands under Web (or Mobile and desktop) in the app registration", "redirect URI стоит в разделе Web (или Mobile and desktop) регистрации приложения"},
			{"It was meant to be a call of a confidential client from a server, and an Origin header was sent along by a proxy or by front-end code", "Это должен был быть вызов конфиденциального клиента с сервера, а заголовок Origin добавил прокси или код фронтенда"},
		}
		v.Fixes = []Text{
			{"Entra → App registrations → Authentication → Add a platform → Single-page application, put the redirect URI there and remove it from Web; in the manifest its type is Spa", "Entra → App registrations → Authentication → Add a platform → Single-page application: внесите redirect URI туда и удалите из Web; в манифесте его тип Spa"},
			{"For a back end instead: redeem the code on the server, without an Origin header", "Если это бэкенд: обменивайте код на сервере, без заголовка Origin"},
		}
		v.Missing = []Text{{"grant_type of the token request and whether it carries an Origin header", "grant_type запроса токена и есть ли в нём заголовок Origin"}}
		return []Verdict{v}
	},
})
