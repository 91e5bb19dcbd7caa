// Package diagnose turns a Flow into Findings: each rule judges it, failed verdicts are merged under one cause, what
// another finding explains is folded under it, and the rest is ranked.
//
//	Flow ─rules─▶ []Verdict ─merge, fold, rank─▶ []Finding
//
// A rule is one file that registers itself; its test is testdata/<id>.txtar.
package diagnose

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// Text is one message in both languages. {name} stands for a value that With fills in.
type Text struct{ EN, RU string }

// In gives the text in a language, English unless it is "ru".
func (t Text) In(lang string) string {
	if lang == "ru" && t.RU != "" {
		return t.RU
	}
	return t.EN
}

// With fills {name} with a value: With("name", value, …). Values are shown to the user: never secrets.
func (t Text) With(pairs ...string) Text {
	for i := 0; i+1 < len(pairs); i += 2 {
		t.EN = strings.ReplaceAll(t.EN, "{"+pairs[i]+"}", pairs[i+1])
		t.RU = strings.ReplaceAll(t.RU, "{"+pairs[i]+"}", pairs[i+1])
	}
	return t
}

// OK reports whether there is a text.
func (t Text) OK() bool { return t.EN != "" }

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

// Saying is the grammar of one message, by its fixed parts. Literals are in lower case.
type Saying struct {
	All   []string // all stand within the same Lines lines
	Any   []string // and one of these
	Not   []string // and none of these
	Lines int      // 1 unless set
	With  []string // and one of these anywhere in the text
	// What this message shows, where it is not what the rule says.
	Outcome    exchange.Outcome
	Confidence string
	Codes      []string
	// Judge: the words around say who refused the token, the client after a good answer or an API (tokenJudge); this
	// outcome holds when they do not tell.
	Judge exchange.Outcome
}

// Result of a rule on a flow.
type Result int

// Results. A rule that has nothing to judge returns no verdict at all.
const (
	Fail    Result = iota // there is something to say
	Pass                  // looked at, in order
	Unknown               // cannot be decided from this text: Missing says what to fetch
)

// Verdict is what a rule concludes. Zero texts mean the rule's own.
type Verdict struct {
	Result     Result
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
	Key        string // findings of one rule with different keys are not merged
}

// Finding is a failed verdict, merged and filled with the rule's texts.
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

// keyed is a saying of a rule with four bytes that stand in each of its messages. Of thousands of sayings nearly all are
// refused by them: side by side they are read many times faster than the sayings.
type keyed struct {
	gram   pattern.Gram
	saying *Saying
	rule   *Rule
}

// sayings lists the sayings of all rules, by the ids of the rules.
var sayings = sync.OnceValue(func() []keyed {
	var out []keyed
	for _, r := range byID() {
		for i := range r.Says {
			longest := slices.MaxFunc(r.Says[i].All, func(a, b string) int { return len(a) - len(b) })
			out = append(out, keyed{pattern.NewGram(longest), &r.Says[i], r})
		}
	}
	return out
})

// Result of a run over one flow.
type Outcome struct {
	Findings []Finding
	Missing  []Text // what rules could not decide, and need
	Actual   string // success, failure, mixed, undetermined: of the whole flow
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
	var out Outcome
	var verdicts []Finding
	// Rules that read exchanges judged by other rules' sayings come second: first the sayings.
	for _, x := range sayings() {
		if !f.MayHold(x.gram) && len(f.Encoded) == 0 {
			continue
		}
		for _, v := range x.saying.match(f) {
			if inEvent(f, v.Evidence[0], true) {
				continue // an event of a success speaks of what went well, in the same words
			}
			if x.saying.Judge != exchange.Unknown && v.Outcome == exchange.Unknown {
				v.Outcome = tokenJudge(f, v.Evidence[0], x.saying.Judge)
			}
			verdicts = append(verdicts, Finding{Rule: x.rule, Verdict: v.filled(x.rule), said: true})
		}
	}
	applyOutcomes(f, verdicts)
	ownErrors(f, nil, verdicts)
	for _, r := range byID() {
		if r.Check == nil {
			continue
		}
		for _, v := range r.Check(f) {
			switch v.Result {
			case Fail:
				verdicts = append(verdicts, Finding{Rule: r, Verdict: v.filled(r)})
			case Unknown:
				out.Missing = append(out.Missing, v.Missing...)
			}
		}
	}
	applyOutcomes(f, verdicts)
	verdicts = fromCatalogue(f, verdicts)
	plain := inPlainWords(f, verdicts)
	if len(plain) == 0 {
		plain = lastResort(f, verdicts)
	}
	applyOutcomes(f, plain)
	verdicts = append(ownErrors(f, verdicts, plain), plain...)
	for _, v := range verdicts {
		if (v.said || v.Severity == Error) && v.Severity != Info && v.Outcome != exchange.Unknown && len(v.Evidence) > 0 {
			f.Heard(v.Evidence[0])
		}
	}
	out.Findings = rank(fold(merge(verdicts)))
	for i := range out.Findings {
		if x := &out.Findings[i]; x.Severity == Error {
			x.Codes = appendNew(x.Codes, namedCodes(f, x.Evidence))
			break // the first is what failed
		}
	}
	out.Actual = actual(f, out.Findings)
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
		have1 := &out[i]
		if own(have1.Title, f.Rule.Title) && own(have1.Detail, f.Rule.Detail) && !(own(f.Title, f.Rule.Title) && own(f.Detail, f.Rule.Detail)) {
			// What judged the fields says more than the message by which the rule fired.
			f.Evidence, have1.Evidence = have1.Evidence, f.Evidence
			f.Codes, have1.Codes = have1.Codes, f.Codes
			f.Title, f.Detail, f.Causes, f.Fixes, f.Missing, have1.Title, have1.Detail, have1.Causes, have1.Fixes, have1.Missing = have1.Title, have1.Detail, have1.Causes, have1.Fixes, have1.Missing, f.Title, f.Detail, f.Causes, f.Fixes, f.Missing
			have1.Rank = max(have1.Rank, f.Rank)
		}
		for _, s := range f.Evidence {
			if !overlapsAny(have1.Evidence, s) && len(have1.Evidence) < maxEvidence {
				have1.Evidence = append(have1.Evidence, s)
			}
		}
		have1.Codes = appendNew(have1.Codes, f.Codes)
		if confidenceOrder[f.Confidence] < confidenceOrder[have1.Confidence] {
			have1.Confidence = f.Confidence
		}
		if have1.Exchange == nil {
			have1.Exchange = f.Exchange
		}
	}
	return out
}

func own(text, rules Text) bool { return text == rules }

// maxEvidence bounds the quotes of one finding.
const maxEvidence = 12

func overlapsAny(spans []source.Span, s source.Span) bool {
	for _, have := range spans {
		if have.Overlaps(s) || have == s {
			return true
		}
	}
	return false
}

func appendNew(to, from []string) []string {
	for _, s := range from {
		found := false
		for _, have := range to {
			found = found || have == s
		}
		if !found {
			to = append(to, s)
		}
	}
	return to
}

// fold drops what another finding explains; its evidence and codes go to the one that explains it.
func fold(in []Finding) []Finding {
	explainedBy := map[string]int{}
	for i, f := range in {
		if f.plain {
			continue
		}
		for _, id := range f.Rule.Explains {
			if _, ok := explainedBy[id]; !ok {
				explainedBy[id] = i
			}
		}
	}
	var out []Finding
	keep := make([]bool, len(in))
	for i, f := range in {
		by, ok := explainedBy[f.Rule.ID]
		if !ok || by == i || in[by].Rule.ID == f.Rule.ID || !sameFailure(in[by].Exchange, f.Exchange) && !quoteSame(in[by].Evidence, f.Evidence) {
			keep[i] = true
			continue
		}
		in[by].Codes = appendNew(in[by].Codes, f.Codes)
		if in[by].Exchange == nil {
			in[by].Exchange = f.Exchange
		}
	}
	for i, f := range in {
		if keep[i] {
			out = append(out, f)
		}
	}
	return out
}

// quoteSame: two findings that quote the same place speak of the same failure, too.
func quoteSame(a, b []source.Span) bool {
	return slices.ContainsFunc(b, func(s source.Span) bool { return overlapsAny(a, s) })
}

// sameFailure: two findings speak of one failure when they speak of one exchange, or of the two sides of it.
func sameFailure(a, b *exchange.Exchange) bool {
	return a == nil || b == nil || a == b || a.Event != nil || b.Event != nil || a.Error.Text == b.Error.Text
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

func start(spans []source.Span) int {
	if len(spans) == 0 {
		return 1 << 60
	}
	return spans[0].Start
}

// applyOutcomes gives what the verdicts show to the exchange they speak of. A flow that has no exchange to hold it gets
// one that spans the evidence: the log speaks of an exchange without printing it.
func applyOutcomes(f *exchange.Flow, verdicts []Finding) {
	var order []int
	lines := map[int]*Finding{} // what was concluded from each line, by its start
	for i := range verdicts {
		v := &verdicts[i].Verdict
		if e := sentAndRefused(f, &verdicts[i]); e != nil {
			v.Outcome, v.Exchange = e.Outcome, e
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
		if have := lines[at]; have != nil && have.Outcome.Failed() != v.Outcome.Failed() && (have.Outcome == exchange.Issued || v.Outcome == exchange.Issued) && !afterTokens(have.Rule) && !afterTokens(verdicts[i].Rule) && !toldApart(have, &verdicts[i]) {
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

// sentAndRefused is the refusal of a token endpoint in whose description a check of a token was read: the token is one that
// the request brought along (an assertion, a refresh token), and none that was issued. Spring's APIs answer access_denied.
func sentAndRefused(f *exchange.Flow, x *Finding) *exchange.Exchange {
	if x.Outcome != exchange.Issued || len(x.Evidence) == 0 || !issuedOnceChecked[x.Rule.ID] {
		return nil
	}
	for _, e := range f.Exchanges {
		if e.Outcome == exchange.Refused && e.Endpoint == exchange.EndpointToken && e.Error.Text != "access_denied" && e.Description.OK() && e.Description.Span.Overlaps(x.Evidence[0]) {
			return e
		}
	}
	return nil
}

// ownErrors: a client that refused its own token calls it invalid_token on its error page, and answers with a status of
// its own in the same line. That is no answer of a server: what was said of it falls away.
func ownErrors(f *exchange.Flow, have, verdicts []Finding) []Finding {
	for _, v := range verdicts {
		if v.Outcome != exchange.Issued || len(v.Evidence) == 0 {
			continue
		}
		line := lineAt(f, &v.Verdict)
		for _, e := range f.Exchanges {
			if !e.Outcome.Failed() || e.Request != nil || e.Event != nil || v.Exchange == e {
				continue
			}
			spoken := e.Spoken != nil && e.Response == nil && e.Error.Text == "invalid_token"
			status := e.Response != nil && e.Response.Format == "status-sentence" && e.Endpoint == exchange.EndpointAPI && e.Body == nil && e.URL() == "" && strings.LastIndexByte(f.Text.Data[:e.Span.Start], '\n') == line
			if spoken || status {
				e.Outcome = exchange.Unknown
				have = slices.DeleteFunc(have, func(x Finding) bool { return x.Exchange == e && vagueRules[x.Rule.ID] })
			}
		}
	}
	return have
}

// afterTokens: the rule speaks of a call that failed after the tokens had come, so its line may well show both.
func afterTokens(r *Rule) bool { return r.ID == "profile-fetch-failed" }

// toldApart: a sentence that the token came, and another of the same line about what failed.
func toldApart(a, b *Finding) bool {
	return (a.Rule.ID == "token-received-line" || b.Rule.ID == "token-received-line") && !a.Evidence[0].Overlaps(b.Evidence[0])
}

// lineAt is where the line begins in which a verdict's evidence stands.
func lineAt(f *exchange.Flow, v *Verdict) int {
	return strings.LastIndexByte(f.Text.Data[:min(start(v.Evidence), len(f.Text.Data))], '\n')
}

// home is the exchange a verdict about the flow speaks of.
func home(f *exchange.Flow, v *Verdict) *exchange.Exchange {
	at := start(v.Evidence)
	var best *exchange.Exchange
	distance := 1 << 60
	for _, e := range f.Exchanges {
		fits := e.Outcome == exchange.Unknown || e.Outcome == v.Outcome || e.Outcome == exchange.CodeIssued || e.Outcome.Failed() && v.Outcome.Failed()
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

func apart(s source.Span, at int) int {
	switch {
	case at < s.Start:
		return s.Start - at
	case at > s.End:
		return at - s.End
	}
	return 0
}

// tokenHeld: userinfo is asked with an access token that was issued before; only a 401 may mean that it was none.
func tokenHeld(e *exchange.Exchange) bool {
	if e.Event != nil {
		return e.Endpoint == exchange.EndpointUserinfo && e.Code.Text == "access_denied" // Keycloak's word for a token without a scope
	}
	return e.Endpoint == exchange.EndpointUserinfo && e.Outcome.Failed() && e.Status() != 401 && e.Error.Text != "invalid_token"
}

// actual says what the whole flow shows.
func actual(f *exchange.Flow, findings []Finding) string {
	// Where a check of the token is named, an API's refusal of it is that check's answer and no failure of its own.
	checked := slices.ContainsFunc(findings, func(x Finding) bool { return issuedOnceChecked[x.Rule.ID] && x.Outcome == exchange.Issued })
	issued, failed := false, false
	count := func(o exchange.Outcome) {
		issued = issued || o == exchange.Issued
		failed = failed || o.Failed() && !(checked && o == exchange.Rejected)
	}
	for _, e := range f.Exchanges {
		issued = issued || tokenHeld(e)
		count(e.Outcome)
	}
	for _, x := range findings {
		count(x.Outcome)
	}
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

// match finds the places where a text says it.
func (s *Saying) match(f *exchange.Flow) []Verdict {
	var out []Verdict
	if !s.may(f) {
		return s.matchDecoded(f)
	}
	lines := max(s.Lines, 1)
	for at := 0; at < len(f.Lower) && len(out) < maxEvidence; {
		i := strings.Index(f.Lower[at:], s.All[0])
		if i < 0 {
			break
		}
		i += at
		at = i + len(s.All[0])
		if !wholeCode(f.Lower, i, at) {
			continue
		}
		from, to := window(f.Lower, i, at, lines)
		piece := f.Lower[from:to]
		ok := anyOf(piece, s.Any)
		for _, lit := range s.All[1:] {
			ok = ok && strings.Contains(piece, lit)
		}
		for _, lit := range s.Not {
			ok = ok && !strings.Contains(piece, lit)
		}
		if !ok {
			continue
		}
		// The evidence is the message: from the first literal of the line to the last one of it.
		end := at
		for _, lit := range append(append([]string{}, s.All[1:]...), s.Any...) {
			if j := strings.Index(f.Lower[at:to], lit); j >= 0 && at+j+len(lit) > end {
				end = at + j + len(lit)
			}
		}
		span := f.View.Origin(wholeWords(f.Lower, i, end))
		out = append(out, Verdict{Evidence: []source.Span{span}, Outcome: s.Outcome, Confidence: s.Confidence, Codes: s.Codes})
		at = max(at, end)
	}
	return append(out, s.matchDecoded(f)...)
}

// wholeCode reports whether no number of four digits or more at the end of a literal goes on behind it: AADSTS65005 is
// not in AADSTS650057. Shorter ones stand for the beginnings of statuses.
func wholeCode(text string, from, to int) bool {
	if to == len(text) || !digit(text[to]) {
		return true
	}
	n := 0
	for to-n > from && digit(text[to-n-1]) {
		n++
	}
	return n < 4
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// wholeWords widens a place to whole words, but for words so long that they are values: what is quoted can be read.
func wholeWords(text string, from, to int) source.Span {
	const longest = 40
	start, end := from, to
	for start > 0 && from-start <= longest && wordByte(text[start]) && wordByte(text[start-1]) {
		start--
	}
	for end < len(text) && end-to <= longest && wordByte(text[end-1]) && wordByte(text[end]) {
		end++
	}
	if from-start > longest {
		start = from
	}
	if end-to > longest {
		end = to
	}
	return source.Span{Start: start, End: end}
}

// may reports whether all parts of the message can stand in the text at all.
func (s *Saying) may(f *exchange.Flow) bool {
	for _, lit := range s.All {
		if !f.May(lit) {
			return false
		}
	}
	for _, list := range [...][]string{s.Any, s.With} {
		found := len(list) == 0
		for _, lit := range list {
			found = found || f.Contains(lit)
		}
		if !found {
			return false
		}
	}
	return len(s.All) > 0
}

// matchDecoded finds the message in an error description that stands encoded in the text, as in a redirect URL.
func (s *Saying) matchDecoded(f *exchange.Flow) []Verdict {
	var out []Verdict
	for _, encoded := range f.Encoded {
		e, said := encoded.Exchange, encoded.Said
		ok := true
		for _, lit := range s.All {
			ok = ok && strings.Contains(said, lit)
		}
		ok = ok && anyOf(said, s.Any)
		for _, lit := range s.Not {
			ok = ok && !strings.Contains(said, lit)
		}
		if ok && (anyOf(said, s.With) || hasAny(f, s.With...)) {
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Description.Span}, Outcome: s.Outcome, Confidence: s.Confidence, Codes: s.Codes})
		}
	}
	return out
}
