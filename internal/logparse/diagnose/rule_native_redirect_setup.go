package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "native-redirect-setup",
	Title:   Text{"The app is not set up to receive its redirect", "Приложение не настроено принимать свой redirect"},
	About:   Text{"The custom scheme or redirect URI of a mobile app is missing in its manifest or Info.plist, or differs from what the SDK expects.", "Своя схема или redirect URI мобильного приложения не заданы в манифесте или Info.plist либо отличаются от ожидаемых SDK."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail:  Text{"After the login the browser returns to the app by a URL with the app's own scheme. The app does not declare that scheme (Info.plist, AndroidManifest, app.json), or declares another than the SDK derives from package name and signature, so the SDK refuses to start or the answer never arrives.", "После входа браузер возвращается в приложение по URL с его собственной схемой. Приложение эту схему не объявляет (Info.plist, AndroidManifest, app.json) или объявляет не ту, что SDK выводит из имени пакета и подписи, поэтому SDK не запускается или ответ не приходит."},
	Causes: []Text{
		{"iOS: CFBundleURLTypes in Info.plist lacks the scheme (reversed client id of Google, msauth.<bundle id> of MSAL, fb<app id>)", "iOS: в CFBundleURLTypes в Info.plist нет схемы (reversed client id Google, msauth.<bundle id> MSAL, fb<app id>)"},
		{"Android: manifestPlaceholders appAuthRedirectScheme or the intent filter is missing", "Android: нет manifestPlaceholders appAuthRedirectScheme или intent-filter"},
		{"MSAL Android: the signature hash in redirect_uri is of another key (debug against release, Play App Signing)", "MSAL Android: signature hash в redirect_uri от другого ключа (debug вместо release, Play App Signing)"},
		{"Chrome opens an app's scheme from a redirect only after a user's tap, and here it needs a tap: the login ended without one", "Chrome открывает схему приложения из редиректа только после касания, здесь нужно касание: вход завершился без него"},
	},
	Fixes: []Text{
		{"iOS: add the scheme under Targets → Info → URL Types; expo: scheme in app.json, then a new build", "iOS: добавьте схему в Targets → Info → URL Types; expo: scheme в app.json, затем новая сборка"},
		{"Android: build.gradle defaultConfig { manifestPlaceholders += [appAuthRedirectScheme: 'com.example.app'] }", "Android: build.gradle defaultConfig { manifestPlaceholders += [appAuthRedirectScheme: 'com.example.app'] }"},
		{"MSAL: copy the redirect URI that the Entra portal shows for package name and signature hash into the config and the manifest", "MSAL: скопируйте redirect URI, который портал Entra показывает для имени пакета и signature hash, в конфигурацию и манифест"},
		{"Return by an https link of the app (App Link, Universal Link), or end on a page with a button that opens the scheme", "Возвращайтесь по https-ссылке приложения (App Link, Universal Link) или завершайте вход страницей с кнопкой, открывающей схему"},
	},
	Leads: []Lead{
		{Signs: []string{"signature hash", "msauth://"}, Cause: "MSAL Android", Fix: "MSAL: copy"},
		{Signs: []string{"because a user gesture is required"}, Only: true, Cause: "needs a tap", Fix: "a button"},
	},
	Refs: []Ref{{"RFC 8252 §7.1 private-use URI schemes", "https://www.rfc-editor.org/rfc/rfc8252#section-7.1"}, {"MSAL Android: redirect URI", "https://learn.microsoft.com/en-us/entra/identity-platform/msal-android-single-sign-on"}},
})
