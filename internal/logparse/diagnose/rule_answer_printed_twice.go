package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "answer-printed-twice",
	Title:      Text{"One token response was printed more than once", "Один ответ с токенами напечатан несколько раз"},
	About:      Text{"The same token response stands in the text more than once: one exchange seen twice, not two.", "Один и тот же ответ с токенами стоит в тексте несколько раз: это один обмен, а не два."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       6,
	Detail:     Text{"The same answer, with the same tokens, is printed again. An authorization server issues new tokens each time, so it is one exchange seen twice.", "Тот же ответ с теми же токенами напечатан снова. Сервер авторизации каждый раз выдаёт новые токены, значит, это один обмен, увиденный дважды."},
	Causes:     []Text{{"Both a general logger and the code that reports the result print the response body", "Тело ответа печатают и общий логгер, и код, который сообщает результат"}},
	Fixes:      []Text{{"Keep one of the prints, and mask the tokens in it: they are passwords while they live", "Оставьте одну из печатей и маскируйте в ней токены: пока они действуют, это пароли"}},
	Refs:       []Ref{{"RFC 9700 §4.2 credential leakage", "https://www.rfc-editor.org/rfc/rfc9700#section-4.2"}},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range tokenAnswers(f) {
			if len(e.AlsoAt) == 0 {
				continue
			}
			v := Verdict{Exchange: e, Evidence: []source.Span{beginning(e.AlsoAt[0], 40)}}
			lines := []string{lineOf(f, e.Span.Start)}
			for _, s := range e.AlsoAt {
				if len(lines) < 6 {
					lines = append(lines, lineOf(f, s.Start))
				}
			}
			v.Detail = Text{"The same answer, with the same tokens, stands in lines {lines}. An authorization server issues new tokens each time, so this is one exchange seen more than once.", "Тот же ответ с теми же токенами стоит в строках {lines}. Сервер авторизации каждый раз выдаёт новые токены, значит, это один обмен, напечатанный несколько раз."}.
				With("lines", strings.Join(lines, ", "))
			out = append(out, v)
		}
		return out
	},
})
