package diagnose

import (
	"slices"
	"strconv"

	"grantlens/internal/logparse/exchange"
)

var _ = register(Rule{
	ID:      "apple-client-secret",
	Title:   Text{"Apple refused the client-secret JWT", "Apple не принял client_secret (JWT)"},
	About:   Text{"Apple answers invalid_client: its client_secret is a JWT signed with the .p8 key, and something in it does not fit.", "Apple отвечает invalid_client: его client_secret — JWT, подписанный ключом .p8, и что-то в нём не сходится."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail: Text{"Apple's token endpoint answered invalid_client, so it refused the client authentication, not the user. At Apple the client_secret is no fixed string but a JWT (ES256) that the client signs with the private key of the .p8 file: kid = Key ID, iss = Team ID, sub = client_id (Services ID for the web, bundle id for an app), aud https://appleid.apple.com, exp at most six months ahead. An exception after this line, such as a NullPointerException in the identity provider, is only a consequence of the missing token.",
		"Token endpoint Apple ответил invalid_client: отвергнута аутентификация клиента, а не пользователь. У Apple client_secret — не постоянная строка, а JWT (ES256), который клиент подписывает закрытым ключом из файла .p8: kid = Key ID, iss = Team ID, sub = client_id (Services ID для веба, bundle id для приложения), aud https://appleid.apple.com, exp не дальше шести месяцев. Исключение после этой строки, например NullPointerException в identity provider, — лишь следствие отсутствия токена."},
	Causes: []Text{
		{"The .p8 private key does not belong to the Key ID, or the Team ID or Services ID (client_id) is another one", "Закрытый ключ .p8 не от этого Key ID, либо указан другой Team ID или Services ID (client_id)"},
		{"The generated client secret has expired (six months) or its exp lies further ahead than Apple allows", "Сгенерированный client_secret истёк (шесть месяцев) или его exp дальше, чем разрешает Apple"},
		{"The .p8 file was pasted with broken line ends, without its BEGIN/END lines, or an old ready-made JWT is configured where the raw key belongs", "Файл .p8 вставлен с испорченными переводами строк или без строк BEGIN/END, либо вместо ключа настроен старый готовый JWT"},
	},
	Fixes: []Text{
		{"Compare in developer.apple.com → Certificates, Identifiers & Profiles: Keys (Key ID, enabled for Sign in with Apple), Identifiers → Services IDs, Membership → Team ID; put the whole .p8 into the client", "Сверьте на developer.apple.com → Certificates, Identifiers & Profiles: Keys (Key ID с включённым Sign in with Apple), Identifiers → Services IDs, Membership → Team ID; вставьте .p8 в клиент целиком"},
		{"Decode the client_secret JWT and check alg ES256, kid, iss, sub, aud and exp − iat ≤ 15777000 s", "Раскройте JWT client_secret и проверьте alg ES256, kid, iss, sub, aud и exp − iat ≤ 15777000 с"},
		{"Generate a new client secret before the old one expires", "Выпускайте новый client_secret до истечения старого"},
	},
	Refs:     []Ref{{"Apple: creating a client secret", "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret"}},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Provider == "apple" && e.Outcome == exchange.Refused && e.Error.Text == "invalid_client" {
				v := Verdict{Exchange: e, Evidence: errorPlaces(e)}
				for _, t := range f.Tokens {
					exp, ok := t.ClaimTime("exp")
					iat, ok2 := t.ClaimTime("iat")
					if !ok || !ok2 || exp.Sub(iat).Seconds() <= 15777000 || !slices.Contains(t.Audience(), "https://appleid.apple.com") {
						continue
					}
					r := ruleOf("apple-client-secret")
					v.Evidence, v.Confidence = append(v.Evidence, t.Value.Span), Certain
					v.Detail = Text{"The client_secret of the paste is a JWT whose exp lies {days} days behind its iat. Apple allows six months (15777000 seconds) and answers invalid_client to a longer one.",
						"Client_secret в тексте — JWT, у которого exp отстоит от iat на {days} дн. Apple допускает шесть месяцев (15777000 секунд), а на больший срок отвечает invalid_client."}.With("days", strconv.Itoa(int(exp.Sub(iat).Hours()/24)))
					v.Causes, v.Fixes = first(r.Causes, "exp lies further"), []Text{{"Sign the client_secret anew with exp at most 15777000 seconds behind iat, and renew it before that", "Подпишите client_secret заново с exp не дальше 15777000 секунд от iat и обновляйте его до этого срока"}}
				}
				return []Verdict{v}
			}
		}
		return nil
	},
})
