package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "omniauth-request-unhandled",
	Title:   Text{"OmniAuth did not take the sign-in request", "OmniAuth не принял запрос на вход"},
	About:   Text{"A Rails log shows OmniauthCallbacksController#passthru or no route for /auth/<provider>: no strategy answered, so no login was begun.", "В логе Rails OmniauthCallbacksController#passthru или нет маршрута /auth/<provider>: ни одна стратегия не ответила, вход не начат."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"The application itself answered the path /auth/<provider> (passthru, 404), which means that the OmniAuth middleware let the request pass: no provider of this name is configured or loaded, or the request method or CSRF token is not accepted. The identity provider was never asked.",
		"Приложение само ответило на путь /auth/<provider> (passthru, 404), то есть middleware OmniAuth пропустило запрос: провайдер с таким именем не настроен или не загружен, либо не принят метод запроса или CSRF-токен. К провайдеру обращения не было."},
	Causes: []Text{
		{"OmniAuth 2 accepts POST only: the sign-in link is a GET, or the form's authenticity_token is missing (omniauth-rails_csrf_protection)", "OmniAuth 2 принимает только POST: ссылка входа делает GET, или в форме нет authenticity_token (omniauth-rails_csrf_protection)"},
		{"The provider's name in the configuration is not the one in the path, or its strategy was not registered (settings not reloaded, gem missing)", "Имя провайдера в конфигурации не совпадает с путём, или стратегия не зарегистрирована (настройки не перечитаны, нет gem)"},
		{"The middleware is set up twice, or path_prefix differs", "Middleware подключено дважды, или отличается path_prefix"},
	},
	Fixes: []Text{
		{"Use button_to (POST) with the CSRF gem; check that config.omniauth / omniauth_providers has exactly the name in the path and restart (GitLab: gitlab-ctl reconfigure)", "Используйте button_to (POST) с CSRF-gem; проверьте, что в config.omniauth / omniauth_providers стоит то же имя, что в пути, и перезапустите (GitLab: gitlab-ctl reconfigure)"},
	},
	Missing:  []Text{{"The omniauth configuration and the request line (method and path) of the sign-in", "Конфигурация omniauth и строка запроса (метод и путь) при входе"}},
	Refs:     []Ref{{"OmniAuth: upgrading to 2.0", "https://github.com/omniauth/omniauth/wiki/Upgrading-to-2.0"}},
	Explains: []string{"auth-route-unhandled"},
})
