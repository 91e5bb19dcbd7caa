package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "callback-failed",
	Title:      Text{"The application's callback failed after the login", "Callback приложения завершился ошибкой после входа"},
	About:      Text{"The redirect came back with a code, and the application's own callback answered with an error status whose reason is not in the text.", "Редирект вернулся с кодом, а собственный callback приложения ответил ошибкой, причины которой в тексте нет."},
	Confidence: Possible,
	Rank:       38,
	Detail: Text{"The provider did its part: the user was authenticated and the redirect carries a code. The error status is the application's own; what follows the callback on the server failed: the token request (client secret, redirect_uri, code), reading the answer or the user, or a rule of who may log in. The reason is hidden in a log that is not shown.",
		"Провайдер свою часть сделал: пользователь аутентифицирован, в редиректе есть код. Статус ошибки — самого приложения: не удалось то, что следует за callback на сервере: запрос токена (секрет, redirect_uri, код), чтение ответа или пользователя, правило, кому можно входить. Причина скрыта в логе, которого здесь нет."},
	Causes: []Text{
		{"The token request was refused: wrong client secret, another redirect_uri, a code used twice", "В запросе токена отказано: неверный секрет, другой redirect_uri, код использован дважды"},
		{"The user is not allowed by the application (allow list, group, e-mail domain), or a claim it needs is missing", "Приложение не пускает пользователя (список, группа, домен почты) или нет нужного claim"},
		{"The state or session cookie was not sent with the callback", "С callback не пришла cookie со state или сессией"},
	},
	Fixes: []Text{
		{"Read the application's server log, not the browser's console: at debug level its lines of the same second hold the token endpoint's answer (status and body)", "Смотрите лог сервера приложения, а не консоль браузера: на уровне debug в нём за ту же секунду есть ответ token endpoint (статус и тело)"},
		{"Compare client id, client secret and callback URL of the application with the provider's console", "Сверьте client id, client secret и callback URL приложения с консолью провайдера"},
	},
	Missing: []Text{{"The application's log of the same second at debug level", "Лог приложения за ту же секунду на уровне debug"}},
	Refs:    []Ref{{"RFC 6749 §4.1.3 access token request", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}},
})

// callbackFailed says so where nothing else names a cause.
func callbackFailed(f *exchange.Flow, _ []Finding) []Finding {
	for _, e := range f.Exchanges {
		if e.Outcome.Failed() && e.Endpoint != exchange.EndpointCallback {
			return nil
		}
	}
	for _, e := range f.Exchanges {
		if e.Endpoint == exchange.EndpointCallback && e.Status() >= 400 && (e.Params.Has("code") || e.Status() >= 500 && hasAny(f, plainLogin...)) && e.Response.Kind == artifact.Response {
			r := ruleOf("callback-failed")
			v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}}
			if code := e.Status(); code == 502 || code == 503 || code == 504 {
				v.Title = Text{"The proxy got no usable answer from the callback", "Прокси не получил годного ответа от callback"}
				v.Detail = Text{"The redirect came back with a code, and the reverse proxy in front of the application answered " + strconv.Itoa(code) + " in its place. The application may well have redeemed the code: most often its answer has headers that are too big for the proxy's buffer (cookies that hold tokens; nginx: “upstream sent too big header”), or it is not up or too slow.",
					"Редирект вернулся с кодом, но вместо приложения ответил обратный прокси: " + strconv.Itoa(code) + ". Код приложение могло и обменять: чаще всего заголовки его ответа не помещаются в буфер прокси (cookie с токенами; nginx: «upstream sent too big header»), либо оно не запущено или отвечает слишком долго."}
				v.Fixes = []Text{
					{"Raise the buffers: proxy_buffer_size 16k, proxy_buffers 4 16k (ingress-nginx: nginx.ingress.kubernetes.io/proxy-buffer-size), or keep sessions on the server (oauth2-proxy --session-store-type=redis)", "Увеличьте буферы: proxy_buffer_size 16k, proxy_buffers 4 16k (ingress-nginx: nginx.ingress.kubernetes.io/proxy-buffer-size) или храните сессии на сервере (oauth2-proxy --session-store-type=redis)"},
					{"Read the proxy's error log of the same second and the application's own log", "Посмотрите error log прокси за ту же секунду и лог самого приложения"},
				}
			}
			return []Finding{{Rule: r, Verdict: v.filled(r), plain: true}}
		}
	}
	if line := wholeLine(f, f.ClaimedBy.Span); f.Claimed == exchange.Failure && f.ClaimedBy.OK() && codeCame(f) && holdsStatus(line, "404") && !strings.Contains(line, "jwks") {
		r := ruleOf("auth-route-unhandled") // a person's word for it: it answers 404 after the redirect
		return []Finding{{Rule: r, Verdict: Verdict{Evidence: []source.Span{f.ClaimedBy.Span}, Confidence: Possible}.filled(r), plain: true}}
	}
	return nil
}
