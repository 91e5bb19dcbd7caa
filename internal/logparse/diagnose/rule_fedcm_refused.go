package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "fedcm-refused",
	Title:   Text{"The browser's FedCM sign-in did not run", "Вход через FedCM в браузере не состоялся"},
	About:   Text{"Google One Tap or another FedCM sign-in was stopped by the browser: dismissed, switched off, not allowed in this frame, or the token fetch failed.", "Google One Tap или другой вход через FedCM остановлен браузером: закрыт, выключен, не разрешён во фрейме или не удалось получить токен."},
	Rank:    78,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The browser itself (FedCM) asks the provider for the token; it rejects when the user dismissed the prompt before (exponential cool-down), third-party sign-in is switched off, the frame lacks the identity-credentials-get permission, or the provider's endpoint refused this origin. No code was redeemed by the application.", "Токен у провайдера запрашивает сам браузер (FedCM); отказ бывает, если пользователь раньше закрыл окно (период ожидания), сторонний вход выключен, у фрейма нет разрешения identity-credentials-get или endpoint провайдера отверг этот origin. Приложение код не обменивало."},
	Causes: []Text{
		{"The user closed One Tap before: Chrome suppresses it for some time", "Пользователь раньше закрыл One Tap: Chrome некоторое время его не показывает"},
		{"Third-party sign-in or third-party cookies are blocked in the browser, or the page runs in an iframe without allow=\"identity-credentials-get\"", "В браузере заблокирован сторонний вход или сторонние cookies, либо страница во фрейме без allow=\"identity-credentials-get\""},
		{"The page's origin is not among the Authorized JavaScript origins of the client, so the token fetch is refused", "Origin страницы не среди Authorized JavaScript origins клиента, и запрос токена отвергнут"},
	},
	Fixes: []Text{
		{"Reset the site permission Third-party sign-in in the address bar and try again; offer the Google button besides One Tap", "Сбросьте разрешение Third-party sign-in в адресной строке и повторите; кроме One Tap дайте кнопку Google"},
		{"Add the origin (scheme, host, port) to Authorized JavaScript origins: Google Cloud console → Credentials", "Добавьте origin (схема, хост, порт) в Authorized JavaScript origins: Google Cloud console → Credentials"},
		{"In an iframe set allow=\"identity-credentials-get\"", "Во фрейме задайте allow=\"identity-credentials-get\""},
	},
	Refs: []Ref{{"Google: migrate to FedCM", "https://developers.google.com/identity/gsi/web/guides/fedcm-migration"}, {"MDN: FedCM", "https://developer.mozilla.org/en-US/docs/Web/API/FedCM_API"}},
})
