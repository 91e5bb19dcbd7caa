package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "issuer-over-http",
	Title:      Text{"The issuer is a development host over plain http", "Издатель — узел разработки по http"},
	About:      Text{"The issuer (iss) of a token or of a discovery document is an http address, or a name only a developer's machine or a private network knows.", "Издатель (iss) токена или документа discovery — адрес http либо имя, известное только машине разработчика или внутренней сети."},
	Severity:   Warning,
	Confidence: Certain,
	Rank:       30,
	Detail:     Text{"OpenID Connect requires an https issuer. Clients compare it character by character with the one they are configured with.", "OpenID Connect требует issuer с https. Клиенты сравнивают его посимвольно с тем, что у них настроен."},
	Causes: []Text{
		{"The token comes from a development or test installation, or is a sample made there", "Токен выдан установкой для разработки или теста либо это сделанный там образец"},
		{"The server stands behind a proxy and does not know its public address: it builds the issuer from the request it sees (Keycloak hostname, X-Forwarded-Proto, X-Forwarded-Host)", "Сервер стоит за прокси и не знает своего внешнего адреса: он строит issuer из запроса, который видит (hostname в Keycloak, X-Forwarded-Proto, X-Forwarded-Host)"},
	},
	Fixes: []Text{
		{"Expect another issuer in production and take it from the discovery document there, not from this token", "В рабочей среде ждите другого issuer и берите его из её discovery, а не из этого токена"},
		{"For Keycloak behind a proxy set KC_HOSTNAME to the public https URL and KC_PROXY_HEADERS=xforwarded", "Для Keycloak за прокси задайте KC_HOSTNAME — внешний https-адрес — и KC_PROXY_HEADERS=xforwarded"},
		{"While it is on purpose, allow http in the client for development only (requireHttps=false, RequireHttpsMetadata=false, OAUTHLIB_INSECURE_TRANSPORT)", "Если так задумано, разрешите http в клиенте только для разработки (requireHttps=false, RequireHttpsMetadata=false, OAUTHLIB_INSECURE_TRANSPORT)"},
	},
	Refs: []Ref{{"OpenID Connect Core §2, iss", "https://openid.net/specs/openid-connect-core-1_0.html#IDToken"}, {"OpenID Connect Discovery §3", "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		fine := "" // the last issuer that is: of most tokens it is the same
		add := func(e *exchange.Exchange, issuer string, at source.Span) {
			if issuer == fine {
				return
			}
			u, err := url.Parse(issuer)
			if err != nil || u.Host == "" || len(issuer) > 200 || u.Scheme != "http" && !(u.Scheme == "https" && privateHost(u.Hostname())) || strings.HasSuffix(u.Host, "gosuslugi.ru") { // which names itself so
				fine = issuer
				return
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{at}, Key: issuer}
			private := privateHost(u.Hostname())
			if private && e != nil && e.Request != nil && (e.Request.Header("Host") == u.Host || strings.HasPrefix(e.URL(), u.Scheme+"://"+u.Host+"/")) {
				return // asked at its own address: whoever runs a server on this machine knows
			}
			switch {
			case u.Scheme == "https":
				v.Title = Text{"The issuer has a private host name", "У издателя внутреннее имя узла"}
				v.Severity, v.Rank = Info, 14
				v.Detail = Text{"The issuer is {iss}: a name or address outside clients cannot reach. Clients compare the issuer character by character with the one they are configured with.", "Издатель — {iss}: имя или адрес, недоступный клиентам извне. Клиенты сравнивают issuer посимвольно с настроенным."}.With("iss", issuer)
			case private:
				v.Detail = Text{"The issuer is {iss}: plain http on a host that looks like a development machine or an internal name. A check against the production issuer will not accept it; OpenID Connect requires https.", "Издатель — {iss}: http и имя узла, похожее на машину разработки или внутреннюю сеть. Проверка по рабочему issuer его не примет; OpenID Connect требует https."}.With("iss", issuer)
			default:
				v.Title = Text{"The issuer is an http address, not https", "Адрес издателя — http, а не https"}
				v.Detail = Text{"The issuer is {iss}, over plain http. OpenID Connect requires https; clients configured with the https address see another issuer and refuse the token.", "Издатель — {iss}, по http. OpenID Connect требует https; клиент, у которого настроен адрес https, увидит другого издателя и отвергнет токен."}.With("iss", issuer)
			}
			out = append(out, v)
		}
		for _, t := range f.Tokens {
			if iss := t.Issuer(); iss != "" {
				at := beginning(t.Value.Span, 40)
				add(t.Exchange, iss, at)
			}
		}
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointDiscovery && e.Body != nil && e.Body.Kind == artifact.BodyJSON {
				if p, ok := e.Member("issuer"); ok {
					add(e, p.Value.Text, paramSpan(p))
				}
			}
		}
		return out
	},
})

// privateHost tells names and addresses that only a machine, a container network or a company knows.
func privateHost(host string) bool {
	host = strings.ToLower(host)
	for _, suffix := range [...]string{".local", ".localhost", ".internal", ".test", ".lan", ".intranet", ".corp", ".home.arpa", ".localdomain", ".svc"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	for _, prefix := range [...]string{"local.", "localhost.", "127.", "10.", "192.168.", "169.254.", "dev.", "dev-"} {
		if strings.HasPrefix(host, prefix) {
			return true
		}
	}
	if rest, ok := strings.CutPrefix(host, "172."); ok {
		second, _, _ := strings.Cut(rest, ".")
		return len(second) == 2 && second >= "16" && second <= "31"
	}
	return !strings.Contains(host, ".") // localhost, a container's name, ::1
}
