package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:         "answer-refused-by-client",
	Confidence: Likely,
	Rank:       40,
	Title:      Text{"The client did not accept an answer, and hides why", "Клиент не принял ответ и скрывает почему"},
	About:      Text{"Messages of openid-client and oauth4webapi that stand for many checks, without the cause beneath.", "Сообщения openid-client и oauth4webapi, за которыми стоит много разных проверок, без причины под ними."},
	Detail: Text{"The library read an answer (the callback's parameters, the token response, the ID token or userinfo) and one of its own checks failed. Which one it was stands in err.cause and err.code, and these are not in the text. It may have come after the tokens, or before.",
		"Библиотека прочитала ответ (параметры callback, ответ с токенами, ID-токен или userinfo), и не прошла одна из её собственных проверок. Какая именно — в err.cause и err.code, а их в тексте нет. Токены к этому времени могли быть выданы, а могли и не быть."},
	Causes: []Text{
		{"The callback: state is missing or another one, iss is not the issuer, the parameters stand in the fragment", "Callback: нет state или он другой, iss — не тот issuer, параметры стоят во фрагменте"},
		{"The ID token: nonce missing, a claim missing (sub, exp), another algorithm, a signature that does not verify", "ID-токен: нет nonce, нет claim (sub, exp), другой алгоритм, подпись не сходится"},
		{"The token response lacks access_token, token_type or id_token, or a member has another type (scope as a list, expires_in as text)", "В ответе нет access_token, token_type или id_token, либо у члена другой тип (scope списком, expires_in текстом)"},
	},
	Fixes: []Text{
		{"Print the error whole: console.error(err), or err.code and err.cause beside err.message; a framework: next(err.cause), logger.error({ err })", "Выведите ошибку целиком: console.error(err) или err.code и err.cause рядом с err.message; во фреймворке: next(err.cause), logger.error({ err })"},
	},
	Missing: []Text{{"err.cause and err.code of this error", "err.cause и err.code этой ошибки"}},
	Refs:    []Ref{{"openid-client: errors", "https://github.com/panva/openid-client/blob/main/docs/README.md"}},
	Check: func(f *exchange.Flow) []Verdict {
		said := saidBy(f, "?answer-refused-by-client")
		if len(said) == 0 || hasAny(f, "operationprocessingerror", "[cause]", "unsupportedoperationerror") {
			return nil
		}
		v := Verdict{Evidence: said}
		if !f.May("oauth_invalid_response") {
			v.Outcome, v.Confidence = exchange.WrongBody, Possible // most of these checks come before the tokens are looked at
		}
		return []Verdict{v}
	},
})
