package exchange

import (
	"net/url"
	"sort"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// reach is how many bytes may lie between a request and the answer that belongs to it, or between an answer's
// headers and its body, when nothing else of the protocol stands between them.
const reach = 4096

// pairing is what is known on the way through the artifacts.
type pairing struct {
	*Flow
	open    *Exchange         // the last request that waits for its answer
	numbers map[int]*Exchange // by the number with which a format ties a request to its answer
}

// pair joins requests with their answers, answers with their bodies, and prints of one exchange with each other.
func (f *Flow) pair() {
	p := pairing{Flow: f, numbers: map[int]*Exchange{}}
	for _, a := range f.Artifacts {
		switch a.Kind {
		case artifact.Request:
			p.request(a)
		case artifact.Response:
			p.response(a)
		case artifact.Body:
			p.body(a)
		case artifact.Redirect:
			if !f.inside(a.Span) {
				p.add(&Exchange{Span: a.Span, Redirect: a, Endpoint: EndpointAuthorize})
			}
		case artifact.Event:
			p.add(&Exchange{Span: a.Span, Event: a, At: a.Time})
		}
	}
	f.hear()
	f.dropEmpty()
	f.mergeRepeats()
	sort.SliceStable(f.Exchanges, func(i, j int) bool { return f.Exchanges[i].Span.Start < f.Exchanges[j].Span.Start })
	f.mergeConsole()
	f.requestsBelow()
}

func (p *pairing) add(e *Exchange) { p.Exchanges = append(p.Exchanges, e) }

// waits reports whether a request is open for what stands here.
func (p *pairing) waits(a *artifact.Artifact) bool {
	return p.open != nil && p.open.Response == nil && a.Span.Start-p.open.Span.End < reach
}

func (p *pairing) request(a *artifact.Artifact) {
	if e := p.numbers[a.Pair]; e != nil {
		p.setRequest(e, a)
		return
	}
	if p.open != nil && (a.Format == "url" || a.Format == "form") && p.open.Span.Contains(a.Span) {
		return // the URL of a request that was read already, or a form that is the body of one
	}
	if a.Format == "form" && p.waits(a) && p.open.Request.Body == nil { // the body, printed apart
		p.open.Params = append(p.open.Params, a.Body.Members...)
		p.open.Span.End = max(p.open.Span.End, a.Span.End)
		return
	}
	if p.inside(a.Span) {
		return
	}
	if p.open != nil && (p.open.sentAs(a) || p.waits(a) && p.printedAgain(p.open, a)) {
		p.open.Span = union(p.open.Span, a.Span)
		return
	}
	e := &Exchange{Span: a.Span}
	p.setRequest(e, a)
	p.add(e)
	if a.Pair > 0 {
		p.numbers[a.Pair] = e
	} else if a.Format != "url" {
		p.open = e
	}
}

func (p *pairing) response(a *artifact.Artifact) {
	if a.Client == artifact.CurlInfo && p.open == nil && len(p.Exchanges) > 0 {
		last := p.Exchanges[len(p.Exchanges)-1]
		if r := last.Response; r != nil && last.URL() == "" && (r.Code == a.Code || r.Code == 0) && a.Span.Start-last.Span.End < reach {
			if r.URL = a.URL; r.Code == 0 {
				a.Body, last.Response = r.Body, a
			}
			return
		}
	}
	if e := p.numbers[a.Pair]; e != nil {
		p.setResponse(e, a)
		return
	}
	e := p.open
	if e == nil || e.Response != nil || a.Span.Start-e.Span.End > reach || a.Span.Start < e.Span.Start {
		e = &Exchange{Span: a.Span}
		p.add(e)
	}
	p.setResponse(e, a)
	if a.Pair > 0 {
		p.numbers[a.Pair] = e
	}
	if a.Code >= 100 && a.Code < 200 {
		e.Response = nil // the answer is still to come
	} else {
		p.open = nil
	}
}

func (p *pairing) body(a *artifact.Artifact) {
	if p.inside(a.Span) {
		return
	}
	if e := p.wantsBody(a); e != nil {
		e.Body = a.Body
		e.Span.End = max(e.Span.End, a.Span.End)
		return
	}
	sent := isRequestBody(a.Body)
	if p.kept(a) {
		p.add(&Exchange{Span: a.Span, Body: a.Body, kept: true})
		return
	}
	if p.waits(a) && !sent {
		p.setResponse(p.open, a)
		p.open = nil
		return
	}
	e := &Exchange{Span: a.Span}
	if sent {
		e.Request, e.Params = a, a.Body.Members
		p.open = e
	} else {
		p.setResponse(e, a)
	}
	p.add(e)
}

// kept: a token that a configuration holds, as rclone's does: `token = {…}`. Nobody answered with it here.
func (p *pairing) kept(a *artifact.Artifact) bool {
	before := p.Text.Data[:a.Span.Start]
	return strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:]) == "token ="
}

// hear gives the errors that sentences name to the exchanges they speak of: the nearest one that has none of its own.
func (f *Flow) hear() {
	for _, a := range f.Artifacts {
		if a.Kind != artifact.Spoken || f.inside(a.Span) && f.insideBody(a.Span) {
			continue
		}
		code := a.Params.Text("error")
		var best *Exchange
		nearest := reach
		known := false
		for _, e := range f.Exchanges {
			if e.Body != nil && e.Body.Members.Has("access_token") && f.OnOneLine(a.Span, a.Span, e.Body.Span) {
				known = true // the label of tokens, whatever it says
				break
			}
			if e.Spoken == nil && e.speaksOf(code, a.Params.Text("error_description")) {
				known = true
				break
			}
			if e.Spoken != nil && (code == "" || e.Spoken.Params.Text("error") == code) {
				known = true
				break
			}
			gap := max(a.Span.Start-e.Span.End, e.Span.Start-a.Span.End, 0)
			if e.Spoken == nil && e.bare() && gap < nearest {
				best, nearest = e, gap
			}
		}
		switch {
		case known:
		case best != nil:
			best.Spoken = a
		default:
			f.Exchanges = append(f.Exchanges, &Exchange{Span: a.Span, Spoken: a})
		}
	}
}

// OnOneLine reports whether two places stand shortly before a body, on the line in which it begins.
func (f *Flow) OnOneLine(a, b, body source.Span) bool {
	const longest = 400
	from := min(a.Start, b.Start)
	return max(a.Start, b.Start) < body.Start && body.Start-from < longest && strings.IndexByte(f.Text.Data[from:body.Start], '\n') < 0
}

func (f *Flow) insideBody(s source.Span) bool {
	for _, e := range f.Exchanges {
		if e.Body != nil && e.Body.Span.Contains(s) || e.Redirect != nil && e.Span.Contains(s) || e.Event != nil && e.Span.Contains(s) {
			return true
		}
	}
	return false
}

// speaksOf reports whether the exchange itself carries this error.
func (e *Exchange) speaksOf(code, description string) bool {
	for _, ps := range [...]artifact.Params{e.bodyMembers(), e.RedirectParams(), e.eventParams()} {
		for _, name := range [...]string{"error", "error.error", "reason", "error_description", "message"} {
			v := ps.Text(name)
			if v != "" && (v == code || code != "" && strings.Contains(v, code) || code == "" && len(description) > 12 && strings.Contains(v, description[:12])) {
				return true
			}
		}
	}
	return false
}

func (e *Exchange) bodyMembers() artifact.Params {
	if e.Body == nil {
		return nil
	}
	return e.Body.Members
}

// RedirectParams are the parameters of the redirect that the exchange is, if it is one.
func (e *Exchange) RedirectParams() artifact.Params {
	if e.Redirect == nil {
		return nil
	}
	return e.Redirect.Params
}

func (e *Exchange) eventParams() artifact.Params {
	if e.Event == nil {
		return nil
	}
	return e.Event.Params
}

// bare: the exchange shows neither tokens nor an error of its own.
func (e *Exchange) bare() bool {
	if e.Redirect != nil {
		return false
	}
	if e.Event != nil {
		return strings.HasSuffix(e.Event.Name.Text, "_ERROR")
	}
	if e.Body != nil && len(e.Body.Members) > 0 {
		return false
	}
	return e.Endpoint == "" || e.Endpoint == EndpointToken
}

// isRequestBody tells a printed token request from an answer, and from MSAL's event, which holds both.
func isRequestBody(c *artifact.Content) bool {
	return c.Members.Has("grant_type") && !c.Members.Has("access_token") && !c.Members.Has("error") && !c.Members.Has("response") || c.Members.Has("client_secret") && !c.Members.Has("registration_client_uri") && !c.Members.Has("client_id_issued_at") && !c.Members.Has("client_secret_expires_at")
}

// printedAgain reports whether a is the body of the request e once more, as a client prints it that logs every step of
// sending it. What one place of the program prints twice was sent twice.
func (f *Flow) printedAgain(e *Exchange, a *artifact.Artifact) bool {
	q := e.Request
	if q == nil || q.Format != "form" || a.Format != "form" {
		return false
	}
	code, _ := q.Body.Members.Get("code")
	if again, ok := a.Body.Members.Get("code"); !ok || again.Value.Text != code.Value.Text {
		return false
	}
	return f.lead(q.Span) != f.lead(a.Span)
}

// lead is what stands before a span on its line, without digits: they tell the time, a process, a port.
func (f *Flow) lead(s source.Span) string {
	data := f.Text.Data
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, data[strings.LastIndexByte(data[:s.Start], '\n')+1:s.Start])
}

// wantsBody finds the response, read just before, whose body a is.
func (f *Flow) wantsBody(a *artifact.Artifact) *Exchange {
	if len(f.Exchanges) == 0 {
		return nil
	}
	e := f.Exchanges[len(f.Exchanges)-1]
	if e.Response == nil || e.Body != nil || e.Response.Kind != artifact.Response || a.Span.Start < e.Span.End || a.Span.Start-e.Span.End > 400 || isRequestBody(a.Body) {
		return nil
	}
	if e.Response.Header("Content-Length") == "0" || e.Response.Code == 204 || e.Response.Code == 304 {
		return nil
	}
	if e.Response.Code >= 400 && a.Body.Members.Has("access_token") && f.speaksOfTries(e.Span) {
		return nil // the answer to another try
	}
	return e
}

func (f *Flow) inside(s source.Span) bool {
	for i := len(f.Exchanges) - 1; i >= 0 && i >= len(f.Exchanges)-40; i-- {
		if f.Exchanges[i].Span.Contains(s) {
			return true
		}
	}
	return false
}

func (f *Flow) setRequest(e *Exchange, a *artifact.Artifact) {
	e.Request = a
	e.Span = union(e.Span, a.Span)
	e.Params = append(e.Params, queryParams(a)...)
	e.Params = append(e.Params, a.Params...)
	if a.Body != nil {
		e.Params = append(e.Params, a.Body.Members...)
		if a.Body.Kind == artifact.BodyHTML {
			e.Body = a.Body // nobody sends a page: it is the answer, printed below the address
		}
	}
	if e.At.IsZero() {
		e.At = a.Time
	}
}

func (f *Flow) setResponse(e *Exchange, a *artifact.Artifact) {
	e.Response = a
	e.Body = a.Body
	e.Span = union(e.Span, a.Span)
	if a.Kind == artifact.Response && a.Heading.OK() && e.Request == nil {
		e.Label = message(a.Heading)
	}
	if !a.Time.IsZero() {
		e.At = a.Time
	}
}

// message is what a line of a log says, without the time, level, thread and class that a logger puts before it. A line without a
// time of day is whole.
func message(line artifact.Value) artifact.Value {
	const head = 32 // bytes within which a line that has a time begins with it
	text := line.Text
	at := strings.IndexByte(text[:min(len(text), head)], ':')
	if at < 2 || len(text) < at+6 || text[at+3] != ':' || strings.Trim(text[at-2:at]+text[at+1:at+3], "0123456789") != "" || len(text) != line.Span.Len() {
		return line
	}
	for _, sign := range []string{" : ", " - ", " -- ", "]: ", "] "} {
		if _, said, ok := strings.Cut(text, sign); ok && said != "" {
			return artifact.Value{Text: said, Span: source.Span{Start: line.Span.End - len(said), End: line.Span.End}}
		}
	}
	return line
}

// sentAs reports whether a is the request that the command of e sent, as curl -v prints it below the command: the command
// says more of it.
func (e *Exchange) sentAs(a *artifact.Artifact) bool {
	q := e.Request
	if q == nil || q.Format != "curl-command" || a.Format != "http" || e.Response != nil || a.Span.Start < e.Span.End || q.Method.Text != a.Method.Text {
		return false
	}
	_, rest, _ := strings.Cut(q.URL.Text, "://")
	host, path, _ := strings.Cut(rest, "/")
	to := a.Header("Host")
	return "/"+path == a.URL.Text && (to == "" || strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80") == strings.TrimSuffix(strings.TrimSuffix(to, ":443"), ":80"))
}

// queryParams are the parameters of a request's URL when the recogniser has not read them.
func queryParams(a *artifact.Artifact) artifact.Params {
	i := strings.IndexByte(a.URL.Text, '?')
	if i < 0 || a.Format == "url" {
		return nil
	}
	var ps artifact.Params
	for pair := range strings.SplitSeq(a.URL.Text[i+1:], "&") {
		if name, value, ok := strings.Cut(pair, "="); ok && name != "" {
			ps = append(ps, artifact.Param{Name: unescape(name), NameSpan: a.URL.Span, Value: artifact.Value{Text: unescape(value), Span: a.URL.Span}})
		}
	}
	return ps
}

// dropEmpty removes exchanges that turned out to hold nothing of the protocol: plain page and asset requests.
func (f *Flow) dropEmpty() {
	kept := f.Exchanges[:0]
	for _, e := range f.Exchanges {
		if e.Request != nil && e.Request.Kind == artifact.Request && e.Response == nil && e.Request.Format == "http" && len(e.Params) == 0 && !protocolURL(e.URL()) && len(e.Request.Headers) == 0 {
			continue
		}
		kept = append(kept, e)
	}
	f.Exchanges = kept
}

// mergeRepeats joins prints of the same answer: the same body twice is one exchange seen twice.
func (f *Flow) mergeRepeats() {
	first := map[string]*Exchange{}
	kept := f.Exchanges[:0]
	for _, e := range f.Exchanges {
		key := repeatKey(e)
		if key == "" {
			kept = append(kept, e)
			continue
		}
		have := first[key]
		if have == nil {
			first[key] = e
			kept = append(kept, e)
			continue
		}
		have.AlsoAt = append(have.AlsoAt, e.Span)
		have.repeats = append(have.repeats, e.Body)
		if have.Request == nil && e.Request != nil {
			have.Request, have.Params = e.Request, e.Params
		}
		if have.Response.Code == 0 && e.Response.Code != 0 {
			e.Response.Label = have.Response.Label
			have.Response = e.Response
		}
	}
	f.Exchanges = kept
}

// requestsBelow joins an answer that was printed alone with the request that stands on the line right below it and has no answer
// of its own: who reports a failure often names the address last.
func (f *Flow) requestsBelow() {
	kept := f.Exchanges[:0]
	for i, e := range f.Exchanges {
		if len(kept) > 0 && e.Response == nil && e.Request != nil && e.Request.Kind == artifact.Request && e.Request.Body == nil && e.Request.URL.OK() && (i+1 == len(f.Exchanges) || f.Exchanges[i+1].Request != nil) {
			above := kept[len(kept)-1]
			between := f.Text.Data[min(above.Span.End, e.Span.Start):e.Span.Start]
			if above.Body != nil && above.Request == nil && above.URL() == "" && strings.Trim(between, " \t\r\n`") == "" && strings.Count(between, "\n") == 1 {
				f.setRequest(above, e.Request)
				continue
			}
		}
		kept = append(kept, e)
	}
	f.Exchanges = kept
}

// mergeConsole joins what a browser and the page's own program say of one call that got no answer they may read.
func (f *Flow) mergeConsole() {
	kept := f.Exchanges[:0]
	for _, e := range f.Exchanges {
		if len(kept) > 0 && kept[len(kept)-1].unansweredAs(e) {
			have := kept[len(kept)-1]
			have.AlsoAt = append(have.AlsoAt, e.Span)
			if have.Request == nil {
				have.Request, have.Params = e.Request, e.Params
			}
			continue
		}
		kept = append(kept, e)
	}
	f.Exchanges = kept
}

// unansweredAs reports whether e and the exchange behind it are two accounts of one call in a browser that brought nothing.
func (e *Exchange) unansweredAs(next *Exchange) bool {
	a, b := e.Response, next.Response
	if a == nil || b == nil || a.Code != 0 || b.Code != 0 || e.Body != nil || next.Body != nil || e.URL() == "" || e.URL() != next.URL() || next.Span.Start-e.Span.End > reach {
		return false
	}
	return (a.Client == "browser" || b.Client == "browser") && a.Status.Text != b.Status.Text && len(e.AlsoAt) < 2
}

// repeatKey is the same for two prints of one answer; empty for what may well happen twice.
func repeatKey(e *Exchange) string {
	if e.Body == nil || e.Response == nil || e.Redirect != nil || e.Event != nil {
		return ""
	}
	if e.Body.Kind == artifact.BodyHTML && e.Request == nil && e.Body.Text != "" {
		return e.Body.Text // an exception and its cause print the page each
	}
	if len(e.Body.Members) == 0 {
		return ""
	}
	if e.Request != nil && e.Request.Pair > 0 && e.Status() != 0 && e.Request.URL.OK() && !e.Body.Members.Has("access_token") && !e.Body.Members.Has("error") {
		return ""
	}
	var b strings.Builder
	b.Grow(32 * len(e.Body.Members))
	for i := range e.Body.Members {
		p := &e.Body.Members[i]
		b.WriteString(p.Name)
		b.WriteByte('=')
		b.WriteString(p.Value.Text[max(0, len(p.Value.Text)-64):]) // of a token the signature: it tells tokens apart
		b.WriteByte('\n')
	}
	return b.String()
}

func union(a, b source.Span) source.Span {
	if a.Empty() {
		return b
	}
	return source.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
