package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "tls-untrusted",
	Title:      Text{"The provider's TLS certificate is not trusted", "TLS-сертификат провайдера не вызывает доверия"},
	About:      Text{"The client's runtime cannot build a chain from the provider's certificate to a root CA it trusts.", "Среда клиента не может построить цепочку от сертификата провайдера до доверенного корневого CA."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The TLS handshake failed before any HTTP was spoken: the certificate the server showed does not lead to a root CA that the client's runtime trusts (self-signed, a private or corporate CA, a missing intermediate in the chain, or a default certificate of an ingress). The provider's answer, tokens and credentials are not at fault.",
		"TLS-рукопожатие не удалось ещё до HTTP: предъявленный сертификат не ведёт к корневому CA, которому доверяет среда клиента (самоподписанный, частный или корпоративный CA, нет промежуточного в цепочке, сертификат ingress по умолчанию). Ответ провайдера, токены и учётные данные ни при чём."},
	Causes: []Text{
		{"The app pins a certificate or key (CertificatePinner, TrustKit) that the server no longer shows: it was renewed, or a proxy stands in between", "Приложение закрепило сертификат или ключ (CertificatePinner, TrustKit), а сервер показывает другой: его обновили, либо между ними прокси"},
		{"The certificate is self-signed or issued by a private CA that is not in the client's trust store (container images and Java have a store of their own)", "Сертификат самоподписанный или выпущен частным CA, которого нет в хранилище клиента (у образов контейнеров и Java хранилище своё)"},
		{"The server sends only its leaf certificate, without the intermediate: browsers fetch it, programs do not", "Сервер отдаёт только свой сертификат без промежуточного: браузеры его докачивают, программы — нет"},
		{"A proxy inspects TLS with its own CA, or an ingress shows its default (fake) certificate until the real one is issued; a client that caches the failure needs a restart", "Прокси инспектирует TLS со своим CA, или ingress показывает сертификат по умолчанию (fake), пока не выпущен настоящий; клиенту, который запомнил ошибку, нужен перезапуск"},
	},
	Fixes: []Text{
		{"See what the server shows, from the client's host: openssl s_client -connect host:443 -servername host -showcerts", "Посмотрите, что отдаёт сервер, с хоста клиента: openssl s_client -connect host:443 -servername host -showcerts"},
		{"Serve the full chain (fullchain.pem), or add the CA to the client's trust: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE or SSL_CERT_FILE, Java keytool -importcert -cacerts (Keycloak: truststore-paths), update-ca-certificates in the image, oauth2-proxy --provider-ca-file, Argo CD oidc.config rootCA, Grafana tls_client_ca", "Отдавайте полную цепочку (fullchain.pem) или добавьте CA в доверенные: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE или SSL_CERT_FILE, Java keytool -importcert -cacerts (Keycloak: truststore-paths), update-ca-certificates в образе, oauth2-proxy --provider-ca-file, rootCA в oidc.config Argo CD, Grafana tls_client_ca"},
		{"Do not switch verification off outside a test (NODE_TLS_REJECT_UNAUTHORIZED=0, verify=False)", "Не отключайте проверку вне тестов (NODE_TLS_REJECT_UNAUTHORIZED=0, verify=False)"},
	},
	Leads: []Lead{
		{Signs: []string{"certificate pinning failure"}, Only: true, Cause: "pins a certificate"},
	},
	Missing:  []Text{{"The chain that the server shows: openssl s_client -connect host:443 -servername host -showcerts", "Цепочка, которую показывает сервер: openssl s_client -connect host:443 -servername host -showcerts"}},
	Refs:     []Ref{{"RFC 5280 §6 path validation", "https://www.rfc-editor.org/rfc/rfc5280#section-6"}, {"Node.js: NODE_EXTRA_CA_CERTS", "https://nodejs.org/api/cli.html#node_extra_ca_certsfile"}},
	Explains: []string{"discovery-failed", "transport-silent", "token-signature", "connection-reset", "api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, elsewhere("?tls-untrusted-elsewhere", "certificate signed by unknown authority", "unable_to_verify_leaf_signature", "unable to verify the first certificate", "depth_zero_self_signed_cert", "self_signed_cert_in_chain", "self signed certificate", "self-signed certificate", "unable_to_get_issuer_cert", "unable to get local issuer certificate", "unable to get issuer certificate", "pkix path building failed", "unable to find valid certification path", "certificate_verify_failed", "certificate verify failed", "remote certificate is invalid", "partialchain", "untrustedroot", "could not establish trust relationship", "доверительные отношения для защищенного канала", "удаленный сертификат недействителен", "удаленный узел не прошел проверку", "peer certificate cannot be authenticated", "sec_e_untrusted_root", "crypt_e_no_revocation_check", "crypt_e_revocation_offline", "ssl certificate problem", "certificate is not trusted", "err_cert_authority_invalid", "trust anchor for certification path not found", "unknown_ca", "unknown certificate authority", "invalid peer certificate", "invalidcertificate(", "certificate unknown", "x509: certificate is not authorized", "no trusted certificate found", "the ssl connection could not be established", "установить соединение ssl", "sec_error_unknown_issuer", "the certificate for this server is invalid", "certificate chain was issued by an authority that is not trusted", "certificate pinning failure")...)
		var kept []trouble
		for _, t := range ts {
			if strings.Contains(t.line, "expired") || strings.Contains(t.line, "valid for") || strings.Contains(t.line, "validfor") || strings.Contains(t.line, "hostname mismatch") || strings.Contains(t.line, "doesn't match") || strings.Contains(t.line, "ip address mismatch") {
				continue
			}
			kept = append(kept, t)
		}
		if len(kept) == 0 {
			return nil
		}
		v := unanswered(f, kept)
		if strings.Contains(kept[0].line, "_revocation_") { // Schannel's
			v.Title = Text{"Windows could not check the certificate's revocation", "Windows не смогла проверить отзыв сертификата"}
			v.Detail = Text{"Windows could not ask whether the provider's certificate was revoked, and ended the TLS handshake before any HTTP was spoken. Trust in the certificate, credentials and the provider's answer are not at fault.", "Windows не смогла узнать, отозван ли сертификат провайдера, и прервала TLS-рукопожатие ещё до HTTP. Доверие к сертификату, учётные данные и ответ провайдера ни при чём."}
			v.Causes = []Text{{"The addresses of the CRL or OCSP in the certificate do not answer from this machine (no way out, a proxy), or a proxy that inspects TLS shows a certificate without any", "Адреса CRL или OCSP из сертификата с этой машины не отвечают (нет выхода наружу, прокси), либо прокси с TLS-инспекцией показывает сертификат без них"}}
			v.Fixes = []Text{{"Open the addresses that certutil -verify -urlfetch cert.cer lists, or set the proxy (netsh winhttp)", "Откройте адреса, которые перечисляет certutil -verify -urlfetch cert.cer, или задайте прокси (netsh winhttp)"}, {"curl --ssl-no-revoke shows whether anything else is wrong", "curl --ssl-no-revoke покажет, всё ли в порядке, кроме этого"}}
		}
		if anyOf(kept[0].around, russianRoots[:]) {
			r := ruleOf("tls-untrusted")
			v.Causes = append([]Text{{"The certificate is issued by the Russian Trusted Root CA, which no runtime brings along", "Сертификат выпущен Russian Trusted Root CA (НУЦ Минцифры), а его нет ни в одной среде выполнения"}}, r.Causes...)
			v.Fixes = append([]Text{{"Add Russian Trusted Root CA and Sub CA (gosuslugi.ru/crt) to the trust of this client", "Добавьте Russian Trusted Root CA и Sub CA (gosuslugi.ru/crt) в доверенные этого клиента"}}, r.Fixes...)
		}
		return []Verdict{v}
	},
})

// russianRoots are the hosts that show certificates of the Russian state's own root.
var russianRoots = [...]string{"sberbank.ru", "sber.ru", "gosuslugi.ru", ".nalog.gov.ru"}
