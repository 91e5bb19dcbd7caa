package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "state-lost",
	Title:   Text{"The saved login state is missing at the callback", "На callback нет сохранённого состояния входа"},
	About:   Text{"The application kept state, nonce or the authorization request in a cookie or session before it sent the browser away, and at the callback it is not there.", "Приложение сохранило state, nonce или запрос авторизации в cookie или сессии перед редиректом, а на callback их нет."},
	Rank:    72,
	Outcome: exchange.NotAsked,
	Detail: Text{"The browser came back from the provider, but the application does not find what it stored before the redirect: the state cookie was not sent back, or the session that holds it is another one. No token was asked for; the credentials and the provider are not at fault.",
		"Браузер вернулся от провайдера, но приложение не находит сохранённого перед редиректом: cookie со state не прислана, или сессия другая. До запроса токена дело не дошло; учётные данные и провайдер ни при чём."},
	Causes: []Text{
		{"The login started on another host than the callback comes back to (localhost and 127.0.0.1, www and the bare domain, an internal and a public name, http and https): a cookie belongs to one host only", "Вход начат на другом хосте, чем тот, куда приходит callback (localhost и 127.0.0.1, www и без него, внутреннее и внешнее имя, http и https): cookie принадлежит одному хосту"},
		{"The browser dropped the cookie: SameSite=Lax or Strict with a cross-site form_post, SameSite=None without Secure, Secure over plain http, an iframe with third-party cookies blocked", "Браузер отбросил cookie: SameSite=Lax или Strict при межсайтовом form_post, SameSite=None без Secure, Secure по http, iframe с запретом сторонних cookie"},
		{"The session is not kept: in-memory store with several instances or a restart in between, stateless session policy, a store not saved before the redirect, a changed session secret", "Сессия не сохраняется: хранилище в памяти при нескольких экземплярах или перезапуске, stateless-политика, сессия не записана до редиректа, сменился секрет"},
		{"The callback was opened a second time (reload, back button, bookmark, link preview) or after the cookie (at Supabase the flow state of the code verifier) had expired: the state was used up by the first visit", "Callback открыт второй раз (перезагрузка, «назад», закладка, предпросмотр ссылки) или после истечения cookie: state израсходован первым заходом"},
		{"The callback answers a login this application did not start (started by the provider, in another browser or tab)", "Callback отвечает на вход, который это приложение не начинало (начат провайдером, в другом браузере или вкладке)"},
		{"The browser withholds storage from this page: all cookies blocked, a private window, a frame of another site, a sandbox", "Браузер не даёт странице хранилище: запрещены все cookie, приватное окно, фрейм чужого сайта, песочница"},
		{"Firebase: signInWithRedirect over an authDomain of another site: the browser keeps storage apart for each site", "Firebase: signInWithRedirect через authDomain другого сайта: браузер хранит данные каждого сайта отдельно"},
		{"Android: the process of the app was ended, or its activity made anew, while the browser was open (launchMode, taskAffinity, “Don't keep activities”), or two redirect activities claim the scheme", "Android: процесс приложения завершён или activity пересоздана, пока был открыт браузер (launchMode, taskAffinity, «Не сохранять действия»), либо схему заявляют две redirect activity"},
	},
	Fixes: []Text{
		{"Use one public address everywhere: start URL, redirect_uri and the base URL setting (NEXTAUTH_URL/AUTH_URL, root_url, server.forward-headers-strategy, KC_HOSTNAME, --redirect-url)", "Используйте один внешний адрес везде: начало входа, redirect_uri и настройка базового URL (NEXTAUTH_URL/AUTH_URL, root_url, server.forward-headers-strategy, --redirect-url)"},
		{"In the browser's network tab compare Set-Cookie of the login request with Cookie of the callback request; set SameSite=Lax for a GET callback, SameSite=None; Secure for form_post or an iframe", "Во вкладке «Сеть» сравните Set-Cookie запроса входа с Cookie запроса callback; для GET-callback нужен SameSite=Lax, для form_post и iframe — SameSite=None; Secure"},
		{"Share the session between instances (Redis, database, sticky sessions) and keep the session secret constant; behind a TLS proxy trust X-Forwarded-Proto (app.set('trust proxy', 1), ForwardedHeaders, ProxyFix)", "Сделайте сессию общей для экземпляров (Redis, база, sticky sessions) с постоянным секретом; за TLS-прокси доверяйте X-Forwarded-Proto (trust proxy, ForwardedHeaders, ProxyFix)"},
		{"In Spring do not combine oauth2Login with SessionCreationPolicy.STATELESS unless a cookie-based AuthorizationRequestRepository is set", "В Spring не сочетайте oauth2Login с SessionCreationPolicy.STATELESS без AuthorizationRequestRepository на cookie"},
		{"Send a visitor whose state is gone to a new login instead of an error page", "Посетителя без state отправляйте на новый вход, а не на страницу ошибки"},
		{"Open the page in a window of its own and allow cookies for it; catch the exception and tell the user so", "Откройте страницу в своём окне и разрешите ей cookie; перехватывайте исключение и сообщайте об этом"},
		{"Firebase: make authDomain the app's own domain (or proxy /__/auth), or use signInWithPopup", "Firebase: сделайте authDomain доменом приложения (или проксируйте /__/auth) либо используйте signInWithPopup"},
		{"Android: keep one redirect activity for the scheme, and the request itself (AuthorizationRequest.jsonSerialize) over a restart", "Android: оставьте для схемы одну redirect activity и сохраняйте сам запрос (AuthorizationRequest.jsonSerialize) при перезапуске"},
	},
	Leads: []Lead{
		{Seen: severalInstances, Cause: "several instances", Fix: "between instances"},
		{Signs: []string{"must also set 'secure'", "samesite=none", "samesite=strict", "without the samesite", "invalid samesite"}, Cause: "SameSite=Lax or", Fix: "compare Set-Cookie"},
		{Signs: []string{"operation is insecure", "property from 'window'"}, Only: true, Cause: "withholds storage", Fix: "allow cookies"},
		{Signs: []string{"storage-partitioned"}, Only: true, Cause: "authDomain", Fix: "authDomain"},
		{Signs: []string{"no stored state"}, Only: true, Cause: "process of the app", Fix: "redirect activity"},
	},
	Missing: []Text{{"The Set-Cookie header of the request that started the login and the Cookie header of the callback request, with their hosts", "Заголовок Set-Cookie запроса, начавшего вход, и заголовок Cookie запроса callback, с их хостами"}},
	Refs: []Ref{
		{"RFC 6749 §10.12 CSRF", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"},
		{"MDN: SameSite cookies", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#samesitesamesite-value"},
	},
	Explains: []string{"provider-outage"},
})
