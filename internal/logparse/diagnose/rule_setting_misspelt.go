package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "setting-misspelt",
	Title: Text{"A setting's name is misspelt, so it is not read", "Имя настройки с опечаткой, её не читают"},
	About: Text{"A setting in the paste has nearly the name of a known one (Grafana, oauth2-proxy, Spring, Keycloak, Auth.js …): a stray dot, a lost underscore, a changed letter. Unknown names are ignored in silence.", "Имя настройки в тексте почти совпадает с известным (Grafana, oauth2-proxy, Spring, Keycloak, Auth.js …): лишняя точка, потерянное подчёркивание, другая буква. Неизвестные имена молча игнорируются."},
	Rank:  88,
	Detail: Text{"The name of this setting is no name the program knows, but nearly one. Programs ignore unknown environment variables and properties in silence, so the value counts as not set: an empty URL, a missing secret, a default in its place.",
		"Такого имени настройки программа не знает, но оно почти совпадает с известным. Неизвестные переменные окружения и свойства программы молча игнорируют, и значение считается незаданным: пустой URL, нет секрета, вместо него значение по умолчанию."},
	Causes:   []Text{{"A typo in the name: a stray dot or blank, a missing or doubled underscore, a wrong prefix, swapped letters", "Опечатка в имени: лишняя точка или пробел, потерянное или двойное подчёркивание, не тот префикс, переставленные буквы"}},
	Fixes:    []Text{{"Rename the setting as the documentation writes it, restart, and check with printenv or the program's own dump of its configuration", "Переименуйте настройку так, как в документации, перезапустите и проверьте через printenv или вывод конфигурации самой программы"}},
	Refs:     []Ref{{"Grafana: generic OAuth settings", "https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/"}, {"oauth2-proxy: configuration", "https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview"}},
	Explains: []string{"endpoint-url-empty", "answer-hidden", "endpoint-not-found"},
	Check: func(f *exchange.Flow) []Verdict {
		if !failedAnywhere(f) {
			return nil
		}
		var out []Verdict
		for _, a := range f.Of(artifact.Setting) {
			want, ok := misspelt(a.Name.Text)
			if !ok {
				want, ok = misspeltPrefix(f, a.Name.Text)
			}
			if !ok {
				want, ok = swapped(a.Name.Text)
			}
			if !ok {
				continue
			}
			part := settingPart(want)
			v := Verdict{Evidence: []source.Span{a.Name.Span}, Key: want, Fixes: []Text{{"Rename it to " + want + ", restart, and check with printenv that the process sees it", "Переименуйте в " + want + ", перезапустите и проверьте через printenv, что процесс её видит"}}}
			v.Detail = Text{"The setting is named " + a.Name.Text + ", but the program reads " + want + ": the name is a typo, so this environment variable or property is ignored in silence and the " + part.EN + " counts as not set (empty).",
				"Настройка названа " + a.Name.Text + ", а программа читает " + want + ": в имени опечатка, переменная или свойство молча игнорируется, и " + part.RU + " считается незаданным (пустым)."}
			v.Title = Text{"Misspelt setting: " + part.EN + " is not read", "Опечатка в имени: " + part.RU + " не читается"}
			if strings.Contains(plain(want), "secret") {
				v.Explains = []string{"confidential-client-without-secret", "empty-client-value", "client-setting-required"}
				spans, lines := linesWith(f, "secret")
				for i, line := range lines {
					if holdsAny(line, "required", "missing", "not set", "empty", "must be") {
						v.Evidence, v.Outcome = append(v.Evidence, spans[i]), exchange.NotAsked
						break
					}
				}
			}
			if empty := saidBy(f, "?setting-misspelt"); len(empty) > 0 {
				v.Evidence = append(v.Evidence, empty[0])
				v.Confidence, v.Outcome = Certain, exchange.NotAsked
			}
			out = append(out, v)
		}
		return out
	},
})

// settingPart is what a setting holds, in words.
func settingPart(name string) Text {
	low := plain(name)
	for _, p := range [...]struct{ word, en, ru string }{
		{"tokenur", "token URL (token endpoint)", "token URL (token endpoint)"}, {"redeemurl", "token URL (redeem URL)", "token URL (redeem URL)"}, {"authur", "authorization URL", "URL авторизации"}, {"authorizationuri", "authorization URL", "URL авторизации"}, {"loginurl", "authorization URL", "URL авторизации"},
		{"apiurl", "userinfo URL", "userinfo URL"}, {"userinfo", "userinfo URL", "userinfo URL"}, {"clientsecret", "client secret", "секрет клиента"}, {"clientid", "client id", "id клиента"},
		{"issuer", "issuer", "issuer"}, {"redirect", "redirect URI", "redirect URI"}, {"scope", "scope", "scope"}, {"secret", "secret", "секрет"}, {"hostname", "host name", "имя хоста"}, {"url", "URL", "URL"},
	} {
		if strings.Contains(low, p.word) {
			return Text{p.en, p.ru}
		}
	}
	return Text{"value", "значение"}
}

func plain(name string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "", " ", "").Replace(strings.ToLower(name))
}

// misspelt finds the known setting that a name nearly is. Case and the relaxed binding of Spring make no difference.
func misspelt(name string) (string, bool) {
	if len(name) < 8 || len(name) > 80 {
		return "", false
	}
	// A family is known by its prefix, however its separators are written.
	if want, ok := misspeltSpring(name); ok {
		return want, true
	}
	short := plain(name)
	for i, fam := range settingFamilies {
		if !nearPrefix(short, familyPrefixes[i]) {
			continue
		}
		best, distance := "", 3
		for _, part := range fam.names {
			want := fam.prefix + part
			if sameSetting(name, want, fam.relaxed) {
				return "", false
			}
			if d := editDistance(strings.ToLower(name), strings.ToLower(want), distance); d < distance {
				best, distance = want, d
			}
		}
		// Two short names may both be real (…_ID and …_IDP): only long ones are judged.
		if best != "" && distance > 0 {
			return best, true
		}
		return "", false
	}
	return "", false
}

// misspeltPrefix finds the prefix that the other environment variables of the text share and this one nearly has.
func misspeltPrefix(f *exchange.Flow, name string) (string, bool) {
	own, rest, ok := strings.Cut(name, "_")
	if !ok || len(own) < 6 || strings.ToUpper(name) != name {
		return "", false
	}
	counts, near := map[string]int{}, ""
	for _, a := range f.Of(artifact.Setting) {
		if p, _, ok := strings.Cut(a.Name.Text, "_"); ok {
			if counts[p]++; counts[p] == 2 && p != own && len(p) == len(own) && editDistance(own, p, 2) < 2 {
				near = p
			}
		}
	}
	return near + "_" + rest, near != "" && counts[own] == 1
}

// swapped finds a word of a client's settings in which two letters changed places, whatever the prefix.
func swapped(name string) (string, bool) {
	if strings.ToUpper(name) != name || !strings.Contains(name, "_") {
		return "", false
	}
	for _, part := range strings.Split(name, "_") {
		for _, want := range [...]string{"CLIENT", "SECRET", "ISSUER", "REDIRECT", "AUTHORITY", "AUDIENCE", "TENANT"} {
			if len(part) == len(want) && part != want && editDistance(part, want, 2) == 1 && sameLetters(part, want) {
				return strings.Replace(name, part, want, 1), true
			}
		}
	}
	return "", false
}

// sameLetters tells two letters that changed places from one that was replaced, which are one edit both.
func sameLetters(a, b string) bool {
	sum := 0
	for i := range len(a) {
		sum += int(a[i]) - int(b[i])
	}
	return sum == 0
}

// misspeltSpring judges the last part of spring.security.oauth2.client.provider.<id>.… and registration.<id>.….
func misspeltSpring(name string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(name), "spring.security.oauth2.client.")
	kind, rest, ok2 := strings.Cut(rest, ".")
	id, prop, ok3 := strings.Cut(rest, ".")
	if !ok || !ok2 || !ok3 || id == "" || strings.ContainsAny(prop, ".[") {
		return "", false
	}
	known := springClient[kind]
	if known == nil && editDistance(kind, "provider", 3) < 3 {
		return "spring.security.oauth2.client.provider." + id + "." + prop, true
	}
	if known == nil && editDistance(kind, "registration", 3) < 3 {
		return "spring.security.oauth2.client.registration." + id + "." + prop, true
	}
	for _, want := range known {
		if plain(prop) == plain(want) {
			return "", false
		}
	}
	for _, want := range known {
		if d := editDistance(prop, want, 3); d < 3 {
			return "spring.security.oauth2.client." + kind + "." + id + "." + want, true
		}
	}
	return "", false
}

var springClient = map[string][]string{
	"provider":     {"issuer-uri", "authorization-uri", "token-uri", "user-info-uri", "user-info-authentication-method", "user-name-attribute", "jwk-set-uri"},
	"registration": {"client-id", "client-secret", "client-authentication-method", "authorization-grant-type", "redirect-uri", "scope", "client-name", "provider"},
}

// familyPrefixes are the prefixes of settingFamilies without separators.
var familyPrefixes = func() []string {
	out := make([]string, len(settingFamilies))
	for i, fam := range settingFamilies {
		out[i] = plain(fam.prefix)
	}
	return out
}()

func sameSetting(a, b string, relaxed bool) bool {
	if relaxed {
		return plain(a) == plain(b)
	}
	return strings.EqualFold(a, b)
}

func nearPrefix(name, prefix string) bool {
	if len(name) < len(prefix) || name[0] != prefix[0] && name[1] != prefix[1] {
		return false
	}
	return strings.HasPrefix(name, prefix) || editDistance(name[:len(prefix)], prefix, 2) < 2
}

// editDistance is the Damerau-Levenshtein distance of two strings, or limit when it is that or more.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(prev[len(b)], limit)
}

// settingFamilies are settings of programs that read an unknown name as no setting at all.
var settingFamilies = []struct {
	prefix  string
	relaxed bool // separators and case make no difference (Spring)
	names   []string
}{
	{"GF_AUTH_GENERIC_OAUTH_", false, []string{"ENABLED", "NAME", "ICON", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_AUTHENTICATION", "AUTH_STYLE", "SCOPES", "AUTH_URL", "TOKEN_URL", "API_URL", "EMPTY_SCOPES", "EMAIL_ATTRIBUTE_NAME", "EMAIL_ATTRIBUTE_PATH", "LOGIN_ATTRIBUTE_PATH", "NAME_ATTRIBUTE_PATH", "ROLE_ATTRIBUTE_PATH", "ROLE_ATTRIBUTE_STRICT", "GROUPS_ATTRIBUTE_PATH", "ALLOWED_DOMAINS", "ALLOWED_GROUPS", "ALLOWED_ORGANIZATIONS", "ALLOW_SIGN_UP", "ALLOW_ASSIGN_GRAFANA_ADMIN", "SKIP_ORG_ROLE_SYNC", "ORG_ATTRIBUTE_PATH", "ORG_MAPPING", "TEAM_IDS", "TEAMS_URL", "TEAM_IDS_ATTRIBUTE_PATH", "TLS_SKIP_VERIFY_INSECURE", "TLS_CLIENT_CERT", "TLS_CLIENT_KEY", "TLS_CLIENT_CA", "USE_PKCE", "USE_REFRESH_TOKEN", "AUTO_LOGIN", "ID_TOKEN_ATTRIBUTE_NAME", "SIGNOUT_REDIRECT_URL", "LOGIN_PROMPT", "VALIDATE_ID_TOKEN", "JWK_SET_URL", "SERVER_DISCOVERY_URL"}},
	{"GF_SERVER_", false, []string{"ROOT_URL", "DOMAIN", "HTTP_PORT", "HTTP_ADDR", "PROTOCOL", "SERVE_FROM_SUB_PATH", "ENFORCE_DOMAIN", "ROUTER_LOGGING", "STATIC_ROOT_PATH", "ENABLE_GZIP", "CERT_FILE", "CERT_KEY", "SOCKET", "CDN_URL", "READ_TIMEOUT"}},
	{"OAUTH2_PROXY_", false, []string{"CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "COOKIE_SECRET", "COOKIE_SECRET_FILE", "COOKIE_SECURE", "COOKIE_DOMAINS", "COOKIE_DOMAIN", "COOKIE_NAME", "COOKIE_EXPIRE", "COOKIE_REFRESH", "COOKIE_SAMESITE", "COOKIE_HTTPONLY", "COOKIE_PATH", "COOKIE_CSRF_PER_REQUEST", "COOKIE_CSRF_EXPIRE", "PROVIDER", "PROVIDER_DISPLAY_NAME", "PROVIDER_CA_FILES", "OIDC_ISSUER_URL", "OIDC_JWKS_URL", "OIDC_EMAIL_CLAIM", "OIDC_GROUPS_CLAIM", "OIDC_AUDIENCE_CLAIMS", "OIDC_EXTRA_AUDIENCES", "REDIRECT_URL", "LOGIN_URL", "REDEEM_URL", "PROFILE_URL", "VALIDATE_URL", "EMAIL_DOMAINS", "UPSTREAMS", "HTTP_ADDRESS", "HTTPS_ADDRESS", "REVERSE_PROXY", "SCOPE", "WHITELIST_DOMAINS", "SKIP_PROVIDER_BUTTON", "SKIP_OIDC_DISCOVERY", "SKIP_AUTH_ROUTES", "SKIP_AUTH_REGEX", "SKIP_JWT_BEARER_TOKENS", "SKIP_AUTH_PREFLIGHT", "SSL_INSECURE_SKIP_VERIFY", "SSL_UPSTREAM_INSECURE_SKIP_VERIFY", "INSECURE_OIDC_ALLOW_UNVERIFIED_EMAIL", "INSECURE_OIDC_SKIP_ISSUER_VERIFICATION", "INSECURE_OIDC_SKIP_NONCE", "CODE_CHALLENGE_METHOD", "PASS_ACCESS_TOKEN", "PASS_AUTHORIZATION_HEADER", "PASS_USER_HEADERS", "PASS_BASIC_AUTH", "PASS_HOST_HEADER", "SET_XAUTHREQUEST", "SET_AUTHORIZATION_HEADER", "SESSION_STORE_TYPE", "REDIS_CONNECTION_URL", "ALLOWED_GROUPS", "ALLOWED_ROLES", "KEYCLOAK_GROUP", "AUTHENTICATED_EMAILS_FILE", "PROMPT", "APPROVAL_PROMPT", "ACR_VALUES", "AZURE_TENANT", "GITHUB_ORG", "SHOW_DEBUG_ON_ERROR", "STANDARD_LOGGING", "AUTH_LOGGING", "REQUEST_LOGGING", "CUSTOM_TEMPLATES_DIR", "PROXY_PREFIX", "FORCE_HTTPS", "BANNER", "FOOTER", "METRICS_ADDRESS", "BACKEND_LOGOUT_URL", "API_ROUTES", "TRUSTED_IPS", "TLS_CERT_FILE", "TLS_KEY_FILE"}},
	{"spring.security.oauth2.resourceserver.jwt.", true, []string{"issuer-uri", "jwk-set-uri", "jws-algorithms", "public-key-location", "audiences", "principal-claim-name", "authorities-claim-name", "authority-prefix", "authorities-claim-delimiter"}},
	{"KC_HOSTNAME", false, []string{"", "_URL", "_ADMIN", "_ADMIN_URL", "_STRICT", "_STRICT_HTTPS", "_STRICT_BACKCHANNEL", "_BACKCHANNEL_DYNAMIC", "_PORT", "_PATH", "_DEBUG"}},
	{"KC_PROXY", false, []string{"", "_HEADERS", "_TRUSTED_ADDRESSES", "_PROTOCOL_ENABLED"}},
	{"KC_HTTP_", false, []string{"ENABLED", "RELATIVE_PATH", "PORT", "HOST", "MANAGEMENT_PORT", "MANAGEMENT_RELATIVE_PATH", "MAX_QUEUED_REQUESTS", "POOL_MAX_THREADS", "METRICS_HISTOGRAMS_ENABLED"}},
	{"NEXTAUTH_", false, []string{"URL", "SECRET", "URL_INTERNAL", "DEBUG"}},
	{"quarkus.oidc.", true, []string{"auth-server-url", "client-id", "credentials.secret", "credentials.client-secret.value", "credentials.client-secret.method", "application-type", "token-path", "authorization-path", "jwks-path", "introspection-path", "user-info-path", "discovery-enabled", "tenant-enabled", "tenant-id", "authentication.redirect-path", "authentication.restore-path-after-redirect", "authentication.scopes", "authentication.force-redirect-https-scheme", "authentication.state-secret", "authentication.pkce-required", "authentication.cookie-path", "authentication.user-info-required", "authentication.java-script-auto-redirect", "authentication.cookie-same-site", "authentication.nonce-required", "authentication.verify-access-token", "token.issuer", "token.audience", "token.lifespan-grace", "token.refresh-expired", "token.principal-claim", "token.verify-access-token-with-user-info", "roles.source", "roles.role-claim-path", "tls.verification", "logout.path", "logout.post-logout-path", "connection-delay", "connection-timeout", "public-key", "proxy.host", "proxy.port", "provider", "enabled"}},
}
