package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "api-refused-token",
	Title:   Text{"The API did not accept the access token", "API не принял access-токен"},
	About:   Text{"401 or 403 to a call that carried a Bearer token, with no more specific reason in the text.", "401 или 403 на вызов с Bearer-токеном без более точной причины в тексте."},
	Rank:    46,
	Outcome: exchange.Rejected,
	Detail: Text{"A token was presented and the resource server refused it (401 invalid_token, 403 insufficient_scope). The login is over by then: this is the API's check of the token's issuer, audience, expiry, signature, scope or kind.",
		"Токен предъявлен, и resource server его отверг (401 invalid_token, 403 insufficient_scope). Вход к этому моменту закончен: это проверка токена самим API — issuer, audience, срок, подпись, scope или вид токена."},
	Causes: []Text{
		{"The token is expired, or of another issuer, realm or environment than the API trusts", "Токен истёк или выдан другим issuer, realm или средой, чем доверяет API"},
		{"Its audience (aud) is not this API: the request named no resource, audience or scope of it", "Его audience (aud) — не этот API: в запросе не указан resource, audience или scope этого API"},
		{"An ID token or refresh token was sent instead of the access token, or the header is malformed (Bearer missing, quotes, undefined)", "Вместо access-токена отправлен ID- или refresh-токен, либо испорчен заголовок (нет Bearer, кавычки, undefined)"},
		{"Envoy and Istio, RBAC: no AuthorizationPolicy admits the token's claims or principal, this method or path; or no RequestAuthentication reads the token", "Envoy и Istio, RBAC: ни одна AuthorizationPolicy не пропускает claims или principal токена, этот метод или путь; либо токен не читает ни одна RequestAuthentication"},
		{"The token is bound to a client certificate (mutual TLS, cnf x5t#S256), and this connection shows another one or none: rotated, a client without it, TLS ended at a proxy", "Токен привязан к клиентскому сертификату (mutual TLS, cnf x5t#S256), а в этом соединении другой или никакого: сертификат сменили, клиент без него, TLS завершает прокси"},
		{"SharePoint takes app-only tokens of Entra that were got with a certificate, not with a secret; those of ACS only where the tenant has not switched them off (DisableCustomAppAuthentication)", "SharePoint принимает app-only токены Entra, полученные по сертификату, а не по секрету; токены ACS — только если tenant их не отключил (DisableCustomAppAuthentication)"},
		{"kube-apiserver: --oidc-issuer-url or --oidc-client-id (issuer, audience) is not what the token holds, a required claim is absent, or the flags were not applied; since 1.30 the reason stands only in the line itself or at higher verbosity", "kube-apiserver: --oidc-issuer-url или --oidc-client-id (issuer, audience) не те, что в токене, нет нужного claim или флаги не применены; причина видна только в самой строке или при большей подробности"},
		{"Discord: the bot token was reset, is empty in this process, or is the client secret", "Discord: токен бота сменили, в этом процессе он пуст, либо вместо него указан client secret"},
	},
	Fixes: []Text{
		{"Decode the token (Grantlens, Token view) and compare iss, aud, exp and scp or scope with what the API is configured with", "Раскройте токен (Grantlens, вид «Токен») и сравните iss, aud, exp и scp или scope с настройками API"},
		{"Read the WWW-Authenticate header of the answer and the API's own log: both name the failed check", "Прочитайте заголовок WWW-Authenticate ответа и лог самого API: там названа непройденная проверка"},
		{"Discord: Developer Portal → Bot → Reset Token, and put the new one into the environment", "Discord: Developer Portal → Bot → Reset Token и впишите новый в окружение"},
	},
	Leads: []Lead{
		{Signs: []string{"thumbprint", "x5t#s256"}, Only: true, Cause: "bound to a client certificate"},
		{Signs: []string{"apiserver", "kubectl", "kubernetes", "kubelet"}, Only: true, Cause: "kube-apiserver"},
		{Signs: []string{"rbac", "envoy", "istio"}, Only: true, Cause: "AuthorizationPolicy"},
		{Signs: []string{"unsupported app only token", "sharepoint"}, Only: true, Cause: "SharePoint takes"},
		{Signs: []string{"discord.js", "discord.py", "discord.client", "discord.errors"}, Only: true, Cause: "Discord: the bot token was reset, ", Fix: "Discord: Developer Portal → Bot → "},
	},
	Missing:  []Text{{"The WWW-Authenticate header of the answer, and the token", "Заголовок WWW-Authenticate ответа и сам токен"}},
	Explains: []string{"success-called-failure", "provider-error", "user-credentials-wrong"},
	Refs:     []Ref{{"RFC 6750 §3.1 error codes", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, s := range saidBy(f, "?api-refused-token") { // VK's
			out = append(out, Verdict{Evidence: []source.Span{s}, Explains: []string{"provider-error"},
				Causes: []Text{
					{"The token is bound to the IP address it was issued to (a browser's, by the implicit flow), and another one presents it", "Токен привязан к IP-адресу, на который выдан (адрес браузера при implicit flow), а предъявляют его с другого"},
				},
				Fixes: []Text{{"Let the server that calls the API redeem the code itself, from the address it calls with, or use a service token", "Пусть код обменивает тот сервер, который вызывает API, с того же адреса, или возьмите сервисный токен"}}})
		}
		for _, e := range f.Exchanges {
			if strings.Contains(e.Description.Text, "Expected OAuth 2 access token") { // Google's, of every API
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Description.Span}, Explains: []string{"provider-error"}})
				continue
			}
			if e.Outcome != exchange.Rejected || e.Code.OK() || e.Status() != 401 && e.Status() != 403 {
				continue
			}
			if e.Error.Text == "invalid_token" && !e.Description.OK() && e.Event == nil {
				v := Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Explains: []string{"provider-error"}}
				if e.Request == nil {
					v.Confidence = Possible
				}
				out = append(out, v)
				continue
			}
			if e.Request == nil || e.Error.OK() {
				continue
			}
			p, ok := e.Request.Headers.Get("Authorization")
			if !ok || !strings.HasPrefix(strings.ToLower(p.Value.Text), "bearer") {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}}
			if w, ok := e.Response.Headers.Get("WWW-Authenticate"); ok {
				v.Evidence = append(v.Evidence, source.Span{Start: w.NameSpan.Start, End: w.Value.Span.End})
			}
			out = append(out, v)
		}
		return out
	},
})
