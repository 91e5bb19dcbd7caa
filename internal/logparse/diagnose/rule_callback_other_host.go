package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "callback-other-host",
	Title:   Text{"Login starts on one host, the callback is on another", "Вход начинается на одном хосте, callback — на другом"},
	About:   Text{"The redirect_uri and the application's own address differ in host or scheme, so the login cookie is not sent to the callback.", "redirect_uri и собственный адрес приложения различаются хостом или схемой, и cookie входа на callback не отправляется."},
	Rank:    82,
	Outcome: exchange.NotAsked,
	Detail: Text{"The redirect_uri leads to another host or scheme than the application runs at. A cookie belongs to the host that set it, so the callback finds no state.",
		"redirect_uri ведёт на другой хост или схему, чем у приложения. Cookie принадлежит задавшему её хосту, поэтому callback не находит state."},
	Causes: []Text{
		{"The application is opened under another name than the one in redirect_uri: localhost and 127.0.0.1, www and the bare domain, an IP address, an internal name", "Приложение открыто под другим именем, чем в redirect_uri: localhost и 127.0.0.1, www и без него, IP-адрес, внутреннее имя"},
		{"The base URL setting (NEXTAUTH_URL, AUTH_URL, APP_URL, root_url) names another host or scheme than the one people use", "Настройка базового URL (NEXTAUTH_URL, AUTH_URL, APP_URL, root_url) указывает другой хост или схему, чем используют люди"},
		{"A reverse proxy does not pass the Host it was called with", "Обратный прокси не передаёт Host, с которым его вызвали"},
	},
	Fixes: []Text{
		{"Open the application under exactly the scheme, host and port of the redirect_uri, or change the redirect_uri (and its registration) to the address people use", "Открывайте приложение точно по схеме, хосту и порту из redirect_uri либо измените redirect_uri (и регистрацию) на используемый адрес"},
		{"Redirect all other names to the one public name before the login starts", "Перенаправляйте остальные имена на одно внешнее имя до начала входа"},
		{"Pass Host, X-Forwarded-Host and X-Forwarded-Proto through the proxy", "Передавайте через прокси Host, X-Forwarded-Host и X-Forwarded-Proto"},
	},
	Refs:     []Ref{{"RFC 6265 §5.1.3 Domain matching", "https://www.rfc-editor.org/rfc/rfc6265#section-5.1.3"}},
	Explains: []string{"state-lost", "state-mismatch", "pkce-verifier-lost"},
	Check: func(f *exchange.Flow) []Verdict {
		apps := appAddresses(f)
		if len(apps) == 0 {
			return nil
		}
		lost := lostLogin(f)
		if len(lost) == 0 {
			return nil
		}
		for _, cb := range ofStep(paramValues(f, "redirect_uri"), exchange.EndpointAuthorize) {
			scheme, host := hostOf(cb.text)
			if host == "" {
				continue
			}
			for _, app := range apps {
				s, h := hostOf(app.text)
				if h == "" || h == host && (s == scheme || s == "") {
					continue
				}
				if h == host && loopback(host) {
					continue
				}
				if sameName(h, host) && h != host && loopback(h) != loopback(host) {
					continue
				}
				v := Verdict{Exchange: cb.exchange, Evidence: append([]source.Span{cb.span, app.span}, firstOf(lost, 1)...)}
				v.Detail = otherHostDetail.With("callback", scheme+"://"+host, "app", s+"://"+h)
				return []Verdict{v}
			}
		}
		return nil
	},
})

// sameName reports whether two hosts differ in nothing but the port.
func sameName(a, b string) bool {
	x, _, _ := strings.Cut(a, ":")
	y, _, _ := strings.Cut(b, ":")
	return x == y
}

// appSettings are the settings that hold the application's own address.
var appSettings = [...]string{"nextauthurl", "authurl", "appurl", "baseurl", "rooturl", "serverurl", "publicurl", "externalurl", "siteurl", "originurl"}

// appAddresses are where the paste shows the application to run: base URL settings and the pages that began the login.
func appAddresses(f *exchange.Flow) []given {
	var out []given
	for _, a := range f.Of(artifact.Setting) {
		name := strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(a.Name.Text))
		for _, w := range appSettings {
			// AUTH_URL is Auth.js's; …_auth_url of other programs is the provider's.
			if strings.HasSuffix(name, w) && (w != "authurl" || name == w) && !strings.Contains(name, "api") && !strings.Contains(name, "issuer") {
				if u, err := url.Parse(a.Text.Text); err == nil && u.Host != "" {
					out = append(out, given{text: a.Text.Text, span: a.Span})
				}
			}
		}
	}
	for _, e := range f.Exchanges {
		if e.Request == nil || e.Response == nil || e.Status() < 300 || e.Status() > 399 {
			continue
		}
		if low := strings.ToLower(e.Header("Location")); strings.Contains(low, "redirect_uri=") {
			if _, h := hostOf(e.URL()); h != "" {
				out = append(out, given{text: e.URL(), span: e.Request.URL.Span})
			}
		}
	}
	return out
}

// otherHostDetail is the detail with what the paste shows filled in.
var otherHostDetail = Text{"The redirect_uri leads to {callback}, while the application runs at {app}. The cookie that keeps the login state belongs to the host that set it and is not sent to another host, so the callback finds no state.",
	"redirect_uri ведёт на {callback}, а приложение работает на {app}. Cookie с состоянием входа принадлежит задавшему её хосту и на другой хост не отправляется, поэтому callback не находит state."}
