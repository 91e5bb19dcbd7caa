package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "login-library-error",
	Title:      Text{"The login library stopped; its message gives no reason", "Библиотека входа остановилась, не назвав причины"},
	About:      Text{"The last resort: an error of a known login library, in words no rule knows, and nothing in the text shows that tokens were issued.", "Последнее средство: ошибка известной библиотеки входа в неизвестных правилам словах, и ничто не показывает, что токены выданы."},
	Confidence: Possible,
	Rank:       36,
	Outcome:    exchange.Refused,
	Detail: Text{"An OAuth or OpenID Connect library raised this error, so the login or the token request did not end well. Its message does not say whether the server refused (client, secret, code, redirect_uri, scope), the answer could not be read, or the library's own state or configuration was at fault.",
		"Ошибку выбросила библиотека OAuth или OpenID Connect, значит, вход или запрос токена не удался. Сообщение не говорит, отказал ли сервер (клиент, секрет, код, redirect_uri, scope), не прочитан ли ответ или дело в состоянии либо настройке самой библиотеки."},
	Causes: []Text{
		{"The token endpoint refused the request, and the library does not print its body", "Token endpoint отказал, а библиотека не печатает тело ответа"},
		{"A setting of the library (issuer, client id, secret, redirect URI, scope) is missing or wrong in this environment", "Настройка библиотеки (issuer, client id, секрет, redirect URI, scope) не задана или неверна в этой среде"},
		{"The login state (session, cookie, storage) was lost on the way", "По дороге потеряно состояние входа (сессия, cookie, хранилище)"},
	},
	Fixes: []Text{
		{"Print the whole error object: cause, code, response status and body", "Напечатайте объект ошибки целиком: cause, code, статус и тело ответа"},
		{"Turn on the library's debug log and repeat the login (DEBUG=…, logLevel, LogLevel.Verbose, debug: true)", "Включите отладочный лог библиотеки и повторите вход (DEBUG=…, logLevel, LogLevel.Verbose, debug: true)"},
		{"Look at the provider's log of the same second", "Посмотрите лог провайдера за ту же секунду"},
	},
	Missing: []Text{{"The error's cause and the answer of the token endpoint (status and body)", "Причина ошибки (cause) и ответ token endpoint (статус и тело)"}},
	Refs:    []Ref{{"RFC 6749 §5.2 error response", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
})

// libraryErrors are how login libraries name their errors: nothing else does.
var libraryErrors = [...]string{
	"[next-auth][error]", "[auth][error]", "[auth][cause]", "browserautherror", "clientautherror", "interactionrequiredautherror", "clientconfigurationerror", "authsdkerror", "authapierror", "rperror:", "operror:",
	"internaloautherror", "tokenerror: ", "authorizationerror: ", "oautherrorevent", "identityproviderexception", "oauthserverexception", "openidconnectclientexception", "platformexception(authorize", "platformexception(token_", "platformexception(sign_in",
	"platformexception(exception, com.google", "rnappauth", "org.openid.appauth", "net.openid.appauth", "authorizationexception: {", "msalclientexception", "msalserviceexception", "msaluirequiredexception", "msalerrordomain", "com.google.gidsignin",
	"firebase: error (auth/", "[firebase_auth/", "firebaseautherror", "authentication failure!", "omniauth::strategies", "oauth2::error", "rack::oauth2", "openidconnect::", "oauthcallbackerror", "callbackhandlererror", "accesstokenerror", "oauth2client.", "oauthexception",
	"auth0.webautherror", "a0.response.invalid", "oauth2error", "oautherror:", "oauth2authenticationexception", "oauth2authorizationexception", "authlib.", "oauthlib.", "oidcerror", "oidc-client", "simple-oauth2", "arcticfetcherror", "oauth2requesterror", "bettererror", "betterautherror", "tokenexchangeerror",
	"oauth login failed", "oauth error", "oauth failed", "oidc login failed", "sso login failed", "openid login failed", "social login failed", "oauth authentication failed", "oauth2 login failed",
}

// libraryFailed says at least that the login did not end well, where a login library reports an error and nothing else
// decides.
func libraryFailed(f *exchange.Flow) []Finding {
	if f.Claimed != exchange.Failure {
		return nil
	}
	for _, e := range f.Exchanges {
		if e.Outcome != exchange.Unknown {
			return nil
		}
	}
	for _, w := range libraryErrors {
		if at := f.Find(w); len(at) > 0 {
			r := ruleOf("login-library-error")
			return []Finding{{Rule: r, Verdict: Verdict{Evidence: []source.Span{at[0]}}.filled(r), plain: true}}
		}
	}
	return nil
}
