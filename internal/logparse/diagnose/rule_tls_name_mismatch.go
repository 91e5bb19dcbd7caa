package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "tls-name-mismatch",
	Title:      Text{"The certificate is for another host name", "Сертификат выдан на другое имя хоста"},
	About:      Text{"The TLS certificate does not cover the host name or IP address in the URL.", "TLS-сертификат не покрывает имя хоста или IP-адрес из URL."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The TLS handshake failed because the certificate does not name the host that was called (subject alternative names): the client uses an internal name or an IP address, or the request reached another server than meant. No HTTP answer and no OAuth error came.",
		"TLS-рукопожатие не удалось: в сертификате нет имени вызванного хоста (subject alternative name). Клиент использует внутреннее имя или IP-адрес, либо запрос попал не на тот сервер. Ни HTTP-ответа, ни ошибки OAuth нет."},
	Causes: []Text{
		{"The provider is called by a name (service name, IP) that its certificate does not list", "Провайдера вызывают по имени (имя сервиса, IP), которого нет в его сертификате"},
		{"An ingress or proxy shows its default certificate because SNI or the host rule does not fit", "Ingress или прокси показывает сертификат по умолчанию, потому что не подошёл SNI или правило хоста"},
	},
	Fixes: []Text{
		{"Use the name in the certificate for the issuer URL and let it resolve inside the network too (hosts entry, network alias), or issue a certificate with this name as SAN", "Используйте в issuer URL имя из сертификата и сделайте его доступным внутри сети (hosts, алиас сети) либо выпустите сертификат с этим именем в SAN"},
		{"Check with openssl s_client -connect host:443 -servername host | openssl x509 -noout -ext subjectAltName", "Проверьте: openssl s_client -connect host:443 -servername host | openssl x509 -noout -ext subjectAltName"},
	},
	Refs:     []Ref{{"RFC 9525 service identity in TLS", "https://www.rfc-editor.org/rfc/rfc9525"}},
	Explains: []string{"discovery-failed", "transport-silent", "connection-reset"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, "certificate host mismatch", "unable_to_match_altnames", "hostname_check_failed", "err_tls_cert_altname_invalid", "hostname/ip does not match certificate", "certificate is valid for", "certificate not valid for", "notvalidforname", "sslpeerunverifiedexception", "doesn't contain any ip sans", "no subject alternative", "no alternative certificate subject name", "hostname mismatch", "doesn't match either of", "doesn't match any of the subject alternative names", "remotecertificatenamemismatch", "err_cert_common_name_invalid", "no name matching", "ip address mismatch", "certificate relies on legacy common name", "hostname verification failed", "does not match the server certificate", "doesn't match expected host name")
		ts = slices.DeleteFunc(ts, func(t trouble) bool {
			return strings.Contains(t.line, "pinning failure") || strings.Contains(t.line, "error: ip address mismatch")
		})
		if len(ts) == 0 {
			return nil
		}
		return []Verdict{unanswered(f, ts)}
	},
})
