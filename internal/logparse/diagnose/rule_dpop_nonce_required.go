package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "dpop-nonce-required",
	Title:      Text{"The server wants its nonce in the DPoP proof", "Сервер требует свой nonce в DPoP proof"},
	About:      Text{"use_dpop_nonce: the first request of a client is refused once, and the answer brings the nonce for the next proof.", "use_dpop_nonce: первый запрос клиента отклоняется один раз, а ответ приносит nonce для следующего proof."},
	Confidence: Certain,
	Rank:       82,
	Outcome:    exchange.Refused,
	Detail: Text{"The server takes DPoP proofs only with a nonce of its own (RFC 9449 §8), and this proof has none or an old one. The answer carries the nonce in its header DPoP-Nonce: the client has to sign a new proof with it and send the same request again. That is part of the protocol, not a wrong credential.",
		"Сервер принимает DPoP proof только со своим nonce (RFC 9449 §8), а в этом proof его нет или он устарел. Ответ приносит nonce в заголовке DPoP-Nonce: клиент должен подписать с ним новый proof и повторить тот же запрос. Это часть протокола, а не ошибка учётных данных."},
	Causes: []Text{
		{"The client library does not repeat the request with the nonce it was given", "Библиотека клиента не повторяет запрос с полученным nonce"},
		{"A proxy or CORS (Access-Control-Expose-Headers) hides the header DPoP-Nonce from the client", "Прокси или CORS (Access-Control-Expose-Headers) скрывают заголовок DPoP-Nonce от клиента"},
	},
	Fixes: []Text{
		{"Take DPoP-Nonce from the answer, put it into the claim nonce of a new proof (new jti and iat) and repeat the request; keep the newest nonce of each server", "Возьмите DPoP-Nonce из ответа, поместите в claim nonce нового proof (новые jti и iat) и повторите запрос; храните последний nonce каждого сервера"},
		{"Let the browser see it: Access-Control-Expose-Headers: DPoP-Nonce", "Откройте заголовок браузеру: Access-Control-Expose-Headers: DPoP-Nonce"},
	},
	Refs:     []Ref{{"RFC 9449 §8 Authorization Server-Provided Nonce", "https://www.rfc-editor.org/rfc/rfc9449#section-8"}},
	Explains: []string{"provider-error", "api-refused-token", "dpop-proof-rejected"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if !e.Outcome.Failed() || e.Error.Text != "use_dpop_nonce" {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{e.Error.Span}, Codes: []string{"use_dpop_nonce"}}
			if e.Response != nil {
				if p, ok := e.Response.Headers.Get("DPoP-Nonce"); ok {
					v.Evidence = append(v.Evidence, p.NameSpan)
				}
			}
			out = append(out, v)
		}
		return out
	},
})
