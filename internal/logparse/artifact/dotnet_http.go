package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// .NET's IHttpClientFactory logs a request and, on another line, its answer.
//
//	Sending HTTP request POST https://idp.example.com/token
//	Received HTTP response headers after 12.1034ms - 401

var _ = register(Recogniser{ID: "dotnet-http", Rank: 23, Read: readDotNetHTTP})

var dotnetHTTPLiterals = findLiterals("sending http request ", "received http response ")

func readDotNetHTTP(r *Reader) {
	text := r.View.Text
	pair, open := 0, 0 // the request that waits for its answer
	for _, h := range r.hits(dotnetHTTPLiterals) {
		at := h.at + len(dotnetHTTPLiterals.texts[h.lit])
		line := source.Span{Start: r.lineStart(h.at, 400), End: r.lineEnd(at, 2000)}
		if r.Opened(source.Span{Start: h.at, End: at}) {
			continue
		}
		if h.lit == 0 {
			method, url := r.addressOn(source.Span{Start: h.at, End: line.End})
			pair = 0
			if !url.OK() || !authTarget(url.Text) {
				continue
			}
			pair, open = r.NextPair(), line.End
			a := Artifact{Kind: Request, Format: "dotnet-http", Client: ".NET HttpClient", Span: url.Span, Method: method, URL: url, Pair: pair}
			a.Time, _ = r.lineStamp(line)
			r.Add(a)
			continue
		}
		i := strings.Index(text[at:line.End], "ms - ")
		if pair == 0 || i < 0 || at-open > 8<<10 {
			continue
		}
		status, code := statusAt(text, at+i+len("ms - "), false)
		if code == 0 {
			continue
		}
		a := Artifact{Kind: Response, Format: "dotnet-http", Client: ".NET HttpClient", Status: r.Value(status), Pair: pair, Span: r.View.Origin(status)}
		a.Code, _ = strconv.Atoi(a.Status.Text)
		a.Time, _ = r.lineStamp(line)
		r.Add(a)
		r.Take(status)
		pair = 0
	}
}
