package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "tls-expired",
	Title:      Text{"The provider's TLS certificate has expired", "Срок TLS-сертификата провайдера истёк"},
	About:      Text{"The certificate of the server (or the clock of the client) is out of its validity.", "Срок сертификата сервера истёк (или неверны часы клиента)."},
	Confidence: Certain,
	Rank:       85,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"The TLS handshake failed because the server's certificate, or one of its chain, is past its end date or not yet valid by the client's clock. No HTTP answer and no OAuth error came.",
		"TLS-рукопожатие не удалось: сертификат сервера или один из цепочки просрочен либо ещё не действует по часам клиента. Ни HTTP-ответа, ни ошибки OAuth нет."},
	Causes: []Text{{"The certificate was not renewed, or renewed and the server not reloaded", "Сертификат не обновили или обновили, но сервер его не перечитал"}, {"An expired root or intermediate is in the chain, or the client's trust store or clock is outdated", "В цепочке просроченный корневой или промежуточный, либо устарели хранилище или часы клиента"}},
	Fixes:  []Text{{"Look at the dates: openssl s_client -connect host:443 -servername host | openssl x509 -noout -dates; renew and reload the server", "Посмотрите даты: openssl s_client -connect host:443 -servername host | openssl x509 -noout -dates; обновите и перезагрузите сервер"}, {"Check the client's clock and update its CA certificates", "Проверьте часы клиента и обновите его корневые сертификаты"}},
	Leads: []Lead{
		{Signs: []string{"validity interval is out-of-date"}, Cause: "trust store or clock", Fix: "client's clock"},
	},
	Refs:     []Ref{{"RFC 5280 §4.1.2.5 validity", "https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5"}},
	Explains: []string{"discovery-failed", "transport-silent", "tls-untrusted", "connection-reset"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, "cert_has_expired", "certificate has expired or is not yet valid", "certificate has expired", "certificateexpiredexception", "peer certificate: certificate expired", "peer certificate: expired", "invalidcertificate(expired", "err_cert_date_invalid", "certificatenotyetvalid", "cert_not_yet_valid", "sslcertverificationerror: certificate has expired")
		if len(ts) == 0 {
			return nil
		}
		return []Verdict{unanswered(f, ts)}
	},
})
