package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "user-account-blocked",
	Title:      Text{"The user's account is disabled or locked", "Учётная запись отключена или заблокирована"},
	About:      Text{"The account exists and may not log in: disabled by an administrator, or locked by brute-force protection.", "Учётная запись есть, но вход закрыт: отключена администратором или заблокирована защитой от перебора."},
	Confidence: Certain,
	Rank:       82,
	Outcome:    exchange.Refused,
	Detail: Text{"The server knows the user and refuses the login because the account is disabled, or locked for a time after too many wrong passwords (brute-force protection, smart lockout). The password may be right.",
		"Сервер знает пользователя и отказывает во входе, потому что учётная запись отключена или временно заблокирована после многих неверных паролей (защита от перебора). Сам пароль может быть верным."},
	Causes: []Text{
		{"Brute-force protection counted failed logins, often of a job or device that keeps an old password", "Защита от перебора насчитала неудачные входы, часто от задания или устройства со старым паролем"},
		{"An administrator (or a directory sync) disabled the account", "Учётную запись отключил администратор (или синхронизация каталога)"},
	},
	Leads: []Lead{{Signs: []string{"disabled", "deactivated", "отключена"}, Cause: "An administrator"}},
	Fixes: []Text{
		{"Keycloak: Users → the user → Details (Enabled), and Realm settings → Security defenses → Brute force detection; unlock under Users → Unlock", "Keycloak: Users → пользователь → Details (Enabled) и Realm settings → Security defenses → Brute force detection; разблокировка в Users → Unlock"},
		{"Entra ID: Users → Account enabled, sign-in logs; Auth0: User Management → Unblock", "Entra ID: Users → Account enabled, журналы входа; Auth0: User Management → Unblock"},
		{"Find the program that retries with the old password", "Найдите программу, которая повторяет вход со старым паролем"},
	},
	Refs:     []Ref{{"Keycloak: brute force attacks", "https://www.keycloak.org/docs/latest/server_admin/#password-guess-brute-force-attacks"}},
	Explains: []string{"provider-error", "user-credentials-wrong", "access-denied"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Event != nil {
				switch e.Code.Text {
				case "user_disabled", "user_temporarily_disabled", "user_permanently_disabled":
					out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e)})
				}
			}
		}
		return out
	},
})
