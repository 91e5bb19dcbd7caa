package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// Words of Exchange.Claimed and Flow.Claimed.
const (
	Success = "success"
	Failure = "failure"
	None    = "none"
)

// claim reads what the log says of each exchange and of the whole.
func (f *Flow) claim() {
	for _, e := range f.Exchanges {
		e.Claimed = None
		f.claimOf(e)
		if page := e.loginPage(); !page.Empty() && e.Claimed == Success && e.Outcome == Unknown {
			e.Outcome = WrongBody // whoever was let in would not be asked to sign in
			e.Proof = append(e.Proof, page)
		}
	}
	f.Claimed = None
	f.findProtocol()
	f.claimOfText()
	// In a text of one exchange, what the text says it says of that exchange.
	if f.Claimed == Failure {
		ofTry := f.speaksOfTries(f.ClaimedBy.Span)
		for _, e := range f.Exchanges {
			if ofTry && e.Outcome == Issued && e.Span.Start > f.ClaimedBy.Span.Start {
				continue // it was said of a try before
			}
			below := len(f.Exchanges) == 1 && f.ClaimedBy.Span.Start > e.Span.End
			if e.Claimed == Success && e.Outcome == Issued && (below || e.ClaimedByStatus()) && !f.otherFailed(e) && f.near(e) {
				e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy // a 2xx says less than the words around it, and the last word counts
				continue
			}
			if e.Claimed == None && (len(f.Exchanges) == 1 || e.Outcome != Issued || !f.otherFailed(e)) && f.near(e) {
				e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy
			}
		}
	}
}

// ClaimedByStatus reports whether nothing but the status of its answer claims what the exchange brought.
func (e *Exchange) ClaimedByStatus() bool {
	return e.Response != nil && e.Response.Status.OK() && e.ClaimedBy.Span.Start == e.Response.Status.Span.Start
}

func (f *Flow) otherFailed(e *Exchange) bool {
	for _, o := range f.Exchanges {
		if o != e && o.Outcome.Failed() {
			return true
		}
	}
	return false
}

// near: a claim reaches the exchanges that stand within a screen of it.
func (f *Flow) near(e *Exchange) bool {
	const screen = 16 << 10
	return f.ClaimedBy.Span.Start-e.Span.End < screen && e.Span.Start-f.ClaimedBy.Span.End < screen
}

func (f *Flow) claimOf(e *Exchange) {
	label := func(v artifact.Value) bool {
		if Harmless(v.Text) {
			return false
		}
		if by, ok := saysFailure(v); ok {
			e.Claimed, e.ClaimedBy = Failure, by
			return true
		}
		if by, ok := saysSuccess(v); ok {
			e.Claimed, e.ClaimedBy = Success, by
			return true
		}
		return false
	}
	if f.Overtaken(e.Span.Start) {
		return
	}
	if e.Event != nil {
		if strings.HasSuffix(e.Event.Name.Text, "_ERROR") {
			e.Claimed, e.ClaimedBy = Failure, e.Event.Name
		} else if e.Event.Level.OK() {
			e.Claimed, e.ClaimedBy = Success, e.Event.Name
		}
		return
	}
	if e.Response == nil {
		return
	}
	if e.Response.Label.OK() && !f.quoted(e.Response.Label) && label(e.Response.Label) {
		return
	}
	above := f.lineAbove(e)
	if by, ok := saysSuccess(above); ok {
		e.Claimed, e.ClaimedBy = Success, by
		if _, fails := saysFailure(above); fails {
			e.Claimed = Failure // it went well up to a point
		}
		return
	}
	if by, ok := saysSuccess(f.resultBelow(e)); ok {
		e.Claimed, e.ClaimedBy = Success, by
		return
	}
	if p, ok := e.Member("status"); ok && e.Response.Code == 0 && len(p.Value.Text) == 3 && (p.Value.Text[0] == '4' || p.Value.Text[0] == '5') && (e.Body.Members.Has("timestamp") || e.Body.Members.Has("path")) {
		e.Claimed, e.ClaimedBy = Failure, p.Value // Spring Boot's error body names its status
		return
	}
	if e.Response.Format == "angular" {
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status // an HttpErrorResponse, whatever its status
		return
	}
	if p, ok := e.Member("error"); ok && e.Response.Code == 0 && isException(p.Value.Text) {
		e.Claimed, e.ClaimedBy = Failure, p.Value
		return
	}
	switch code := e.Response.Code; {
	case f.TriedAgain(e.Span, e):
	case code >= 400:
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status
	case code >= 300 && code < 400 && (e.Endpoint == EndpointCallback || strings.Contains(e.Header("Location"), "error")): // it leads to the page of an error, or may
	case code >= 300 && code < 400 && e.Outcome == Unknown && (e.Header("Location") != "" || e.Endpoint == EndpointToken || e.Response.Format == "access-log"): // nothing came with it
	case code >= 200 && code < 400:
		e.Claimed, e.ClaimedBy = Success, e.Response.Status
		if e.Response.Reason.OK() && e.Response.Reason.Span.Start-e.ClaimedBy.Span.End <= 2 { // a HAR has a member's name between them
			e.ClaimedBy.Span.End = e.Response.Reason.Span.End
			e.ClaimedBy.Text = f.Text.Slice(e.ClaimedBy.Span)
		}
	case e.Response.Status.OK() && code == 0:
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status
	}
}

// lineAbove is the short line right above a body that stands alone: what a program said before it printed the answer.
func (f *Flow) lineAbove(e *Exchange) artifact.Value {
	const longest = 120
	if e.Body == nil || e.Response.Code != 0 || e.Response.Label.OK() || e.Body.Span.Start != e.Span.Start {
		return artifact.Value{}
	}
	if h := e.Response.Heading; h.OK() && len(h.Text) <= longest && !prose(h.Text) && !strings.HasSuffix(h.Text, "?") {
		return h // of the view: without the heads that a log puts before its lines
	}
	above, ok := strings.CutSuffix(f.Text.Data[:e.Body.Span.Start], "\n")
	if !ok {
		return artifact.Value{}
	}
	from := strings.LastIndexByte(above, '\n') + 1
	line := strings.TrimSpace(above[from:])
	if line == "" || len(line) > longest || prose(line) || strings.HasSuffix(line, "?") {
		return artifact.Value{}
	}
	from += strings.Index(above[from:], line)
	return artifact.Value{Text: line, Span: source.Span{Start: from, End: from + len(line)}}
}

// resultBelow is the short line by which a test or a script ends, below the error that it was answered with: "Test passed".
func (f *Flow) resultBelow(e *Exchange) artifact.Value {
	const longest, lines = 60, 3
	if e.Body == nil || !e.Error.OK() || e.Response.Code != 0 || e.Response.Label.OK() {
		return artifact.Value{}
	}
	at := e.Body.Span.End
	for range lines {
		i := strings.IndexByte(f.Text.Data[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
		line, _, _ := strings.Cut(f.Text.Data[at:], "\n")
		v := artifact.Value{Text: strings.TrimSpace(line)}
		if !v.OK() || strings.ContainsAny(v.Text, "{<>$") || strings.Contains(v.Text, "://") || strings.Contains(v.Text, "HTTP/") {
			continue
		}
		if _, fails := saysFailure(v); fails || len([]rune(v.Text)) > longest || prose(v.Text) || containsAny(strings.ToLower(v.Text), unaccomplished) {
			break
		}
		if _, ok := saysSuccess(v); ok {
			from := at + strings.Index(line, v.Text)
			v.Span = source.Span{Start: from, End: from + len(v.Text)}
			return v
		}
	}
	return artifact.Value{}
}

// quoted: a label that ends in an opening quotation or a member name is the inside of something, not a label.
func (f *Flow) quoted(v artifact.Value) bool {
	t := strings.TrimRight(v.Text, " ")
	return strings.HasSuffix(t, `":`) || strings.HasSuffix(t, `'error':`) || strings.Contains(t, "#<")
}

// claimOfText reads what the text as a whole says: the strongest grammar first.
func (f *Flow) claimOfText() {
	claim := func(what string, by artifact.Value, strong bool) { f.Claimed, f.ClaimedBy, f.Strong = what, by, strong }
	success := artifact.Value{}
	for _, e := range f.Exchanges {
		switch e.Claimed {
		case Failure:
			claim(Failure, e.ClaimedBy, true)
			return
		case Success:
			if !success.OK() && e.Event == nil {
				success = e.ClaimedBy
			}
		}
	}
	for _, look := range [...]func() (artifact.Value, bool){f.recordOfFailure, f.strongLine, f.statusWord} {
		if by, ok := look(); ok {
			claim(Failure, by, true)
			return
		}
	}
	if success.OK() {
		if by, ok := f.personSays(complaints[:statuses], false); ok && slices.ContainsFunc(f.Exchanges, func(e *Exchange) bool { return e.Claimed == Success && e.ClaimedBy == success && e.ClaimedByStatus() }) {
			claim(Failure, by, false) // a person knows better than a 2xx of one step
			return
		}
		if by, ok := f.personSays(told, true); ok && f.redirected(success) {
			f.Looks = true
			claim(Failure, by, false)
			return
		}
		claim(Success, success, false)
		return
	}
	complains := func() (artifact.Value, bool) { return f.personSays(complaints, false) }
	for _, look := range [...]func() (artifact.Value, bool){f.weakLine, f.personQuotes, complains, f.serialised} {
		if by, ok := look(); ok {
			claim(Failure, by, false)
			return
		}
	}
	by, ok := f.personSays(looks, false)
	if !ok {
		by, ok = f.personSays(told, true)
	}
	if ok {
		f.Looks = true
		claim(Failure, by, false)
	}
}

// HeardSuccess lets a line of a program by which a login went well count as a claim, where nothing else claims anything.
func (f *Flow) HeardSuccess() {
	if f.Claimed != None {
		return
	}
	if by, ok := f.successLine(succeeds, nil, -1); ok {
		f.Heard(by.Span, Success)
	}
}

// LoginSucceeded is a line of a program that speaks of the end of a login that went well, and of no step on the way there.
func (f *Flow) LoginSucceeded() (source.Span, bool) {
	by, ok := f.successLine(loginEnds, onTheWay, -1)
	return by.Span, ok && !strings.Contains(by.Text, "undefined") && !strings.Contains(by.Text, "null")
}

// serialised is an exception that a program printed as JSON: "name": "AuthenticationError".
func (f *Flow) serialised() (artifact.Value, bool) {
	for _, at := range f.Find(`"name":`) {
		rest := f.Text.Slice(source.Span{Start: at.End, End: min(at.End+60, len(f.Text.Data))})
		name, _, closed := strings.Cut(strings.TrimPrefix(strings.TrimLeft(rest, " "), `"`), `"`)
		if start := at.End + strings.Index(rest, name); closed && strings.HasSuffix(name, "Error") {
			return artifact.Value{Text: name, Span: source.Span{Start: start, End: start + len(name)}}, true
		}
	}
	return artifact.Value{}, false
}

// redirected reports whether a claim is the status of a redirect: of one step, which may lead anywhere.
func (f *Flow) redirected(claim artifact.Value) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *Exchange) bool {
		return e.Claimed == Success && e.ClaimedBy == claim && e.ClaimedByStatus() && e.Response.Code/100 == 3
	})
}

// recordOfFailure is the first exception, or log line whose level claims a failure, or whose warning says one.
func (f *Flow) recordOfFailure() (artifact.Value, bool) {
	for _, a := range f.Artifacts {
		if f.Overtaken(a.Span.Start) {
			continue
		}
		switch a.Kind {
		case artifact.Exception:
			if !f.protocolText(a.Span) && !(a.Name.Text == "Warning" && containsAny(f.wholeLine(a.Span), mays[:])) && !strings.HasPrefix(f.Text.Data[a.Name.Span.End:], " = ") && !Harmless(strings.ToLower(f.wholeLine(a.Span))) {
				return a.Name, true
			}
		case artifact.Record:
			switch artifact.Severity(a.Level.Text) {
			case "error":
				if f.aside(a.Text) {
					continue
				}
				return a.Level, true
			case "warn":
				if _, ok := saysFailure(artifact.Value{Text: Unconditional(a.Text.Text), Span: a.Text.Span}); ok && !f.aside(a.Text) && !Harmless(strings.ToLower(a.Text.Text)) {
					return artifact.Value{Text: a.Text.Text, Span: a.Level.Span}, true
				}
			}
		}
	}
	return artifact.Value{}, false
}

// Heard lets a message by which a rule fired count as a claim of failure, or of success, where nothing else in the text
// claims anything: a library's own words are its verdict.
func (f *Flow) Heard(message source.Span, claim string) {
	if f.Claimed != None || f.protocolText(message) {
		return
	}
	if line := strings.TrimLeft(f.wholeLine(message), " \t"); bareBody(line) || bareMember(line) {
		return
	}
	line := f.lineOf(message)
	f.Claimed, f.ClaimedBy = claim, artifact.Value{Text: f.Text.Slice(line), Span: line}
	if label := labelOfSuccess(f.ClaimedBy.Text); label != "" && line.Start+len(label) < message.Start {
		f.Claimed, f.ClaimedBy = Success, artifact.Value{Text: label, Span: source.Span{Start: line.Start, End: line.Start + len(label)}}
	}
	for _, e := range f.Exchanges {
		if e.Claimed == None && f.near(e) {
			e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy
		}
	}
}
