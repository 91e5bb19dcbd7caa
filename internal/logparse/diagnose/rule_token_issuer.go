package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "token-issuer",
	Title:    Text{"The token's issuer (iss) is not the expected one", "Издатель токена (iss) не тот, которого ждут"},
	About:    Text{"The check of iss in a token that was issued: the issuer in the token and the one in the settings differ, in host, path, scheme or version.", "Проверка iss в выданном токене: издатель в токене и в настройках различаются узлом, путём, схемой или версией."},
	Rank:     78,
	Leads:    []Lead{{Signs: []string{"credentials found for given 'iss'"}, Only: true, Cause: "Kong, plugin jwt", Title: Text{"Kong has no credential for the token's issuer", "У Kong нет credential для издателя этого токена"}}},
	Explains: []string{"success-called-failure", "api-refused-token", "keycloak-session-gone"},
	Detail: Text{"The token was issued; the check that failed compares its iss with the configured issuer, character by character. The same server is known under two names.",
		"Токен выдан; не прошло посимвольное сравнение его iss с настроенным издателем. Один сервер известен под двумя именами."},
	Causes: []Text{
		{"Browser and back end reach the authorization server under different names (localhost and a container's name, internal and public host, http and https, a port): iss follows the address the token was requested at", "Браузер и бэкенд обращаются к серверу авторизации по разным именам (localhost и имя контейнера, внутренний и внешний хост, http и https, порт): iss следует адресу, по которому запрошен токен"},
		{"Entra: v1.0 tokens carry https://sts.windows.net/{tenant}/ and v2.0 tokens https://login.microsoftonline.com/{tenant}/v2.0; common or organizations as authority never equals the tenant in iss", "Entra: в токенах v1.0 — https://sts.windows.net/{tenant}/, в v2.0 — https://login.microsoftonline.com/{tenant}/v2.0; common или organizations в authority никогда не равны tenant в iss"},
		{"A path or slash too much or too little: /auth before /realms in Keycloak up to 16, a trailing slash (Auth0 needs it), another realm or custom domain", "Лишний или недостающий путь или слэш: /auth перед /realms в Keycloak до 16, косая черта в конце (Auth0 её требует), другой realm или свой домен"},
		{"Kong, plugin jwt: no consumer has a JWT credential whose key is this iss (or the claim of key_claim_name)", "Kong, плагин jwt: ни у одного consumer нет JWT credential с ключом, равным этому iss (или claim из key_claim_name)"},
	},
	Fixes: []Text{
		{"Set the validator's issuer to the iss of the token, exactly: ValidIssuer, issuer-uri (spring.security.oauth2.resourceserver.jwt.issuer-uri), --oidc-issuer-url, auth-server-url", "Задайте проверяющему issuer точно как iss токена: ValidIssuer, issuer-uri (spring.security.oauth2.resourceserver.jwt.issuer-uri), --oidc-issuer-url, auth-server-url"},
		{"Or give the server one public name: Keycloak KC_HOSTNAME (and KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true for inner calls); keys may still be fetched inside (jwk-set-uri)", "Или дайте серверу одно внешнее имя: Keycloak KC_HOSTNAME (и KC_HOSTNAME_BACKCHANNEL_DYNAMIC=true для внутренних вызовов); ключи можно брать изнутри (jwk-set-uri)"},
		{"Entra: use the authority with the tenant id and /v2.0, set accessTokenAcceptedVersion (requestedAccessTokenVersion) to 2 in the API's manifest, and for many tenants validate the issuer by a template", "Entra: используйте authority с идентификатором tenant и /v2.0, в манифесте API задайте accessTokenAcceptedVersion (requestedAccessTokenVersion) = 2, а для многих tenant проверяйте issuer по шаблону"},
	},
	Missing: []Text{{"iss of the token and the issuer of the discovery document the validator uses", "iss токена и issuer из документа discovery, который использует проверяющий"}},
	Refs: []Ref{
		{"OpenID Connect Core §3.1.3.7 ID token validation", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"},
		{"Microsoft: access token versions", "https://learn.microsoft.com/entra/identity-platform/access-tokens"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		return append(tokenChecked(f, "?token-issuer", exchange.Issued, nil), issuerOfLogin(f)...)
	},
})

// compareIssuer says how the two issuers differ that a message names.
func compareIssuer(f *exchange.Flow, v *Verdict, say bool) {
	var is, want string
	for _, message := range [...]string{messageAt(f, v.Evidence[0]), objectAt(f, v.Evidence[0])} {
		for _, p := range [...][2]string{{"issuer:", "validissuer:"}, {"but was", "expected"}, {"got:", "expected"}, {"got", "expected"}, {"found", "expected"}, {"iss:", "expected:"}} {
			is, want = urlAfter(message, p[0]), urlAfter(message, p[1])
			if is != "" && want != "" && is != want {
				break
			}
		}
		if is != "" && want != "" && is != want {
			break
		}
	}
	if is == "" || want == "" || is == want {
		return
	}
	v.quote(f, is, want)
	v.Missing = []Text{}
	if !say {
		return
	}
	how, ok := alike(is, want)
	lead := true
	switch {
	case ok:
	case strings.Contains(is+want, "sts.windows.net") && strings.Contains(is+want, "login.microsoftonline.com"):
		how = Text{"One is the issuer of Entra v1.0 tokens (sts.windows.net), the other of v2.0 tokens", "Один — издатель токенов Entra v1.0 (sts.windows.net), другой — v2.0"}
	case strings.Contains(want, "{tenantid}") || strings.Contains(want, "/common") || strings.Contains(want, "/organizations"):
		how = Text{"The expected one is Entra's template for many tenants, which no token carries: a token names its tenant", "Ожидаемый — шаблон Entra для многих tenant, такого в токенах не бывает: токен называет свой tenant"}
	case strings.Replace(is, "/auth/realms/", "/realms/", 1) == strings.Replace(want, "/auth/realms/", "/realms/", 1):
		how = Text{"They differ in /auth before /realms: Keycloak 17 and later have none unless http-relative-path is set", "Они различаются /auth перед /realms: начиная с Keycloak 17 его нет, если не задан http-relative-path"}
	case pathOf(is) == pathOf(want):
		lead = false // the first of the causes
		how = Text{"Same path, other host: the token was requested under one name and is checked under another", "Тот же путь, другой хост: токен запрошен под одним именем, а проверяется под другим"}
	default:
		lead = false
		how = Text{"Another issuer altogether: another realm, tenant or server", "Совсем другой издатель: другой realm, tenant или сервер"}
	}
	v.Detail = Text{"The token was issued by {is}; the side that checks it expects {want}. {how}. The comparison is exact; the token itself is intact.", "Токен выдан {is}; проверяющий ждёт {want}. {how}. Сравнение точное; сам токен цел."}.
		With("is", is, "want", want).fill("how", how)
	v.Rank = 82
	if lead {
		v.Causes = append([]Text{how}, v.Causes...)
		if strings.Contains(want, "microsoftonline") {
			v.Fixes = first(v.Fixes, "Entra: ")
		}
	}
}

// objectAt is what follows the line of a message: the object that a client prints below it.
func objectAt(f *exchange.Flow, at source.Span) string {
	from := f.View.Seen(at).Start
	return f.View.Text[from:min(len(f.View.Text), from+900)]
}

// urlAfter is the address that follows a word of a message, with or without quotes.
func urlAfter(message, word string) string {
	rest := behind(message, word)
	j := strings.Index(rest, "http")
	if j < 0 || j > 60 {
		return ""
	}
	rest = rest[j:]
	if k := strings.IndexAny(rest, " '\"`,;\r\n)]\\"); k >= 0 {
		rest = rest[:k]
	}
	rest = strings.TrimRight(rest, ".")
	if len(rest) > 150 || !strings.Contains(rest, "://") {
		return ""
	}
	return rest
}

// pathOf is the path of an address.
func pathOf(u string) string {
	_, rest, _ := strings.Cut(u, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return ""
}
