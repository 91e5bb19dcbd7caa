package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:         "token-hash-mismatch",
	Title:      Text{"The ID token's hash does not fit the token beside it", "Хеш в ID-токене не подходит к соседнему токену"},
	About:      Text{"at_hash and c_hash of an ID token are the left half of the hash of the access token and of the code issued with it. Computed here when both stand in the text, or reported by a client.", "at_hash и c_hash ID-токена — левая половина хеша выданных с ним access-токена и кода. Вычисляется здесь, если оба есть в тексте, либо сообщается клиентом."},
	Rank:       72,
	Confidence: Likely,
	Detail:     Text{"The ID token came; its at_hash or c_hash is not the hash of the access token or code it is compared with. They were not issued together, or one was changed.", "ID-токен получен; его at_hash или c_hash — не хеш access-токена или кода, с которыми сравнивают. Они выданы не вместе, или один изменён."},
	Causes: []Text{
		{"The access token comes from another answer than the ID token: refreshed or exchanged since, or taken from another session or storage key", "Access-токен из другого ответа, чем ID-токен: уже обновлён или обменян, либо взят из другой сессии или ключа хранилища"},
		{"The hash was taken over something else: the decoded token, with quotes or a line break, or with another hash than the ID token's alg names (RS256 → SHA-256, RS512 → SHA-512)", "Хеш взят от другого: от декодированного токена, с кавычками или переводом строки, или другой функцией, чем указывает alg ID-токена (RS256 → SHA-256, RS512 → SHA-512)"},
		{"The verifying library was given no access token to compare with (python-jose)", "Библиотеке не передали access-токен для сравнения (python-jose)"},
	},
	Fixes: []Text{
		{"Compare the two tokens of one and the same token response; after a refresh replace both", "Сравнивайте два токена из одного ответа; после обновления заменяйте оба"},
		{"python-jose: jwt.decode(id_token, …, access_token=access_token), or options={\"verify_at_hash\": False} where no access token is at hand", "python-jose: jwt.decode(id_token, …, access_token=access_token) или options={\"verify_at_hash\": False}, если access-токена нет под рукой"},
	},
	Missing:  []Text{{"The complete token response, both tokens uncut", "Полный ответ с обоими необрезанными токенами"}},
	Explains: []string{"success-called-failure"},
	Refs: []Ref{
		{"OpenID Connect Core §3.1.3.8 access token validation", "https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowTokenValidation"},
		{"OpenID Connect Core §3.3.2.11 c_hash", "https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken"},
	},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			for _, id := range e.Tokens {
				if !id.Complete || id.Kind != token.KindJWS {
					continue
				}
				for _, pair := range [...][2]string{{"at_hash", "access_token"}, {"c_hash", "code"}} {
					if v, ok := hashVerdict(e, id, pair[0], pair[1]); ok {
						out = append(out, v)
					}
				}
			}
		}
		return out
	},
})

// hashVerdict compares a hash claim of an ID token with the value issued beside it.
func hashVerdict(e *exchange.Exchange, id *exchange.Token, claim, name string) (Verdict, bool) {
	have := id.ClaimString(claim)
	p, ok := e.Member(name)
	if have == "" || !ok || len(p.Value.Text) < 8 || masked(p.Value.Text) {
		return Verdict{}, false
	}
	value := p.Value.Text
	if name == "access_token" {
		for _, t := range e.Tokens {
			if t.Use == name && t.Kind != token.KindOpaque {
				if !t.Complete {
					return Verdict{}, false
				}
				value = t.Raw
			}
		}
	}
	if got, ok := token.LeftHash(id.Alg(), value); !ok || got == have {
		return Verdict{}, false
	}
	at := beginning(id.Value.Span, 40)
	v := Verdict{Exchange: e, Evidence: []source.Span{at, p.NameSpan}, Severity: Warning, Confidence: Certain, Key: claim}
	v.Detail = Text{"Computed here: the {claim} of the ID token is not the left half of the hash of the {name} that stands beside it in the same answer. A client that checks it, as OpenID Connect Core §3.1.3.8 says, refuses the pair.", "Вычислено здесь: {claim} ID-токена — не левая половина хеша {name} из того же ответа. Клиент, который это проверяет по OpenID Connect Core §3.1.3.8, отвергнет такую пару."}.
		With("claim", claim, "name", name)
	v.Causes = []Text{
		{"One of the two was replaced or changed after it was issued, by hand or by a proxy", "Один из двух заменён или изменён после выдачи, вручную или прокси"},
		{"They come from two answers that were put together", "Они из двух разных ответов, собранных вместе"},
	}
	return v, true
}
