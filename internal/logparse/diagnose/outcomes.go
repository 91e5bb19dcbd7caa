package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// applyOutcomes gives what the verdicts show to the exchange they speak of. A flow that has no exchange to hold it gets
// one that spans the evidence: the log speaks of an exchange without printing it.
func applyOutcomes(f *exchange.Flow, verdicts []Finding) {
	statusContradicted(f, verdicts)
	told := map[int]*Finding{} // what was concluded from each line, by its start
	var homeless []*Finding
	for i := range verdicts {
		x := &verdicts[i]
		x.answered(f)
		switch {
		case x.Outcome == exchange.Unknown || len(x.Evidence) == 0:
		case x.Exchange == nil:
			homeless = append(homeless, x)
		default:
			x.prove(x.Exchange, x.Exchange.Outcome == exchange.Unknown)
			if at := lineAt(f, &x.Verdict); told[at] == nil {
				told[at] = x
			}
		}
	}
	slices.SortStableFunc(homeless, func(a, b *Finding) int { return b.Rank - a.Rank })
	for _, x := range homeless {
		at := lineAt(f, &x.Verdict)
		have := told[at]
		if have != nil && contradict(f, have, x) {
			x.Outcome, x.Exchange = have.Outcome, have.Exchange // the rule that knows the message best has said what it shows
			continue
		}
		x.Exchange = home(f, &x.Verdict)
		if have == nil {
			told[at] = x
		}
	}
}

// prove gives what the verdict shows to an exchange whose own outcome is open.
func (v *Verdict) prove(e *exchange.Exchange, open bool) {
	if open {
		e.Outcome = v.Outcome
		e.Proof = append(e.Proof, v.Evidence...)
	}
}

// answered gives a finding the outcome of the answer in which, or beside which, its message stands, where that shows another one.
func (x *Finding) answered(f *exchange.Flow) {
	if e := sentAndRefused(f, x); e != nil {
		x.Outcome, x.Exchange, x.Explains = e.Outcome, e, appendNew(x.Explains, []string{"provider-error"})
	}
	for _, answer := range [...]func(*exchange.Flow, *Finding) *exchange.Exchange{tokensPrinted, tokensInCallback} {
		if e := answer(f, x); e != nil {
			x.Outcome, x.Exchange = exchange.Issued, e
		}
	}
}

// contradict: one of two findings of a line says that tokens came, the other that something failed, and one message does not show both.
func contradict(f *exchange.Flow, told, x *Finding) bool {
	issued := told.Outcome == exchange.Issued || x.Outcome == exchange.Issued
	both := afterTokens(f, told) || afterTokens(f, x) || toldApart(told, x) || x.Rule.ID == "jwks-unreachable"
	return issued && told.Outcome.Failed() != x.Outcome.Failed() && !both
}

// afterTokens: the rule speaks of a call that failed after the tokens had come, so its line may well show both. Spring names
// the token whose keys it did not get.
func afterTokens(f *exchange.Flow, x *Finding) bool {
	return x.Rule.ID == "profile-fetch-failed" || x.Rule.ID == "jwks-unreachable" && strings.Contains(wholeLine(f, x.Evidence[0]), "[invalid_id_token]")
}

// toldApart: a sentence that the token came, and another of the same line about what failed.
func toldApart(a, b *Finding) bool {
	return (a.Rule.ID == "token-received-line" || b.Rule.ID == "token-received-line") && !a.Evidence[0].Overlaps(b.Evidence[0])
}

// viewLine is where the line of the view begins that shows a place of the Text.
func viewLine(f *exchange.Flow, at int) int {
	return strings.LastIndexByte(f.View.Text[:f.View.Seen(source.Span{Start: at, End: at}).Start], '\n') + 1
}

// lineAt is where the line of the view begins in which a verdict's evidence stands, or the trace of Java that names it as a cause.
func lineAt(f *exchange.Flow, v *Verdict) int {
	return traceStart(f.View.Text, viewLine(f, start(v.Evidence)))
}

// home is the exchange a verdict about the flow speaks of.
func home(f *exchange.Flow, v *Verdict) *exchange.Exchange {
	at := start(v.Evidence)
	var best *exchange.Exchange
	distance := 1 << 60
	for _, e := range f.Exchanges {
		fits := e.Outcome == exchange.Unknown || e.Outcome == v.Outcome || e.Outcome == exchange.CodeIssued || e.Outcome.Failed() && v.Outcome.Failed()
		if v.Outcome == exchange.Issued && (e.Endpoint == exchange.EndpointJWKS || e.Endpoint == exchange.EndpointDiscovery) {
			continue // where tokens are read about, not issued
		}
		if d := apart(e.Span, at); fits && d < distance {
			best, distance = e, d
		}
	}
	if best == nil || distance > 64<<10 {
		best = f.AddSpoken(v.Evidence[0], v.Outcome)
	}
	v.prove(best, best.Outcome == exchange.Unknown || best.Outcome == exchange.CodeIssued)
	return best
}

// tokenHeld: userinfo is asked with an access token that was issued before; only a 401 may mean that it was none.
func tokenHeld(e *exchange.Exchange) bool {
	if e.Event != nil {
		return e.Endpoint == exchange.EndpointUserinfo && e.Code.Text == "access_denied" // Keycloak's word for a token without a scope
	}
	return e.Endpoint == exchange.EndpointUserinfo && e.Outcome.Failed() && e.Status() != 401 && e.Error.Text != "invalid_token"
}

// keyRules are of keys that could not be fetched or read.
var keyRules = map[string]bool{"jwks-unreachable": true, "jwks-unparsable": true, "kubernetes-oidc-not-ready": true}

// ofKeys reports whether what an exchange shows was told in a message about the keys.
func ofKeys(findings []Finding, e *exchange.Exchange) bool {
	return slices.ContainsFunc(findings, func(x Finding) bool {
		return keyRules[x.Rule.ID] && (x.Exchange == e || e.Request == nil && slices.ContainsFunc(x.Evidence, e.Span.Overlaps))
	})
}

// besideKeys: what gave no answer is said in the line of a message about the keys.
func besideKeys(f *exchange.Flow, findings []Finding, o exchange.Outcome, at source.Span) bool {
	return o == exchange.NoAnswer && slices.ContainsFunc(findings, func(x Finding) bool {
		return keyRules[x.Rule.ID] && slices.ContainsFunc(x.Evidence, func(s source.Span) bool { return lineOf(f, s.Start) == lineOf(f, at.Start) })
	})
}

// ofTry: the finding is about one try of a step that went well in the end.
func (x *Finding) ofTry(f *exchange.Flow) bool {
	return passing(x) && len(x.Evidence) > 0 && f.TriedAgain(x.Evidence[0], x.Exchange)
}

// passing: what the finding is about may go well in a moment.
func passing(x *Finding) bool {
	return x.Outcome == exchange.NoAnswer || x.Rule.ID == "provider-outage" || x.Rule.ID == "rate-limited" || x.Exchange != nil && x.Exchange.Polled()
}

// actual says what the whole flow shows.
func actual(f *exchange.Flow, findings []Finding) string {
	// Where a check of the token is named, an API's refusal of it is that check's answer and no failure of its own.
	checked := slices.ContainsFunc(findings, func(x Finding) bool { return issuedOnceChecked[x.Rule.ID] && x.Outcome == exchange.Issued })
	// Nor was a token held where the answer came without one, whatever userinfo said to it.
	missing := slices.ContainsFunc(findings, func(x Finding) bool { return x.Rule.ID == "token-missing-in-answer" })
	// To fetch the keys is a part of the check of a token, so where one was issued it is the client's own that failed.
	issued, failed, keys := false, false, false
	count := func(o exchange.Outcome, forKeys bool) {
		issued = issued || o == exchange.Issued
		switch {
		case !o.Failed() || checked && o == exchange.Rejected:
		case forKeys:
			keys = true
		default:
			failed = true
		}
	}
	for _, e := range f.Exchanges {
		issued = issued || tokenHeld(e) && !missing
		if e.Outcome.Failed() && f.TriedAgain(e.Span, e) {
			continue
		}
		count(e.Outcome, e.Endpoint == exchange.EndpointJWKS || ofKeys(findings, e) || besideKeys(f, findings, e.Outcome, e.Span))
	}
	for _, x := range findings {
		if x.ofTry(f) {
			continue
		}
		count(x.Outcome, keyRules[x.Rule.ID] || len(x.Evidence) > 0 && besideKeys(f, findings, x.Outcome, x.Evidence[0]))
	}
	failed = failed || keys && !issued
	switch {
	case issued && failed:
		return Mixed
	case issued:
		return Success
	case failed:
		return Failure
	}
	return Undetermined
}
