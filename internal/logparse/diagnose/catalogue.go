package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
	"grantlens/internal/source"
)

// factsOf is what the catalogue knows of the error of an exchange, best first.
func factsOf(e *exchange.Exchange) []providers.Fact {
	q := providers.Query{Provider: e.Provider, Endpoint: e.Endpoint, Status: e.Status(), Error: e.Error.Text, Code: e.Code.Text, Description: e.Description.Text}
	if e.Body != nil && len(e.Body.Text) < 4096 {
		q.Body = e.Body.Text
	}
	if e.Event == nil {
		return providers.Lookup(q)
	}
	// The reason of an event is the text of the answer, and tells more than the event's own word.
	var out []providers.Fact
	if e.Description.OK() {
		for _, fact := range providers.Lookup(providers.Query{System: "keycloak", Endpoint: e.Endpoint, Error: answered[e.Event.Name.Text], Description: e.Description.Text}) {
			if fact.Pattern != "" {
				out = append(out, fact)
			}
		}
	}
	q.System, q.Error = "keycloak-event", e.Code.Text
	return append(out, providers.Lookup(q)...)
}

// named reports whether an answer names its error: by a code, or in a text that the catalogue knows.
func named(e *exchange.Exchange) bool {
	switch {
	case e.Error.OK() || e.Code.OK():
		return true
	case !e.Description.OK():
		return false
	}
	facts := factsOf(e)
	return len(facts) > 0 && facts[0].Pattern != ""
}

// answered is the error the client was given when this event was written.
var answered = map[string]string{"REFRESH_TOKEN_ERROR": "invalid_grant", "CODE_TO_TOKEN_ERROR": "invalid_grant", "CLIENT_LOGIN_ERROR": "invalid_client", "USER_INFO_REQUEST_ERROR": "invalid_token"}

// fromCatalogue adds the verdicts of the rules that the catalogue names for the errors of a flow: an entry that links a
// rule says which cause its text or code stands for. Where a rule has named a cause by itself, that stays; if it is the
// entry's, or the entry links none, it gets the entry's texts.
func fromCatalogue(f *exchange.Flow, have []Finding) []Finding {
	out := have
	for _, e := range f.Exchanges {
		if !e.Outcome.Failed() || !named(e) {
			continue
		}
		facts := factsOf(e)
		if len(facts) == 0 || facts[0].Pattern == "" && facts[0].Code == "" && e.Event == nil {
			continue
		}
		if facts[0].Rule == "" && !strings.Contains(f.Lower, strings.ToLower(e.Code.Text)) {
			facts[0].Rule = ruleOfCode(e.Code.Text) // the text has a number alone
		}
		if facts[0].Rule == "" {
			if x := speaksOf(have, e); x != nil && facts[0].Code+facts[0].Error != "" { // else it holds of any code of the provider
				x.lead(facts[0])
			}
			continue
		}
		r := ruleOf(facts[0].Rule)
		for i := range have {
			if x := &have[i]; x.Rule == r && (x.Exchange == e || x.Exchange == nil) {
				x.lead(facts[0])
			}
		}
		if slices.ContainsFunc(have, func(x Finding) bool {
			return x.Rule == r && x.Exchange == nil || x.Exchange == e && x.Severity == Error && !vagueRules[x.Rule.ID]
		}) {
			continue
		}
		v := errorVerdict(e)
		v.Title, v.Key = Text{}, ""
		v.Confidence = r.Confidence
		v.Causes, v.Fixes, v.Refs = nil, nil, nil
		v.Outcome = e.Outcome
		out = slices.DeleteFunc(out, func(x Finding) bool { return x.Rule.ID == "provider-error" && x.Exchange == e })
		x := Finding{Rule: r, Verdict: v.filled(r), said: true}
		x.lead(facts[0])
		out = append(out, x)
	}
	return out
}

// ruleOfCode is the rule that a code fires wherever it stands, or "".
func ruleOfCode(code string) string {
	low := strings.ToLower(code)
	for _, r := range rules {
		if slices.ContainsFunc(sayingsOf(r.ID), func(s Saying) bool { return len(s.All) == 1 && s.All[0] == low && s.Any == nil && s.With == nil }) {
			return r.ID
		}
	}
	return ""
}

// speaksOf is the best of the findings that quote the error of an exchange.
func speaksOf(have []Finding, e *exchange.Exchange) (best *Finding) {
	for i := range have {
		x := &have[i]
		if x.Severity == Error && x.Rule.ID != "provider-error" && quoteSame(x.Evidence, []source.Span{e.Error.Span, e.Code.Span, e.Description.Span}) && (best == nil || x.Rank > best.Rank) {
			best = x
		}
	}
	return best
}

// lead puts what the catalogue says of the error before what the rule says of all that are like it, and behind it where the rule
// has judged the fields. By them a redirect_uri that no provider registers is not to be registered.
func (f *Finding) lead(by providers.Fact) {
	switch {
	case f.inRulesWords():
		f.Causes, f.Fixes = appendNew(items(by.Cause), f.Causes), appendNew(items(by.Fix), f.Fixes)
	case f.Rule.ID != "redirect-uri-behind-proxy":
		f.Causes, f.Fixes = appendNew(slices.Clone(f.Causes), items(by.Cause)), appendNew(slices.Clone(f.Fixes), items(by.Fix))
	}
	if strings.HasPrefix(by.Source.URL, "https://") {
		f.Refs = appendNew([]Ref{{by.Source.Label, by.Source.URL}}, f.Refs)
	}
}

// inEvent reports whether a place lies in an event of a server's log; with good, in one of a success.
func inEvent(f *exchange.Flow, at source.Span, good bool) bool {
	for _, e := range f.Exchanges {
		if e.Event != nil && e.Event.Span.Start <= at.Start && at.End <= e.Event.Span.End && !(good && e.Outcome.Failed()) {
			return true
		}
	}
	return false
}

// otherCause reports whether the reason of an event speaks for another rule than the one that read the event's word.
func otherCause(e *exchange.Exchange, id string) bool {
	facts := factsOf(e)
	return e.Description.OK() && len(facts) > 0 && facts[0].Pattern != "" && facts[0].Rule != "" && facts[0].Rule != id
}

// items is a text of the catalogue as an item of a list, which has no full stop.
func items(t providers.Text) []Text {
	if t.EN == "" {
		return nil
	}
	return []Text{{strings.TrimSuffix(t.EN, "."), strings.TrimSuffix(t.In("ru"), ".")}}
}
