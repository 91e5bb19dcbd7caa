package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "login-object-released",
	Title:   Text{"The app let go of its login object before the answer", "Приложение освободило объект входа до ответа"},
	About:   Text{"A native library reports that the object which runs the login was deallocated while the browser was open (OAuthSwift error -10, retain).", "Нативная библиотека сообщает, что объект, ведущий вход, освобождён, пока был открыт браузер (OAuthSwift, ошибка -10, retain)."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The browser came back to the app, but the object that started the login and holds its state no longer exists: nothing in the app kept a strong reference to it. The provider refused nothing, and no token was asked for.", "Браузер вернулся в приложение, но объекта, который начал вход и хранит его состояние, уже нет: на него не осталось сильной ссылки. Провайдер ничего не отклонял, токен не запрашивался."},
	Causes: []Text{
		{"The login object is a local variable of the function that started it, so it is released (deallocated) when the function returns", "Объект входа — локальная переменная функции, и после возврата из неё он освобождается"},
		{"The view controller or service that owns it went away while the browser was open", "Контроллер или сервис, который им владеет, исчез, пока был открыт браузер"},
	},
	Fixes: []Text{
		{"Retain it: keep the object as a stored property of something that outlives the login (the app delegate, a singleton), and set it to nil after success or failure", "Храните объект в свойстве того, что переживёт вход (app delegate, singleton), и обнуляйте его после успеха или ошибки"},
		{"AppAuth for iOS: keep the result of authState(byPresenting:) in currentAuthorizationFlow; OAuthSwift: oauthswift = OAuth2Swift(…) as a property, and keep the handle of authorize", "AppAuth для iOS: храните результат authState(byPresenting:) в currentAuthorizationFlow; OAuthSwift: oauthswift = OAuth2Swift(…) как свойство и handle метода authorize"},
	},
	Refs: []Ref{{"OAuthSwift: retain", "https://github.com/OAuthSwift/OAuthSwift#authorize-with-oauth20"}},
})
