package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "account-not-linked",
	Title:    Text{"The login worked; its account is not linked here", "Вход прошёл; учётная запись здесь не связана"},
	About:    Text{"The application knows the e-mail address from another way to sign in, and does not join the two accounts by itself.", "Приложение знает этот email по другому способу входа и само не объединяет две учётные записи."},
	Rank:     80,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "exception-after-login", "provider-error", "user-not-allowed"},
	Detail: Text{"The provider authenticated the user; the application then found an account with the same e-mail address that was made by another way to sign in, and refuses to join them without a proof, because whoever controls the address at the second provider could take the account over.",
		"Провайдер аутентифицировал пользователя; затем приложение нашло учётную запись с тем же email, созданную другим способом входа, и не объединяет их без доказательства: владелец адреса у второго провайдера мог бы завладеть записью."},
	Causes: []Text{
		{"The user signed up before with a password or another provider under the same e-mail address", "Раньше пользователь зарегистрировался с паролем или через другого провайдера с тем же email"},
		{"The account row was lost or its subject changed: a new provider client, realm or environment gives another sub", "Запись связи потеряна или изменился субъект: новый клиент, realm или среда провайдера дают другой sub"},
		{"GitLab: it may not make accounts at the first login (omniauth_allow_single_sign_on, omniauth_block_auto_created_users), or sign-up is switched off", "GitLab: ему нельзя создавать учётные записи при первом входе (omniauth_allow_single_sign_on, omniauth_block_auto_created_users) либо регистрация выключена"},
	},
	Fixes: []Text{
		{"Let the user sign in the old way and link the provider in the profile", "Пусть пользователь войдёт прежним способом и свяжет провайдера в профиле"},
		{"For providers that verify addresses: allowDangerousEmailAccountLinking: true (Auth.js), omniauth_auto_link_user (GitLab), linkWithCredential (Firebase), a First Login Flow with Automatically Set Existing User (Keycloak)", "Для провайдеров, проверяющих адреса: allowDangerousEmailAccountLinking: true (Auth.js), omniauth_auto_link_user (GitLab), linkWithCredential (Firebase), First Login Flow с Automatically Set Existing User (Keycloak)"},
	},
	Leads: []Lead{{Signs: []string{"without a pre-existing account", "signup is disabled"}, Cause: "GitLab: "}},
	Refs:  []Ref{{"Auth.js: OAuthAccountNotLinked", "https://authjs.dev/reference/core/errors#oauthaccountnotlinked"}, {"OpenID Connect Core §5.7: sub, not email, identifies", "https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability"}},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Redirect == nil || !strings.EqualFold(e.Error.Text, "OAuthAccountNotLinked") {
				continue
			}
			// The error page of the application itself, reached after the provider's answer was read.
			e.Outcome = exchange.Issued
			return []Verdict{{Exchange: e, Evidence: []source.Span{e.Error.Span}}}
		}
		return nil
	},
})
