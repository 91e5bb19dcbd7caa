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
	for _, e := range f.Exchanges {
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
// section 3), or the server's nonce in a DPoP proof (RFC 9449 section 8).
func (f *Flow) Challenged(e *Exchange) bool {
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

// A default credential of a cloud's SDK asks a chain of sources in turn, MSAL its cache before the user, Azure's clients a server
// before they know what token it wants: that the first of them have nothing to offer is no failure where a later one has.
var (
	chainWords = []string{"msaluirequiredexception", "errorcode: user_null", "credential.get", "credential => ", "attempted credential", "credential is unavailable", "credential: is unavailable", "in environmentcredential", "identity ===> ", "error response [", "identitycredential: ", "environmentcredential: "}
	chainEnds  = []string{"credential.gettoken succeeded", "credential.get_token succeeded", "token acquisition finished successfully", "] 200 ok", "acquired a token from ", "acquired a token for scope", "gettoken() => success", "credential returns a token", "credential authenticated with "}
)

// chainEnd is where the text last says that a credential of a chain brought a token; -1 where it does not.
func (f *Flow) chainEnd() int {
	end := -1
	for _, w := range f.possible(chainEnds) {
		end = max(end, strings.LastIndex(f.Lower, w))
	}
	return end
}

// PassedOver reports whether a place is in the line of a credential that had no token, of a chain that came to one later.
func (f *Flow) PassedOver(at source.Span) bool {
	seen := f.View.Seen(at).Start
	if f.chainEnd() <= seen {
		return false
	}
	line, _, _ := strings.Cut(f.Lower[strings.LastIndexByte(f.Lower[:seen], '\n')+1:], "\n")
	return containsAny(line, chainWords)
}
