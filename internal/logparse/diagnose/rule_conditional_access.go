package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "conditional-access",
	Title:   Text{"A conditional access policy blocks the sign-in", "Вход блокирует политика условного доступа"},
	About:   Text{"The directory's policy refuses the token because of place, device, client app or risk.", "Политика каталога отказывает в токене из-за места, устройства, приложения-клиента или риска."},
	Rank:    82,
	Outcome: exchange.Refused,
	Detail: Text{"User and client are in order; an access policy of the tenant does not allow this sign-in (unmanaged or non-compliant device, place, risky sign-in, client app not approved). No change of the OAuth parameters helps.",
		"Пользователь и клиент в порядке; политика доступа tenant не разрешает этот вход (неуправляемое или несоответствующее устройство, место, рискованный вход, неодобренное приложение). Параметры OAuth тут не помогут."},
	Causes: []Text{
		{"A Conditional Access policy applies to this application or to all, and the device, network or client app does not meet it", "Политика Conditional Access действует на это приложение или на все, а устройство, сеть или приложение ей не соответствует"},
		{"A non-interactive client (script, password grant, server) cannot present a compliant device or MFA", "Неинтерактивный клиент (скрипт, password grant, сервер) не может предъявить соответствующее устройство или MFA"},
	},
	Fixes: []Text{
		{"Entra → Sign-in logs → the sign-in with this Correlation ID → Conditional Access shows the policy that failed", "Entra → Sign-in logs → вход с этим Correlation ID → Conditional Access показывает сработавшую политику"},
		{"Have the administrator exclude the app or add the network, or use a managed device with the broker (Company Portal, Authenticator, WAM)", "Попросите администратора исключить приложение или добавить сеть, либо используйте управляемое устройство с брокером (Company Portal, Authenticator, WAM)"},
		{"For automation use a workload identity or client credentials instead of a user", "Для автоматизации используйте workload identity или client credentials вместо пользователя"},
	},
	Refs:     []Ref{{"Microsoft: troubleshoot Conditional Access", "https://learn.microsoft.com/en-us/entra/identity/conditional-access/troubleshoot-conditional-access"}, {"Microsoft: AADSTS error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"provider-error", "silent-login-needs-interaction", "access-denied"},
})
