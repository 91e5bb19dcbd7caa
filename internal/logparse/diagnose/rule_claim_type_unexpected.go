package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "claim-type-unexpected",
	Title:    Text{"A claim has a type its reader does not expect", "Тип claim не тот, которого ждёт читатель"},
	About:    Text{"A token or userinfo answer that cannot be read because one claim is an array instead of a string, a string instead of a boolean, or the reverse.", "Токен или ответ userinfo не читается из-за типа одного claim: массив вместо строки, строка вместо логического значения или наоборот."},
	Rank:     82,
	Explains: []string{"success-called-failure", "jwt-malformed", "answer-not-json"},
	Detail: Text{"The token was issued and its JSON is in order; the program that reads it expects another type of value for one claim. aud may be a string or an array of strings (RFC 7519 §4.1.3); email_verified is a boolean, groups and roles are arrays, and providers differ.",
		"Токен выдан, JSON исправен; программа, которая его читает, ждёт у одного claim другой тип значения. aud может быть строкой или массивом строк (RFC 7519 §4.1.3); email_verified — логическое значение, groups и roles — массивы, а провайдеры поступают по-разному."},
	Causes: []Text{
		{"aud is an array (several audiences) and the reader's library only parses a string", "aud — массив (несколько получателей), а библиотека читателя разбирает только строку"},
		{"email_verified comes as the string \"true\"; groups or roles as one string instead of a list, or the reverse", "email_verified приходит строкой \"true\"; groups или roles — одной строкой вместо списка или наоборот"},
		{"A mapper of the provider has the wrong JSON type (Keycloak: Claim JSON Type, Multivalued)", "У mapper провайдера не тот JSON-тип (Keycloak: Claim JSON Type, Multivalued)"},
	},
	Fixes: []Text{
		{"Update the reading library or program: current versions parse aud as a string or an array", "Обновите библиотеку или программу: актуальные версии читают aud и строкой, и массивом"},
		{"Change the type at the provider: one audience only, mapper with Claim JSON Type String/boolean, Multivalued on or off", "Измените тип у провайдера: одна аудитория, у mapper Claim JSON Type String/boolean, Multivalued включён или выключен"},
	},
	Missing: []Text{{"The claim as it stands in the token's payload", "Этот claim в том виде, как он стоит в payload токена"}},
	Refs:    []Ref{{"RFC 7519 §4.1.3 aud", "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3"}, {"OpenID Connect Core §5.1 standard claims", "https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims"}},
	Check: func(f *exchange.Flow) []Verdict {
		return tokenChecked(f, "?claim-type-unexpected", exchange.Issued, issuedBeforeRead)
	},
})

// issuedBeforeRead: whoever reads claims had verified the token; only its own reader failed.
func issuedBeforeRead(v *Verdict, _ string) { v.Outcome = exchange.Issued }
