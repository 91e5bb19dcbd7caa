package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "issuer-is-endpoint",
	Title:   Text{"The issuer is set to an endpoint URL", "В качестве issuer указан URL endpoint"},
	About:   Text{"The issuer (authority) setting in the paste ends in an endpoint path or in /.well-known/…, which the client appends itself.", "Настройка issuer (authority) в тексте заканчивается путём endpoint или /.well-known/…, который клиент добавляет сам."},
	Rank:    87,
	Outcome: exchange.NotAsked,
	Detail: Text{"The issuer setting holds the address of an endpoint. A client appends /.well-known/openid-configuration to the issuer, so discovery asks a URL that does not exist, and the server answers with its HTML page (login page, index.html) or a 404, not JSON. The issuer is the base URL of the provider, as its metadata publishes it.",
		"В настройке issuer стоит адрес endpoint. Клиент сам добавляет к issuer /.well-known/openid-configuration, поэтому discovery обращается к несуществующему URL, и сервер отвечает HTML-страницей (страницей входа, index.html) или 404, а не JSON. Issuer — базовый URL провайдера, как он опубликован в его метаданных."},
	Causes: []Text{{"The authorization, token or discovery URL was copied into the issuer setting", "В настройку issuer скопирован URL авторизации, токена или discovery"}},
	Fixes: []Text{
		{"Set the issuer to the base (root) URL: the value of issuer in https://<host>/.well-known/openid-configuration, without /authorize, /token or /.well-known/…", "Укажите в issuer базовый (корневой) URL: значение issuer из https://<host>/.well-known/openid-configuration, без /authorize, /token и /.well-known/…"},
		{"Keycloak: https://host/realms/<realm>; Entra ID: https://login.microsoftonline.com/<tenant id>/v2.0; authentik: https://host/application/o/<slug>/; Okta: https://org.okta.com/oauth2/default", "Keycloak: https://host/realms/<realm>; Entra ID: https://login.microsoftonline.com/<tenant id>/v2.0; authentik: https://host/application/o/<slug>/; Okta: https://org.okta.com/oauth2/default"},
	},
	Refs:     []Ref{{"OpenID Connect Discovery §4", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig"}},
	Explains: []string{"discovery-failed", "answer-is-html", "discovery-not-json", "answer-not-json"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, a := range f.Of(artifact.Setting) {
			if name := strings.ToLower(a.Name.Text); !strings.Contains(name, "discovery") && !strings.HasSuffix(name, "metadata_url") {
				continue
			}
			u := strings.ToLower(settingURL(a.Text.Text))
			if m := endpointSuffix.Find(u); m != nil && strings.Contains(u, "://") && !strings.Contains(u[m[0]:m[1]], "well-known") && failedAnywhere(f) {
				out = append(out, Verdict{Evidence: []source.Span{settingAt(a)}, Confidence: Likely, Title: Text{"The discovery URL is set to an endpoint", "В качестве URL discovery указан endpoint"}})
			}
		}
		for _, a := range issuerSettings(f) {
			name := strings.ToLower(a.Name.Text)
			if strings.Contains(name, "_url_") || strings.HasSuffix(name, "issuer_endpoint") || strings.Contains(name, "discovery") || strings.Contains(name, "configuration") {
				continue
			}
			u := strings.ToLower(settingURL(a.Text.Text))
			if m := endpointSuffix.Find(u); m != nil {
				v := Verdict{Evidence: []source.Span{settingAt(a)}, Confidence: Likely}
				if strings.Contains(u[m[0]:m[1]], "well-known") {
					v.Title = Text{"The issuer is set to the discovery URL", "В качестве issuer указан URL discovery"}
				}
				if !failedAnywhere(f) {
					v.Outcome, v.Confidence, v.Severity = exchange.Unknown, Possible, Warning
				}
				out = append(out, v)
			}
		}
		// The client doubled it: …/.well-known/openid-configuration/.well-known/openid-configuration, …/authorize/.well-known/….
		if !f.Has("/.well-known/openid-configuration") || len(out) > 0 {
			return out
		}
		for _, m := range doubledDiscovery.FindAll(f.Lower, 4) {
			if len(out) == 0 {
				out = append(out, Verdict{Evidence: []source.Span{f.View.Origin(source.Span{Start: m[0], End: m[1]})}, Confidence: Certain})
			}
		}
		return out
	},
})

var (
	endpointSuffix   = pattern.Must(`/(authorize|authorization|oauth2?/auth|openid-connect/(auth|token|userinfo|certs)|token|userinfo|\.well-known/[a-z-]+|jwks(\.json)?|\.well-known)/?$`)
	doubledDiscovery = pattern.Must(`https?://[^\s"'<>]*(/authorize|/openid-connect/(?:auth|token)|/oauth2/auth|/\.well-known/openid-configuration)/\.well-known/openid-configuration`)
)
