package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "client-secret-id-for-value",
	Title:   Text{"Secret ID or a wrong value in place of the secret", "Вместо секрета передан его ID или не то значение"},
	About:   Text{"Entra ID answers AADSTS7000215 with the hint that the secret value is needed, not the secret ID; or the secret that was sent is a GUID.", "Entra ID отвечает AADSTS7000215 с подсказкой, что нужно значение секрета, а не его ID; либо присланный секрет — GUID."},
	Rank:    76,
	Outcome: exchange.Refused,
	Detail: Text{"AADSTS7000215 means the app is known and the client secret is not one of its valid ones. The hint in the text names the usual mistake: the portal shows a Secret ID (a GUID) and a Value; only the Value is the secret, and it is shown once, right after it was made.",
		"AADSTS7000215: приложение известно, а секрет клиента не из числа действующих. Подсказка в тексте называет обычную ошибку: портал показывает Secret ID (GUID) и Value; секрет — только Value, и он виден один раз, сразу после создания."},
	Causes: []Text{
		{"The Secret ID was copied instead of the secret Value", "Скопирован Secret ID вместо значения секрета (Value)"},
		{"The value belongs to another app registration, has expired or been deleted, or was altered while copying (quotes, braces, a trailing character, missing percent-encoding)", "Значение от другой регистрации, истекло или удалено, либо искажено при копировании (кавычки, скобки, лишний символ в конце, нет percent-кодирования)"},
	},
	Fixes: []Text{
		{"Entra admin center: App registrations → the app → Certificates & secrets → New client secret; copy the column Value at once and put it into the client's setting (client_secret, ClientSecret, AZURE_AD_CLIENT_SECRET …)", "Entra admin center: App registrations → приложение → Certificates & secrets → New client secret; сразу скопируйте столбец Value в настройку клиента (client_secret, ClientSecret, AZURE_AD_CLIENT_SECRET …)"},
		{"Send it percent-encoded in a form body (curl --data-urlencode)", "Передавайте его в теле формы с percent-кодированием (curl --data-urlencode)"},
	},
	Refs:     []Ref{{"Microsoft Entra error codes", "https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes"}},
	Explains: []string{"client-secret-wrong", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		at := f.Find("aadsts7000215")
		if len(at) == 0 {
			return nil
		}
		for _, secret := range append(paramValues(f, "client_secret"), settingsNamed(f, "secret")...) {
			if len(secret.text) == 36 && len(strings.Split(secret.text, "-")) == 5 && strings.Trim(secret.text, "0123456789abcdefABCDEF-") == "" {
				return []Verdict{{Exchange: exchangeAt(f, at[0]), Evidence: []source.Span{at[0], secret.span}, Confidence: Certain}}
			}
		}
		return nil
	},
})

// settingsNamed are the values of settings whose name holds a word.
func settingsNamed(f *exchange.Flow, word string) (out []given) {
	for _, a := range f.Of(artifact.Setting) {
		if strings.Contains(strings.ToLower(a.Name.Text), word) {
			out = append(out, given{text: a.Text.Text, span: a.Text.Span})
		}
	}
	return out
}
