package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "answer-hidden",
	Title:   Text{"An error answer came, its body is not printed", "Ответ с ошибкой пришёл, но его тело не напечатано"},
	About:   Text{"A client reports that an error came back, but shows neither error nor error_description: they stand in the body of the answer, or in members of the exception (ResponseBodyError, AuthorizationResponseError, InternalOAuthError).", "Клиент сообщает, что пришла ошибка, но не показывает ни error, ни error_description: они в теле ответа или в членах исключения (ResponseBodyError, AuthorizationResponseError, InternalOAuthError)."},
	Former:  []string{"error-object-not-printed"},
	Rank:    58,
	Outcome: exchange.Refused,
	Detail: Text{"The provider did answer, with an error: an HTTP response with an error status (not 2xx) or an error in the redirect. The client library hides what it says: error (invalid_client, invalid_grant), error_description and status stand in the body, or in the error object (cause, error, error_description, status), and not in the log. Without them the cause stays open: a refusal of client, code or redirect_uri, a rate limit, or a fault on the provider's side (5xx, temporary).",
		"Провайдер ответил, и ответил ошибкой: HTTP-ответ со статусом не 2xx или ошибка в редиректе. Библиотека клиента прячет её содержание: error (invalid_client, invalid_grant), error_description и статус — в теле ответа или в объекте ошибки (cause, error, error_description, status), а не в логе. Без них причина открыта: отказ клиенту, коду или redirect_uri, лимит запросов или сбой на стороне провайдера (5xx, временный)."},
	Causes: []Text{
		{"The token endpoint refused the request (400, 401), or answered with an empty body: client secret, code (used twice, expired) or redirect_uri", "Token endpoint отклонил запрос (400, 401) или ответил пустым телом: секрет клиента, код (использован дважды, истёк) или redirect_uri"},
		{"The user or a policy refused at the authorization endpoint (access_denied, login_required)", "Отказали пользователь или политика на authorization endpoint (access_denied, login_required)"},
		{"An outage or temporary fault at the provider (5xx, status page), or its rate limit (429)", "Сбой или временная неполадка у провайдера (5xx, см. страницу статуса) или его лимит запросов (429)"},
		{"Refresh token: expired, revoked or replaced by a newer one (an app of Google in testing: after 7 days); the user has to log in again", "Refresh-токен: истёк, отозван или заменён новым (приложение Google в режиме Testing — через 7 дней); нужен новый вход"},
	},
	Fixes: []Text{
		{"Log the hidden answer: passport err.oauthError.statusCode and err.oauthError.data; openid-client and oauth4webapi err.cause, err.error, err.error_description, err.status; axios error.response.data; Go errors.As(err, *oauth2.RetrieveError).Body; Spring logging.level.org.springframework.security.oauth2=TRACE; Ruby OAuth2::Error#response.body; django-allauth auth_error.exception (on_authentication_error)", "Выведите скрытый ответ: passport err.oauthError.statusCode и err.oauthError.data; openid-client и oauth4webapi err.cause, err.error, err.error_description, err.status; axios error.response.data; Go errors.As(err, *oauth2.RetrieveError).Body; Spring logging.level.org.springframework.security.oauth2=TRACE; Ruby OAuth2::Error#response.body; django-allauth auth_error.exception (on_authentication_error)"},
		{"Windows PowerShell: in catch print $_.ErrorDetails.Message, or read $_.Exception.Response.GetResponseStream()", "Windows PowerShell: в catch выведите $_.ErrorDetails.Message или прочитайте $_.Exception.Response.GetResponseStream()"},
		{"Look at the provider's own log of the same second", "Посмотрите лог самого провайдера за ту же секунду"},
		{"Look at the provider's status page when nothing was changed on the client", "Если в клиенте ничего не меняли, посмотрите страницу статуса провайдера"},
	},
	Leads: []Lead{
		{Signs: []string{"async_refresh_token", "async_ensure_token_valid", "refresh_access_token", "refreshaccesstoken", "acquire_token_silent", "refresh_grant", "refreshtokenrequest", "do_refresh"}, Only: true, Cause: "Refresh token: expired, revoked or"},
		{Signs: []string{"invoke-restmethod :", "invoke-webrequest :"}, Only: true, Fix: "Windows PowerShell"},
	},
	Missing: []Text{{"The status and the body of the token endpoint's answer", "Статус и тело ответа token endpoint"}},
	Refs:    []Ref{{"RFC 6749 §5.2 error response", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}, {"passport-oauth2: InternalOAuthError", "https://github.com/jaredhanson/passport-oauth2/blob/master/lib/errors/internaloautherror.js"}, {"openid-client: errors", "https://github.com/panva/openid-client/blob/main/docs/README.md"}},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Error.OK() || e.Code.OK() || e.HTML() {
				return nil
			}
		}
		var out []Verdict
		// passport: the answer's end stands in the stack, and no status was put into the message.
		if said, came := placesOf(f, "failed to obtain access token", "internaloautherror", "failed to fetch user profile"), placesOf(f, "passbackcontrol"); len(said) > 0 && len(came) > 0 && hasAny(f, "internaloautherror", "_createoautherror", "user profile") && !f.Has("(status:") && !f.Has("oautherror: {") {
			out = append(out, Verdict{Evidence: []source.Span{came[0], said[0]}, Rank: 78,
				Detail: Text{"The stack runs through passBackControl and IncomingMessage, so an HTTP answer did arrive from the endpoint, with a status that is not 2xx; passport only says that it failed to obtain the access token and hides the body. statusCode or status 500 in the error object would be passport's own. The body tells whether client, code or redirect_uri was refused, or the provider had an outage or limits requests.",
					"Стек идёт через passBackControl и IncomingMessage, значит, HTTP-ответ от endpoint пришёл, но его статус не 2xx; passport лишь сообщает, что не смог получить access token, и прячет тело. statusCode или status 500 в объекте ошибки — собственный у passport. Тело скажет, отвергнут ли клиент, код или redirect_uri, или у провайдера сбой либо лимит запросов."}})
		}
		for _, e := range f.Exchanges {
			if e.Endpoint == exchange.EndpointToken && e.Status() >= 400 && e.Status() != 405 && e.Status() != 429 && (e.Body == nil || e.Body.Kind == artifact.BodyEmpty) && e.Response != nil && len(out) == 0 && !wholeAnswer(e) {
				code := strconv.Itoa(e.Status())
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span},
					Title: Text{"An error answer (" + code + ") came, its body is not printed", "Ответ с ошибкой (" + code + ") пришёл, но тело не напечатано"}})
				if e.Status() == 403 {
					out[0].Causes = append([]Text{{"403 is no answer of the OAuth protocol (it refuses with 400 or 401): mostly something in front of the token endpoint spoke, a firewall (WAF), CDN or gateway that blocks this IP address, country, VPN, proxy or User-Agent", "403 — не ответ протокола OAuth (он отказывает с 400 или 401): чаще отвечает то, что стоит перед token endpoint, — firewall (WAF), CDN или шлюз, который блокирует этот IP-адрес, страну, VPN, прокси или User-Agent"}}, ruleOf("answer-hidden").Causes...)
					out[0].Fixes = append([]Text{{"Send the same request with curl -i from this host and from another network: if only one is refused, it is the address. Check that the process uses the proxy meant for it (HTTPS_PROXY, NO_PROXY, ALL_PROXY)", "Отправьте тот же запрос через curl -i с этого хоста и из другой сети: если отвергнут лишь один, дело в адресе. Проверьте, что процесс ходит через нужный прокси (HTTPS_PROXY, NO_PROXY, ALL_PROXY)"}}, ruleOf("answer-hidden").Fixes...)
				}
				if hasAny(f, "devicelogin", "device_code", "device code") {
					out[0].Causes = []Text{{"Device flow: while the user has not finished in the browser, every poll of the token endpoint is answered 400 authorization_pending, which is no failure; expired_token or access_denied ends it", "Device flow: пока пользователь не закончил в браузере, на каждый опрос token endpoint приходит 400 authorization_pending, это не сбой; конец — expired_token или access_denied"}}
				}
			}
		}
		if len(out) == 0 && !f.Issued() {
			for _, s := range saidBy(f, "?answer-hidden") {
				out = append(out, Verdict{Evidence: []source.Span{s}})
				break
			}
		}
		if len(out) > 0 && out[0].Causes == nil && hasAny(f, "refreshing token", "token refresh", "refresh token", "refreshtoken", "accesstoken.refresh") {
			out[0].Causes = append([]Text{{"The refresh token is expired or revoked, was used before, or belongs to another client (invalid_grant): then only a new login helps", "Refresh-токен истёк, отозван, уже использован или выдан другому клиенту (invalid_grant): поможет только новый вход"}}, ruleOf("answer-hidden").Causes...)
		}
		return out
	},
})

// wholeAnswer: the answer is printed as it came; where no body was read, there was none, or words that are no protocol.
func wholeAnswer(e *exchange.Exchange) bool {
	return e.Response.Format == "har" || strings.EqualFold(e.Header("Content-Length"), "0") || strings.HasPrefix(strings.ToLower(e.Header("Content-Type")), "text/plain")
}
