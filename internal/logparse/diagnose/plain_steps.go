package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Where a text says that a login failed and nothing says why, the functions in the stack and the words around the error
// still tell at which step it was, and the kind of the error what to look for there. No tokens shown: none had come.

// failedStep is a step of a login and the words by which an error was raised there, without blanks. Of words with a + between
// them each has to stand there.
type failedStep struct {
	rule  string
	words []string
	// What login-failed says of this step; other rules have texts of their own.
	title, detail Text
	causes, fixes []Text
}

// failedSteps, the last of a login first: a stack through a later step passes through earlier ones, too.
var failedSteps = []failedStep{
	{rule: "profile-fetch-failed", words: []string{"userinfo", "userprofile", "getuserbytoken", "fetchuser", "oauth2userservice", "getuserdetails", "getmyself", "getprofile", "fetchprofile", "remoteprofile", "rawinfo", "getresourceowner", "$resourceowner", "mapusertoobject", "loaduserprofile"}},
	{rule: "id-token-claim-refused", words: []string{"validateidtoken", "verifyidtoken", "parseidtoken", "idtokenvalid", "idtokenverif", "decodeidtoken", "processidtoken", "checkidtoken", "idtokendecod", "parseopenid"}},
	{rule: "id-token-claim-refused", words: []string{"decodeaccesstoken", "verifyaccesstoken", "validateaccesstoken", "jwtverifier", "jwtdecoder", "introspect+decodetoken", "jwtauthenticationprovider"},
		title: Text{"A token did not pass a check; the reason is not shown", "Токен не прошёл проверку; причина не показана"},
		detail: Text{"The error was raised while a program checked a token it had been given: its signature and key, issuer, audience or time. Whoever checks a token has it, so it was issued; which of the checks failed is not in the text.",
			"Ошибка возникла, когда программа проверяла полученный токен: подпись и ключ, issuer, audience или время. Кто проверяет токен, тот его получил, значит, он выдан; какая проверка не прошла, из текста не видно."},
		causes: []Text{
			{"The verifier is configured with another issuer or audience than the token has (trailing slash, realm, tenant, v1 or v2), or with the issuer of another authorization server", "В проверке задан другой issuer или audience, чем в токене (слэш в конце, realm, tenant, v1 или v2), либо issuer другого сервера авторизации"},
			{"Its keys could not be fetched or do not hold the token's kid; no introspection endpoint is configured for a token that is no JWT", "Ключи не удалось получить или среди них нет kid токена; для токена, который не JWT, не настроен introspection endpoint"},
			{"The token is expired, of another kind (ID token for access token) or not a JWT at all", "Токен истёк, другого вида (ID-токен вместо access) или вовсе не JWT"},
		},
		fixes: []Text{
			{"Print the innermost cause of the exception: it names the check", "Выведите самую внутреннюю причину исключения: она называет проверку"},
			{"Decode the token's header and payload and compare kid, iss, aud and exp with the verifier's settings", "Раскодируйте заголовок и тело токена и сверьте kid, iss, aud и exp с настройками проверки"},
		}},
	{rule: "exception-after-login", words: []string{"handlelogin", "createuser", "linkaccount", "linkuser", "provisionuser", "userprovision", "accountprovision", "findorcreateuser", "upsertuser", "objectsgetorcreate", "getorcreateuser", "getorcreateaccount", "autoprovision", "usermapping", "mapuser", "firstlogin", "updateorcreateuser",
		// Frames into which libraries call the application with the tokens, and often the profile, in their hands.
		"[asverify]", "serializeuser", "infromomniauth", "fromomniauth", "omniauthcallbackscontrollerrb", "callbackphase+appcontrollers", "sessionscontrollerrb+omniauth", "authcontrollerrb+omniauth",
		"callapp!+callbackphase", "completesociallogin", "presociallogin", "populateuser", "saveuser", "runpipeline", "socialcore/pipeline", "filterusersbyclaims", "updateuser(",
		"onauthenticationsuccess", "onsuccess(+oauth", "authenticationsuccesshandler", "ontokenvalidated", "runtokenvalidated", "oncreatingticket", "creatingticket", "createticketasync", "getexternallogininfo", "externallogincallback", "onticketreceived",
		"claims[", "callbackssignin", "callbacksjwt", "callbackssession", "onloginsuccess", "onauthsuccess", "onsigninsuccess", "authsuccesshandler", "loginsuccesshandler", "mapprofile", "profiletouser", "oidcuserget", "oauth2userget", "fromsocialite", `socialite\two\user`, "ueberauthauth", "authhash", "findorcreate", "findorbuild", "rawclaims", "rolemapper", "rolesfrom", "userprovision", "provisioning", "oncreateuser", "updateorcreateuserfromexternalservice"}},
	{rule: "refresh-token-dead", words: []string{"refreshtoken", "refreshaccesstoken", "refreshingtoken", "refreshingaccess", "tokenrefresh", "refreshsession", "renewtoken", "tokenrenew"}},
	{rule: "login-failed", words: []string{"gettoken", "fetchtoken", "requesttoken", "tokenrequest", "tokenexchange", "exchangetoken", "exchangecode", "exchangeauthorization", "codefortoken", "codeexchange", "getaccesstoken", "getoauthaccesstoken", "fetchaccesstoken", "obtaintoken", "acquiretoken", "retrievetoken", "tokenresponse", "tokenendpoint", "granttype", "oauth/token", "oauth2/token", "connect/token", "/token", "accesstoken:", "redeem", "clientcredentials", "generatetoken"},
		title: Text{"The token request failed; the reason is not shown", "Запрос токена не удался; причина не показана"},
		detail: Text{"The error was raised while the client asked the token endpoint for tokens (code exchange, refresh, client credentials) and none came. The message does not say whether the server refused (an error answer whose body is not printed: invalid_client, invalid_grant, 400, 401), was not reached (network, DNS, TLS, proxy), or answered what the client could not read (HTML page in place of JSON, a member missing).",
			"Ошибка возникла, когда клиент запрашивал токены у token endpoint (обмен кода, обновление, client credentials), и токенов нет. Из сообщения не видно, отказал ли сервер (ответ с ошибкой, чьё тело не напечатано: invalid_client, invalid_grant, 400, 401), не был ли достигнут (сеть, DNS, TLS, прокси) или ответил так, что клиент не прочитал (HTML-страница вместо JSON, нет поля)."},
		causes: []Text{
			{"The request was refused: client id or client secret wrong or sent by another method (Basic header or form body), authorization code used twice or expired, redirect_uri or code_verifier different, grant type or scope not allowed", "В запросе отказано: client id или client secret неверен или передан другим способом (заголовок Basic или тело формы), код использован дважды или истёк, отличается redirect_uri или code_verifier, grant type или scope не разрешён"},
			{"A parameter or setting is missing or empty (token URL, client_id, secret, code, credentials from the environment), or the body is JSON in place of a form", "Параметр или настройка не заданы или пусты (token URL, client_id, секрет, код, учётные данные из окружения), либо тело — JSON вместо формы"},
			{"The token URL is wrong for this realm, tenant or version, or the server could not be reached", "Token URL неверен для этого realm, tenant или версии, либо сервер недоступен"},
		},
		fixes: []Text{
			{"Print status, Content-Type and body of the token endpoint's answer: it names the error and error_description", "Напечатайте статус, Content-Type и тело ответа token endpoint: там error и error_description"},
			{"Repeat the request with curl from the same machine: client id, secret, code, redirect_uri as the program sends them", "Повторите запрос через curl с той же машины: client id, секрет, код, redirect_uri — те же, что отправляет программа"},
		}},
	{rule: "jwks-unreachable", words: []string{"jwks", "getsigningkey", "fetchkeys", "getkeys("}},
	{rule: "discovery-failed", words: []string{"discover", "wellknown/", "wellknownurl", "wellknownuri", "wellknownendpoint", "wellknownconfig", "providermetadata", "openidconfiguration", "fetchfromissuer", "getissuer", "servermetadata", "providerconfiguration"}},
	{rule: "login-failed", words: []string{"callback", "finishlogin", "handleredirect", "processredirect", "signinredirect", "parsehash", "signinresponse", "authorizationresponse", "authorizationcode"},
		title: Text{"The callback failed; the reason is not shown", "Callback не удался; причина не показана"},
		detail: Text{"The provider sent the browser back, and the application failed while it handled this redirect (callback): checking the state, reading the code, the session or the cookie, or exchanging the code for tokens. No tokens are shown.",
			"Провайдер вернул браузер, а приложение не справилось с этим редиректом (callback): проверка state, чтение кода, сессии или cookie либо обмен кода на токены. Токенов не видно."},
		causes: []Text{
			{"The state, nonce or PKCE verifier saved before the redirect is gone or another one: session or cookie lost (SameSite, Secure, domain, several instances or tabs), the page reloaded, an old link or the back button", "Сохранённый до редиректа state, nonce или PKCE verifier пропал или уже другой: потеряны сессия или cookie (SameSite, Secure, домен, несколько экземпляров или вкладок), страница перезагружена, старая ссылка или кнопка «Назад»"},
			{"The provider sent an error (error, error_description) in place of a code, or the code was refused: client secret, redirect_uri, used twice, expired", "Вместо кода провайдер прислал ошибку (error, error_description), либо код не принят: client secret, redirect_uri, повторное использование, срок"},
			{"A setting of the client differs between the start of the login and the callback, or the callback is handled by another route, host or instance", "Настройка клиента на старте входа и в callback разная, либо callback обрабатывает другой маршрут, хост или экземпляр"},
		},
		fixes: []Text{
			{"Look at the query of the callback URL: code and state, or error and error_description", "Посмотрите параметры callback URL: code и state или error и error_description"},
			{"Start one new login in one tab and follow its cookie from the start to the callback: Set-Cookie, SameSite, Secure, domain, path", "Начните один новый вход в одной вкладке и проследите его cookie от старта до callback: Set-Cookie, SameSite, Secure, домен, path"},
			{"Turn on the library's debug log and repeat the login", "Включите отладочный лог библиотеки и повторите вход"},
		}},
	{rule: "login-failed"},
}

// errorKind is a kind of error by words of its message, and what it says of the cause, at whatever step.
type errorKind struct {
	words      []string
	cause, fix Text
}

// in reports whether a text, in lower case, tells this kind.
func (k *errorKind) in(text string) bool {
	return slices.ContainsFunc(k.words, func(w string) bool { return holdsStatus(text, w) })
}

var errorKinds = []errorKind{
	{[]string{"typeerror", "nullpointer", "null reference", "nullreference", "of undefined", "of null", "is undefined", "undefined method", "undefined property", "undefined index", "undefined array key", "nonetype", "nil pointer", "nil value", "got nil", "null given", "argumentnull", "is not a function", "not an object", "unexpected keyword", "no attribute", "keyerror", "nomethoderror", "not iterable", "none given", "was null", "unwrap()", "must be of the type", "must be of type"},
		Text{"The code read a value that is not there (null, undefined, nil): a setting that is missing or not loaded, a member that the answer does not have, a wrong import, or versions of library and application (SDK, module, API) that do not fit together", "Код прочитал значение, которого нет (null, undefined, nil): настройка не задана или не загружена, в ответе нет поля, неверный импорт, либо не подходят друг к другу версии библиотеки и приложения (SDK, модуль, API)"},
		Text{"Find in the stack which value is missing, print it, and check the configuration that sets it; compare the library's version with its documentation or upgrade notes", "Найдите по стеку, какого значения нет, напечатайте его и проверьте настройку, которая его задаёт; сверьте версию библиотеки с документацией и заметками об обновлении"}},
	{[]string{"cors policy", "cross-origin request blocked", "same origin policy", "access-control-allow"},
		Text{"CORS: the browser withholds the answer because it lacks Access-Control-Allow-Origin for this origin, or because a script (XHR, fetch) was redirected to the login page or the authorization endpoint, which only takes a navigation (window.location)", "CORS: браузер не отдаёт ответ, потому что в нём нет Access-Control-Allow-Origin для этого origin, либо скрипт (XHR, fetch) перенаправлен на страницу входа или authorization endpoint, куда можно только перейти (window.location)"},
		Text{"Allow the page's origin at the server (Web origins, allowed CORS origins), answer 401 to scripts in place of a redirect, and start the login by navigating the browser", "Разрешите origin страницы на сервере (Web origins, allowed CORS origins), отвечайте скриптам 401 вместо редиректа и начинайте вход переходом браузера"}},
	{[]string{"unsupported url", "incorrect url", "invalid url", "malformed url", "no scheme", "unsupported protocol scheme", "url scheme", "relative url", "absolute uri"},
		Text{"The URL of the endpoint is empty, relative or lacks its scheme (https://): the setting is missing or wrong, or the discovery document does not name the endpoint", "URL endpoint пуст, относительный или без схемы (https://): настройка не задана или неверна, либо endpoint нет в discovery"},
		Text{"Print the URL the client uses and set the full one, or take it from discovery", "Напечатайте URL, который использует клиент, и задайте полный либо возьмите его из discovery"}},
	{[]string{"failed to fetch", "network error", "networkerror", "load failed", "net::err", "xmlhttprequest", "fetch failed", "request has failed", "net_error", "connection refused", "econnrefused"},
		Text{"The browser or client got no answer: blocked by CORS (no Access-Control-Allow-Origin), wrong URL or issuer, server not reachable (network, DNS, TLS, offline), mixed content or an ad blocker", "Браузер или клиент не получил ответа: запрет CORS (нет Access-Control-Allow-Origin), неверный URL или issuer, сервер недоступен (сеть, DNS, TLS, офлайн), mixed content или блокировщик"},
		Text{"Look at the request in the network tab: status, CORS message, address; open the address of the discovery document or endpoint by hand", "Посмотрите запрос во вкладке Network: статус, сообщение CORS, адрес; откройте адрес discovery или endpoint вручную"}},
	{[]string{"404", "not found", "notfound", "no such route", "cannot get /", "cannot post /"},
		Text{"404: the path or route does not exist at this server: wrong issuer, realm, tenant, base path or version in the URL, or a provider, strategy or route that is not registered or configured in the application", "404: такого пути или маршрута на сервере нет: неверен issuer, realm, tenant, базовый путь или версия в URL, либо провайдер, стратегия или маршрут не зарегистрированы или не настроены в приложении"},
		Text{"Compare the address with the endpoints of the discovery document (/.well-known/openid-configuration) and with the routes the application registers", "Сверьте адрес с endpoint из discovery (/.well-known/openid-configuration) и с маршрутами, которые регистрирует приложение"}},
	{[]string{"json", "unexpected token", "unexpected end", "parse", "deserializ", "decode", "unmarshal", "expecting value", "not readable", "unreadable", "well-formed", "format"},
		Text{"The answer was not in the format the client reads: an HTML page (login page, error page, proxy, SPA fallback), XML or an empty body in place of JSON, or a wrong Content-Type, so the wrong URL answered", "Ответ не в том формате, который читает клиент: HTML-страница (вход, ошибка, прокси, SPA), XML или пустое тело вместо JSON либо неверный Content-Type — то есть ответил не тот URL"},
		Text{"Print the raw answer: status, Content-Type and the first hundred bytes of the body, and the URL it came from", "Напечатайте сырой ответ: статус, Content-Type, первую сотню байтов тела и URL, откуда он пришёл"}},
	{[]string{"401", "unauthorized", "not authorized", "unauthenticated"},
		Text{"401: the credentials were not accepted: client secret or client authentication method at the token endpoint, the access token (missing, expired, another audience or issuer) at an API", "401: учётные данные не приняты: client secret или способ аутентификации клиента на token endpoint, access-токен (нет, истёк, другая audience или issuer) на API"},
		Text{"Look at the body and WWW-Authenticate header of the 401 answer", "Посмотрите тело и заголовок WWW-Authenticate ответа 401"}},
	{[]string{"403", "forbidden", "access denied", "permission"},
		Text{"403: identified but not allowed: a missing role, scope, group or permission, an origin that is not allowed (Web origins), consent, or a firewall", "403: опознан, но не допущен: нет роли, scope, группы или права, не разрешён origin (Web origins), нет согласия, либо firewall"},
		Text{"Compare the user's roles and the token's scope with what the resource asks for, and the client's allowed origins", "Сравните роли пользователя и scope токена с тем, что требует ресурс, и разрешённые origins клиента"}},
	{[]string{"400", "bad request"},
		Text{"400: the server refused the request as it was sent: a parameter is missing, malformed or does not match the registration; the body of the answer names it (error, error_description)", "400: сервер отклонил запрос в таком виде: параметр отсутствует, искажён или не совпадает с регистрацией; его называет тело ответа (error, error_description)"},
		Text{"Print the body of the 400 answer and the request's parameters without secrets", "Напечатайте тело ответа 400 и параметры запроса без секретов"}},
	{[]string{"500", "502", "503", "internal server error", "bad gateway", "service unavailable", "internal error"},
		Text{"5xx: the failure is on the server's or proxy's side: an exception there, an outage, a header too big for a buffer, a backend that is not up", "5xx: сбой на стороне сервера или прокси: исключение, неполадка, заголовок больше буфера, бэкенд не запущен"},
		Text{"Read the log of the server that answered 5xx, for the same second", "Прочитайте за ту же секунду лог сервера, который ответил 5xx"}},
	{[]string{"cancel", "closed by", "dismissed", "aborted"},
		Text{"The user or the system closed or cancelled the login window, browser or sheet before the end", "Пользователь или система закрыли либо отменили окно, браузер или лист входа до конца"},
		Text{"Treat a cancelled login as such and offer to log in again", "Обрабатывайте отмену как отмену и предложите войти снова"}},
	{[]string{"maximum recursion depth", "recursionerror"},
		Text{"Python recursed without end before a request went out: gevent or eventlet patched ssl after it had been imported (a gunicorn worker of class gevent), or a class calls itself", "Бесконечная рекурсия Python до отправки запроса: gevent или eventlet заменил ssl уже после его импорта (worker gunicorn класса gevent) либо класс вызывает сам себя"},
		Text{"Call gevent.monkey.patch_all() before anything imports ssl or requests, or use gunicorn's gthread workers; look at the frames that repeat in the traceback", "Вызывайте gevent.monkey.patch_all() до импорта ssl и requests или возьмите worker gthread; посмотрите, какие кадры повторяются в traceback"}},
	{[]string{"timeout", "timed out", "deadline"},
		Text{"Timeout: the server or provider did not answer in time: network, firewall, proxy, DNS, or an overloaded backend", "Тайм-аут: сервер или провайдер не ответил вовремя: сеть, firewall, прокси, DNS или перегруженный бэкенд"},
		Text{"Call the address with curl -v from the same machine or container", "Вызовите адрес через curl -v с той же машины или из того же контейнера"}},
}

// Where the words of a step are looked for around an error, in bytes.
const (
	stepBefore = 300
	stepAfter  = 900
)

// lastResort says at which step a login failed and how, where no word tells why.
func lastResort(f *exchange.Flow, have []Finding) []Finding {
	if hasCause(have) {
		return nil
	}
	step := stepFailed(f, have)
	if len(step) > 0 && step[0].Rule.ID == "exception-after-login" && !tokenCame(have) {
		return step // a stack says more than the status that came of it
	}
	for _, say := range [...]func(*exchange.Flow, []Finding) []Finding{callbackFailed, endpointRefused} {
		if out := say(f, have); len(out) > 0 {
			return out
		}
	}
	if len(step) > 0 {
		return step
	}
	if out := otherRefusal(f); len(out) > 0 {
		return out
	}
	if out := loginLoops(f); len(out) > 0 {
		return out
	}
	return unexplained(f, have)
}

// withoutSettings leaves out the lines that set something or are a command: beside a person's words they need not be what failed.
func withoutSettings(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if typed := strings.TrimLeft(line, " \t`*"); exchange.IsCommand(typed) || strings.HasPrefix(typed, "-d ") || strings.HasPrefix(typed, "-h ") || strings.HasPrefix(typed, "--data") {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			name, value, ok = strings.Cut(name, " = ")
		}
		if !ok || strings.Contains(name, " ") || strings.Contains(value, " ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// hasCause reports whether something was found that failed, or that was no failure at all.
func hasCause(have []Finding) bool {
	return slices.ContainsFunc(have, func(x Finding) bool {
		return x.Severity == Error || x.Outcome.Failed() || x.Rule.ID == "noise-no-failure" || x.Rule.ID == "login-cancelled" || x.Rule.ID == "device-login-pending"
	})
}

// tokenCame reports whether a line says that the token came.
func tokenCame(have []Finding) bool {
	return slices.ContainsFunc(have, func(x Finding) bool { return x.Rule.ID == "token-received-line" })
}

// stepFailed says at which step a login failed, where a text claims so and nothing else decides.
func stepFailed(f *exchange.Flow, have []Finding) []Finding {
	came := tokenCame(have)
	if f.Claimed != exchange.Failure || f.Looks || !came && (f.Issued() || slices.ContainsFunc(have, func(x Finding) bool { return x.Outcome == exchange.Issued })) {
		return nil
	}
	if wentWell(f) {
		return nil
	}
	at, around, ok := loginError(f)
	if !ok {
		return nil
	}
	if !f.Strong {
		around = withoutSettings(around)
	}
	step := stepIn(around)
	if step.rule == "refresh-token-dead" && neverJudged(wholeLine(f, at)) {
		step = failedSteps[len(failedSteps)-1]
	}
	if step.rule == "login-failed" && tellsOfUser(f, at) {
		step = failedStep{rule: "exception-after-login"}
	}
	if came { // what failed came after it
		step = failedStep{rule: "exception-after-login"}
		switch {
		case holdsStatus(f.Lower, "502"):
			step.rule = "headers-too-large" // the cookies that hold the tokens
		case anyOf(wholeLine(f, at), []string{"401", "unauthorized"}):
			step.rule = "api-refused-token"
		}
	}
	if clientRefused(f, at) {
		step = failedStep{rule: "token-endpoint-401"}
	}
	r := ruleOf(step.rule)
	v := Verdict{Evidence: withException(f, at), Title: step.title, Detail: step.detail, Causes: step.causes, Fixes: step.fixes, Confidence: Possible, Rank: ruleOf("login-failed").Rank}
	v = v.filled(r)
	if e := failedExchange(f); e != nil && r.Outcome != exchange.Issued {
		v.Exchange, v.Outcome = e, e.Outcome // the answer itself has shown it
	}
	unnamed := step.words == nil
	switch callback := unnamed || slices.Contains(step.words, "callback"); {
	case v.Exchange != nil:
	case callback && codeCame(f) && !uncaught(f) && !hasKind(around): // the provider has done its part, and what came of the code is not shown
		v.Outcome = exchange.Unknown
	case !unnamed && callback && anyOf(wholeLine(f, at), nullErrors): // a bug of the application, which may stand before or behind the token request
		v.Outcome = exchange.Unknown
	case callback && statusOnly(f.Text.Slice(at)): // of the application's own answer, which says nothing of the provider's
		v.Outcome = exchange.Unknown
	case unnamed && strings.Contains(wholeLine(f, at), ") must be of type "): // PHP's, of the application's own code
		v.Outcome = exchange.Unknown
	}
	if step.rule == "jwks-unreachable" && v.Outcome == exchange.Unknown {
		v.Outcome = tokenJudge(f, at, exchange.Refused)
	}
	return []Finding{{Rule: r, Verdict: v.ofKind(around), plain: true}}
}

// clientRefused: a token request is all that is printed of the protocol, and what is said of its answer is 401.
func clientRefused(f *exchange.Flow, at source.Span) bool {
	if len(f.Exchanges) != 1 || !holdsStatus(f.Text.Slice(at), "401") {
		return false
	}
	e := f.Exchanges[0]
	return e.Endpoint == exchange.EndpointToken && e.Request != nil && e.Response == nil && e.Body == nil
}

// withException is the place, and behind it the exception that a record prints below its line, which says more than its level.
func withException(f *exchange.Flow, at source.Span) []source.Span {
	const below = 1000
	out := []source.Span{at}
	if artifact.Severity(f.Text.Slice(at)) == "" {
		return out
	}
	for _, a := range f.Of(artifact.Exception) {
		if a.Name.Span.Start > at.End && a.Name.Span.Start < at.End+below {
			line, _, _ := strings.Cut(f.Text.Data[a.Name.Span.Start:], "\n")
			return append(out, source.Span{Start: a.Name.Span.Start, End: a.Name.Span.Start + len(strings.TrimRight(line, "\r"))})
		}
	}
	return out
}

// nullErrors are how languages say that a program met a null it did not expect.
var nullErrors = []string{"nullpointerexception", "nil pointer", "of undefined", "of null", "from undefined", "for nil", "nullreference", "'nonetype'", "on null"}

// stepIn is the step of which the words around an error, in lower case, speak.
func stepIn(around string) failedStep {
	if inVerify(around) {
		return failedStep{rule: "exception-after-login"}
	}
	plain := stepWords.Replace(around)
	for _, s := range failedSteps {
		if slices.ContainsFunc(s.words, func(w string) bool { return holdsAll(plain, strings.Split(w, "+")) }) {
			return s
		}
	}
	return failedSteps[len(failedSteps)-1]
}

// stepWords joins the words of names. An NSError has a UserInfo, an answer a refresh token; react-native-keycloak says refresh
// of the code exchange, too.
var stepWords = strings.NewReplacer("auth/userinfo.", "", "auth%2fuserinfo.", "", "userinfo={", "", `userinfo":{`, "", `refresh_token":`, "", "refresh token during callback", "tokenrequest", "_", "", "-", "", " ", "", ".", "")

// inVerify reports whether a stack in lower case runs through a function of the application that a strategy of passport calls
// with the tokens and the profile: any method of a Strategy outside the packages.
func inVerify(stack string) bool {
	for line := range strings.Lines(stack) {
		if frame := strings.TrimSpace(line); strings.HasPrefix(frame, "at strategy.") && !holdsAny(frame, "node_modules", "passport") && holdsAny(frame, ".js", ".ts") {
			return true
		}
	}
	return false
}

// wentWell reports whether the step that is shown went well, and no other is.
func wentWell(f *exchange.Flow) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Outcome == exchange.CodeIssued && e.Status()/100 == 2 })
}

// neverJudged reports whether a line says that the server was not reached or broke off: it did not look at the token.
func neverJudged(line string) bool {
	return holdsAny(line, "timeout", "timed out", "таймаут", "time out", "deadline", "econn", "enotfound", "no such host", "network", "hang up", "connection re", "bad gateway", "service unavailable", "internal server error", "gateway time") ||
		slices.ContainsFunc([]string{"500", "502", "503", "504"}, func(status string) bool { return holdsStatus(line, status) })
}

// ofKind is the verdict with what the kind of the error, which the text tells, says of cause and fix first.
func (v Verdict) ofKind(text string) Verdict {
	n := 0
	for _, k := range errorKinds {
		if n < 2 && k.in(text) {
			v.Causes, v.Fixes = slices.Insert(slices.Clone(v.Causes), n, k.cause), slices.Insert(slices.Clone(v.Fixes), n, k.fix)
			n++
		}
	}
	return v
}

// Words of what only the tokens tell, the user's profile and rights, and words of the steps before them.
var (
	afterTokenWords  = []string{"claim", "attribute", "e-mail", "email", "username", "user name", "nickname", "avatar", "profile", "identities", "user info", "userinfo", "group", "role", "member", "provision", "access list", "allow list", "allowlist", "duplicate", "integrityerror"}
	beforeTokenWords = []string{"state", "nonce", "redirect", "client", "secret", "discover", "well-known", "issuer", "popup", "browser", "code", "pkce", "verifier", "token", "network", "connect", "timeout", "time out", "certificate", "host", "fetch", "cookie", "session", "credential", "password", "assume", "admin"}
)

// tellsOfUser reports whether the line of an error speaks of the user's profile, and of no step before it was known.
func tellsOfUser(f *exchange.Flow, at source.Span) bool {
	line := withoutAddresses(wholeLine(f, at))
	return anyOf(line, afterTokenWords) && !anyOf(line, beforeTokenWords)
}

// withoutAddresses leaves the addresses of a line out, as they are no words.
func withoutAddresses(line string) string {
	for _, scheme := range [...]string{"https://", "http://"} {
		for i := strings.Index(line, scheme); i >= 0; i = strings.Index(line, scheme) {
			line = line[:i] + strings.TrimLeft(line[i:], "abcdefghijklmnopqrstuvwxyz0123456789:/.-_?=&%#+~@[]{}()!*'$;,")
		}
	}
	return line
}

// hasKind reports whether a text tells the kind of the error.
func hasKind(text string) bool {
	return slices.ContainsFunc(errorKinds, func(k errorKind) bool { return k.in(text) })
}

// uncaught reports whether an exception is shown with its stack, or said to be caught by nobody.
func uncaught(f *exchange.Flow) bool {
	return hasAny(f, "\n    at ", "\n\tat ", "traceback (most recent", "uncaught", "unhandled", "\n#0 ", "stack trace", "goroutine ")
}

// codeCame reports whether the provider's redirect is shown, with a code.
func codeCame(f *exchange.Flow) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Outcome == exchange.CodeIssued })
}

// statusOnly reports whether a message is the status of an answer and nothing else: 502 Bad Gateway.
func statusOnly(message string) bool {
	code, reason, _ := strings.Cut(message, " ")
	return len(code) == 3 && strings.Trim(code, "0123456789") == "" && len(reason) < 30
}

// holdsAll reports whether each of the words stands in text.
func holdsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// holdsStatus reports whether text holds a word; of a number, whether it may be the status of an answer and is no part of
// a longer number, a version, a time or a place in a program (client.js:500:24).
func holdsStatus(text, word string) bool {
	if word[0] < '0' || word[0] > '9' {
		return strings.Contains(text, word)
	}
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(word)
		before, after := text[:i], text[at:]
		if after != "" && (wordByte(after[0]) || after[0] == ':' && len(after) > 1 && wordByte(after[1]) || after[0] == '-') {
			continue
		}
		if rest := strings.TrimRight(before, ` :="'`); strings.HasSuffix(rest, "status") || strings.HasSuffix(rest, "code") || strings.HasSuffix(rest, "http") || strings.HasSuffix(rest, "error") {
			return true
		}
		if before == "" || strings.HasSuffix(before, "\n") || strings.IndexByte(" ([{\"'", before[i-1]) >= 0 && !strings.HasSuffix(before, "line ") {
			return true
		}
	}
}

// failedExchange is the first exchange whose own messages show that it failed.
func failedExchange(f *exchange.Flow) *exchange.Exchange {
	for _, e := range f.Exchanges {
		if e.Outcome.Failed() {
			return e
		}
	}
	return nil
}

// inRecord reports whether a place lies in a log line of that level.
func inRecord(f *exchange.Flow, s source.Span, level string) bool {
	for _, a := range f.Of(artifact.Record) {
		if a.Span.Start <= s.Start && s.End <= a.Span.End && artifact.Severity(a.Level.Text) == level {
			return true
		}
	}
	return false
}

// loginVerbs are how a line says that it is about a login; otherLogins, that it is one of another kind.
var (
	loginVerbs  = []string{"login", "log in", "logging in", "logging you in", "sign in", "sign-in", "signin", "signing in", "authoriz", "authenticat", "auth]", "[auth", "token"}
	otherLogins = slices.Concat(otherServices, []string{"ssh", "git@", "fatal: ", "publickey", "ldap", "pam_", "ftp", "imap", "smb", "database", "docker login", "npm", "content-security-policy", "content security policy", "cookied session", "favicon.ico", "wallet", "sqlexception", "sqlclient", "sql server", "ntlm", "security-auditing", "antiforgery", "compilation error", "element not found", "no such element", "mqtt", "not authorised.", "wlan", "challenge failed", "cannot find module"})
)

// loginError is the first error of a text near which words of a login stand, and the text around it in lower case.
func loginError(f *exchange.Flow) (at source.Span, around string, ok bool) {
	const most = 40
	try := func(s source.Span) bool {
		seen := f.View.Seen(s)
		at, around = s, f.Lower[max(0, seen.Start-stepBefore):min(len(f.Lower), seen.End+stepAfter)]
		from, to := window(f.Lower, seen.Start, seen.Start, 1)
		line := f.Lower[from:to]
		if strings.HasPrefix(line, "class ") {
			return false // a program, not what it printed
		}
		if inRecord(f, s, "info") && !anyOf(line, failing) {
			return false // a word of failure in a line that reports none
		}
		if !f.Strong && !anyOf(line, loginVerbs) && !speaksOfLogin(line) {
			return false // a sentence that mentions an error
		}
		return !anyOf(line, otherLogins) && (speaksOfLogin(around) || excerptOfLogin(f) || anyOf(line, loginVerbs) && len(f.Providers) > 0)
	}
	if f.ClaimedBy.OK() && try(f.ClaimedBy.Span) {
		return at, around, true
	}
	n := 0
	for _, a := range f.Artifacts {
		if a.Kind != artifact.Exception && (a.Kind != artifact.Record || artifact.Severity(a.Level.Text) != "error") {
			continue
		}
		if n++; n > most {
			break
		}
		if try(a.Span) {
			return at, around, true
		}
	}
	return at, around, false
}
