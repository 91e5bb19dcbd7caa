package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Words that stand near “token” where a line, or a person, says that it came, and words beside which that is not so.
var (
	cameWords   = []string{"issued", "received", "obtained", "acquired", "gotten", "got ", "can get", "able to get", "i get ", "we get ", "get back", "receive ", "receives ", "comes back", "came back", "come back", "returned", "retrieved", "fetched", "successful", "succesful", "refreshed", "is valid", "was valid", "получен", "выдан"}
	notReceived = []string{"not ", "n't", "fail", "unable", "never", "could", "cannot", "before", "unless", "until", "without", " if ", "no token", "no access", "expired", "invalid", "?", "when ", "error", "should", "must", "expected", "try", "will ", "missing", "wrong", "null", "empty", "undefined", "mismatch", "postman", "curl", "directly", "insomnia", " no ", "inactive", "issued on", "issued at", "issued by", "issued before", "successfully processed", "issued in the future", "token request", "не ", "нет ", "получени", " local", "_refreshed'", "_refreshed\""}
)

var _ = register(Rule{
	ID:         "token-received-line",
	Title:      Text{"A line says that the token arrived", "Строка говорит, что токен получен"},
	About:      Text{"A log line by which the program or the library says that it holds a token. It proves the issue where no answer is printed.", "Строка лога, где программа или библиотека говорит, что токен у неё. Она доказывает выдачу, если ответ не напечатан."},
	Severity:   Info,
	Rank:       7,
	Outcome:    exchange.Issued,
	Confidence: Likely,
	Says: []Saying{
		{All: []string{"token exchange successful"}, Not: notReceived},
		{All: []string{"token exchange succeeded"}, Not: notReceived},
		{All: []string{"exchanged ", "code"}, Any: []string{"token"}, Not: notReceived},
		{All: []string{"called with the access token"}},
	},
	Check: func(f *exchange.Flow) []Verdict {
		for _, e := range f.Exchanges {
			if e.Outcome == exchange.Issued && e.Body != nil {
				return nil // the answer itself is there
			}
		}
		const near, reach, most = 36, 70, 100
		for _, thing := range [...]string{"token", "токен"} {
			if !f.May(thing) {
				continue
			}
			for at, n := 0, 0; n < most; n++ {
				i := strings.Index(f.Lower[at:], thing)
				if i < 0 {
					break
				}
				i += at
				at = i + len(thing)
				if i > 0 && strings.IndexByte(`/\`, f.Lower[i-1]) >= 0 || strings.HasSuffix(f.Lower[:i], "/ ") || strings.HasPrefix(f.Lower[at:], " endpoint") {
					continue // a file, or where tokens come from
				}
				from, to := window(f.Lower, i, at, 1)
				clause := source.Span{Start: max(from, i-reach), End: min(to, at+reach)}
				if clause.Start > from { // the first whole word, and the last
					clause.Start += strings.IndexByte(f.Lower[clause.Start:i], ' ') + 1
				}
				if clause.End < to {
					clause.End = at + max(strings.LastIndexByte(f.Lower[at:clause.End], ' '), 0)
				}
				if j := strings.LastIndexAny(f.Lower[clause.Start:i], ",;."); j >= 0 {
					clause.Start += j + 1
				}
				if j := strings.IndexAny(f.Lower[at:clause.End], ",;."); j >= 0 {
					clause.End = at + j
				}
				if !anyOf(f.Lower[max(clause.Start, i-near):min(clause.End, at+near)], cameWords) || anyOf(f.Lower[clause.Start:clause.End], notReceived) || !speaksOfLogin(f.Lower[max(0, i-1200):min(len(f.Lower), at+1200)]) {
					continue
				}
				for clause.Start < i && f.Lower[clause.Start] <= ' ' {
					clause.Start++
				}
				for clause.End > at && f.Lower[clause.End-1] <= ' ' {
					clause.End--
				}
				span := f.View.Origin(clause)
				if inEvent(f, span, false) {
					continue
				}
				return []Verdict{{Evidence: []source.Span{span}}}
			}
		}
		return nil
	},
	Detail: Text{"The token exchange ended well by this line; what failed in the same text came before, after or beside it.", "По этой строке обмен закончился успешно; то, что в том же тексте не удалось, было до, после или рядом."},
	Causes: []Text{{"The token request succeeded; another step of the same login did not", "Запрос токена удался; не удался другой шаг того же входа"}},
	Fixes:  []Text{{"Look for the cause in the step that failed, not at the token endpoint", "Ищите причину в неудавшемся шаге, а не в token endpoint"}},
	Refs:   []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}},
})
