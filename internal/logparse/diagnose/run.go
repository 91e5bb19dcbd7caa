package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// judgment is what one Run has found so far.
type judgment struct {
	*exchange.Flow
	steps    steps // lines that went well in the end, or are noise
	findings []Finding
	labels   []Finding // what a client says of an answer that is printed: it claims something, and finds nothing
}

// Run judges a flow. It fills the outcome of exchanges whose messages do not show it. Each step reads exchanges as the steps
// before it left them:
//
//	messages    what libraries and servers are known to say (sayings/*.txt); normal steps of a login are left out from here on
//	checks      what rules see in exchanges and tokens
//	catalogue   what the catalogue links to codes of providers
//	plainWords  what is said in words no rule knows
//	claims      what the findings say the log claims
func Run(f *exchange.Flow) Outcome {
	shown := slices.ContainsFunc(f.Exchanges, func(e *exchange.Exchange) bool { return e.Outcome == exchange.Issued || tokenHeld(e) })
	j := judgment{Flow: f}
	j.messages()
	j.checks()
	j.catalogue()
	j.plainWords()
	j.claims()
	return j.outcome(shown)
}

// take adds findings, but for those of normal steps and of labels, and gives what they show to the exchanges.
func (j *judgment) take(more []Finding) {
	j.findings = j.kept(append(j.findings, more...))
	applyOutcomes(j.Flow, j.findings)
}

// kept leaves out the findings of normal steps and of labels.
func (j *judgment) kept(findings []Finding) []Finding {
	return withoutLabels(j.Flow, j.steps.without(j.Flow, findings))
}

// messages takes the verdicts of the messages that the text holds.
func (j *judgment) messages() {
	var heard []Finding
	for _, x := range withoutLabels(j.Flow, unhidden(j.Flow, bySayings(j.Flow))) {
		if answerPrinted(j.Flow, &x) {
			j.labels = append(j.labels, x)
		} else {
			heard = append(heard, x)
		}
	}
	j.steps = overtaken(j.Flow, heard)
	j.take(heard)
	ownErrors(j.Flow, nil, j.findings)
}

// checks takes the verdicts of the rules that look at exchanges and tokens.
func (j *judgment) checks() {
	var seen []Finding
	for _, r := range byID() {
		if r.Check == nil {
			continue
		}
		for _, v := range r.Check(j.Flow) {
			seen = append(seen, Finding{Rule: r, Verdict: v.filled(r)})
		}
	}
	j.take(seen)
	j.findings = ownErrors(j.Flow, j.findings, slices.DeleteFunc(slices.Clone(j.findings), func(x Finding) bool { return x.Rule.ID != "email-claim-missing" }))
}

// catalogue takes what the catalogue knows of the errors.
func (j *judgment) catalogue() {
	j.findings = j.kept(fromCatalogue(j.Flow, j.findings))
}

// plainWords takes what is said in words no rule knows.
func (j *judgment) plainWords() {
	f := j.Flow
	plain := j.kept(inPlainWords(f, j.findings))
	if len(plain) == 0 {
		plain = j.kept(lastResort(f, j.findings))
	}
	plain = append(plain, profileRefused(plain)...)
	for i := range plain {
		plain[i].saysWhy(f)
	}
	applyOutcomes(f, plain) // apart: a line that both read shows both
	j.findings = append(ownErrors(f, j.findings, plain), plain...)
}

// claims tells the flow which messages claim something where no other words do, a failure before a success, and takes a line
// by which the login went well where nothing tells otherwise.
func (j *judgment) claims() {
	for i := range j.findings {
		if x := &j.findings[i]; x.Severity == Error && x.ofTry(j.Flow) {
			x.Severity = Warning
		}
	}
	told := slices.Concat(j.findings, j.labels)
	for _, x := range told {
		if x.Exchange != nil && x.Exchange.Status()/100 == 3 {
			continue // a redirect claims nothing
		}
		if x.ofTry(j.Flow) || len(x.Evidence) > 0 && j.Overtaken(x.Evidence[0].Start) {
			continue
		}
		if (x.said || x.Severity == Error) && x.Severity != Info && x.Outcome != exchange.Unknown && len(x.Evidence) > 0 {
			j.Heard(x.Evidence[0], exchange.Failure)
		}
	}
	for _, x := range told {
		if x.said && x.Rule.ID == "token-received-line" {
			j.Heard(x.Evidence[0], exchange.Success)
		}
	}
	j.HeardSuccess()
	j.findings = append(j.findings, loginHeard(j.Flow, j.findings)...)
}

// outcome merges, folds and ranks what was found. shown: the exchanges by themselves show that tokens came.
func (j *judgment) outcome(shown bool) Outcome {
	f := j.Flow
	findings := failureNamed(f, merge(j.findings))
	for i := range findings {
		findings[i].compare(f)
		findings[i].led(f)
	}
	shown = shown || slices.ContainsFunc(findings, func(x Finding) bool { return x.Outcome == exchange.Issued && x.Confidence != Possible })
	out := Outcome{Findings: rank(fold(findings))}
	if first := slices.IndexFunc(out.Findings, func(x Finding) bool { return x.Severity == Error }); first >= 0 { // what failed
		x := &out.Findings[first]
		x.Codes = appendNew(x.Codes, namedCodes(f, x.Evidence))
	}
	out.Actual = actual(f, out.Findings)
	if out.Actual == Success && !slices.ContainsFunc(out.Findings, func(x Finding) bool { return x.Severity != Info }) {
		for i := range out.Findings {
			if x := &out.Findings[i]; x.Rule.ID == "token-received-line" { // no step failed
				x.Detail, x.Causes, x.Fixes = saysSo, []Text{}, []Text{}
			}
		}
	}
	out.Guess = (out.Actual == Success || out.Actual == Mixed) && !shown
	return out
}

// bySayings are the verdicts of the messages that the text holds.
func bySayings(f *exchange.Flow) []Finding {
	var out []Finding
	for _, x := range sayingsIn(f) {
		for _, v := range x.saying.match(f) {
			if inEvent(f, v.Evidence[0], true) {
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

// saysSo is what a line proves by which all went well.
var saysSo = Text{"Success: the program says so of itself; its tokens are not printed.", "Успех: программа говорит это о себе сама; токены не напечатаны."}

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
