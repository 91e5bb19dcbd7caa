package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "endpoint-url-empty",
	Title:      Text{"An endpoint URL is empty in the configuration", "URL endpoint в конфигурации пуст"},
	About:      Text{"The client was about to call an address that is empty or has no scheme: the setting is unset or was not read.", "Клиент собирался вызвать пустой адрес или адрес без схемы: настройка не задана или не прочитана."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.NotAsked,
	Detail: Text{"The client tried to call an endpoint whose URL is empty or has no scheme: no request left the program, and the provider refused nothing. The token URL (or authorization, userinfo, issuer URL) is not set: the setting is missing, its name is misspelt so that it is never read, or the environment variable does not reach the process.",
		"Клиент попытался вызвать endpoint с пустым URL или без схемы: запрос не покинул программу, провайдер ничего не отклонял. Token URL (или URL авторизации, userinfo, issuer) не задан: настройки нет, её имя с опечаткой и потому не читается, либо переменная окружения не доходит до процесса."},
	Causes: emptyURLCauses,
	Fixes: []Text{
		{"Set the token endpoint URL in full, with https://, and check that the process sees it (docker exec … printenv)", "Задайте полный URL token endpoint с https:// и проверьте, что процесс его видит (docker exec … printenv)"},
		{"Compare the names of the settings with the documentation letter by letter (GF_AUTH_GENERIC_OAUTH_TOKEN_URL, OAUTH2_PROXY_REDEEM_URL, spring.security.oauth2.client.provider.<id>.token-uri)", "Сверьте имена настроек с документацией побуквенно (GF_AUTH_GENERIC_OAUTH_TOKEN_URL, OAUTH2_PROXY_REDEEM_URL, spring.security.oauth2.client.provider.<id>.token-uri)"},
	},
	Refs:     []Ref{{"RFC 6749 §3.2 token endpoint", "https://www.rfc-editor.org/rfc/rfc6749#section-3.2"}, {"Grafana: generic OAuth", "https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/"}},
	Explains: []string{"profile-fetch-failed", "discovery-failed", "transport-silent"},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?endpoint-url-empty")
		if len(said) == 0 {
			return nil
		}
		v := Verdict{Evidence: said[:min(len(said), 3)]}
		switch line := wholeLine(f, said[0]); {
		case holdsAny(line, "get info from", "user info", "userinfo", "fetching keys"):
			v.Outcome = exchange.Issued // the call for the user comes after the tokens
		case strings.Contains(line, "/.well-known/"):
			v.Detail = Text{"The client tried to fetch the provider's metadata (/.well-known/openid-configuration) from an address without scheme and host: the issuer (authority, discovery URL) is empty where the client reads it. No request left the program; the provider refused nothing.",
				"Клиент попытался получить метаданные провайдера (/.well-known/openid-configuration) по адресу без схемы и хоста: issuer (authority, discovery URL) там, где его читает клиент, пуст. Запрос не покинул программу, провайдер ничего не отклонял."}
			v.Causes = append([]Text{{"The setting of the issuer is missing, empty, misspelt or stands in another section or at another depth than the client reads (indentation in YAML, prefix of an environment variable)", "Настройки issuer нет, она пуста, с опечаткой или стоит не в той секции либо не на том уровне, где её читает клиент (отступы в YAML, префикс переменной окружения)"}}, emptyURLCauses[1:2]...)
			v.Fixes = []Text{
				{"Set the issuer in full, with https://, and print what the process has (docker exec … printenv, kubectl get configmap -o yaml)", "Задайте issuer полностью, с https://, и выведите то, что получил процесс (docker exec … printenv, kubectl get configmap -o yaml)"},
				{"Compare the setting's name, section and indentation with the documentation: Argo CD oidc.config.issuer in argocd-cm, OAUTH2_PROXY_OIDC_ISSUER_URL, spring.security.oauth2.client.provider.<id>.issuer-uri", "Сверьте имя настройки, секцию и отступы с документацией: oidc.config.issuer в argocd-cm (Argo CD), OAUTH2_PROXY_OIDC_ISSUER_URL, spring.security.oauth2.client.provider.<id>.issuer-uri"},
			}
		}
		for _, a := range f.Of(artifact.Setting) {
			name := plain(a.Name.Text)
			if strings.Trim(a.Text.Text, "\"' ") != "" || !strings.Contains(name, "url") && !strings.Contains(name, "uri") && !strings.Contains(name, "endpoint") && !strings.Contains(name, "issuer") {
				continue
			}
			part := settingPart(a.Name.Text)
			v.Evidence = append(v.Evidence, a.Name.Span)
			v.Causes = append([]Text{{"The setting " + a.Name.Text + " has no value, or one that was not filled in (a variable that is empty where the process starts)", "У настройки " + a.Name.Text + " нет значения, либо его не подставили (переменная пуста там, где запущен процесс)"}}, emptyURLCauses[1:]...)
			v.Fixes = []Text{{"Set " + a.Name.Text + " in full, with https://, and restart", "Задайте " + a.Name.Text + " полностью, с https://, и перезапустите"}}
			v.Detail = Text{"The setting " + a.Name.Text + " is empty in the configuration, so the client has no " + part.EN + " to call: the request went to an empty address (unsupported protocol scheme, no scheme) and never left the program. The provider refused nothing.",
				"Настройка " + a.Name.Text + " в конфигурации пуста, и клиенту нечего вызвать (" + part.RU + "): запрос ушёл на пустой адрес (unsupported protocol scheme, нет схемы) и не покинул программу. Провайдер ничего не отклонял."}
			break
		}
		return []Verdict{v}
	},
})

var emptyURLCauses = []Text{
	{"The setting of the token URL (token_url, tokenUrl, token-uri) is missing, empty or misspelt; with a stray dot or wrong prefix an environment variable is silently ignored", "Настройки token URL (token_url, tokenUrl, token-uri) нет, она пуста или с опечаткой; переменная окружения с лишней точкой или не тем префиксом молча игнорируется"},
	{"The variable is set where the process does not see it (other container, build time, config section)", "Переменная задана там, где процесс её не видит (другой контейнер, время сборки, другая секция)"},
	{"Discovery failed earlier or is switched off, so that the endpoints stay empty", "Discovery раньше не удался или выключен, и endpoint остались пустыми"},
}
