package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "host-unresolved",
	Title:      Text{"The provider's host name does not resolve (DNS)", "Имя хоста провайдера не разрешается (DNS)"},
	About:      Text{"ENOTFOUND, EAI_AGAIN, no such host, UnknownHostException on the way to the provider.", "ENOTFOUND, EAI_AGAIN, no such host, UnknownHostException на пути к провайдеру."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.NoAnswer,
	Detail:     Text{"The name of the provider's host could not be resolved where the client runs, so no connection was opened, there is no HTTP answer and no OAuth error: DNS or a wrong host in the URL, not credentials.", "Имя хоста провайдера не разрешилось там, где работает клиент: соединение не открыто, нет ни HTTP-ответа, ни ошибки OAuth. Дело в DNS или неверном хосте в URL, а не в учётных данных."},
	Causes: []Text{
		{"The host is misspelt, or a placeholder or variable was not filled in", "Хост с опечаткой, или остался шаблон либо пустая переменная"},
		{"The name is known elsewhere only: a container's service name used outside its network, host.docker.internal on plain Linux, an internal name without VPN", "Имя известно только в другом месте: имя сервиса контейнера вне его сети, host.docker.internal в обычном Linux, внутреннее имя без VPN"},
		{"The DNS server was unreachable for a moment (EAI_AGAIN)", "DNS-сервер был временно недоступен (EAI_AGAIN)"},
	},
	Fixes: []Text{
		{"Resolve it from the same host or container: getent hosts <name>, nslookup <name>; correct the URL in the configuration", "Проверьте имя с того же хоста или из контейнера: getent hosts <имя>, nslookup <имя>; исправьте URL в конфигурации"},
		{"In Docker put both into one network, or add extra_hosts: \"host.docker.internal:host-gateway\"", "В Docker поместите оба в одну сеть или добавьте extra_hosts: \"host.docker.internal:host-gateway\""},
	},
	Leads: []Lead{
		{Signs: []string{"127.0.0.11", "on 10.96.0.10"}, Cause: "known elsewhere only"},
	},
	Missing:  []Text{{"getent hosts (nslookup) of this name where the client runs, and its resolv.conf or proxy settings", "getent hosts (nslookup) этого имени там, где работает клиент, и его resolv.conf или настройки прокси"}},
	Refs:     []Ref{{"Node.js: common system errors", "https://nodejs.org/api/errors.html#common-system-errors"}, {"Docker: networking in Compose", "https://docs.docker.com/compose/how-tos/networking/"}},
	Explains: []string{"connection-reset", "discovery-failed", "transport-silent", "connection-timeout", "connection-refused", "refresh-token-dead"},
	Check: func(f *exchange.Flow) []Verdict {
		ts := troubles(f, elsewhere("?host-unresolved-elsewhere", ":53: read udp", ":53: dial udp", ":53: write udp", "could not be resolved (", "no resolver defined", "der angegebene host ist unbekannt", "name does not resolve", "enotfound", "nxdomain", "eai_again", "no such host", "unknownhostexception", "name or service not known", "nodename nor servname provided", "temporary failure in name resolution", "getaddrinfo failed", "could not resolve host", "err_name_not_resolved", "nameresolutionerror", "the remote name could not be resolved", "разрешить удаленное имя", "socketexception (11001)", "имя или служба не известны", "временный сбой в разрешении имен", "этот хост неизвестен", "server misbehaving", "failed to lookup address information", "a server with the specified hostname could not be found", "ns_error_unknown_host", "unable to resolve host", "host not found)", "hostnotfound", "unresolvedaddressexception", "netty.resolver.dns.")...)
		if len(ts) == 0 {
			return nil
		}
		v := unanswered(f, ts)
		for _, t := range ts {
			if p := peer(t.line); p != "" {
				step := stepOf(t.around)
				v.Detail = Text{"The host name " + p + " (for " + step.EN + ") could not be resolved by DNS where the client runs, so no connection was opened: no HTTP answer and no OAuth error came. The address or the name service is wrong, not the credentials.",
					"Имя хоста " + p + " (к " + step.RU + ") не разрешилось через DNS там, где работает клиент: соединение не открыто, ни HTTP-ответа, ни ошибки OAuth нет. Неверен адрес или DNS, а не учётные данные."}
				break
			}
		}
		return []Verdict{v}
	},
})
