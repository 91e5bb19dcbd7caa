package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:      "wrong-token-presented",
	Title:   Text{"Another kind of token was sent than is needed here", "Отправлен не тот вид токена, что здесь нужен"},
	About:   Text{"An ID token or refresh token in the Authorization header, where an API and userinfo want the access token; or the reverse. Read from the token itself or from the message.", "ID-токен или refresh-токен в заголовке Authorization, где API и userinfo ждут access-токен, или наоборот. Читается из самого токена или сообщения."},
	Rank:    84,
	Outcome: exchange.Rejected,
	Detail: Text{"The tokens were issued before; the call failed because the token presented to it is of the wrong kind. The access token is for APIs and userinfo, the ID token tells the client who logged in (its audience is the client), the refresh token goes to the token endpoint only.",
		"Токены выданы раньше; вызов не удался, потому что предъявлен токен не того вида. Access-токен — для API и userinfo, ID-токен говорит клиенту, кто вошёл (его аудитория — клиент), refresh-токен принимает только token endpoint."},
	Causes: []Text{
		{"The wrong member of the token response is used: id_token or refresh_token for access_token (a variable named token, session.idToken)", "Взято не то поле ответа: id_token или refresh_token вместо access_token (переменная token, session.idToken)"},
		{"The method is for a user's token, and the application's own token was sent (client_credentials, X: app-only Bearer Token, VK: service or community token), or the reverse", "Методу нужен токен пользователя, а прислан токен самого приложения (client_credentials, X: app-only Bearer Token, VK: сервисный токен или токен сообщества), либо наоборот"},
		{"For an SDK that wants an ID token (Firebase, AWS, Google sign-in) the access token was given, or the reverse", "SDK, которому нужен ID-токен (Firebase, AWS, Google sign-in), передан access-токен, или наоборот"},
	},
	Fixes: []Text{
		{"Send Authorization: Bearer <access_token>; in react-native-auth0 userInfo({ token: credentials.accessToken }), in next-auth put account.access_token into the session", "Отправляйте Authorization: Bearer <access_token>; в react-native-auth0 userInfo({ token: credentials.accessToken }), в next-auth кладите в сессию account.access_token"},
		{"Let a user log in (authorization code with PKCE) and call with the token that this gives", "Проведите вход пользователя (authorization code с PKCE) и вызывайте с полученным токеном"},
		{"If the API is meant to take ID tokens (some gateways are), configure it for their audience, the client_id", "Если API должен принимать ID-токены (некоторые шлюзы так настроены), задайте ему их аудиторию — client_id"},
	},
	Leads: []Lead{
		{Signs: []string{"application-only is forbidden", "method is unavailable with", "app only token"}, Only: true, Cause: "the application's own token", Fix: "Let a user log in"},
	},
	Refs:     []Ref{{"RFC 6750 §2.1 bearer token in the header", "https://www.rfc-editor.org/rfc/rfc6750#section-2.1"}, {"OpenID Connect Core §5.3.1 userinfo request", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest"}},
	Explains: []string{"refresh-token-dead", "api-refused-token", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if v, ok := refreshedWithAnother(e); ok {
				out = append(out, v)
			}
			if e.Request == nil || e.Outcome == exchange.Issued || e.Endpoint == exchange.EndpointToken || e.Endpoint == exchange.EndpointRevoke || e.Endpoint == exchange.EndpointIntrospect || e.Endpoint == exchange.EndpointLogout {
				continue
			}
			if e.Status() != 401 && e.Status() != 403 && !e.Outcome.Failed() {
				continue
			}
			auth, ok := e.Request.Headers.Get("Authorization")
			if !ok {
				continue
			}
			for _, t := range e.Tokens {
				use := t.Token.Use()
				if t.Kind != token.KindJWS || use != "id" && use != "refresh" || !auth.Value.Span.Overlaps(t.Value.Span) {
					continue
				}
				v := Verdict{Exchange: e, Evidence: []source.Span{beginning(t.Value.Span, 40)}, Confidence: Certain}
				if use == "id" && t.Claims == nil {
					continue
				}
				out = append(out, v.carries(use))
			}
		}
		for _, t := range f.Tokens {
			// The lines of a log: the header on one, the 401 on another.
			if use := t.Token.Use(); t.Kind == token.KindJWS && t.Claims != nil && (use == "id" || use == "refresh") && len(out) == 0 {
				seen := f.View.Seen(t.Value.Span).Start
				if at := refusedByLines(f, t); len(at) > 0 && strings.HasSuffix(f.Lower[:seen], "authorization: bearer ") {
					v := Verdict{Evidence: []source.Span{beginning(t.Value.Span, 40), at[0]}}
					out = append(out, v.carries(use))
				}
			}
		}
		return out
	},
})

// carries says which kind of token the request carries.
func (v Verdict) carries(use string) Verdict {
	what := Text{"an ID token", "ID-токен"}
	if use == "refresh" {
		what = Text{"a refresh token", "refresh-токен"}
	}
	v.Detail = Text{"The request carries {what} as bearer token, as its own claims show; the endpoint wants the access token of the same token response.", "В запросе как bearer отправлен {what}, это видно по его утверждениям; endpoint ждёт access-токен из того же ответа."}.fill("what", what)
	return v
}

// refreshedWithAnother finds a refresh request whose refresh_token says of itself that it is another kind of token.
func refreshedWithAnother(e *exchange.Exchange) (Verdict, bool) {
	p, ok := e.Params.Get("refresh_token")
	if !ok || e.Grant != "refresh_token" || !e.Outcome.Failed() {
		return Verdict{}, false
	}
	for _, t := range e.Tokens {
		use := t.Token.Use()
		if t.Kind != token.KindJWS || t.Claims == nil || use != "id" && use != "access" || !p.Value.Span.Overlaps(t.Value.Span) {
			continue
		}
		at := beginning(t.Value.Span, 40)
		what := Text{"an ID token", "ID-токен"}
		if use == "access" {
			what = Text{"an access token", "access-токен"}
		}
		return Verdict{Exchange: e, Evidence: append([]source.Span{at}, errorPlaces(e)...), Confidence: Certain, Rank: 86,
			Detail: Text{"The parameter refresh_token holds {what}, as its own claims show. Only the refresh_token of the token answer can be exchanged for new tokens.", "В параметре refresh_token передан {what}, это видно по его утверждениям. Обменять на новые токены можно только refresh_token из ответа с токенами."}.fill("what", what)}, true
	}
	return Verdict{}, false
}
