package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "strategy-not-registered",
	Title:   Text{"The app has no login provider of this name set up", "В приложении не настроен провайдер входа с таким именем"},
	About:   Text{"Passport, Socialite, OmniAuth and kin were asked for a strategy or driver that nobody registered.", "У Passport, Socialite, OmniAuth и подобных запросили стратегию или драйвер, которые никто не зарегистрировал."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The route names a login strategy (driver, provider) that the library does not know in this process: its package is not installed, passport.use was not run, or the event listener that adds it is missing. Nothing was sent to a provider.", "Маршрут называет стратегию (драйвер, провайдера), которой библиотека в этом процессе не знает: пакет не установлен, passport.use не выполнен или нет слушателя, который её добавляет. К провайдеру ничего не ушло."},
	Causes: []Text{
		{"Passport: the file that calls passport.use is not loaded, or runs only when an environment variable is set", "Passport: файл с passport.use не загружен или выполняется только при заданной переменной окружения"},
		{"ASP.NET Core: no AddAuthentication with a default scheme, or its handler (AddOpenIdConnect, AddJwtBearer) is added under another name", "ASP.NET Core: нет AddAuthentication со схемой по умолчанию, или обработчик (AddOpenIdConnect, AddJwtBearer) добавлен под другим именем"},
		{"The name differs: strategy name against passport.authenticate('name'), driver name in Socialite", "Имя отличается: имя стратегии и passport.authenticate('имя'), имя драйвера в Socialite"},
		{"The OpenID client is made only when its settings are complete (issuer, client_id, client secret, session secret), and one is missing or discovery failed at the start", "Клиент OpenID создаётся, только когда заданы все его настройки (issuer, client_id, client secret, секрет сессии), а одной нет, или discovery не удалось при старте"},
		{"kubectl plugins and operators: the binary was built without client-go's auth plugins (k8s.io/client-go/plugin/pkg/client/auth), which the kubeconfig asks for", "Плагины kubectl и операторы: программа собрана без плагинов client-go (k8s.io/client-go/plugin/pkg/client/auth), которых требует kubeconfig"},
		{"VS Code: the built-in extension GitHub or Microsoft Authentication is disabled, blocked by policy or did not start in time (extension host)", "VS Code: встроенное расширение GitHub или Microsoft Authentication отключено, запрещено политикой или не успело запуститься (extension host)"},
		{"Socialite Providers: the SocialiteWasCalled listener for this driver is missing", "Socialite Providers: нет слушателя SocialiteWasCalled для этого драйвера"},
	},
	Fixes: []Text{
		{"Passport: register the strategy before the routes: passport.use('name', new Strategy(…)), require the file at start", "Passport: регистрируйте стратегию до маршрутов: passport.use('имя', new Strategy(…)), подключайте файл при старте"},
		{"ASP.NET Core: name DefaultScheme and DefaultChallengeScheme in AddAuthentication, or the scheme in [Authorize(AuthenticationSchemes = …)]", "ASP.NET Core: укажите DefaultScheme и DefaultChallengeScheme в AddAuthentication или схему в [Authorize(AuthenticationSchemes = …)]"},
		{"Laravel: composer require socialiteproviders/<name>, add the listener, and config/services.php", "Laravel: composer require socialiteproviders/<имя>, добавьте слушателя и config/services.php"},
	},
	Refs: []Ref{{"Passport: strategies", "https://www.passportjs.org/concepts/authentication/strategies/"}, {"Socialite Providers", "https://socialiteproviders.com/"}},
})
