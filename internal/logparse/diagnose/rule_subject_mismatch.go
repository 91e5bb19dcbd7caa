package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "subject-mismatch",
	Title:   Text{"Userinfo is about another sub than the ID token", "sub в userinfo не тот, что в ID-токене"},
	About:   Text{"The client compares the sub claim of the ID token with that of the userinfo answer (OpenID Connect Core §5.3.2) and finds two different values.", "Клиент сравнивает sub из ID-токена с sub из ответа userinfo (OpenID Connect Core §5.3.2) и видит разные значения."},
	Rank:    80,
	Outcome: exchange.Issued,
	Detail:  Text{"Tokens were issued and userinfo answered; the client refuses the login because the two name different users by sub. That check protects against a swapped access token; it also fails when the provider gives sub in another form at the two places.", "Токены выданы, userinfo ответил; клиент отвергает вход, потому что sub в них разный. Проверка защищает от подмены access-токена, но срабатывает и тогда, когда провайдер отдаёт sub в двух местах в разном виде."},
	Causes: []Text{
		{"The provider emits sub differently in the ID token and in userinfo (pairwise against public, a mapper that overwrites sub, another case)", "Провайдер отдаёт sub в ID-токене и userinfo по-разному (pairwise и public, mapper, который переписывает sub, другой регистр)"},
		{"userinfo was called with a token of another login or another user (a shared cache, two tabs)", "userinfo вызван с токеном другого входа или пользователя (общий кэш, две вкладки)"},
	},
	Fixes: []Text{
		{"Let the provider give the same sub in both (remove the mapper on sub, one subject type), or switch userinfo off in the client when the ID token holds all claims", "Пусть провайдер отдаёт один и тот же sub (уберите mapper для sub, один subject type) или отключите userinfo в клиенте, если все данные есть в ID-токене"},
	},
	Missing: []Text{
		{"Both values of sub: ID token payload and userinfo answer", "Оба значения sub: payload ID-токена и ответ userinfo"},
	},
	Refs:     []Ref{{"OpenID Connect Core §5.3.2 userinfo response", "https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse"}},
	Explains: []string{"success-called-failure", "profile-fetch-failed", "id-token-claim-refused"},
	Check:    subjectOfLogin,
})
