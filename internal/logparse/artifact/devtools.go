package artifact

import (
	"slices"
	"strconv"
	"strings"

	"grantlens/internal/source"
)

// What browsers' developer tools show of a request under Headers, copied as text: `Name: value`, or, from newer Chrome,
// the name and the value on lines of their own.
//
//	Request URL: https://idp.example.com/token
//	Request Method: POST
//	Status Code: 401 Unauthorized
//	Response Headers
//	content-type: application/json
//	Form Data
//	grant_type: authorization_code
//
// Safari's inspector, and a browser in another language, name the parts otherwise. There the values tell what is what.

var _ = register(Recogniser{ID: "devtools", Rank: 22, Read: readDevTools})

var (
	devtoolsLiteral = findLiterals("request url")
	devtoolsForeign = findLiterals("\nurl: http", "\nurl : http", "anforderungs-url", "anfrage-url", "url запроса", "url de requête", "url de la requête", "url de solicitud", "url de la solicitud", "url da solicitação", "url do pedido", "请求网址", "请求 url", "リクエスト url")
)

func readDevTools(r *Reader) {
	text := r.View.Text
	last := 0
	for _, h := range r.hits(devtoolsLiteral) {
		if h.at < last || strings.TrimSpace(text[r.lineStart(h.at, 100):h.at]) != "" {
			continue
		}
		b := devtoolsBlock{r: r, start: h.at}
		if end := b.read(); end > 0 {
			r.Take(source.Span{Start: h.at, End: end})
			last = end
		}
	}
	for _, h := range r.hits(devtoolsForeign) {
		if h.at < last {
			continue
		}
		b := devtoolsBlock{r: r, start: h.at}
		if end := b.readForeign(); end > 0 {
			r.Take(source.Span{Start: h.at, End: end})
			last = end
		}
	}
}

// devtoolsSections are the headings of the parts of a block, in lower case.
var devtoolsSections = map[string]string{
	"general": "general", "response headers": "response", "request headers": "request", "form data": "form", "query string parameters": "query", "request payload": "payload", "response": "body", "preview": "body",
	"provisional headers are shown": "", "view source": "", "view parsed": "", "view url encoded": "", "view decoded": "", "parsed": "", "raw": "",
}

type devtoolsBlock struct {
	r               *Reader
	start           int
	request, answer Artifact
	form            Params
}

// read reads the block; it returns where it ends, 0 if it is none.
func (b *devtoolsBlock) read() int {
	r := b.r
	text := r.View.Text
	b.request = Artifact{Kind: Request, Format: "devtools", Client: "browser"}
	b.answer = Artifact{Kind: Response, Format: "devtools", Client: "browser"}
	section, at, end := "general", b.start, b.start
	for blank := 0; at < len(text) && blank < 3; {
		line := source.Span{Start: at, End: r.lineEnd(at, 16<<10)}
		next := line.End + 1
		s := trim(text, line)
		if s.Empty() {
			blank++
			at = next
			continue
		}
		low := strings.TrimRight(r.Lower[s.Start:s.End], ":")
		if low == "request url" && at > b.start && b.request.URL.OK() || strings.HasPrefix(low, "request url:") && at > b.start {
			break // the next block
		}
		if heading, ok := strings.CutSuffix(low, "view source"); ok && heading != "" {
			low = heading
		}
		if to, ok := devtoolsSections[low]; ok && to != "body" {
			if to != "" {
				section = to
			}
			blank, at, end = 0, next, line.End
			continue
		}
		if section == "payload" {
			if c, after := r.contentOf(s.Start, len(text)); c != nil && b.request.Body == nil {
				b.request.Body = c
				at, end = r.lineEnd(after, 16<<10)+1, after
				continue
			}
			break
		}
		name, value, after, ok := b.pair(s, next)
		if !ok || blank > 1 {
			break
		}
		b.take(section, name, value)
		blank, at, end = 0, after, min(after-1, len(text))
	}
	if !b.request.URL.OK() || !b.answer.Status.OK() && !b.request.Method.OK() {
		return 0
	}
	b.give(end)
	return end
}

// readForeign reads the address, the method and the status, whatever they are called, and the headers of HTTP/2.
func (b *devtoolsBlock) readForeign() int {
	r, text := b.r, b.r.View.Text
	b.request = Artifact{Kind: Request, Format: "devtools", Client: "browser"}
	b.answer = Artifact{Kind: Response, Format: "devtools", Client: "browser"}
	section, at, end := "", b.start, b.start
	for n := 0; at < len(text) && n < 60; n++ {
		line := source.Span{Start: at, End: r.lineEnd(at, 16<<10)}
		at = line.End + 1
		s := trim(text, line)
		value := s
		if name, rest, ok := strings.Cut(text[s.Start:s.End], ": "); ok {
			value.Start = s.End - len(strings.TrimLeft(rest, " "))
			switch name {
			case ":method":
				section = "request"
			case ":status":
				section = "response"
			}
			if section != "" && headerName(name) {
				b.take(section, source.Span{Start: s.Start, End: s.Start + len(name)}, value)
				end = line.End
				continue
			}
		} else if s.Empty() {
			section = ""
		}
		status, code := statusAt(text, value.Start, false)
		switch word := text[value.Start:value.End]; {
		case !b.request.URL.OK():
			if !strings.HasPrefix(word, "http") {
				if n > 1 {
					return 0
				}
				continue
			}
			b.request.URL = r.Value(value)
		case slices.Contains(methods[:], word):
			b.request.Method = r.Value(value)
		case code > 0 && b.answer.Code == 0 && (status.End == s.End || text[status.End] == ' '):
			b.answer.Status, b.answer.Code = r.Value(status), code
		default:
			continue
		}
		end = line.End
	}
	if !b.request.Method.OK() || !b.answer.Status.OK() {
		return 0
	}
	b.give(end)
	return end
}

// pair reads `Name: value`, or a name whose value stands on the next line.
func (b *devtoolsBlock) pair(s source.Span, next int) (name, value source.Span, after int, ok bool) {
	text := b.r.View.Text
	from := s.Start
	if text[from] == ':' { // HTTP/2's :authority
		from++
	}
	if colon := strings.IndexByte(text[from:s.End], ':'); colon > 0 && devtoolsName(text[from:from+colon]) {
		name = source.Span{Start: s.Start, End: from + colon}
		if value = trim(text, source.Span{Start: name.End + 1, End: s.End}); !value.Empty() {
			return name, value, next, true
		}
	} else if devtoolsName(text[from:s.End]) && b.request.URL.Text != "-" {
		name = s
	} else {
		return name, value, next, false
	}
	if next >= len(text) {
		return name, value, next, value.Start > 0 || name.End < s.End
	}
	line := source.Span{Start: next, End: b.r.lineEnd(next, 16<<10)}
	if value = trim(text, line); value.Empty() {
		return name, value, next, name.End < s.End
	}
	return name, value, line.End + 1, true
}

// devtoolsName: the name of a header, a parameter or a field of the general part.
func devtoolsName(s string) bool {
	switch strings.ToLower(s) {
	case "request url", "request method", "status code", "remote address", "referrer policy":
		return true
	}
	return headerName(s)
}

func (b *devtoolsBlock) take(section string, name, value source.Span) {
	r := b.r
	p := Param{Name: strings.TrimPrefix(r.View.Text[name.Start:name.End], ":"), NameSpan: r.View.Origin(name), Value: r.Value(value)}
	switch strings.ToLower(p.Name) {
	case "request url":
		b.request.URL = p.Value
		return
	case "request method":
		b.request.Method = p.Value
		return
	case "status code":
		digits := value.Start
		for digits < value.End && !isDigit(r.View.Text[digits]) {
			digits++ // Chrome draws a coloured dot before it
		}
		s, code := statusAt(r.View.Text, digits, false)
		if code == 0 {
			return
		}
		b.answer.Status, b.answer.Code = r.Value(s), code
		if reason := trim(r.View.Text, source.Span{Start: s.End, End: value.End}); !reason.Empty() && isUpper(r.View.Text[reason.Start]) {
			b.answer.Reason = r.Value(reason)
		}
		return
	case "remote address", "referrer policy":
		return
	}
	switch section {
	case "response":
		b.answer.Headers = append(b.answer.Headers, p)
	case "request":
		b.request.Headers = append(b.request.Headers, p)
	case "form":
		b.form = append(b.form, p)
	case "query":
		b.request.Params = append(b.request.Params, p)
	}
}

// give gives the two sides out.
func (b *devtoolsBlock) give(end int) {
	r := b.r
	if len(b.form) > 0 && b.request.Body == nil {
		span := source.Span{Start: b.form[0].NameSpan.Start, End: b.form[len(b.form)-1].Value.Span.End}
		b.request.Body = &Content{Kind: BodyForm, Span: span, Members: b.form}
	}
	if len(b.request.Params) > 0 && strings.Contains(b.request.URL.Text, "?") {
		b.request.Params = nil // the URL has them
	}
	b.request.Pair = r.NextPair()
	b.request.Span = r.View.Origin(source.Span{Start: b.start, End: end})
	r.Add(b.request)
	if b.answer.Status.OK() {
		b.answer.Pair = b.request.Pair
		b.answer.Span = b.answer.Status.Span
		if strconv.Itoa(b.answer.Code) != b.answer.Status.Text {
			b.answer.Code = 0
		}
		r.Add(b.answer)
	}
}
