package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-inactive",
	Title:      Text{"Introspection says: this token is not active", "Introspection: токен недействителен"},
	About:      Text{"active is false in the answer of an introspection endpoint (RFC 7662). The status is 200 all the same.", "В ответе introspection endpoint active равно false (RFC 7662). Статус при этом 200."},
	Confidence: Certain,
	Rank:       76,
	Outcome:    exchange.Rejected,
	Detail: Text{"The introspection itself worked: the client was accepted and the answer is active: false. The token asked about has expired, was revoked, belongs to a session that has ended, was issued by another realm or server, or may not be inspected by this client. The server does not say which, on purpose (RFC 7662 §2.2).",
		"Сама introspection удалась: клиент принят, и ответ — active: false. Токен, о котором спросили, истёк, отозван, относится к завершённой сессии, выдан другим realm или сервером либо этому клиенту нельзя его проверять. Сервер намеренно не говорит, что именно (RFC 7662 §2.2)."},
	Causes: []Text{
		{"The token has expired, or the user has logged out since", "Срок токена истёк, или пользователь с тех пор вышел"},
		{"It is of another issuer, realm or environment, or an ID token was sent", "Токен другого issuer, realm или окружения, либо отправлен ID-токен"},
		{"The client that asks is not in its audience (Keycloak since 26 answers active: false then)", "Клиента, который спрашивает, нет в его audience (Keycloak с версии 26 тогда отвечает active: false)"},
		{"It was cut off or changed on the way", "Токен обрезан или изменён по дороге"},
	},
	Fixes: []Text{
		{"Decode the token: compare exp with the time, iss with the issuer of this server, aud with the client that asks", "Декодируйте токен: сравните exp со временем, iss с issuer этого сервера, aud с клиентом, который спрашивает"},
		{"Keycloak: add an audience mapper so that aud holds the client that introspects", "Keycloak: добавьте audience mapper, чтобы aud содержал клиента, выполняющего introspection"},
		{"Treat active: false as 401 invalid_token, and let the caller refresh", "Считайте active: false ответом 401 invalid_token, и пусть вызывающий обновит токен"},
	},
	Refs: []Ref{{"RFC 7662 §2.2 Introspection Response", "https://www.rfc-editor.org/rfc/rfc7662#section-2.2"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if p, ok := e.Member("active"); ok && e.Endpoint == exchange.EndpointIntrospect && p.Value.Text == "false" {
				out = append(out, Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}})
			}
		}
		return out
	},
})
