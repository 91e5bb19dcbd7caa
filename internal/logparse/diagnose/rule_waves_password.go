package diagnose

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/waves"
	"grantlens/internal/waves/mistake"
)

// wavesPassword is the form of the password of a Waves token request: expiry, colon, base58 of a signature.
var wavesPassword = regexp.MustCompile(`^\d+(\.\d+)?:[1-9A-HJ-NP-Za-km-z]{40,120}$`)

var _ = register(Rule{
	ID:         "waves-password",
	Title:      Text{"The Waves token request is not made as documented", "Запрос токена Waves составлен не по документации"},
	About:      Text{"Checks the password grant of Waves.Exchange (wx.network): public key, signature over chain:client_id:expires, expiry in seconds at most seven days ahead, form body, scope general.", "Проверяет password grant Waves.Exchange (wx.network): открытый ключ, подпись chain:client_id:expires, срок в секундах не дальше семи дней, тело-форма, scope general."},
	Confidence: Certain,
	Rank:       88,
	Detail:     Text{"The password of this request is expires:signature, and the check of it failed.", "Пароль этого запроса — expires:signature, и проверку он не проходит."},
	Causes:     []Text{{"The request was made by other rules than the service verifies", "Запрос составлен не по тем правилам, по которым его проверяет сервис"}},
	Fixes:      []Text{{"Make the request with the Waves view of Grantlens and compare", "Составьте запрос в разделе Waves в Grantlens и сравните"}},
	Refs:       []Ref{{"WX Network: authentication token", "https://docs.wx.network/en/waves-exchange-api/get-auth-token"}, {"RFC 6749 §4.3 password grant", "https://www.rfc-editor.org/rfc/rfc6749#section-4.3"}},
	Explains:   []string{"provider-error", "token-request-not-form"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			password, ok := e.Params.Get("password")
			if !ok || e.Request == nil || !wavesRequest(e, password.Value.Text) {
				continue
			}
			found := waves.Verify(wavesBody(f, e), waves.Options{Now: logTime(f)})
			if len(found.Mistakes) == 0 {
				continue
			}
			m := found.Mistakes[0]
			en, ru := mistake.Explain(m.Mistake, "en"), mistake.Explain(m.Mistake, "ru")
			v := Verdict{Exchange: e, Evidence: []source.Span{password.NameSpan}, Codes: []string{m.Mistake}}
			if e.Outcome.Failed() {
				v.Evidence = append(v.Evidence, errorPlaces(e)...)
			} else if e.Outcome == exchange.Issued {
				v.Severity, v.Confidence = Warning, Possible
			}
			if p, ok := e.Params.Get("username"); ok {
				v.Evidence = append(v.Evidence, paramSpan(p))
			}
			v.Detail = Text{sentence(en.Explanation), sentence(ru.Explanation)}
			if en.Cause != "" {
				v.Causes = []Text{{en.Cause, ru.Cause}}
			}
			if en.Fix != "" {
				v.Fixes = []Text{{en.Fix, ru.Fix}}
			}
			for _, also := range found.Mistakes[1:] {
				x, y := mistake.Explain(also.Mistake, "en"), mistake.Explain(also.Mistake, "ru")
				v.Codes = append(v.Codes, also.Mistake)
				if x.Fix != "" && len(v.Fixes) < 4 {
					v.Causes = append(v.Causes, Text{x.Explanation, y.Explanation})
					v.Fixes = append(v.Fixes, Text{x.Fix, y.Fix})
				}
			}
			out = append(out, v)
		}
		return out
	},
})

// wavesRequest: the address, the client or the form of the password is that of the Waves service.
func wavesRequest(e *exchange.Exchange, password string) bool {
	client := e.Params.Text("client_id")
	return wavesPassword.MatchString(password) || strings.Contains(password, ":") && (e.Provider == "waves" || client == "waves.exchange" || client == "wx.network")
}

// wavesBody is the request as it was sent, or put together from what was printed.
func wavesBody(f *exchange.Flow, e *exchange.Exchange) string {
	if b := e.Request.Body; b != nil && b.Kind == artifact.BodyJSON && !b.Cut {
		return f.Text.Slice(b.Span)
	}
	form := url.Values{}
	for _, p := range e.Params {
		if p.Type == 0 || p.Type == 's' {
			form.Add(p.Name, p.Value.Text)
		}
	}
	return form.Encode()
}

// logTime is the log's own time; zero where only the time of reading is known.
func logTime(f *exchange.Flow) time.Time {
	if f.AtSource == "now" {
		return time.Time{}
	}
	return f.At
}

func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
