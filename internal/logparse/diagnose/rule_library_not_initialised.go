package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "library-not-initialised",
	Title:   Text{"The login library was used before it was initialised", "Библиотека входа вызвана до инициализации"},
	About:   Text{"A call of the login library came before its initialize(), configure() or init() was called or had ended.", "Библиотеку входа вызвали до того, как вызван или завершён её initialize(), configure() или init()."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail: Text{"The library refused the call on its own: it had not been initialised yet. Nothing was sent to the provider, and no setting there is at fault.",
		"Библиотека сама отказала: она ещё не инициализирована. К провайдеру ничего не ушло, его настройки ни при чём."},
	Causes: []Text{
		{"The initialisation is asynchronous and not awaited: a guard, an effect or a component runs before it has ended", "Инициализация асинхронна, и её не дождались: guard, effect или компонент выполняется раньше"},
		{"It is never called in this start of the app, another instance is initialised than the one in use, or it failed before", "В этом запуске она не вызвана, инициализирован другой экземпляр, или раньше она не удалась"},
	},
	Fixes: []Text{
		{"Await it once at the start, before anything is rendered that logs in: MSAL await instance.initialize(), Firebase initializeApp(), Google Sign-In initialize() or configure()", "Дождитесь её один раз при старте, до всего, что входит: MSAL await instance.initialize(), Firebase initializeApp(), Google Sign-In initialize() или configure()"},
		{"Keep one instance for the whole app, outside components", "Держите один экземпляр на всё приложение, вне компонентов"},
	},
	Refs: []Ref{{"MSAL.js: initialization", "https://learn.microsoft.com/en-us/entra/msal/javascript/browser/initialization"}},
})
