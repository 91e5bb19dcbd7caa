package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:         "dpop-proof-rejected",
	Title:      Text{"The DPoP proof is missing or does not fit", "DPoP proof отсутствует или не подходит"},
	About:      Text{"invalid_dpop_proof and what servers say of a proof of possession: htm, htu, iat, jti, ath, key.", "invalid_dpop_proof и сообщения серверов о proof of possession: htm, htu, iat, jti, ath, ключ."},
	Confidence: Certain,
	Rank:       80,
	Outcome:    exchange.Refused,
	Detail: Text{"The token is bound to a key (DPoP, RFC 9449), so every request has to bring a proof: a fresh JWT signed by that key, in the header DPoP, that names the method (htm) and the address (htu) of this very request. The server got none, or one that does not fit.",
		"Токен привязан к ключу (DPoP, RFC 9449), поэтому каждый запрос должен нести proof: свежий JWT, подписанный этим ключом, в заголовке DPoP, с методом (htm) и адресом (htu) именно этого запроса. Сервер его не получил или он не подходит."},
	Causes: []Text{
		{"The client is registered for DPoP-bound tokens and the request has no header DPoP", "Клиент зарегистрирован для токенов с DPoP, а в запросе нет заголовка DPoP"},
		{"htu is not the address the server sees: another host or path behind a proxy, http for https, or it holds the query", "htu — не тот адрес, который видит сервер: другой хост или путь за прокси, http вместо https, или в нём есть query"},
		{"The proof was made earlier and used again: iat is out of the window, or the jti is known", "Proof сделан раньше или использован повторно: iat вне окна либо jti уже известен"},
		{"The key of the proof is another than the one the token (cnf.jkt) or the code (dpop_jkt) is bound to", "Ключ proof — не тот, к которому привязан токен (cnf.jkt) или код (dpop_jkt)"},
	},
	Fixes: []Text{
		{"Sign a new proof for each request: typ dpop+jwt, the public key in jwk, new jti, iat of now, htm and htu of this request without query and fragment, ath with an access token", "Подписывайте новый proof для каждого запроса: typ dpop+jwt, открытый ключ в jwk, новый jti, текущий iat, htm и htu этого запроса без query и fragment, ath вместе с access-токеном"},
		{"Behind a proxy let the server know its public address (Keycloak: KC_HOSTNAME, KC_PROXY_HEADERS), for htu is compared with it", "За прокси сообщите серверу его внешний адрес (Keycloak: KC_HOSTNAME, KC_PROXY_HEADERS): htu сравнивается с ним"},
		{"Keep one key for the whole session: refresh tokens of public clients are bound to it too", "Используйте один ключ на всю сессию: refresh-токены public-клиентов тоже привязаны к нему"},
	},
	Refs:     []Ref{{"RFC 9449 §4.3 Checking DPoP Proofs", "https://www.rfc-editor.org/rfc/rfc9449#section-4.3"}, {"RFC 9449 §5 DPoP Access Token Request", "https://www.rfc-editor.org/rfc/rfc9449#section-5"}},
	Explains: []string{"provider-error", "api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if !e.Outcome.Failed() || e.Error.Text == "use_dpop_nonce" {
				continue
			}
			said := strings.ToLower(e.Description.Text)
			if e.Error.Text != "invalid_dpop_proof" && e.Code.Text != "invalid_dpop_proof" && !strings.HasPrefix(said, "dpop ") && !strings.Contains(said, "dpop proof") {
				continue
			}
			out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e)})
		}
		return out
	},
})
