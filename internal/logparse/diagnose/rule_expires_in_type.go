package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:       "expires-in-type",
	Title:    Text{"The client cannot read expires_in of a good answer", "Клиент не может прочитать expires_in исправного ответа"},
	About:    Text{"expires_in comes as a string, a fraction or null where the client's parser wants a whole number. The token is there.", "expires_in приходит строкой, дробью или null, а разбор клиента требует целое число. Токен в ответе есть."},
	Rank:     82,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"Only a token response carries expires_in, so the provider issued a token. The client's parser stops at its type: RFC 6749 wants a number of seconds, some providers send a string (\"3600\"), a fraction or null.",
		"expires_in бывает только в ответе с токеном, значит, провайдер токен выдал. Разбор клиента спотыкается о тип: по RFC 6749 это число секунд, а некоторые провайдеры присылают строку (\"3600\"), дробь или null."},
	Causes: []Text{
		{"The provider writes expires_in as a string: Entra's v1.0 endpoint (/oauth2/token without /v2.0) and managed identities, PayPal, older servers", "Провайдер пишет expires_in строкой: конечная точка Entra v1.0 (/oauth2/token без /v2.0) и managed identity, PayPal, старые серверы"},
		{"It is a fraction, null, or too large for the type (milliseconds, an absolute time in a 32-bit integer)", "Это дробь, null или слишком большое число (миллисекунды, абсолютное время в 32-битном целом)"},
	},
	Fixes: []Text{
		{"Entra: use the v2.0 endpoint /oauth2/v2.0/token, which sends a number", "Entra: используйте конечную точку /oauth2/v2.0/token, она присылает число"},
		{"Read it leniently: json.Number or an own UnmarshalJSON (Go), serde deserialize_with, @JsonFormat / an own converter (Jackson, Spring), Number(value)", "Читайте мягко: json.Number или свой UnmarshalJSON (Go), serde deserialize_with, @JsonFormat или свой конвертер (Jackson, Spring), Number(value)"},
		{"oauth4webapi / Auth.js: a conform hook that turns it into a number", "oauth4webapi / Auth.js: хук conform, переводящий его в число"},
	},
	Missing: []Text{{"The member expires_in as it stands in the raw token response", "Поле expires_in, как оно стоит в исходном ответе"}},
	Refs:    []Ref{{"RFC 6749 §5.1 expires_in", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		out := tokenChecked(f, "?expires-in-type", exchange.Issued, nil)
		for i := range out {
			out[i].Outcome = exchange.Issued
		}
		for _, e := range tokenAnswers(f) {
			p, ok := e.Body.Members.Get("expires_in")
			if !ok || !(p.Type == 's' && p.Value.Span.Start > 0 && strings.IndexByte("\"'`;", f.Text.Data[p.Value.Span.Start-1]) >= 0 || p.Type == '0' || p.Type == 'n' && strings.Contains(p.Value.Text, ".")) || strings.Trim(p.Value.Text, "0123456789.") != "" {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}, Confidence: Certain}
			// A client that reports a failure to read this answer means this member, where it names the type.
			if low := strings.ToLower(e.ClaimedBy.Text); e.Claimed == exchange.Failure && holdsAny(low, "pars", "int", "number", "unmarshal", "deserial", "decod", "convert", "type") {
				v.Confidence = Likely
				v.Evidence = append(v.Evidence, e.ClaimedBy.Span)
			} else if len(out) == 0 {
				v.Severity, v.Rank = Info, 18
				v.Title = Text{"expires_in is not a whole number here", "expires_in здесь не целое число"}
				v.Detail = Text{"expires_in is {type} in this answer. RFC 6749 wants a number of seconds; strict parsers refuse the otherwise good answer.", "expires_in в этом ответе — {type}. RFC 6749 требует число секунд; строгий разбор отвергнет в остальном исправный ответ."}.
					fill("type", map[byte]Text{'s': {"a string", "строка"}, '0': {"null", "null"}, 'n': {"a fraction", "дробь"}}[p.Type])
			}
			out = append(out, v)
		}
		return out
	},
})
