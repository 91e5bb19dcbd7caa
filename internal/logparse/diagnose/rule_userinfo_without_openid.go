package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "userinfo-without-openid",
	Title:   Text{"userinfo needs a token with scope openid", "Для userinfo нужен токен со scope openid"},
	About:   Text{"The userinfo endpoint refuses an access token that was not asked for with the scope openid.", "Userinfo endpoint отвергает access-токен, запрошенный без scope openid."},
	Rank:    82,
	Outcome: exchange.Rejected,
	Detail: Text{"The userinfo endpoint refused the access token with insufficient_scope (403): it answers only for tokens that were asked for with the scope openid. The token itself was issued and is genuine; Keycloak checks the scope since version 19.",
		"Userinfo endpoint отверг access-токен с insufficient_scope (403): он отвечает только на токены, запрошенные со scope openid. Сам токен выдан и подлинный; Keycloak проверяет scope с версии 19."},
	Causes: []Text{
		{"The scope openid is missing from the authorization or token request (a plain OAuth setup that worked with Keycloak before 19)", "В запросе авторизации или токена нет scope openid (настройка чистого OAuth, которая работала с Keycloak до 19)"},
		{"The token is of client_credentials or of an exchange and stands for no user login", "Токен получен через client_credentials или обмен и не связан со входом пользователя"},
	},
	Fixes: []Text{
		{"Add openid to the scopes of the client (scope=openid profile email; Grafana scopes, Jenkins oic-auth scopes, oauth2-proxy --scope), and log in again", "Добавьте openid в scope клиента (scope=openid profile email; scopes в Grafana, в oic-auth Jenkins, oauth2-proxy --scope) и войдите заново"},
		{"For client_credentials do not call userinfo, or ask for openid explicitly", "Для client_credentials не вызывайте userinfo или явно запросите openid"},
	},
	Refs:     []Ref{{"OpenID Connect Core §5.3 UserInfo", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfo"}, {"Keycloak: upgrading guide, userinfo changes in 19", "https://www.keycloak.org/docs/latest/upgrading/#userinfo-endpoint-changes"}},
	Explains: []string{"scope-missing", "provider-error", "api-refused-token", "profile-fetch-failed", "access-denied", "success-called-failure"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if (e.Error.Text == "insufficient_scope" || e.Code.Text == "insufficient_scope") && (e.Endpoint == exchange.EndpointUserinfo || strings.Contains(e.Description.Text, "openid")) {
				return []Verdict{{Exchange: e, Evidence: errorPlaces(e), Confidence: Certain}}
			}
			if e.Event != nil && e.Event.Name.Text == "USER_INFO_REQUEST_ERROR" && e.Code.Text == "access_denied" { // Keycloak's word for nothing else
				return []Verdict{{Exchange: e, Evidence: []source.Span{e.Code.Span}}}
			}
			if e.Endpoint == exchange.EndpointUserinfo && e.Status() == 403 && e.Provider == "keycloak" {
				return []Verdict{{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}}}
			}
		}
		if s := saidBy(f, "?userinfo-without-openid"); len(s) > 0 {
			return []Verdict{{Evidence: s[:1]}}
		}
		return nil
	},
})
