package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "exception-after-login",
	Title:    Text{"The tokens came; the application failed on the user", "Токены выданы; приложение споткнулось на пользователе"},
	About:    Text{"An exception in the application's own code after the token response: storing the user or session, a missing attribute, the database adapter.", "Исключение в коде приложения после ответа с токенами: сохранение пользователя или сессии, отсутствующий атрибут, адаптер базы."},
	Rank:     74,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"This code runs after the token response (and often userinfo) was read: the login at the provider succeeded. What failed is how the application makes its user or session from the answer.",
		"Этот код выполняется после чтения ответа с токенами (и часто userinfo): вход у провайдера удался. Не удалось то, как приложение делает из ответа пользователя или сессию."},
	Causes: []Text{
		{"The application's code meets a user, claim or session it did not expect: a null or missing attribute, a value of another type, an object without a method", "Код приложения встретил пользователя, claim или сессию, каких не ждал: null или отсутствующий атрибут, значение другого типа, объект без нужного метода"},
		{"Passport: serializeUser / deserializeUser are missing or return nothing; the session middleware stands in the wrong order or is of an incompatible version", "Passport: нет serializeUser / deserializeUser или они ничего не возвращают; middleware сессии стоит не в том порядке или несовместимой версии"},
		{"The local account could not be created, linked or synchronised: one with this name, e-mail or id exists already, or sign-up is off", "Локальную учётную запись не удалось создать, связать или синхронизировать: запись с этим именем, адресом или id уже есть либо регистрация выключена"},
		{"The database adapter refuses: table or column missing, a column without a value that may not be null (the provider sends no such claim), unique constraint, no connection", "Отказывает адаптер базы: нет таблицы или столбца, столбец not null без значения (провайдер не прислал такой claim), нарушена уникальность, нет соединения"},
		{"Supabase: a trigger on auth.users (handle_new_user) or a constraint of its table failed", "Supabase: отказал триггер на auth.users (handle_new_user) или ограничение его таблицы"},
	},
	Fixes: []Text{
		{"Read the exception's own message and the first frame of its stack in the application's code, and print there the names of the claims that came (ID token, userinfo)", "Прочитайте сообщение исключения и первый кадр стека в коде приложения и выведите там имена пришедших claims (ID-токен, userinfo)"},
		{"Passport: define passport.serializeUser((user, done) => done(null, user.id)) and deserializeUser; app.use(session()) before passport.session()", "Passport: определите passport.serializeUser((user, done) => done(null, user.id)) и deserializeUser; app.use(session()) до passport.session()"},
		{"Let the column be empty or give it a default where a claim may be missing, and look for the row before a second one is made", "Разрешите столбцу быть пустым или дайте значение по умолчанию, если claim может не прийти, и ищите запись, прежде чем создавать вторую"},
		{"Auth.js: run the adapter's migrations, and read the [cause] that is printed below the AdapterError", "Auth.js: выполните миграции адаптера и прочитайте [cause], напечатанную под AdapterError"},
		{"Spring: set spring.security.oauth2.client.provider.<id>.user-name-attribute to a claim that is in the userinfo answer", "Spring: задайте spring.security.oauth2.client.provider.<id>.user-name-attribute — claim, который есть в ответе userinfo"},
		{"Supabase: read the Postgres log of this second, then mend the trigger (security definer, search_path, columns that may not be null) or drop it", "Supabase: прочитайте лог Postgres за эту секунду, затем исправьте триггер (security definer, search_path, столбцы not null) или удалите его"},
	},
	Leads: []Lead{
		{Signs: []string{"sqlstate", "constraint violat", "duplicate key value"}, Cause: "database adapter refuses", Fix: "Let the column"},
		{Signs: []string{"database error", "database+error", "database%20error"}, Only: true, Cause: "Supabase: ", Fix: "Supabase: "},
	},
	Missing: []Text{{"The exception's own message and the first frame in the application's code", "Сообщение исключения и первый кадр стека в коде приложения"}},
	Refs:    []Ref{{"Spring Security: OAuth2 login, userinfo", "https://docs.spring.io/spring-security/reference/servlet/oauth2/login/advanced.html"}, {"Passport: sessions", "https://www.passportjs.org/concepts/authentication/sessions/"}},
})
