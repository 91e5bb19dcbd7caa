package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "firebase-credential-refused",
	Title:   Text{"Firebase refused the credential", "Firebase отклонил credential"},
	About:   Text{"auth/invalid-credential: the password, or the token of another provider that was handed to Firebase, is wrong, expired or of another project.", "auth/invalid-credential: пароль или токен другого провайдера, переданный Firebase, неверен, истёк или от другого проекта."},
	Rank:    78,
	Outcome: exchange.Refused,
	Detail:  Text{"Firebase answers invalid-credential for several causes. With e-mail and password: unknown user or wrong password (with e-mail enumeration protection it no longer says which). With signInWithCredential: the id_token or access_token is expired, malformed, used twice, of another OAuth client, or its nonce does not fit.", "Код invalid-credential у Firebase значит разное. При входе по почте: нет пользователя или неверный пароль (при защите от перебора почты не уточняется). При signInWithCredential: id_token или access_token истёк, повреждён, использован дважды, от другого OAuth-клиента или не подходит nonce."},
	Causes: []Text{
		{"E-mail or password is wrong, or the user does not exist in this project", "Неверны почта или пароль, либо пользователя нет в этом проекте"},
		{"The Google or Apple token is not for this project: its aud (client id) is not among the project's OAuth clients", "Токен Google или Apple не для этого проекта: его aud (client id) не среди OAuth-клиентов проекта"},
		{"Apple: the rawNonce does not match the SHA-256 nonce of the request; a credential is used a second time", "Apple: rawNonce не соответствует SHA-256 nonce из запроса; credential использован второй раз"},
		{"Admin SDK: the service account key is wrong or revoked, or the server's clock is off", "Admin SDK: ключ сервисного аккаунта неверен или отозван, либо сбились часы сервера"},
	},
	Fixes: []Text{
		{"Log the sign-in method and decode the token: aud must be a client id of this Firebase project, exp in the future", "Запишите в лог способ входа и декодируйте токен: aud — client id этого проекта Firebase, exp в будущем"},
		{"Use the web client id of the project (webClientId, serverClientId) for Google sign-in", "Для Google sign-in используйте web client id проекта (webClientId, serverClientId)"},
		{"Check the user under Authentication → Users, and that the provider is enabled under Sign-in method", "Проверьте пользователя в Authentication → Users и что провайдер включён в Sign-in method"},
	},
	Refs:     []Ref{{"Firebase: authentication errors", "https://firebase.google.com/docs/auth/admin/errors"}},
	Explains: []string{"provider-error"},
})
