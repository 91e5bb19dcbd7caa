package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "required-action-pending",
	Title:   Text{"The account has a required action to complete", "У аккаунта не выполнено обязательное действие"},
	About:   Text{"The password is right, but the account must first change it, verify an e-mail address, set up OTP or accept terms; a back-channel login cannot show that page.", "Пароль верен, но сначала нужно сменить его, подтвердить почту, настроить OTP или принять условия; вход без браузера этой страницы не покажет."},
	Rank:    84,
	Outcome: exchange.Refused,
	Detail: Text{"User name and password were accepted, and the server still issues no token, because the account has a step open: a required action such as update password (temporary password), verify e-mail, configure OTP, update profile or accept terms. Those need a browser page, which the password grant cannot show.",
		"Имя и пароль приняты, но токен не выдан: у аккаунта открыт обязательный шаг (required action) — смена временного пароля, подтверждение почты, настройка OTP, заполнение профиля или принятие условий. Для них нужна страница в браузере, которой у password grant нет."},
	Causes: []Text{
		{"A temporary password was set (Temporary on), or the password has expired", "Задан временный пароль (Temporary), или срок пароля истёк"},
		{"Required actions stand at the user, or the realm sets them as default; since Keycloak 24 a user profile with missing required fields (e-mail, first and last name) counts too", "У пользователя стоят required actions или realm назначает их по умолчанию; с Keycloak 24 учитывается и незаполненный профиль (почта, имя, фамилия)"},
		{"The e-mail address or account is not confirmed", "Почта или аккаунт не подтверждены"},
	},
	Leads: []Lead{{Signs: []string{"not confirmed", "usernotconfirmed", "email_not_confirmed", "verify_email"}, Cause: "not confirmed"}, {Signs: []string{"usernotconfirmed"}, Only: true, Fix: "Cognito: confirm"}},
	Fixes: []Text{
		{"Keycloak: Users → the user → Details → Required user actions: clear; Credentials → set the password with Temporary off; fill e-mail and names, Email verified on", "Keycloak: Users → пользователь → Details → Required user actions: очистить; Credentials → задать пароль с выключенным Temporary; заполнить почту и имя, включить Email verified"},
		{"Or log in once in the browser (account console) and complete the step", "Либо один раз войдите в браузере (account console) и выполните шаг"},
		{"Create users by API with \"requiredActions\": [] and \"temporary\": false in credentials", "Создавайте пользователей через API с \"requiredActions\": [] и \"temporary\": false в credentials"},
		{"Cognito: confirm the sign-up with the code of the message (ConfirmSignUp, ResendConfirmationCode; AdminConfirmSignUp)", "Cognito: подтвердите регистрацию кодом из сообщения (ConfirmSignUp, ResendConfirmationCode; AdminConfirmSignUp)"},
		{"Cognito: answer the challenge NEW_PASSWORD_REQUIRED, or adminSetUserPassword with Permanent", "Cognito: ответьте на challenge NEW_PASSWORD_REQUIRED или вызовите adminSetUserPassword с Permanent"},
	},
	Refs:     []Ref{{"Keycloak: required actions", "https://www.keycloak.org/docs/latest/server_admin/#con-required-actions_server_administration_guide"}},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Event != nil && e.Code.Text == "resolve_required_actions" {
				return []Verdict{{Exchange: e, Evidence: []source.Span{e.Code.Span}, Codes: []string{e.Code.Text}, Confidence: Certain}}
			}
		}
		return nil
	},
})
