package diagnose

import (
	"slices"
	"sort"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// merge joins the findings of one rule (and key): their evidence is listed together.
func merge(in []Finding) []Finding {
	type key struct {
		rule *Rule
		key  string
	}
	at := map[key]int{}
	var out []Finding
	for _, f := range in {
		k := key{f.Rule, f.Key}
		i, have := at[k]
		if !have {
			at[k] = len(out)
			out = append(out, f)
			continue
		}
		x := &out[i]
		x.Explains = appendNew(x.Explains, f.Explains)
		if x.inRulesWords() && !f.inRulesWords() {
			// What judged the fields says more than the message by which the rule fired.
			x.Title, x.Detail, x.Causes, x.Fixes, x.Missing, x.Rank = f.Title, f.Detail, f.Causes, f.Fixes, f.Missing, max(x.Rank, f.Rank)
			x.Evidence, f.Evidence = f.Evidence, x.Evidence
			x.Codes, f.Codes = f.Codes, x.Codes
		}
		for _, s := range f.Evidence {
			if !overlapsAny(x.Evidence, s) && len(x.Evidence) < MaxEvidence {
				x.Evidence = append(x.Evidence, s)
			}
		}
		x.Codes = appendNew(x.Codes, f.Codes)
		x.Compared = x.Compared && f.Compared
		if confidenceOrder[f.Confidence] < confidenceOrder[x.Confidence] {
			x.Confidence = f.Confidence
		}
		if x.Exchange == nil || x.Exchange.Response == nil && f.Exchange != nil && f.Exchange.Response != nil {
			x.Exchange = f.Exchange // the one whose answer is printed
		}
	}
	return out
}

// inRulesWords reports whether a finding says no more than its rule does.
func (f *Finding) inRulesWords() bool { return f.Title == f.Rule.Title && f.Detail == f.Rule.Detail }

// MaxEvidence bounds the quotes of one finding.
const MaxEvidence = 12

// appendNew adds what is not there yet.
func appendNew[T comparable](to, from []T) []T {
	for _, x := range from {
		if !slices.Contains(to, x) {
			to = append(to, x)
		}
	}
	return to
}

// fold drops what another finding explains; its evidence and codes go to the one that explains it. What is said in words no rule
// knows explains only the label in which it stands, as that names what failed.
func fold(in []Finding) []Finding {
	explainedBy := map[string]int{}
	for i, f := range in {
		for _, id := range slices.Concat(f.Rule.Explains, f.Explains) {
			if _, ok := explainedBy[id]; !ok && (!f.plain || id == "success-called-failure") {
				explainedBy[id] = i
			}
		}
	}
	var out []Finding
	keep := make([]bool, len(in))
	for i, f := range in {
		by, ok := explainedBy[f.Rule.ID]
		if !ok || by == i || in[by].Rule.ID == f.Rule.ID || in[by].Severity == Info && f.Rule.ID == "success-called-failure" || !(!in[by].plain && sameFailure(in[by].Exchange, f.Exchange)) && !quoteSame(in[by].Evidence, f.Evidence) {
			keep[i] = true
			continue
		}
		in[by].Codes = appendNew(in[by].Codes, f.Codes)
		if in[by].Exchange == nil {
			in[by].Exchange = f.Exchange
		}
	}
	for i, f := range in {
		if keep[i] && namesTheError[f.Rule.ID] {
			for j := range in {
				if by := &in[j]; keep[j] && by.explainsError(&f) {
					keep[i] = false
					by.Codes = appendNew(by.Codes, f.Codes)
					if facts := factsOf(f.Exchange); by.plain && len(facts) > 0 && facts[0].Pattern+facts[0].Code != "" {
						by.lead(facts[0])
					}
					if f.Rule.ID == "error-in-200" {
						by.Fixes = appendNew(by.Fixes, f.Fixes) // the client believed the status
					}
					break
				}
			}
		}
		if keep[i] {
			out = append(out, f)
		}
	}
	return out
}

// failureNamed leaves out that something failed where another finding names it: after the tokens came, of the same line; in a
// plugin, above.
func failureNamed(f *exchange.Flow, in []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(in), func(x Finding) bool {
		if x.Rule.ID == "exec-plugin-failed" { // whoever ran the plugin says only that it failed
			return slices.ContainsFunc(in, func(by Finding) bool {
				return by.Severity == Error && by.Confidence != Possible && by.Rule != x.Rule && start(by.Evidence) < start(x.Evidence)
			})
		}
		return x.Rule.ID == "success-called-failure" && slices.ContainsFunc(in, func(by Finding) bool {
			named := x.Severity == Warning && by.Confidence != Possible || by.Outcome == exchange.Issued && slices.Contains(by.Rule.Explains, x.Rule.ID)
			return named && by.Severity == Error && len(by.Evidence) > 0 && lineAt(f, &by.Verdict) == lineAt(f, &x.Verdict)
		})
	})
}

// namesTheError lists the rules that say which error an answer holds, and no more of its cause than every such error has.
var namesTheError = map[string]bool{"provider-error": true, "error-in-200": true, "api-refused-token": true}

// consequences are what a client meets once the error is there.
var consequences = map[string]bool{"callback-without-code": true, "token-missing-in-answer": true, "answer-not-json": true, "exec-plugin-failed": true}

// explainsError reports whether a finding tells the cause of the very error that another only names.
func (f *Finding) explainsError(named *Finding) bool {
	if named.Exchange == nil || f.Severity != Error || f.Confidence == Possible || f.Rank <= named.Rank || vagueRules[f.Rule.ID] && !quoteSame(f.Evidence, []source.Span{named.Exchange.Description.Span}) || namesTheError[f.Rule.ID] || consequences[f.Rule.ID] {
		return false
	}
	return quoteSame(f.Evidence, named.Evidence) || f.Exchange == named.Exchange && named.Rule.ID == "api-refused-token"
}

// quoteSame: two findings that quote the same place speak of the same failure, too.
func quoteSame(a, b []source.Span) bool {
	return slices.ContainsFunc(b, func(s source.Span) bool { return overlapsAny(a, s) })
}

// sameFailure: two findings speak of one failure when they speak of one exchange, or of the two sides of it.
func sameFailure(a, b *exchange.Exchange) bool {
	if a == nil || b == nil || a == b || a.Event != nil || b.Event != nil {
		return true
	}
	return a.Error.Text == b.Error.Text && (a.Response == nil || b.Response == nil || a.Endpoint == b.Endpoint)
}

var severityOrder = map[string]int{Error: 0, Warning: 1, Info: 2}
var confidenceOrder = map[string]int{Certain: 0, Likely: 1, Possible: 2}

func rank(in []Finding) []Finding {
	sort.SliceStable(in, func(i, j int) bool {
		a, b := in[i], in[j]
		if x, y := severityOrder[a.Severity], severityOrder[b.Severity]; x != y {
			return x < y
		}
		if a.Rank != b.Rank {
			return a.Rank > b.Rank
		}
		if x, y := confidenceOrder[a.Confidence], confidenceOrder[b.Confidence]; x != y {
			return x < y
		}
		if x, y := start(a.Evidence), start(b.Evidence); x != y {
			return x < y
		}
		return a.Rule.ID < b.Rule.ID
	})
	return in
}
