package diagnose

import (
	"slices"
	"sort"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// applyOutcomes gives what the verdicts show to the exchange they speak of. A flow that has no exchange to hold it gets
// one that spans the evidence: the log speaks of an exchange without printing it.
func applyOutcomes(f *exchange.Flow, verdicts []Finding) {
	var order []int
	lines := map[int]*Finding{} // what was concluded from each line, by its start
	statusContradicted(f, verdicts)
	for i := range verdicts {
		v := &verdicts[i].Verdict
		if e := sentAndRefused(f, &verdicts[i]); e != nil {
			v.Outcome, v.Exchange, v.Explains = e.Outcome, e, appendNew(v.Explains, []string{"provider-error"})
		}
		if e := tokensPrinted(f, &verdicts[i]); e != nil {
			v.Outcome, v.Exchange = exchange.Issued, e
		}
		if e := tokensInCallback(f, &verdicts[i]); e != nil {
			v.Outcome, v.Exchange = exchange.Issued, e
		}
		switch {
		case v.Outcome == exchange.Unknown || len(v.Evidence) == 0:
		case v.Exchange == nil:
			order = append(order, i)
		default:
			if v.Exchange.Outcome == exchange.Unknown {
				v.Exchange.Outcome = v.Outcome
				v.Exchange.Proof = append(v.Exchange.Proof, v.Evidence...)
			}
			if at := lineAt(f, v); lines[at] == nil {
				lines[at] = &verdicts[i]
			}
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return verdicts[order[a]].Rank > verdicts[order[b]].Rank })
	for _, i := range order {
		v := &verdicts[i].Verdict
		at := lineAt(f, v)
		if have := lines[at]; have != nil && have.Outcome.Failed() != v.Outcome.Failed() && (have.Outcome == exchange.Issued || v.Outcome == exchange.Issued) && !afterTokens(f, have) && !afterTokens(f, &verdicts[i]) && !toldApart(have, &verdicts[i]) && verdicts[i].Rule.ID != "jwks-unreachable" {
			// One message does not show both: the rule that knows it best has said what it shows.
			v.Outcome, v.Exchange = have.Outcome, have.Exchange
			continue
		}
		v.Exchange = home(f, v)
		if lines[at] == nil {
			lines[at] = &verdicts[i]
		}
	}
}

// withoutLabels leaves out what was read in the label of an answer that shows the contrary. "Token exchange failed: {…}" before
// tokens is what success-called-failure speaks of and no failure of its own; "token received: {…}" before an error is no success.
func withoutLabels(f *exchange.Flow, in []Finding) []Finding {
	return slices.DeleteFunc(in, func(x Finding) bool {
		return x.Exchange == nil && len(x.Evidence) > 0 && slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
			if e.Body == nil || !e.ClaimedBy.Span.Overlaps(x.Evidence[0]) && !f.OnOneLine(e.ClaimedBy.Span, x.Evidence[0], e.Body.Span) && (!leadsTo(f, x.Evidence[0], e) || f.TriedAgain(x.Evidence[0], nil)) || x.Evidence[0].Start >= e.Body.Span.Start {
				return false
			}
			switch x.Outcome {
			case exchange.Refused, exchange.NoAnswer:
				return e.Outcome == exchange.Issued && e.Claimed == exchange.Failure
			case exchange.Issued:
				return e.Outcome == exchange.Refused && e.Claimed == exchange.Success && !issuedOnceChecked[x.Rule.ID]
			}
			return false
		})
	})
}

// statusContradicted: that tokens were issued stands on a 200 alone, and below it the answer is printed, which brought none, or
// a client says so.
func statusContradicted(f *exchange.Flow, verdicts []Finding) {
	for i, e := range f.Exchanges {
		if !e.ByStatusAlone() {
			continue
		}
		contradicted := slices.ContainsFunc(verdicts, func(x Finding) bool {
			ofToken := x.Key == "" || x.Key == exchange.EndpointToken
			return x.Rule.ID == "token-missing-in-answer" || x.Rule.ID == "answer-not-json" && ofToken && x.Exchange == nil
		})
		if i+1 < len(f.Exchanges) {
			next := f.Exchanges[i+1]
			ofToken := next.Endpoint == "" || next.Endpoint == exchange.EndpointToken
			contradicted = contradicted || next.Request == nil && (next.Body != nil || next.Spoken != nil && ofToken) && next.Outcome.Failed() && next.Outcome != exchange.Rejected
		}
		if contradicted {
			e.Outcome, e.Proof = exchange.Unknown, nil
		}
	}
}

// sentAndRefused is the refusal in whose description a check of a token was read. A token endpoint's is of a token that the
// request brought along (an assertion, a refresh token), and none that was issued; Spring's APIs answer access_denied. An API's
// is the failure itself (RFC 6750 §3.1), and no word of who got the token and checks it.
func sentAndRefused(f *exchange.Flow, x *Finding) *exchange.Exchange {
	if x.Outcome != exchange.Issued || len(x.Evidence) == 0 || !issuedOnceChecked[x.Rule.ID] {
		return nil
	}
	for _, e := range f.Exchanges {
		refused := e.Outcome == exchange.Refused && e.Endpoint == exchange.EndpointToken && e.Error.Text != "access_denied" ||
			e.Outcome == exchange.Rejected && e.Status() == 401
		if refused && e.Description.OK() && e.Description.Span.Overlaps(x.Evidence[0]) {
			return e
		}
		// The API's answer is printed beside its own words.
		if e.Outcome == exchange.Rejected && e.Status() == 401 && (e.Response.Format == "http" || strings.Contains(e.Header("WWW-Authenticate"), "invalid_token")) {
			return e
		}
	}
	return nil
}

// tokensInCallback is the redirect that brought tokens whose state the client found fault with: then the state lost stops no
// token request, it is the client's own check of what it got.
func tokensInCallback(f *exchange.Flow, x *Finding) *exchange.Exchange {
	if x.Outcome != exchange.NotAsked || len(x.Evidence) == 0 || !strings.HasPrefix(x.Rule.ID, "state-") && x.Rule.ID != "login-session-not-kept" {
		return nil
	}
	for _, e := range f.Exchanges {
		if e.Outcome == exchange.Issued && e.Endpoint == exchange.EndpointAuthorize {
			return e
		}
	}
	return nil
}

// answerPrinted: beside the words of a client that missed a member of an answer, or hides one, stands the answer, and it is an error.
func answerPrinted(f *exchange.Flow, x *Finding) bool {
	near := 300
	switch {
	case !x.said && x.Exchange != nil || len(x.Evidence) == 0:
		return false
	case x.Rule.ID == "token-missing-in-answer":
		near = 2000 // below its stack
	case x.Rule.ID != "token-type-missing" && x.Rule.ID != "answer-hidden":
		return false
	}
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
		beside := func(s source.Span) bool { return apart(s, x.Evidence[0].Start) < near }
		return e.Body != nil && e.Outcome.Failed() && (e.Error.OK() || x.Rule.ID == "token-type-missing") && (beside(e.Span) || slices.ContainsFunc(e.AlsoAt, beside))
	})
}

// labelsAnswer: a place stands right before an answer that is printed without its request: on its line or the one above.
func labelsAnswer(f *exchange.Flow, place source.Span, answer func(*exchange.Exchange) bool) bool {
	return slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return answer(e) && leadsTo(f, place, e) })
}

func leadsTo(f *exchange.Flow, place source.Span, e *exchange.Exchange) bool {
	const longest = 300
	if e.Body == nil || e.Request != nil {
		return false
	}
	at, body := f.View.Seen(place), f.View.Seen(e.Body.Span)
	return at.End <= body.Start && body.Start-at.End < longest && strings.Count(f.View.Text[at.End:body.Start], "\n") < 2
}

// failedAnswer is one that the protocol shows to be no success.
func failedAnswer(e *exchange.Exchange) bool { return e.Outcome.Failed() && e.Error.OK() }

// tokensPrinted is the answer, printed beside a client's words that the access token is missing in it, which holds one, which
// the client read amiss, or an ID token alone.
func tokensPrinted(f *exchange.Flow, x *Finding) *exchange.Exchange {
	if x.Rule.ID != "token-missing-in-answer" || len(x.Evidence) == 0 {
		return nil
	}
	const near = 1000
	seen := f.View.Seen(x.Evidence[0])
	if !strings.Contains(f.Lower[seen.Start:seen.End], "access_token") {
		return nil
	}
	for _, e := range f.Exchanges {
		if _, ok := nestedToken(e); ok && e.Outcome == exchange.Issued && apart(e.Span, x.Evidence[0].Start) < near {
			return e
		}
	}
	for _, e := range tokenAnswers(f) {
		_, access := answerToken(e, "access_token")
		_, id := answerToken(e, "id_token")
		if (access || id) && apart(e.Span, x.Evidence[0].Start) < near {
			return e
		}
	}
	return nil
}

// ownErrors: a client that refused its own token calls it invalid_token on its error page, and answers with a status of
// its own in the same line. That is no answer of a server: what was said of it falls away.
func ownErrors(f *exchange.Flow, have, verdicts []Finding) []Finding {
	for _, v := range verdicts {
		if v.Outcome != exchange.Issued || len(v.Evidence) == 0 || v.Rule.ID == "profile-fetch-failed" { // userinfo's word is the server's
			continue
		}
		line := lineAt(f, &v.Verdict)
		for _, e := range f.Exchanges {
			if !e.Outcome.Failed() || e.Request != nil || e.Event != nil || v.Exchange == e {
				continue
			}
			spoken := e.Spoken != nil && e.Response == nil && e.Error.Text == "invalid_token"
			status := e.Response != nil && e.Response.Format == "status-sentence" && e.Endpoint == exchange.EndpointAPI && e.Body == nil && e.URL() == "" && viewLine(f, e.Span.Start) == line
			if spoken || status {
				e.Outcome = exchange.Unknown
				have = slices.DeleteFunc(have, func(x Finding) bool { return x.Exchange == e && vagueRules[x.Rule.ID] })
			}
		}
	}
	return have
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
	if best.Outcome == exchange.Unknown || best.Outcome == exchange.CodeIssued {
		best.Outcome = v.Outcome
		best.Proof = append(best.Proof, v.Evidence...)
	}
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
var keyRules = map[string]bool{"jwks-unreachable": true, "jwks-unparsable": true}

// ofKeys reports whether what an exchange shows was told in a message about the keys.
func ofKeys(findings []Finding, e *exchange.Exchange) bool {
	return slices.ContainsFunc(findings, func(x Finding) bool {
		return keyRules[x.Rule.ID] && (x.Exchange == e || e.Request == nil && slices.ContainsFunc(x.Evidence, e.Span.Overlaps))
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
		count(e.Outcome, e.Endpoint == exchange.EndpointJWKS || ofKeys(findings, e))
	}
	for _, x := range findings {
		if x.ofTry(f) {
			continue
		}
		count(x.Outcome, keyRules[x.Rule.ID])
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
