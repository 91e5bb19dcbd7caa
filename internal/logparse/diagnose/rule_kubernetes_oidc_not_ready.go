package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "kubernetes-oidc-not-ready",
	Title:      Text{"The API server never reached the OIDC issuer", "API-сервер не смог обратиться к OIDC-издателю"},
	About:      Text{"kube-apiserver's OIDC authenticator is not initialized: it has not yet fetched the issuer's discovery document and keys, so it rejects every token.", "OIDC-аутентификатор kube-apiserver не инициализирован: он ещё не получил discovery-документ и ключи издателя, поэтому отвергает любой токен."},
	Rank:       88,
	Confidence: Certain,
	Outcome:    exchange.Rejected,
	Explains:   []string{"token-signature", "signing-key-not-found", "discovery-failed"},
	Detail: Text{"kube-apiserver fetches <issuer>/.well-known/openid-configuration and the key set in the background after its start. As long as that fails, the OIDC authenticator is not initialized and no bearer token of the issuer can be verified: the token is rejected unread, whatever it holds.",
		"kube-apiserver после старта в фоне запрашивает <issuer>/.well-known/openid-configuration и набор ключей. Пока это не удаётся, OIDC-аутентификатор не инициализирован, и ни один bearer-токен издателя не проверить: токен отвергается непрочитанным, что бы в нём ни было."},
	Causes: []Text{
		{"The issuer is not reachable from the control plane (DNS, network, firewall, it runs inside the cluster and is not up yet)", "Издатель недоступен с control plane (DNS, сеть, файрвол, работает внутри кластера и ещё не запущен)"},
		{"The certificate of the issuer is of an own CA and --oidc-ca-file is missing or wrong (TLS, x509)", "Сертификат издателя выдан собственным CA, а --oidc-ca-file не задан или неверен (TLS, x509)"},
		{"--oidc-issuer-url differs from the issuer in the discovery document (slash, path, host)", "--oidc-issuer-url отличается от issuer в discovery-документе (слэш, путь, хост)"},
	},
	Fixes: []Text{
		{"Read the apiserver's log from its start for “oidc authenticator: initializing plugin”: that line has the reason", "Найдите в логе apiserver с момента старта строку “oidc authenticator: initializing plugin”: в ней причина"},
		{"From a control-plane node: curl --cacert <oidc-ca-file> <issuer>/.well-known/openid-configuration, and compare issuer", "С узла control plane: curl --cacert <oidc-ca-file> <issuer>/.well-known/openid-configuration, сверьте issuer"},
		{"Set --oidc-ca-file (certificateAuthority in AuthenticationConfiguration)", "Задайте --oidc-ca-file (certificateAuthority в AuthenticationConfiguration)"},
	},
	Leads: []Lead{
		{Signs: []string{"x509: "}, Cause: "certificate of the issuer", Fix: "--oidc-ca-file (cert"},
	},
	Missing: []Text{{"The line “oidc authenticator: initializing plugin” of the apiserver", "Строка “oidc authenticator: initializing plugin” из лога apiserver"}},
	Refs:    []Ref{{"Kubernetes: OpenID Connect tokens", "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens"}},
})
