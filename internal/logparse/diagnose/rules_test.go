package diagnose_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"grantlens/internal/samples"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var update = flag.Bool("update", false, "rewrite what the samples are expected to give")

// TestRules runs every sample of testdata/<rule>.txtar. A section is an input, a line ----, and what it gives:
//
//	-- match: why the rule fires --   the rule's finding is among them
//	-- ok: the near miss --           it is not
//	-- unknown: what is missing --    the rule says what to fetch
//
// Any finding that is not written down fails, whichever rule it is of.
func TestRules(t *testing.T) {
	tested := map[string]bool{}
	for _, file := range samples.Files(t, "testdata/*.txtar") {
		id := strings.TrimSuffix(filepath.Base(file), ".txtar")
		tested[id] = true
		t.Run(id, func(t *testing.T) { testRule(t, id, file) })
	}
	for _, r := range diagnose.Rules() {
		if !tested[r.ID] {
			t.Errorf("rule %s has no testdata/%s.txtar", r.ID, r.ID)
		}
		delete(tested, r.ID)
	}
	for id := range tested {
		t.Errorf("testdata/%s.txtar: there is no rule of this id", id)
	}
}

func testRule(t *testing.T, id, file string) {
	matches, oks := 0, 0
	samples.Run(t, file, *update, func(title, input string) string {
		kind, name, _ := strings.Cut(title, ": ")
		got, found, missing := give(t, id, input+"\n")
		switch kind {
		case "match":
			matches++
			if !found {
				t.Errorf("%s: %s did not fire", name, id)
			}
		case "ok":
			oks++
			if found {
				t.Errorf("%s: %s fired on the near miss", name, id)
			}
		case "unknown":
			if !missing {
				t.Errorf("%s: nothing says what to fetch", name)
			}
		default:
			t.Errorf("section %q: want match, ok or unknown", title)
		}
		return got
	})
	if matches == 0 || oks == 0 {
		t.Errorf("%d match and %d ok sections; want at least one of each", matches, oks)
	}
}

// give judges an input: the summary and a line a finding, whether the rule is among them, and whether a finding says what
// is missing.
func give(t *testing.T, id, input string) (got string, found, missing bool) {
	t.Helper()
	text := source.NewText(input, 0, 0)
	flow := exchange.Build(text, time.Time{})
	out := diagnose.Run(flow)
	var b strings.Builder
	fmt.Fprintf(&b, "claimed %s, actual %s\n", flow.Claimed, out.Actual)
	for _, f := range out.Findings {
		found = found || f.Rule.ID == id
		missing = missing || len(f.Missing) > 0
		evidence := ""
		for i, s := range f.Evidence {
			if s.Start < 0 || s.End > len(input) || s.Start > s.End {
				t.Errorf("%s: evidence %v lies outside the input", f.Rule.ID, s)
				continue
			}
			if i == 0 {
				evidence = strings.Join(strings.Fields(text.Slice(s)), " ")
			}
		}
		if len(f.Evidence) == 0 {
			t.Errorf("%s: a finding without evidence", f.Rule.ID)
		}
		if len(evidence) > 80 {
			evidence = strings.ToValidUTF8(evidence[:80], "")
		}
		fmt.Fprintf(&b, "%s %s %s | %s\n", f.Severity, f.Confidence, f.Rule.ID, evidence)
	}
	return b.String(), found, missing
}

// TestRuleStyle holds every rule's words against docs/architecture.md: short titles, both languages, no filler.
func TestRuleStyle(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range diagnose.Rules() {
		for _, id := range append([]string{r.ID}, r.Former...) {
			if ids[id] {
				t.Errorf("%s: two rules have, or had, this id", id)
			}
			ids[id] = true
		}
	}
	filler := []string{"simply", " just ", "please", "obviously", "easy", "!", "пожалуйста", " просто "}
	for _, r := range diagnose.Rules() {
		if r.ID != strings.ToLower(r.ID) || strings.ContainsAny(r.ID, " _") {
			t.Errorf("%s: an id is kebab-case", r.ID)
		}
		texts := map[string][]diagnose.Text{"title": {r.Title}, "about": {r.About}, "detail": {r.Detail}, "cause": r.Causes, "fix": r.Fixes, "missing": r.Missing}
		for what, list := range texts {
			for _, x := range list {
				if x.EN == "" || x.RU == "" {
					t.Errorf("%s: %s: both languages are needed: %q", r.ID, what, x.EN)
				}
				for _, w := range filler {
					if strings.Contains(strings.ToLower(x.EN), w) || strings.Contains(strings.ToLower(x.RU), w) {
						t.Errorf("%s: %s: filler %q", r.ID, what, w)
					}
				}
			}
		}
		for _, title := range []string{r.Title.EN, r.Title.RU} {
			if utf8.RuneCountInString(title) > 60 || strings.HasSuffix(title, ".") {
				t.Errorf("%s: a title has at most 60 characters and no full stop: %q (%d)", r.ID, title, utf8.RuneCountInString(title))
			}
		}
		if len(r.Refs) == 0 || len(r.Causes) == 0 || len(r.Fixes) == 0 {
			t.Errorf("%s: a rule names at least one cause, one fix and one reference", r.ID)
		}
		for _, ref := range r.Refs {
			if !strings.HasPrefix(ref.URL, "https://") {
				t.Errorf("%s: reference %q is no https URL", r.ID, ref.URL)
			}
		}
		if !slices.Contains([]string{diagnose.Error, diagnose.Warning, diagnose.Info}, r.Severity) || !slices.Contains([]string{diagnose.Certain, diagnose.Likely, diagnose.Possible}, r.Confidence) {
			t.Errorf("%s: severity %q, confidence %q", r.ID, r.Severity, r.Confidence)
		}
		for _, s := range r.Says {
			for _, lit := range slices.Concat(s.All, s.Any, s.Not, s.With, s.Without) {
				if lit != strings.ToLower(lit) || lit == "" {
					t.Errorf("%s: literal %q is not in lower case", r.ID, lit)
				}
			}
			if len(s.All) == 0 {
				t.Errorf("%s: a saying without All", r.ID)
			}
		}
		for _, id := range r.Explains {
			if !slices.ContainsFunc(diagnose.Rules(), func(o *diagnose.Rule) bool { return o.ID == id }) {
				t.Errorf("%s: explains %s, which is no rule", r.ID, id)
			}
		}
	}
}
