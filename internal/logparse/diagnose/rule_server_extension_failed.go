package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "server-extension-failed",
	Title:    Text{"Custom code at the provider stopped the login", "Вход остановил собственный код на стороне провайдера"},
	About:    Text{"An extension that the tenant runs inside its provider threw or refused: Auth0 rule, hook or action, Cognito Lambda trigger, Supabase hook, Firebase blocking function, Keycloak script.", "Расширение, которое владелец выполняет внутри провайдера, упало или отказало: rule, hook или action в Auth0, Lambda-триггер Cognito, hook в Supabase, blocking function в Firebase, скрипт Keycloak."},
	Rank:     80,
	Outcome:  exchange.Refused,
	Explains: []string{"provider-error", "provider-outage", "login-failed"},
	Detail: Text{"The provider accepted the request and then ran code of its tenant (a rule, action, hook, trigger or script that adds claims or checks the user); that code threw an exception, timed out or refused. Neither the client nor the user's password is at fault, and the client's settings will not change it.",
		"Провайдер принял запрос и затем выполнил код владельца (rule, action, hook, триггер или скрипт, который добавляет claims или проверяет пользователя); этот код упал, не уложился во время или отказал. Клиент и пароль ни при чём, настройками клиента это не исправить."},
	Causes: []Text{
		{"An exception in the extension: a member it reads is undefined for this grant (client_credentials has no user), a request of its own failed, a runtime or library version changed", "Исключение в расширении: поля, которое оно читает, нет при этом гранте (у client_credentials нет пользователя), не удался его собственный запрос, сменилась версия среды или библиотеки"},
		{"It refuses on purpose: an e-mail domain, an unverified address, a list of guests", "Оно отказывает намеренно: домен адреса, неподтверждённый адрес, список допущенных"},
		{"It ran longer than the provider allows (Cognito 5 s, Supabase 5 s), or may not be invoked", "Оно работало дольше, чем позволяет провайдер (Cognito 5 с, Supabase 5 с), либо его нельзя вызвать"},
	},
	Fixes: []Text{
		{"Read the extension's own log for this second: Auth0 Monitoring → Logs and Actions, CloudWatch of the Lambda, Supabase Auth logs", "Прочитайте журнал самого расширения за эту секунду: Auth0 Monitoring → Logs и Actions, CloudWatch этой Lambda, Auth logs в Supabase"},
		{"Switch the extension off and log in again: if that works, guard the members that can be missing", "Отключите расширение и войдите снова: если вход прошёл, защитите обращения к полям, которых может не быть"},
	},
	Missing: []Text{{"The exception in the extension's own log", "Исключение в журнале самого расширения"}},
	Refs:    []Ref{{"Amazon Cognito: Lambda triggers", "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html"}, {"Auth0: Actions", "https://auth0.com/docs/customize/actions"}},
})
