package diagnose

import (
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "parameter-twice",
	Title:      Text{"A parameter was sent twice", "Параметр отправлен дважды"},
	About:      Text{"Parameters of a request must not repeat (RFC 6749 §3.2); Keycloak answers duplicated parameter.", "Параметры запроса не должны повторяться (RFC 6749 §3.2); Keycloak отвечает duplicated parameter."},
	Confidence: Certain,
	Rank:       84,
	Outcome:    exchange.Refused,
	Detail: Text{"Request parameters must not be included more than once. A duplicate most often comes from a client that adds client_id, scope or resource both itself and through its library, or keeps them in the endpoint URL and in the body.",
		"Параметры запроса не должны повторяться. Дубликат обычно возникает, когда client_id, scope или resource добавляет и приложение, и библиотека, либо они есть и в URL endpoint, и в теле."},
	Causes:   []Text{{"The application adds a parameter that the library adds already (client_id in the body beside the library's own)", "Приложение добавляет параметр, который уже добавляет библиотека (client_id в теле рядом с её собственным)"}, {"The endpoint URL holds the parameter and the body too", "Параметр есть и в URL endpoint, и в теле"}},
	Fixes:    []Text{{"Remove the parameter from one of the two places; a list of scopes is one parameter with blanks", "Уберите параметр из одного из двух мест; список scope — один параметр с пробелами"}},
	Refs:     []Ref{{"RFC 6749 §3.2", "https://www.rfc-editor.org/rfc/rfc6749#section-3.2"}},
	Explains: []string{"provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Request == nil || e.Outcome != exchange.Refused || e.Error.Text != "invalid_request" {
				continue
			}
			first := map[string]source.Span{}
			for _, p := range e.Params {
				at := paramSpan(p)
				have, again := first[p.Name]
				first[p.Name] = at
				if again && have != at && !have.Overlaps(at) && p.Name != "resource" && p.Name != "audience" && p.Type == 0 {
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{have, at}, Confidence: Likely, Title: Text{p.Name + " was sent twice", p.Name + " отправлен дважды"}})
				}
			}
		}
		return out
	},
})
