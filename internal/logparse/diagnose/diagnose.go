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

// Run judges a flow. It fills the outcome of exchanges whose messages do not show it.
func Run(f *exchange.Flow) Outcome {
	shown := slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Outcome == exchange.Issued || tokenHeld(e) })
	verdicts := withoutLabels(f, unhidden(f, bySayings(f)))
	var claimed []Finding // by words alone
	verdicts = slices.DeleteFunc(verdicts, func(x Finding) bool {
		drop := answerPrinted(f, &x)
		if drop {
			claimed = append(claimed, x)
		}
		return drop
	})
	steps := overtaken(f, verdicts)
	verdicts = steps.without(f, verdicts)
	applyOutcomes(f, verdicts)
	ownErrors(f, nil, verdicts)
	for _, r := range byID() { // a Check reads exchanges judged by what other rules heard
		if r.Check == nil {
			continue
		}
		for _, v := range r.Check(f) {
			verdicts = append(verdicts, Finding{Rule: r, Verdict: v.filled(r)})
		}
	}
	verdicts = withoutLabels(f, steps.without(f, verdicts))
	applyOutcomes(f, verdicts)
	verdicts = steps.without(f, fromCatalogue(f, verdicts))
	plain := withoutLabels(f, steps.without(f, inPlainWords(f, verdicts)))
	if len(plain) == 0 {
		plain = steps.without(f, lastResort(f, verdicts))
	}
	plain = append(plain, profileRefused(plain)...)
	for i := range plain {
		plain[i].saysWhy(f)
	}
	applyOutcomes(f, plain)
	verdicts = append(ownErrors(f, verdicts, plain), plain...)
	for i := range verdicts {
		if x := &verdicts[i]; x.Severity == Error && x.ofTry(f) {
			x.Severity = Warning
		}
	}
	claims(f, slices.Concat(verdicts, claimed))
	verdicts = append(verdicts, loginHeard(f, verdicts)...)
	verdicts = failureNamed(f, merge(verdicts))
	for i := range verdicts {
		verdicts[i].compare(f)
		verdicts[i].led(f)
	}
	out := Outcome{Findings: rank(fold(verdicts))}
	for i := range out.Findings {
		if x := &out.Findings[i]; x.Severity == Error {
			x.Codes = appendNew(x.Codes, namedCodes(f, x.Evidence))
			break // the first is what failed
		}
	}
	if out.Actual = actual(f, out.Findings); out.Actual == Success && !slices.ContainsFunc(out.Findings, func(x Finding) bool { return x.Severity != Info }) {
		for i := range out.Findings {
			if x := &out.Findings[i]; x.Rule.ID == "token-received-line" { // no step failed
				x.Detail, x.Causes, x.Fixes = saysSo, []Text{}, []Text{}
			}
		}
	}
	out.Guess = (out.Actual == Success || out.Actual == Mixed) && !shown && !slices.ContainsFunc(verdicts, func(x Finding) bool { return x.Outcome == exchange.Issued && x.Confidence != Possible })
	return out
}

// bySayings are the verdicts of the messages that the text holds.
func bySayings(f *exchange.Flow) []Finding {
	var out []Finding
	for _, x := range sayingsIn(f) {
		for _, v := range x.saying.match(f) {
			if inEvent(f, v.Evidence[0], true) || x.rule.ID != "token-received-line" && f.PassedOver(v.Evidence[0]) {
				continue // an event of a success speaks of what went well, in the same words
			}
			if x.saying.Judge != exchange.Unknown && v.Outcome == exchange.Unknown {
				v.Outcome = tokenJudge(f, v.Evidence[0], x.saying.Judge)
			}
			out = append(out, Finding{Rule: x.rule, Verdict: v.filled(x.rule), said: true})
		}
	}
	return out
}

// claims tells the flow which messages claim something where no other words do: a failure before a success.
func claims(f *exchange.Flow, verdicts []Finding) {
	for _, v := range verdicts {
		if v.Exchange != nil && v.Exchange.Status()/100 == 3 {
			continue // a redirect claims nothing
		}
		if v.ofTry(f) || len(v.Evidence) > 0 && f.Overtaken(v.Evidence[0].Start) {
			continue
		}
		if (v.said || v.Severity == Error) && v.Severity != Info && v.Outcome != exchange.Unknown && len(v.Evidence) > 0 {
			f.Heard(v.Evidence[0], exchange.Failure)
		}
	}
	for _, v := range verdicts {
		if v.said && v.Rule.ID == "token-received-line" {
			f.Heard(v.Evidence[0], exchange.Success)
		}
	}
	f.HeardSuccess()
}

// saysSo is what a line proves by which all went well.
var saysSo = Text{"It succeeded: the program says so of itself; its tokens are not printed.", "Всё удалось: программа говорит это о себе сама; токены не напечатаны."}

// loginHeard is the verdict of a line by which a login went well, where nothing tells otherwise.
func loginHeard(f *exchange.Flow, verdicts []Finding) []Finding {
	failed := slices.ContainsFunc(verdicts, func(x Finding) bool { return x.Severity == Error })
	if failed || f.Claimed == exchange.Failure || actual(f, verdicts) != Undetermined {
		return nil
	}
	line, ok := f.LoginSucceeded()
	if said := strings.TrimSpace(f.Text.Slice(line)); ok && (strings.HasSuffix(said, "undef") || strings.HasSuffix(said, ":") || len(f.Exchanges) == 0 && !excerptOfLogin(f)) {
		ok = false // what it received is nothing, or it is no login
	}
	if ok && hasPrefixOf(strings.TrimSpace(f.Lower[f.View.Seen(line).End:]), "<!doctype", "<html") {
		return nil // what came is a page
	}
	if !ok {
		said := saidBy(f, "?login-went-well")
		if len(said) == 0 {
			return nil
		}
		line = said[0]
		f.Heard(line, exchange.Success)
	}
	r := ruleOf("token-received-line")
	out := []Finding{{Rule: r, Verdict: Verdict{Evidence: []source.Span{line}, Causes: []Text{}, Fixes: []Text{},
		Title:  Text{"A line says that the login went well", "Строка говорит, что вход удался"},
		Detail: saysSo}.filled(r)}}
	applyOutcomes(f, out)
	return out
}

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
