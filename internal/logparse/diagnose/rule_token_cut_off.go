package diagnose

import (
	"strconv"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:         "token-cut-off",
	Title:      Text{"A token is cut off", "Токен обрезан"},
	About:      Text{"A JWT that ends before its end, or in which the text itself leaves something out with dots. It is decoded as far as it goes.", "JWT, который обрывается, или в котором сам текст что-то опускает многоточием. Декодируется столько, сколько есть."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       12,
	Detail:     Text{"The token ends before its end.", "Токен обрывается раньше конца."},
	Causes: []Text{
		{"A log, a terminal or a database column cut long values", "Лог, терминал или столбец базы данных обрезает длинные значения"},
	},
	Fixes: []Text{
		{"Expiry, audience and signature cannot be judged from a piece: take the whole token when they matter", "По куску нельзя судить о сроке, аудитории и подписи: возьмите токен целиком, если они важны"},
		{"If a program got this piece, look for the place that cuts: column width (VARCHAR), header or cookie limit, log line limit", "Если такой кусок получила программа, найдите место, где режут: ширина столбца (VARCHAR), лимит заголовка или cookie, лимит строки лога"},
	},
	Refs: []Ref{{"RFC 7515 §7.1 compact serialisation", "https://www.rfc-editor.org/rfc/rfc7515#section-7.1"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, t := range f.Tokens {
			if t.Kind == token.KindOpaque || t.Complete || len(t.Damage) > 0 {
				continue
			}
			dots, part := false, ""
			for _, r := range t.Repairs {
				switch r.Code {
				case "ellipsis":
					dots = true
				case "cut_off":
					part = r.Detail
				}
			}
			if !dots && part == "" {
				continue
			}
			at := t.Value.Span
			at.Start = max(at.Start, at.End-24)
			v := Verdict{Exchange: t.Exchange, Key: strconv.FormatBool(dots)}
			v.Evidence = append(v.Evidence, at)
			v.Detail = Text{"{what} in line {line} ends in its {part}. ", "{what} в строке {line} обрывается в части {part}. "}.
				fill("what", useText(t)).With("line", lineOf(f, t.Value.Span.Start), "part", part)
			if part == "" {
				v.Detail = Text{"{what} in line {line} is shortened. ", "{what} в строке {line} сокращён. "}.fill("what", useText(t)).With("line", lineOf(f, t.Value.Span.Start))
			}
			if dots {
				v.Causes = []Text{{"Documentation or a careful person shortened it with dots", "Документация или осторожный человек сократили его многоточием"}}
				v.Title = Text{"A shortened sample token stands here", "Здесь стоит сокращённый образец токена"}
				v.Detail = joinTexts("", v.Detail, Text{"The dots say that a piece was left out on purpose: a sample. What is there was decoded as far as it goes.", "Многоточие говорит, что кусок опущен намеренно: это образец. Имеющееся декодировано, насколько возможно."})
			} else {
				v.Detail = joinTexts("", v.Detail, Text{"What is there was decoded as far as it goes.", "Имеющееся декодировано, насколько возможно."})
			}
			out = append(out, v)
		}
		return out
	},
})
