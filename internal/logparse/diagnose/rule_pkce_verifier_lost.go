package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "pkce-verifier-lost",
	Title:   Text{"The PKCE code_verifier is gone at the callback", "На callback нет PKCE code_verifier"},
	About:   Text{"The client kept the code_verifier in a cookie or in web storage and does not find it when the code comes back.", "Клиент хранил code_verifier в cookie или хранилище браузера и не находит его, когда пришёл код."},
	Rank:    76,
	Outcome: exchange.NotAsked,
	Detail: Text{"The authorization request was made with a code_challenge, and its code_verifier was put in a cookie or storage. At the callback that cookie is not there or cannot be read: it was not sent back by the browser. Without the verifier no token request can be made.",
		"Запрос авторизации сделан с code_challenge, а code_verifier положен в cookie или хранилище. На callback этой cookie нет или её не прочесть: браузер её не вернул. Без verifier запрос токена невозможен."},
	Causes: []Text{
		{"The callback arrives on another host, scheme or port than the one that set the cookie (localhost against 127.0.0.1, www, a proxy's internal name): the cookie is not sent there", "Callback приходит на другой хост, схему или порт, чем задал cookie (localhost и 127.0.0.1, www, внутреннее имя за прокси): туда cookie не отправляется"},
		{"The cookie was dropped by the browser: Secure or __Host-/__Secure- over http, SameSite, an iframe, third-party cookie blocking, larger than 4 KB", "Cookie отброшена браузером: Secure или __Host-/__Secure- по http, SameSite, iframe, запрет сторонних cookie, больше 4 КБ"},
		{"The login was finished twice or in two tabs: the first callback deleted the cookie, a reload, prefetch or second tab finds nothing", "Вход завершён дважды или в двух вкладках: первый callback удалил cookie, перезагрузка, prefetch или вторая вкладка не находят ничего"},
		{"The link was opened in another browser or app than the one that started (e-mail link, in-app browser)", "Ссылка открыта в другом браузере или приложении, чем начат вход (письмо, встроенный браузер)"},
		{"The cookie cannot be decrypted: AUTH_SECRET/NEXTAUTH_SECRET differs between instances or deployments", "Cookie не расшифровать: AUTH_SECRET/NEXTAUTH_SECRET различается между экземплярами или развёртываниями"},
		{"Supabase: the verifier lies in the storage of the client that called signInWithOAuth, and another client, window or app exchanges the code (a deep link opened a second instance)", "Supabase: verifier лежит в хранилище клиента, вызвавшего signInWithOAuth, а код обменивает другой клиент, окно или приложение (ссылка открыла второй экземпляр)"},
	},
	Fixes: []Text{
		{"Set AUTH_URL (NEXTAUTH_URL) to the public address, AUTH_TRUST_HOST=true behind a proxy, and pass X-Forwarded-Host and X-Forwarded-Proto: login start and callback must be on the same host", "Задайте AUTH_URL (NEXTAUTH_URL) равным внешнему адресу, за прокси — AUTH_TRUST_HOST=true, передавайте X-Forwarded-Host и X-Forwarded-Proto: начало входа и callback должны быть на одном хосте"},
		{"Look at the callback request in the browser's network tab: is the code_verifier cookie among the cookies sent, and if not, does the Issues tab say why", "Посмотрите запрос callback во вкладке «Сеть»: отправлена ли cookie с code_verifier, а если нет — что пишет вкладка Issues"},
		{"Over plain http do not use cookies with Secure; the cookie path must cover the callback", "По http не используйте cookie с Secure; путь cookie должен включать callback"},
		{"Set the same AUTH_SECRET on all instances", "Задайте одинаковый AUTH_SECRET на всех экземплярах"},
		{"Start again with a new login when the verifier is gone", "Если verifier пропал, начинайте вход заново"},
		{"Supabase: one client for both steps, with flowType pkce and a storage that outlives the browser trip; on the server the cookie storage of @supabase/ssr", "Supabase: один клиент для обоих шагов, flowType pkce и хранилище, которое переживает переход в браузер; на сервере — cookie через @supabase/ssr"},
	},
	Leads: []Lead{
		{Signs: []string{"exchangecodeforsession", "authapierror", "supabase"}, Only: true, Cause: "Supabase: ", Fix: "Supabase: "},
	},
	Missing: []Text{{"The Cookie header of the callback request and the host of the page that started the login", "Заголовок Cookie запроса callback и хост страницы, начавшей вход"}},
	Refs:    []Ref{{"RFC 7636 §4.5", "https://www.rfc-editor.org/rfc/rfc7636#section-4.5"}, {"Auth.js: InvalidCheck", "https://errors.authjs.dev#invalidcheck"}},
})
