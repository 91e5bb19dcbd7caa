package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/source"
)

// A step may be tried more than once: a server that was down is asked again, a client polls while its user logs in on another
// device. What the last try brought is what the step came to.

// TriedAgain reports whether what failed at a place of the text was one try of a step, of which a later one brought tokens. Of
// an error answer only the protocol's own "not yet" and what passes (a server's error, no answer, a limit) are tries; e may be nil
// where no exchange is printed.
func (f *Flow) TriedAgain(at source.Span, e *Exchange) bool {
	passes := e == nil || e.Polled() || e.Outcome == NoAnswer || e.Status() >= 500 || e.Status() == 429 || e.Response == nil && e.Spoken == nil && e.Request == nil
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

var tryWords = []string{"retry", "retri", "trying again", "attempt 1", "attempt 2", "attempt #", "attempt=", "повтор", "erneut", "reintent", "重试"}

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
