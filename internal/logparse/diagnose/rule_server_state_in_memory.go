package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "server-state-in-memory",
	Title:    Text{"The server keeps its login state in memory only", "Сервер хранит состояние входов только в памяти"},
	About:    Text{"Configuration in the paste says storage memory or a local cache: codes, sessions, refresh tokens and signing keys end with a restart and are unknown to other replicas.", "В конфигурации указано хранение в памяти или локальный кэш: коды, сессии, refresh-токены и ключи подписи теряются при перезапуске и неизвестны другим репликам."},
	Rank:     79,
	Explains: []string{"provider-session-lost"},
	Detail: Text{"The configuration in the paste keeps the server's state in memory (storage type memory, a local cache). Authorization codes, sessions, refresh tokens and with Dex the signing keys are gone after a restart and unknown to every other replica (pod, node, instance), so what one of them issued the other refuses.",
		"Конфигурация в тексте держит состояние сервера в памяти (storage type memory, локальный кэш). Коды авторизации, сессии, refresh-токены, а у Dex и ключи подписи пропадают при перезапуске и неизвестны другим репликам (подам, узлам): что выдала одна, другая отвергнет."},
	Causes: []Text{{"Several replicas without shared storage, or a restart between the steps of the login", "Несколько реплик без общего хранилища либо перезапуск между шагами входа"}},
	Fixes: []Text{
		{"Dex: storage type kubernetes, postgres, etcd or sqlite3 instead of memory; Keycloak: cache=ispn with a working cluster stack (jdbc-ping, kubernetes) instead of cache=local", "Dex: storage type kubernetes, postgres, etcd или sqlite3 вместо memory; Keycloak: cache=ispn с рабочим кластерным стеком (jdbc-ping, kubernetes) вместо cache=local"},
		{"Or run one replica, with sticky sessions at most as a stopgap", "Либо запускайте одну реплику; sticky-сессии — лишь временная мера"},
	},
	Refs: []Ref{{"Dex: storage", "https://dexidp.io/docs/configuration/storage/"}, {"Keycloak: distributed caches", "https://www.keycloak.org/server/caching"}},
	Check: func(f *exchange.Flow) []Verdict {
		if !failedAnywhere(f) {
			return nil
		}
		said := saidBy(f, "?server-state-in-memory")
		if len(said) == 0 || !hasAny(f, "dex", "keycloak", "cache=local", "kc_cache") && f.Named() != "dex" || !hasAny(f, "invalid_grant", "invalid_code", "expired_code", "session", "signature", "not found", "failed to verify", "unknown") {
			return nil
		}
		return []Verdict{{Evidence: []source.Span{said[0]}}}
	},
})
