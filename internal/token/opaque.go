package token

import "strings"

// opaquePrefixes name tokens by how they begin; the longer prefix stands first where two match.
// Sources: the providers' own secret-scanning and token documentation.
var opaquePrefixes = []struct {
	prefix, id string
	words
}{
	{"ya29.", "google_access", words{"Google access token (ya29.)", "access-токен Google (ya29.)"}},
	{"1//", "google_refresh", words{"Google refresh token (1//)", "токен обновления Google (1//)"}},
	{"4/0", "google_code", words{"Google authorization code (4/0)", "код авторизации Google (4/0)"}},
	{"GOCSPX-", "google_secret", words{"Google client secret (GOCSPX-)", "секрет клиента Google (GOCSPX-)"}},
	{"AIza", "google_api_key", words{"Google API key (AIza)", "ключ API Google (AIza)"}},
	{"github_pat_", "github_pat", words{"GitHub fine-grained personal token (github_pat_)", "персональный токен GitHub (github_pat_)"}},
	{"gho_", "github_oauth", words{"GitHub OAuth access token (gho_)", "токен OAuth GitHub (gho_)"}},
	{"ghp_", "github_personal", words{"GitHub personal access token (ghp_)", "персональный токен GitHub (ghp_)"}},
	{"ghu_", "github_user", words{"GitHub App user token (ghu_)", "токен пользователя приложения GitHub (ghu_)"}},
	{"ghs_", "github_server", words{"GitHub App installation token (ghs_)", "токен установки приложения GitHub (ghs_)"}},
	{"ghr_", "github_refresh", words{"GitHub refresh token (ghr_)", "токен обновления GitHub (ghr_)"}},
	{"glpat-", "gitlab_personal", words{"GitLab personal access token (glpat-)", "персональный токен GitLab (glpat-)"}},
	{"gloas-", "gitlab_secret", words{"GitLab OAuth application secret (gloas-)", "секрет приложения OAuth GitLab (gloas-)"}},
	{"xoxe.", "slack_rotating", words{"Slack rotating token (xoxe.)", "сменяемый токен Slack (xoxe.)"}},
	{"xoxe-", "slack_refresh", words{"Slack refresh token (xoxe-)", "токен обновления Slack (xoxe-)"}},
	{"xoxb-", "slack_bot", words{"Slack bot token (xoxb-)", "токен бота Slack (xoxb-)"}},
	{"xoxp-", "slack_user", words{"Slack user token (xoxp-)", "токен пользователя Slack (xoxp-)"}},
	{"EAA", "facebook_access", words{"Facebook access token (EAA)", "access-токен Facebook (EAA)"}},
	{"vk1.", "vk_access", words{"VK access token (vk1.)", "access-токен VK (vk1.)"}},
	{"vk2.", "vk_id", words{"VK ID token (vk2.)", "токен VK ID (vk2.)"}},
	{"y0_", "yandex_access", words{"Yandex OAuth token (y0_)", "токен OAuth Яндекса (y0_)"}},
	{"0.A", "entra_refresh", words{"Microsoft Entra authorization code or refresh token (0.A)", "код авторизации или токен обновления Microsoft Entra (0.A)"}},
	{"1.A", "entra_refresh", words{"Microsoft Entra authorization code or refresh token (1.A)", "код авторизации или токен обновления Microsoft Entra (1.A)"}},
	{"M.C", "microsoft_account", words{"Microsoft account code or refresh token (M.C)", "код или токен обновления учётной записи Microsoft (M.C)"}},
	{"EwA", "microsoft_account", words{"Microsoft account access token (EwA)", "access-токен учётной записи Microsoft (EwA)"}},
	{"EwB", "microsoft_account", words{"Microsoft account access token (EwB)", "access-токен учётной записи Microsoft (EwB)"}},
	{"v1.M", "auth0_refresh", words{"Auth0 refresh token (v1.M)", "токен обновления Auth0 (v1.M)"}},
	{"5Aep861", "salesforce_refresh", words{"Salesforce refresh token (5Aep861)", "токен обновления Salesforce (5Aep861)"}},
	{"00D", "salesforce_access", words{"Salesforce access token (00D)", "access-токен Salesforce (00D)"}},
	{"hvs.", "vault_service", words{"HashiCorp Vault service token (hvs.)", "сервисный токен HashiCorp Vault (hvs.)"}},
	{"ATATT", "atlassian", words{"Atlassian API token (ATATT)", "токен API Atlassian (ATATT)"}},
	{"sl.", "dropbox", words{"Dropbox short-lived access token (sl.)", "краткосрочный токен Dropbox (sl.)"}},
	{"v4.public.", "paseto", words{"PASETO, not a JWT (v4.public.)", "PASETO, не JWT (v4.public.)"}},
	{"v4.local.", "paseto", words{"PASETO, not a JWT (v4.local.)", "PASETO, не JWT (v4.local.)"}},
	{"v2.public.", "paseto", words{"PASETO, not a JWT (v2.public.)", "PASETO, не JWT (v2.public.)"}},
	{"v2.local.", "paseto", words{"PASETO, not a JWT (v2.local.)", "PASETO, не JWT (v2.local.)"}},
	{"gAAAAA", "fernet", words{"Fernet token (gAAAAA; OpenStack Keystone and others)", "токен Fernet (gAAAAA; OpenStack Keystone и другие)"}},
	{"CfDJ8", "aspnet", words{"ASP.NET Core protected payload (CfDJ8)", "защищённые данные ASP.NET Core (CfDJ8)"}},
	{"MDAx", "macaroon", words{"macaroon (MDAx)", "macaroon (MDAx)"}},
	{"PHNhbWx", "saml", words{"SAML message in base64 (PHNhbWx)", "сообщение SAML в base64 (PHNhbWx)"}},
	{"PD94bW", "saml", words{"XML in base64, perhaps SAML (PD94bW)", "XML в base64, возможно SAML (PD94bW)"}},
	{"eyJpdiI6", "laravel", words{"Laravel encrypted cookie", "зашифрованное cookie Laravel"}},
}

// opaqueShapes name the rest by alphabet and length.
var opaqueShapes = map[string]words{
	"empty":            {"nothing", "ничего"},
	"uuid":             {"UUID (as of MOEX's old format)", "UUID (как в старом формате MOEX)"},
	"uuids":            {"UUIDs joined by dots (Keycloak authorization code)", "несколько UUID через точку (код авторизации Keycloak)"},
	"hex":              {"hexadecimal", "шестнадцатеричная строка"},
	"digits":           {"digits only", "только цифры"},
	"waves_password":   {"Waves password (expiry:signature)", "пароль Waves (срок:подпись)"},
	"base58_signature": {"base58, the length of a Waves signature", "base58, длина подписи Waves"},
	"base58_key":       {"base58, the length of a Waves key", "base58, длина ключа Waves"},
	"json_cookie":      {"JSON in base64url with a seal, not a JWT (Flask, itsdangerous and others)", "JSON в base64url с печатью, не JWT (Flask, itsdangerous и другие)"},
	"json":             {"JSON, not a token", "JSON, не токен"},
	"base64url":        {"random base64url", "случайная строка base64url"},
	"base64":           {"random base64", "случайная строка base64"},
	"dotted_base64url": {"base64url in parts, not a JWT", "base64url из частей, не JWT"},
	"text":             {"no known token", "неизвестный токен"},
}

// OpaqueText puts Token.Opaque in words, English or Russian ("ru").
func OpaqueText(id, lang string) string {
	for _, p := range opaquePrefixes {
		if p.id == id {
			return p.in(lang)
		}
	}
	return opaqueShapes[id].in(lang)
}

func opaqueLooks(s string) string {
	for _, p := range opaquePrefixes {
		if strings.HasPrefix(s, p.prefix) && len(s) >= len(p.prefix)+8 {
			return p.id
		}
	}
	only := func(s, set string) bool { return s != "" && strings.Trim(s, set) == "" }
	const (
		digits  = "0123456789"
		hex     = digits + "abcdefABCDEF"
		letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		url     = digits + letters + "-_"
	)
	switch before, after, colon := strings.Cut(s, ":"); {
	case s == "":
		return "empty"
	case isUUID(s):
		return "uuid"
	case strings.Contains(s, ".") && len(s) > 72 && isUUID(s[:36]):
		return "uuids"
	case s[0] == '{' || s[0] == '[':
		return "json"
	case colon && only(before, digits) && len(after) > 80 && isBase58(after):
		return "waves_password"
	case only(s, digits):
		return "digits"
	case len(s) >= 16 && len(s)%2 == 0 && only(s, hex):
		return "hex"
	case (len(s) >= 86 && len(s) <= 88) && isBase58(s):
		return "base58_signature"
	case (len(s) == 43 || len(s) == 44) && isBase58(s):
		return "base58_key"
	case looksLikeObject(s):
		return "json_cookie"
	case len(s) >= 16 && only(s, url):
		return "base64url"
	case len(s) >= 16 && only(s, url+"."):
		return "dotted_base64url"
	case len(s) >= 16 && only(s, digits+letters+"+/="):
		return "base64"
	}
	return "text"
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if unhex(s[i]) < 0 {
			return false
		}
	}
	return true
}

func isBase58(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(c >= '1' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') || c == 'I' || c == 'O' || c == 'l' {
			return false
		}
	}
	return true
}
