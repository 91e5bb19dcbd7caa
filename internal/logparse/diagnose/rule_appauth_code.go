package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// appAuthCode is what one of AppAuth's own numbers means: OIDError.h on iOS (negative), AuthorizationException on
// Android (type 0).
type appAuthCode struct {
	title   Text
	text    Text
	outcome exchange.Outcome
	code    string // the OAuth error it stands for
	rank    int
}

var (
	appAuthGeneral = map[int]appAuthCode{
		-2:  {Text{"discovery failed", "не удался discovery"}, Text{"the discovery document could not be fetched or read", "документ discovery не получен или не разобран"}, exchange.NotAsked, "", 74},
		-5:  {Text{"no answer came, the network failed", "ответа не было, сбой сети"}, Text{"network error: no HTTP answer came (offline, DNS, TLS, App Transport Security)", "ошибка сети: HTTP-ответа не было (нет связи, DNS, TLS, App Transport Security)"}, exchange.NoAnswer, "", 78},
		-6:  {Text{"the server answered with an HTTP error", "сервер ответил ошибкой HTTP"}, Text{"the server answered with an HTTP error that is no OAuth error", "сервер ответил ошибкой HTTP, которая не является ошибкой OAuth"}, exchange.Refused, "", 70},
		-7:  {Text{"the answer is not JSON", "ответ — не JSON"}, Text{"the answer could not be read as JSON (an HTML page or a form-encoded body)", "ответ не разобран как JSON (HTML-страница или форма)"}, exchange.Unknown, "", 70},
		-8:  {Text{"the token answer lacks a member", "в ответе с токеном нет нужного поля"}, Text{"the token answer lacks a required member", "в ответе с токеном нет обязательного поля"}, exchange.Unknown, "", 66},
		-9:  {Text{"the browser could not be opened", "не удалось открыть браузер"}, Text{"the browser for the login could not be opened", "не удалось открыть браузер для входа"}, exchange.NotAsked, "", 66},
		-10: {Text{"the browser could not be opened", "не удалось открыть браузер"}, Text{"the browser for the login could not be opened", "не удалось открыть браузер для входа"}, exchange.NotAsked, "", 66},
		-11: {Text{"the token refresh failed", "обновление токена не удалось"}, Text{"the tokens could not be refreshed, mostly because there is no refresh token", "токены не удалось обновить, чаще всего потому, что refresh-токена нет"}, exchange.NotAsked, "", 60},
		-12: {Text{"the registration's answer is invalid", "ответ регистрации некорректен"}, Text{"the answer of the client registration is invalid", "ответ регистрации клиента некорректен"}, exchange.WrongBody, "", 60},
		-14: {Text{"the ID token could not be parsed", "ID-токен не разобран"}, Text{"tokens had been issued; the ID token among them is no JWT that the library can read", "токены были выданы; ID-токен среди них — не JWT, который может прочитать библиотека"}, exchange.Issued, "", 60},
		-15: {Text{"the ID token failed the library's check", "ID-токен не прошёл проверку"}, Text{"the ID token failed the library's own check (issuer, audience, nonce, times by the device's clock); tokens had been issued", "ID-токен не прошёл проверку самой библиотеки (issuer, audience, nonce, время по часам устройства); токены были выданы"}, exchange.Issued, "", 60},
	}
	appAuthOAuth = map[int]string{-2: "invalid_request", -3: "unauthorized_client", -4: "access_denied", -5: "unsupported_response_type", -6: "invalid_scope", -7: "server_error", -8: "temporarily_unavailable", -9: "invalid_client", -10: "invalid_grant", -11: "unsupported_grant_type"}

	appAuthAndroid = map[int]appAuthCode{
		0: {Text{"the discovery document is invalid", "документ discovery некорректен"}, Text{"the discovery document is invalid", "документ discovery некорректен"}, exchange.NotAsked, "", 74},
		3: {Text{"no answer came, the network failed", "ответа не было, сбой сети"}, Text{"network error: no HTTP answer came", "ошибка сети: HTTP-ответа не было"}, exchange.NoAnswer, "", 78},
		4: {Text{"the server answered with an HTTP error", "сервер ответил ошибкой HTTP"}, Text{"the server answered with an HTTP error", "сервер ответил ошибкой HTTP"}, exchange.Refused, "", 70},
		5: {Text{"the answer is not JSON", "ответ — не JSON"}, Text{"the answer could not be read as JSON", "ответ не разобран как JSON"}, exchange.Unknown, "", 70},
		6: {Text{"the token answer lacks a member", "в ответе с токеном нет нужного поля"}, Text{"the token answer lacks a required member", "в ответе с токеном нет обязательного поля"}, exchange.Unknown, "", 66},
		7: {Text{"the registration's answer is invalid", "ответ регистрации некорректен"}, Text{"the answer of the client registration is invalid", "ответ регистрации клиента некорректен"}, exchange.NotAsked, "", 66},
	}
	appAuthAndroidToken = map[int]string{2000: "invalid_request", 2001: "invalid_client", 2002: "invalid_grant", 2003: "unauthorized_client", 2004: "unsupported_grant_type", 2005: "invalid_scope", 1000: "invalid_request", 1001: "unauthorized_client", 1002: "access_denied", 1003: "unsupported_response_type", 1004: "invalid_scope", 1005: "server_error", 1006: "temporarily_unavailable"}

	appAuthOther = appAuthCode{Text{"an error without a number", "ошибка без номера"}, Text{"an error that AppAuth has no number for; its member error, where it is printed, holds the server's own word", "ошибка, для которой у AppAuth нет номера; слово самого сервера — в поле error, если оно напечатано"}, exchange.Unknown, "", 60}
)

var _ = register(Rule{
	ID:         "appauth-code",
	Title:      Text{"What AppAuth's error number means", "Что значит номер ошибки AppAuth"},
	About:      Text{"Domain and code of AppAuth errors on iOS (org.openid.appauth.*) and Android (AuthorizationException type and code).", "Домен и код ошибок AppAuth на iOS (org.openid.appauth.*) и Android (type и code у AuthorizationException)."},
	Confidence: Certain,
	Rank:       66,
	Detail:     Text{"AppAuth tells by number what failed.", "AppAuth сообщает номером, что не удалось."},
	Causes: []Text{
		{"The server's answer or the network, as the number says; the underlying error (NSUnderlyingError, Caused by) holds the detail", "Ответ сервера или сеть, как сказано номером; подробности во вложенной ошибке (NSUnderlyingError, Caused by)"},
	},
	Fixes: []Text{
		{"Print the whole error: iOS error.userInfo[OIDOAuthErrorResponseErrorKey] and NSUnderlyingErrorKey, Android exception.toJsonString() and getCause()", "Выведите ошибку целиком: iOS error.userInfo[OIDOAuthErrorResponseErrorKey] и NSUnderlyingErrorKey, Android exception.toJsonString() и getCause()"},
		{"Repeat the same request with curl to see status, Content-Type and body", "Повторите тот же запрос через curl и посмотрите статус, Content-Type и тело"},
	},
	Missing: []Text{{"The nested error (userInfo, Caused by) and the body of the answer", "Вложенная ошибка (userInfo, Caused by) и тело ответа"}},
	Refs:    []Ref{{"AppAuth-iOS: OIDError.h", "https://github.com/openid/AppAuth-iOS/blob/master/Sources/AppAuthCore/OIDError.h"}, {"AppAuth-Android: AuthorizationException", "https://github.com/openid/AppAuth-Android/blob/master/library/java/net/openid/appauth/AuthorizationException.java"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		add := func(m []int, number string, c appAuthCode) {
			v := Verdict{Evidence: []source.Span{f.View.Origin(source.Span{Start: m[0], End: m[1]})}, Key: number, Outcome: c.outcome, Rank: c.rank, Codes: []string{number},
				Title:  Text{"AppAuth " + number + ": " + c.title.EN, "AppAuth " + number + ": " + c.title.RU},
				Detail: Text{"AppAuth's number " + number + " means: " + c.text.EN + ".", "Номер AppAuth " + number + " значит: " + c.text.RU + "."}}
			if c.code != "" {
				v.Codes = append(v.Codes, c.code)
				v.Title = Text{"AppAuth " + number + ": the server answered " + c.code, "AppAuth " + number + ": сервер ответил " + c.code}
				v.Detail = Text{"AppAuth's number " + number + " stands for the OAuth error " + c.code + ", which the server itself sent.", "Номер AppAuth " + number + " — это ошибка OAuth " + c.code + ", которую прислал сам сервер."}
				if bare, ok := bareErrors[c.code]; ok {
					v.Detail, v.Causes, v.Fixes = joinTexts(" ", v.Detail, bare.detail), bare.causes, slices.Concat(bare.fixes, ruleOf("appauth-code").Fixes[:1])
				}
			}
			out = append(out, v)
		}
		if !f.Has("appauth") && !f.Has("authorizationexception") && !f.Has("errordescription") {
			return nil
		}
		for _, m := range appAuthIOS.FindAll(f.Lower, 6) {
			n, err := strconv.Atoi(f.Lower[m[4]:m[5]])
			if err != nil {
				continue
			}
			switch f.Lower[m[2]:m[3]] {
			case "general":
				if c, ok := appAuthGeneral[n]; ok {
					add(m, strconv.Itoa(n), c)
				}
			default:
				if code, ok := appAuthOAuth[n]; ok {
					add(m, strconv.Itoa(n), appAuthCode{outcome: exchange.Refused, code: code, rank: 66})
				}
			}
		}
		for _, m := range appAuthJSON.FindAll(f.Lower, 6) {
			typ, n := f.Lower[m[2]:m[3]], f.Lower[m[4]:m[5]]
			number, _ := strconv.Atoi(n)
			if typ == "0" {
				rest := f.Lower[m[1]:min(len(f.Lower), m[1]+80)]
				if number == 0 && strings.Contains(rest, "errordescription") && !strings.Contains(rest, "discovery") {
					continue // Okta's SDK wraps whatever was thrown in this number, and the description says what that was
				}
				if number == 3 && f.Has(`"type":0,"code":9`) {
					continue // Okta's SDK calls an ID token that it refused a network error and gives the number 9 as its cause
				}
				if c, ok := appAuthAndroid[number]; ok {
					add(m, n, c)
				}
			} else if number == 1008 || number == 2007 {
				add(m, n, appAuthOther)
			} else if code, ok := appAuthAndroidToken[number]; ok {
				add(m, n, appAuthCode{outcome: exchange.Refused, code: code, rank: 66})
			}
		}
		return out
	},
})

var (
	appAuthIOS  = pattern.Must(`org\.openid\.appauth\.(general|oauth_token|oauth_authorization|remote-http)['")]*,? (?:error|code)[ =:]+(-\d+)`)
	appAuthJSON = pattern.Must(`\{\\?"type\\?":([012]),\\?"code\\?":(\d+)`)
)
