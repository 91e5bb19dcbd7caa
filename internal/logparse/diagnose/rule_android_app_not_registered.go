package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "android-app-not-registered",
	Title:    Text{"Android app is not the registered one (SHA-1, package)", "Android-приложение не то, что зарегистрировано (SHA-1)"},
	About:    Text{"Google Sign-In on Android: status 10 (DEVELOPER_ERROR) and 12500; Facebook's key hash.", "Google Sign-In на Android: статусы 10 (DEVELOPER_ERROR) и 12500; key hash у Facebook."},
	Rank:     86,
	Outcome:  exchange.NotAsked,
	Explains: []string{"login-cancelled"},
	Detail: Text{"Google Play services refused the sign-in before any token: status 10 = DEVELOPER_ERROR means that no OAuth client of type Android in the Google Cloud project has this app's package name together with the SHA-1 fingerprint of the key this build is signed with (12500 is mostly the same or a missing consent screen).",
		"Google Play services отказал во входе до выдачи токенов: статус 10 = DEVELOPER_ERROR значит, что в проекте Google Cloud нет OAuth-клиента типа Android с этим именем пакета и отпечатком SHA-1 ключа, которым подписана сборка (12500 обычно то же самое или не настроен consent screen)."},
	Causes: []Text{
		{"The SHA-1 of the signing key is not registered: debug and release keystores differ, and Play App Signing signs with a key of its own", "SHA-1 ключа подписи не зарегистрирован: debug и release keystore различаются, а Play App Signing подписывает своим ключом"},
		{"The package name (applicationId) was changed and is not the registered one, or google-services.json is of another project", "Имя пакета (applicationId) изменено и не совпадает с зарегистрированным, либо google-services.json от другого проекта"},
		{"serverClientId (requestIdToken) is the Android client's id; it must be the Web client's", "В serverClientId (requestIdToken) указан id Android-клиента, а нужен id веб-клиента"},
		{"Facebook: the key hash (Base64 of the SHA-1 of the signing key) is not among the app's key hashes; the web login does not look at it, the Facebook app on the device does", "Facebook: key hash (Base64 от SHA-1 ключа подписи) нет среди key hashes приложения; вход через браузер его не проверяет, установленное приложение Facebook — проверяет"},
	},
	Fixes: []Text{
		{"Get the fingerprints with ./gradlew signingReport (and Play Console → App integrity) and add each SHA-1 to the Android OAuth client or the Firebase project; download google-services.json again", "Получите отпечатки через ./gradlew signingReport (и Play Console → App integrity), добавьте каждый SHA-1 в OAuth-клиент Android или проект Firebase и скачайте google-services.json заново"},
		{"Compare applicationId in build.gradle with the package name of the client; uninstall the old app and build again", "Сравните applicationId в build.gradle с именем пакета клиента; удалите старое приложение и соберите заново"},
		{"Pass the Web client id as serverClientId, and fill in the OAuth consent screen (support e-mail)", "Передавайте id веб-клиента в serverClientId и заполните OAuth consent screen (support e-mail)"},
		{"Facebook: take the key hash from the error or of keytool -exportcert … | openssl sha1 -binary | openssl base64, and add it under App settings → Basic → Android → Key hashes, for debug, release and Play App Signing", "Facebook: возьмите key hash из ошибки или через keytool -exportcert … | openssl sha1 -binary | openssl base64 и добавьте в App settings → Basic → Android → Key hashes: для debug, release и Play App Signing"},
	},
	Leads: []Lead{
		{Signs: []string{"key hash"}, Cause: "Facebook: the key hash", Fix: "Facebook: take the key hash"},
	},
	Refs: []Ref{{"Google Sign-In status codes", "https://developers.google.com/android/reference/com/google/android/gms/common/api/CommonStatusCodes"}, {"Google: authenticating your client", "https://developers.google.com/android/guides/client-auth"}},
})
