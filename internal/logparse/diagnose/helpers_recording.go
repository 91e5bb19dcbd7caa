package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// A recording of the browser's (HAR) holds what its console says in words elsewhere.

// recorded reports whether an exchange is of a recording, and gives the browser's reason where no answer came, in lower case.
func recorded(e *exchange.Exchange) (reason string, ok bool) {
	if e.Request == nil || e.Response == nil || e.Response.Format != "har" {
		return "", false
	}
	return strings.ToLower(e.Response.Reason.Text), true
}

// blockedFor gives the requests of a recording that the browser gave up for a reason that holds one of the words.
func blockedFor(f *exchange.Flow, words ...string) []Verdict {
	var out []Verdict
	for _, e := range f.Exchanges {
		if reason, ok := recorded(e); ok && holdsAny(" "+reason+" ", words...) {
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Request.URL.Span, e.Response.Reason.Span}, Confidence: Certain})
		}
	}
	return out
}

// unreadByCORS tells by the recorded headers, its preflight's first, that a page may not read an answer.
func unreadByCORS(f *exchange.Flow, e *exchange.Exchange) (Verdict, bool) {
	v := Verdict{Exchange: e, Confidence: Certain, Missing: []Text{}, Explains: []string{"endpoint-refused", "http-method-refused", "endpoint-not-found", "token-endpoint-401", "answer-hidden", "answer-is-html", "answer-not-json"}}
	for _, p := range append([]*exchange.Exchange{e}, f.Exchanges...) {
		_, ok := recorded(p)
		preflight := ok && p.Request.Method.Text == "OPTIONS" && p.URL() == e.URL()
		if ok && (p == e || preflight) && p.Status() > 0 && (!artifact.Readable(p.Request, p.Response) || preflight && p.Status()/100 != 2) {
			v.Evidence = append(v.Evidence, p.Response.Status.Span)
			if origin, ok := p.Request.Headers.Get("Origin"); ok {
				v.Evidence = append(v.Evidence, origin.Value.Span)
			}
			if allowed, ok := p.Response.Headers.Get("Access-Control-Allow-Origin"); ok {
				v.Evidence = append(v.Evidence, allowed.Value.Span)
			}
			return v, true
		}
	}
	return v, false
}

// idTokenOfLogin finds the answer without an ID token to a recorded login that asked for one. Elsewhere a person may have
// left it out.
func idTokenOfLogin(f *exchange.Flow) []Verdict {
	var out []Verdict
	for _, e := range f.Exchanges {
		_, ok := recorded(e)
		token, came := e.Member("access_token")
		if !ok || !came || e.Endpoint != exchange.EndpointToken || e.Body.Members.Has("id_token") || e.Grant != "authorization_code" || e.Body.Cut {
			continue
		}
		asked := loginsOf(f).asked(e, "scope")
		if len(asked) > 0 && slices.Contains(strings.Fields(asked[0].text), "openid") {
			out = append(out, Verdict{Exchange: e, Compared: true, Evidence: []source.Span{token.NameSpan, asked[0].span}, Missing: []Text{},
				Detail: Text{"Compared here: the authorization request asks for the scope openid, and the token response holds an access_token and no id_token, which OpenID Connect Core §3.1.3.3 requires then.", "Сравнено здесь: запрос авторизации просит scope openid, а в ответе с токенами есть access_token, но нет id_token, который в этом случае обязателен (OpenID Connect Core §3.1.3.3)."}})
		}
	}
	return out
}

// callbackRefused gives the answers of the application to callbacks of a recording that bring a code and not the cookie.
func callbackRefused(f *exchange.Flow, c loginCookie) []source.Span {
	var out []source.Span
	for _, e := range f.Exchanges {
		if _, ok := recorded(e); ok && c.name != "" && e.Endpoint == exchange.EndpointCallback && e.Status() >= 400 && e.Params.Has("code") && !strings.Contains(e.Request.Header("Cookie"), c.name+"=") {
			out = append(out, e.Response.Status.Span)
		}
	}
	return out
}

// recordedCookies are those that recorded answers set.
func recordedCookies(f *exchange.Flow) []loginCookie {
	var out []loginCookie
	for _, e := range f.Exchanges {
		if _, ok := recorded(e); !ok {
			continue
		}
		for _, h := range e.Response.Headers {
			if low := strings.ToLower(h.Value.Text); strings.EqualFold(h.Name, "Set-Cookie") && anyOf(low, cookieNames[:]) {
				c := loginCookie{span: h.Value.Span, secureSet: true, secure: strings.Contains(low, "secure")}
				c.name, _, _ = strings.Cut(h.Value.Text, "=")
				if _, after, ok := strings.Cut(low, "samesite="); ok {
					c.sameSite, c.sameSiteSet = firstWord(after), true
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// loginInCircles: a recording in which one login is answered with a code again and again, or the browser gave up.
func loginInCircles(f *exchange.Flow) []Verdict {
	v := Verdict{Outcome: exchange.CodeIssued, Title: Text{"The login goes in circles", "Вход ходит по кругу"},
		Detail: Text{"The provider lets the user in and sends the browser back each time, and the application, which finds no session, starts the login again. What to look at is how the callback answers: which cookie it sets, and whether the next request brings it.", "Провайдер каждый раз впускает пользователя и возвращает браузер, а приложение не находит сессии и начинает вход снова. Смотрите на ответ callback: какую cookie он ставит и приходит ли она со следующим запросом."}}
	if f.Issued() {
		return nil
	}
	if out := blockedFor(f, "too_many_redirects", "redirect_loop"); len(out) > 0 {
		v.Exchange, v.Evidence = out[0].Exchange, out[0].Evidence
		return []Verdict{v}
	}
	for _, s := range directly(f) {
		if _, ok := recorded(s.e); ok && s.query.Has("code") {
			v.Exchange, v.Evidence = s.e, append(v.Evidence, s.location)
		}
	}
	if len(v.Evidence) < 4 {
		return nil
	}
	return []Verdict{v}
}
