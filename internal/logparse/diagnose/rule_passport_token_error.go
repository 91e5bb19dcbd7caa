package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "passport-token-error",
	Title:   Text{"The token endpoint refused the code; passport hides why", "Token endpoint отклонил код; passport скрывает причину"},
	About:   Text{"passport-oauth2's TokenError: an OAuth error answer whose description is the message and whose code is not printed. Bad Request is Google's description of invalid_grant.", "TokenError из passport-oauth2: ответ с ошибкой OAuth, где сообщение — её описание, а код не напечатан. Bad Request — описание invalid_grant у Google."},
	Rank:    72,
	Outcome: exchange.Refused,
	Detail: Text{"TokenError is thrown for an error answer of the token endpoint (parseErrorResponse read error and error_description); the text after the colon is only the description. “Bad Request” or “Unauthorized” without more is what Google writes beside invalid_grant or invalid_client: the authorization code was already used, expired or mangled, or redirect_uri (callbackURL) differs from the one the code was issued for.",
		"TokenError выбрасывается на ответ token endpoint с ошибкой (parseErrorResponse прочёл error и error_description); текст после двоеточия — только описание. “Bad Request” или “Unauthorized” без подробностей Google пишет рядом с invalid_grant или invalid_client: код авторизации уже использован, истёк или испорчен, либо redirect_uri (callbackURL) отличается от того, для которого выдан код."},
	Causes: []Text{
		{"The callback ran twice with the same code (page reloaded, passport.authenticate called twice, browser prefetch): a code is for single use", "Callback выполнен дважды с одним кодом (перезагрузка страницы, повторный passport.authenticate, предзагрузка браузера): код одноразовый"},
		{"callbackURL of the strategy is not exactly the redirect_uri of the authorization request (http and https behind a proxy, relative URL, trailing slash)", "callbackURL стратегии не совпадает в точности с redirect_uri запроса авторизации (http и https за прокси, относительный URL, слэш в конце)"},
		{"The code was decoded or encoded once too often, or more than ten minutes passed", "Код лишний раз декодирован или закодирован, либо прошло больше десяти минут"},
	},
	Fixes: []Text{
		{"Log err.code and err.oauthError.data of the TokenError: they name invalid_grant, invalid_client or redirect_uri_mismatch", "Выведите err.code и err.oauthError.data у TokenError: там invalid_grant, invalid_client или redirect_uri_mismatch"},
		{"Use an absolute callbackURL that is registered, and redirect after the callback so that a reload does not send the code again", "Задайте абсолютный зарегистрированный callbackURL и делайте redirect после callback, чтобы перезагрузка не отправила код снова"},
	},
	Missing:  []Text{{"code and oauthError.data of the error object; the number of requests to the callback", "code и oauthError.data из объекта ошибки; число запросов к callback"}},
	Refs:     []Ref{{"passport-oauth2: TokenError", "https://github.com/jaredhanson/passport-oauth2/blob/master/lib/errors/tokenerror.js"}, {"RFC 6749 §4.1.2 code for single use", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"}},
	Explains: []string{"answer-hidden"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, s := range f.Find("tokenerror: ") {
			line := strings.ToLower(messageAt(f, s))
			said := strings.Trim(strings.TrimPrefix(line, "tokenerror: "), " .`'\"")
			if said == "bad request" || said == "unauthorized" || said == "invalid_grant" {
				out = append(out, Verdict{Evidence: []source.Span{{Start: s.Start, End: s.Start + len("tokenerror: ") + len(said)}}})
				break
			}
		}
		if said := f.Find("tokenerror at strategy.oauth2strategy.parseerrorresponse"); len(out) == 0 && len(said) > 0 { // no message at all
			out = append(out, Verdict{Evidence: []source.Span{{Start: said[0].Start, End: said[0].Start + len("tokenerror")}}})
		}
		return out
	},
})
