package diagnose

import (
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:    "redirect-uri-double-encoded",
	Title: Text{"The redirect_uri is percent-encoded twice", "redirect_uri закодирован процентами дважды"},
	About: Text{"A value that is already percent-encoded is encoded again by the form or URL encoder, so the server decodes it into another string.", "Уже закодированное значение кодируется ещё раз кодировщиком формы или URL, и сервер декодирует его в другую строку."},
	Rank:  88,
	Detail: Text{"The redirect_uri is encoded two times: once by hand (encodeURIComponent, urlencode, quote) and again by what builds the form or query. The server decodes once and compares https%3A%2F%2F… with https://…, which does not match.",
		"redirect_uri закодирован два раза: вручную (encodeURIComponent, urlencode, quote) и ещё раз тем, что собирает форму или query. Сервер декодирует один раз и сравнивает https%3A%2F%2F… с https://…, а они не совпадают."},
	Causes: []Text{
		{"encodeURIComponent (or urlencode, quote, HttpUtility.UrlEncode) is called on a value that $.ajax, URLSearchParams, qs, requests or the OAuth library encodes itself", "encodeURIComponent (или urlencode, quote, HttpUtility.UrlEncode) вызван для значения, которое $.ajax, URLSearchParams, qs, requests или библиотека OAuth кодирует сама"},
		{"The configuration holds the URI already encoded", "В настройках URI записан уже закодированным"},
	},
	Fixes: []Text{
		{"Pass the plain URI, unencoded, to the form or URL builder: remove encodeURIComponent around redirect_uri", "Передавайте в форму или URL обычный, не закодированный URI: уберите encodeURIComponent вокруг redirect_uri"},
		{"Look at the raw request: https%3A%2F%2F is right, https%253A%252F%252F is encoded twice", "Посмотрите сырой запрос: https%3A%2F%2F верно, https%253A%252F%252F закодировано дважды"},
	},
	Refs:     []Ref{{"RFC 6749 Appendix B", "https://www.rfc-editor.org/rfc/rfc6749#appendix-B"}, {"RFC 3986 §2.4 When to encode or decode", "https://www.rfc-editor.org/rfc/rfc3986#section-2.4"}},
	Explains: []string{"provider-error", "redirect-uri-differs", "redirect-uri-not-registered"},
	Check: func(f *exchange.Flow) []Verdict {
		refused := refusedRedirect(f)
		for _, g := range paramValues(f, "redirect_uri") {
			low := strings.ToLower(g.text)
			if !strings.Contains(low, "%3a%2f") && !strings.Contains(low, "%2f%2f") {
				continue
			}
			// A URL that was printed with its parameters decoded already shows one level less.
			v := Verdict{Exchange: g.exchange, Evidence: append([]source.Span{g.span}, firstOf(refused, 1)...), Confidence: Certain}
			if len(refused) == 0 && (g.exchange == nil || !g.exchange.Outcome.Failed()) {
				v.Confidence, v.Severity = Likely, Warning
			}
			return []Verdict{v}
		}
		if len(refused) == 0 {
			return nil
		}
		for _, a := range f.Of(artifact.Setting) {
			if hasPrefixOf(strings.ToLower(a.Text.Text), "http%3a%2f", "https%3a%2f") {
				return []Verdict{{Evidence: []source.Span{a.Span, refused[0]}}}
			}
		}
		for at := 0; ; {
			i := strings.Index(f.Lower[at:], "redirect_uri")
			if i < 0 {
				return nil
			}
			start := at + i
			at = start + len("redirect_uri")
			// An object member or an argument is encoded by what takes the object; a string that is put together is not.
			rest := strings.TrimLeft(f.Lower[at:min(len(f.Lower), at+60)], "\"'` ")
			member := strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, "=>") || strings.HasPrefix(rest, "] =")
			rest = strings.TrimLeft(rest, ":,=>] ")
			for _, call := range [...]string{"encodeuricomponent(", "encodeuri(", "urlencode(", "rawurlencode(", "quote(", "quote_plus(", "urllib.parse.quote", "url.queryescape(", "httputility.urlencode(", "webutility.urlencode(", "uri.escapedatastring(", "urlencoder.encode("} {
				if member && strings.HasPrefix(rest, call) {
					end := at + strings.Index(f.Lower[at:], call) + len(call)
					return []Verdict{{Evidence: []source.Span{f.View.Origin(source.Span{Start: start, End: end}), refused[0]}, Exchange: failedToken(f)}}
				}
			}
		}
	},
})

// failedToken is the first failed exchange at the token endpoint, or nil.
func failedToken(f *exchange.Flow) *exchange.Exchange {
	for _, e := range f.Exchanges {
		if e.Outcome.Failed() && e.Endpoint == exchange.EndpointToken {
			return e
		}
	}
	return nil
}
