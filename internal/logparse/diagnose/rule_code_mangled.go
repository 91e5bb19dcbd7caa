package diagnose

import (
	"net/url"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "code-mangled",
	Title:   Text{"The code was changed on its way to the token request", "Код изменён по дороге к запросу токена"},
	About:   Text{"The code of the token request is not the one of the callback: still percent-encoded, encoded twice, cut, or with + and / lost.", "Код в запросе токена — не тот, что в callback: остался закодированным, закодирован дважды, обрезан или потерял + и /."},
	Rank:    86,
	Outcome: exchange.Refused,
	Detail: Text{"The server cannot read the code that was redeemed. Codes contain characters such as / + = that must be decoded once from the callback URL and encoded once in the form.",
		"Сервер не может прочитать обмениваемый код. В кодах бывают символы / + =, которые нужно один раз раскодировать из URL callback и один раз закодировать в форме."},
	Causes: []Text{
		{"The code was copied from the address bar still percent-encoded (4%2F0A…) and encoded again (Google's codes begin with 4/)", "Код скопирован из адресной строки закодированным (4%2F0A…) и закодирован ещё раз (коды Google начинаются с 4/)"},
		{"A + became a blank, or the part behind & or # was cut off", "Символ + стал пробелом, или часть после & или # обрезана"},
		{"Something else was pasted along: &state=…, a quote, a line break", "Вместе с кодом попало лишнее: &state=…, кавычка, перевод строки"},
	},
	Fixes: []Text{
		{"Decode the query once (searchParams.get('code'), request.query) and give the plain value to the form encoder", "Раскодируйте query один раз (searchParams.get('code'), request.query) и передайте кодировщику формы обычное значение"},
		{"By hand: decodeURIComponent the value before you paste it into curl --data-urlencode", "Вручную: примените decodeURIComponent к значению перед curl --data-urlencode"},
		{"Compare length and first characters of the code in both requests", "Сравните длину и первые символы кода в обоих запросах"},
	},
	Refs:     []Ref{{"RFC 6749 Appendix B", "https://www.rfc-editor.org/rfc/rfc6749#appendix-B"}},
	Explains: []string{"provider-error", "code-not-valid"},
	Check: func(f *exchange.Flow) []Verdict {
		codes := paramValues(f, "code")
		for _, g := range ofStep(codes, exchange.EndpointToken) {
			if placeholder(g.text) || len(g.text) < 8 || g.exchange == nil || g.exchange.Outcome == exchange.Issued {
				continue
			}
			for _, c := range ofStep(codes, "callback") {
				if c.text == g.text || placeholder(c.text) || len(c.text) < 8 || c.exchange == g.exchange {
					continue
				}
				what := codeDifference(c.text, g.text)
				if !what.OK() {
					continue
				}
				v := Verdict{Exchange: g.exchange, Evidence: []source.Span{g.span, c.span}, Confidence: Certain}
				v.Detail = codeMangledDetail.fill("what", what)
				return []Verdict{v}
			}
			if low := strings.ToLower(g.text); strings.Contains(low, "%2f") || strings.Contains(low, "%2b") || strings.Contains(low, "%3d") {
				v := Verdict{Exchange: g.exchange, Evidence: []source.Span{g.span}}
				v.Detail = codeMangledDetail.fill("what", Text{"it is still percent-encoded after decoding once", "после одного раскодирования он всё ещё закодирован процентами"})
				return []Verdict{v}
			}
		}
		return nil
	},
})

// codeDifference names how a sent code came from the received one; empty when they have nothing in common.
func codeDifference(received, sent string) Text {
	plain, err := url.QueryUnescape(sent)
	switch {
	case err == nil && plain == received && sent != received, url.QueryEscape(received) == sent, url.PathEscape(received) == sent:
		return Text{"it was percent-encoded twice", "он закодирован процентами дважды"}
	case strings.ReplaceAll(received, "+", " ") == sent:
		return Text{"a + became a blank", "символ + стал пробелом"}
	case strings.HasPrefix(received, sent) && len(sent) >= 8:
		return Text{"it was cut off at its end", "он обрезан в конце"}
	case strings.HasPrefix(sent, received):
		return Text{"something was added at its end", "в конец что-то добавлено"}
	case strings.EqualFold(received, sent):
		return Text{"upper and lower case were changed", "изменён регистр букв"}
	case strings.TrimSpace(sent) == received:
		return Text{"a blank or line break was added", "добавлен пробел или перевод строки"}
	}
	return Text{}
}

// codeMangledDetail is the detail with what the paste shows filled in.
var codeMangledDetail = Text{"The server cannot read the code that was redeemed: {what}. Codes contain characters such as / + = that must be decoded once from the callback URL and encoded once in the form, no more and no less.",
	"Сервер не может прочитать обмениваемый код: {what}. В кодах бывают символы / + =, которые нужно один раз раскодировать из URL callback и один раз закодировать в форме — не больше и не меньше."}
