package diagnose

import (
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
	Explains: []string{"answer-hidden", "transport-silent"},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?profile-fetch-failed")
		if len(said) == 0 || hasAny(f, "token expired and refresh token is not set", "cannot fetch token", "not present in tokenset", "email claim", "no email", "email not", "return an email", "not a member of", "userinfo sub mismatch", "\"userinfo_endpoint\" must be configured", "no access token provided") {
			// golang.org/x/oauth2 says the first before it sends anything, and the second of the token request; then no token came
			// at all, or the call went well and the answer lacks a claim: other rules say so.
			return nil
		}
		v := Verdict{Evidence: said}
		if f.Has("facebook-token") || f.Has("google-token") || f.Has("twitter-token") || f.Has("github-token") {
			// Strategies to which the app hands a token: nothing was issued in this exchange.
			v.Outcome, v.Confidence = exchange.Rejected, Likely
		}
		if socket := placesOf(f, "socketerrorlistener", "connecterrornt", "emiterrornt"); len(socket) > 0 && !f.Has("passbackcontrol") {
			v.Evidence = append(v.Evidence, socket[0])
			v.Causes = []Text{{"The socket failed: the profile endpoint did not answer (network, DNS, TLS, firewall, outage)", "Сбой сокета: endpoint профиля не ответил (сеть, DNS, TLS, firewall, сбой)"}}
			v.Fixes = []Text{
				{"Log the inner error: passport keeps it in err.oauthError (code ECONNRESET, ETIMEDOUT, ENOTFOUND, certificate errors)", "Выведите внутреннюю ошибку: passport хранит её в err.oauthError (коды ECONNRESET, ETIMEDOUT, ENOTFOUND, ошибки сертификата)"},
				{"Call the profile URL with curl -v from the same machine", "Вызовите URL профиля через curl -v с той же машины"},
			}
		}
		return []Verdict{v, {Evidence: []source.Span{said[0]}, Outcome: exchange.Rejected}}
	},
})
