package artifact

import "grantlens/internal/source"

// Google's HTTP client for Java prints the answer, then the request, then the body of the answer.
//
//	com.google.api.client.auth.oauth2.TokenResponseException: 400 Bad Request
//	POST https://oauth2.googleapis.com/token
//	{ "error" : "invalid_grant" }

var _ = register(Recogniser{ID: "google-http", Rank: 28, Read: func(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(googleHTTPLiterals) {
		status, code := statusAt(text, h.at+len(googleHTTPLiterals.texts[h.lit]), false)
		line := r.lineEnd(h.at, 400)
		if code == 0 || line >= len(text) || text[line] != '\n' || r.Opened(status) {
			continue
		}
		q, ok := r.requestLine(trim(text, source.Span{Start: line + 1, End: r.lineEnd(line+1, 2000)}))
		if !ok {
			continue
		}
		a := Artifact{Kind: Response, Format: "google-http", Client: "google-http-client", Status: r.Value(status), Code: code, Pair: r.NextPair()}
		if reason := trim(text, source.Span{Start: status.End, End: line}); !reason.Empty() {
			a.Reason = r.Value(reason)
		}
		a.Label, _ = r.wordsBefore(status.Start)
		q.Format, q.Client, q.Pair, q.Span = a.Format, a.Client, a.Pair, q.URL.Span
		end := r.lineEnd(line+1, 2000)
		if c, after := r.contentOf(end, len(text)); c != nil {
			a.Body, end = c, after
		}
		s := source.Span{Start: status.Start, End: end}
		a.Span = r.View.Origin(s)
		r.Add(a)
		r.Add(q)
		r.Take(s)
	}
}})

var googleHTTPLiterals = findLiterals("tokenresponseexception: ", "httpresponseexception: ", "googlejsonresponseexception: ")
