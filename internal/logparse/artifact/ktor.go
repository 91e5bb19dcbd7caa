package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Ktor's Logging plugin prints an answer in one record of several lines; its body follows between BODY START and BODY END.
//
//	INFO io.ktor.client.HttpClient - RESPONSE: 401 Unauthorized
//	METHOD: GET
//	FROM: https://api.example.com/v1/me

var _ = register(Recogniser{ID: "ktor", Rank: 21, Read: readKtor})

var ktorLiteral = findLiterals("\nfrom: http")

func readKtor(r *Reader) {
	const longest = 400
	text := r.View.Text
	above := func(at int) source.Span {
		return trim(text, source.Span{Start: r.lineStart(max(at-1, 0), longest), End: max(at-1, 0)})
	}
	for _, h := range r.hits(ktorLiteral) {
		url := source.Span{Start: h.at + len("\nfrom: "), End: r.lineEnd(h.at+1, 4<<10)}
		method := above(h.at + 1)
		head := above(r.lineStart(method.Start, longest))
		i := strings.LastIndex(text[head.Start:head.End], "RESPONSE: ")
		if i < 0 || !strings.HasPrefix(text[method.Start:method.End], "METHOD: ") {
			continue
		}
		head.Start += i + len("RESPONSE: ")
		status, code := statusAt(text, head.Start, false)
		if code == 0 {
			continue
		}
		method.Start += len("METHOD: ")
		if verb, ok := strings.CutPrefix(text[method.Start:method.End], "HttpMethod(value="); ok { // before Ktor 3
			method = source.Span{Start: method.End - len(verb), End: method.End - 1}
		}
		pair := r.NextPair()
		r.Add(Artifact{Kind: Request, Format: "ktor", Client: "ktor", Pair: pair, Method: r.Value(method), URL: r.Value(trim(text, url)), Span: r.View.Origin(source.Span{Start: method.Start, End: url.End})})
		a := Artifact{Kind: Response, Format: "ktor", Client: "ktor", Pair: pair, Status: r.Value(status), Code: code, Span: r.View.Origin(status)}
		if reason := trim(text, source.Span{Start: status.End, End: head.End}); !reason.Empty() {
			a.Reason = r.Value(reason)
		}
		r.Add(a)
		r.Take(source.Span{Start: head.Start, End: url.End})
	}
}
