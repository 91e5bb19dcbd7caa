package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "authjs-callback-threw",
	Title:   Text{"Code in Auth.js's callback route threw an exception", "Код в callback-маршруте Auth.js бросил исключение"},
	About:   Text{"CallbackRouteError wraps whatever was thrown while Auth.js handled the callback: the application's authorize, signIn, jwt or session callback, the adapter, or the exchange with the provider.", "CallbackRouteError оборачивает любое исключение при обработке callback: authorize, signIn, jwt или session приложения, адаптер либо обмен с провайдером."},
	Rank:    70,
	Outcome: exchange.NotAsked,
	Detail: Text{"CallbackRouteError is only the wrapper: the error printed behind [auth][cause] is what was thrown. With the credentials provider that is the application's own authorize() function (unknown user, wrong password, its database), and no OAuth provider takes part.",
		"CallbackRouteError — лишь обёртка: брошено то, что напечатано после [auth][cause]. С провайдером credentials это собственная функция authorize() приложения (нет пользователя, неверный пароль, его база), и провайдер OAuth не участвует."},
	Causes: []Text{
		{"authorize() of the Credentials provider throws an Error in place of returning null for a wrong user name or password", "authorize() провайдера Credentials бросает Error вместо возврата null при неверном имени или пароле"},
		{"The application's signIn, jwt or session callback, or its database adapter, throws", "Бросает callback signIn, jwt или session приложения либо адаптер базы"},
		{"The exchange with the provider failed: the cause then names the HTTP or OAuth error", "Не удался обмен с провайдером: тогда cause называет ошибку HTTP или OAuth"},
	},
	Fixes: []Text{
		{"Read [auth][cause] and the first frame of its stack that lies in the application's code", "Прочитайте [auth][cause] и первый кадр стека в коде приложения"},
		{"In authorize() return null for refused credentials, or throw a class that extends CredentialsSignin with its own code", "В authorize() возвращайте null при отказе или бросайте класс, унаследованный от CredentialsSignin, со своим code"},
		{"Upgrade next-auth 5 beta.19: it wraps CredentialsSignin into CallbackRouteError", "Обновите next-auth 5 beta.19: он оборачивает CredentialsSignin в CallbackRouteError"},
	},
	Missing: []Text{{"The [auth][cause] with its stack, and [auth][details]", "[auth][cause] со стеком и [auth][details]"}},
	Refs:    []Ref{{"Auth.js: CallbackRouteError", "https://errors.authjs.dev#callbackrouteerror"}, {"Auth.js: CredentialsSignin", "https://errors.authjs.dev#credentialssignin"}},
	Check: func(f *exchange.Flow) []Verdict {
		said := placesOf(f, "callbackrouteerror", "credentialssignin")
		if len(said) == 0 || hasAny(f, "operationprocessingerror", "responsebodyerror", "authorizationresponseerror", "invalidcheck", "oauthcallbackerror", "accountnotlinked", "adaptererror", "fetch failed", "is not a conform", "unexpected \"iss\"", "clienterror", "error=callbackrouteerror", "typeerror:", "econn", "\"issuer\" property") {
			return nil
		}
		for _, e := range f.Exchanges {
			if e.Outcome != exchange.Unknown {
				return nil
			}
		}
		v := Verdict{Evidence: []source.Span{said[0]}}
		if at := placesOf(f, `"provider": "credentials"`, "credentialssignin", "invalid-credentials"); len(at) > 0 {
			v.Evidence = append(v.Evidence, at[0])
			v.Title = Text{"The app's own authorize() refused the password login", "Собственная authorize() приложения отвергла вход по паролю"}
			v.Rank, v.Outcome = 76, exchange.Refused
		}
		return []Verdict{v}
	},
})
