package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Programs print steps of a login that goes well in words of a failure: the answer that asks for credentials, a token that is
// refreshed because it expired, the credentials of a chain that were not the ones, a visitor nobody knows yet, a try that was
// repeated. Where what came behind them put them right, they claim nothing and are no findings.

// steps are the lines of such steps, and those that are noise whatever followed, of which nobody need guess what failed.
type steps struct{ normal, noise []source.Span }

// overtaken tells the flow of the lines of such steps. Tries that were repeated are none of them: they stay a warning (ofTry).
func overtaken(f *exchange.Flow, verdicts []Finding) (out steps) {
	var lines, doubtful []source.Span
	for _, e := range f.Exchanges {
		if f.Challenged(e) {
			out.normal = append(out.normal, e.Span, lineSpan(f, source.Span{Start: e.Span.Start, End: e.Span.Start}))
		}
		if e.Pending() && f.TriedAgain(e.Span, e) { // and the status above it, which is the protocol's, too
			for _, at := range append(e.AlsoAt, e.Span) {
				s := lineSpan(f, at)
				for n, from := 0, f.View.Seen(s).Start; n < 8 && from > 0; n++ {
					above := source.Span{Start: lineStart(f.Lower, from-1, 400), End: from}
					from = above.Start
					if strings.Contains(f.Lower[above.Start:above.End], "http/") {
						s.Start = f.View.Origin(above).Start
						break
					}
				}
				out.normal = append(out.normal, s)
			}
		}
	}
	for _, at := range saidBy(f, "?step-done") {
		out.normal = append(out.normal, lineSpan(f, at))
	}
	lines = append(lines, out.normal...)
	for _, at := range saidBy(f, "?step") {
		doubtful = append(doubtful, lineSpan(f, at))
	}
	for _, x := range verdicts {
		if x.Rule.ID == "noise-no-failure" {
			s := lineSpan(f, x.Evidence[0])
			out.noise, doubtful = append(out.noise, s), append(doubtful, s)
		}
	}
	tries := len(doubtful)
	for _, at := range f.Tries() {
		from, to := window(f.Lower, at, at, 1)
		above := lineStart(f.Lower, max(from-1, 0), 400)
		for _, line := range [...]source.Span{{Start: from, End: to}, {Start: above, End: from}} {
			if neverJudged(f.Lower[line.Start:line.End]) {
				doubtful = append(doubtful, f.View.Origin(line))
			}
		}
	}
	var came []Verdict
	if len(doubtful) > 0 {
		came = receipt(f)
	}
	for i, s := range doubtful {
		ended := len(came) > 0 && start(came[0].Evidence) > s.Start || slices.ContainsFunc(verdicts, func(x Finding) bool {
			return x.Rule.ID == "token-received-line" && x.Evidence[len(x.Evidence)-1].Start > s.Start
		})
		if !ended && !f.WentWellAfter(s.Start, doubtful, i < tries) {
			continue
		}
		if lines = append(lines, s); i < tries {
			out.normal = append(out.normal, s)
		}
	}
	if len(lines) > 0 {
		f.Overtake(lines)
	}
	return out
}

// without leaves out what was found in these lines.
func (s steps) without(f *exchange.Flow, verdicts []Finding) []Finding {
	return slices.DeleteFunc(verdicts, func(x Finding) bool {
		if x.Severity == Info || len(x.Evidence) == 0 {
			return false
		}
		at := x.Evidence[0]
		return overlapsAny(s.normal, at) || x.Exchange != nil && slices.Contains(s.normal, x.Exchange.Span) || f.Overtaken(at.Start) && !passing(&x) ||
			x.Confidence == Possible && overlapsAny(s.noise, at)
	})
}

// lineSpan is a place with the lines it stands on.
func lineSpan(f *exchange.Flow, s source.Span) source.Span {
	seen := f.View.Seen(s)
	from, to := window(f.Lower, seen.Start, max(seen.Start, seen.End), 1)
	return f.View.Origin(source.Span{Start: from, End: to})
}
