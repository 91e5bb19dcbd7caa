package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "user-credentials-wrong",
	Title:      Text{"User name or password is wrong", "Неверны имя или пароль пользователя"},
	About:      Text{"The client was accepted; the user's name or password was not, often because the user lives in another realm or directory.", "Клиент принят, а имя или пароль пользователя — нет; часто пользователь живёт в другом realm или каталоге."},
	Confidence: Certain,
	Rank:       78,
	Outcome:    exchange.Refused,
	Detail: Text{"The client was accepted and the user's login was refused. One text stands for an unknown user, a wrong password, a temporarily locked account and a user of another realm: a user exists in exactly one realm (Keycloak) or directory, and the token request goes to the realm in its URL.",
		"Клиент принят, а вход пользователя отклонён. Один и тот же текст означает неизвестного пользователя, неверный пароль, временную блокировку и пользователя другого realm: пользователь существует ровно в одном realm (Keycloak) или каталоге, а запрос за токеном идёт в realm из URL."},
	Causes: []Text{
		{"The password is wrong, was changed, is temporary, or lost characters in a shell, .env or URL encoding", "Пароль неверен, изменён, временный или потерял символы в оболочке, .env или URL-кодировании"},
		{"Keycloak: the user is defined in another realm than the one in the URL; an administrator lives in realm master (python-keycloak: user_realm_name, kcadm: --realm master)", "Keycloak: пользователь заведён в другом realm, а не в том, что в URL; администратор живёт в realm master (python-keycloak: user_realm_name, kcadm: --realm master)"},
		{"Mail, Git and other programs without a browser take no account password: two-step verification or a rule of the provider demands an app password or access token made for this program, or OAuth", "Почта, Git и другие программы без браузера не принимают пароль учётной записи: двухэтапная проверка или правило провайдера требует пароль приложения или токен, созданный для этой программы, либо OAuth"},
		{"The one-time code is wrong or late: the phone's clock, an old code, another entry of the app", "Одноразовый код неверен или просрочен: часы телефона, старый код, другая запись в приложении"},
		{"Brute-force protection locked the account for a while (same answer; Keycloak's event says user_temporarily_disabled)", "Защита от перебора временно заблокировала учётную запись (ответ тот же; в событии Keycloak user_temporarily_disabled)"},
		{"Salesforce: the security token is missing behind the password or was reset with it, or the account is of a sandbox (test.salesforce.com)", "Salesforce: за паролем нет security token или он сменился вместе с паролем, либо учётная запись из песочницы (test.salesforce.com)"},
	},
	Fixes: []Text{
		{"Log in with the same name and password on the provider's own page in the browser: what fails there, too, is no fault of the client (Keycloak: https://host/realms/<realm>/account, of the realm in the token URL)", "Войдите с теми же именем и паролем на странице самого провайдера в браузере: что не выходит и там, не вина клиента (Keycloak: https://host/realms/<realm>/account, realm из URL токена)"},
		{"Keycloak's admin libraries: authenticate against master and manage the other realm: KeycloakAdmin(user_realm_name=\"master\", realm_name=\"<realm>\", …)", "Keycloak, административные библиотеки: входите в master, а управляйте другим realm: KeycloakAdmin(user_realm_name=\"master\", realm_name=\"<realm>\", …)"},
		{"Keycloak: read the LOGIN_ERROR event of the same second: user_not_found, invalid_user_credentials, user_temporarily_disabled tell the cases apart", "Keycloak: посмотрите событие LOGIN_ERROR за ту же секунду: user_not_found, invalid_user_credentials, user_temporarily_disabled различают случаи"},
	},
	Leads: []Lead{
		{Signs: []string{"user_realm_name", "keycloakadmin", "kcadm", "/realms/master"}, Cause: "another realm", Fix: "admin libraries"},
		{Signs: []string{"application password", "app password", "application-specific password", "badcredentials", "neobhodim parol", "personal access token"}, Only: true, Cause: "demands an app password"},
		{Signs: []string{"authenticator code", "код аутентификатора"}, Only: true, Cause: "one-time code"},
		{Signs: []string{"security token"}, Only: true, Cause: "Salesforce: the security token is "},
	},
	Missing:  []Text{{"The server's own record of this login (Keycloak: event LOGIN_ERROR; Entra: sign-in log)", "Запись самого сервера об этом входе (Keycloak: событие LOGIN_ERROR; Entra: журнал входов)"}},
	Refs:     []Ref{{"Keycloak: login events", "https://www.keycloak.org/docs/latest/server_admin/#configuring-auditing-to-track-events"}, {"RFC 6749 §4.3.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2"}},
	Explains: []string{"provider-error", "answer-is-html"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if v, ok := sentBackToLogin(e); ok {
				out = append(out, v)
			}
			if e.Event == nil {
				continue
			}
			switch e.Code.Text {
			case "invalid_user_credentials":
				if u := e.Event.Params.Text("userId"); u == "" || u == "null" {
					out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Detail: Text{"Keycloak's event says invalid_user_credentials: the user's name or password (or one-time code) typed into the login form was wrong in this realm. It is the user, not the client: the client secret was not even asked for at this step.", "Событие Keycloak говорит invalid_user_credentials: имя или пароль (или одноразовый код), введённые в форме входа, в этом realm неверны. Речь о пользователе, а не о клиенте: секрет клиента на этом шаге ещё не запрашивался."}})
					continue
				}
				v := Verdict{Exchange: e, Evidence: errorPlaces(e), Title: Text{"The password is wrong; the user is known", "Пароль неверен, пользователь известен"},
					Detail: Text{"Keycloak's event says invalid_user_credentials: the user was found in this realm and the password (or one-time code) was wrong.", "Событие Keycloak говорит invalid_user_credentials: пользователь в этом realm найден, а пароль (или одноразовый код) неверен."}}
				out = append(out, v)
			case "user_not_found":
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Title: Text{"There is no such user in this realm", "Такого пользователя в этом realm нет"},
					Detail: Text{"Keycloak's event says user_not_found: no user of this name or e-mail exists in the realm the request went to. It may exist in another realm (master for administrators) or only in an identity provider or LDAP that is not connected here.", "Событие Keycloak говорит user_not_found: в realm, куда пришёл запрос, нет пользователя с таким именем или почтой. Он может быть в другом realm (администраторы — в master) или только в провайдере или LDAP, который сюда не подключён."}})
			}
		}
		// python-keycloak: realm_name without user_realm_name asks the token of the managed realm.
		if at := placesOf(f, "keycloakadmin(", "keycloakopenidconnection("); len(at) > 0 && f.Has("realm_name=") && !f.Has("user_realm_name") && f.Has("invalid user credentials") {
			out = append(out, Verdict{Evidence: []source.Span{at[0]}, Rank: 82})
		}
		return out
	},
})

// sentBackToLogin: a login form was posted, and the answer leads back to the form with an error (Spring Security's
// /login?error and its like).
func sentBackToLogin(e *exchange.Exchange) (Verdict, bool) {
	if e.Request == nil || e.Response == nil || e.Request.Method.Text != "POST" || e.Response.Code/100 != 3 {
		return Verdict{}, false
	}
	to, err := url.Parse(e.Response.Header("Location"))
	if err != nil || !holdsAny(strings.ToLower(to.Path), "login", "signin", "sign-in", "sign_in") {
		return Verdict{}, false
	}
	query := to.Query()
	if !(query.Has("error") && query.Get("error_description") == "" || query.Has("login_error") || query.Has("failed") || query.Has("authError")) {
		return Verdict{}, false
	}
	location, ok := e.Response.Headers.Get("Location")
	if !ok {
		return Verdict{}, false
	}
	return Verdict{Exchange: e, Evidence: []source.Span{location.Value.Span}, Confidence: Likely,
		Title: Text{"The login form was answered with its error page", "На форму входа ответили её страницей ошибки"},
		Detail: Text{"The login was posted and the answer is a redirect back to the login page with an error (Spring Security: /login?error): the user name or password was not accepted, the account is locked, or the form's CSRF token or field names are wrong. A redirect to the page asked for, with a new session cookie, would be success.",
			"Вход отправлен, а в ответ — редирект обратно на страницу входа с ошибкой (Spring Security: /login?error): имя или пароль не приняты, учётная запись заблокирована либо неверны CSRF-токен или имена полей формы. При успехе был бы редирект на запрошенную страницу с новой cookie сессии."}}, true
}
