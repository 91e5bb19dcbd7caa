package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "local-address-refused",
	Title:   Text{"The application forbids itself local addresses", "Приложение запрещает себе локальные адреса"},
	About:   Text{"The provider's host resolves to a private address, and the application's own guard against requests to the local network (SSRF) stops the request.", "Имя провайдера указывает на частный адрес, и собственная защита приложения от запросов в локальную сеть (SSRF) останавливает запрос."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"Before it connects, the application looks up the provider's host and refuses private, loopback and link-local addresses, so that nobody can use it to reach the internal network. curl on the same machine works, since it has no such guard; the provider never sees the request.",
		"Перед подключением приложение разрешает имя провайдера и отказывает частным, loopback- и link-local-адресам, чтобы через него не достали внутреннюю сеть. curl на той же машине работает: у него такой защиты нет; провайдер запроса не видит."},
	Causes: []Text{
		{"The provider runs in the same local network, container network or on the same host", "Провайдер работает в той же локальной сети, сети контейнеров или на том же хосте"},
		{"Split DNS or /etc/hosts gives the private address where the Internet has the public one", "Split DNS или /etc/hosts отдаёт частный адрес там, где в Интернете публичный"},
	},
	Fixes: []Text{
		{"Allow the address in the application: Nextcloud occ config:system:set allow_local_remote_servers --value true --type bool; GitLab Admin → Settings → Network → Outbound requests; Mastodon ALLOWED_PRIVATE_ADDRESSES; Discourse allowed_internal_hosts; Outline ALLOWED_PRIVATE_IP_ADDRESSES", "Разрешите адрес в приложении: Nextcloud occ config:system:set allow_local_remote_servers --value true --type bool; GitLab Admin → Settings → Network → Outbound requests; Mastodon ALLOWED_PRIVATE_ADDRESSES; Discourse allowed_internal_hosts; Outline ALLOWED_PRIVATE_IP_ADDRESSES"},
		{"Or let the name resolve to the public address", "Либо пусть имя разрешается в публичный адрес"},
		{"Nextcloud: 'allow_local_remote_servers' => true in config.php", "Nextcloud: 'allow_local_remote_servers' => true в config.php"},
	},
	Leads: []Lead{
		{Signs: []string{"nextcloud", "localserverexception"}, Only: true, Fix: "Nextcloud: 'allow_local_remote_ser"},
	},
	Refs:     []Ref{{"Nextcloud: allow_local_remote_servers", "https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/config_sample_php_parameters.html"}},
	Explains: []string{"discovery-failed", "profile-fetch-failed", "answer-hidden"},
})
