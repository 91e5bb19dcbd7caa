package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "api-key-invalid",
	Title:   Text{"The project's API key was refused", "API-ключ проекта отклонён"},
	About:   Text{"Firebase, Google APIs, Supabase: the request carries a missing or wrong API key, before any user or token is looked at.", "Firebase, Google API, Supabase: в запросе нет API-ключа или он неверен; до пользователя и токена дело не дошло."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail:  Text{"The service looks first at the API key (apiKey, apikey header), which names the project. It is missing, wrong, of another project or restricted, so no sign-in was tried. It is neither the client_secret nor a user's token.", "Сначала сервис смотрит на API-ключ (apiKey, заголовок apikey), который называет проект. Ключа нет, он неверен, от другого проекта или ограничен, поэтому вход не выполнялся. Это не client_secret и не токен пользователя."},
	Causes: []Text{
		{"The key was rotated or deleted, or belongs to another project, account or environment", "Ключ сменили или удалили, либо он от другого проекта, кабинета или среды"},
		{"No key was sent: its variable is empty where the program runs, in a page's build without the prefix VITE_, NEXT_PUBLIC_, REACT_APP_", "Ключ не отправлен: его переменная пуста там, где работает программа, или в сборке страницы без префикса VITE_, NEXT_PUBLIC_, REACT_APP_"},
		{"A restriction of the key (HTTP referrer, Android package and SHA-1, API list) does not admit this caller", "Ограничение ключа (HTTP referrer, пакет Android и SHA-1, список API) не допускает этот вызов"},
		{"The key is restricted to other apps: this bundle id, package name with SHA-1, or referrer is not on its list", "Ключ ограничен другими приложениями: этого bundle id, имени пакета с SHA-1 или referrer нет в его списке"},
	},
	Fixes: []Text{
		{"Compare the configured key with the console: Firebase → Project settings → General; Supabase → Project settings → API", "Сравните ключ с консолью: Firebase → Project settings → General; Supabase → Project settings → API"},
		{"Print the config at start and look for undefined; name the variable with the bundler's public prefix", "Напечатайте конфигурацию при старте и ищите undefined; назовите переменную с публичным префиксом сборщика"},
		{"Google Cloud console → Credentials: check restrictions of the key", "Google Cloud console → Credentials: проверьте ограничения ключа"},
	},
	Leads: []Lead{
		{Signs: []string{"key headers are required", "no api key", "missing api key", "api key missing", "api key not found", "provide your api key"}, Cause: "No key was sent", Title: Text{"The project's API key was not sent", "API-ключ проекта не отправлен"}},
		{Signs: []string{"client application"}, Cause: "restricted to other apps", Fix: "check restrictions"},
	},
	Refs:     []Ref{{"Firebase: API keys", "https://firebase.google.com/docs/projects/api-keys"}, {"Supabase: API keys", "https://supabase.com/docs/guides/api/api-keys"}},
	Explains: []string{"provider-error", "answer-hidden"},
})
