package diagnose

import (
	"strconv"
	"time"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "expires-in-absolute",
	Title:      Text{"expires_in is a point in time, not a duration", "expires_in — момент времени, а не длительность"},
	About:      Text{"expires_in over a thousand million cannot be a number of seconds to live: it is a Unix time. Waves.Exchange documents it so; RFC 6749 wants a duration.", "expires_in больше миллиарда не может быть сроком в секундах: это время Unix. Так его описывает Waves.Exchange; RFC 6749 требует длительность."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       28,
	Detail:     Text{"RFC 6749 defines expires_in as the lifetime in seconds; this value is a Unix time.", "По RFC 6749 expires_in — срок жизни в секундах; это значение — время Unix."},
	Causes: []Text{
		{"The provider answers with the absolute expiry, as the documentation of Waves.Exchange / WX Network says", "Провайдер отвечает абсолютным временем, как описано в документации Waves.Exchange / WX Network"},
		{"A client library stored its own computed expiry (expires_at) under the name of the answer's member", "Клиентская библиотека сохранила вычисленный момент (expires_at) под именем поля ответа"},
	},
	Fixes: []Text{
		{"Take a value over 1000000000 as the expiry itself and a smaller one as seconds from now; or use exp of the JWT", "Значение больше 1000000000 считайте моментом истечения, меньшее — секундами от текущего времени; или берите exp из JWT"},
		{"Do not add it to the current time: the token would look valid for more than fifty years, and 32-bit counters overflow", "Не прибавляйте его к текущему времени: токен будет казаться действительным полвека, а 32-битные счётчики переполнятся"},
	},
	Refs: []Ref{{"RFC 6749 §5.1, expires_in", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"Waves.Exchange: POST /v1/oauth2/token", "https://docs.wx.network"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range tokenAnswers(f) {
			p, ok := e.Member("expires_in")
			if !ok {
				continue
			}
			n, err := strconv.ParseInt(p.Value.Text, 10, 64)
			if err != nil || n < 1e9 {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}}
			unit := Text{"Unix time in seconds", "время Unix в секундах"}
			if n > 1e11 {
				unit = Text{"Unix time in milliseconds", "время Unix в миллисекундах"}
				n /= 1000
			}
			v.Detail = Text{"RFC 6749 defines expires_in as the lifetime in seconds. {value} is a {unit}: {date}.", "По RFC 6749 expires_in — срок жизни в секундах. {value} — это {unit}: {date}."}.
				With("value", p.Value.Text, "date", utc(time.Unix(n, 0))).fill("unit", unit)
			if e.Provider != "waves" {
				v.Severity = Warning
			}
			out = append(out, v)
		}
		return out
	},
})
