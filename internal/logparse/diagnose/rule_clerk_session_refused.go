package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "clerk-session-refused",
	Title:   Text{"Clerk refused its session: keys or clock do not match", "Clerk отверг сессию: не совпадают ключи или часы"},
	About:   Text{"Clerk's middleware sends the browser round in a loop, or names a reason of its own for not accepting the session token.", "Middleware Clerk водит браузер по кругу или называет собственную причину, по которой не принят токен сессии."},
	Rank:    85,
	Outcome: exchange.Rejected,
	Detail: Text{"Clerk checks the session token on the server with the instance's keys. Where the publishable key in the browser and the secret key on the server belong to two instances, or the clock is off, no session is ever accepted: the handshake repeats and ends as a redirect loop. Clerk's API says the same as authorization_invalid: the request is not authorized by a session it knows.",
		"Clerk проверяет токен сессии на сервере ключами своего экземпляра. Если publishable key в браузере и secret key на сервере от разных экземпляров или часы неверны, сессия не принимается никогда: handshake повторяется и кончается циклом перенаправлений. API Clerk сообщает то же кодом authorization_invalid: запрос не подтверждён известной ему сессией."},
	Causes: []Text{
		{"CLERK_SECRET_KEY and the publishable key are of different instances (test and live, another application), or were changed while old cookies remain", "CLERK_SECRET_KEY и publishable key от разных экземпляров (test и live, другое приложение) либо заменены, а старые cookie остались"},
		{"The clock of the server or the computer is wrong, so the short-lived session token is not yet valid or already expired", "Часы сервера или компьютера неверны, и недолгий токен сессии ещё не действует или уже истёк"},
		{"The browser does not send the cookies __session and __client_uat (third-party cookies, another domain)", "Браузер не отправляет cookie __session и __client_uat (сторонние cookie, другой домен)"},
	},
	Fixes: []Text{
		{"Copy both keys anew from the same instance in the Clerk dashboard (pk_test_ with sk_test_, pk_live_ with sk_live_), restart, clear the site's cookies", "Скопируйте оба ключа заново из одного экземпляра в Clerk Dashboard (pk_test_ с sk_test_, pk_live_ с sk_live_), перезапустите, очистите cookie сайта"},
		{"Synchronise the clock (NTP)", "Синхронизируйте часы (NTP)"},
		{"Read the response headers x-clerk-auth-status, x-clerk-auth-reason and x-clerk-auth-message: they name the reason", "Прочитайте заголовки ответа x-clerk-auth-status, x-clerk-auth-reason и x-clerk-auth-message: в них названа причина"},
	},
	Missing:  []Text{{"The headers x-clerk-auth-reason and x-clerk-auth-message of the redirecting response", "Заголовки x-clerk-auth-reason и x-clerk-auth-message перенаправляющего ответа"}},
	Refs:     []Ref{{"Clerk: backend error codes", "https://clerk.com/docs/errors/overview"}},
	Explains: []string{"no-session-at-client", "login-failed"},
})
