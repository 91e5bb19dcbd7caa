package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "redirect-uri-behind-proxy",
	Title:   Text{"The app builds its redirect_uri as seen behind a proxy", "redirect_uri собран так, как приложение видит себя за прокси"},
	About:   Text{"The refused redirect_uri has a default port (:80, :443), the wrong scheme or an internal host: the application took it from the request behind a reverse proxy.", "В отклонённом redirect_uri порт по умолчанию (:80, :443), не та схема или внутренний хост: приложение взяло его из запроса за обратным прокси."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail: Text{"The redirect_uri that was refused names a default port, an internal host or http where https is used: the application derives it from the request its reverse proxy sends it.",
		"Отклонённый redirect_uri содержит порт по умолчанию, внутренний хост или http вместо https: приложение выводит его из запроса, который передаёт обратный прокси."},
	Causes: []Text{
		{"The proxy ends TLS and does not send X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port (or sends port 80)", "Прокси завершает TLS и не отправляет X-Forwarded-Proto, X-Forwarded-Host и X-Forwarded-Port (или отправляет порт 80)"},
		{"The application gets the headers and does not trust them", "Приложение получает заголовки, но не доверяет им"},
		{"Its public base URL is not set or is set with a port", "Внешний базовый URL не задан или задан с портом"},
	},
	Fixes: []Text{
		{"In the proxy: X-Forwarded-Proto https, X-Forwarded-Host the public name, X-Forwarded-Port 443 (nginx proxy_set_header, HAProxy http-request set-header, the ingress annotation of the route)", "В прокси: X-Forwarded-Proto https, X-Forwarded-Host внешнее имя, X-Forwarded-Port 443 (nginx proxy_set_header, HAProxy http-request set-header, аннотация ingress или route)"},
		{"In the application: trust them (server.forward-headers-strategy=framework, UseForwardedHeaders, app.set('trust proxy', 1), ProxyFix, quarkus.http.proxy.proxy-address-forwarding=true) or set the public URL", "В приложении: доверяйте им (server.forward-headers-strategy=framework, UseForwardedHeaders, trust proxy, ProxyFix, quarkus.http.proxy.proxy-address-forwarding=true) или задайте внешний URL"},
		{"As a stopgap register the URI as it is sent, with its port (Keycloak: Valid redirect URIs, a wildcard after the path allowed)", "Временно зарегистрируйте URI в том виде, как он отправлен, с портом (Keycloak: Valid redirect URIs, допустима звёздочка после пути)"},
	},
	Refs:     []Ref{{"RFC 7239 Forwarded", "https://www.rfc-editor.org/rfc/rfc7239"}, {"RFC 6749 §3.1.2.3", "https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3"}},
	Explains: []string{"redirect-uri-not-registered", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		refused := refusedRedirect(f)
		if len(refused) == 0 {
			return nil
		}
		for _, g := range append(paramValues(f, "redirect_uri"), quotedURIs(f)...) {
			if !realURI(g.text) {
				continue
			}
			scheme, host := hostOf(g.text)
			what := Text{}
			switch port, odd := portInURI(g.text); {
			case odd:
				what = Text{"names the port :" + port, "содержит порт :" + port}
			case internalHost(host):
				what = Text{"names an internal host", "называет внутренний хост"}
			case scheme == "http" && !loopback(host) && (usesHTTPS(f, host) || publicName(host) && g.step != "event"):
				what = Text{"is http, while a public address is reached by https", "имеет схему http, хотя внешний адрес доступен по https"}
			default:
				continue
			}
			v := Verdict{Exchange: g.exchange, Evidence: []source.Span{g.span, refused[0]}}
			if scheme == "http" && publicName(host) {
				v.Fixes = ruleOf("redirect-uri-behind-proxy").Fixes[:2] // by most providers http cannot be registered
			}
			v.Detail = behindProxyDetail.With("uri", short(scheme+"://"+host)).fill("what", what)
			return []Verdict{v}
		}
		return nil
	},
})

// internalHost reports whether a name can only be resolved inside a cluster or container network.
func internalHost(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	if name == "" || loopback(host) || placeholder(name) {
		return false
	}
	for _, suffix := range [...]string{".svc", ".cluster.local", ".internal", ".consul"} {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return !strings.Contains(name, ".") && !strings.HasPrefix(name, "[")
}

// publicName reports whether a host is a name of the public DNS, to which providers demand https.
func publicName(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || dot == len(name)-1 || name[len(name)-1] >= '0' && name[len(name)-1] <= '9' {
		return false
	}
	switch name[dot+1:] {
	case "local", "lan", "intern", "internal", "test", "home", "corp", "localhost":
		return false
	}
	return true
}

// usesHTTPS reports whether the same host is also named with https.
func usesHTTPS(f *exchange.Flow, host string) bool {
	name, _, _ := strings.Cut(host, ":")
	for _, a := range f.Of(artifact.Setting) {
		if s, h := hostOf(a.Text.Text); s == "https" && strings.HasPrefix(h, name) {
			return true
		}
	}
	return strings.Contains(f.Lower, "https://"+name) || hasAny(f, "x-forwarded-proto: https", "x-forwarded-proto:https", "tls termination", "ssl termination", "reverse proxy", "behind nginx", "ingress", "behind a proxy", "load balancer", "proxy_pass ")
}

// behindProxyDetail is the detail with what the paste shows filled in.
var behindProxyDetail = Text{"The redirect_uri that was refused ({uri}) {what}. That is not an address anybody registers: the application derives scheme, host and port from the request its reverse proxy, load balancer or ingress sends it, so the value does not match the registered redirect URI.",
	"Отклонённый redirect_uri ({uri}) {what}. Такой адрес не регистрируют: приложение берёт схему, хост и порт из запроса, который ему передаёт обратный прокси, балансировщик или ingress, поэтому совпадения с зарегистрированным нет."}
