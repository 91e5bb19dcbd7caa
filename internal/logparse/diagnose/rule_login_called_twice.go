package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "login-called-twice",
	Title:   Text{"The login was started while another call still runs", "Вход запущен, пока не завершён предыдущий вызов"},
	About:   Text{"A library allows one login at a time in one process or page and refuses the second call.", "Библиотека допускает один вход за раз в процессе или на странице и отвергает второй вызов."},
	Rank:    80,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The code calls the login (or the library's init) twice at the same time, concurrently: a button pressed twice, an effect that runs twice (React StrictMode), a refresh in parallel with a login. The library refuses the second operation; the first may still end well.", "Код вызывает вход (или init библиотеки) дважды одновременно: кнопка нажата дважды, эффект выполнен дважды (React StrictMode), обновление токена параллельно со входом. Второй вызов отвергнут; первый может завершиться нормально."},
	Causes: []Text{
		{"A second tap or a second component starts the login before the first has ended", "Повторное нажатие или второй компонент запускает вход до завершения первого"},
		{"React StrictMode mounts the component twice in development, so init runs twice", "React StrictMode в разработке монтирует компонент дважды, и init выполняется дважды"},
		{"Several failed API calls each start their own refresh or login", "Несколько неудачных вызовов API запускают каждый своё обновление или вход"},
	},
	Fixes: []Text{
		{"Keep one pending promise and let all callers await it; disable the button while it runs", "Храните один ожидающий promise, пусть его ждут все; блокируйте кнопку на это время"},
		{"keycloak-js: create and init the instance once outside the component tree", "keycloak-js: создавайте и инициализируйте экземпляр один раз вне дерева компонентов"},
		{"Put one lock around refresh and login", "Оградите обновление и вход одной блокировкой"},
	},
	Refs: []Ref{{"flutter_appauth", "https://pub.dev/packages/flutter_appauth"}, {"React: StrictMode", "https://react.dev/reference/react/StrictMode"}},
})
