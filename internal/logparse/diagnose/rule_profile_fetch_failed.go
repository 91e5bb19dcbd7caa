package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "profile-fetch-failed",
	Title:   Text{"Tokens came; fetching the user's profile failed", "Токены выданы; не удалось получить профиль"},
	About:   Text{"A library reports that the userinfo or profile call failed, which it makes only after the code was exchanged for tokens.", "Библиотека сообщает о неудаче вызова userinfo или профиля, который делается только после обмена кода на токены."},
	Rank:    83,
	Outcome: exchange.Issued,
	Detail: Text{"The library makes this call only with an access token in hand: the login and the code exchange succeeded, tokens were issued, and the next step, fetching the user's profile (userinfo, API), failed. Look at the answer of that endpoint, not at client id, secret or code.",
		"Библиотека делает этот вызов, только когда access-токен уже есть: вход и обмен кода удались, токены выданы, а не удался следующий шаг — запрос профиля пользователя (userinfo, API). Смотрите ответ этого endpoint, а не client id, секрет или код."},
	Causes: []Text{
		{"The scope for the profile was not asked for or not granted (openid, profile, email, r_liteprofile), or the API is not enabled for the app (Google People API)", "Не запрошен или не выдан scope профиля (openid, profile, email, r_liteprofile), либо API не включён для приложения (Google People API)"},
		{"The userinfo or profile URL is wrong, outdated or removed (a strategy that calls an old API version), or needs a header such as User-Agent", "URL userinfo или профиля неверен, устарел или удалён (стратегия вызывает старую версию API), либо нужен заголовок вроде User-Agent"},
		{"The provider limits requests or had an outage; or the connection failed", "Провайдер ограничивает запросы или у него сбой; либо не удалось соединение"},
	},
	Fixes: []Text{
		{"Log the hidden answer: passport err.oauthError.statusCode and err.oauthError.data, Spring logging.level.org.springframework.security=TRACE", "Выведите скрытый ответ: passport err.oauthError.statusCode и err.oauthError.data, Spring logging.level.org.springframework.security=TRACE"},
		{"Call the profile URL with the access token: curl -i -H \"Authorization: Bearer …\" <userinfo URL>", "Вызовите URL профиля с access-токеном: curl -i -H \"Authorization: Bearer …\" <userinfo URL>"},
		{"Ask for the scopes, update the strategy, or skip the call (passport skipUserProfile) when the ID token holds what is needed", "Запросите scope, обновите стратегию или пропустите вызов (passport skipUserProfile), если нужное есть в ID-токене"},
	},
	Missing:  []Text{{"Status and body of the profile endpoint's answer", "Статус и тело ответа endpoint профиля"}},
	Refs:     []Ref{{"OpenID Connect Core §5.3 UserInfo", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfo"}, {"passport-oauth2: InternalOAuthError", "https://github.com/jaredhanson/passport-oauth2/blob/master/lib/errors/internaloautherror.js"}},
	Explains: []string{"answer-hidden", "transport-silent", "success-called-failure"},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?profile-fetch-failed")
		if at, ok := resourceUnreadable(f); ok {
			said = append(said, at)
		}
		if len(said) == 0 || hasAny(f, "token expired and refresh token is not set", "cannot fetch token", "not present in tokenset", "email claim", "no email", "email not", "return an email", "not a member of", "have a valid role", "return a role attribute", "userinfo sub mismatch", "in validate_userinfo_sub", "cannot unmarshal string into go struct", "\"userinfo_endpoint\" must be configured", "no access token provided", "user attribute") {
			// golang.org/x/oauth2 says the first before it sends anything, and the second of the token request; then no token came
			// at all, or the call went well and the answer lacks a claim: other rules say so.
			return nil
		}
		v := Verdict{Evidence: said, Outcome: exchange.Rejected}
		if e := failedProfile(f); e != nil {
			v.Exchange = e
			if v.Evidence = slices.Clone(said); e.Response.Status.OK() {
				v.Evidence = append(v.Evidence, e.Response.Status.Span)
			}
			v.Title, v.Causes = profileAnswered(e.Status(), e.HTML())
			v.Missing = []Text{}
			v.Explains = []string{"answer-is-html", "endpoint-not-found", "endpoint-refused", "provider-outage", "provider-error", "api-refused-token"}
		}
		if at, ok := profilePage(f); ok && v.Exchange == nil {
			v.Evidence = append(slices.Clone(said), at)
			v.Title, v.Causes = profileAnswered(0, true)
			v.Explains = []string{"answer-is-html"}
		} else if v.Exchange == nil && hasAny(f, "must be application/json", "body as json") { // oauth4webapi's
			v.Title = Text{"Tokens came; the profile endpoint's answer is not JSON", "Токены выданы; ответ endpoint профиля не JSON"}
			_, v.Causes = profileAnswered(0, true)
		}
		if f.Has("facebook-token") || f.Has("google-token") || f.Has("twitter-token") || f.Has("github-token") {
			// Strategies to which the app hands a token: nothing was issued in this exchange.
			v.Confidence = Likely
			return []Verdict{v}
		}
		if socket := placesOf(f, "socketerrorlistener", "connecterrornt", "emiterrornt"); len(socket) > 0 && !f.Has("passbackcontrol") {
			v.Evidence = append(v.Evidence, socket[0])
			v.Causes = []Text{{"The socket failed: the profile endpoint did not answer (network, DNS, TLS, firewall, outage)", "Сбой сокета: endpoint профиля не ответил (сеть, DNS, TLS, firewall, сбой)"}}
			v.Fixes = []Text{
				{"Log the inner error: passport keeps it in err.oauthError (code ECONNRESET, ETIMEDOUT, ENOTFOUND, certificate errors)", "Выведите внутреннюю ошибку: passport хранит её в err.oauthError (коды ECONNRESET, ETIMEDOUT, ENOTFOUND, ошибки сертификата)"},
				{"Call the profile URL with curl -v from the same machine", "Вызовите URL профиля через curl -v с той же машины"},
			}
		}
		return []Verdict{v, {Evidence: []source.Span{said[0]}, Outcome: exchange.Issued}}
	},
})

// profileRefused is the other half of what plain words say of the profile: a token was issued, and the call with it failed.
func profileRefused(plain []Finding) []Finding {
	var out []Finding
	if slices.ContainsFunc(plain, func(x Finding) bool { return x.Rule.ID == "exception-after-login" }) {
		return nil // what the application made of it
	}
	for _, x := range plain {
		if x.Rule.ID == "profile-fetch-failed" && x.Outcome == exchange.Issued {
			x.Outcome, x.Exchange = exchange.Rejected, nil
			out = append(out, x)
		}
	}
	return out
}

// resourceUnreadable is where a parser stopped right in the callback of node-oauth's get, which takes an access token: the
// callback of a token request runs inside oauth2.js.
func resourceUnreadable(f *exchange.Flow) (source.Span, bool) {
	if !f.May("at passbackcontrol") {
		return source.Span{}, false
	}
	for _, n := range unreadable(f) {
		trace, _, ok := strings.Cut(f.Lower[n.view:], "at passbackcontrol")
		if frames := strings.Split(trace, "\n"); ok && len(frames) > 2 && len(trace) < 1000 && !strings.Contains(frames[len(frames)-2], "/oauth/lib/oauth") {
			return n.at, true
		}
	}
	return source.Span{}, false
}

// failedProfile is the userinfo request whose status stands in the text.
func failedProfile(f *exchange.Flow) *exchange.Exchange {
	for _, e := range f.Exchanges {
		if e.Endpoint == exchange.EndpointUserinfo && e.Outcome.Failed() && e.Response != nil && e.Event == nil && (e.Status() != 0 || e.HTML()) {
			return e
		}
	}
	return nil
}

// profilePage is where a parser stopped at the start of a page in place of the profile.
func profilePage(f *exchange.Flow) (source.Span, bool) {
	for _, n := range unreadable(f) {
		if name, _ := whichCall(f, n); n.first == '<' && name == exchange.EndpointUserinfo {
			return n.at, true
		}
	}
	return source.Span{}, false
}

// profileAnswered is the title and the cause that the answer of the profile endpoint shows; the status is 0 where none is known.
func profileAnswered(code int, html bool) (Text, []Text) {
	status := strconv.Itoa(code)
	title := Text{"Tokens came; the profile endpoint answered " + status, "Токены выданы; endpoint профиля ответил " + status}
	switch {
	case html && code < 400:
		return Text{"Tokens came; the profile endpoint answered with an HTML page", "Токены выданы; endpoint профиля ответил HTML-страницей"}, []Text{
			{"The userinfo URL leads to a web page (login page, SPA, proxy), not to the endpoint", "URL userinfo ведёт на веб-страницу (вход, SPA, прокси), а не на endpoint"}}
	case code == 401:
		return title, []Text{
			{"The access token was not accepted there: it is of another issuer, realm or environment, for another API (audience), or its session or the token was ended meanwhile", "Access-токен там не приняли: он от другого issuer, realm или окружения, для другого API (audience), либо сессия или токен уже завершены"},
			{"Issuer or host of the token (iss) and of the userinfo URL differ: inside and outside address of the provider", "Issuer или хост в токене (iss) и в URL userinfo различаются: внутренний и внешний адрес провайдера"},
			{"The Authorization header with the token was not sent, or a proxy removed it", "Заголовок Authorization с токеном не отправлен или его удалил прокси"}}
	case code == 403:
		return title, []Text{
			{"The scope for the profile was not asked for or not granted (openid, profile, email), or the API is not enabled for the app", "Scope профиля не запрошен или не выдан (openid, profile, email), либо API не включён для приложения"},
			{"A firewall or the provider's policy refuses the call: address, user agent, missing header", "Вызов отклоняет firewall или политика провайдера: адрес, user agent, нет заголовка"}}
	case code == 404 || code == 405 || code == 410:
		return title, []Text{
			{"The userinfo or profile URL is wrong: path of another product or version, realm or tenant missing, or the API was removed", "URL userinfo или профиля неверен: путь другого продукта или версии, нет realm или tenant, либо API убрали"},
			{"A reverse proxy does not forward this path", "Обратный прокси не пропускает этот путь"}}
	case code == 429:
		return title, []Text{{"The provider limits requests: too many in a short time", "Провайдер ограничивает запросы: слишком много за короткое время"}}
	case code >= 500:
		return title, []Text{
			{"The provider or the gateway in front of it failed on this request (outage, restart, overload): its own log of the same second names the reason", "Провайдер или шлюз перед ним отказал на этом запросе (сбой, перезапуск, перегрузка): причину назовёт его лог за ту же секунду"},
			{"The provider cannot make the profile of this user: a mapper, an attribute or an upstream directory fails", "Провайдер не может собрать профиль этого пользователя: отказывает mapper, атрибут или внешний каталог"}}
	}
	return title, nil
}
