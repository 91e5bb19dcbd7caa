package artifact

import (
	"strings"

	"grantlens/internal/source"
)

// The failure text of cy.request(): the request, and the answer or the error of the network.
//
//	cy.request() failed on:
//	https://idp.example.com/token
//	The response we received from your web server was:
//	  > 401: Unauthorized
//	…
//	The request we sent was:
//	Method: POST
//	URL: https://idp.example.com/token
//	Headers: {…}
//	Body: grant_type=password
//	…
//	The response we got was:
//	Status: 401 - Unauthorized
//	Headers: {…}
//	Body: {…}

var _ = register(Recogniser{ID: "cypress", Rank: 21, Read: readCypress})

var cypressLiterals = findLiterals("the response we received from your web server was:", "we received this error at the network level:")

func readCypress(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(cypressLiterals) {
		if h.at < last {
			continue
		}
		at := h.at + len(cypressLiterals.texts[h.lit])
		for at < len(text) && (isSpace(text[at]) || text[at] == '>' || text[at] == '*') {
			at++
		}
		end := len(text)
		if i := strings.Index(r.Lower[at:min(len(text), at+16<<10)], "cy.request()"); i >= 0 {
			end = at + i
		}
		a := Artifact{Kind: Response, Format: "cypress", Client: "Cypress"}
		stop := min(r.lineEnd(at, 400), end)
		last = stop
		if status, code := statusAt(text, at, false); code != 0 {
			a.Status, a.Code = r.Value(status), code
			if reason := trim(text, source.Span{Start: status.End, End: stop}); reason.Len() > 2 {
				reason.Start++ // the colon
				a.Reason = r.Value(trim(text, reason))
			}
		} else if message := trim(text, source.Span{Start: at, End: stop}); !message.Empty() {
			a.Status = r.Value(message)
		} else {
			continue
		}
		q := Artifact{Kind: Request, Format: "cypress", Client: "Cypress"}
		sent := r.find("the request we sent was:", stop, end)
		got := r.find("the response we got was:", stop, end)
		if sent >= 0 {
			last := end
			if got >= 0 {
				last = got
			}
			fields := r.cypressFields(sent, last)
			q.Method, q.URL, q.Headers, q.Body = fields.method, fields.url, fields.headers, fields.body
			stop = max(stop, fields.end)
		}
		if got >= 0 {
			fields := r.cypressFields(got, end)
			a.Headers, a.Body = fields.headers, fields.body
			stop = max(stop, fields.end)
		}
		last = stop
		start := r.lineStart(h.at, 200)
		if !q.URL.OK() {
			_, a.URL = r.addressOn(source.Span{Start: max(0, h.at-400), End: h.at})
		}
		if q.URL.OK() {
			q.Pair = r.NextPair()
			a.Pair = q.Pair
			q.Span = r.View.Origin(source.Span{Start: h.at, End: stop})
			r.Add(q)
		}
		a.Span = a.Status.Span
		if a.Body != nil {
			a.Span.End = max(a.Span.End, a.Body.Span.End)
		}
		a.Label, a.Heading = r.wordsBefore(start)
		r.Add(a)
		r.Take(source.Span{Start: h.at, End: stop})
	}
}

// find is where a literal ends between two offsets; -1 if it is not there.
func (r *Reader) find(literal string, from, to int) int {
	if from >= to {
		return -1
	}
	i := strings.Index(r.Lower[from:to], literal)
	if i < 0 {
		return -1
	}
	return from + i + len(literal)
}

type cypressFields struct {
	method, url Value
	headers     Params
	body        *Content
	end         int
}

// cypressFields reads `Method: …`, `URL: …`, `Headers: {…}`, `Body: …`.
func (r *Reader) cypressFields(at, end int) (f cypressFields) {
	text := r.View.Text
	f.end = at
	for at < end {
		line := source.Span{Start: at, End: min(r.lineEnd(at, 16<<10), end)}
		at = line.End + 1
		s := trim(text, line)
		name, _, ok := strings.Cut(text[s.Start:s.End], ":")
		if !ok {
			if strings.HasPrefix(text[s.Start:s.End], "---") && f.method.OK() {
				return f
			}
			continue
		}
		value := trim(text, source.Span{Start: s.Start + len(name) + 1, End: s.End})
		switch name {
		case "Method":
			f.method = r.Value(value)
		case "URL":
			f.url = r.Value(value)
		case "Headers":
			if n := r.parseObject(value.Start, len(text)); n != nil && n.typ == 'o' {
				f.headers = r.headersOf(n)
				at = n.span.End
			}
		case "Body":
			body, after := r.bodyAt(value.Start, end)
			f.body = body
			at = max(at, after)
		default:
			continue
		}
		f.end = min(at, end)
	}
	return f
}
