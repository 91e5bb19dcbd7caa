package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "token-request-not-form",
	Title:      Text{"The token request is not form-encoded", "Запрос за токеном — не форма (form-urlencoded)"},
	About:      Text{"The body of a token request is JSON or empty, has another Content-Type than application/x-www-form-urlencoded, or its parameters stand in the query string.", "Тело запроса за токеном — JSON или пустое, Content-Type не application/x-www-form-urlencoded, либо параметры стоят в строке запроса."},
	Confidence: Certain,
	Rank:       86,
	Detail: Text{"A token endpoint reads its parameters only from the request body as application/x-www-form-urlencoded (RFC 6749 §4.1.3 and appendix B). This request sends them as JSON or with another content type, so the server sees no grant_type and no client and answers 400 or 401 before it looks at any credential.",
		"Token endpoint читает параметры только из тела запроса в виде application/x-www-form-urlencoded (RFC 6749 §4.1.3 и приложение B). Здесь они отправлены как JSON или с другим Content-Type, поэтому сервер не видит ни grant_type, ни клиента и отвечает 400 или 401, не дойдя до учётных данных."},
	Causes: []Text{
		{"axios, fetch or requests was given an object, which it sends as JSON with Content-Type: application/json (axios sends an empty object as the body {})", "axios, fetch или requests получили объект и отправили его как JSON с Content-Type: application/json (пустой объект axios отправляет телом {})"},
		{"The parameters were passed as query string (axios params, the third argument mixed up with the second) and the body is empty", "Параметры переданы в строке запроса (params в axios, перепутаны второй и третий аргументы), а тело пустое"},
	},
	Fixes: []Text{
		{"Send the parameters form-encoded in the body: axios.post(url, new URLSearchParams({grant_type: …})), fetch(url, {method: 'POST', body: new URLSearchParams(…)}), requests.post(url, data={…}), curl -d", "Передавайте параметры в теле в виде формы: axios.post(url, new URLSearchParams({grant_type: …})), fetch(url, {method: 'POST', body: new URLSearchParams(…)}), requests.post(url, data={…}), curl -d"},
		{"Let the client set Content-Type: application/x-www-form-urlencoded, and remove application/json from the default headers", "Пусть Content-Type будет application/x-www-form-urlencoded; уберите application/json из заголовков по умолчанию"},
	},
	Refs:     []Ref{{"RFC 6749 §4.1.3 token request", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"}, {"RFC 6749 appendix B", "https://www.rfc-editor.org/rfc/rfc6749#appendix-B"}},
	Explains: []string{"unsupported-grant-type", "parameter-missing", "answer-hidden", "provider-error"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			if e.Request == nil || e.Outcome == exchange.Issued || e.Endpoint != exchange.EndpointToken && !e.Params.Has("grant_type") {
				continue
			}
			if e.Outcome == exchange.Unknown && e.Status() < 400 && f.Claimed != exchange.Failure {
				continue
			}
			if e.Error.OK() && !holdsAny(strings.ToLower(e.Error.Text), "invalid", "missing", "unsupported", "unauthorized", "request", "param", "client", "grant") {
				continue // it speaks of something else than what was sent
			}
			if e.Error.Text == "invalid_grant" && e.Params.Has("code") || strings.Contains(e.Description.Text, "'"+e.Params.Text("grant_type")+"'") {
				continue // the server read it, in whatever form
			}
			contentType, hasType := e.Request.Headers.Get("Content-Type")
			jsonType := hasType && strings.Contains(strings.ToLower(contentType.Value.Text), "json")
			body := e.Request.Body
			jsonBody := body != nil && body.Kind == artifact.BodyJSON && body.Members.Has("grant_type") && e.Request.Kind == artifact.Request
			emptyBody := body == nil || body.Kind == artifact.BodyEmpty || len(body.Members) == 0
			inQuery, at := queryGrant(e)
			var ev []source.Span
			if hasType {
				ev = append(ev, paramSpan(contentType))
			}
			switch {
			case hasType && strings.Contains(strings.ToLower(contentType.Value.Text), "multipart/form-data"):
				out = append(out, multipart(Verdict{Exchange: e, Evidence: ev}))
			case inQuery && emptyBody && !reads(e.Provider, "query"):
				v := Verdict{Exchange: e, Evidence: append(ev, at),
					Title: Text{"The parameters are in the query, the body is empty", "Параметры — в строке запроса, а тело пустое"},
					Detail: Text{"The token request carries its parameters in the query string and an empty body, which axios sends as {} with Content-Type application/json. A token endpoint reads the body only, as application/x-www-form-urlencoded (RFC 6749 §3.2): it finds no grant_type there. Parameters in a URL also end up in server logs, secrets included.",
						"Параметры запроса за токеном стоят в строке запроса, а тело пустое — axios шлёт его как {} с Content-Type application/json. Token endpoint читает только тело, в виде application/x-www-form-urlencoded (RFC 6749 §3.2), и grant_type там не находит. К тому же параметры из URL, включая секреты, попадают в логи серверов."}}
				if !jsonType {
					v.Confidence = Likely
				}
				if body != nil && !body.Span.Empty() {
					v.Evidence = append(v.Evidence, body.Span)
				}
				out = append(out, v)
			case jsonBody && (!strings.Contains(strings.ToLower(contentType.Value.Text), "x-www-form") || printedAsString(f, body.Span)):
				p, _ := body.Members.Get("grant_type")
				out = append(out, Verdict{Exchange: e, Evidence: append(ev, paramSpan(p)), Confidence: jsonSure(e)})
			case jsonType && !reads(e.Provider, "json"):
				out = append(out, Verdict{Exchange: e, Evidence: ev, Confidence: Likely})
			}
		}
		if len(out) == 0 && f.Has("curl") && !slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
			return e.Endpoint == exchange.EndpointToken && e.Outcome == exchange.Issued
		}) {
			// curl -F sends multipart whatever Content-Type is given beside it.
			for _, flag := range [...]string{` -f "client`, ` -f 'client`, ` -f client`, ` -f "grant_type`, ` -f 'grant_type`, ` -f grant_type`, ` --form "grant_type`, ` --form 'grant_type`, ` --form grant_type`} {
				if at := f.Find(flag); len(at) > 0 && f.Claimed != exchange.Success && f.Has("grant_type") && strings.HasPrefix(strings.TrimSpace(f.Text.Slice(at[0])), "-F") || len(at) > 0 && strings.Contains(flag, "--form") {
					return []Verdict{multipart(Verdict{Exchange: exchangeAt(f, at[0]), Evidence: at[:1], Confidence: Likely})}
				}
			}
		}
		return out
	},
})

// printedAsString: a dump prints what goes over the wire as a string; an object may yet be made a form.
func printedAsString(f *exchange.Flow, s source.Span) bool {
	return s.Start > 0 && strings.ContainsAny(f.Text.Slice(source.Span{Start: s.Start - 1, End: s.Start}), "\"'`")
}

// reads reports whether the provider is known to read the parameters of a token request from there, too.
func reads(provider, place string) bool {
	p, _ := providers.Get(provider)
	return slices.Contains(p.Reads, place)
}

// multipart says that the parameters were sent as form-data.
func multipart(v Verdict) Verdict {
	v.Title = Text{"The token request is multipart, not form-urlencoded", "Запрос за токеном — multipart, а не form-urlencoded"}
	v.Detail = Text{"The parameters are sent as multipart/form-data (curl -F, FormData). A token endpoint reads application/x-www-form-urlencoded only (RFC 6749 §4.1.3), so it sees no grant_type and no client in the body. The client credentials may be right.",
		"Параметры отправлены как multipart/form-data (curl -F, FormData). Token endpoint читает только application/x-www-form-urlencoded (RFC 6749 §4.1.3) и не видит в теле ни grant_type, ни клиента. Учётные данные клиента могут быть верны."}
	return v
}

// jsonSure: where a server takes JSON too, only what it answered would make it sure.
func jsonSure(e *exchange.Exchange) string {
	if reads(e.Provider, "json") {
		return Possible
	}
	if holdsAny(e.Error.Text, "invalid_request", "unsupported_grant_type") || e.Status() == 415 || strings.Contains(e.Description.Text, "grant_type") {
		return Certain
	}
	return Likely
}

// queryGrant finds a grant that was sent in the URL or as query parameters of a client's dump.
func queryGrant(e *exchange.Exchange) (bool, source.Span) {
	if e.Request.Kind != artifact.Request || e.Request.Method.Text == "GET" {
		return false, source.Span{}
	}
	if _, query, ok := strings.Cut(e.URL(), "?"); ok && (strings.Contains(query, "grant_type=") || strings.Contains(query, "client_secret=") || strings.Contains(query, "code=")) {
		return true, e.Request.URL.Span
	}
	if p, ok := e.Request.Params.Get("grant_type"); ok && e.Request.Format == "client-dump" {
		return true, paramSpan(p)
	}
	return false, source.Span{}
}
