package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "placeholder-suspected",
	Title:      Text{"A value looks like the sample's, not yours", "Значение похоже на взятое из примера"},
	About:      Text{"client_id, client_secret or the host of a setting read like the words of a sample (your-client-id, change-me). It may also be how the paste was masked.", "client_id, client_secret или хост в настройке похожи на слова из примера (your-client-id, change-me). Возможно, так их скрыли при вставке."},
	Severity:   Warning,
	Confidence: Possible,
	Rank:       30,
	Detail: Text{"A value in this request or configuration reads like a placeholder of a sample. If it was not put there to mask the paste, the server was sent the sample's word and refuses it.",
		"Значение в этом запросе или конфигурации похоже на шаблон из примера. Если это не маскировка при вставке, серверу отправлено слово из примера, и он его отвергает."},
	Causes:   []Text{{"A sample from documentation was copied and the placeholder kept", "Пример скопирован из документации, а шаблон остался"}},
	Fixes:    []Text{{"Replace it by the value from the provider's console, and print the effective configuration", "Замените его значением из консоли провайдера и выведите действующую конфигурацию"}},
	Explains: []string{"answer-hidden", "token-endpoint-401"},
	Refs:     []Ref{{"RFC 6749 §2.2 client identifier", "https://www.rfc-editor.org/rfc/rfc6749#section-2.2"}},
	Check: func(f *exchange.Flow) []Verdict {
		if !failedAnywhere(f) {
			return nil
		}
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Request == nil || !e.Outcome.Failed() {
				continue
			}
			if header, ok := e.Request.Headers.Get("Authorization"); ok && e.Endpoint == exchange.EndpointToken && len(header.Value.Text) > 6 && strings.EqualFold(header.Value.Text[:6], "basic ") {
				if id, secret, _ := basicCredentials(header.Value.Text); sampleCredentials.Match(strings.ToLower(id + ":" + secret)) {
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{header.Value.Span}, Severity: Error, Confidence: Likely, Rank: 70,
						Causes: []Text{{"The Basic header decodes to words of a sample (" + id + " and " + secret + ") in place of a client id and a secret", "Заголовок Basic раскрывается в слова примера (" + id + " и " + secret + "), а не в client id и секрет"}}})
				}
			}
			if !refusedClient(e) {
				continue
			}
			for _, name := range [...]string{"client_id", "client_secret", "tenant"} {
				if p, ok := e.Params.Get(name); ok && sampleWords.Match(strings.ToLower(p.Value.Text)) {
					out = append(out, Verdict{Exchange: e, Evidence: []source.Span{paramSpan(p)}})
				}
			}
		}
		for _, a := range f.Of(artifact.Setting) {
			if unfilled.Match(strings.ToLower(a.Text.Text)) {
				out = append(out, Verdict{Evidence: []source.Span{settingAt(a)}})
			}
		}
		return out
	},
})

var (
	sampleCredentials = pattern.Must(`^[a-z]*[-_ ]?(client|app|consumer)?[-_ ]?(id|key):[a-z]*[-_ ]?(client|app|consumer)?[-_ ]?secret$|^(undefined|null|none):(undefined|null|none)$`)
	sampleWords       = pattern.Must(`^[<{\[]?(your|insert|enter|put|add|replace|change)[-_ .]?(own[-_ .]?|here[-_ .]?|azure[-_ .]?|ad[-_ .]?|app[-_ .]?|application[-_ .]?|google[-_ .]?|tenant|client|secret|me|id).*|.*(_here|-here|change[-_]?me|placeholder|insert_your|your_client|your-client|example_client).*$`)
	unfilled          = pattern.Must(`//[^\s]*/(\{tenant(id)?\}|\{realm(-?name)?\}|<tenant[^>]*>|your[-_](tenant|realm)[-_a-z]*)(/|$)|^\$\{[a-z_]+\}$`)
)
