package diagnose

import (
	"fmt"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "endpoint-refused",
	Title:      Text{"An endpoint answered with an error status", "Endpoint ответил статусом ошибки"},
	About:      Text{"The last resort for an HTTP answer with an error status whose body is not in the text: what such a status means at this endpoint.", "Последнее средство для HTTP-ответа с ошибкой, чьего тела в тексте нет: что такой статус значит у этого endpoint."},
	Confidence: Possible,
	Rank:       37,
	Detail:     Text{"The answer has an error status and no readable reason.", "У ответа статус ошибки и нет понятной причины."},
	Causes:     []Text{{"The body of the answer names the reason; it is not in the text", "Причину называет тело ответа; в тексте его нет"}},
	Fixes:      []Text{{"Print the status, Content-Type, WWW-Authenticate and the body of this answer", "Напечатайте статус, Content-Type, WWW-Authenticate и тело этого ответа"}},
	Missing:    []Text{{"The body and the WWW-Authenticate header of the answer", "Тело ответа и заголовок WWW-Authenticate"}},
	Refs:       []Ref{{"RFC 6750 §3.1 error codes", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}, {"RFC 6749 §5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
})

// loginPaths tell the address of a service's own login.
var loginPaths = [...]string{"/auth", "login", "signin", "sign_in", "sign-in", "/session"}

// refusal is what an error status means.
type refusal struct{ title, detail, cause, fix Text }

var loginRefused = refusal{
	Text{"The service answered the login with %d", "Сервис ответил на вход статусом %d"},
	Text{"The request reached the server's login address and was refused; no token is shown. 401 and 403 speak of the user's credentials or rights, 404 and 405 of a changed path or method, 400 and 422 of a parameter of the request body that the server does not accept, 429 of too many attempts.",
		"Запрос дошёл до адреса входа на сервере и отклонён; токена нет. 401 и 403 говорят об учётных данных или правах, 404 и 405 — об изменившемся пути или методе, 400 и 422 — о параметре тела запроса, который сервер не принял, 429 — о слишком частых попытках."},
	Text{"The server's interface has changed, and the client sends a request of the old form (an unofficial API), or a value in the request is not valid", "Интерфейс сервера изменился, а клиент шлёт запрос старого вида (неофициальный API), либо недействительно значение в запросе"},
	Text{"Update the client or integration, log in at the service's own page with the same data, and compare the request with the one that page sends", "Обновите клиент или интеграцию, войдите с теми же данными на странице сервиса и сравните запрос с тем, который шлёт она"},
}

// unnamedRefused: the text has a status, and no address.
var unnamedRefused = refusal{
	Text{"A server answered %d", "Сервер ответил %d"},
	Text{"The text does not name the address that answered. At the token endpoint 401 refuses the client (id, secret, how they are sent); at an API or userinfo 401 refuses the access token, 403 its scope or the user's role.",
		"В тексте нет адреса, который ответил. На token endpoint 401 отвергает клиента (id, секрет, способ их передачи); у API и userinfo 401 отвергает access-токен, 403 — его scope или роль пользователя."},
	Text{"The client's id or secret, or the access token that was sent, is not accepted there", "Там не приняли id или секрет клиента либо отправленный access-токен"},
	Text{"Print the address beside the status: it tells which of the two was refused", "Печатайте рядом со статусом адрес: он скажет, что из двух отвергнуто"},
}

// refusals are what an error status means by endpoint.
var refusals = map[string]refusal{
	exchange.EndpointUserinfo: {
		Text{"The userinfo endpoint answered %d", "Endpoint userinfo ответил %d"},
		Text{"The access token was presented at the userinfo (profile) endpoint and not accepted: so the tokens had been issued before, and this later call failed. 401 means that the token is missing, expired, revoked or of another issuer; 403 that it lacks the scope openid or profile.",
			"Access-токен предъявлен endpoint userinfo (профиля) и не принят: токены до этого выданы, а не удался следующий вызов. 401 значит, что токена нет, он истёк, отозван или от другого issuer; 403 — что ему не хватает scope openid или profile."},
		Text{"The token lacks the scope openid, or is meant for another API (audience)", "В токене нет scope openid, либо он для другого API (audience)"},
		Text{"Request scope openid profile email, and call the userinfo_endpoint of the same issuer with Authorization: Bearer", "Запросите scope openid profile email и вызывайте userinfo_endpoint того же issuer с Authorization: Bearer"},
	},
	exchange.EndpointToken: {
		Text{"The token endpoint answered %d without an OAuth error", "Token endpoint ответил %d без ошибки OAuth"},
		Text{"The token request was refused, and not in the words of OAuth: a token endpoint names its error in JSON (RFC 6749 §5.2). So the answer was made before the request was judged as one: by a gateway, a web framework or another path of the server; or the server is not a full implementation.",
			"Запрос токена отклонён, но не словами OAuth: token endpoint называет ошибку в JSON (RFC 6749 §5.2). Значит, ответ дан раньше, чем запрос разобрали: шлюзом, веб-фреймворком или другим путём сервера; либо сервер реализует протокол не полностью."},
		Text{"The request did not have the form the server reads: Content-Type other than application/x-www-form-urlencoded, a JSON body, parameters in the query, no grant_type, a wrong path or host", "У запроса не та форма, которую читает сервер: Content-Type не application/x-www-form-urlencoded, тело JSON, параметры в query, нет grant_type, неверный путь или хост"},
		Text{"Repeat the request with curl -i, form-encoded, at the token_endpoint of the discovery document, and look into the server's or the gateway's log of that second", "Повторите запрос через curl -i в виде формы на token_endpoint из discovery и посмотрите лог сервера или шлюза за эту секунду"},
	},
	exchange.EndpointAPI: {
		Text{"The API answered %d", "API ответил %d"},
		Text{"The call reached the API and was refused. 401 means that the token is missing, expired, malformed or not meant for this API (audience, issuer); 403 that it is understood but lacks a scope, role or permission.",
			"Вызов дошёл до API и отклонён. 401 значит, что токена нет, он истёк, испорчен или не для этого API (audience, issuer); 403 — что токен понят, но не хватает scope, роли или права."},
		Text{"The token is expired or for another audience, or was not sent", "Токен истёк, предназначен другой аудитории или не отправлен"},
		Text{"Decode the token: exp, aud, iss, scope; compare them with what the API expects; look at the Authorization header of the request", "Декодируйте токен: exp, aud, iss, scope; сравните с ожиданиями API; посмотрите заголовок Authorization запроса"},
	},
	exchange.EndpointAuthorize: {
		Text{"The authorization endpoint answered %d", "Endpoint авторизации ответил %d"},
		Text{"The authorization server refused the request on its own page, without a redirect back: it does so when client_id or redirect_uri is unknown, so that it does not know where to send the error.",
			"Сервер авторизации отказал на своей странице, без redirect назад: так бывает, когда client_id или redirect_uri неизвестен и непонятно, куда вернуть ошибку."},
		Text{"client_id or redirect_uri is not registered at this server or tenant, or the path is wrong", "client_id или redirect_uri не зарегистрирован на этом сервере или tenant, либо путь неверен"},
		Text{"Open the authorization URL in a browser and read the page; compare client_id and redirect_uri with the registration", "Откройте URL авторизации в браузере и прочитайте страницу; сравните client_id и redirect_uri с регистрацией"},
	},
}

// endpointRefused says what an error status means, where nothing else was said of it.
func endpointRefused(f *exchange.Flow, have []Finding) []Finding {
	if hasCause(have) {
		return nil
	}
	ofLogin := hasAny(f, plainLogin...) || f.Named() != "" && f.May("token")
	for _, e := range f.Exchanges {
		if len(have) == 0 && e.Endpoint == exchange.EndpointAPI && e.Status() >= 400 && e.Status() < 500 && e.Status() != 403 && e.Outcome.Failed() && !e.HTML() && len(f.Exchanges) == 1 && anyOf(strings.ToLower(e.URL()), loginPaths[:]) {
			return []Finding{refusedWith(e, loginRefused)}
		}
		if !ofLogin && e.Status() != 401 && !(e.Status() == 403 && isExcerpt(f) && len(f.Exchanges) == 1) && (e.Request == nil || !e.Request.Headers.Has("Authorization")) {
			continue
		}
		if e.Endpoint == exchange.EndpointAPI && (e.Status() == 400 || e.Status() == 401) && hasAny(f, "grant_type=", "grant_type:", "/token http/1.1", "path: '/oauth/token'", "/token',") {
			// The request's own side is printed apart from its answer.
			r := ruleOf("answer-hidden")
			return []Finding{{Rule: r, Verdict: Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Confidence: Possible}.filled(r), plain: true}}
		}
		what, ok := refusals[e.Endpoint]
		if !ok || e.Status() < 400 || !e.Outcome.Failed() || e.HTML() || e.Endpoint == exchange.EndpointAPI && e.Status() != 401 && e.Status() != 403 {
			continue
		}
		if e.URL() == "" && e.Request == nil && e.Endpoint == exchange.EndpointAPI {
			what = unnamedRefused
		}
		return []Finding{refusedWith(e, what)}
	}
	return nil
}

// otherRefusal names the status of an API that answered with one of its own (406, 422), where not even a step was found.
func otherRefusal(f *exchange.Flow) []Finding {
	for _, e := range f.Exchanges {
		if s := e.Status(); e.Endpoint == exchange.EndpointAPI && s >= 400 && s < 500 && s != 404 && e.Outcome.Failed() && !e.HTML() && hasAny(f, plainLogin...) {
			return []Finding{refusedWith(e, refusals[exchange.EndpointAPI])}
		}
	}
	return nil
}

func refusedWith(e *exchange.Exchange, what refusal) Finding {
	r := ruleOf("endpoint-refused")
	code := e.Status()
	v := Verdict{Exchange: e, Evidence: []source.Span{e.Response.Status.Span}, Title: Text{fmt.Sprintf(what.title.EN, code), fmt.Sprintf(what.title.RU, code)}, Detail: what.detail, Causes: append([]Text{what.cause}, r.Causes...), Fixes: append([]Text{what.fix}, r.Fixes...)}
	if e.Endpoint == exchange.EndpointAPI && code != 401 && code != 403 {
		v.Detail, v.Causes, v.Fixes = Text{}, nil, nil // the rule's own say what there is to say
	}
	return Finding{Rule: r, Verdict: v.filled(r), plain: true}
}
