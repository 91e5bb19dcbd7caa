package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// Postman's console, copied: the request line, then an object with the headers and bodies of both sides.
//
//	POST https://idp.example.com/token: {
//	  "Request Headers": {…}, "Request Body": {…}, "Response Headers": {…}, "Response Body": "…"
//	}

var _ = registerShape(shape{id: "postman", rank: 25, read: func(r *Reader, n *node) bool {
	sent, got := n.get("Request Headers"), n.get("Response Headers")
	body := n.get("Response Body")
	if sent == nil || got == nil && body == nil {
		return false
	}
	q := Artifact{Kind: Request, Format: "postman", Client: "Postman", Span: r.View.Origin(n.span), Headers: r.headersOf(sent), Pair: r.NextPair()}
	start := r.lineStart(n.span.Start, 2000)
	q.Method, q.URL = r.addressOn(source.Span{Start: start, End: n.span.Start})
	q.URL.Text = strings.TrimSuffix(q.URL.Text, ":")
	if b := n.get("Request Body"); b != nil {
		q.Body = r.bodyOfNode(b)
		if q.Body != nil && q.Body.Kind == BodyJSON && strings.Contains(q.Header("Content-Type"), "form") {
			q.Body.Kind = BodyForm // Postman lists the fields of a form as an object
		}
	}
	a := Artifact{Kind: Response, Format: "postman", Client: "Postman", Span: r.View.Origin(n.span), Headers: r.headersOf(got), Pair: q.Pair}
	if body != nil {
		a.Span = r.View.Origin(body.span)
		a.Body = r.bodyOfNode(body)
	}
	r.Add(q)
	r.Add(a)
	return true
}})
