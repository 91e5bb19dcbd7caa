// Package diagnose turns a Flow into Findings: each rule judges it, verdicts are merged under one cause, what
// another finding explains is folded under it, and the rest is ranked.
//
//	Flow ─rules─▶ []Verdict ─merge, fold, rank─▶ []Finding
//
// A rule is one file that registers itself; its test is testdata/<id>.txtar.
package diagnose

import (
	"slices"
	"strings"
	"sync"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Severities and confidences of a finding.
const (
	Error   = "error"
	Warning = "warning"
	Info    = "info"

	Certain  = "certain"
	Likely   = "likely"
	Possible = "possible"
)

// Ref is a place to read more: a section of an RFC, a vendor's page.
type Ref struct{ Label, URL string }

// Rule is one judgment. Its texts are what a finding says unless the verdict says otherwise.
type Rule struct {
	ID         string // kebab-case, stable, never reused
	Title      Text   // at most 60 characters, no full stop
	About      Text   // for the list of rules: what it looks at and how it decides
	Severity   string // error unless set
	Confidence string // likely unless set
	// Rank orders findings of one severity: 90 names the root cause exactly, 50 (the default) a good lead, 10 a remark.
	Rank    int
	Outcome exchange.Outcome // what a match shows of the exchange, where its messages do not
	Says    []Saying         // messages of clients and servers by which the rule fires, from sayings/*.txt; Check is the other way
	Detail  Text
	Causes  []Text // most likely first
	Fixes   []Text
	Leads   []Lead // which of them come first, by what else stands in the text
	Missing []Text // what to fetch to be sure
	Refs    []Ref
	Codes   []string // codes a match stands for
	// Explains lists rules whose findings say nothing more once this one fired: they are folded under it.
	Explains []string
	Former   []string // ids of rules that were merged into this one: links and SARIF results of before name them
	Check    func(*exchange.Flow) []Verdict
}

// Verdict is what a rule has to say of a flow; one that has nothing to say gives none. Zero texts mean the rule's own.
type Verdict struct {
	Exchange   *exchange.Exchange // nil: of the flow
	Evidence   []source.Span      // places in the Text, most telling first
	Title      Text
	Detail     Text
	Causes     []Text
	Fixes      []Text
	Missing    []Text
	Refs       []Ref
	Codes      []string
	Severity   string
	Confidence string
	Rank       int
	Outcome    exchange.Outcome
	Compared   bool     // by what the text holds of requests and answers: a client has to refuse it, and none speaks
	Key        string   // findings of one rule with different keys are not merged
	Explains   []string // rules whose findings about the same failure fall away, besides those of Rule.Explains
}

// Finding is a verdict, merged and filled with the rule's texts.
type Finding struct {
	Rule *Rule
	Verdict
	said  bool // by a message of the text
	plain bool // in words no rule knows: it explains no other finding
}

var rules []*Rule

func register(r Rule) bool {
	for _, have := range rules {
		if have.ID == r.ID {
			panic("diagnose: rule registered twice: " + r.ID)
		}
	}
	if r.Severity == "" {
		r.Severity = Error
	}
	if r.Confidence == "" {
		r.Confidence = Likely
	}
	if r.Rank == 0 {
		r.Rank = 50
	}
	rules = append(rules, &r)
	return true
}

// Rules lists all rules by id.
func Rules() []*Rule { return slices.Clone(byID()) }

var byID = sync.OnceValue(func() []*Rule {
	for _, r := range rules {
		r.Says = sayingsOf(r.ID)
	}
	return slices.SortedFunc(slices.Values(rules), func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
})

// Outcome is the result of a run over one flow.
type Outcome struct {
	Findings []Finding
	Actual   string // success, failure, mixed, undetermined: of the whole flow
	Guess    bool   // that tokens came is concluded from nothing surer than Possible
}

// Words of Outcome.Actual.
const (
	Success      = "success"
	Failure      = "failure"
	Mixed        = "mixed"
	Undetermined = "undetermined"
)

// filled puts the rule's texts where the verdict has none of its own.
func (v Verdict) filled(r *Rule) Verdict {
	if !v.Title.OK() {
		v.Title = r.Title
	}
	if !v.Detail.OK() {
		v.Detail = r.Detail
	}
	if v.Causes == nil {
		v.Causes = r.Causes
	}
	if v.Fixes == nil {
		v.Fixes = r.Fixes
	}
	if v.Missing == nil {
		v.Missing = r.Missing
	}
	if v.Refs == nil {
		v.Refs = r.Refs
	}
	if v.Codes == nil {
		v.Codes = r.Codes
	}
	if v.Severity == "" {
		v.Severity = r.Severity
	}
	if v.Confidence == "" {
		v.Confidence = r.Confidence
	}
	if v.Rank == 0 {
		v.Rank = r.Rank
	}
	if v.Outcome == exchange.Unknown {
		v.Outcome = r.Outcome
	}
	if v.Outcome == exchange.Rejected && issuedOnceChecked[r.ID] {
		v.Outcome = exchange.Issued
	}
	return v
}
