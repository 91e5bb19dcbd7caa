package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
	"grantlens/internal/waves/mistake"
)

// wavesPassword is the form of the password of a Waves token request: expiry, colon, base58 of a signature.
var wavesPassword = pattern.Must(`^\d+(\.\d+)?:[1-9A-HJ-NP-Za-km-z]{40,120}$`)

var _ = register(Rule{
	ID:         "waves-password",
	Title:      Text{"The Waves token request is not made as documented", "Запрос токена Waves составлен не по документации"},
	About:      Text{"Checks the password grant of Waves.Exchange (wx.network): public key, form of the signature, expiry in seconds at most seven days ahead, form body, scope general.", "Проверяет password grant Waves.Exchange (wx.network): открытый ключ, вид подписи, срок в секундах не дальше семи дней, тело-форма, scope general."},
	Confidence: Certain,
	Rank:       88,
	Detail:     Text{"The password of this request is expires:signature, and the check of it failed.", "Пароль этого запроса — expires:signature, и проверку он не проходит."},
	Causes:     []Text{{"The request was made by other rules than the service verifies", "Запрос составлен не по тем правилам, по которым его проверяет сервис"}},
	Fixes:      []Text{{"Make the request with the Waves view of Grantlens and compare", "Составьте запрос в разделе Waves в Grantlens и сравните"}},
	Missing:    []Text{{"Paste the form body into the Waves view: it also verifies the signature", "Вставьте тело формы в раздел Waves: там проверяется и подпись"}},
	Refs:       []Ref{{"WX Network: authentication token", "https://docs.wx.network/en/waves-exchange-api/get-auth-token"}, {"RFC 6749 §4.3 password grant", "https://www.rfc-editor.org/rfc/rfc6749#section-4.3"}},
	Explains:   []string{"provider-error", "token-request-not-form"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			password, ok := e.Params.Get("password")
			if !ok || e.Request == nil || !wavesRequest(e, password.Value.Text) {
				continue
			}
			found := wavesMistakes(f, e, password.Value.Text)
			if len(found) == 0 {
				continue
			}
			first := wavesTextsOf(found[0])
			v := Verdict{Exchange: e, Evidence: []source.Span{password.NameSpan}, Codes: []string{found[0]}}
			if e.Outcome.Failed() {
				v.Evidence = append(v.Evidence, errorPlaces(e)...)
			} else if e.Outcome == exchange.Issued {
				v.Severity, v.Confidence = Warning, Possible
			}
			if p, ok := e.Params.Get("username"); ok {
				v.Evidence = append(v.Evidence, paramSpan(p))
			}
			v.Detail = Text{sentence(first.meaning.EN), sentence(first.meaning.RU)}
			if first.cause.OK() {
				v.Causes = []Text{first.cause}
			}
			if first.fix.OK() {
				v.Fixes = []Text{first.fix}
			}
			for _, also := range found[1:] {
				more := wavesTextsOf(also)
				v.Codes = append(v.Codes, also)
				if more.fix.OK() && len(v.Fixes) < 4 {
					v.Causes = append(v.Causes, more.meaning)
					v.Fixes = append(v.Fixes, more.fix)
				}
			}
			out = append(out, v)
		}
		return out
	},
})

type wavesTexts struct{ meaning, cause, fix Text }

// wavesTextsOf are the words for a mistake, by its label.
func wavesTextsOf(label string) wavesTexts {
	said := struct{ en, ru mistake.Mistake }{mistake.Explain(label, "en"), mistake.Explain(label, "ru")}
	return wavesTexts{Text{said.en.Explanation, said.ru.Explanation}, Text{said.en.Cause, said.ru.Cause}, Text{said.en.Fix, said.ru.Fix}}
}

// wavesRequest: the address, the client or the form of the password is that of the Waves service.
func wavesRequest(e *exchange.Exchange, password string) bool {
	client := e.Params.Text("client_id")
	return wavesPassword.Match(password) || strings.Contains(password, ":") && (e.Provider == "waves" || client == "waves.exchange" || client == "wx.network")
}

func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
