package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

var _ = register(Rule{
	ID:         "answer-format-changed",
	Title:      Text{"Two token responses here differ in format", "Два ответа с токенами здесь разного формата"},
	About:      Text{"Compares the token responses of one text member by member: form of the tokens, members that came or went. A migration from one authorization server to another shows here.", "Сравнивает ответы с токенами в одном тексте: вид токенов, появившиеся и исчезнувшие поля. Так виден переход с одного сервера авторизации на другой."},
	Severity:   Info,
	Confidence: Certain,
	Rank:       40,
	Detail:     Text{"Both are successful token responses (RFC 6749 §5.1), of different formats.", "Оба ответа успешны (RFC 6749 §5.1), но разного формата."},
	Causes: []Text{
		{"The provider moved to another authorization server; the old and the new answer stand side by side", "Провайдер перешёл на другой сервер авторизации; старый и новый ответ стоят рядом"},
	},
	Fixes: []Text{
		{"Read only the members RFC 6749 names (access_token, token_type, expires_in, refresh_token, scope) and ignore the others", "Читайте только поля из RFC 6749 (access_token, token_type, expires_in, refresh_token, scope), остальные пропускайте"},
		{"Treat access_token as opaque text of any length: a JWT is more than a thousand characters long, so widen database columns, cookies and header limits", "Считайте access_token непрозрачной строкой любой длины: JWT длиннее тысячи символов, поэтому расширьте столбцы БД, cookie и лимиты заголовков"},
	},
	Refs: []Ref{{"RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"}, {"RFC 9068", "https://www.rfc-editor.org/rfc/rfc9068"}},
	Check: func(f *exchange.Flow) []Verdict {
		answers := tokenAnswers(f)
		for i := 1; i < len(answers); i++ {
			a, b := answers[i-1], answers[i]
			if a.Provider != "" && b.Provider != "" && a.Provider != b.Provider {
				continue
			}
			if v, ok := compareAnswers(f, a, b); ok {
				return []Verdict{v}
			}
		}
		return nil
	},
})

func compareAnswers(f *exchange.Flow, a, b *exchange.Exchange) (Verdict, bool) {
	v := Verdict{Exchange: b}
	var said []Text
	changed := 0
	for _, name := range [...]string{"access_token", "refresh_token", "id_token"} {
		p, hadA := answerToken(a, name)
		q, hasB := answerToken(b, name)
		if !hadA || !hasB {
			continue
		}
		if token.Looks(p.Value.Text) != token.Looks(q.Value.Text) {
			said = append(said, Text{"{name}: {from} → {to}", "{name}: {from} → {to}"}.With("name", name).fill("from", tokenForm(p.Value.Text)).fill("to", tokenForm(q.Value.Text)))
			v.Evidence = append(v.Evidence, p.NameSpan, q.NameSpan)
			changed += 2
		}
	}
	gone, goneAt := only(a, b)
	came, cameAt := only(b, a)
	rest := gone
	if i := slices.Index(gone, "grant_type"); i >= 0 {
		said = append(said, Text{"grant_type is no longer echoed", "grant_type больше не повторяется в ответе"})
		rest = slices.Concat(gone[:i], gone[i+1:])
	}
	if len(rest) > 0 {
		said = append(said, Text{"gone: ", "исчезли: "}.plus(strings.Join(rest, ", ")))
	}
	if len(came) > 0 {
		said = append(said, Text{"new: ", "новые: "}.plus(strings.Join(came, ", ")))
	}
	// One member more or less is how a refresh differs from a login; a change of format changes more.
	changed += len(gone) + len(came)
	if changed < 2 {
		return v, false
	}
	for _, name := range [...]string{"expires_in", "scope", "token_type"} {
		p, ok1 := a.Member(name)
		q, ok2 := b.Member(name)
		if ok1 && ok2 && p.Value.Text != q.Value.Text && len(p.Value.Text)+len(q.Value.Text) < 300 {
			said = append(said, Text{}.plus(name+": "+p.Value.Text+" → "+q.Value.Text))
		}
	}
	v.Evidence = append(append(v.Evidence, goneAt...), cameAt...)
	head := Text{"The answers of lines {a} and {b} are both successful token responses, of different formats. From the first to the second: ", "Ответы в строках {a} и {b} оба успешны, но разного формата. От первого ко второму: "}.
		With("a", lineOf(f, a.Span.Start), "b", lineOf(f, b.Span.Start))
	v.Detail = joinTexts("", head, joinTexts("; ", said...), Text{".", "."})
	return v, true
}

// only lists the members of a that b has not, without nested ones and tokens.
func only(a, b *exchange.Exchange) (names []string, at []source.Span) {
	for i, p := range a.Body.Members {
		if i < len(b.Body.Members) && b.Body.Members[i].Name == p.Name {
			continue // as nearly all do
		}
		if strings.Contains(p.Name, ".") || p.Name == "refresh_token" || p.Name == "id_token" || b.Body.Members.Has(p.Name) || len(p.Name) > 40 || len(names) >= 12 {
			continue
		}
		names = append(names, p.Name)
		at = append(at, memberSpanShort(p))
	}
	return names, at
}

// memberSpanShort quotes a member by its name where its value is long, and so perhaps an identifier.
func memberSpanShort(p artifact.Param) source.Span {
	if len(p.Value.Text) <= 12 {
		return paramSpan(p)
	}
	return p.NameSpan
}
