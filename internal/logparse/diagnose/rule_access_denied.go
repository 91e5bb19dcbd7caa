package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "access-denied",
	Title:   Text{"The login was declined at the provider", "Вход отклонён у провайдера"},
	About:   Text{"access_denied or a word for it: the user pressed Cancel or did not consent, or a policy of the provider said no.", "access_denied или его вариант: пользователь нажал «Отмена» или не дал согласия, либо отказала политика провайдера."},
	Rank:    70,
	Outcome: exchange.Refused,
	Detail: Text{"The provider sent the browser back without a code because the request was denied: the user cancelled or refused the consent, or a rule, policy or role check of the provider did. The application's configuration of client and secret was accepted so far.",
		"Провайдер вернул браузер без кода, потому что запрос отклонён: пользователь отменил или не дал согласия, либо отказало правило, политика или проверка роли у провайдера. Настройки клиента к этому моменту приняты."},
	Causes: []Text{
		{"The user pressed Cancel or declined a scope", "Пользователь нажал «Отмена» или отклонил scope"},
		{"A rule, action, policy or authorization check of the provider refuses this user (Auth0 rule, Keycloak Deny access step, Okta sign-on policy, app assignment)", "Правило, action, политика или проверка у провайдера отказывает этому пользователю (правило Auth0, шаг Deny access в Keycloak, политика Okta, назначение приложения)"},
		{"The application is in testing and the user is no test user", "Приложение в тестовом режиме, и пользователь не тестовый"},
	},
	Fixes: []Text{
		{"Read error_description: a policy writes its reason there", "Прочитайте error_description: политика пишет туда причину"},
		{"Handle error=access_denied in the callback: tell the user and offer another try", "Обработайте error=access_denied в callback: сообщите пользователю и предложите повторить"},
		{"Look at the provider's log of the login (Auth0 Logs, Okta System Log, Entra sign-in logs, Keycloak events)", "Посмотрите лог входов провайдера (Auth0 Logs, Okta System Log, Entra sign-in logs, события Keycloak)"},
	},
	Missing:  []Text{{"error_description of the redirect, and the provider's log of this sign-in: it names the user's choice, the rule or the policy", "error_description из редиректа и журнал этого входа у провайдера: там выбор пользователя, правило или политика"}},
	Refs:     []Ref{{"RFC 6749 §4.1.2.1", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"}},
	Explains: []string{"provider-error", "callback-without-code"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			switch {
			case e.Event != nil && (e.Code.Text == "rejected_by_user" || e.Code.Text == "consent_denied" || e.Code.Text == "access_denied"):
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{e.Code.Text}})
			case e.Code.Text == "AADB2C90118":
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Code.Span}, Title: resetAsked, Detail: resetAskedDetail, Causes: []Text{}, Fixes: []Text{}, Missing: []Text{}})
			case e.Redirect == nil && e.Event == nil && e.Error.Text == "access_denied" && e.Description.Text != "Unauthorized" && e.Status() != 401 && e.Status() != 403 && e.Endpoint != exchange.EndpointAPI && e.Outcome.Failed() && !holdsAny(strings.ToLower(e.Description.Text), "client not allowed", "ip address", "not_authorized"):
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Codes: []string{"access_denied"}})
			case e.Redirect != nil && (e.Error.Text == "access_denied" || strings.HasPrefix(e.Error.Text, "user_denied") || strings.HasPrefix(e.Error.Text, "user_cancel")):
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Codes: []string{e.Error.Text}, Confidence: Certain})
			}
		}
		return out
	},
})

// What is said where Azure AD B2C leaves the reset of a password to the application; its catalogue has cause and fix.
var (
	resetAsked       = Text{"The user chose “Forgot your password?”", "Пользователь выбрал «Забыли пароль?»"}
	resetAskedDetail = Text{"Azure AD B2C ends its sign-in policy with access_denied and AADB2C90118 when the user clicks the link to reset the password: nobody declined anything, the application has to go on with the reset.", "Azure AD B2C завершает политику входа ошибкой access_denied с AADB2C90118, когда пользователь нажимает ссылку сброса пароля: никто ничего не отклонял, продолжить сброс должно приложение."}
)
