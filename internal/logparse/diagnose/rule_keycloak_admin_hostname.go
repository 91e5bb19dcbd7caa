package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "keycloak-admin-hostname",
	Title:   Text{"Keycloak's own console asks for a foreign redirect_uri", "Консоль Keycloak просит чужой redirect_uri"},
	About:   Text{"The admin or account console of Keycloak is refused with invalid_redirect_uri: hostname, hostname-admin and the address in the browser do not fit together.", "Консоль администратора или аккаунта Keycloak получает invalid_redirect_uri: hostname, hostname-admin и адрес в браузере не согласованы."},
	Rank:    88,
	Outcome: exchange.Refused,
	Detail: Text{"The refused client is one of Keycloak's own consoles. Its valid redirect URIs follow the settings hostname and hostname-admin.",
		"Отклонён собственный клиент Keycloak. Его допустимые redirect URI следуют из настроек hostname и hostname-admin."},
	Causes: []Text{
		{"hostname-admin names another host than the one the console asks to return to: the login runs over the public hostname, the console is valid for hostname-admin only (or the reverse)", "hostname-admin указывает другой хост, чем тот, куда консоль просит вернуться: вход идёт через внешний hostname, а консоль допустима только для hostname-admin (или наоборот)"},
		{"hostname has no scheme or another port or path than the browser uses, or proxy-headers is not set behind a proxy", "В hostname нет схемы, другой порт или путь, чем в браузере, либо за прокси не задан proxy-headers"},
		{"The realm's or client's rootUrl was changed (Root URL, Frontend URL)", "Изменены rootUrl клиента или Frontend URL realm"},
	},
	Fixes: []Text{
		{"Open the console under exactly the hostname-admin address, https and port included, and make that host reachable through to /realms as well", "Открывайте консоль точно по адресу hostname-admin, с https и портом, и обеспечьте на этом хосте доступ и к /realms"},
		{"Set hostname (and hostname-admin) as full URLs: hostname=https://login.example.com, hostname-admin=https://admin.example.com:8443; with proxy-headers=xforwarded the proxy must send X-Forwarded-Host and -Port", "Задайте hostname (и hostname-admin) полными URL: hostname=https://login.example.com, hostname-admin=https://admin.example.com:8443; при proxy-headers=xforwarded прокси должен слать X-Forwarded-Host и -Port"},
		{"Or add the URI to the client security-admin-console: Valid redirect URIs and Web origins (kcadm.sh update clients/…)", "Либо добавьте URI клиенту security-admin-console: Valid redirect URIs и Web origins (kcadm.sh update clients/…)"},
		{"Leave hostname-admin unset when one public host serves both", "Не задавайте hostname-admin, если оба обслуживает один внешний хост"},
	},
	Refs:     []Ref{{"Keycloak: configuring the hostname", "https://www.keycloak.org/server/hostname"}},
	Explains: []string{"redirect-uri-not-registered", "redirect-uri-behind-proxy", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Event == nil || e.Code.Text != "invalid_redirect_uri" {
				continue
			}
			p, _ := e.Event.Params.Get("clientId")
			switch p.Value.Text {
			case "security-admin-console", "account-console", "account", "admin-cli":
			default:
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span, p.Value.Span}}
			if r, ok := e.Event.Params.Get("redirect_uri"); ok {
				v.Evidence = append(v.Evidence, r.Value.Span)
			}
			for _, s := range f.Settings("hostname") {
				if !strings.Contains(strings.ToLower(s.Name.Text), "strict") {
					v.Evidence = append(v.Evidence, s.Span)
				}
			}
			v.Detail = adminHostnameDetail.With("client", p.Value.Text)
			return []Verdict{v}
		}
		return nil
	},
})

// adminHostnameDetail is the detail with what the paste shows filled in.
var adminHostnameDetail = Text{"The refused client is Keycloak's own console ({client}). Its valid redirect URIs follow the server's hostname settings (hostname, hostname-admin), so the address under which the console is opened, or to which it wants to return, is not the one these settings allow.",
	"Отклонён собственный клиент Keycloak ({client}). Его допустимые redirect URI следуют из настроек hostname и hostname-admin, поэтому адрес, под которым открыта консоль или куда она хочет вернуться, этими настройками не разрешён."}
