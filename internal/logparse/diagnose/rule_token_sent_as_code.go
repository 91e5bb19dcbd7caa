package diagnose

import (
	"encoding/base64"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-sent-as-code",
	Title:      Text{"A token was sent where the code belongs", "Вместо кода отправлен токен"},
	About:      Text{"The value redeemed as an authorization code is a JWT, or the server's event shows parts of one (sessionId=\"eyJ…\").", "Значение, обмениваемое как код авторизации, — JWT, или в событии сервера видны его части (sessionId=\"eyJ…\")."},
	Rank:       90,
	Confidence: Likely,
	Outcome:    exchange.Refused,
	Detail: Text{"The value sent as code is not a code but a token: it is (a part of) a JWT, base64 that decodes to a header or claims. Keycloak splits a code at its dots, so the payload of an access token turns up as sessionId or code_id in the event. The client passes a token (access token, ID token) as the code parameter.",
		"Значение, отправленное как code, — не код, а токен: это (часть) JWT, base64, который декодируется в заголовок или claims. Keycloak делит код по точкам, поэтому payload access-токена оказывается в событии как sessionId или code_id. Клиент передаёт токен (access token, ID token) в параметре code."},
	Causes: []Text{
		{"The client puts an access token or ID token into the code parameter instead of the authorization code of the callback", "Клиент кладёт в параметр code access-токен или ID-токен вместо кода авторизации из callback"},
		{"An implicit or hybrid response (token, id_token) is handled as if it were a code response", "Ответ implicit или hybrid (token, id_token) обрабатывается как ответ с кодом"},
		{"The wrong variable or a refresh of the login is sent through the code path", "Через обмен кода отправлена не та переменная или обновление входа"},
	},
	Fixes: []Text{
		{"Send the value of code from the redirect URL, unchanged; ask for response_type=code", "Отправляйте значение code из URL редиректа без изменений; запрашивайте response_type=code"},
		{"To renew a login use grant_type=refresh_token; to swap a token use token exchange (RFC 8693)", "Для обновления входа используйте grant_type=refresh_token; для обмена токена — token exchange (RFC 8693)"},
		{"A token has reached a log: treat it as exposed and revoke the session", "Токен попал в лог: считайте его раскрытым и завершите сессию"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}},
	Explains: []string{"provider-error", "code-not-valid", "code-redeemed-twice", "code-expired"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Outcome == exchange.Issued {
				continue
			}
			if e.Event != nil && e.Endpoint == exchange.EndpointToken {
				for _, name := range [...]string{"sessionId", "code_id", "codeId"} {
					if p, ok := e.Event.Params.Get(name); ok && jwtPart(p.Value.Text) {
						s := beginning(p.Value.Span, 40)
						return []Verdict{{Exchange: e, Evidence: []source.Span{s}, Codes: codesOf(e), Confidence: Certain}}
					}
				}
				continue
			}
			if e.Endpoint != exchange.EndpointToken {
				continue
			}
			if p, ok := e.Params.Get("code"); ok && jwtPart(p.Value.Text) && e.Outcome.Failed() {
				s := beginning(p.Value.Span, 40)
				return []Verdict{{Exchange: e, Evidence: []source.Span{s}, Codes: codesOf(e)}}
			}
		}
		// An event that was cut or wrapped in the middle of the value is not read as one.
		for _, lit := range [...]string{"sessionid=\"eyj", "code_id=\"eyj", "sessionid=eyj", "code_id=eyj"} {
			if s := f.Find(lit); len(s) > 0 && f.Has("code_to_token_error") {
				v := Verdict{Evidence: []source.Span{s[0]}}
				if f.Has("invalid_code") {
					v.Codes = []string{"invalid_code"}
				}
				return []Verdict{v}
			}
		}
		return nil
	},
})

func codesOf(e *exchange.Exchange) []string {
	var out []string
	for _, c := range [...]string{e.Error.Text, e.Code.Text} {
		if c != "" && len(c) < 64 {
			out = append(out, c)
		}
	}
	return out
}

// jwtPart reports whether a value is a JWT or one part of one: base64url of a JSON object.
func jwtPart(s string) bool {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ".")
	if !strings.HasPrefix(s, "eyJ") || len(s) < 20 {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_", "\n", "", " ", "").Replace(s[:min(len(s)/4*4, 40)]), "="))
	return err == nil && strings.HasPrefix(string(raw), `{"`)
}
