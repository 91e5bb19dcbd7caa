package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "second-sign-in-refused",
	Title:    Text{"The provider gave a token; the second sign-in failed", "Провайдер дал токен; второй вход не удался"},
	About:    Text{"A token of one provider is handed to a second service (Firebase signInWithCredential, Supabase signInWithIdToken, AWS Cognito identity pools), and that follow-up call fails: the first exchange was a success.", "Токен одного провайдера передан второй службе (Firebase signInWithCredential, Supabase signInWithIdToken, пулы AWS Cognito), и этот следующий вызов не удался: первый обмен был успешен."},
	Rank:     80,
	Explains: []string{"success-called-failure", "provider-error", "answer-hidden", "firebase-credential-refused"},
	Detail: Text{"Two exchanges: the provider's token was obtained and is fine; the follow-up call that trades it for a session of the second service (Firebase Auth, Identity Toolkit, Supabase, Cognito) failed. Its error is about that call: the SDK's version and environment, the service's settings, or the token's audience.",
		"Обменов два: токен провайдера получен и исправен; не удался следующий вызов, который меняет его на сессию второй службы (Firebase Auth, Identity Toolkit, Supabase, Cognito). Её ошибка — об этом вызове: версия и окружение SDK, настройки службы или аудитория токена."},
	Causes: []Text{
		{"The SDK sends a request the service does not take (INVALID_REQUEST_URI): a regression of an SDK version, or an environment without a real origin such as a browser extension (chrome-extension://), an app shell, file://", "SDK шлёт запрос, который служба не принимает (INVALID_REQUEST_URI): регрессия версии SDK или окружение без настоящего origin — расширение браузера (chrome-extension://), оболочка приложения, file://"},
		{"The token is for another client: its audience is not among the client ids the second service knows", "Токен для другого клиента: его аудитории нет среди client id, известных второй службе"},
		{"An access token was given where an ID token is wanted, or the reverse; or the token is old", "Передан access-токен вместо ID-токена или наоборот; либо токен старый"},
		{"The provider is not enabled in the second service, or its own client id and secret there are wrong", "Провайдер не включён во второй службе или её client id и secret неверны"},
		{"Another account of the project has this e-mail address, or this identity of the provider, already", "Этот e-mail или эта личность провайдера уже есть у другой учётной записи проекта"},
	},
	Fixes: []Text{
		{"Try the SDK version before (or after) the one in use, and read its release notes; send the request from an http(s) page to compare", "Попробуйте предыдущую (или следующую) версию SDK и прочтите её release notes; для сравнения выполните запрос со страницы http(s)"},
		{"Firebase: GoogleAuthProvider.credential(idToken, accessToken) in this order; add the client id under Authentication → Sign-in method → Google → Safelist client IDs. Apple: AppleAuthProvider.credentialWithIDToken, or authorizationCode as accessToken, with the raw nonce", "Firebase: GoogleAuthProvider.credential(idToken, accessToken) именно в этом порядке; добавьте client id в Authentication → Sign-in method → Google → Safelist client IDs. Apple: AppleAuthProvider.credentialWithIDToken или authorizationCode в accessToken, и исходный nonce"},
		{"Supabase: add the client id to Authentication → Providers → Authorized Client IDs", "Supabase: добавьте client id в Authentication → Providers → Authorized Client IDs"},
		{"Cognito: add the provider to the identity pool (User access, Identity providers) with the app id, issuer or user pool client the token is of", "Cognito: добавьте провайдера в identity pool (User access, Identity providers) с тем app id, issuer или клиентом user pool, для которого выдан токен"},
		{"Firebase: let the user sign in the old way, then join the two with linkWithCredential", "Firebase: пусть пользователь войдёт прежним способом, затем объедините учётные записи через linkWithCredential"},
	},
	Leads: []Lead{
		{Signs: []string{"audience", "not authorized to be used in the project"}, Cause: "for another client", Fix: "client id"},
		{Signs: []string{"different-credential", "credential-already-in-use", "17012", "17025"}, Only: true, Cause: "account of the project", Fix: "linkWithCredential"},
	},
	Missing: []Text{{"Version and environment of the SDK, and the request it sent (network tab)", "Версия и окружение SDK и отправленный им запрос (вкладка Network)"}},
	Refs:    []Ref{{"Firebase: authenticate with a credential", "https://firebase.google.com/docs/auth/web/google-signin"}, {"Identity Toolkit: signInWithIdp", "https://cloud.google.com/identity-platform/docs/reference/rest/v1/accounts/signInWithIdp"}},
	Check: func(f *exchange.Flow) []Verdict {
		out := tokenChecked(f, "?second-sign-in-refused", exchange.Rejected, func(v *Verdict, _ string) { v.Outcome = exchange.Rejected })
		if len(out) == 0 {
			return nil
		}
		// What was handed over had been issued: a second exchange, of which this text shows only the use.
		first := out[0]
		first.Outcome = exchange.Issued
		if at := findAny(f, "accesstoken", "access_token", "idtoken", "id_token", "provider.credential(", "signinwithcredential"); len(at) > 0 {
			first.Evidence = at[:1]
			first.Exchange = f.AddSpoken(at[0], exchange.Issued)
		}
		return append(out, first)
	},
})
