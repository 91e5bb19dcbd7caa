package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// A client's words stand beside the answer they are about, where that is printed: then the answer says what happened.

// withoutLabels leaves out what was read in the label of an answer that shows the contrary. "Token exchange failed: {…}" before
// tokens is what success-called-failure speaks of and no failure of its own; "token received: {…}" before an error is no success.
func withoutLabels(f *exchange.Flow, in []Finding) []Finding {
	return slices.DeleteFunc(in, func(x Finding) bool {
		return x.Exchange == nil && len(x.Evidence) > 0 && slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool {
			switch x.Outcome {
			case exchange.Refused, exchange.NoAnswer, exchange.WrongBody:
				if x.Outcome == exchange.WrongBody && x.Rule.ID != "answer-not-json" {
					return false
				}
				return e.Outcome == exchange.Issued && e.Claimed == exchange.Failure && (isLabelOf(f, x.Evidence[0], e) || x.Rule.ID == "answer-hidden" && standsBelow(f, x.Evidence[0], e))
			case exchange.Issued:
				return e.Outcome == exchange.Refused && e.Claimed == exchange.Success && !issuedOnceChecked[x.Rule.ID] && isLabelOf(f, x.Evidence[0], e)
			}
			return false
		})
	})
}

// isLabelOf: a place is in what claims the outcome of a printed answer, before its body.
func isLabelOf(f *exchange.Flow, at source.Span, e *exchange.Exchange) bool {
	if e.Body == nil || at.Start >= e.Body.Span.Start {
		return false
	}
	by := e.ClaimedBy.Span
	return by.Overlaps(at) || f.OnOneLine(by, at, e.Body.Span) || leadsTo(f, at, e) && !f.TriedAgain(at, nil)
}

// standsBelow: a place is in one of the lines right below a printed answer.
func standsBelow(f *exchange.Flow, place source.Span, e *exchange.Exchange) bool {
	if e.Body == nil {
		return false
	}
	at, body := f.View.Seen(place), f.View.Seen(e.Body.Span)
	return at.Start >= body.End && strings.Count(f.View.Text[body.End:at.Start], "\n") < 3
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
	return at.End <= body.Start && body.Start-at.End < longest && strings.Count(strings.ReplaceAll(f.View.Text[at.End:body.Start], "\n\n", "\n"), "\n") < 2
}

// failedAnswer is one that the protocol shows to be no success.
func failedAnswer(e *exchange.Exchange) bool {
	return e.Outcome.Failed() && (e.Error.OK() || e.Outcome == exchange.WrongBody)
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

// tokensPrinted is the answer, printed beside a client's words that the access token is missing in it, which holds one, which
// the client read amiss, or an ID token alone.
func tokensPrinted(f *exchange.Flow, x *Finding) *exchange.Exchange {
	if x.Rule.ID == "refresh-token-not-issued" && len(x.Evidence) > 0 {
		for _, e := range tokenAnswers(f) {
			if !e.Body.Members.Has("refresh_token") && standsBelow(f, x.Evidence[0], e) {
				return e // it is that answer of which the client says so
			}
		}
	}
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

// ownErrors: a client that refused its own token calls it invalid_token on its error page, and answers with a status of
// its own in the same line. That is no answer of a server: what was said of it falls away.
func ownErrors(f *exchange.Flow, have, verdicts []Finding) []Finding {
	for _, v := range verdicts {
		if v.Outcome != exchange.Issued && v.Outcome != exchange.NotAsked || len(v.Evidence) == 0 || v.Rule.ID == "profile-fetch-failed" { // userinfo's word is the server's
			continue
		}
		line := lineAt(f, &v.Verdict)
		for _, e := range f.Exchanges {
			// Its own endpoint tells the browser of what it minds: Vaultwarden's POST /identity/connect/token => 400
			told := (v.Rule.ID == "local-access-rule" || v.Rule.ID == "email-claim-missing") && strings.HasPrefix(e.URL(), "/") && e.Body == nil && !e.Error.OK() && e.Status()/100 == 4 && e.Span.Start > v.Evidence[0].Start
			if !e.Outcome.Failed() || e.Request != nil && !told || e.Event != nil || v.Exchange == e {
				continue
			}
			checked := v.Outcome == exchange.Issued
			spoken := checked && e.Spoken != nil && e.Response == nil && e.Error.Text == "invalid_token"
			status := checked && e.Response != nil && e.Response.Format == "status-sentence" && e.Endpoint == exchange.EndpointAPI && e.Body == nil && e.URL() == "" && viewLine(f, e.Span.Start) == line
			// Where the application refuses a user, its own page is told so: /login?error=registration_closed
			page := (v.Rule.ID == "local-access-rule" || v.said && !checked && strings.Contains(e.URL(), "/error?")) && e.Redirect != nil && strings.HasPrefix(e.URL(), "/") && !e.Redirect.Params.Has("state")
			if spoken || status || page || told {
				e.Outcome = exchange.Unknown
				have = slices.DeleteFunc(have, func(x Finding) bool { return x.Exchange == e && (vagueRules[x.Rule.ID] || page) })
			}
		}
	}
	return have
}
