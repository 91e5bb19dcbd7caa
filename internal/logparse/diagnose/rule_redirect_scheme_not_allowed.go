package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "redirect-scheme-not-allowed",
	Title:   Text{"This kind of redirect_uri is not allowed here", "Такой redirect_uri здесь не разрешён"},
	About:   Text{"The server refuses the scheme or form of the redirect_uri, whatever is registered: http, a custom scheme for a web client, the out-of-band URI, a private address.", "Сервер отвергает схему или вид redirect_uri независимо от регистрации: http, своя схема у web-клиента, out-of-band, частный адрес."},
	Rank:    78,
	Outcome: exchange.Refused,
	Detail: Text{"The server accepts redirect URIs of certain kinds only, and this one is none of them: https for web clients, loopback addresses or custom schemes for native clients. Registering it does not help.",
		"Сервер принимает redirect URI только определённых видов, и этот не подходит: https для web-клиентов, loopback или свои схемы для native. Регистрация не поможет."},
	Causes: []Text{
		{"A web client is used in a mobile or desktop app with a custom scheme", "Web-клиент используется в мобильном или настольном приложении со своей схемой"},
		{"Plain http is used on a host other than localhost", "Обычный http на хосте, отличном от localhost"},
		{"A private IP address or a host without a public top-level domain (Google: “device_id and device_name are required for private IP”)", "Частный IP-адрес или хост без публичного домена верхнего уровня (Google: «device_id and device_name are required for private IP»)"},
		{"The out-of-band redirect (urn:ietf:wg:oauth:2.0:oob), which Google has switched off", "Out-of-band редирект (urn:ietf:wg:oauth:2.0:oob), отключённый Google"},
		{"Google: Custom URI scheme is off for the Android client, as it is for every new one", "Google: у Android-клиента выключена Custom URI scheme, как у всех новых"},
		{"The app runs in Expo Go, whose exp:// address no provider takes", "Приложение запущено в Expo Go, а его адрес exp:// не принимает ни один провайдер"},
	},
	Fixes: []Text{
		{"Create a client of the right type: Web (https), iOS/Android, Desktop (http://127.0.0.1:port)", "Создайте клиент нужного типа: Web (https), iOS/Android, Desktop (http://127.0.0.1:порт)"},
		{"Serve the callback by https, or use localhost or 127.0.0.1 in development", "Отдавайте callback по https, в разработке — localhost или 127.0.0.1"},
		{"Replace out-of-band by a loopback redirect with PKCE, or by the device flow", "Замените out-of-band на loopback-редирект с PKCE или на device flow"},
		{"Google: Cloud console → the Android client → Advanced settings → Enable custom URI scheme; or sign in with Credential Manager", "Google: Cloud console → Android-клиент → Advanced settings → Enable custom URI scheme; либо вход через Credential Manager"},
		{"Make a development build with a scheme of your own and register that (for Google the reversed client id)", "Соберите development build со своей схемой и зарегистрируйте её (для Google — reversed client id)"},
	},
	Leads: []Lead{
		{Signs: []string{"for your android client"}, Only: true, Cause: "Custom URI scheme is off", Fix: "Enable custom URI scheme"},
		{Signs: []string{"exp://"}, Only: true, Cause: "Expo Go", Fix: "development build"},
	},
	Refs:     []Ref{{"RFC 8252 §7", "https://www.rfc-editor.org/rfc/rfc8252#section-7"}, {"Google: OOB migration", "https://developers.google.com/identity/protocols/oauth2/resources/oob-migration"}},
	Explains: []string{"provider-error"},
})
