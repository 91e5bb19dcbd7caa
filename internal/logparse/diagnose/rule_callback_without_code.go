package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "callback-without-code",
	Title:   Text{"The callback brought no authorization code", "В callback нет кода авторизации"},
	About:   Text{"The handler of the redirect URI looked for code and found none: an error came in its place, it stands in the fragment or the POST body, or the page was opened directly.", "Обработчик redirect URI искал code и не нашёл: вместо него пришла ошибка, он во фрагменте или в теле POST, либо страницу открыли напрямую."},
	Rank:    64,
	Outcome: exchange.NotAsked,
	Detail: Text{"The redirect URI was reached, but the parameter code is missing where the client looks for it. The token request was not made, or was made without a code.",
		"До redirect URI дошли, но параметра code нет там, где его ищет клиент. Запрос токена не сделан или сделан без кода."},
	Causes: []Text{
		{"The provider answered with an error instead (error=…, error_description=… in the same URL), and the handler reads only code", "Провайдер вернул ошибку (error=…, error_description=… в том же URL), а обработчик читает только code"},
		{"The code is in another place: the fragment (#code=…, response_mode=fragment, hash routing) or the POST body (response_mode=form_post)", "Код в другом месте: во фрагменте (#code=…, response_mode=fragment, hash-маршрутизация) или в теле POST (response_mode=form_post)"},
		{"response_type=token or id_token was asked for, so no code is issued", "Запрошен response_type=token или id_token, поэтому код не выдаётся"},
		{"A redirect (http to https, trailing slash, www) on the way dropped the query string", "Редирект по пути (http на https, слеш в конце, www) отбросил query string"},
		{"The callback page was opened directly, by a bookmark, crawler or a second render", "Страницу callback открыли напрямую: закладкой, роботом или повторной отрисовкой"},
		{"A command line waits for the code on localhost, and a proxy, a VPN, a firewall or another program on that port took the browser's request, or the browser runs on another machine", "Командная строка ждёт код на localhost, а запрос браузера перехватил прокси, VPN, файрвол или другая программа на том же порту, либо браузер на другой машине"},
	},
	Fixes: []Text{
		{"Log the callback's full URL and method once, without the code's value, and read error and error_description first", "Один раз запишите в лог полный URL и метод callback без значения кода и сначала читайте error и error_description"},
		{"Ask for response_type=code and the response_mode the handler reads; register a POST route for form_post", "Запрашивайте response_type=code и тот response_mode, который читает обработчик; для form_post заведите маршрут POST"},
		{"Register the final address as redirect_uri, so that no redirect follows", "Зарегистрируйте конечный адрес как redirect_uri, чтобы редиректа не было"},
		{"Command line: log in without the local redirect and paste the code (gcloud --no-launch-browser, rclone authorize), or exclude localhost from the proxy", "Командная строка: войдите без локального редиректа и вставьте код (gcloud --no-launch-browser, rclone authorize) или исключите localhost из прокси"},
	},
	Leads: []Lead{
		{Signs: []string{"--no-launch-browser", "--no-browser", "--noauth_local_webserver", "rclone"}, Only: true, Cause: "A command line waits", Fix: "Command line: log in"},
	},
	Missing: []Text{{"The full callback URL (code shortened) and the HTTP method", "Полный URL callback (код можно сократить) и метод HTTP"}},
	Refs:    []Ref{{"RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}, {"RFC 6749 §4.1.2.1 Error response", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"}},
	Check:   sentBackWithoutCode,
})
