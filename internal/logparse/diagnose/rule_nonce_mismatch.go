package diagnose

import "grantlens/internal/logparse/exchange"

// refreshed are the words by which a text shows that the ID token came with a refresh.
var refreshed = []string{"refresh session", "refreshsession", "token refresh response", "refresh_token grant", "grant_type=refresh_token", "silent renew", "silentrenew", "after refresh", "using refresh token", "refreshing token", "refresh code", "--refreshtoken--"}

var _ = register(Rule{
	ID:       "nonce-mismatch",
	Title:    Text{"The tokens came; the client refused the ID token's nonce", "Токены выданы; клиент отверг nonce в ID-токене"},
	About:    Text{"The client compares the nonce of the ID token with the one it sent in the authorization request. That happens after the token response: the exchange with the provider succeeded.", "Клиент сравнивает nonce из ID-токена с отправленным в запросе авторизации. Это происходит после ответа с токенами: обмен с провайдером удался."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure", "claim-type-unexpected", "appauth-id-token-rejected", "firebase-credential-refused"},
	Detail: Text{"The nonce check runs on the ID token of a complete token response, so the provider issued the tokens; no OAuth error came from the server. What failed is the client's own, local validation: the nonce in the ID token is not the one the client remembers, or the client remembers none.",
		"Проверка nonce выполняется по ID-токену из полного ответа, значит, провайдер выдал токены и ошибки OAuth не присылал. Не прошла локальная проверка клиента: nonce в ID-токене не тот, который клиент помнит, или он не помнит никакого."},
	Causes: []Text{
		{"The stored nonce was lost or overwritten: two logins at the same time (tabs, parallel requests, double call in React StrictMode), another host, a cleared storage", "Сохранённый nonce потерян или перезаписан: два входа одновременно (вкладки, параллельные запросы, двойной вызов в React StrictMode), другой хост, очищенное хранилище"},
		{"The provider returns a cached or replayed ID token, or puts in a hash of the nonce (Apple, Google and Supabase expect SHA-256 of the raw value)", "Провайдер вернул кэшированный или повторный ID-токен либо кладёт в него хеш nonce (Apple, Google, Supabase ждут SHA-256 исходного значения)"},
		{"Android, iOS, Flutter: the nonce of the authorization request is not passed on to the token request: authorize and token exchange are two calls of the app, and the second one is built without the first one's nonce (AppAuth 0.8 and later, flutter_appauth: TokenRequest without nonce)", "Android, iOS, Flutter: nonce запроса авторизации не передан в запрос токена: authorize и обмен кода — два вызова приложения, и второй построен без nonce первого (AppAuth с 0.8, flutter_appauth: TokenRequest без nonce)"},
		{"Firebase: one Apple credential was used twice (linked, then signed in with), or the raw and the hashed nonce are swapped", "Firebase: учётные данные Apple использованы дважды (linkWithCredential, затем вход) или перепутаны исходный и хешированный nonce"},
	},
	Leads: []Lead{{Signs: []string{"firautherrordomain", "missing_or_invalid_nonce", "missing-or-invalid-nonce"}, Only: true, Cause: "Firebase: "}},
	Fixes: []Text{
		{"Keep one nonce per login, stored under its state, in storage that survives the redirect, and delete it after use", "Храните по одному nonce на вход под ключом state в хранилище, которое переживает редирект, и удаляйте после использования"},
		{"Where a second party checks the nonce (Firebase, Supabase), send the hashed nonce to the provider and the raw one to that party", "Если nonce проверяет третья сторона (Firebase, Supabase), провайдеру отправляйте хеш nonce, а ей — исходное значение"},
		{"Android, iOS (AppAuth): make the token request from the response (AuthorizationResponse.createTokenExchangeRequest), or set it with TokenRequest.Builder.setNonce; Flutter: pass result.nonce to TokenRequest(nonce: …), or use authorizeAndExchangeCode", "Android, iOS (AppAuth): стройте запрос токена из ответа (AuthorizationResponse.createTokenExchangeRequest) или задайте TokenRequest.Builder.setNonce; Flutter: передайте result.nonce в TokenRequest(nonce: …) или вызывайте authorizeAndExchangeCode"},
	},
	Missing: []Text{{"The authorization request's nonce and the nonce claim of the ID token", "Nonce из запроса авторизации и утверждение nonce из ID-токена"}},
	Refs: []Ref{
		{"OpenID Connect Core §3.1.3.7, step 11", "https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation"},
		{"OpenID Connect Core §15.5.2 nonce", "https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		out := tokenChecked(f, "?nonce-mismatch", exchange.Issued, nil)
		for i := range out {
			if hasAny(f, refreshed...) {
				out[i] = afterRefresh(out[i])
			}
		}
		for _, v := range out {
			if v.Outcome == exchange.Rejected {
				// A second party refused an ID token that the provider had issued: two exchanges.
				v.Exchange, v.Outcome = f.AddSpoken(v.Evidence[0], exchange.Issued), exchange.Issued
				return append(out, v)
			}
		}
		return append(out, nonceOfLogin(f)...)
	},
})

// afterRefresh: the ID token came with a refresh, where no authorization request stands before it.
func afterRefresh(v Verdict) Verdict {
	v.Title = Text{"The refresh gave tokens; the client compares an old nonce", "Токены обновлены; клиент сверяет устаревший nonce"}
	v.Detail = Text{"The refresh response carries tokens: the provider did what was asked. The client then compares the nonce of the new ID token with a value of its own, although a refresh has no authorization request and so no nonce: OpenID Connect Core §12.2 says that such an ID token should have no nonce, or the original one. This is the client's own check.",
		"Ответ на обновление содержит токены: провайдер сделал, что просили. Затем клиент сверяет nonce нового ID-токена со своим значением, хотя при обновлении нет запроса авторизации, а значит, и nonce: по OpenID Connect Core §12.2 такой ID-токен не содержит nonce либо содержит исходный. Это собственная проверка клиента."}
	v.Causes = []Text{
		{"The library makes up a placeholder nonce for the refresh and then compares the ID token with it (angular-auth-oidc-client, where the server returns an ID token with the original nonce)", "Библиотека ставит для обновления nonce-заглушку и сравнивает с ней ID-токен (angular-auth-oidc-client, если сервер возвращает ID-токен с исходным nonce)"},
		{"The server repeats the nonce of the first login in refreshed ID tokens (OpenIddict, IdentityServer), which the specification allows", "Сервер повторяет nonce первого входа в обновлённых ID-токенах (OpenIddict, IdentityServer), что спецификация допускает"},
	}
	v.Fixes = []Text{
		{"angular-auth-oidc-client: set ignoreNonceAfterRefresh: true in the configuration", "angular-auth-oidc-client: задайте в конфигурации ignoreNonceAfterRefresh: true"},
		{"In own code skip the nonce check for ID tokens of a refresh, and compare iss, sub and aud with the first ID token instead", "В своём коде не проверяйте nonce у ID-токенов обновления; сравнивайте iss, sub и aud с первым ID-токеном"},
		{"Or do without an ID token on refresh: leave openid out of the scope of the refresh request", "Или обойдитесь без ID-токена при обновлении: не указывайте openid в scope запроса обновления"},
	}
	v.Missing = []Text{}
	v.Refs = []Ref{{"OpenID Connect Core §12.2 successful refresh response", "https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse"}}
	return v
}
