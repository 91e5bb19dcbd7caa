package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "envoy-oauth-failed",
	Title:      Text{"Envoy's OAuth filter gave up without a reason", "OAuth-фильтр Envoy прервал вход без причины"},
	About:      Text{"Envoy answers OAuth flow failed. for any failure: state or cookie check, token endpoint, cluster.", "Envoy отвечает OAuth flow failed. при любой неудаче: проверка state или cookie, token endpoint, cluster."},
	Rank:       60,
	Confidence: Possible,
	Outcome:    exchange.Refused,
	Detail:     Text{"Envoy's oauth2 filter says only “OAuth flow failed.” The reason is in its debug log: the state or HMAC cookie did not match, the token endpoint answered with an error, its cluster was not reachable, or the client secret (SDS) is wrong.", "OAuth2-фильтр Envoy пишет только “OAuth flow failed.” Причина — в его debug-логе: не сошлись state или cookie HMAC, token endpoint ответил ошибкой, недоступен его cluster или неверен client secret (SDS)."},
	Causes: []Text{
		{"The token endpoint refused the client or the code, or its cluster is not reachable (TLS, host rewrite)", "Token endpoint отверг клиента или код, или недоступен его cluster (TLS, host rewrite)"},
		{"The cookies of the flow did not come back: another host, http against https, several Envoys with different HMAC secrets", "Cookie входа не вернулись: другой хост, http против https, несколько Envoy с разным HMAC-секретом"},
	},
	Fixes: []Text{
		{"curl -X POST 'localhost:15000/logging?oauth2=debug' (Envoy admin) and repeat the login; the lines of oauth_client.cc and filter.cc name the step", "curl -X POST 'localhost:15000/logging?oauth2=debug' (админка Envoy) и повторите вход; строки oauth_client.cc и filter.cc назовут шаг"},
	},
	Missing: []Text{
		{"Envoy's oauth2 debug lines", "Debug-строки oauth2 из Envoy"},
	},
	Refs: []Ref{{"Envoy: OAuth2 filter", "https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/oauth2_filter"}},
})
