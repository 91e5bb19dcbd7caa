// Package probe turns a request to a real server into the exchange as raw HTTP text, and that text into the engine's
// verdict, which it compares with the cause the test induced.
//
//	request ─server─▶ Answer{Transcript} ─logparse─▶ Report ─Check─▶ Tally
//
// The tests of test/ share it. It is linked into no program.
package probe

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
)

// Answer is what came back.
type Answer struct {
	Status     int
	Header     http.Header
	Body       string
	Transcript string // request and answer as raw HTTP
}

// Location is the target of a redirect, with its query and its fragment as parameters.
func (a Answer) Location() url.Values {
	u, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		return url.Values{}
	}
	values := u.Query()
	if more, err := url.ParseQuery(u.Fragment); err == nil {
		for name, list := range more {
			values[name] = append(values[name], list...)
		}
	}
	return values
}

// Diagnose reads a text as the page does.
func Diagnose(text string) *report.Report {
	p := logparse.New(logparse.Options{Now: time.Now()})
	p.Feed([]byte(text))
	return p.Close()
}

// Want is the verdict the induced cause asks for. Empty fields are not looked at, but Rule: empty means that nothing
// worse than a remark may be found.
type Want struct {
	Rule     string // id of the first finding's rule
	Says     string // part of that finding's title, detail, causes or codes
	Actual   string
	Claimed  string
	Provider string // of the exchange the summary speaks of
	Endpoint string
}

// Tally counts the verdicts of a test, and prints them at its end.
type Tally struct {
	mu           sync.Mutex
	right, wrong int
	cases        map[string]bool
}

// Check judges a text and reports where the verdict is not the wanted one. With GRANTLENS_KEEP set, text and
// Want are kept in the folder of that name, to try rules on.
func (y *Tally) Check(t *testing.T, what, text string, want Want) {
	t.Helper()
	if dir := os.Getenv("GRANTLENS_KEEP"); dir != "" {
		name := strings.NewReplacer("/", "-", " ", "-").Replace(t.Name() + "--" + what + ".log")
		raw, err := json.MarshalIndent(want, "", "\t")
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600), os.WriteFile(filepath.Join(dir, name+".want"), raw, 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	r := Diagnose(text)
	problems := want.Problems(r)
	y.mu.Lock()
	if y.cases == nil {
		y.cases = map[string]bool{}
	}
	y.cases[t.Name()] = true
	if len(problems) == 0 {
		y.right++
	} else {
		y.wrong++
	}
	y.mu.Unlock()
	if len(problems) > 0 {
		t.Errorf("%s: %s\n%s\n%s", what, strings.Join(problems, "; "), Outline(r), indent(mask(r, text)))
	}
}

// String is the plain count that closes a run.
func (y *Tally) String() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	return fmt.Sprintf("%d situations, %d verdicts right, %d wrong", len(y.cases), y.right, y.wrong)
}

// Problems says where a report differs from what is wanted.
func (w Want) Problems(r *report.Report) []string {
	var out []string
	differ := func(what, got, want string) {
		if want != "" && got != want {
			out = append(out, fmt.Sprintf("%s is %q; want %q", what, got, want))
		}
	}
	differ("actual", r.Summary.Actual, w.Actual)
	differ("claimed", r.Summary.Claimed, w.Claimed)
	i := slices.IndexFunc(r.Exchanges, func(x report.Exchange) bool { return x.ID == r.Summary.Exchange })
	switch {
	case i >= 0:
		differ("provider", r.Exchanges[i].Provider, w.Provider)
		differ("endpoint", r.Exchanges[i].Endpoint, w.Endpoint)
	case w.Provider != "" || w.Endpoint != "":
		out = append(out, "the summary names no exchange")
	}
	first := report.Finding{Rule: "no finding"}
	if len(r.Findings) > 0 {
		first = r.Findings[0]
	}
	if w.Rule == "" {
		if len(r.Findings) > 0 && first.Severity != "info" {
			out = append(out, "unexpected finding "+first.Rule)
		}
		return out
	}
	differ("cause", first.Rule, w.Rule)
	said := strings.Join(slices.Concat([]string{first.Title, first.Detail}, first.Causes, first.Codes), "\n")
	if !strings.Contains(strings.ToLower(said), strings.ToLower(w.Says)) {
		out = append(out, fmt.Sprintf("the finding does not say %q", w.Says))
	}
	return out
}

// Outline is what was concluded, for the message of a failed test.
func Outline(r *report.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  summary: %s: claimed %s, actual %s: %s\n", r.Summary.Verdict, r.Summary.Claimed, r.Summary.Actual, r.Summary.Headline)
	for _, x := range r.Exchanges {
		fmt.Fprintf(&b, "  exchange %s: provider %s, endpoint %s, grant %s, claimed %s, actual %s\n", x.ID, x.Provider, x.Endpoint, x.Grant, x.Claimed, x.Actual)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "  %s %s (%s): %s: %s\n", f.Severity, f.Rule, f.Confidence, f.Title, f.Detail)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// mask hides what the engine takes for secret, for test logs are kept.
func mask(r *report.Report, text string) string {
	spans := slices.Clone(r.Secrets)
	slices.SortFunc(spans, func(a, b report.Span) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start >= at && s.End <= len(text) {
			b.WriteString(text[at:s.Start] + "…")
			at = s.End
		}
	}
	b.WriteString(text[at:])
	if out := b.String(); len(out) > 3000 {
		return out[:3000] + " …"
	}
	return b.String()
}

func indent(s string) string { return "  | " + strings.ReplaceAll(s, "\n", "\n  | ") }
