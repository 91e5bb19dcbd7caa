package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-unknown-to-node",
	Title:   Text{"The code was issued by one node and redeemed at another", "Код выдан одним узлом, а обменивается на другом"},
	About:   Text{"The paste speaks of several nodes, pods or replicas of the authorization server, and a code is expired or unknown at the one asked: their caches do not form a cluster.", "В логе несколько узлов, подов или реплик сервера авторизации, а код на спрошенном просрочен или неизвестен: их кэши не образуют кластер."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail: Text{"The browser logged in at one node of the server and the back channel redeemed the code at another one, which does not know it and calls it expired or invalid. Authorization codes live in the nodes' distributed cache (Infinispan in Keycloak); the nodes do not share their sessions, so the cluster is not formed.",
		"Браузер вошёл на одном узле сервера, а back channel обменял код на другом, который кода не знает и считает его просроченным или неверным. Коды живут в распределённом кэше узлов (Infinispan в Keycloak); узлы не делят сессии, кластер не образован."},
	Causes: []Text{
		{"The Keycloak pods have not formed a cluster: JGroups discovery (DNS_PING, KUBE_PING, JDBC_PING) is missing or its port 7800 is blocked, so the caches are not replicated", "Поды Keycloak не образовали кластер: нет обнаружения JGroups (DNS_PING, KUBE_PING, JDBC_PING) или закрыт порт 7800, поэтому кэши не реплицируются"},
		{"Local caches are used (cache=local, start-dev) with more than one replica", "Локальные кэши (cache=local, start-dev) при нескольких репликах"},
		{"Clocks of the nodes differ", "Расходятся часы узлов"},
	},
	Fixes: []Text{
		{"Run Keycloak with cache=ispn and cache-stack=kubernetes (jgroups.dns.query set to the headless service) or jdbc-ping, and look for a view with all nodes in the log (ISPN000094)", "Запускайте Keycloak с cache=ispn и cache-stack=kubernetes (jgroups.dns.query — headless service) или jdbc-ping и ищите в логе view со всеми узлами (ISPN000094)"},
		{"Open the JGroups ports between the pods (NetworkPolicy)", "Откройте порты JGroups между подами (NetworkPolicy)"},
		{"Until then one replica; sticky sessions alone do not help, for the back channel comes from the application", "До этого — одна реплика; одни sticky sessions не помогут: back channel идёт от приложения"},
	},
	Missing:  []Text{{"The cluster view line (ISPN000094 or ISPN100000) of each node's log", "Строка cluster view (ISPN000094 или ISPN100000) из лога каждого узла"}},
	Refs:     []Ref{{"Keycloak: configuring distributed caches", "https://www.keycloak.org/server/caching"}},
	Explains: []string{"code-expired", "code-not-valid", "provider-error", "server-state-in-memory"},
	Check: func(f *exchange.Flow) []Verdict {
		nodes := clusterWords(f)
		if len(nodes) == 0 || hasAny(f, "already used for usersession") {
			return nil
		}
		for _, e := range f.Exchanges {
			if e.Event != nil && (e.Code.Text == "expired_code" || e.Code.Text == "invalid_code") && e.Endpoint == exchange.EndpointToken {
				return []Verdict{{Exchange: e, Evidence: append([]source.Span{e.Code.Span}, firstOf(nodes, 2)...), Codes: []string{e.Code.Text}}}
			}
		}
		if said := findAny(f, "code not valid", "code is expired"); len(said) > 0 {
			return []Verdict{{Evidence: append(firstOf(said, 1), firstOf(nodes, 2)...), Exchange: failedToken(f)}}
		}
		return nil
	},
})

// clusterWords gives the places that show more than one node of a server.
func clusterWords(f *exchange.Flow) []source.Span {
	for _, pair := range [...][2]string{{"keycloak-0", "keycloak-1"}, {"sso-0", "sso-1"}, {"node1", "node2"}, {"node-1", "node-2"}, {"node 1", "node 2"}, {"node-0", "node-1"}, {"pod-0", "pod-1"}} {
		if f.Has(pair[0]) && f.Has(pair[1]) {
			return findAny(f, pair[0], pair[1])
		}
	}
	return findAny(f, "replicas: 2", "replicas: 3", "replicas=2", "replicas=3", "two replicas", "three replicas", "2 replicas", "3 replicas", "second node", "second replica", "other node", "other replica", "two nodes", "two pods", "jgroups", "multiple replicas", "several replicas")
}
