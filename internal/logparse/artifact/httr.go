package artifact

import (
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// A response as R's httr prints it: the address, what is known of it below, and the beginning of the body.
//
//	Response [https://id.example.com/token]
//	  Date: 2026-03-04 10:00
//	  Status: 400
//	  Content-Type: application/json
//	  Size: 63 B
//	{"error":"invalid_grant"}

var _ = register(Recogniser{ID: "httr", Rank: 30, Read: readHttr})

var httrLead = findLiterals("response [http")

func readHttr(r *Reader) {
	text := r.View.Text
	for _, h := range r.hits(httrLead) {
		start := h.at + len("response [")
		s := source.Span{Start: h.at, End: r.lineEnd(h.at, 2000)}
		end := strings.IndexByte(text[start:s.End], ']')
		if end < 0 || !r.Free(s) {
			continue
		}
		a := Artifact{Kind: Response, Format: "httr", Client: "httr", URL: r.Value(source.Span{Start: start, End: start + end})}
		s.End = r.headerLines(&a, s.End+1, "")
		status, _ := a.Headers.Get("Status")
		a.Code, _ = strconv.Atoi(status.Value.Text)
		if a.Status = status.Value; a.Code < 100 {
			continue
		}
		if a.Body, end = r.contentOf(s.End, r.messageEnd(s.End)); a.Body != nil {
			s.End = end
		}
		s.End = min(s.End, len(text))
		r.Take(s)
		a.Span = r.View.Origin(trim(text, s))
		r.Add(a)
	}
}
