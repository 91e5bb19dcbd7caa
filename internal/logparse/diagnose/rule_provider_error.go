package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
)

var _ = register(Rule{
	ID:         "provider-error",
	Title:      Text{"The server answered with an error", "Сервер ответил ошибкой"},
	About:      Text{"An error answer of an authorization server, explained by the catalogue of the provider or else by the RFC.", "Ответ сервера авторизации с ошибкой, объяснённый по каталогу провайдера, а если его нет — по RFC."},
	Confidence: Certain,
	Rank:       60,
	Detail:     Text{"The server refused the request with this error.", "Сервер отклонил запрос с этой ошибкой."},
	Causes:     []Text{{"The reason is the answer's own: no catalogue here knows this code, so its words stand for what the server minds in the request, the client's registration or the token", "Причина — в словах самого ответа: этого кода нет в каталоге, и только они говорят, что сервера не устроило в запросе, регистрации клиента или токене"}},
	Fixes:      []Text{{"Look the code up in the server's documentation or log, then compare what its words name with the request and the client's registration", "Найдите код в документации или логе сервера и сверьте то, что он называет, с запросом и регистрацией клиента"}},
	Leads: []Lead{
		{Seen: callbackTwice, Cause: "redeemed a second time"},
	},
	Refs:     []Ref{{"RFC 6749 §5.2", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"}},
	Explains: []string{"appauth-code"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if !e.Outcome.Failed() || !named(e) || e.Event != nil && e.Code.Text == "identity_provider_login_failure" || e.OwnCheck() {
				continue // the last says that a broker's own call failed: rule keycloak-broker-refused
			}
			out = append(out, errorVerdict(e))
		}
		if len(out) == 0 {
			return codesNamed(f)
		}
		return out
	},
})

func errorVerdict(e *exchange.Exchange) Verdict {
	code := e.Error.Text
	if code == "" || e.Error.Text == e.Description.Text {
		code = e.Code.Text
	}
	v := Verdict{Exchange: e, Evidence: errorPlaces(e), Key: code + "\x00" + e.Description.Text}
	if e.Spoken != nil && e.Spoken.Format == artifact.SaidInWords {
		v.Confidence = Likely
	}
	number, _ := e.Member("error.code") // Google's, beside its reason
	for _, c := range [...]string{e.Error.Text, e.Code.Text, number.Value.Text} {
		if c != "" && len(c) <= 64 && !slices.Contains(v.Codes, c) {
			v.Codes = append(v.Codes, c)
		}
	}
	name := code
	if e.Code.Text != "" && e.Code.Text != code && len(e.Code.Text) < 20 {
		name = code + " (" + e.Code.Text + ")"
	}
	if len([]rune(name)) <= 40 && name != "" {
		v.Title = Text{"The server answered " + name, "Сервер ответил " + name}
	}
	facts := factsOf(e)
	if len(facts) == 0 {
		enrich(&v, e, nil)
		return v
	}
	if len(facts) > 2 {
		facts = facts[:2]
	}
	v.Detail = ofFact(facts[0].Meaning)
	v.Causes, v.Fixes, v.Refs = nil, nil, nil
	for _, fact := range facts {
		v.Causes = append(v.Causes, items(fact.Cause)...)
		v.Fixes = append(v.Fixes, items(fact.Fix)...)
		if strings.HasPrefix(fact.Source.URL, "https://") {
			v.Refs = append(v.Refs, Ref{fact.Source.Label, fact.Source.URL})
		}
	}
	if facts[0].Confidence == providers.Inferred || facts[0].Confidence == providers.Unverified || facts[0].Confidence == providers.Memory {
		v.Confidence = Likely
	}
	enrich(&v, e, facts)
	return v
}
