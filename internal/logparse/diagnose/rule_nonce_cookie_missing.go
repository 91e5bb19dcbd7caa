package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "nonce-cookie-missing",
	Title:    Text{"The ID token came, the nonce cookie did not", "ID-токен пришёл, а cookie с nonce — нет"},
	About:    Text{"ASP.NET finds a nonce in the ID token and none on its own side (IDX21323, IDX10311): the cookie in which it kept the nonce did not come back with the POST to the callback.", "ASP.NET видит nonce в ID-токене, но не у себя (IDX21323, IDX10311): cookie, где он хранился, не вернулась с POST на callback."},
	Rank:     84,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "nonce-mismatch", "answer-is-html"},
	Detail: Text{"The nonce in the ID token is not null: the provider answered and the token arrived intact. The nonce on the application's side is null, because the temporary cookie (.AspNetCore.OpenIdConnect.Nonce.…, or OpenIdConnect.nonce.… with Owin) was not sent with the callback. The 500 is the application's own answer, not the provider's.",
		"Nonce в ID-токене есть: провайдер ответил и токен дошёл целым. Nonce на стороне приложения — null, потому что временная cookie (.AspNetCore.OpenIdConnect.Nonce.… или OpenIdConnect.nonce.… в Owin) не пришла с callback. Ответ 500 — самого приложения, а не провайдера."},
	Causes: []Text{
		{"The browser dropped or did not send the cookie: response_mode=form_post is a cross-site POST, and cookies with SameSite=Lax, or SameSite=None without Secure, are left out (http://localhost, old browsers)", "Браузер отбросил или не прислал cookie: response_mode=form_post — межсайтовый POST, и cookie с SameSite=Lax или SameSite=None без Secure не отправляются (http://localhost, старые браузеры)"},
		{"The login began on another host, port or scheme than the callback comes back to, or TLS ends at a proxy and the app thinks it is on http", "Вход начат на другом хосте, порту или схеме, чем callback, или TLS заканчивается на прокси и приложение думает, что работает по http"},
		{"The cookie expired (15 minutes) on a login page left open, was deleted by a second login, or was used up by a reload or the back button", "Cookie истекла (15 минут) на долго открытой странице входа, удалена вторым входом либо израсходована перезагрузкой или кнопкой «назад»"},
	},
	Fixes: []Text{
		{"Serve the application over https and set options.NonceCookie.SameSite = SameSiteMode.None with SecurePolicy = CookieSecurePolicy.Always (also options.CorrelationCookie), or use response_type=code with response_mode=query", "Отдавайте приложение по https и задайте options.NonceCookie.SameSite = SameSiteMode.None и SecurePolicy = CookieSecurePolicy.Always (также options.CorrelationCookie) либо используйте response_type=code с response_mode=query"},
		{"Behind a proxy add app.UseForwardedHeaders() before UseAuthentication, with XForwardedProto and XForwardedHost", "За прокси добавьте app.UseForwardedHeaders() до UseAuthentication с XForwardedProto и XForwardedHost"},
		{"Handle OnRemoteFailure: send the visitor to a new login instead of a 500", "Обработайте OnRemoteFailure: отправляйте посетителя на новый вход вместо ошибки 500"},
		{"With Owin, use SystemWebCookieManager (or Kentor.OwinCookieSaver): Owin and System.Web overwrite each other's cookies", "В Owin используйте SystemWebCookieManager (или Kentor.OwinCookieSaver): Owin и System.Web затирают cookie друг друга"},
	},
	Missing: []Text{{"Set-Cookie of the request that started the login and Cookie of the POST to the callback (/signin-oidc), and which browsers are affected", "Set-Cookie запроса, начавшего вход, и Cookie запроса POST на callback (/signin-oidc), а также в каких браузерах это бывает"}},
	Refs: []Ref{
		{"Microsoft: SameSite cookies in ASP.NET Core", "https://learn.microsoft.com/aspnet/core/security/samesite"},
		{"OpenID Connect Core §15.5.2 nonce", "https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes"},
	},
})
