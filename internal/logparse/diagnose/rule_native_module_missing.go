package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "native-module-missing",
	Title:   Text{"The native part of the sign-in SDK is not in this build", "Нативной части SDK входа нет в этой сборке"},
	About:   Text{"React Native, Expo, Flutter or Cordova called a sign-in plugin whose native module was not linked into the app.", "React Native, Expo, Flutter или Cordova вызвали плагин входа, нативный модуль которого не собран в приложение."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The JavaScript or Dart side of the plugin runs, its native module does not exist in this build, so no login page was opened: Expo Go has only its own modules, pods were not installed, or the app was not rebuilt after adding the package.", "JavaScript- или Dart-часть плагина работает, а нативного модуля в сборке нет, поэтому страница входа не открылась: в Expo Go есть только свои модули, не выполнен pod install или приложение не пересобрано после добавления пакета."},
	Causes: []Text{
		{"The app runs in Expo Go, which does not contain the native module", "Приложение запущено в Expo Go, где этого нативного модуля нет"},
		{"pod install or a rebuild is missing after the package was added; hot reload does not add native code", "После добавления пакета не выполнены pod install или пересборка; hot reload нативный код не добавляет"},
		{"Android: Credential Manager without its part for Google Play services", "Android: Credential Manager без части для Google Play services"},
	},
	Leads: []Lead{{Signs: []string{"no provider dependencies"}, Only: true, Cause: "Android: Cred", Fix: "Android: add"}},
	Fixes: []Text{
		{"Make a development build (npx expo run:android, expo prebuild) or rebuild the app; iOS: cd ios && pod install", "Сделайте development build (npx expo run:android, expo prebuild) или пересоберите приложение; iOS: cd ios && pod install"},
		{"In Expo Go use expo-auth-session, which needs no extra native module", "В Expo Go используйте expo-auth-session: ему не нужен свой нативный модуль"},
		{"Android: add androidx.credentials:credentials-play-services-auth beside androidx.credentials:credentials, of the same version", "Android: добавьте androidx.credentials:credentials-play-services-auth к androidx.credentials:credentials той же версии"},
	},
	Refs: []Ref{{"Expo: development builds", "https://docs.expo.dev/develop/development-builds/introduction/"}, {"react-native-app-auth: setup", "https://commerce.nearform.com/open-source/react-native-app-auth/docs"}},
})
