package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:      "iframe-blocked",
	Title:   Text{"The login page may not be shown in a frame", "Страницу входа нельзя показать во фрейме"},
	About:   Text{"X-Frame-Options or frame-ancestors forbid it, or the hidden iframe of a silent renewal gets no answer because third-party cookies are blocked.", "Запрещают X-Frame-Options или frame-ancestors, либо скрытый iframe тихого обновления не получает ответа из-за запрета сторонних cookie."},
	Rank:    78,
	Outcome: exchange.NotAsked,
	Detail: Text{"The provider's page was to load in an iframe. Either it forbids being framed (X-Frame-Options, Content-Security-Policy frame-ancestors), or the hidden iframe never answered because the browser blocks third-party cookies, so the provider does not see its session there.",
		"Страница провайдера должна была загрузиться в iframe. Либо она запрещает показ во фрейме (X-Frame-Options, Content-Security-Policy frame-ancestors), либо скрытый iframe не ответил: браузер запрещает сторонние cookie, и провайдер не видит своей сессии."},
	Causes: []Text{
		{"An interactive login page is opened in an iframe (an embedded app, a portal, Teams tab)", "Интерактивная страница входа открыта в iframe (встроенное приложение, портал, вкладка Teams)"},
		{"Silent renewal by iframe in a browser that blocks third-party cookies (Safari, Firefox, Chrome, private windows)", "Тихое обновление через iframe в браузере с запретом сторонних cookie (Safari, Firefox, Chrome, приватные окна)"},
		{"The redirect page of the silent renewal runs the whole application, which starts a login of its own", "Страница редиректа тихого обновления запускает всё приложение, и оно начинает свой вход"},
	},
	Fixes: []Text{
		{"Log in by redirect or pop-up of the top window, not in the frame", "Входите редиректом или pop-up верхнего окна, а не во фрейме"},
		{"Renew with refresh tokens instead of an iframe (useRefreshTokens, offline_access with rotation); keycloak-js: checkLoginIframe: false, silentCheckSsoFallback: false", "Обновляйте refresh-токенами вместо iframe (useRefreshTokens, offline_access с ротацией); keycloak-js: checkLoginIframe: false, silentCheckSsoFallback: false"},
		{"Give the provider a domain of the same site as the application", "Дайте провайдеру домен того же сайта, что у приложения"},
		{"If framing is wanted: Keycloak Realm settings → Security defenses → X-Frame-Options / Content-Security-Policy frame-ancestors with the application's origin", "Если фрейм нужен: Keycloak Realm settings → Security defenses → X-Frame-Options / Content-Security-Policy frame-ancestors с origin приложения"},
	},
	Explains: []string{"third-party-cookies-blocked"},
	Check: func(f *exchange.Flow) []Verdict {
		out := blockedFor(f, "err_blocked_by_response", "xfo_violation", "csp_frame_ancestor")
		return slices.DeleteFunc(out, func(v Verdict) bool {
			return v.Exchange.Header("X-Frame-Options") == "" && !strings.Contains(v.Exchange.Header("Content-Security-Policy"), "frame-ancestors")
		})
	},
	Refs: []Ref{{"MDN: X-Frame-Options", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Frame-Options"}, {"OpenID Connect Session Management", "https://openid.net/specs/openid-connect-session-1_0.html"}},
})
