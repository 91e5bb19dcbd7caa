package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// A step may be tried more than once: a server that was down is asked again, a client polls while its user logs in on another
// device. What the last try brought is what the step came to.

// TriedAgain reports whether what failed at a place of the text was one try of a step, of which a later one brought tokens. Of
// an error answer only the protocol's own "not yet" and what passes (a server's error, no answer, a limit) are tries; e may be nil
// where no exchange is printed.
func (f *Flow) TriedAgain(at source.Span, e *Exchange) bool {
	if f.Overtaken(at.Start) {
		return true
	}
	passes := e == nil || e.Polled() || e.Passes() || e.Response == nil && e.Spoken == nil && e.Request == nil
	if !passes {
		return false
	}
	tries := e != nil && e.Polled() || f.speaksOfTries(at)
	return slices.ContainsFunc(f.Exchanges, func(o *Exchange) bool {
		again := tries || e != nil && e.URL() != "" && e.URL() == o.URL()
		return o != e && o.Outcome == Issued && o.Span.Start > at.Start && again
	})
}

// Polled tells that the answer asks the client to poll on (RFC 8628 section 3.5).
func (e *Exchange) Polled() bool { return e.Pending() || e.Error.Text == "slow_down" }

var tryWords = []string{"retry", "retri", "trying again", "attempt 1", "attempt 2", "attempt #", "attempt=", "повтор", "опытка 1", "опытка 2", "erneut", "reintent", "重试"}

// speaksOfTries: the line of the place, or the one below it, says that it was a try of several.
func (f *Flow) speaksOfTries(at source.Span) bool {
	const longest = 400
	if len(f.possible(tryWords)) == 0 {
		return false
	}
	seen := f.View.Seen(at).Start
	from := max(strings.LastIndexByte(f.Lower[:seen], '\n')+1, seen-longest)
	line, below, _ := strings.Cut(f.Lower[from:min(len(f.Lower), seen+2*longest)], "\n")
	next, _, _ := strings.Cut(below, "\n")
	return containsAny(line, tryWords) || containsAny(next, tryWords)
}

// Overtake tells the flow the lines of steps that what came behind them put right: they claim nothing, and what failed there
// shows nothing, but for tries that could pass. The claims are read anew.
func (f *Flow) Overtake(lines []source.Span) {
	f.overtaken = lines
	f.Exchanges = slices.DeleteFunc(f.Exchanges, func(e *Exchange) bool { return e.told && f.Overtaken(e.Span.Start) })
	for i, e := range f.Exchanges {
		e.Index = i
		if e.Outcome.Failed() && f.Overtaken(e.Span.Start) && !e.Passes() {
			e.Outcome, e.Proof = Unknown, nil
		}
	}
	f.protocol, f.bodies, f.ClaimedBy, f.Strong, f.Looks, f.well = nil, nil, artifact.Value{}, false, false, 0
	f.claim()
}

// Overtaken reports whether a place lies in a line of Overtake.
func (f *Flow) Overtaken(at int) bool {
	return slices.ContainsFunc(f.overtaken, func(s source.Span) bool { return s.Start <= at && at < s.End })
}

// Passes reports whether what failed is no judgment: the same request may go well in a moment.
func (e *Exchange) Passes() bool {
	return e.Outcome == NoAnswer || e.Status() >= 500 || e.Status() == 429
}

// WentWellAfter reports whether behind a place tokens came, or a line that is none of these says that the login went well, or
// any step of it.
func (f *Flow) WentWellAfter(at int, lines []source.Span, step bool) bool {
	f.overtaken = lines
	defer func() { f.overtaken = nil }()
	if slices.ContainsFunc(f.Exchanges, func(e *Exchange) bool { return e.Outcome == Issued && e.Span.Start > at }) {
		return true
	}
	ends, not := loginEnds, onTheWay
	if step {
		ends, not = succeeds, nil
	}
	_, ok := f.successLine(ends, not, at)
	return ok
}

// Tries are the places in Flow.Lower at which a line speaks of tries.
func (f *Flow) Tries() (at []int) {
	const most = 10
	for _, w := range f.possible(tryWords) {
		for i, n := 0, 0; n < most; n++ {
			j := strings.Index(f.Lower[i:], w)
			if j < 0 {
				break
			}
			i += j + len(w)
			at = append(at, i)
		}
	}
	return at
}

// Challenged reports whether the answer only asks for what the next request brought: credentials, where none were sent (RFC 6750
// section 3), a newer token, or the server's nonce in a DPoP proof (RFC 9449 section 8).
func (f *Flow) Challenged(e *Exchange) bool {
	if e.Outcome == Rejected && (e.Status() == 401 || e.Error.Text == "invalid_token" && strings.Contains(e.Description.Text, "expired")) && f.renewed(e) {
		return true
	}
	nonce := e.Error.Text == "use_dpop_nonce"
	if !nonce {
		asks := e.Header("WWW-Authenticate")
		if e.Status() != 401 || asks == "" || strings.Contains(asks, "error") || e.Request != nil && e.Request.Header("Authorization") != "" {
			return false
		}
	}
	return slices.ContainsFunc(f.Exchanges, func(o *Exchange) bool {
		return o.Span.Start > e.Span.Start && o.Status()/100 == 2 && (o.URL() == e.URL() || e.host() != "" && o.host() == e.host())
	})
}

// renewed reports whether a token came behind the refusal of another, and the same request went well with it.
func (f *Flow) renewed(e *Exchange) bool {
	came := false
	for _, o := range f.Exchanges {
		if o.Span.Start < e.Span.Start {
			continue
		}
		if came && o.Status()/100 == 2 && e.URL() != "" && o.URL() == e.URL() {
			return true
		}
		came = came || o.Outcome == Issued
	}
	return false
}

// host is whom a request was sent to, as far as it is known.
func (e *Exchange) host() string {
	if _, rest, ok := strings.Cut(e.URL(), "://"); ok {
		host, _, _ := strings.Cut(rest, "/")
		return host
	}
	if e.Request == nil {
		return ""
	}
	return e.Request.Header("Host")
}
